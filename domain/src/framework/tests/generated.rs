//! Frameworks of all shapes survive an export and an import.

use proptest::prelude::*;

use crate::framework::{
    Framework, Level, LevelName, Principle, Strand, StrandCode, parse, to_toml,
};

/// A text as it comes out of the parser: quotes, backslashes and other scripts included.
fn text() -> impl Strategy<Value = String> {
    "[!-~àŵ€日“’🙂]{1,8}( [!-~éß]{1,8}){0,3}"
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 1..=6)
}

fn strand(code: StrandCode) -> impl Strategy<Value = Strand> {
    (
        text(),
        text(),
        [text(), text(), text(), text()],
        texts(),
        texts(),
        texts(),
        text(),
    )
        .prop_map(
            move |(title, about, descriptors, see, hear, read, question)| Strand {
                code,
                title,
                about,
                descriptors,
                see,
                hear,
                read,
                question,
            },
        )
}

fn principle(number: u8) -> impl Strategy<Value = Principle> {
    let strands = prop::sample::subsequence((1..=9_u8).collect::<Vec<_>>(), 1..=3).prop_flat_map(
        move |numbers| {
            numbers
                .into_iter()
                .map(|strand_number| strand(StrandCode::new(number, strand_number).unwrap()))
                .collect::<Vec<_>>()
        },
    );
    (text(), text(), strands).prop_map(move |(title, about, strands)| Principle {
        number,
        title,
        about,
        strands,
    })
}

fn framework() -> impl Strategy<Value = Framework> {
    let principles = prop::sample::subsequence((1..=9_u8).collect::<Vec<_>>(), 1..=9)
        .prop_flat_map(|numbers| numbers.into_iter().map(principle).collect::<Vec<_>>());
    let header = (
        "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}",
        1..=9_999_u32,
        [text(), text(), text(), text(), text()],
    );
    let levels = (
        [text(), text(), text(), text()],
        [text(), text(), text(), text()],
    );
    (header, levels, principles).prop_map(
        |((key, version, header), (names, meanings), principles)| {
            let [title, summary, guidance, attribution, changes] = header;
            let levels = Level::ALL.map(|level| {
                let index = usize::from(level.number()) - 1;
                // The number keeps the names apart, as they must be.
                let name = format!(
                    "{} {index}",
                    names[index].chars().take(20).collect::<String>()
                );
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                LevelName {
                    level,
                    name,
                    meaning: meanings[index].clone(),
                }
            });
            Framework {
                key,
                title,
                version,
                summary,
                guidance,
                attribution,
                changes,
                levels,
                principles,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_framework_reads_back_from_its_export(framework in framework()) {
        prop_assert_eq!(parse(&to_toml(&framework)), Ok(framework));
    }
}

//! Whatever is in a file, it is either read or refused with lines and words: it never panics.

use proptest::prelude::*;

use crate::framework::{FIVE_PRINCIPLES, StrandCode, checksum, parse, to_toml};

/// What holds for every text there is.
fn check(text: &str) {
    assert_eq!(checksum(text).len(), 64);
    match parse(text) {
        Ok(framework) => {
            assert_eq!(parse(&to_toml(&framework)), Ok(framework));
        }
        Err(found) => {
            assert!(!found.is_empty());
            assert!(found.is_sorted_by_key(|error| error.line));
            let lines = text.split('\n').count();
            for error in found {
                assert!(
                    (1..=lines).contains(&(error.line as usize)),
                    "{error} of {lines} lines"
                );
                assert!(
                    !error.message.is_empty() && error.message.len() < 500,
                    "{error}"
                );
                assert!(!error.message.contains(char::is_control), "{error:?}");
            }
        }
    }
}

/// Pieces from which files are made up that resemble frameworks and are wrong in every way.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "[[levels]]",
            "[levels]",
            "[[principles]]",
            "[[principles.strands]]",
            "[principles.strands]",
            "[[principles.strands.see]]",
            "number = 1",
            "number = 99999999999",
            "number = -0x1",
            "number = 1e9",
            "code = \"1.1\"",
            "code = \"\\uD800\"",
            "code = 1979-05-27",
            "see = [",
            "see = [[[]]]",
            "hear = {}",
            "]",
            "{",
            "}",
            "\"",
            "\"\"\"",
            "'''",
            "=",
            "title = '\u{202e}'",
            "version = true",
            "key.a.b = 1",
            "a.b.c.d.e = 1",
            "levels.number = 1",
            "principles = [1, {}, []]",
            "principles = [{number = 1, strands = [{}]}]",
            "\u{feff}",
            "\r",
            "\0",
            "# note",
            "level_1 = nan",
            "read = [\"a\",,\"b\"]",
            "\"\" = 1",
            "'x y' = 2",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,12}",
        "\\PC{0,6}",
        Just("[".repeat(300)),
        Just(format!("x = {}1", "[".repeat(200))),
        Just(format!("{}y = 1", "a.".repeat(200))),
    ]
}

/// A change that a hand, an editor or a broken download might make.
#[derive(Debug, Clone)]
enum Damage {
    Delete { at: usize, length: usize },
    Insert { at: usize, piece: String },
    RepeatLine { at: usize },
    SwapLines { one: usize, two: usize },
    Cut { at: usize },
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || any::<prop::sample::Index>().prop_map(|index| index.index(usize::MAX / 2));
    prop_oneof![
        (at(), 1..80_usize).prop_map(|(at, length)| Damage::Delete { at, length }),
        (at(), piece()).prop_map(|(at, piece)| Damage::Insert { at, piece }),
        at().prop_map(|at| Damage::RepeatLine { at }),
        (at(), at()).prop_map(|(one, two)| Damage::SwapLines { one, two }),
        at().prop_map(|at| Damage::Cut { at }),
    ]
}

fn apply(text: &str, damage: &Damage) -> String {
    let place = |at: usize| {
        let mut place = at % (text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        place
    };
    let mut lines: Vec<&str> = text.split('\n').collect();
    let count = lines.len();
    match damage {
        Damage::Delete { at, length } => {
            let from = place(*at);
            let rest = text[from..].chars().skip(*length).collect::<String>();
            return format!("{}{rest}", &text[..from]);
        }
        Damage::Insert { at, piece } => {
            let (before, after) = text.split_at(place(*at));
            return format!("{before}{piece}{after}");
        }
        Damage::Cut { at } => return text[..place(*at)].to_owned(),
        Damage::RepeatLine { at } => lines.insert(at % count, lines[at % count]),
        Damage::SwapLines { one, two } => lines.swap(one % count, two % count),
    }
    lines.join("\n")
}

/// The first framework's header and its first strand: small, so that many damaged copies can be tried.
fn small_file() -> String {
    let parts: Vec<&str> = FIVE_PRINCIPLES
        .split("[[principles.strands]]")
        .take(2)
        .collect();
    let text = parts.join("[[principles.strands]]");
    assert!(parse(&text).is_ok());
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_lines_that_resemble_a_framework_are_read_or_refused(pieces in prop::collection::vec(piece(), 0..24)) {
        check(&pieces.join("\n"));
        check(&pieces.concat());
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(all in prop::collection::vec(damage(), 1..4)) {
        check(&all.iter().fold(small_file(), |text, damage| apply(&text, damage)));
    }

    #[test]
    fn any_text_is_a_strand_code_only_if_it_reads_back(text in "\\PC{0,4}|[0-9.]{3}") {
        if let Ok(code) = text.parse::<StrandCode>() {
            prop_assert_eq!(code.to_string(), text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_damaged_copy_of_the_whole_first_framework_is_read_or_refused(
        all in prop::collection::vec(damage(), 1..4)
    ) {
        check(&all.iter().fold(FIVE_PRINCIPLES.to_owned(), |text, damage| apply(&text, damage)));
    }
}

/// The reader of TOML is recursive; this is deeper than any stack would bear without its limit.
#[test]
fn deep_nesting_is_refused() {
    for deep in [
        format!("x = {}", "[".repeat(400_000)),
        format!("x = {}", "{a=".repeat(300_000)),
        format!("{}x = 1", "a.".repeat(400_000)),
        format!("[{}x]", "a.".repeat(400_000)),
    ] {
        assert!(parse(&deep).is_err());
    }
}

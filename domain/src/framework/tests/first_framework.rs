//! The file that comes with the product.

use crate::framework::{FIVE_PRINCIPLES, Framework, Level, StrandCode, parse, to_toml};

const TITLES: [(&str, &[(&str, &str)]); 5] = [
    (
        "Knowing children well, early and often",
        &[
            ("1.1", "Early identification"),
            ("1.2", "Transition"),
            ("1.3", "Knowing the whole child"),
            ("1.4", "Pupil voice and belonging"),
        ],
    ),
    (
        "High-quality, evidence-informed teaching",
        &[
            ("2.1", "Everyday inclusive teaching"),
            ("2.2", "Access to the curriculum"),
            ("2.3", "Professional learning"),
        ],
    ),
    (
        "Coherent, expert targeted support",
        &[
            ("3.1", "Graduated response"),
            ("3.2", "Interventions"),
            ("3.3", "Adults and expertise"),
        ],
    ),
    (
        "Relationships and partnerships",
        &[
            ("4.1", "Families"),
            ("4.2", "Services and the local authority"),
            ("4.3", "School to school"),
        ],
    ),
    (
        "A strategic and shared responsibility",
        &[
            ("5.1", "Vision and leadership"),
            ("5.2", "Governance and data"),
            ("5.3", "Resources"),
            ("5.4", "Culture, behaviour, attendance"),
        ],
    ),
];

fn first() -> Framework {
    parse(FIVE_PRINCIPLES).expect("the first framework parses")
}

#[test]
fn it_has_five_principles_and_17_strands_with_the_agreed_titles() {
    let framework = first();
    assert_eq!(framework.principles.len(), 5);
    assert_eq!(framework.strands().count(), 17);
    for (index, (principle, (title, strands))) in
        framework.principles.iter().zip(TITLES).enumerate()
    {
        assert_eq!(usize::from(principle.number), index + 1);
        assert_eq!(principle.title, title);
        let found: Vec<(String, &str)> = principle
            .strands
            .iter()
            .map(|s| (s.code.to_string(), s.title.as_str()))
            .collect();
        let expected: Vec<(String, &str)> = strands
            .iter()
            .map(|(code, title)| ((*code).to_owned(), *title))
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn its_header_names_the_version_and_the_four_levels() {
    let framework = first();
    assert_eq!(
        (framework.key.as_str(), framework.version),
        ("five-principles", 1)
    );
    let names: Vec<(u8, &str)> = framework
        .levels
        .iter()
        .map(|l| (l.level.number(), l.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            (1, "Emerging"),
            (2, "Developing"),
            (3, "Secure"),
            (4, "Leading")
        ]
    );
    assert_eq!(framework.level(Level::Secure).name, "Secure");
}

#[test]
fn each_strand_has_at_least_two_prompts_of_each_kind_and_a_question_that_asks_to_what_extent() {
    for strand in first().strands() {
        for prompts in [&strand.see, &strand.hear, &strand.read] {
            assert!((2..=3).contains(&prompts.len()), "{}", strand.code);
        }
        assert!(
            strand.question.starts_with("To what extent "),
            "{}",
            strand.code
        );
        assert!(strand.question.ends_with('?'), "{}", strand.code);
    }
}

#[test]
fn each_descriptor_is_one_or_two_sentences_and_differs_from_its_neighbours() {
    for strand in first().strands() {
        for level in Level::ALL {
            let text = strand.descriptor(level);
            assert!(text.ends_with('.'), "{} {level:?}", strand.code);
            assert!(
                (1..=2).contains(&text.matches(". ").count().saturating_add(1)),
                "{text}"
            );
            assert!(
                text.split(' ').count() <= 45,
                "{} {level:?} is long",
                strand.code
            );
        }
        let mut texts = strand.descriptors.to_vec();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), Level::COUNT, "{}", strand.code);
    }
}

#[test]
fn no_text_is_used_twice() {
    let framework = first();
    let mut texts: Vec<&str> = framework
        .strands()
        .flat_map(|s| {
            s.see
                .iter()
                .chain(&s.hear)
                .chain(&s.read)
                .chain(&s.descriptors)
                .chain([&s.about, &s.question])
        })
        .map(String::as_str)
        .collect();
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), all);
}

/// Peer review is not inspection: neither the present nor the former names of inspection grades may be read into
/// a level.
#[test]
fn no_inspection_grade_is_named_anywhere_in_the_file() {
    let text = FIVE_PRINCIPLES.to_lowercase();
    for grade in [
        "outstanding",
        "requires improvement",
        "inadequate",
        "exceptional",
        "exemplary",
        "strong standard",
        "expected standard",
        "needs attention",
        "urgent improvement",
        "ofsted",
    ] {
        assert!(!text.contains(grade), "the file says {grade:?}");
    }
    assert!(
        !text
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word == "good")
    );
}

#[test]
fn an_export_of_it_reads_back_as_the_same_framework_and_exports_the_same_again() {
    let framework = first();
    let exported = to_toml(&framework);
    assert_eq!(parse(&exported).as_ref(), Ok(&framework));
    assert_eq!(to_toml(&parse(&exported).unwrap()), exported);
}

#[test]
fn a_strand_is_found_by_its_code_and_only_if_this_version_has_it() {
    let framework = first();
    let code = |text: &str| text.parse::<StrandCode>().unwrap();
    assert_eq!(framework.strand(&code("4.1")).unwrap().title, "Families");
    assert_eq!(framework.strand(&code("4.4")), None);
    assert_eq!(framework.strand(&code("6.1")), None);
    assert_eq!(framework.principle(6), None);
    let codes: Vec<StrandCode> = framework.strands().map(|strand| strand.code).collect();
    assert!(codes.is_sorted());
}

//! What somebody is told who made a mistake in a level, a principle or a strand.

use super::{assert_only, edited, line_of, problems, without};
use crate::framework::{FIVE_PRINCIPLES, parse};

#[test]
fn a_missing_descriptor_is_reported_at_its_strand() {
    let text = without("level_3 = \"Every year group has", 1);
    let strand = line_of(&text, "code = \"1.1\"") - 1;
    assert_eq!(
        problems(&text),
        [format!(
            "Line {strand}: strand 1.1 has no descriptor for level 3"
        )]
    );
}

#[test]
fn a_mistyped_field_is_reported_with_the_name_that_was_meant() {
    let text = edited(
        "question = \"To what extent do we",
        "queston = \"To what extent do we",
    );
    let strand = line_of(&text, "code = \"1.1\"") - 1;
    assert_eq!(
        problems(&text),
        [
            format!("Line {strand}: strand 1.1 has no example question"),
            format!(
                "Line {}: strand 1.1 has an unknown field \"queston\": did you mean \"question\"?",
                line_of(&text, "queston")
            ),
        ]
    );
}

#[test]
fn a_field_that_resembles_none_is_reported_with_the_names_there_are() {
    let text = edited("number = 2\ntitle", "colour = \"blue\"\nnumber = 2\ntitle");
    assert_only(
        &text,
        "colour",
        "principle 2 has an unknown field \"colour\": the names used here are number, title, about, strands",
    );
}

#[test]
fn a_strand_code_that_is_there_twice_is_reported_with_its_first_line() {
    let text = edited("code = \"1.2\"", "code = \"1.1\"");
    let first = line_of(&text, "code = \"1.1\"");
    let message = format!("strand 1.1 is there twice, first on line {first}");
    let second = first
        + 1
        + line_of(
            &text.lines().skip(first + 1).collect::<Vec<_>>().join("\n"),
            "code = \"1.1\"",
        );
    assert_eq!(problems(&text), [format!("Line {second}: {message}")]);
}

#[test]
fn a_strand_must_stand_under_its_own_principle() {
    let text = edited("code = \"2.3\"", "code = \"3.9\"");
    assert_only(
        &text,
        "code = \"3.9\"",
        "strand 3.9 stands under principle 2: its code must begin with 2",
    );
}

#[test]
fn strands_and_principles_must_be_in_order() {
    let text = edited("code = \"4.1\"", "code = \"4.9\"");
    let found = problems(&text);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].ends_with("strand 4.2 stands after a higher one: put them in order"),
        "{found:?}"
    );
    let text = edited("number = 2\ntitle = \"High", "number = 1\ntitle = \"High");
    assert!(problems(&text)[0].contains("principle 1 is there twice, first on line"));
}

#[test]
fn a_gap_in_the_codes_is_allowed_so_that_a_dropped_strand_does_not_renumber_the_others() {
    let text = edited("code = \"5.4\"", "code = \"5.9\"");
    assert_eq!(
        parse(&text)
            .unwrap()
            .strands()
            .last()
            .unwrap()
            .code
            .to_string(),
        "5.9"
    );
}

#[test]
fn something_that_is_not_a_strand_code_is_quoted_with_the_rule() {
    let text = edited("code = \"1.1\"", "code = \"A1\"");
    assert_only(
        &text,
        "\"A1\"",
        "\"A1\" is not a strand code: a strand code is two digits from 1 to 9 with a dot between them, such as 1.2",
    );
    let text = edited("code = \"1.1\"", "code = 1.1");
    assert_only(
        &text,
        "code = 1.1",
        "the code of this strand must be a text in straight double quotes, not a number",
    );
}

#[test]
fn texts_that_are_empty_too_long_or_not_fit_to_be_shown_are_refused() {
    let from = "title = \"Transition\"";
    let long = "x".repeat(101);
    for (value, predicate) in [
        ("", "is empty"),
        (" \u{a0} ", "is empty"),
        (
            long.as_str(),
            "is too long: 101 characters, and 100 is the most",
        ),
        ("a\\u0000b", "contains a control character (U+0000)"),
        ("a\\u001bb", "contains a control character (U+001B)"),
        ("a\\u0085b", "contains a control character (U+0085)"),
        (
            "a\u{202e}b",
            "contains an invisible character (U+202E): delete it",
        ),
        (
            "a\\u200Bb",
            "contains an invisible character (U+200B): delete it",
        ),
        (
            "caf\u{fffd}",
            "contains a character that was lost when the file was saved: type it again and save as UTF-8",
        ),
    ] {
        let text = edited(from, &format!("title = \"{value}\""));
        let line = line_of(FIVE_PRINCIPLES, from);
        assert_eq!(
            problems(&text),
            [format!("Line {line}: the title of strand 1.2 {predicate}")]
        );
    }
}

#[test]
fn a_text_may_be_wrapped_and_comes_out_as_one_line() {
    let text = edited(
        "title = \"Transition\"",
        "title = \"\"\"\nMoving \u{a0} in,\n\tthrough   and on\"\"\"",
    );
    assert_eq!(
        parse(&text).unwrap().strands().nth(1).unwrap().title,
        "Moving in, through and on"
    );
}

#[test]
fn prompts_must_be_a_list_of_one_to_six_texts() {
    let see = "see = [\n  \"Staff checking what children can do, in more than one year group\",\n  \"Help already in place for a need that was noticed this term\",\n]";
    let subject = "the things to see of strand 1.1";
    for (value, message) in [
        (
            "[]",
            format!("{subject} is an empty list: write at least one"),
        ),
        (
            "\"one\"",
            format!("{subject} must be a list of texts in square brackets, not a text"),
        ),
        (
            "[1]",
            format!("an entry in {subject} must be a text in straight double quotes, not a number"),
        ),
        ("[\"a\", \"\"]", format!("an entry in {subject} is empty")),
        (
            "['a','b','c','d','e','f','g']",
            format!("{subject} has 7 entries, and 6 is the most"),
        ),
    ] {
        let text = edited(see, &format!("see = {value}"));
        assert_only(&text, &format!("see = {value}"), &message);
    }
}

#[test]
fn there_are_four_levels_and_a_file_with_another_number_is_told_so() {
    let fifth = "\n[[levels]]\nnumber = 5\nname = \"Beyond\"\nmeaning = \"More.\"\n";
    let text = edited("# Principle 1\n", fifth);
    assert_only(
        &text,
        "number = 5",
        "the number of this level must be from 1 to 4: this release works with exactly four levels, numbered 1 to 4",
    );

    let text = without("number = 4", 1);
    assert!(problems(&text).iter().any(|p| p.ends_with(
        "the framework has no level 4; this release works with exactly four levels, numbered 1 to 4"
    )));

    let text = edited("see = [", "level_5 = \"Even more.\"\nsee = [");
    assert_only(
        &text,
        "level_5",
        "strand 1.1 has a level_5, but this release works with exactly four levels, numbered 1 to 4",
    );
}

#[test]
fn two_levels_may_not_share_a_number_or_a_name() {
    let text = edited("name = \"Leading\"", "name = \"secure\"");
    assert!(problems(&text)[0].ends_with("levels 3 and 4 have the same name"));
    let text = edited("number = 3\nname", "number = 2\nname");
    let found = problems(&text).join("\n");
    assert!(
        found.contains("level 2 is there twice, first on line"),
        "{found}"
    );
    assert!(found.contains("the framework has no level 3"), "{found}");
}

#[test]
fn a_principle_needs_strands_and_a_framework_needs_principles() {
    let head = FIVE_PRINCIPLES.split("[[principles]]").next().unwrap();
    assert_eq!(problems(head), ["Line 1: the framework has no principles"]);
    let bare = format!("{head}[[principles]]\nnumber = 1\ntitle = \"A\"\nabout = \"B\"\n");
    assert_only(&bare, "[[principles]]", "principle 1 has no strands");
}

#[test]
fn a_tenth_principle_is_refused() {
    let mut text = FIVE_PRINCIPLES.to_owned();
    for number in 6..=10 {
        let strand = FIVE_PRINCIPLES
            .split("[[principles.strands]]")
            .nth(1)
            .unwrap();
        let strand = strand.replace("\"1.1\"", &format!("\"{}.1\"", number.min(9)));
        text.push_str(&format!(
            "\n[[principles]]\nnumber = {number}\ntitle = \"A\"\nabout = \"B\"\n[[principles.strands]]{strand}"
        ));
    }
    let found = problems(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("there are 10 principles, and 9 is the most"));
}

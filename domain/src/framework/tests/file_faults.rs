//! What somebody is told about a file as a whole, its header and its syntax.

use super::{assert_only, edited, line_of, problems, without};
use crate::framework::{FIVE_PRINCIPLES, MAX_FILE_BYTES, parse};

#[test]
fn the_header_is_checked_too() {
    for (from, to, message) in [
        (
            "version = 1",
            "version = 0",
            "the version of the framework must be from 1 to 9999",
        ),
        (
            "version = 1",
            "version = -1",
            "the version of the framework must be from 1 to 9999",
        ),
        (
            "version = 1",
            "version = \"1\"",
            "the version of the framework must be a whole number without quotes, not a text",
        ),
        (
            "key = \"five-principles\"",
            "key = \"Five principles\"",
            "the key of the framework may have small letters, digits and single hyphens only",
        ),
    ] {
        assert_only(&edited(from, to), to, message);
    }
    assert_eq!(
        problems(&without("version = 1", 1)),
        ["Line 1: the framework has no version"]
    );
}

#[test]
fn single_square_brackets_are_explained() {
    let text = "[principles]\nnumber = 1\n";
    let message =
        "Line 1: \"principles\" in the framework must be written with double square brackets";
    assert!(problems(text).contains(&message.to_owned()));
}

#[test]
fn all_mistakes_are_reported_at_once_in_the_order_of_the_file() {
    let text = edited("title = \"Interventions\"", "title = \"\"")
        .replacen("version = 1", "version = 0", 1)
        .replacen("code = \"2.3\"", "code = \"2.x\"", 1)
        .replacen("hear = [", "here = [", 1);
    let found = parse(&text).unwrap_err();
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found.is_sorted_by_key(|error| error.line));
}

#[test]
fn a_file_that_is_not_toml_has_one_problem_with_its_line() {
    let text = edited("title = \"Interventions\"", "title = \"Interventions");
    assert_eq!(parse(&text).unwrap_err().len(), 1);
    assert!(problems(&text)[0].starts_with(&format!(
        "Line {}: the file cannot be read here: ",
        line_of(&text, "title = \"Interventions")
    )));
    let twice = edited(
        "title = \"Interventions\"",
        "title = \"Interventions\"\ntitle = \"Homes\"",
    );
    assert_only(
        &twice,
        "\"Homes\"",
        "the file cannot be read here: duplicate key",
    );
}

#[test]
fn quotation_marks_bent_by_a_word_processor_are_recognised() {
    let text = edited("title = \"Interventions\"", "title = “Interventions”");
    let found = problems(&text);
    assert!(
        found[0].starts_with(&format!("Line {}: ", line_of(&text, "“"))),
        "{found:?}"
    );
    assert!(
        found[0].ends_with("Use straight double quotes, not curly ones"),
        "{found:?}"
    );
}

#[test]
fn files_from_other_systems_are_read_and_their_lines_are_counted_right() {
    let windows = format!("\u{feff}{}", FIVE_PRINCIPLES.replace('\n', "\r\n"));
    assert_eq!(parse(&windows), parse(FIVE_PRINCIPLES));
    let text = windows.replacen("title = \"Interventions\"", "title = \"\"", 1);
    assert_eq!(
        problems(&text),
        [format!(
            "Line {}: the title of strand 3.2 is empty",
            line_of(FIVE_PRINCIPLES, "\"Interventions\"")
        )]
    );
}

#[test]
fn a_file_over_a_megabyte_is_refused_unread() {
    let text = "#".repeat(MAX_FILE_BYTES + 1);
    assert_eq!(
        problems(&text),
        ["Line 1: the file is too large: 1000001 bytes, and 1000000 is the most"]
    );
}

#[test]
fn a_file_with_thousands_of_mistakes_gets_a_list_that_ends() {
    let text: String = (0..5_000).map(|n| format!("x{n} = 1\n")).collect();
    let found = parse(&text).unwrap_err();
    assert_eq!(found.len(), 201);
    assert!(
        found[200]
            .message
            .ends_with("more problems are not listed here")
    );
}

#[test]
fn an_empty_file_lists_what_it_lacks() {
    let found = problems("").join("\n");
    for part in [
        "key",
        "title",
        "version",
        "summary",
        "guidance",
        "attribution",
        "level 1",
        "principles",
    ] {
        assert!(
            found.contains(&format!("the framework has no {part}")),
            "{part}: {found}"
        );
    }
}

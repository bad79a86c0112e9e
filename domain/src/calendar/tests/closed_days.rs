use proptest::prelude::*;

use super::day;
use crate::calendar::{ClosedDays, LineError, format_closed_days, parse_closed_days};

fn closed(from: chrono::NaiveDate, to: chrono::NaiveDate, name: &str) -> ClosedDays {
    ClosedDays {
        from,
        to,
        name: name.to_owned(),
    }
}

fn message(line: &str) -> String {
    let mut faults = parse_closed_days(line).unwrap_err();
    assert_eq!(faults.len(), 1, "{line}");
    faults.remove(0).message
}

#[test]
fn a_range_is_read_in_every_form_that_people_type() {
    let expected = closed(day(2027, 2, 15), day(2027, 2, 19), "half term");
    for line in [
        "15 February 2027 to 19 February 2027 half term",
        "15/2/2027 - 19/2/2027, half term",
        "15/02/27-19/02/27 half term",
        "15.2.2027 – 19.2.2027: half term",
        "15-2-2027 to 19-2-2027 half term",
        "2027-02-15 to 2027-02-19 (half term)",
        "15 to 19 February 2027, half term",
        "15-19 Feb 2027 half term",
        "15th–19th of February 2027: half term",
        "15 Feb until 19 Feb 2027 - half term",
        "15 February 2027 to 19 February half term",
        "15/2 - 19/2/2027 half term",
        "Mon 15 Feb 2027 to Friday 19 Feb 2027, half term",
        "half term: 15 February 2027 to 19 February 2027",
        "half term from 15 to 19 February 2027",
        "• half term, 15 February, 2027 — 19 February, 2027",
        "From 15 Feb 2027 to 19 Feb 2027 half term",
    ] {
        let read = parse_closed_days(line);
        assert_eq!(read, Ok(vec![expected.clone()]), "{line}");
    }
}

#[test]
fn a_single_day_may_have_a_name_or_none() {
    let date = day(2027, 2, 15);
    for (line, name) in [
        ("2027-02-15", ""),
        ("2027-02-15 - Inset day", "Inset day"),
        ("15/2/2027 inset day 2", "inset day 2"),
        ("Year 11 prom 15 February 2027", "Year 11 prom"),
        ("Years 11-13 exams: 15 February 2027", "Years 11-13 exams"),
        ("Sun safety day on 15 February 2027", "Sun safety day"),
        (
            "Inset (all staff), 15 Feb 2027, no pupils",
            "Inset (all staff), no pupils",
        ),
        (
            "15 February 2027: moved from 3 March 2027",
            "moved from 3 March 2027",
        ),
    ] {
        assert_eq!(
            parse_closed_days(line),
            Ok(vec![closed(date, date, name)]),
            "{line}"
        );
    }
}

#[test]
fn a_range_across_new_year_takes_the_right_years() {
    let expected = Ok(vec![closed(
        day(2026, 12, 21),
        day(2027, 1, 1),
        "Christmas",
    )]);
    for line in [
        "21 December to 1 January 2027 Christmas",
        "21 December 2026 to 1 January Christmas",
        "21/12/2026 - 1/1/2027 Christmas",
    ] {
        assert_eq!(parse_closed_days(line), expected, "{line}");
    }
}

#[test]
fn a_line_that_cannot_be_read_says_why() {
    for (line, expected) in [
        ("half term", "Enter a date, such as 15 February 2027"),
        ("15 February", "Add the year, as in 15 February 2027"),
        ("15/2 - 19/2", "Add the year, as in 15 February 2027"),
        ("30 February 2027", "30 February 2027 is not a real date"),
        (
            "2/15/2027",
            "15 is not a month: put the day first, as in 15/2/2027",
        ),
        (
            "15 February 2027 to",
            "Enter the last day in full, such as 19 February 2027",
        ),
        (
            "15 February 2027 to Easter",
            "Enter the last day in full, such as 19 February 2027",
        ),
        (
            "15/2/2027 - 19/2/20277",
            "Enter the last day in full, such as 19 February 2027",
        ),
        (
            "Monday 16 February 2027",
            "16 February 2027 is a Tuesday, not a Monday",
        ),
        (
            "19 February 2027 to 15 February 2027",
            "The last day is before the first day",
        ),
        (
            "21 December 2027 to 1 January 2027",
            "The last day is before the first day: check the years",
        ),
        (
            "1 July 2027 to 30 August 2027",
            "A range can be 60 days or fewer: split it into shorter ones, or check the years",
        ),
        ("15 February 1927", "Enter a year from 2000 to 2100"),
        (
            "2027-02-15 2027-02-19",
            "Put each day or range on a line of its own",
        ),
        (
            "15/2/2027, 16/2/2027",
            "Put each day or range on a line of its own",
        ),
    ] {
        assert_eq!(message(line), expected, "{line}");
    }
    assert!(parse_closed_days("1 July 2027 to 29 August 2027").is_ok());
}

#[test]
fn every_faulty_line_is_named_by_its_number() {
    let faults = parse_closed_days("15 February 2027\n\nsummer\n16 February\n").unwrap_err();
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [3, 4]);
}

#[test]
fn two_hundred_lines_are_read_and_not_one_more() {
    let lines = "2027-02-15\n\n".repeat(200);
    assert_eq!(parse_closed_days(&lines).unwrap().len(), 200);
    assert_eq!(
        parse_closed_days(&(lines + "2027-02-16")),
        Err(vec![LineError {
            line: 401,
            message: "Enter 200 lines or fewer".to_owned()
        }])
    );
}

#[test]
fn what_was_understood_is_written_back_in_one_form() {
    let days = parse_closed_days("half term: 15/2/2027-19/2/2027\n2027-03-01").unwrap();
    assert_eq!(
        format_closed_days(&days),
        "15 February 2027 to 19 February 2027, half term\n1 March 2027"
    );
}

/// Lines that look enough like dates to reach every branch.
fn typed_line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,4}",
        prop::sample::select(vec![
            "15 February 2027",
            "19/2/2027",
            "2027-03-01",
            "1 March",
            "2027",
            " to ",
            " - ",
            "-",
            "–",
            ", ",
            ": ",
            "(",
            ")",
            "inset",
            "Mon ",
            "Monday",
            "half term",
            "of",
            "th",
            "/",
            ".",
            "from ",
            "on ",
            "May",
            "sun ",
            "é",
            "\t",
            "*",
            "until",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat().replace('\n', " "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_was_read_is_read_again_the_same(line in typed_line()) {
        if let Ok(days) = parse_closed_days(&line) {
            let text = format_closed_days(&days);
            prop_assert_eq!(parse_closed_days(&text), Ok(days), "{}", text);
        }
    }

    #[test]
    fn a_written_range_is_read_back(start in 0_i64..30_000, length in 0_i64..60, name in "[A-Z][a-z]{0,9}( [a-z]{1,9}){0,3}") {
        let from = day(2001, 1, 1) + chrono::TimeDelta::days(start);
        let to = from + chrono::TimeDelta::days(length);
        let days = vec![closed(from, to, &name)];
        prop_assert_eq!(parse_closed_days(&format_closed_days(&days)), Ok(days));
    }
}

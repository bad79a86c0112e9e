use proptest::prelude::*;

use super::day;
use crate::calendar::{DatePart, DatePartsError, parse_date_parts};

#[test]
fn numbers_and_names_of_months_are_read() {
    for (parts, expected) in [
        (("15", "2", "2027"), day(2027, 2, 15)),
        ((" 05 ", "02", "2027"), day(2027, 2, 5)),
        (("5", "February", "2027"), day(2027, 2, 5)),
        (("5", "sept", "2027"), day(2027, 9, 5)),
        (("29", "feb", "2028"), day(2028, 2, 29)),
    ] {
        assert_eq!(parse_date_parts(parts.0, parts.1, parts.2), Ok(expected));
    }
}

#[test]
fn each_fault_names_the_boxes_and_says_what_to_do() {
    use DatePart::{Day, Month, Year};
    for (parts, marked, message) in [
        (
            ("", " ", ""),
            vec![Day, Month, Year],
            "Enter the visit date",
        ),
        (
            ("", "2", "2027"),
            vec![Day],
            "The visit date must include a day",
        ),
        (
            ("15", "", ""),
            vec![Month, Year],
            "The visit date must include a month and year",
        ),
        (("15", "2", "27"), vec![Year], "Year must include 4 numbers"),
        (
            ("15", "2", "0027"),
            vec![Year],
            "Year must include 4 numbers",
        ),
        (
            ("15", "2", "20277"),
            vec![Year],
            "Year must include 4 numbers",
        ),
        (
            ("32", "2", "2027"),
            vec![Day],
            "The visit date must be a real date",
        ),
        (
            ("15", "13", "2027"),
            vec![Month],
            "The visit date must be a real date",
        ),
        (
            ("15", "smarch", "2027"),
            vec![Month],
            "The visit date must be a real date",
        ),
        (
            ("15", "2", "two"),
            vec![Year],
            "The visit date must be a real date",
        ),
        (
            ("29", "2", "2027"),
            vec![Day, Month, Year],
            "The visit date must be a real date",
        ),
        (
            ("+1", "2", "2027"),
            vec![Day],
            "The visit date must be a real date",
        ),
    ] {
        let error = parse_date_parts(parts.0, parts.1, parts.2).unwrap_err();
        assert_eq!(error.parts(), marked, "{parts:?}");
        assert_eq!(error.message("the visit date"), message, "{parts:?}");
    }
    assert_eq!(parse_date_parts("", "", ""), Err(DatePartsError::Empty));
}

proptest! {
    #[test]
    fn anything_typed_gets_an_answer(day in ".{0,6}", month in ".{0,12}", year in ".{0,6}") {
        let _ = parse_date_parts(&day, &month, &year);
    }
}

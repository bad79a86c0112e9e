//! What is asked about, and what is not.

#![allow(clippy::unwrap_used)]

use super::ConcernKind::{ChildWithAge, DateOfBirth, NhsNumber, Upn};
use super::*;
use crate::forms::{RawForm, Reader};
use proptest::prelude::*;

fn kinds(text: &str) -> Vec<(ConcernKind, String)> {
    find(text).into_iter().map(|c| (c.kind, c.words)).collect()
}

fn form(pairs: &[(&str, &str)]) -> RawForm {
    RawForm::new(
        pairs
            .iter()
            .map(|(n, v)| ((*n).into(), (*v).into()))
            .collect(),
    )
}

#[test]
fn what_could_lead_to_one_pupil_is_found() {
    let table = [
        ("His UPN is A123456789012.", Upn, "A123456789012"),
        ("a123456789012", Upn, "a123456789012"),
        ("NHS no 943 476 5919 on file", NhsNumber, "943 476 5919"),
        ("NHS: 9434765919", NhsNumber, "9434765919"),
        ("943-476-5919", NhsNumber, "943-476-5919"),
        ("born on 14/03/2015", DateOfBirth, "14/03/2015"),
        ("DOB: 14.3.15", DateOfBirth, "14.3.15"),
        ("D.O.B. 2015-03-14", DateOfBirth, "2015-03-14"),
        (
            "Date of birth: 14th of March 2015",
            DateOfBirth,
            "14th of March 2015",
        ),
        ("14 Mar 2015 (date of birth)", DateOfBirth, "14 Mar 2015"),
        (
            "his birthday, March 14, 2015",
            DateOfBirth,
            "March 14, 2015",
        ),
        ("We spoke with Ahmed, 9.", ChildWithAge, "Ahmed, 9"),
        ("Ahmed (aged 9) told us", ChildWithAge, "Ahmed (aged 9"),
        ("Ahmed (9) told us", ChildWithAge, "Ahmed (9"),
        (
            "Ahmed, aged nine, reads well",
            ChildWithAge,
            "Ahmed, aged nine",
        ),
        ("a 9-year-old Ahmed", ChildWithAge, "9-year-old Ahmed"),
        (
            "nine year old boy called Ahmed",
            ChildWithAge,
            "nine year old boy called Ahmed",
        ),
        ("Ahmed in Year 4 was proud", ChildWithAge, "Ahmed in Year 4"),
        ("and Zoë (Y4) showed", ChildWithAge, "Zoë (Y4"),
        ("Ahmed is 9 years old", ChildWithAge, "Ahmed is 9 years old"),
        ("Ahmed K., 9, and others", ChildWithAge, "Ahmed K., 9"),
        ("Ahmed Khan, 9, and others", ChildWithAge, "Ahmed Khan, 9"),
        ("James in Year 4", ChildWithAge, "James in Year 4"),
        ("Emily, 7 and her friend", ChildWithAge, "Emily, 7"),
        (
            "a Year 4 pupil called Mia",
            ChildWithAge,
            "Year 4 pupil called Mia",
        ),
        ("Mia, a 7-year-old", ChildWithAge, "Mia, a 7-year-old"),
        ("Mia age: 7", ChildWithAge, "Mia age: 7"),
        ("Mia in Reception", ChildWithAge, "Mia in Reception"),
    ];
    for (text, kind, words) in table {
        assert_eq!(kinds(text), [(kind, words.to_owned())], "{text}");
    }
    assert_eq!(kinds("Ahmed, 9 and Mia, 8").len(), 2);
}

#[test]
fn the_everyday_words_of_a_review_are_not_asked_about() {
    for text in [
        "In March, 9 pupils joined us.",
        "Year 4",
        "aged 9",
        "Pupils aged 9 to 11 were keen.",
        "Children in Year 4 use the screens.",
        "We saw English in Year 4 and Phonics in Year 1.",
        "Reading in Year 4 is taught daily.",
        "The 9-year-olds lead the playground.",
        "Mrs Smith in Year 4 showed us her classroom.",
        "Mr. Khan, Year 6 lead",
        "At Oakwood, 9 classes were seen.",
        "We were at Oakwood in Year 4 lessons.",
        "Key Stage 2, Year 4, Year 5",
        "Reception, Year 1 and Year 2",
        "The policy of 1 September 2019 was read.",
        "Inspected on 14/03/2019; reviewed on 2026-11-12.",
        "Attendance (9) and Behaviour (4)",
        "Learning walks (9), Interviews (4)",
        "Score, 9/10. Result, 9%. Figure, 9.5",
        "Call 0161 496 0000 or 020 7946 0000.",
        "1111111111 and 0000000000",
        "943 476 5918",
        "A123456789013",
        "B123456789012",
        "On Monday, 9 of 12 classes",
        "Overall, 9 classes; Maths, 9.",
        "Speech and language, Year 4",
        "The SENCO in Year 4",
        "Strand 1.2, Level 3 (2)",
        "The class was reborn in 2015. It opened on 12 March 2015 beside the old hall and next to the gate.",
        "Everyone in Year 6 and teachers from Year 5",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_form_is_asked_about_once_and_goes_on_with_the_box_ticked() {
    let typed = [("text", "Ahmed, 9"), ("other", "DOB 14/03/2015")];
    let raw = form(&typed);
    let mut reader = Reader::new(&raw);
    assert_eq!(ask(&mut reader, &["text", "other", "none"]).detail(), None);
    let errors = reader.finish(Some(())).unwrap_err();
    assert_eq!(errors.items().len(), 3);
    assert!(
        errors
            .get("text")
            .unwrap()
            .contains("“Ahmed, 9” looks like a child’s name")
    );
    let (digest, ticked) = asked(&raw, &errors).unwrap();
    assert!(!ticked);
    assert_eq!(asked(&form(&[("reason", "x")]), &errors), None);

    let mut raw = form(&typed);
    raw.set(FIELD, &digest);
    let mut reader = Reader::new(&raw);
    let accepted = ask(&mut reader, &["text", "other", "none"]);
    assert_eq!(
        accepted.detail().unwrap(),
        "a child’s name with an age or year group in text, a date of birth in other"
    );
    reader.finish(Some(())).unwrap();
}

#[test]
fn what_is_written_after_the_box_was_ticked_is_asked_about_anew() {
    let mut raw = form(&[("text", "Ahmed, 9")]);
    raw.set(FIELD, digest(&collect(&raw, &["text"])));
    raw.set("text", "Ahmed, 9, and Mia, 8");
    let mut reader = Reader::new(&raw);
    assert_eq!(ask(&mut reader, &["text"]).detail(), None);
    assert!(reader.finish(Some(())).is_err());
}

#[test]
fn what_was_saved_before_is_not_asked_about_again() {
    let raw = form(&[("text", "Ahmed, 9, and Mia, 8")]);
    let mut reader = Reader::new(&raw);
    let _ = ask_since(&mut reader, &[("text", "We met Ahmed, 9. Mia, 8, too.")]);
    reader.finish(Some(())).unwrap();
    let mut reader = Reader::new(&raw);
    let _ = ask_since(&mut reader, &[("text", "Ahmed, 9")]);
    let errors = reader.finish(Some(())).unwrap_err();
    assert!(
        errors
            .get("text")
            .unwrap()
            .starts_with("“Mia, 8” looks like")
    );
}

#[test]
fn a_ticked_box_stays_ticked_when_something_else_is_wrong() {
    let mut raw = form(&[("text", "Ahmed, 9")]);
    raw.set(FIELD, digest(&collect(&raw, &["text"])));
    let mut reader = Reader::new(&raw);
    let accepted = ask(&mut reader, &["text"]);
    assert!(accepted.detail().is_some());
    reader.line("title", "Enter a title");
    let errors = reader.finish(Some(())).unwrap_err();
    assert!(asked(&raw, &errors).unwrap().1);
}

#[test]
fn many_concerns_are_counted_and_not_all_named() {
    let raw = form(&[("text", "Ahmed, 9. Mia, 8. Zoë, 7. Kofi, 6. Noor, 5.")]);
    let mut reader = Reader::new(&raw);
    let _ = ask(&mut reader, &["text"]);
    let errors = reader.finish(Some(())).unwrap_err();
    assert!(
        errors
            .get("text")
            .unwrap()
            .ends_with("2 more places look like personal data.")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn any_text_is_read_without_a_panic_and_ranges_are_those_of_characters(
        text in "([A-Za-zé]{1,6}|[0-9]{1,10}|[ ,.()/\n-]|Year 4|born|aged|Zoë|’|\u{301}|🎉|.){0,40}"
    ) {
        let mut last = 0;
        for c in find(&text) {
            prop_assert_eq!(text.get(c.range.clone()), Some(c.words.as_str()));
            prop_assert!(!c.words.is_empty() && c.range.start >= last);
            last = c.range.end;
        }
    }

    #[test]
    fn every_upn_with_its_right_letter_is_found_and_with_a_wrong_one_is_not(digits in "[0-9]{12}") {
        let right = b"ABCDEFGHJKLMNPQRTUVWXYZ".iter().filter(|l| {
            !find(&format!("{}{digits}", char::from(**l))).is_empty()
        }).count();
        prop_assert_eq!(right, 1);
    }
}

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::super::{Change, Held, Provision};
use super::*;
use chrono::NaiveDate;

const HEADER: [&str; 12] = [
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "OpenDate",
    "Postcode",
    "Easting",
    "Northing",
    "HeadLastName",
];
const ROW: [&str; 12] = [
    "900001",
    "999",
    "Wendleshire",
    "Oakwood Primary School",
    "Community school",
    "Open",
    "Primary",
    "01-09-1998",
    "zz91aa",
    "451000",
    "238000",
    "Example",
];

fn columns() -> Columns {
    Columns::from_header(&HEADER).expect("the header is whole")
}

/// The row with one field replaced.
fn with(heading: &str, value: &'static str) -> Vec<&'static str> {
    let mut row = ROW.to_vec();
    row[HEADER.iter().position(|name| *name == heading).unwrap()] = value;
    row
}

fn school(fields: &[&str]) -> RegisterSchool {
    match columns().row(2, fields) {
        RowOutcome::School(school) => *school,
        other => panic!("not a school: {other:?}"),
    }
}

fn fault(fields: &[&str]) -> String {
    match columns().row(2, fields) {
        RowOutcome::Faulty { line: 2, message } => message,
        other => panic!("not a fault of line 2: {other:?}"),
    }
}

#[test]
fn a_row_becomes_a_school_with_everything_typed() {
    let school = school(&ROW);
    assert_eq!(school.urn.get(), 900_001);
    assert_eq!(school.name, "Oakwood Primary School");
    assert_eq!(
        school.local_authority,
        RegisterBody {
            code: "999".into(),
            name: "Wendleshire".into()
        }
    );
    assert_eq!(
        (school.type_code, school.provision),
        (1, Provision::Mainstream)
    );
    assert_eq!(
        (school.phase, school.status),
        (Phase::Primary, SchoolStatus::Open)
    );
    assert_eq!(school.opened_on, NaiveDate::from_ymd_opt(1998, 9, 1));
    assert_eq!(school.address.postcode.as_deref(), Some("ZZ9 1AA"));
    assert_eq!(
        school.grid_reference,
        GridReference::on_the_grid(451_000, 238_000)
    );
    assert_eq!(
        (school.trust, school.pupils, school.website),
        (None, None, None)
    );
}

#[test]
fn columns_are_found_in_any_order_and_case_and_after_a_byte_order_mark() {
    let header: Vec<String> = HEADER
        .iter()
        .rev()
        .map(|name| format!(" {} ", name.to_uppercase()))
        .collect();
    let mut header: Vec<&str> = header.iter().map(String::as_str).collect();
    header[0] = "\u{feff}HeadLastName";
    header[11] = "\u{feff}urn";
    let row: Vec<&str> = ROW.into_iter().rev().collect();
    let found = Columns::from_header(&header).unwrap().row(2, &row);
    assert_eq!(found, RowOutcome::School(Box::new(school(&ROW))));
}

#[test]
fn every_missing_required_column_is_named() {
    let missing = Columns::from_header(&[
        "EstablishmentName",
        "LA (name)",
        "EstablishmentStatus (code)",
    ]);
    let missing = missing.unwrap_err();
    assert_eq!(
        missing.0,
        ["URN", "TypeOfEstablishment (name)", "LA (code)"]
    );
    assert_eq!(
        missing.to_string(),
        "the file has no column named URN, TypeOfEstablishment (name), LA (code)"
    );
}

#[test]
fn nobodys_name_gets_in() {
    let other_head = with("HeadLastName", "Another");
    assert_eq!(
        school(&other_head).fingerprint(),
        school(&ROW).fingerprint()
    );
    assert!(NAMES.iter().all(|(_, name)| {
        ![
            "Head",
            "PropsName",
            "SchoolSponsors",
            "Telephone",
            "Inspector",
        ]
        .iter()
        .any(|personal| name.contains(personal))
    }));
}

#[test]
fn what_is_not_a_school_is_skipped_by_type_even_if_its_row_is_poor() {
    for kind in [
        "Children's centre",
        "Welsh establishment",
        "Higher education institutions",
        "Offshore schools",
    ] {
        let mut row = with("TypeOfEstablishment (name)", kind);
        row[0] = "none";
        assert_eq!(
            columns().row(2, &row),
            RowOutcome::Skipped {
                reason: kind.to_owned()
            }
        );
    }
}

#[test]
fn a_school_that_is_proposed_to_open_is_kept_with_its_status() {
    let row = with("EstablishmentStatus (name)", "Proposed to open");
    assert_eq!(school(&row).status, SchoolStatus::ProposedToOpen);
}

#[test]
fn a_record_created_in_error_is_skipped() {
    let row = with("EstablishmentStatus (name)", "Created in error");
    assert_eq!(
        columns().row(2, &row),
        RowOutcome::Skipped {
            reason: "Status: Created in error".to_owned()
        }
    );
}

#[test]
fn faults_name_the_column_and_the_cause() {
    let cases = [
        (
            "URN",
            "12",
            "URN: “12”: a URN is a number of five or six digits",
        ),
        ("EstablishmentName", " ", "EstablishmentName: empty"),
        (
            "LA (code)",
            "E09",
            "LA (code): “E09” is not a number of up to three digits",
        ),
        (
            "OpenDate",
            "soon",
            "OpenDate: “soon” is not a date such as 01-09-2024",
        ),
        ("Easting", "east", "Easting: “east” is not a number"),
        (
            "EstablishmentStatus (name)",
            "Asleep",
            "“Asleep” is not a status that we know",
        ),
        (
            "TypeOfEstablishment (name)",
            "",
            "the row does not say its type of establishment",
        ),
    ];
    for (heading, value, message) in cases {
        assert_eq!(fault(&with(heading, value)), message);
    }
    assert_eq!(
        fault(&ROW[..9]),
        "the row has 9 values, but the header has 12"
    );
}

#[test]
fn padding_is_no_fault_but_a_value_too_many_is() {
    let mut row = ROW.to_vec();
    row.push(" ");
    assert_eq!(school(&row), school(&ROW));
    row.push("stray");
    assert_eq!(fault(&row), "the row has 14 values, but the header has 12");
    assert_eq!(
        columns().row(2, &[""; 12]),
        RowOutcome::Skipped {
            reason: "Empty row".to_owned()
        }
    );
}

#[test]
fn a_name_that_is_too_long_is_a_fault() {
    let name = "x".repeat(501);
    let mut row = ROW.to_vec();
    row[3] = &name;
    assert_eq!(fault(&row), "EstablishmentName: longer than 500 characters");
}

#[test]
fn codes_alone_say_the_same_as_names() {
    let header = [
        "URN",
        "EstablishmentName",
        "TypeOfEstablishment (code)",
        "EstablishmentStatus (code)",
        "LA (code)",
        "LA (name)",
        "PhaseOfEducation (code)",
        "OpenDate",
        "Postcode",
        "Easting",
        "Northing",
    ];
    let row = [
        "900001",
        "Oakwood Primary School",
        "01",
        "1",
        "999",
        "Wendleshire",
        "2",
        "1998-09-01",
        "ZZ9 1AA",
        "451000",
        "238000",
    ];
    let found = Columns::from_header(&header).unwrap().row(2, &row);
    assert_eq!(found, RowOutcome::School(Box::new(school(&ROW))));
}

#[test]
fn leading_zeros_that_a_spreadsheet_dropped_are_put_back() {
    let row = with("LA (code)", "7");
    assert_eq!(school(&row).local_authority.code, "007");
}

#[test]
fn the_fingerprint_changes_with_what_is_kept_and_with_nothing_else() {
    let before = school(&ROW);
    assert_eq!(before.fingerprint().len(), 64);
    assert_eq!(
        school(&with("EstablishmentName", " Oakwood  Primary School ")).fingerprint(),
        before.fingerprint()
    );
    for (heading, value) in [
        ("EstablishmentName", "Oakwood Academy"),
        ("LA (name)", "Wendle"),
        ("PhaseOfEducation (name)", "Nursery"),
        ("OpenDate", ""),
        ("Postcode", "ZZ9 1AB"),
        ("Easting", "451001"),
        ("EstablishmentStatus (name)", "Closed"),
        ("TypeOfEstablishment (name)", "Foundation school"),
    ] {
        assert_ne!(
            school(&with(heading, value)).fingerprint(),
            before.fingerprint(),
            "{heading}"
        );
    }
}

#[test]
fn a_row_creates_updates_closes_or_leaves_a_school_as_it_was() {
    let open = school(&ROW);
    let held = Held {
        fingerprint: open.fingerprint(),
        status: open.status,
    };
    let renamed = school(&with("EstablishmentName", "Oakwood Academy"));
    let closed = school(&with("EstablishmentStatus (name)", "Closed"));
    let held_closed = Held {
        fingerprint: closed.fingerprint(),
        status: closed.status,
    };
    assert_eq!(Change::of(None, &open), Change::Created);
    assert_eq!(Change::of(None, &closed), Change::Created);
    assert_eq!(Change::of(Some(&held), &open), Change::Unchanged);
    assert_eq!(Change::of(Some(&held), &renamed), Change::Updated);
    assert_eq!(Change::of(Some(&held), &closed), Change::Closed);
    assert_eq!(Change::of(Some(&held_closed), &closed), Change::Unchanged);
    assert_eq!(Change::of(Some(&held_closed), &open), Change::Updated);
}

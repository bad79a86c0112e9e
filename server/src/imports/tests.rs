#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{self, Read};

use domain::register::{Change, Held, LinkOutcome, RegisterSchool, RowOutcome, successions};

use super::records::{LONGEST_RECORD, MOST_LINES};
use super::{ImportSummary, LinksReader, OpenError, RegisterReader};

const TWELVE: &[u8] = include_bytes!("../../tests/fixtures/register/twelve-schools.csv");
const NEXT_TERM: &[u8] =
    include_bytes!("../../tests/fixtures/register/twelve-schools-next-term.csv");
const LINKS: &[u8] = include_bytes!("../../tests/fixtures/register/twelve-schools-links.csv");

const HEADER: &str = "URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),LA (code),LA (name)\n";

/// A small file with these names, one school each from URN 900001 on.
fn file(names: &[&str]) -> Vec<u8> {
    let rows = names
        .iter()
        .enumerate()
        .map(|(row, name)| format!("{},{name},1,1,999,Wendleshire\n", 900_001 + row));
    format!("{HEADER}{}", rows.collect::<String>()).into_bytes()
}

fn outcomes(bytes: &[u8]) -> Vec<(u64, RowOutcome)> {
    let reader = RegisterReader::open(bytes).expect("the header can be read");
    reader
        .map(|row| row.expect("memory does not fail"))
        .map(|row| (row.line, row.outcome))
        .collect()
}

fn schools(bytes: &[u8]) -> Vec<RegisterSchool> {
    outcomes(bytes)
        .into_iter()
        .map(|(line, outcome)| match outcome {
            RowOutcome::School(school) => *school,
            other => panic!("line {line} is no school: {other:?}"),
        })
        .collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    schools(bytes)
        .into_iter()
        .map(|school| school.name)
        .collect()
}

/// Lines and causes of the faulty rows, and the number of schools.
fn faults(bytes: &[u8]) -> (Vec<(u64, String)>, usize) {
    let mut faults = Vec::new();
    let mut good = 0;
    for (numbered, outcome) in outcomes(bytes) {
        match outcome {
            RowOutcome::School(_) => good += 1,
            RowOutcome::Faulty { line, message } => {
                assert_eq!(line, numbered);
                faults.push((line, message));
            }
            RowOutcome::Skipped { reason } => panic!("skipped: {reason}"),
        }
    }
    (faults, good)
}

fn refusal(bytes: &[u8]) -> String {
    RegisterReader::open(bytes)
        .expect_err("the file is refused")
        .to_string()
}

/// Gives out its bytes a few at a time, to put every boundary everywhere.
struct Dribble<'a>(&'a [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(self.0.len()).min(out.len());
        out[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

#[test]
fn the_twelve_schools_are_read_whole_from_windows_1252() {
    let schools = schools(TWELVE);
    assert_eq!(schools.len(), 12);
    assert!(
        schools
            .iter()
            .all(|school| school.local_authority.name == "Wendleshire")
    );
    assert_eq!(
        schools[1].name,
        "Saint Zoë's Church of England Primary School"
    );
    assert_eq!(
        schools[10].address.street.as_deref(),
        Some("Kestrel Way, \"The Park\"")
    );
    assert_eq!(
        schools[4].trust.as_ref().map(|trust| trust.name.as_str()),
        Some("Wendle Learning Trust")
    );
    assert_eq!(schools[2].federation, schools[3].federation);
    assert_eq!(schools[6].sen_unit.capacity, Some(12));
    assert_eq!(
        schools[0].website.as_deref(),
        Some("http://www.oakwood-primary.example")
    );
}

#[test]
fn next_terms_edition_creates_one_updates_one_closes_two_and_leaves_nine() {
    let held = |urn| {
        let school = schools(TWELVE)
            .into_iter()
            .find(|school| school.urn == urn)?;
        Some(Held {
            fingerprint: school.fingerprint(),
            status: school.status,
        })
    };
    let mut summary = ImportSummary::default();
    for school in schools(NEXT_TERM) {
        summary.note_change(Change::of(held(school.urn).as_ref(), &school));
    }
    assert_eq!(
        (
            summary.read,
            summary.created,
            summary.updated,
            summary.closed,
            summary.unchanged
        ),
        (13, 1, 1, 2, 9)
    );
    assert!(summary.changes_anything());
}

#[test]
fn the_links_lead_from_the_high_school_to_the_academy() {
    let links = LinksReader::open(LINKS)
        .unwrap()
        .map(|row| match row.unwrap().outcome {
            LinkOutcome::Link(link) => link,
            LinkOutcome::Faulty { line, message } => panic!("line {line}: {message}"),
        });
    let report = successions(links);
    let found: Vec<_> = report
        .successions
        .iter()
        .map(|one| (one.from.get(), one.to.get()))
        .collect();
    assert_eq!(found, [(900_006, 900_013)]);
    assert_eq!(report.ignored.len(), 2);
}

#[test]
fn the_same_names_come_out_of_every_encoding_wherever_the_reads_end() {
    let expected = ["Zoë’s – Primary", "École £5", "Oakwood"];
    let utf8 = file(&expected);
    let marked = [b"\xEF\xBB\xBF".as_slice(), &utf8].concat();
    let windows = encoding_rs::WINDOWS_1252
        .encode(std::str::from_utf8(&utf8).unwrap())
        .0
        .into_owned();
    for bytes in [utf8, marked, windows] {
        assert_eq!(names(&bytes), expected);
        for step in 1..9 {
            let reader = RegisterReader::open(Dribble(&bytes, step)).unwrap();
            let read = reader.filter_map(|row| match row.unwrap().outcome {
                RowOutcome::School(school) => Some(school.name),
                _ => None,
            });
            assert_eq!(read.collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn letters_of_windows_1252_that_look_like_utf_8_stay_what_they_are() {
    // É and ’ are C9 92, which is a letter of the phonetic alphabet in UTF-8. By then the file has shown its colours.
    let bytes = [
        HEADER.as_bytes(),
        b"900001,Zo\xEB,1,1,999,W\n900002,CAF\xC9\x92S,1,1,999,W\n",
    ]
    .concat();
    assert_eq!(names(&bytes), ["Zoë", "CAFÉ’S"]);
}

#[test]
fn one_bad_byte_in_utf_8_and_a_utf_8_row_in_windows_1252_cost_nothing_else() {
    let slip = [
        HEADER.as_bytes(),
        "900001,Zoë,1,1,999,W\n".as_bytes(),
        b"900002,Zo\xEB,1,1,999,W\n900003,\xC3\xA9\xE2\x80\x99,1,1,999,W\n",
    ]
    .concat();
    assert_eq!(names(&slip), ["Zoë", "Zoë", "é’"]);
    let pasted = [
        HEADER.as_bytes(),
        b"900001,Zo\xEB,1,1,999,W\n",
        "900002,Zoë’s,1,1,999,W\n".as_bytes(),
    ]
    .concat();
    assert_eq!(names(&pasted), ["Zoë", "Zoë’s"]);
    let cut_off = [HEADER.as_bytes(), b"900001,Oak,1,1,999,W\xE2\x80"].concat();
    assert_eq!(schools(&cut_off)[0].local_authority.name, "Wâ€");
}

#[test]
fn quoted_or_not_with_any_line_end_and_with_empty_lines_the_rows_are_the_same() {
    let plain = file(&["Oakwood", "Elmwood"]);
    let expected = schools(&plain);
    let text = String::from_utf8(plain).unwrap();
    let quoted: String = text
        .lines()
        .map(|line| format!("\"{}\"\n", line.replace(',', "\",\"")))
        .collect();
    for file in [
        quoted,
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.replace('\n', "\n\n  \n"),
        text.trim_end().to_owned(),
        format!("\n\n{text}"),
    ] {
        assert_eq!(schools(file.as_bytes()), expected);
    }
}

#[test]
fn line_numbers_are_those_that_an_editor_shows() {
    let rows =
        "\r\n900001,Oak,1,1,999,W\r\n\r\n900002,\"Elm\r\nwood\",1,1,999,W\r\n900003,Ash,1,1\r\n";
    let bytes = [HEADER.as_bytes(), rows.as_bytes()].concat();
    let lines: Vec<u64> = outcomes(&bytes).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [3, 5, 7]);
    assert_eq!(
        faults(&bytes),
        (
            vec![(7, "the row has 4 values, but the header has 6".to_owned())],
            2
        )
    );
}

#[test]
fn a_quoted_line_break_belongs_to_its_field() {
    let bytes = file(&["\"Oak\nwood \"\"School\"\"\""]);
    assert_eq!(names(&bytes), ["Oak wood \"School\""]);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_line_only() {
    let cause = "a quotation mark is opened and not closed on the same line".to_owned();
    let to_the_end = file(&["Oak", "\"Elm", "Ash"]);
    assert_eq!(faults(&to_the_end), (vec![(3, cause.clone())], 2));
    let many: Vec<String> = (0..MOST_LINES * 3)
        .map(|row| format!("School {row}"))
        .collect();
    let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
    many[1] = "\"Elm";
    assert_eq!(
        faults(&file(&many)),
        (vec![(3, cause.clone())], many.len() - 1)
    );
    for matched_later in ["\"Ash\"", "Ash \"Tree\"", "Ash,\"1\"", "\"\",1"] {
        let bytes = file(&["Oak", "\"Elm", matched_later, "Yew"]);
        let (faults, good) = faults(&bytes);
        assert_eq!(faults[0], (3, cause.clone()));
        assert_eq!(good + faults.len(), 4, "no line may vanish");
    }
}

#[test]
fn a_line_that_is_too_long_is_a_fault_and_the_next_is_read() {
    let long = "x".repeat(LONGEST_RECORD + 1);
    let (faults, good) = faults(&file(&["Oak", &long, "Ash"]));
    assert_eq!(good, 2);
    assert_eq!(
        faults,
        [(3, format!("the line is longer than {LONGEST_RECORD} bytes"))]
    );
}

#[test]
fn a_nul_byte_is_a_fault_of_its_line() {
    let (faults, good) = faults(&file(&["Oak", "E\0lm", "Ash"]));
    assert_eq!((faults.len(), good), (1, 2));
    assert_eq!(faults[0], (3, "the line contains a NUL byte".to_owned()));
}

#[test]
fn a_urn_that_comes_twice_is_a_fault_the_second_time() {
    let mut bytes = file(&["Oak", "Elm"]);
    bytes.extend_from_slice(b"900001,Ash,1,1,999,W\n");
    assert_eq!(
        faults(&bytes),
        (
            vec![(4, "URN 900001 is on an earlier line already".to_owned())],
            2
        )
    );
}

#[test]
fn what_is_no_csv_file_is_refused_in_words() {
    let utf16: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
    for (bytes, words) in [
        (b"".as_slice(), "empty"),
        (b" \r\n\n", "empty"),
        (b"\xEF\xBB\xBF", "empty"),
        (&utf16, "UTF-16"),
        (&marked, "UTF-16"),
        (b"PK\x03\x04\x14\0\x06\0", "zip file or an Excel workbook"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\n <!doctype html><title>Sorry</title>", "a web page"),
        (b"URN\0,EstablishmentName", "binary"),
        (b"\"URN,EstablishmentName", "first line"),
        (b"URN;EstablishmentName\n", "semicolons"),
        (b"URN\tEstablishmentName\n", "tabs"),
    ] {
        let refusal = refusal(bytes);
        assert!(refusal.contains(words), "{refusal}");
    }
    assert_eq!(
        refusal(b"URN,EstablishmentName,LA (code),LA (name),EstablishmentStatus (name)\n"),
        "This is not the file that was expected: the file has no column named TypeOfEstablishment (name)."
    );
}

#[test]
fn a_header_alone_is_a_file_without_schools() {
    assert_eq!(outcomes(HEADER.as_bytes()), []);
}

#[test]
fn a_disk_that_fails_midway_ends_the_reading_with_its_error() {
    struct Failing<'a>(&'a [u8]);
    impl Read for Failing<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                Err(io::Error::other("the disk is gone"))
            } else {
                self.0.read(out)
            }
        }
    }
    // Long enough that the beginning can be looked at before the disk fails.
    let many = file(&["Oak"; 2_000]);
    let mut reader = RegisterReader::open(Failing(&many)).unwrap();
    assert!(reader.by_ref().any(|row| row.is_err()));
    assert!(reader.next().is_none());
    assert!(matches!(
        RegisterReader::open(Failing(b"URN")),
        Err(OpenError::Io(_))
    ));
}

#[test]
fn progress_ends_at_the_size_of_the_file() {
    let mut reader = RegisterReader::open(TWELVE).unwrap();
    assert_eq!(reader.by_ref().count(), 12);
    assert_eq!(reader.bytes_read(), TWELVE.len() as u64);
}

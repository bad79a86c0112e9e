#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn form(narratives: &[&str]) -> Form {
    Form {
        review: "r1".into(),
        school: "Ashby Primary School".into(),
        cycle: "Spring 2027".into(),
        made: NaiveDate::from_ymd_opt(2027, 1, 11).unwrap(),
        levels: vec![
            "1 Emerging".into(),
            "2 Developing".into(),
            "3 Secure".into(),
        ],
        descriptions: ["1 Emerging", "2 Developing", "3 Secure", "4 Leading"].map(String::from),
        rows: narratives
            .iter()
            .enumerate()
            .map(|(i, narrative)| FormRow {
                code: format!("1.{}", i + 1),
                title: "=Early identification".into(),
                about: "What it looks at.".into(),
                descriptors: ["a", "b", "c", "d"].map(String::from),
                prompts: "One\nTwo".into(),
                level: if i == 0 {
                    "2 Developing".into()
                } else {
                    String::new()
                },
                not_explored: i == 1,
                narrative: (*narrative).into(),
                version: u32::try_from(i).unwrap(),
                fingerprint: format!("print{i}"),
            })
            .collect(),
    }
}

fn texts(form: &ReadForm) -> Vec<&str> {
    form.rows.iter().map(|r| r.narrative.as_str()).collect()
}

#[test]
fn a_form_comes_back_as_it_went_out() {
    let narratives = [
        "We check every term.\n\nIt helps – “a lot”. <b>&amp;</b> _x000D_ 😀",
        "",
        "- a list\n- of things",
        "=HYPERLINK(\"https://a.b\",\"x\")",
        "'quoted'",
        "'=already guarded",
    ];
    let back = read(&write(&form(&narratives)).unwrap()).unwrap();
    assert_eq!(back.review, "r1");
    assert_eq!(texts(&back), narratives);
    assert_eq!(
        back.rows[0],
        ReadRow {
            line: 2,
            code: "1.1".into(),
            level: "2 Developing".into(),
            not_explored: String::new(),
            narrative: narratives[0].into(),
            version: 0,
            fingerprint: "print0".into(),
        }
    );
    assert_eq!(back.rows[1].not_explored, "yes");
    assert_eq!(
        (back.rows[5].version, &*back.rows[5].fingerprint),
        (5, "print5")
    );
}

#[test]
fn no_cell_holds_a_formula_and_every_cell_is_a_text() {
    let file = write(&form(&["=1+1", "+2", "@SUM(A1)"])).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut sheets = 0;
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).unwrap();
        if !part.name().starts_with("xl/worksheets/sheet") {
            continue;
        }
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut part, &mut xml).unwrap();
        assert!(!xml.contains("<f>"), "a formula: {xml}");
        // A cell without a value is only coloured.
        let cells = xml.matches("<v>").count();
        assert_eq!(xml.matches("t=\"s\"").count(), cells);
        assert!(cells > 0);
        sheets += 1;
    }
    assert_eq!(sheets, 3);
}

#[test]
fn the_same_form_is_the_same_file() {
    assert_eq!(write(&form(&["a"])).unwrap(), write(&form(&["a"])).unwrap());
}

#[test]
fn a_cycle_without_levels_has_no_column_for_them() {
    let mut without = form(&["Text"]);
    without.levels.clear();
    without.rows[0].level.clear();
    let back = read(&write(&without).unwrap()).unwrap();
    assert_eq!(back.rows[0].level, "");
    assert_eq!(texts(&back), ["Text"]);
}

#[test]
fn the_longest_text_that_can_be_saved_fits() {
    let long = "é😀".repeat(10_000);
    assert_eq!(
        read(&write(&form(&[&long])).unwrap()).unwrap().rows[0].narrative,
        long
    );
}

/// A file of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The form with one part replaced.
fn with_part(file: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = Vec::new();
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        let text = if part.name() == name {
            change(&text)
        } else {
            text
        };
        parts.push((part.name().to_owned(), text));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_bytes()))
        .collect();
    packed(&parts)
}

#[test]
fn what_is_no_form_is_refused_for_its_own_reason() {
    let good = write(&form(&["Text"])).unwrap();
    let table: Vec<(&str, Vec<u8>, ReadError)> = vec![
        ("empty", Vec::new(), ReadError::Empty),
        ("too large", vec![b'x'; MAX_UPLOAD + 1], ReadError::TooLarge),
        ("a text", b"Code,Level".to_vec(), ReadError::NotASpreadsheet),
        ("a PDF", b"%PDF-1.7\n".to_vec(), ReadError::NotASpreadsheet),
        (
            "an older Excel file",
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].repeat(200),
            ReadError::NotASpreadsheet,
        ),
        (
            "half a file",
            good[..good.len() / 2].to_vec(),
            ReadError::NotASpreadsheet,
        ),
        (
            "another archive",
            packed(&[("word/document.xml", b"<w/>".as_slice())]),
            ReadError::NotASpreadsheet,
        ),
        (
            "no hidden sheet",
            with_part(&good, "xl/workbook.xml", |x| {
                x.replace("name=\"Quintet\"", "name=\"Other\"")
            }),
            ReadError::NotTheForm,
        ),
        (
            "another edition",
            with_part(&good, "xl/sharedStrings.xml", |x| {
                x.replace("quintet self-review form", "another form")
            }),
            ReadError::NotTheForm,
        ),
        (
            "no column for the text",
            with_part(&good, "xl/sharedStrings.xml", |x| {
                x.replace("<t>What you do, and how you know</t>", "<t>Notes</t>")
            }),
            ReadError::NoColumns,
        ),
    ];
    for (what, file, expected) in table {
        assert_eq!(read(&file).unwrap_err(), expected, "{what}");
    }
}

#[test]
fn what_unpacks_to_more_than_a_form_is_refused_before_it_is_read() {
    let bomb = vec![b' '; 64 * 1024 * 1024];
    let file = packed(&[("xl/workbook.xml", &bomb)]);
    assert!(file.len() < 200_000, "{}", file.len());
    assert_eq!(read(&file).unwrap_err(), ReadError::TooMuchInside);
    let many: Vec<(String, Vec<u8>)> = (0..600)
        .map(|n| (format!("xl/worksheets/sheet{n}.xml"), Vec::new()))
        .collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, c)| (n.as_str(), &c[..])).collect();
    assert_eq!(read(&packed(&many)).unwrap_err(), ReadError::TooMuchInside);
    // Pictures are left out, and count for nothing.
    let good = write(&form(&["Text"])).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&good)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        parts.push((part.name().to_owned(), content));
    }
    parts.push(("xl/media/image1.png".into(), vec![0; 20 * 1024 * 1024]));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, c)| (n.as_str(), &c[..])).collect();
    assert_eq!(texts(&read(&packed(&parts)).unwrap()), ["Text"]);
}

#[test]
fn cells_far_out_and_cells_without_end_do_not_fill_the_memory() {
    let good = write(&form(&["Text"])).unwrap();
    let far = with_part(&good, "xl/worksheets/sheet1.xml", |x| {
        x.replace(
            "</sheetData>",
            "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>far</t></is></c></row></sheetData>",
        )
    });
    assert_eq!(texts(&read(&far).unwrap()), ["Text"]);
    let cell = "<c r=\"A200\" t=\"s\"><v>0</v></c>".repeat(30_000);
    let many = with_part(&good, "xl/worksheets/sheet1.xml", |x| {
        x.replace(
            "</sheetData>",
            &format!("<row r=\"200\">{cell}</row></sheetData>"),
        )
    });
    assert_eq!(read(&many).unwrap_err(), ReadError::TooMuchInside);
    // One long text, named from many cells.
    let long = "x".repeat(39_000);
    let named = "<c r=\"A200\" t=\"s\"><v>0</v></c>".repeat(15_000);
    let repeated = with_part(
        &with_part(&good, "xl/sharedStrings.xml", |x| {
            x.replacen("<t>Code</t>", &format!("<t>{long}</t>"), 1)
        }),
        "xl/worksheets/sheet1.xml",
        |x| {
            x.replace(
                "</sheetData>",
                &format!("<row r=\"200\">{named}</row></sheetData>"),
            )
        },
    );
    assert!(read(&repeated).is_err());
}

#[test]
fn columns_may_be_moved_and_rows_left_out() {
    let good = write(&form(&["First", "Second", "Third"])).unwrap();
    // A row is deleted, and the sheet gets a title above its headings.
    let moved = with_part(&good, "xl/worksheets/sheet1.xml", |x| {
        let start = x.find("<row r=\"3\"").unwrap();
        let end = x.find("<row r=\"4\"").unwrap();
        format!("{}{}", &x[..start], &x[end..])
    });
    let back = read(&moved).unwrap();
    assert_eq!(texts(&back), ["First", "Third"]);
    assert_eq!(back.rows[1].line, 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_that_can_be_saved_comes_back(text in "[^\\p{Cc}\u{fffe}\u{ffff}]{0,60}(\n[^\\p{Cc}\u{fffe}\u{ffff}]{0,20}){0,3}") {
        let back = read(&write(&form(&[&text, "x"])).unwrap()).unwrap();
        prop_assert_eq!(back.rows[0].narrative.as_str(), text.as_str());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn bytes_that_are_no_form_are_refused_and_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(read(&bytes).is_err());
    }
}

/// The parts of a good form that are worth breaking.
const PARTS: [&str; 5] = [
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet3.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_form_that_was_broken_is_read_or_refused_and_never_panics(
        part in 0..PARTS.len(),
        at in 0.0..1.0f64,
        length in 0usize..40,
        put in prop::sample::select(vec![
            "", "<", "\"", "</row>", "<c r=\"ZZZZZZZ99999999999\"><v>9</v></c>", "<v>4294967296</v>", "<v>-1</v>", "&#0;",
            "&bomb;", "<row r=\"0\">", "<row r=\"4294967295\"/>", "\u{feff}", "<!DOCTYPE x [<!ENTITY bomb \"x\">]>", "<si><t/></si>",
        ]),
    ) {
        static GOOD: std::sync::LazyLock<Vec<u8>> =
            std::sync::LazyLock::new(|| write(&form(&["One", "Two", "Three"])).unwrap());
        let broken = with_part(&GOOD, PARTS[part], |x| {
            let places: Vec<usize> = x.char_indices().map(|(i, _)| i).collect();
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let start = (at * (places.len() - 1) as f64) as usize;
            let end = (start + length).min(places.len() - 1);
            format!("{}{put}{}", &x[..places[start]], &x[places[end]..])
        });
        if let Ok(form) = read(&broken) {
            prop_assert!(form.rows.len() <= 300);
        }
    }
}

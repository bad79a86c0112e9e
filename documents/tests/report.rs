//! What the files of a report promise: PDF/UA structure, real Word styles, and that every text appears as typed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use documents::report::{Finding, Levels, Recommendation, Report, Standing};
use documents::{pdf, word};
use lopdf::{Document, Object};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

fn report() -> Report {
    let strand = "1.1 Knowing every child".to_owned();
    Report {
        school: "Ashby Brook Primary School".into(),
        partnership: "Wend Valley Inclusion Partnership".into(),
        cycle: "Spring and summer 2027".into(),
        framework: "Five principles of inclusive practice".into(),
        visit: "2027-04-26".parse().ok(),
        team: vec![
            "Rosa Reviewer (lead reviewer)".into(),
            "Ravi Reviewer".into(),
        ],
        readers: vec![
            "The headteacher of Ashby Brook".into(),
            "The governors of the school".into(),
        ],
        summary: "A warm school.\n\nIt knows its children well,\nand is honest about the rest."
            .into(),
        questions: vec!["To what extent do families take part?".into()],
        answers: "They do, more than a year ago.".into(),
        strengths: vec![Finding {
            strand: strand.clone(),
            text: "Warm starts in every class.".into(),
            rests_on: "Rests on learning walk and pupil voice.".into(),
        }],
        even_better: vec![Finding {
            strand: "4.1 Families".into(),
            text: "Even better if letters came in five languages.".into(),
            rests_on: String::new(),
        }],
        recommendations: vec![Recommendation {
            strand: "4.1 Families".into(),
            text: "Offer meetings with an interpreter.".into(),
        }],
        levels: vec![Levels {
            strand,
            school: "Secure".into(),
            team: "Developing".into(),
        }],
        made: vec!["2 reviewers from other schools visited on 26 April 2027.".into()],
        standing: Standing::Final("2027-05-14T15:00:00Z".parse().unwrap()),
        version: Some(3),
        changed: "2027-05-14T15:00:00Z".parse().unwrap(),
    }
}

/// Everything without spaces: a line may break anywhere.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200B}')
        .collect()
}

fn text_of(bytes: &[u8]) -> String {
    let pdf = Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    squeezed(&pdf.extract_text(&pages).unwrap())
}

fn metadata(pdf: &Document) -> String {
    let catalog = pdf.catalog().unwrap();
    let id = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = pdf.get_object(id).unwrap().as_stream().unwrap();
    let bytes = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The structure types below an element, depth first.
fn structure(pdf: &Document, object: &Object, out: &mut Vec<String>) {
    let (_, object) = pdf.dereference(object).unwrap();
    match object {
        Object::Array(children) => children.iter().for_each(|c| structure(pdf, c, out)),
        Object::Dictionary(element) => {
            if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
                out.push(String::from_utf8_lossy(kind).into_owned());
            }
            if let Ok(children) = element.get(b"K") {
                structure(pdf, children, out);
            }
        }
        _ => {}
    }
}

#[test]
fn the_pdf_is_tagged_has_language_and_title_and_says_that_it_is_pdf_ua() {
    let bytes = pdf::render(&report().document()).unwrap();
    let pdf = Document::load_mem(&bytes).unwrap();
    let catalog = pdf.catalog().unwrap();
    let dict = |name: &[u8]| {
        let (_, object) = pdf.dereference(catalog.get(name).unwrap()).unwrap();
        object.as_dict().unwrap().clone()
    };
    let yes = |d: lopdf::Dictionary, key: &[u8]| d.get(key).unwrap().as_bool().unwrap();
    assert!(yes(dict(b"MarkInfo"), b"Marked"));
    assert!(yes(dict(b"ViewerPreferences"), b"DisplayDocTitle"));
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    let xmp = metadata(&pdf);
    assert!(xmp.contains("pdfuaid:part"), "{xmp}");
    assert!(
        xmp.contains("Report on Ashby Brook Primary School"),
        "{xmp}"
    );
    let mut found = Vec::new();
    structure(&pdf, catalog.get(b"StructTreeRoot").unwrap(), &mut found);
    let count = |kind: &str| found.iter().filter(|f| *f == kind).count();
    // Summary, questions, strengths, even better if, recommendations, levels, how made, who reads; a heading a finding.
    assert_eq!((count("H1"), count("H2")), (8, 2), "{found:?}");
    assert_eq!(
        (count("Table"), count("TH"), count("TD")),
        (1, 3, 3),
        "{found:?}"
    );
    assert!(
        count("L") >= 4 && count("LI") >= 4 && count("P") >= 5,
        "{found:?}"
    );
    let mut fonts = 0;
    for object in pdf.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        if dict
            .get(b"Type")
            .and_then(Object::as_name)
            .is_ok_and(|t| t == b"FontDescriptor")
        {
            fonts += 1;
            let files = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
            assert!(files.iter().any(|k| dict.has(k)), "not embedded: {dict:?}");
        }
    }
    assert!(fonts > 0);
}

#[test]
fn the_pdf_says_everything_that_the_page_says() {
    let text = text_of(&pdf::render(&report().document()).unwrap());
    for part in [
        "Report on Ashby Brook Primary School",
        "Wend Valley Inclusion Partnership",
        "26 April 2027",
        "Version 3, final on 14 May 2027",
        "Rosa Reviewer (lead reviewer)",
        "A warm school.",
        "and is honest about the rest.",
        "To what extent do families take part?",
        "They do, more than a year ago.",
        "Warm starts in every class.",
        "Rests on learning walk and pupil voice.",
        "letters came in five languages",
        "Offer meetings with an interpreter.",
        "Secure",
        "Developing",
        "The governors of the school",
        "Page 1 of",
    ] {
        assert!(text.contains(&squeezed(part)), "{part}: {text}");
    }
    assert!(!text.contains("Draft"), "{text}");
}

#[test]
fn a_draft_says_so_on_every_page_in_words() {
    let draft = Report {
        standing: Standing::Draft,
        version: None,
        summary: "Long enough for several pages. ".repeat(300),
        ..report()
    };
    let bytes = pdf::render(&draft.document()).unwrap();
    let pdf = Document::load_mem(&bytes).unwrap();
    let pages = pdf.get_pages();
    assert!(pages.len() > 2);
    for number in pages.keys() {
        let text = pdf.extract_text(&[*number]).unwrap();
        assert!(text.contains("Draft"), "page {number}: {text}");
    }
    let text = text_of(&bytes);
    assert!(text.contains("Thisisadraft.") && text.contains("DraftreportonAshby"));
    let parts = docx_parts(&word::render(&draft.document()).unwrap());
    assert!(parts["word/document.xml"].contains("This is a draft."));
    assert!(
        parts
            .iter()
            .any(|(n, t)| n.contains("header") && t.contains("Draft"))
    );
}

#[test]
fn the_same_report_gives_the_same_pdf_and_a_newer_one_another() {
    let first = pdf::render(&report().document()).unwrap();
    assert_eq!(first, pdf::render(&report().document()).unwrap());
    let newer = Report {
        summary: "Changed.".into(),
        ..report()
    };
    assert_ne!(first, pdf::render(&newer.document()).unwrap());
}

#[test]
fn a_report_without_anything_is_a_document_all_the_same() {
    let empty = Report {
        summary: String::new(),
        answers: " \n ".into(),
        questions: vec![],
        strengths: vec![],
        even_better: vec![],
        recommendations: vec![],
        levels: vec![],
        made: vec![],
        readers: vec![],
        team: vec![],
        ..report()
    };
    let text = text_of(&pdf::render(&empty.document()).unwrap());
    assert!(text.contains("Nosummaryhasbeenwritten."));
    word::render(&empty.document()).unwrap();
}

const HOSTILE: [&str; 12] = [
    "#read(\"/etc/passwd\")",
    "#import \"@preview/x:1.0.0\": y",
    "]) #panic(\"no\") #[",
    "*bold* _it_ = Heading $x^2$ `code` @ref <label> // no comment /* nor this */",
    "\\u{1F600} \\ ~ -- --- 'single' \"double\" https://example.org",
    "</w:t><w:br/>&amp;<!-- -->]]>",
    "{inputs.title} #{1+1}",
    "Zo\u{EB} \u{141}ukasz \u{160}\u{ED}ma \u{419}\u{43E}\u{441}\u{438}\u{444} \u{395}\u{3BB}\u{3B5}\u{3BD}\u{3B7}",
    "1. one\n- two\n+ three\n/ four: five\n= six",
    "|..| :: ;; %% \u{A3}\u{20AC} \u{BD}",
    "fi fl ffi office fluffy",
    "end",
];

#[test]
fn hostile_text_appears_as_it_was_typed_and_runs_nothing() {
    for text in HOSTILE {
        let hostile = Report {
            school: text.replace('\n', " "),
            summary: text.into(),
            answers: text.into(),
            questions: vec![text.into()],
            strengths: vec![Finding {
                strand: text.into(),
                text: text.into(),
                rests_on: text.into(),
            }],
            ..report()
        };
        let shown = text_of(&pdf::render(&hostile.document()).unwrap());
        assert!(shown.contains(&squeezed(text)), "{text}: {shown}");
        assert!(!shown.contains("root:"), "{text}");
        let parts = docx_parts(&word::render(&hostile.document()).unwrap());
        let words = plain(&parts["word/document.xml"]);
        assert!(
            squeezed(&words).contains(&squeezed(text)),
            "{text}: {words}"
        );
    }
}

#[test]
fn what_the_fonts_lack_stands_there_by_its_number_in_the_pdf_and_itself_in_word() {
    let text = "A \u{1F600} and \u{5B66}\u{6821}, \u{202E}hidden\u{0}\u{7}, e\u{301}\u{336}\u{1AB0}, \u{5E9}\u{5DC}\u{5D5}\u{5DD}, \u{645}\u{631}\u{62D}\u{628}\u{627}";
    let odd = Report {
        summary: text.into(),
        ..report()
    };
    let shown = text_of(&pdf::render(&odd.document()).unwrap());
    assert!(
        shown.contains("[U+1F600]") && shown.contains("hidden"),
        "{shown}"
    );
    let parts = docx_parts(&word::render(&odd.document()).unwrap());
    let xml = &parts["word/document.xml"];
    assert!(xml.contains('\u{1F600}') && xml.contains("\u{5B66}\u{6821}"));
    assert!(!xml.contains('\u{202E}') && !xml.contains('\u{0}'));
}

#[test]
fn very_long_texts_stay_on_the_page_and_those_beyond_all_measure_are_refused() {
    let long = Report {
        summary: "Inclusion matters here. ".repeat(4_300),
        answers: "x".repeat(100_000),
        ..report()
    };
    assert!(long.document().characters() > 200_000);
    let text = text_of(&pdf::render(&long.document()).unwrap());
    assert!(text.matches('x').count() >= 100_000, "{}", text.len());
    word::render(&long.document()).unwrap();
    let beyond = Report {
        summary: "x ".repeat(400_000),
        ..report()
    };
    let refused = pdf::render(&beyond.document()).unwrap_err();
    assert!(matches!(refused, pdf::Error::TooLong(n) if n > 800_000));
    assert!(matches!(
        word::render(&beyond.document()),
        Err(word::Error::TooLong(_))
    ));
}

/// The parts of a Word file by name.
fn docx_parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            out.insert(file.name().to_owned(), text);
        }
    }
    out
}

/// The text of an XML part, tags taken out.
fn plain(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[test]
fn the_word_file_has_real_headings_lists_a_table_header_language_and_title() {
    let parts = docx_parts(&word::render(&report().document()).unwrap());
    let document = &parts["word/document.xml"];
    let count = |what: &str| document.matches(what).count();
    assert_eq!(count("<w:pStyle w:val=\"Heading1\""), 8, "{document}");
    assert_eq!(count("<w:pStyle w:val=\"Heading2\""), 2);
    assert_eq!(count("<w:tblHeader"), 1);
    assert!(document.contains("<w:numPr>") && document.contains("<w:pStyle w:val=\"Title\""));
    let styles = &parts["word/styles.xml"];
    assert!(
        styles.contains("w:lang w:val=\"en-GB\"") && styles.contains("heading 1"),
        "{styles}"
    );
    let core = &parts["docProps/core.xml"];
    assert!(
        core.contains("<dc:title>Report on Ashby Brook Primary School</dc:title>"),
        "{core}"
    );
    assert!(core.contains("<dc:language>en-GB</dc:language>"), "{core}");
    assert!(parts.keys().any(|k| k.contains("footer")));
}

proptest! {
    // Each case is a whole typesetting.
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_at_all_makes_a_pdf_and_a_word_file(
        summary in "\\PC{0,120}",
        odd in proptest::collection::vec(any::<char>(), 0..80),
        title in ".{0,60}",
    ) {
        let odd: String = odd.into_iter().collect();
        let any = Report {
            school: title,
            summary,
            answers: odd.clone(),
            team: vec![odd.clone()],
            strengths: vec![Finding { strand: odd.clone(), text: odd, rests_on: String::new() }],
            ..report()
        };
        let bytes = pdf::render(&any.document()).unwrap();
        prop_assert!(Document::load_mem(&bytes).is_ok());
        let parts = docx_parts(&word::render(&any.document()).unwrap());
        prop_assert!(parts.contains_key("word/document.xml"));
    }
}

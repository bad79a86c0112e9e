//! Good files of every kind, and what hostile people send.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::Files;
use super::incoming::{Incoming, Outcome};
use super::search::eicar;
use domain::ids::{PersonId, ReviewId};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

struct Trial {
    files: Files,
    folder: tempfile::TempDir,
}

impl Trial {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            files: Files::in_folder(folder.path()).unwrap(),
            folder,
        }
    }

    async fn send(&self, name: &str, bytes: &[u8]) -> Outcome {
        let (person, review): (PersonId, ReviewId) = ("p".parse().unwrap(), "r".parse().unwrap());
        let mut arriving = self.files.begin(name).await.unwrap();
        for piece in bytes.chunks(50_000) {
            arriving.write(piece).await.unwrap();
        }
        self.files.finish(arriving, &person, &review).await.unwrap()
    }

    async fn taken(&self, name: &str, bytes: &[u8]) -> (Incoming, Vec<u8>) {
        match self.send(name, bytes).await {
            Outcome::Taken(file) => {
                let kept =
                    std::fs::read(self.folder.path().join("incoming").join(file.id.as_str()));
                (file, kept.unwrap())
            }
            Outcome::Refused(why) => panic!("{name}: {why}"),
        }
    }

    async fn refused(&self, name: &str, bytes: &[u8]) -> String {
        match self.send(name, bytes).await {
            Outcome::Refused(why) => why,
            Outcome::Taken(_) => panic!("{name} was taken"),
        }
    }
}

fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn office(main: &str) -> Vec<u8> {
    let types = format!(
        "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.{main}.main+xml\"/></Types>"
    );
    package(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("x/document.xml", b"<x/>"),
    ])
}

fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, _| Rgb([(x * 40) as u8, 90, 200]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut out, format)
        .unwrap();
    out.into_inner()
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

fn wav(data: &[u8]) -> Vec<u8> {
    let mut out = b"RIFF".to_vec();
    out.extend((36 + data.len() as u32).to_le_bytes());
    out.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data");
    out.extend((data.len() as u32).to_le_bytes());
    out.extend(data);
    out
}

fn ogg() -> Vec<u8> {
    let mut page = b"OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    page.extend([1, 7]);
    page.extend(b"\x01vorbis");
    page
}

fn m4a(handler: &[u8]) -> Vec<u8> {
    let mut out = b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42".to_vec();
    let mut moov = b"hdlr\0\0\0\0\0\0\0\0".to_vec();
    moov.extend(handler);
    out.extend((8 + moov.len() as u32).to_be_bytes());
    out.extend(b"moov");
    out.extend(moov);
    out
}

/// A JPEG with an EXIF block: turned by 90 degrees, and a camera's name.
fn photograph() -> Vec<u8> {
    let plain = picture(ImageFormat::Jpeg, 40, 20);
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(b"SECRET-CAMERA 51.5007N 0.1246W");
    let mut out = plain[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend((exif.len() as u16 + 2).to_be_bytes());
    out.extend(exif);
    out.extend(&plain[2..]);
    out
}

fn has(text: &[u8], needle: &[u8]) -> bool {
    super::search::contains(text, needle)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_file_of_every_kind_is_taken_as_it_is() {
    let trial = Trial::new();
    let odt = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<x/>"),
    ]);
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a.pdf", PDF.to_vec()),
        ("a.docx", office("wordprocessingml.document")),
        ("a.xlsx", office("spreadsheetml.sheet")),
        ("a.pptx", office("presentationml.presentation")),
        ("a.odt", odt),
        (
            "a.mp3",
            b"ID3\x03\0\0\0\0\0\x05hello\xff\xfb\x90\0restofframe".to_vec(),
        ),
        ("b.mp3", b"\xff\xfb\x90\0restofframe".to_vec()),
        ("a.m4a", m4a(b"soun")),
        ("a.wav", wav(b"abcd")),
        ("a.ogg", ogg()),
        ("a.txt", "Grüße, 9 pupils\r\n".as_bytes().to_vec()),
        ("old.csv", b"a;b\r\n\x80\xe9;2\r\n".to_vec()),
    ];
    for (name, bytes) in files {
        let (file, kept) = trial.taken(name, &bytes).await;
        assert_eq!(kept, bytes, "{name}");
        assert_eq!(file.size, bytes.len() as u64);
        assert!(!file.checked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_what_its_name_says_is_refused_in_words() {
    let trial = Trial::new();
    let png = picture(ImageFormat::Png, 4, 4);
    let docx = office("wordprocessingml.document");
    let mut pdf_and_zip = PDF.to_vec();
    pdf_and_zip.extend(&docx);
    let mut hidden_in_comment = package(&[("a", b"b")]);
    let comment = b"%%EOF";
    let at = hidden_in_comment.len() - 2;
    hidden_in_comment[at..].copy_from_slice(&(comment.len() as u16).to_le_bytes());
    hidden_in_comment.extend(comment);
    let mut pdf_in_comment = b"%PDF-1.7\n".to_vec();
    pdf_in_comment.extend(&hidden_in_comment);
    let mut before_zip = b"GIF89a".to_vec();
    before_zip.extend(&docx);
    let mut wav_and_more = wav(b"abcd");
    wav_and_more.extend(b"<script>alert(1)</script>");
    let mut ogg_and_more = ogg();
    ogg_and_more.extend(b"<script>alert(1)</script>");
    let macros = package(&[
        (
            "[Content_Types].xml",
            b"<Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/>",
        ),
        ("word/vbaProject.bin", b"x"),
    ]);
    let program = package(&[
        ("[Content_Types].xml", b"wordprocessingml.document.main+xml"),
        ("word/embeddings/run.EXE", b"MZ"),
    ]);
    let climbs = package(&[
        ("[Content_Types].xml", b"wordprocessingml.document.main+xml"),
        ("../../../etc/cron.d/x", b"x"),
    ]);
    let virus_inside = package(&[
        ("[Content_Types].xml", b"wordprocessingml.document.main+xml"),
        ("word/media/a.bin", &eicar()),
    ]);
    let crowded: Vec<(String, &[u8])> = (0..5_001).map(|n| (format!("f{n}"), &b""[..])).collect();
    let crowded: Vec<(&str, &[u8])> = crowded.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.pdf", vec![], "is empty"),
        (
            "photo.jpg",
            png.clone(),
            "is really a PNG picture, not a JPEG picture",
        ),
        ("plan.pdf", docx.clone(), "not a PDF document"),
        ("plan.pdf", b"MZ\x90\0program".to_vec(), "damaged"),
        (
            "plan.docx",
            PDF.to_vec(),
            "is really a PDF document, not a Word document",
        ),
        (
            "plan.docx",
            office("spreadsheetml.sheet"),
            "is really an Excel spreadsheet",
        ),
        ("plan.docx", package(&[("a.txt", b"b")]), "damaged"),
        (
            "plan.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec(),
            "password",
        ),
        ("plan.docx", before_zip, "not a Word document"),
        ("plan.docx", macros, "macros"),
        ("plan.docx", program, "program inside"),
        ("plan.docx", climbs, "damaged"),
        ("plan.docx", virus_inside, "virus check"),
        ("plan.docx", package(&crowded), "unpacks"),
        ("plan.docm", docx.clone(), "macros"),
        ("plan.pdf", pdf_and_zip, "hidden behind its end"),
        ("plan.pdf", pdf_in_comment, "hidden behind its end"),
        (
            "plan.pdf",
            b"%PDF-1.7\n%%EOF\n<script>alert(1)</script>".to_vec(),
            "behind its end",
        ),
        ("plan.pdf", b"%PDF-1.7\ncut off".to_vec(), "not complete"),
        (
            "plan.pdf",
            b"%PDF-1.7\n<</S/JavaScript>>\n%%EOF".to_vec(),
            "contains a script",
        ),
        ("logo.svg", b"<svg onload=alert(1)>".to_vec(), "scripts"),
        ("logo.png", b"<svg onload=alert(1)>".to_vec(), "damaged"),
        (
            "notes.txt",
            b"  <SVG onload=alert(1)>".to_vec(),
            "web page or a script",
        ),
        (
            "notes.txt",
            b"<!DOCTYPE html><p>".to_vec(),
            "web page or a script",
        ),
        (
            "notes.txt",
            png.clone(),
            "is really a PNG picture, not plain text",
        ),
        ("notes.txt", b"text\0\x01binary".to_vec(), "damaged"),
        ("data.csv", b"\xff\xfea\0,\0".to_vec(), "UTF-16"),
        ("eicar.txt", eicar(), "virus check"),
        ("eicar.pdf", [PDF, &eicar()].concat(), "virus check"),
        ("talk.wav", wav_and_more, "hidden behind its end"),
        ("talk.ogg", ogg_and_more, "hidden behind its end"),
        ("talk.m4a", m4a(b"vide"), "is a film"),
        (
            "talk.m4a",
            b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42<html>".to_vec(),
            "hidden behind its end",
        ),
        ("talk.mp3", b"<html>".to_vec(), "damaged"),
        (
            "wide.png",
            picture(ImageFormat::Png, 16_001, 1),
            "16,000 pixels",
        ),
        ("torn.jpg", photograph()[..200].to_vec(), "cannot be opened"),
    ];
    for (name, bytes, words) in cases {
        let why = trial.refused(name, &bytes).await;
        assert!(why.starts_with(&format!("“{name}” ")), "{why}");
        assert!(why.contains(words), "{name}, {words}: {why}");
    }
    let left = std::fs::read_dir(trial.folder.path().join("incoming")).unwrap();
    assert_eq!(left.count(), 0, "what was refused is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_unpacks_without_end_fills_neither_memory_nor_disk() {
    let trial = Trial::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("[Content_Types].xml", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"wordprocessingml.document.main+xml")
        .unwrap();
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![0; 1024 * 1024];
    for _ in 0..201 {
        zip.write_all(&zeros).unwrap();
    }
    let honest = zip.finish().unwrap().into_inner();
    assert!(honest.len() < 1024 * 1024);
    assert!(
        trial
            .refused("bomb.docx", &honest)
            .await
            .contains("unpacks to far more")
    );
    // The same, saying that it is small: in the directory and at the entry itself.
    let size = (201_u32 * 1024 * 1024).to_le_bytes();
    let mut lying = honest;
    while let Some(at) = lying.windows(4).position(|w| w == size) {
        lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    trial.refused("bomb.docx", &lying).await;
}

/// A PDF whose objects are packed, so that a search of its bytes sees none of them.
fn packed_pdf(action: lopdf::Dictionary) -> Vec<u8> {
    let mut document = lopdf::Document::with_version("1.7");
    let pages = document
        .add_object(lopdf::dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
    let action = document.add_object(action);
    let root = document.add_object(
        lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages, "OpenAction" => action },
    );
    document.trailer.set("Root", root);
    let mut out = Vec::new();
    document.save_modern(&mut out).unwrap();
    out.push(b'\n');
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_is_packed_away_in_a_pdf_is_found() {
    let trial = Trial::new();
    let script = packed_pdf(
        lopdf::dictionary! { "S" => "JavaScript", "JS" => lopdf::Object::string_literal("app.alert(1)") },
    );
    assert!(!has(&script, b"JavaScript"));
    let why = trial.refused("plan.pdf", &script).await;
    assert!(why.contains("contains a script"), "{why}");
    trial
        .taken(
            "plan.pdf",
            &packed_pdf(lopdf::dictionary! { "S" => "GoTo" }),
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_is_turned_and_forgets_where_and_with_what_it_was_taken() {
    let trial = Trial::new();
    let mut sent = photograph();
    assert!(has(&sent, b"SECRET-CAMERA"));
    // A zip archive behind its end, which some programs would open.
    sent.extend(office("wordprocessingml.document"));
    let why = trial.refused("photo.jpg", &sent).await;
    assert!(why.contains("hidden behind its end"), "{why}");
    let mut sent = photograph();
    sent.extend(b"<script>alert(1)</script>");
    let (file, kept) = trial.taken("photo.jpg", &sent).await;
    assert!(!has(&kept, b"SECRET-CAMERA") && !has(&kept, b"Exif") && !has(&kept, b"<script>"));
    let drawn = image::load_from_memory(&kept).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (20, 40));
    assert_eq!(file.size, kept.len() as u64);
    for (name, format) in [("a.png", ImageFormat::Png), ("a.webp", ImageFormat::WebP)] {
        let (_, kept) = trial.taken(name, &picture(format, 5, 3)).await;
        assert_eq!(
            image::load_from_memory_with_format(&kept, format)
                .unwrap()
                .width(),
            5
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_over_the_limit_is_refused_and_not_written_beyond_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(object_store::memory::InMemory::new());
    let files = Files::new(store, folder.path(), 100, None);
    let trial = Trial { files, folder };
    let why = trial.refused("long.txt", &[b'a'; 101]).await;
    assert!(why.contains("larger than 100 bytes"), "{why}");
    trial.taken("long.txt", &[b'a'; 100]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_given_only_to_who_sent_it_for_that_review() {
    let trial = Trial::new();
    let (file, _) = trial.taken("a.pdf", PDF).await;
    let find = async |person: &str, review: &str| {
        let (person, review) = (person.parse().unwrap(), review.parse().unwrap());
        trial.files.find_incoming(&file.id, &person, &review).await
    };
    assert_eq!(find("p", "r").await, Some(file.clone()));
    assert_eq!(find("q", "r").await, None);
    assert_eq!(find("p", "s").await, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_bytes_under_any_name_are_answered_in_words(
        head in prop::sample::select(vec![
            &b""[..], b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0", b"RIFF\x10\0\0\0WEBPVP8 ",
            b"RIFF\x24\0\0\0WAVEfmt ", b"OggS\0\x02", b"ID3\x03\0\0\x7f\x7f\x7f\x7f", b"\0\0\0\x18ftypM4A ", b"\0\0\0\x01ftypM4A \xff\xff\xff\xff\xff\xff\xff\xff",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
        name in "[a-z]{0,3}\\.(pdf|docx|xlsx|odt|png|jpg|webp|wav|ogg|mp3|m4a|txt|csv|exe)",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let trial = Trial::new();
        let bytes = [head, &rest].concat();
        if let Outcome::Refused(why) = runtime.block_on(trial.send(&name, &bytes)) {
            prop_assert!(why.starts_with('“') && why.len() > name.len() + 10);
        }
    }
}

//! Whether a file's bytes are what its name promises, and nothing else besides.
//!
//! A file is refused in words that follow its name: "“plan.pdf” is empty". Reads the file in pieces.

use super::search::{Search, eicar, read_through, tail};
use super::{package, pdf, sound};
use domain::evidence::files::{FileKind, extension};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Why a file is not taken.
#[derive(Debug)]
pub(super) enum Trouble {
    /// For the person, to follow the file's name.
    Refused(String),
    /// The disk.
    Disk(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(e: io::Error) -> Self {
        Self::Disk(e)
    }
}

/// Refuses with these words.
pub(super) fn refuse<T>(words: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble::Refused(words.into()))
}

const VIRUS: &str = "was refused by the virus check";
const HIDDEN: &str =
    "has something else hidden behind its end. Open it, save it again, and add the new file";

/// Looks into a file on this machine.
pub(super) fn look(path: &Path, kind: FileKind) -> Result<(), Trouble> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length == 0 {
        return refuse("is empty");
    }
    let mut head = Vec::new();
    (&mut file).take(4096).read_to_end(&mut head)?;
    let eicar = eicar();
    let mut search = Search::new(&[&eicar, b"/JavaScript", b"/Launch", FILM]);
    file.seek(SeekFrom::Start(0))?;
    read_through(&mut file, &mut search, u64::MAX)?;
    if search.saw(0) {
        return refuse(VIRUS);
    }
    if kind.is_package() {
        return package::look(path, kind, &head);
    }
    let right = match kind {
        FileKind::Pdf => head.starts_with(b"%PDF-"),
        FileKind::Text | FileKind::Csv => return plain_text(&mut file, &head, kind),
        FileKind::Jpeg => infer::image::is_jpeg(&head),
        FileKind::Png => infer::image::is_png(&head),
        FileKind::Webp => infer::image::is_webp(&head),
        FileKind::Mp3 => sound::is_mp3(&mut file, &head)?,
        FileKind::M4a => head.get(4..8) == Some(b"ftyp") && !infer::image::is_heif(&head),
        FileKind::Wav => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WAVE"),
        FileKind::Ogg => head.starts_with(b"OggS"),
        _ => false,
    };
    if !right {
        return refuse(other_kind(&head, kind));
    }
    if ends_as_zip(&tail(&mut file, ZIP_TAIL)?) {
        return refuse(HIDDEN);
    }
    match kind {
        FileKind::Pdf => {
            if !pdf_ends(&tail(&mut file, 4096)?) {
                return refuse(
                    "is not complete, or has something behind its end. Save it as PDF again, and add the new file",
                );
            }
            if search.saw(1) || search.saw(2) {
                return refuse(
                    "contains a script or starts a program. Print it to PDF and add the new file",
                );
            }
            pdf::look(path)?;
        }
        FileKind::M4a if search.saw(3) => {
            return refuse(
                "is a film. Films show people who can be recognised; describe what was seen instead",
            );
        }
        FileKind::M4a | FileKind::Wav | FileKind::Ogg if !sound::ends_well(&mut file, kind)? => {
            return refuse(HIDDEN);
        }
        // Pictures are drawn anew, and what stands behind their end is not drawn.
        _ => {}
    }
    Ok(())
}

/// The handler of a film's pictures in an MP4 container.
const FILM: &[u8] = b"hdlr\0\0\0\0\0\0\0\0vide";

/// A zip archive's end with its longest comment.
const ZIP_TAIL: u64 = 22 + 65_535;

/// True when the last bytes are the end of a zip archive, which is read from its end whatever stands before.
fn ends_as_zip(tail: &[u8]) -> bool {
    (0..tail.len().saturating_sub(21)).any(|at| {
        let Some(end) = tail.get(at..) else {
            return false;
        };
        end.starts_with(b"PK\x05\x06")
            && end
                .get(20..22)
                .is_some_and(|n| usize::from(u16::from_le_bytes([n[0], n[1]])) + 22 == end.len())
    })
}

/// After the last mark of the end there is white space only.
fn pdf_ends(tail: &[u8]) -> bool {
    const MARK: &[u8] = b"%%EOF";
    let last = (0..tail.len())
        .rev()
        .find(|at| tail.get(*at..).is_some_and(|rest| rest.starts_with(MARK)));
    last.and_then(|at| tail.get(at + MARK.len()..))
        .is_some_and(|rest| rest.iter().all(|b| b.is_ascii_whitespace() || *b == 0))
}

/// Text without control characters, which is not the text of a page or a script.
fn plain_text(file: &mut File, head: &[u8], kind: FileKind) -> Result<(), Trouble> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return refuse("is written in UTF-16. Save it as “CSV UTF-8” or as plain text in UTF-8");
    }
    let start: String = String::from_utf8_lossy(text)
        .trim_start()
        .chars()
        .take(20)
        .collect::<String>()
        .to_lowercase();
    let page = [
        "<!doctype",
        "<html",
        "<svg",
        "<?xml",
        "<script",
        "<?php",
        "#!",
        "<!--",
    ];
    if page.iter().any(|p| start.starts_with(p)) {
        return refuse(
            "is a web page or a script, not plain text. Print it to PDF and add the PDF",
        );
    }
    if start.starts_with("%pdf")
        || infer::get(head).is_some_and(|t| !t.mime_type().starts_with("text/"))
    {
        return refuse(other_kind(head, kind));
    }
    file.seek(SeekFrom::Start(0))?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let n = file.read(&mut piece)?;
        if n == 0 {
            return Ok(());
        }
        let odd = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0c);
        if piece.get(..n).unwrap_or_default().iter().any(odd) {
            return refuse(other_kind(head, kind));
        }
    }
}

/// "is really a PNG picture, not a PDF document".
pub(super) fn other_kind(head: &[u8], promised: FileKind) -> String {
    let found = infer::get(head)
        .and_then(|t| FileKind::by_extension(&extension(&format!("x.{}", t.extension()))))
        .filter(|found| *found != promised);
    let promised = with_article(promised.in_words());
    match found {
        Some(found) => format!(
            "is really {}, not {promised}. Save it again as what it is",
            with_article(found.in_words())
        ),
        None => format!(
            "is damaged, or is not {promised}. Open it, save it again, and add the new file"
        ),
    }
}

/// "an Excel spreadsheet", "a PDF document", "plain text".
pub(super) fn with_article(words: &str) -> String {
    match words.chars().next() {
        _ if words.starts_with("plain") => words.to_owned(),
        // MP3 and M4A as they are read out.
        Some('A' | 'E' | 'I' | 'O' | 'U' | 'M') => format!("an {words}"),
        _ => format!("a {words}"),
    }
}

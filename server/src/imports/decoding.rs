//! Bytes of a file to UTF-8, as they stream by, and a refusal in words of what is no text at all.
//!
//! The register comes as Windows-1252 or as UTF-8, and nothing in the file says which. ASCII is the same in both,
//! so the question waits for the first byte that is not ASCII:
//!
//! - A byte-order mark says UTF-8, and so does a first such byte that starts a valid UTF-8 sequence: real text in
//!   Windows-1252 does not look like that. In a UTF-8 file a byte that is not valid is read as Windows-1252 by
//!   itself, so one slip costs one letter.
//! - Otherwise the file is Windows-1252 from there on, and every byte is one letter. The exception is what UTF-8
//!   writes for the letters and punctuation of English school names (`C2`, `C3` or `E2 80` and a continuation):
//!   in Windows-1252 these would be “Ã©” or “â€™”, which nobody means. So a file pasted together from both reads right.
//!
//! At most one buffer of input and one of output are held.

use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Bytes of the beginning that are looked at before the first line is read.
const PEEK: usize = 4 * 1024;

/// Why a file is refused before any of its rows is read. Each text is for the person who chose the file.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing in it, or nothing but white space.
    #[error("The file is empty.")]
    Empty,
    /// Two bytes a letter.
    #[error("The file is in UTF-16. Save it again as “CSV UTF-8” and try again.")]
    Utf16,
    /// Something else than a CSV file, named.
    #[error(
        "The file is {0}, not a CSV file. Download the CSV from Get Information About Schools, and unpack it if it is zipped."
    )]
    NotCsv(&'static str),
    /// Semicolons or tabs where commas should be.
    #[error("The columns are separated by {0}. They have to be separated by commas.")]
    Separator(&'static str),
    /// The first line cannot be taken apart.
    #[error("The first line of the file cannot be read: {0}.")]
    Header(String),
    /// Columns without which the import cannot work.
    #[error("This is not the file that was expected: {0}.")]
    MissingColumns(#[from] domain::register::MissingColumns),
    /// The disk or the connection failed.
    #[error("The file could not be read: {0}")]
    Io(#[from] io::Error),
}

/// What is known of the encoding so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// Only ASCII yet.
    Undecided,
    Utf8,
    Windows1252,
}

/// A `Read` that gives out UTF-8, whatever of the two encodings comes in.
#[derive(Debug)]
pub struct Utf8Reader<R> {
    source: R,
    encoding: Encoding,
    /// Bytes read and not yet decoded: at most one chunk and the beginning of a sequence.
    raw: Vec<u8>,
    /// Text decoded and not yet given out, from `given` on.
    text: String,
    given: usize,
    at_end: bool,
    bytes_read: u64,
}

impl<R: Read> Utf8Reader<R> {
    /// Looks at the beginning of the file.
    ///
    /// # Errors
    /// [`OpenError`] if it is empty, UTF-16, or the beginning of a file that is no text.
    pub fn open(source: R) -> Result<Self, OpenError> {
        let mut reader = Self {
            source,
            encoding: Encoding::Undecided,
            raw: Vec::new(),
            text: String::new(),
            given: 0,
            at_end: false,
            bytes_read: 0,
        };
        while reader.raw.len() < PEEK && !reader.at_end {
            reader.fetch(PEEK - reader.raw.len())?;
        }
        refuse_what_is_no_text(&reader.raw)?;
        if reader.raw.starts_with(b"\xEF\xBB\xBF") {
            reader.raw.drain(..3);
            reader.encoding = Encoding::Utf8;
        }
        Ok(reader)
    }

    /// Bytes taken from the source so far, for showing progress.
    pub const fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    fn fetch(&mut self, most: usize) -> io::Result<()> {
        let kept = self.raw.len();
        self.raw.resize(kept + most, 0);
        let read = loop {
            match self.source.read(&mut self.raw[kept..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.raw
            .truncate(kept + read.as_ref().copied().unwrap_or_default());
        let read = read?;
        self.at_end |= read == 0;
        self.bytes_read += read as u64;
        Ok(())
    }

    /// Decodes all of `raw` but a sequence that may go on in the next chunk.
    fn decode(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        let mut rest = raw.as_slice();
        while !rest.is_empty() {
            let plain = rest
                .iter()
                .position(|byte| !byte.is_ascii())
                .unwrap_or(rest.len());
            let (ascii, beyond) = rest.split_at(plain);
            self.text.push_str(&String::from_utf8_lossy(ascii));
            rest = beyond;
            if rest.is_empty() {
                break;
            }
            let sequence = sequence(rest);
            if matches!(sequence, Sequence::Cut) && !self.at_end {
                break;
            }
            if self.encoding == Encoding::Undecided {
                self.encoding = match sequence {
                    Sequence::Whole(_) => Encoding::Utf8,
                    Sequence::Cut | Sequence::Invalid => Encoding::Windows1252,
                };
            }
            match sequence {
                Sequence::Whole(text)
                    if self.encoding == Encoding::Utf8 || never_meant_as_1252(text) =>
                {
                    self.text.push_str(text);
                    rest = &rest[text.len()..];
                }
                _ => {
                    let (letter, _) = WINDOWS_1252.decode_without_bom_handling(&rest[..1]);
                    self.text.push_str(&letter);
                    rest = &rest[1..];
                }
            }
        }
        self.raw = rest.to_vec();
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if self.at_end && self.raw.is_empty() {
                return Ok(0);
            }
            self.text.clear();
            self.given = 0;
            if !self.at_end {
                self.fetch(CHUNK)?;
            }
            self.decode();
        }
        let waiting = &self.text.as_bytes()[self.given..];
        let length = waiting.len().min(out.len());
        out[..length].copy_from_slice(&waiting[..length]);
        self.given += length;
        Ok(length)
    }
}

/// The beginning of some bytes, the first of which is not ASCII, seen as UTF-8.
enum Sequence<'a> {
    /// One letter.
    Whole(&'a str),
    /// May be one letter, if there is more to come.
    Cut,
    Invalid,
}

fn sequence(bytes: &[u8]) -> Sequence<'_> {
    for length in 2..=bytes.len().min(4) {
        if let Ok(text) = std::str::from_utf8(&bytes[..length]) {
            return Sequence::Whole(text);
        }
    }
    match std::str::from_utf8(&bytes[..bytes.len().min(4)]) {
        Err(error) if error.valid_up_to() == 0 && error.error_len().is_none() => Sequence::Cut,
        _ => Sequence::Invalid,
    }
}

fn never_meant_as_1252(text: &str) -> bool {
    matches!(text.as_bytes(), [0xC2 | 0xC3, _] | [0xE2, 0x80, _])
}

fn refuse_what_is_no_text(start: &[u8]) -> Result<(), OpenError> {
    const KINDS: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "a zip file or an Excel workbook"),
        (b"PK\x05\x06", "an empty zip file"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", "a gzip file"),
        (b"<!DOCTYPE", "a web page"),
        (b"<html", "a web page"),
    ];
    let without_mark = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    if without_mark.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenError::Empty);
    }
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Err(OpenError::Utf16);
    }
    let text = without_mark.trim_ascii_start();
    let begins = |with: &[u8]| {
        text.get(..with.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(with))
    };
    if let Some((_, kind)) = KINDS.iter().find(|(signature, _)| begins(signature)) {
        return Err(OpenError::NotCsv(kind));
    }
    // ASCII in UTF-16 has a NUL in every second place. The first line of a CSV file has none at all.
    let head = &start[..start.len().min(64)];
    let nul_at = |parity: usize| head.iter().skip(parity).step_by(2).all(|byte| *byte == 0);
    if head.len() >= 4 && (nul_at(0) != nul_at(1)) {
        return Err(OpenError::Utf16);
    }
    let first_line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    if first_line.contains(&0) {
        return Err(OpenError::NotCsv("a binary file"));
    }
    Ok(())
}

//! Looks into an uploaded file before a spreadsheet reader does: size, kind, how much it unpacks to.
//!
//! The parts that are needed are unpacked under a limit and put into a new, unpacked file. The spreadsheet reader sees
//! that one alone, so it cannot meet more than was measured, whatever the file says of itself.

use super::ReadError;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most bytes of an uploaded form.
pub const MAX_UPLOAD: usize = 5 * 1024 * 1024;
/// Most bytes of all its parts, unpacked.
const MAX_UNPACKED: u64 = 16 * 1024 * 1024;
/// Most parts of it.
const MAX_PARTS: usize = 500;

/// True for the parts that hold texts; pictures and macros are left out.
fn is_needed(name: &str) -> bool {
    (name == "[Content_Types].xml" || name.starts_with("_rels/") || name.starts_with("xl/"))
        && (name.ends_with(".xml") || name.ends_with(".rels"))
        && !["xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/"]
            .iter()
            .any(|folder| name.starts_with(folder))
}

/// The file with nothing in it but what is needed, not packed.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > MAX_UPLOAD {
        return Err(ReadError::TooLarge);
    }
    let broken = |_| ReadError::NotASpreadsheet;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(ReadError::TooMuchInside);
    }
    let mut left = MAX_UNPACKED;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().to_owned();
        if part.is_dir() || !is_needed(&name) {
            continue;
        }
        let mut content = Vec::new();
        // One byte more than is left shows that there is more.
        part.take(left + 1)
            .read_to_end(&mut content)
            .map_err(|_| ReadError::NotASpreadsheet)?;
        left = left
            .checked_sub(content.len() as u64)
            .ok_or(ReadError::TooMuchInside)?;
        out.start_file(name, stored).map_err(broken)?;
        out.write_all(&content)
            .map_err(|_| ReadError::NotASpreadsheet)?;
    }
    Ok(out.finish().map_err(broken)?.into_inner())
}

//! Office files, which are zip archives inside: that they are what they promise, are not made to fill the memory, and
//! carry no macros or programs. Every entry is unpacked once, into nothing.

use super::look::{Trouble, other_kind, refuse, with_article};
use super::search::{Search, eicar, read_through};
use domain::evidence::files::{FileKind, extension};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Most entries: a long workbook has some hundreds.
const ENTRIES: usize = 5_000;
/// Most bytes that all entries unpack to.
const EXPANDED: u64 = 200 * 1024 * 1024;
/// Most bytes of the entry that says what the file is.
const LABEL: u64 = 1024 * 1024;

const BOMB: &str = "unpacks to far more than its size. Save it again, and add the new file";
const MACROS: &str = "contains macros. Save it without macros, as .docx, .xlsx or .pptx";
const LOCKED: &str =
    "is protected by a password, so nobody could read it. Remove the password and add it again";
const PROGRAM: &str = "has a program inside. Remove it and add the file again";

/// What runs when it is opened.
const PROGRAMS: &[&str] = &[
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf",
    "hta", "jar", "lnk", "reg", "html", "htm", "swf",
];

/// Looks into an office file.
pub(super) fn look(path: &Path, kind: FileKind, head: &[u8]) -> Result<(), Trouble> {
    // The container of old formats, and of new ones that are locked.
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return refuse(LOCKED);
    }
    if !head.starts_with(b"PK\x03\x04") {
        return refuse(other_kind(head, kind));
    }
    let Ok(mut archive) = ZipArchive::new(BufReader::new(File::open(path)?)) else {
        return refuse(other_kind(&[], kind));
    };
    if archive.offset() != 0 || archive.comment().len() > 256 {
        return refuse(other_kind(&[], kind));
    }
    if archive.len() > ENTRIES {
        return refuse(BOMB);
    }
    let (mut total, mut label) = (0_u64, None);
    for index in 0..archive.len() {
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(why))
                if why.to_lowercase().contains("password") =>
            {
                return refuse(LOCKED);
            }
            Err(_) => return refuse(other_kind(&[], kind)),
        };
        if entry.encrypted() {
            return refuse(LOCKED);
        }
        let name = entry.name().to_owned();
        if entry.enclosed_name().is_none() || entry.is_symlink() {
            return refuse(other_kind(&[], kind));
        }
        entry_name(&name)?;
        if entry.size().saturating_add(total) > EXPANDED {
            return refuse(BOMB);
        }
        if name == "[Content_Types].xml" || name == "mimetype" {
            let mut text = Vec::new();
            if (&mut entry).take(LABEL).read_to_end(&mut text).is_err() {
                return refuse(other_kind(&[], kind));
            }
            total += text.len() as u64;
            label = Some(String::from_utf8_lossy(&text).into_owned());
        }
        let eicar = eicar();
        let mut search = Search::new(&[&eicar]);
        match read_through(&mut entry, &mut search, EXPANDED - total.min(EXPANDED)) {
            Ok(n) => total += n,
            // A sum that does not agree, or bytes that are not packed as they say.
            Err(_) => return refuse(other_kind(&[], kind)),
        }
        if total > EXPANDED {
            return refuse(BOMB);
        }
        if search.saw(0) {
            return refuse("was refused by the virus check");
        }
    }
    is_kind(label.as_deref().unwrap_or_default(), kind)
}

/// Refuses macros and programs by the names of entries.
fn entry_name(name: &str) -> Result<(), Trouble> {
    let lower = name.to_lowercase();
    let macros = lower.contains("vbaproject")
        || lower.ends_with("vbadata.xml")
        || lower.contains("/activex/")
        || lower.starts_with("basic/")
        || lower.starts_with("scripts/");
    if macros {
        return refuse(MACROS);
    }
    if PROGRAMS.contains(&extension(&lower).as_str()) {
        return refuse(PROGRAM);
    }
    Ok(())
}

/// The label inside says what the name promises.
fn is_kind(label: &str, kind: FileKind) -> Result<(), Trouble> {
    if label.to_lowercase().contains("macroenabled") {
        return refuse(MACROS);
    }
    let is = |kind: FileKind| match kind {
        FileKind::Docx => label.contains("wordprocessingml.document.main+xml"),
        FileKind::Xlsx => label.contains("spreadsheetml.sheet.main+xml"),
        FileKind::Pptx => label.contains("presentationml.presentation.main+xml"),
        other => label.trim() == other.media_type(),
    };
    if is(kind) {
        return Ok(());
    }
    match FileKind::all().filter(|k| k.is_package()).find(|k| is(*k)) {
        Some(found) => refuse(format!(
            "is really {}. Save it again as what it is",
            with_article(found.in_words())
        )),
        None => refuse(other_kind(&[], kind)),
    }
}

//! PDFs: no scripts, no programs, no files inside, no password. Objects may be packed, so they are read and not only
//! searched for. What the reader cannot make sense of is left to the plain search in [`super::look`].

use super::look::{Trouble, refuse};
use lopdf::{Dictionary, Document, LoadOptions, Object};
use std::path::Path;

/// Most bytes that one packed stream of objects may unpack to.
const STREAM: usize = 4 * 1024 * 1024;
/// How deep dictionaries may lie in each other before the rest is not looked at.
const DEPTH: usize = 24;

/// Looks into a PDF.
pub(super) fn look(path: &Path) -> Result<(), Trouble> {
    let options = LoadOptions {
        max_decompressed_size: Some(STREAM),
        ..LoadOptions::default()
    };
    let document = match Document::load_with_options(path, options) {
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => {
            return refuse(
                "is protected by a password, so nobody could read it. Remove the password and add it again",
            );
        }
        Err(_) => return Ok(()),
    };
    for object in document.objects.values() {
        if let Some(words) = found(object, 0) {
            return refuse(words);
        }
    }
    Ok(())
}

/// What should not be there, in words.
fn found(object: &Object, depth: usize) -> Option<&'static str> {
    if depth > DEPTH {
        return None;
    }
    match object {
        Object::Dictionary(dictionary) => in_dictionary(dictionary, depth),
        Object::Stream(stream) => in_dictionary(&stream.dict, depth),
        Object::Array(items) => items.iter().find_map(|item| found(item, depth + 1)),
        _ => None,
    }
}

fn in_dictionary(dictionary: &Dictionary, depth: usize) -> Option<&'static str> {
    let names = |key: &[u8], value: &[u8]| {
        dictionary
            .get(key)
            .and_then(Object::as_name)
            .is_ok_and(|name| name == value)
    };
    if dictionary.has(b"JS") || names(b"S", b"JavaScript") || names(b"S", b"Launch") {
        return Some("contains a script or starts a program. Print it to PDF and add the new file");
    }
    if names(b"Type", b"EmbeddedFile") {
        return Some("has another file inside. Add that one by itself");
    }
    dictionary
        .iter()
        .find_map(|(_, value)| found(value, depth + 1))
}

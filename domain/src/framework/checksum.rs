//! The fingerprint of a framework file, by which a frozen version is recognised.

use sha2::{Digest, Sha256};

/// The SHA-256 of a framework's text, as 64 small hexadecimal digits.
///
/// Line endings count as `\n` whichever way they were saved, and a byte order mark at the start does not count:
/// a file that only went through an editor on another system is still the same file. Everything else counts,
/// comments included.
pub fn checksum(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    hex::encode(Sha256::digest(text.as_bytes()))
}

//! Mails written as `.eml` files, where no SMTP server is set: for trying the product out and for its
//! demonstration.
//!
//! A mail that is written twice is one file, and a file is there whole or not at all. The folder is for its
//! owner alone, since mails hold one-time links.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// Name of the file for a mail: its day (UTC), what can stand in a file name of its id, and a digest of the whole
/// id, since two ids may differ in nothing else.
pub(super) fn file_name(date: DateTime<Utc>, message_id: &str) -> String {
    let readable: String = message_id
        .split('@')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(60)
        .collect();
    let digest = hex::encode(Sha256::digest(message_id.as_bytes()));
    format!(
        "{}-{readable}-{}.eml",
        date.format("%Y-%m-%d"),
        &digest[..8]
    )
}

/// Writes one mail into `folder`, which is made where it is missing; gives the path. An older file of that name is
/// replaced. Blocks: to be called off the async threads.
///
/// # Errors
/// Whatever the file system says: disk full, folder not writable.
pub(super) fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    make_private_folder(folder)?;
    let path = folder.join(name);
    // The name does not end in .eml, so that nobody reads half a mail. Two writers of one mail write the same
    // bytes; each under its own name, since a shared one could be renamed away half-written.
    let unfinished = folder.join(format!(".{name}.{}.part", unique_suffix()));
    let written = write_and_sync(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, &path));
    if let Err(fault) = written {
        let _ = fs::remove_file(&unfinished);
        return Err(fault);
    }
    // Renaming is a change of the folder, and lasts only when the folder is on the disk.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(path)
}

fn write_and_sync(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn unique_suffix() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static WRITES: AtomicU64 = AtomicU64::new(0);
    format!(
        "{}-{}",
        std::process::id(),
        WRITES.fetch_add(1, Ordering::Relaxed)
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_file_name_is_tame_whatever_the_id() {
        let date = Utc.with_ymd_and_hms(2027, 3, 3, 23, 59, 0).unwrap();
        let name = file_name(date, "<daily-7f3a@quintet.example>");
        assert!(
            name.starts_with("2027-03-03-daily-7f3a-") && name.ends_with(".eml"),
            "{name}"
        );

        let name = file_name(date, &format!("<../../etc/passwd\0{}@x>", "é".repeat(900)));
        assert!(
            name.starts_with("2027-03-03-etcpasswd-") && name.len() < 100,
            "{name}"
        );
        assert_ne!(file_name(date, "<a/b@x>"), file_name(date, "<ab@x>"));
    }

    #[test]
    fn writing_twice_leaves_one_whole_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mail = folder.path().join("mail");
        write_whole(&mail, "a.eml", b"first, and a longer text").unwrap();
        let path = write_whole(&mail, "a.eml", b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(&mail).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_mails() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mail = folder.path().join("mail");
        let path = write_whole(&mail, "a.eml", b"x").unwrap();
        assert_eq!(fs::metadata(&mail).unwrap().permissions().mode() & 0o077, 0);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
}

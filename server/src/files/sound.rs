//! Containers of sound: that they begin as such, and that nothing stands behind their end.

use domain::evidence::files::FileKind;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Most parts of a container that are walked through; a recording of an hour has some ten thousand pages.
const PARTS: usize = 200_000;

/// Begins with a tag or a frame of MPEG sound, and the first frame is one of layer III.
pub(super) fn is_mp3(file: &mut File, head: &[u8]) -> io::Result<bool> {
    let start = match head {
        [b'I', b'D', b'3', _, _, _, a, b, c, d, ..]
            if [a, b, c, d].iter().all(|byte| **byte < 0x80) =>
        {
            let size = [a, b, c, d]
                .iter()
                .fold(0_u64, |n, byte| (n << 7) | u64::from(**byte));
            10 + size
        }
        _ => 0,
    };
    file.seek(SeekFrom::Start(start))?;
    let mut frame = Vec::new();
    file.take(2048).read_to_end(&mut frame)?;
    // Some programs pad their tag with zeros.
    let frame = match frame.iter().position(|b| *b != 0) {
        Some(at) => frame.get(at..).unwrap_or_default(),
        None => return Ok(false),
    };
    Ok(matches!(frame, [0xff, second, ..] if second & 0xe6 == 0xe2))
}

/// True when the container's last part ends where the file ends.
pub(super) fn ends_well(file: &mut File, kind: FileKind) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    match kind {
        FileKind::Wav => {
            file.seek(SeekFrom::Start(4))?;
            let mut size = [0; 4];
            file.read_exact(&mut size)?;
            let size = u32::from_le_bytes(size);
            // A recorder that was cut off leaves 0 or all ones.
            let end = u64::from(size) + 8;
            Ok(matches!(size, 0 | u32::MAX)
                || end == length
                || end + 1 == length
                || end == length + 1)
        }
        FileKind::M4a => walk(file, length, |head| {
            let size = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
            let named = head
                .get(4..8)
                .is_some_and(|n| n.iter().all(|b| (0x20..0x7f).contains(b) || *b == 0xa9));
            match size {
                _ if !named => None,
                // To the end of the file.
                0 => Some(u64::MAX),
                1 => {
                    let mut large = [0; 8];
                    large.copy_from_slice(head.get(8..16)?);
                    Some(u64::from_be_bytes(large)).filter(|n| *n >= 16)
                }
                n => Some(n).filter(|n| *n >= 8),
            }
        }),
        FileKind::Ogg => walk(file, length, |head| {
            let segments = usize::from(*head.get(26)?);
            let table = head.get(27..27 + segments)?;
            let body: u64 = table.iter().map(|b| u64::from(*b)).sum();
            head.starts_with(b"OggS")
                .then_some(27 + segments as u64 + body)
        }),
        _ => Ok(true),
    }
}

/// Goes from part to part. `size` tells a part's length from its first bytes, none when they are no part's.
fn walk(file: &mut File, length: u64, size: impl Fn(&[u8]) -> Option<u64>) -> io::Result<bool> {
    let mut at = 0_u64;
    for _ in 0..PARTS {
        if at == length {
            return Ok(true);
        }
        file.seek(SeekFrom::Start(at))?;
        let mut head = Vec::new();
        (&mut *file).take(300).read_to_end(&mut head)?;
        if head.len() < 8 {
            return Ok(false);
        }
        match size(&head) {
            Some(u64::MAX) => return Ok(true),
            Some(n) if at.checked_add(n).is_some_and(|end| end <= length) => at += n,
            _ => return Ok(false),
        }
    }
    Ok(false)
}

//! Looks for byte strings in a stream without holding it.

use std::io::{self, Read, Seek, SeekFrom};

/// The industry's test string for virus checkers, put together here so that this program is not itself taken for one.
pub(super) fn eicar() -> Vec<u8> {
    let halves = [
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EI",
        "CAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ];
    halves.concat().into_bytes()
}

/// Says which of the needles has been seen, over pieces of any size.
pub(super) struct Search {
    needles: Vec<Vec<u8>>,
    found: Vec<bool>,
    rest: Vec<u8>,
}

impl Search {
    pub(super) fn new(needles: &[&[u8]]) -> Self {
        Self {
            needles: needles.iter().map(|n| n.to_vec()).collect(),
            found: vec![false; needles.len()],
            rest: Vec::new(),
        }
    }

    /// The next piece.
    pub(super) fn feed(&mut self, piece: &[u8]) {
        let longest = self.needles.iter().map(Vec::len).max().unwrap_or(0);
        self.rest.extend_from_slice(piece);
        for (needle, found) in self.needles.iter().zip(&mut self.found) {
            *found = *found || contains(&self.rest, needle);
        }
        let keep = self.rest.len().min(longest.saturating_sub(1));
        let from = self.rest.len() - keep;
        self.rest.drain(..from);
    }

    /// Whether the needle of this number has been seen.
    pub(super) fn saw(&self, needle: usize) -> bool {
        self.found.get(needle).copied().unwrap_or(false)
    }
}

/// True when `needle` stands in `text`.
pub(super) fn contains(text: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else {
        return true;
    };
    let mut from = 0;
    while let Some(at) = text
        .get(from..)
        .and_then(|rest| rest.iter().position(|b| b == first))
    {
        if text
            .get(from + at..)
            .is_some_and(|rest| rest.starts_with(needle))
        {
            return true;
        }
        from += at + 1;
    }
    false
}

/// Reads a whole stream through a search; the number of bytes.
pub(super) fn read_through(
    mut from: impl Read,
    search: &mut Search,
    limit: u64,
) -> io::Result<u64> {
    let mut piece = vec![0; 64 * 1024];
    let mut total = 0;
    loop {
        let n = from.read(&mut piece)?;
        if n == 0 {
            return Ok(total);
        }
        search.feed(piece.get(..n).unwrap_or_default());
        total += n as u64;
        if total > limit {
            return Ok(total);
        }
    }
}

/// The last bytes of a file, at most `most`.
pub(super) fn tail(file: &mut (impl Read + Seek), most: u64) -> io::Result<Vec<u8>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    let mut out = Vec::new();
    file.take(most).read_to_end(&mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_found_over_the_border_of_two_pieces() {
        for cut in 0..68 {
            let text = eicar();
            let mut search = Search::new(&[&text, b"never"]);
            search.feed(b"before ");
            search.feed(&text[..cut]);
            search.feed(&text[cut..]);
            assert!(search.saw(0) && !search.saw(1), "{cut}");
        }
        assert!(!contains(b"abab", b"abc") && contains(b"ababc", b"abc"));
    }
}

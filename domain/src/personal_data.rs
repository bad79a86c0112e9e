//! Text that looks as if it could lead to one pupil: found before it is saved, so that whoever wrote it is asked.
//!
//! Four things are looked for: UPNs, NHS numbers, dates of birth, and a child's name with an age or a year group. Each
//! is a question and not a refusal: the form is shown again with what was found and why it matters, and may be sent
//! once more with the box ticked ([`ask`]). False alarms teach people to tick boxes without reading, so each rule
//! wants more than one sign. Holds no HTTP, no storage and no page.

mod ask;
mod children;
mod dates;
mod numbers;
mod stop_words;
mod tokens;

#[cfg(test)]
mod tests;

pub use ask::{Accepted, FIELD, Found, ask, ask_since, asked, collect, digest};

use std::ops::Range;
use tokens::tokens;

/// What a piece of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConcernKind {
    /// A unique pupil number: check letter and twelve more characters, with the check letter right.
    Upn,
    /// A date beside a word such as "born".
    DateOfBirth,
    /// Ten digits whose last one is right by modulus 11.
    NhsNumber,
    /// A given name with an age or a year group.
    ChildWithAge,
}

impl ConcernKind {
    /// What it looks like, with its article: "a pupil’s UPN".
    pub fn words(self) -> &'static str {
        match self {
            Self::Upn => "a pupil’s UPN",
            Self::DateOfBirth => "a date of birth",
            Self::NhsNumber => "an NHS number",
            Self::ChildWithAge => "a child’s name with an age or year group",
        }
    }

    /// Why it should not stand in a review, in one sentence.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Upn => "A UPN belongs to one pupil and can be looked up.",
            Self::DateOfBirth => {
                "With a date of birth, people who know the school can tell who is meant."
            }
            Self::NhsNumber => "An NHS number belongs to one person and leads to health records.",
            Self::ChildWithAge => "People who know the school can tell which child is meant.",
        }
    }
}

/// One piece of text that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// What it looks like.
    pub kind: ConcernKind,
    /// Where it stands: bytes of the text, always at the borders of characters.
    pub range: Range<usize>,
    /// The words themselves. For the person who wrote them; never for a log.
    pub words: String,
}

impl Concern {
    /// Why it matters, in one sentence.
    pub fn reason(&self) -> &'static str {
        self.kind.reason()
    }
}

/// Everything in `text` that looks as if it could lead to one pupil, in order and without overlaps.
///
/// A full date counts as a date of birth only beside words that say so: reviews are full of dates, and a date alone
/// leads to nobody. An age or a year group counts only with a name.
pub fn find(text: &str) -> Vec<Concern> {
    let tokens = tokens(text);
    let mut found: Vec<(ConcernKind, Range<usize>)> = Vec::new();
    found.extend(numbers::upns(text).map(|r| (ConcernKind::Upn, r)));
    found.extend(numbers::nhs_numbers(&tokens).map(|r| (ConcernKind::NhsNumber, r)));
    found.extend(dates::births(&tokens).map(|r| (ConcernKind::DateOfBirth, r)));
    found.extend(children::with_age(&tokens).map(|r| (ConcernKind::ChildWithAge, r)));
    found.sort_by_key(|(kind, range)| (range.start, std::cmp::Reverse(range.end), *kind));
    let mut out: Vec<Concern> = Vec::new();
    for (kind, range) in found {
        if out.last().is_some_and(|last| last.range.end > range.start) {
            continue;
        }
        let Some(words) = text.get(range.clone()) else {
            continue;
        };
        out.push(Concern {
            kind,
            words: words.to_owned(),
            range,
        });
    }
    out
}

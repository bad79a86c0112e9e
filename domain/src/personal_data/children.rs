//! A given name with an age or a year group.
//!
//! A name is a word with a capital that is no word of school life and does not follow a title or the name of a place's
//! preposition. Ages are 2 to 19, in figures or words.

use super::stop_words::is_common;
use super::tokens::{Kind, Token, span};
use std::ops::Range;

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "sir",
    "madam",
    "professor",
    "councillor",
    "cllr",
];
const PLACES: &[&str] = &["at", "in", "near", "around", "across"];
const CHILDREN: &[&str] = &[
    "boy", "girl", "pupil", "child", "student", "learner", "son", "daughter", "brother", "sister",
];
const YEARS: &[&str] = &["year", "years", "yr", "yrs", "yo", "y", "months"];
const NUMBERS: [&str; 18] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// Names with ages or year groups.
pub(super) fn with_age(tokens: &[Token<'_>]) -> impl Iterator<Item = Range<usize>> {
    (0..tokens.len()).filter_map(move |at| {
        let end = if is_name(tokens, at) {
            after_name(tokens, at)
        } else {
            before_name(tokens, at)
        }?;
        tokens.get(at..end).map(span)
    })
}

/// True when the token may be somebody's given name (or surname).
fn is_name(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at).filter(|t| t.kind == Kind::Word) else {
        return false;
    };
    let mut chars = token.text.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let small = chars.clone().filter(|c| c.is_lowercase()).count();
    let large = chars.filter(|c| c.is_uppercase()).count();
    let name = token
        .text
        .strip_suffix("'s")
        .or_else(|| token.text.strip_suffix("’s"))
        .unwrap_or(token.text);
    capital && small >= 1 && large <= 1 && !is_common(name) && !follows(tokens, at)
}

/// True after a title (staff) or a preposition of place.
fn follows(tokens: &[Token<'_>], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|i| tokens.get(i));
    let title = |n: usize| before(n).is_some_and(|t| t.is_word(TITLES));
    title(1)
        || (before(1).is_some_and(|t| t.is_mark('.')) && title(2))
        || before(1).is_some_and(|t| t.is_word(PLACES) && t.text.chars().all(char::is_lowercase))
        // "Mrs Ann Smith"
        || (title(2) && before(1).is_some_and(|t| t.kind == Kind::Word && t.text.starts_with(char::is_uppercase)))
}

/// How many tokens an age has, in figures or words; none where there is none.
fn is_age(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|t| {
        t.is_word(&NUMBERS)
            || (!t.text.starts_with('0') && t.number().is_some_and(|n| (2..=19).contains(&n)))
    })
}

/// The token after "Year 4", "Yr 4", "Y4", "Reception" or "Nursery".
fn year_group(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    if token.is_word(&["reception", "nursery"]) && token.text.starts_with(char::is_uppercase) {
        return Some(at + 1);
    }
    let number = tokens.get(at + 1)?;
    let named = token.is_word(&["year", "yr"]) || (token.is_word(&["y"]) && !number.spaced);
    (named && number.number().is_some_and(|n| (1..=13).contains(&n))).then_some(at + 2)
}

/// True where a sentence or a list may go on or end: after "Ahmed, 9" there is no noun that is counted.
fn ends(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return true;
    };
    if token.first {
        return true;
    }
    if token.kind == Kind::Mark {
        // "Table, 9.5" and "Score, 9/10" and "Result, 9%" are no ages.
        let number_follows = tokens
            .get(at + 1)
            .is_some_and(|t| t.kind == Kind::Number && !t.spaced);
        return ".,;:)!?–—".contains(token.text) && !number_follows;
    }
    token.is_word(&["and", "who", "is", "was", "has", "said", "told", "says"])
}

/// How far "Ahmed, 9", "Ahmed (aged 9)", "Ahmed, a 9-year-old", "Ahmed K in Year 4" reaches, from the name at `at`.
fn after_name(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut i = at + 1;
    // A surname or an initial belongs to the name; the last name is the one that the age stands beside.
    if let Some(initial) = tokens.get(i)
        && initial.kind == Kind::Word
        && initial.text.chars().count() == 1
        && initial.text.starts_with(char::is_uppercase)
        && !initial.is_word(&["y"])
    {
        i += 1;
        i += usize::from(tokens.get(i).is_some_and(|t| t.is_mark('.')));
    } else if is_name(tokens, i) && !tokens.get(i).is_some_and(|t| t.first) {
        i += 1;
    }
    let comma = tokens.get(i).is_some_and(|t| t.is_mark(','));
    let bracket = tokens
        .get(i)
        .is_some_and(|t| t.is_mark('(') || t.is_mark('['));
    let mut j = i + usize::from(comma || bracket);
    if tokens.get(j).is_some_and(|t| t.is_word(&["who"])) {
        j += 1;
    }
    let is = tokens.get(j).is_some_and(|t| t.is_word(&["is", "was"]));
    j += usize::from(is);
    age_said(tokens, j)
        .or_else(|| plain_age(tokens, j, comma, bracket, is))
        .or_else(|| in_year(tokens, j, comma, bracket))
}

/// "aged 9", "age: 9", "a 9-year-old", "9 years old", "9yo".
fn age_said(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let word = |i: usize, words: &[&str]| tokens.get(i).is_some_and(|t| t.is_word(words));
    if word(at, &["aged", "age"]) {
        let colon = usize::from(
            tokens.get(at + 1).is_some_and(|t| t.is_mark(':')) || word(at + 1, &["of"]),
        );
        return is_age(tokens.get(at + 1 + colon)).then_some(at + 2 + colon);
    }
    let article = usize::from(word(at, &["a", "an"]));
    years_old(tokens, at + article)
}

/// "9-year-old", "nine years old", "9 yrs", "9yo": the token after it.
fn years_old(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !is_age(tokens.get(at)) {
        return None;
    }
    let dash = |i: usize| {
        usize::from(
            tokens
                .get(i)
                .is_some_and(|t| t.is_mark('-') || t.is_mark('‑')),
        )
    };
    let years = at + 1 + dash(at + 1);
    if !tokens.get(years).is_some_and(|t| t.is_word(YEARS)) {
        return None;
    }
    let old = years + 1 + dash(years + 1);
    let is_old = tokens.get(old).is_some_and(|t| t.is_word(&["old", "olds"]));
    let short = tokens.get(years).is_some_and(|t| t.is_word(&["yo", "yrs"]));
    match (is_old, short) {
        (true, _) => Some(old + 1),
        (false, true) => Some(years + 1),
        (false, false) => ends(tokens, years + 1).then_some(years + 1),
    }
}

/// "Ahmed, 9" and "Ahmed (9)": a bare number right after the name, with nothing counted after it.
fn plain_age(
    tokens: &[Token<'_>],
    at: usize,
    comma: bool,
    bracket: bool,
    is: bool,
) -> Option<usize> {
    let number = tokens
        .get(at)
        .filter(|t| t.kind == Kind::Number && is_age(Some(t)))?;
    let next = tokens.get(at + 1);
    let closed = next.is_some_and(|t| t.is_mark(')') || t.is_mark(']') || t.is_mark(','));
    let listed = number.spaced && comma && !is && ends(tokens, at + 1);
    ((bracket && closed) || listed).then_some(at + 1)
}

/// "Ahmed in Year 4", "Ahmed (Year 4)", "Ahmed, Year 4".
fn in_year(tokens: &[Token<'_>], at: usize, comma: bool, bracket: bool) -> Option<usize> {
    let within = tokens.get(at).is_some_and(|t| t.is_word(&["in", "from"]));
    let end = year_group(tokens, at + usize::from(within))?;
    let stands_alone = within
        && !tokens
            .get(end)
            .is_some_and(|t| t.is_mark('-') || t.is_mark('–'));
    let enclosed = (comma || bracket) && ends(tokens, end);
    (stands_alone || enclosed).then_some(end)
}

/// "9-year-old Ahmed", "Year 4 pupil called Ahmed": how far it reaches, when it begins at `at`.
fn before_name(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let word = |i: usize, words: &[&str]| tokens.get(i).is_some_and(|t| t.is_word(words));
    let (mut i, needs_noun) = match years_old(tokens, at) {
        Some(i) => (i, false),
        None => (year_group(tokens, at)?, true),
    };
    let noun = word(i, CHILDREN)
        && tokens
            .get(i)
            .is_some_and(|t| t.text.starts_with(char::is_lowercase));
    if needs_noun && !noun {
        return None;
    }
    i += usize::from(noun);
    i += usize::from(tokens.get(i).is_some_and(|t| t.is_mark(',')));
    i += usize::from(word(i, &["called", "named"]));
    // A name on the next line, or after a full stop, belongs to the next sentence.
    (is_name(tokens, i) && !tokens.get(i).is_some_and(|t| t.first)).then_some(i + 1)
}

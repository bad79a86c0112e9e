//! Dates that the words beside them make dates of birth.

use super::tokens::{Kind, Token, span};
use std::ops::Range;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How many tokens before a date, and after it, may say that it is a birth.
const BEFORE: usize = 7;
const AFTER: usize = 5;

/// Dates beside a word for birth.
pub(super) fn births(tokens: &[Token<'_>]) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    (0..tokens.len()).filter_map(move |at| {
        if at < next {
            return None;
        }
        let count = date(tokens.get(at..)?)?;
        next = at + count;
        let before = tokens.get(at.saturating_sub(BEFORE)..at)?;
        let after = tokens.get(next..(next + AFTER).min(tokens.len()))?;
        (says_birth(before) || says_birth(after)).then(|| tokens.get(at..next).map(span))?
    })
}

/// True when one of the words for birth, or `D.O.B`, is among the tokens.
fn says_birth(tokens: &[Token<'_>]) -> bool {
    tokens
        .iter()
        .any(|t| t.is_word(&["born", "dob", "birth", "birthday", "birthdate"]))
        || tokens.windows(5).any(|w| {
            let [d, _, o, _, b] = w else { return false };
            d.is_word(&["d"]) && o.is_word(&["o"]) && b.is_word(&["b"])
        })
}

/// How many tokens at the beginning make a whole date: `14/3/2015`, `14.03.15`, `2015-03-14`, `14th of March 2015`,
/// `14 Mar 2015`, `March 14, 2015`.
fn date(tokens: &[Token<'_>]) -> Option<usize> {
    figures(tokens)
        .or_else(|| day_first(tokens))
        .or_else(|| month_first(tokens))
}

fn is_day(t: Option<&Token<'_>>) -> bool {
    t.is_some_and(|t| t.text.len() <= 2 && t.number().is_some_and(|n| (1..=31).contains(&n)))
}

fn is_year(t: Option<&Token<'_>>) -> bool {
    t.is_some_and(|t| match t.text.len() {
        2 => t.kind == Kind::Number,
        4 => t.number().is_some_and(|n| (1900..=2100).contains(&n)),
        _ => false,
    })
}

/// A month's name: whole, or its first three or four letters.
fn is_month(t: Option<&Token<'_>>) -> bool {
    t.is_some_and(|t| {
        let word = t.text.to_lowercase();
        t.kind == Kind::Word
            && word.len() >= 3
            && MONTHS
                .iter()
                .any(|m| *m == word || (word.len() <= 4 && m.starts_with(&word)))
    })
}

fn figures(tokens: &[Token<'_>]) -> Option<usize> {
    let mark = tokens
        .get(1)
        .filter(|t| "/.-".contains(t.text) && t.kind == Kind::Mark)?;
    let same = tokens.get(3).is_some_and(|t| t.text == mark.text);
    let (one, two, three) = (tokens.first(), tokens.get(2), tokens.get(4));
    let is_month_number = |t: Option<&Token<'_>>| {
        t.is_some_and(|t| t.number().is_some_and(|n| (1..=12).contains(&n)))
    };
    let whole = (is_day(one) && is_month_number(two) && is_year(three))
        || (one.is_some_and(|t| t.text.len() == 4)
            && is_year(one)
            && is_month_number(two)
            && is_day(three));
    (same && whole).then_some(5)
}

fn ordinal(t: Option<&Token<'_>>) -> usize {
    usize::from(t.is_some_and(|t| !t.spaced && t.is_word(&["st", "nd", "rd", "th"])))
}

fn day_first(tokens: &[Token<'_>]) -> Option<usize> {
    if !is_day(tokens.first()) {
        return None;
    }
    let mut at = 1 + ordinal(tokens.get(1));
    at += usize::from(tokens.get(at).is_some_and(|t| t.is_word(&["of"])));
    if !is_month(tokens.get(at)) {
        return None;
    }
    at += 1;
    at += usize::from(tokens.get(at).is_some_and(|t| t.is_mark(',')));
    is_year(tokens.get(at)).then_some(at + 1)
}

fn month_first(tokens: &[Token<'_>]) -> Option<usize> {
    if !is_month(tokens.first()) || !is_day(tokens.get(1)) {
        return None;
    }
    let mut at = 2 + ordinal(tokens.get(2));
    at += usize::from(tokens.get(at).is_some_and(|t| t.is_mark(',')));
    is_year(tokens.get(at)).then_some(at + 1)
}

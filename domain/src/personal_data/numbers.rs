//! UPNs and NHS numbers, told from other numbers by their check characters.

use super::tokens::{Kind, Token, span};
use std::ops::Range;

/// The letters of UPNs in the order of their values: without I, O and S, which are taken for digits.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// Value of a character of a UPN after the check letter.
fn upn_value(c: u8) -> Option<usize> {
    if c.is_ascii_digit() {
        Some(usize::from(c - b'0'))
    } else {
        LETTERS.iter().position(|l| *l == c)
    }
}

/// True for a unique pupil number: the letter is the one that the rest asks for. Weights 2 to 13, modulus 23, after the
/// department's guide to UPNs. A temporary one ends with a letter.
pub(super) fn is_upn(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let [check, rest @ ..] = upper.as_bytes() else {
        return false;
    };
    let (Some(digits), Some(last)) = (rest.get(..11), rest.get(11)) else {
        return false;
    };
    if rest.len() != 12 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let Some(last) = upn_value(*last) else {
        return false;
    };
    let sum = digits
        .iter()
        .zip(2..)
        .map(|(d, weight)| usize::from(*d - b'0') * weight)
        .sum::<usize>()
        + last * 13;
    LETTERS.get(sum % 23) == Some(check)
}

/// Runs of letters and digits that are UPNs.
pub(super) fn upns(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs.extend(start.map(|from| from..text.len()));
    runs.into_iter()
        .filter(|r| r.len() == 13 && text.get(r.clone()).is_some_and(is_upn))
}

/// True for ten digits of which the last is right: weights 10 to 2, modulus 11, after the NHS data dictionary. Ten
/// equal digits are somebody's way to fill a gap.
pub(super) fn is_nhs_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [body @ .., check] = values.as_slice() else {
        return false;
    };
    if values.len() != 10 || body.iter().all(|d| d == check) {
        return false;
    }
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        10 => false,
        expected => *check == expected,
    }
}

/// Ten digits together, or as three, three and four with a space or a dash between.
pub(super) fn nhs_numbers(tokens: &[Token<'_>]) -> impl Iterator<Item = Range<usize>> {
    let is_free = |at: usize, after: usize| {
        let glued = |t: &Token<'_>| matches!(t.kind, Kind::Word | Kind::Number);
        let before = at.checked_sub(1).and_then(|i| tokens.get(i));
        let touches_before = tokens.get(at).is_some_and(|t| !t.spaced) && before.is_some_and(glued);
        let touches_after = tokens.get(after).is_some_and(|t| !t.spaced && glued(t));
        !touches_before && !touches_after
    };
    (0..tokens.len()).filter_map(move |at| {
        let count = grouped(tokens.get(at..)?)?;
        let group = tokens.get(at..at + count)?;
        let digits: String = group
            .iter()
            .filter(|t| t.kind == Kind::Number)
            .map(|t| t.text)
            .collect();
        (is_free(at, at + count) && is_nhs_number(&digits)).then(|| span(group))
    })
}

/// How many tokens at the beginning make ten digits as NHS numbers are written.
fn grouped(tokens: &[Token<'_>]) -> Option<usize> {
    let digits = |i: usize, n: usize| {
        tokens
            .get(i)
            .is_some_and(|t| t.kind == Kind::Number && t.text.len() == n)
    };
    let dash = |i: usize| tokens.get(i).is_some_and(|t| t.is_mark('-'));
    if digits(0, 10) {
        Some(1)
    } else if digits(0, 3) && digits(1, 3) && digits(2, 4) {
        Some(3)
    } else if digits(0, 3) && dash(1) && digits(2, 3) && dash(3) && digits(4, 4) {
        Some(5)
    } else {
        None
    }
}

//! Dates as people write them in a line of text: `15 February 2027`, `Mon 15th Feb 2027`, `15/2/2027`, `15.2.27`,
//! `2027-02-15`, and the first halves of ranges, `15` and `15 February`. Days come before months, as in England.
//!
//! Private to the calendar. It reads shapes only; whether a date exists and what a range means is decided by
//! `closed_days`.

use chrono::{NaiveDate, Weekday};

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

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// A date of which the month and the year may have been left for the other end of the range to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenDate {
    pub(super) weekday: Option<Weekday>,
    pub(super) day: u32,
    pub(super) month: Option<u32>,
    pub(super) year: Option<i32>,
}

/// The number of a month by its English name: whole, or at least its first three letters.
pub(super) fn month_by_name(word: &str) -> Option<u32> {
    let at = by_prefix(word, MONTHS.iter().copied())?;
    u32::try_from(at + 1).ok()
}

/// A date at the very start of `text`, and what follows it.
pub(super) fn take_date(text: &str) -> Option<(WrittenDate, &str)> {
    let (weekday, text) = take_weekday(text);
    let (date, rest) = take_iso(text)
        .or_else(|| take_numeric(text))
        .or_else(|| take_named(text))?;
    ends_cleanly(rest).then_some((WrittenDate { weekday, ..date }, rest))
}

/// `15 February 2027`: how the calendar writes a date back.
pub(super) fn write_date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

fn by_prefix<'a>(word: &str, mut names: impl Iterator<Item = &'a str>) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    (word.len() >= 3)
        .then(|| names.position(|name| name.starts_with(&word)))
        .flatten()
}

fn take_weekday(text: &str) -> (Option<Weekday>, &str) {
    let (word, rest) = take_letters(text);
    match by_prefix(word, WEEKDAYS.iter().map(|(name, _)| *name)) {
        Some(at) => {
            let rest = rest.trim_start_matches(['.', ',']).trim_start();
            (WEEKDAYS.get(at).map(|(_, weekday)| *weekday), rest)
        }
        None => (None, text),
    }
}

/// `2027-02-15`, or with slashes or dots.
fn take_iso(text: &str) -> Option<(WrittenDate, &str)> {
    let (year, rest) = take_number(text, 4..=4)?;
    let (mark, rest) = take_mark(rest)?;
    let (month, rest) = take_number(rest, 1..=2)?;
    let (day, rest) = take_number(rest.strip_prefix(mark)?, 1..=2)?;
    Some((written(day, Some(month), i32::try_from(year).ok()), rest))
}

/// `15/2/2027`, `15-2-27`, or `15/2` without a year.
fn take_numeric(text: &str) -> Option<(WrittenDate, &str)> {
    let (day, rest) = take_number(text, 1..=2)?;
    let (mark, rest) = take_mark(rest)?;
    let (month, rest) = take_number(rest, 1..=2)?;
    let year = rest.strip_prefix(mark).and_then(|rest| {
        take_number(rest, 4..=4)
            .or_else(|| take_number(rest, 2..=2).map(|(year, rest)| (2000 + year, rest)))
    });
    match year {
        Some((year, rest)) => Some((written(day, Some(month), i32::try_from(year).ok()), rest)),
        // `15-19` and `9.30` are no dates, and nobody writes a day and month so.
        None if mark == '/' => Some((written(day, Some(month), None), rest)),
        None => None,
    }
}

/// `15th of February 2027`, `15 Feb`, or the bare `15`.
fn take_named(text: &str) -> Option<(WrittenDate, &str)> {
    let (day, rest) = take_number(text, 1..=2)?;
    let rest = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| strip_word(rest, ending))
        .unwrap_or(rest);
    let bare = (written(day, None, None), rest);
    let spaced = rest.trim_start();
    let (word, after) = take_letters(strip_word(spaced, "of").map_or(spaced, str::trim_start));
    let Some(month) = month_by_name(word) else {
        return Some(bare);
    };
    let tail = after.trim_start_matches([',', '.', ' ']);
    match take_number(tail, 4..=4) {
        Some((year, rest)) if ends_cleanly(rest) => {
            Some((written(day, Some(month), i32::try_from(year).ok()), rest))
        }
        _ => Some((written(day, Some(month), None), after)),
    }
}

const fn written(day: u32, month: Option<u32>, year: Option<i32>) -> WrittenDate {
    WrittenDate {
        weekday: None,
        day,
        month,
        year,
    }
}

/// A whole word at the start of `text`, whatever its case.
pub(super) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (found, rest) = take_letters(text);
    found.eq_ignore_ascii_case(word).then_some(rest)
}

fn take_letters(text: &str) -> (&str, &str) {
    let end = text
        .find(|letter: char| !letter.is_ascii_alphabetic())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// All the digits at the start of `text`, if their count is right.
fn take_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let end = text
        .find(|digit: char| !digit.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    digits
        .contains(&end)
        .then(|| number.parse().ok())
        .flatten()
        .map(|number| (number, rest))
}

fn take_mark(text: &str) -> Option<(char, &str)> {
    let mark = text.chars().next()?;
    matches!(mark, '/' | '-' | '.').then(|| (mark, &text[1..]))
}

/// A date is no date if a letter, a digit or another part follows at once: `15/2/20278`, `1st2`.
fn ends_cleanly(rest: &str) -> bool {
    !rest.starts_with(|next: char| next.is_alphanumeric() || next == '/')
}

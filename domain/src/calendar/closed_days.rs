//! The closed days of a cycle, school holidays and inset days, as people type them: one day or range a line.
//!
//! It reads forgivingly but never guesses in silence: what it understood is written back in one form, and a line
//! that can be read in two ways is a fault. It must not know whose days they are.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::written_date::{WrittenDate, strip_word, take_date, write_date};

/// How many lines with text on them one calendar takes.
pub const MAX_CLOSED_LINES: usize = 200;
/// How many days one range may hold; a summer holiday has about 45.
pub const MAX_CLOSED_RANGE_DAYS: i64 = 60;
/// How long the name of closed days may be.
pub const MAX_CLOSED_NAME_CHARS: usize = 100;
/// Years outside are slips of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A run of days on which schools are closed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClosedDays {
    /// The first closed day.
    pub from: NaiveDate,
    /// The last closed day, the same as `from` for a single one.
    pub to: NaiveDate,
    /// What people call it, such as `Half term`; may be empty.
    pub name: String,
}

impl ClosedDays {
    /// Whether the date is one of these days.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }
}

/// What is wrong with one line of a typed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Counted from 1, blank lines included, as an editor counts.
    pub line: usize,
    /// A sentence for the person who typed it, without the line's number.
    pub message: String,
}

/// Reads closed days, one day or range a line, with a name before or after it or none. Blank lines are skipped. The
/// order is kept and overlaps are allowed.
///
/// # Errors
/// Every line that cannot be read; or the first line too many.
pub fn parse_closed_days(text: &str) -> Result<Vec<ClosedDays>, Vec<LineError>> {
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    if let Some((line, _)) = lines.get(MAX_CLOSED_LINES) {
        return Err(vec![LineError {
            line: *line,
            message: format!("Enter {MAX_CLOSED_LINES} lines or fewer"),
        }]);
    }
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for (line, text) in lines {
        match parse_line(text) {
            Ok(days) => read.push(days),
            Err(message) => faults.push(LineError { line, message }),
        }
    }
    if faults.is_empty() {
        Ok(read)
    } else {
        Err(faults)
    }
}

/// Writes closed days back, one a line, as `15 February 2027 to 19 February 2027, Half term`. Whatever
/// [`parse_closed_days`] returned is read back as the same.
#[must_use]
pub fn format_closed_days(days: &[ClosedDays]) -> String {
    let lines: Vec<String> = days.iter().map(format_line).collect();
    lines.join("\n")
}

fn format_line(days: &ClosedDays) -> String {
    let mut line = write_date(days.from);
    if days.to != days.from {
        line.push_str(" to ");
        line.push_str(&write_date(days.to));
    }
    let name = clean_name(&days.name);
    if !name.is_empty() {
        line.push_str(", ");
        line.push_str(&name);
    }
    line
}

/// What stands at one place of a line.
enum Found<'a> {
    /// No date starts here.
    Nothing,
    /// A day, or the two ends of a range, and the rest of the line.
    Days(NaiveDate, NaiveDate, &'a str),
}

fn parse_line(line: &str) -> Result<ClosedDays, String> {
    for at in places(line) {
        let (before, text) = line.split_at(at);
        let Found::Days(from, to, after) = days_at(text)? else {
            continue;
        };
        check_range(from, to)?;
        let after = clean_name(after);
        if take_date(&after).is_some_and(|(date, _)| date.month.is_some()) {
            return Err("Put each day or range on a line of its own".to_owned());
        }
        let before = clean_name(without_preposition(before));
        let name = if before.is_empty() || after.is_empty() {
            before + &after
        } else {
            format!("{before}, {after}")
        };
        if name.chars().count() > MAX_CLOSED_NAME_CHARS {
            return Err(format!(
                "Name must be {MAX_CLOSED_NAME_CHARS} characters or fewer"
            ));
        }
        return Ok(ClosedDays { from, to, name });
    }
    Err("Enter a date, such as 15 February 2027".to_owned())
}

/// Where in a line a date may start: at a word, or at a number that is not the tail of something else.
fn places(line: &str) -> impl Iterator<Item = usize> {
    let mut previous = ' ';
    line.char_indices().filter_map(move |(at, letter)| {
        let starts = letter.is_ascii_alphanumeric()
            && !previous.is_alphanumeric()
            && !matches!(previous, '/' | '.');
        previous = letter;
        starts.then_some(at)
    })
}

fn days_at(text: &str) -> Result<Found<'_>, String> {
    let Some((first, rest)) = take_date(text) else {
        return Ok(Found::Nothing);
    };
    let spaced = rest.trim_start();
    let dash = spaced.strip_prefix(['-', '–', '—']);
    let word = ["to", "until", "till", "through"]
        .iter()
        .find_map(|word| strip_word(spaced, word));
    if let Some(tail) = dash.or(word).map(str::trim_start) {
        match take_date(tail) {
            Some((last, rest)) if last.month.is_some() => {
                let (from, to) = ends(first, last)?;
                return Ok(Found::Days(from, to, rest));
            }
            // "1/3/2027 - 32/3/2027x" is a range gone wrong, "1/3/2027 - inset day" is a name.
            None if first.month.is_some() && tail.starts_with(|c: char| c.is_ascii_digit()) => {
                return Err("Enter the last day in full, such as 19 February 2027".to_owned());
            }
            _ if word.is_some() && first.month.is_some() => {
                return Err("Enter the last day in full, such as 19 February 2027".to_owned());
            }
            _ => {}
        }
    }
    match (first.month, first.year) {
        (Some(month), Some(year)) => {
            let day = resolve(first, month, year)?;
            Ok(Found::Days(day, day, rest))
        }
        (Some(_), None) => Err("Add the year, as in 15 February 2027".to_owned()),
        (None, _) => Ok(Found::Nothing),
    }
}

/// Both ends of a range, each lending the other the month or year that it lacks. Across New Year the year that is
/// lent is one less or one more: "21 December to 1 January 2027".
fn ends(first: WrittenDate, last: WrittenDate) -> Result<(NaiveDate, NaiveDate), String> {
    let last_month = last.month.unwrap_or(1);
    let first_month = first.month.unwrap_or(last_month);
    let wraps = i32::from(first_month > last_month);
    let (first_year, last_year) = match (first.year, last.year) {
        (Some(first), Some(last)) => (first, last),
        (Some(first), None) => (first, first + wraps),
        (None, Some(last)) => (last - wraps, last),
        (None, None) => return Err("Add the year, as in 15 February 2027".to_owned()),
    };
    Ok((
        resolve(first, first_month, first_year)?,
        resolve(last, last_month, last_year)?,
    ))
}

fn resolve(written: WrittenDate, month: u32, year: i32) -> Result<NaiveDate, String> {
    let Some(first) = NaiveDate::from_ymd_opt(2000, month, 1) else {
        return Err(format!(
            "{month} is not a month: put the day first, as in 15/2/2027"
        ));
    };
    let named = format!("{} {} {year}", written.day, first.format("%B"));
    if !YEARS.contains(&year) {
        return Err(format!(
            "Enter a year from {} to {}",
            YEARS.start(),
            YEARS.end()
        ));
    }
    let date = NaiveDate::from_ymd_opt(year, month, written.day)
        .ok_or_else(|| format!("{named} is not a real date"))?;
    match written.weekday {
        Some(said) if said != date.weekday() => Err(format!(
            "{named} is a {}, not a {}",
            date.format("%A"),
            weekday_name(said)
        )),
        _ => Ok(date),
    }
}

const fn weekday_name(weekday: chrono::Weekday) -> &'static str {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    match weekday {
        Mon => "Monday",
        Tue => "Tuesday",
        Wed => "Wednesday",
        Thu => "Thursday",
        Fri => "Friday",
        Sat => "Saturday",
        Sun => "Sunday",
    }
}

fn check_range(from: NaiveDate, to: NaiveDate) -> Result<(), String> {
    // A year typed wrongly is the likeliest reason, so it is the one that is named.
    if to < from {
        let hint = to.checked_add_months(Months::new(12)).is_some_and(|later| {
            later >= from && (later - from).num_days() < MAX_CLOSED_RANGE_DAYS
        });
        return Err(if hint {
            "The last day is before the first day: check the years".to_owned()
        } else {
            "The last day is before the first day".to_owned()
        });
    }
    if (to - from).num_days() >= MAX_CLOSED_RANGE_DAYS {
        return Err(format!(
            "A range can be {MAX_CLOSED_RANGE_DAYS} days or fewer: split it into shorter ones, or check the years"
        ));
    }
    Ok(())
}

fn without_preposition(before: &str) -> &str {
    let trimmed = before.trim_end();
    ["from", "on"]
        .iter()
        .find_map(|word| {
            let start = trimmed.len().checked_sub(word.len())?;
            let (rest, tail) = (trimmed.get(..start)?, trimmed.get(start..)?);
            let whole = rest.is_empty() || rest.ends_with(char::is_whitespace);
            (whole && tail.eq_ignore_ascii_case(word)).then_some(rest)
        })
        .unwrap_or(before)
}

/// A name without what set it off from the date, on one line, single spaces.
fn clean_name(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let line = words.join(" ");
    let mut name = line.as_str();
    loop {
        let mut shorter = name.trim_matches(|c: char| c.is_whitespace() || ",;:-–—•*".contains(c));
        if let Some(inner) = shorter
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'))
            .filter(|inner| !inner.contains(['(', ')']))
        {
            shorter = inner;
        }
        if shorter == name {
            return name.to_owned();
        }
        name = shorter;
    }
}

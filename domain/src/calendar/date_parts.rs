//! A date typed into three boxes, day, month and year, as the GOV.UK date input has them.

use std::fmt;

use chrono::NaiveDate;

use super::written_date::month_by_name;

/// One box of a date input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The month, as a number or by name.
    Month,
    /// The year, in four digits.
    Year,
}

impl DatePart {
    /// All three, in the order in which they stand on the page.
    pub const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];

    /// `day`, `month` or `year`: the word for a message and the ending of the field's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for DatePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is wrong with a typed date, the one fault to be named first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatePartsError {
    /// All three boxes are empty.
    #[error("no date was entered")]
    Empty,
    /// One or two boxes are empty; they are listed in the order of the page.
    #[error("the date must include a {}", list(.0))]
    Missing(Vec<DatePart>),
    /// The year is a number but not one of four digits.
    #[error("the year must include 4 numbers")]
    YearNotFourDigits,
    /// What was typed is no date. The box at fault where one can be named, as with a 13th month; nothing where only
    /// the whole is wrong, as with 30 February.
    #[error("the date must be a real date")]
    NotReal(Option<DatePart>),
}

impl DatePartsError {
    /// The boxes to be marked as wrong. An error summary links to the first.
    #[must_use]
    pub fn parts(&self) -> Vec<DatePart> {
        match self {
            Self::Empty | Self::NotReal(None) => DatePart::ALL.to_vec(),
            Self::Missing(parts) => parts.clone(),
            Self::YearNotFourDigits => vec![DatePart::Year],
            Self::NotReal(Some(part)) => vec![*part],
        }
    }

    /// The sentence for the reader, by the pattern of the GOV.UK date input. `what` names the date with its article,
    /// in lower case: `the visit date` gives "Enter the visit date" and "The visit date must be a real date".
    #[must_use]
    pub fn message(&self, what: &str) -> String {
        let subject = capitalised(what);
        match self {
            Self::Empty => format!("Enter {what}"),
            Self::Missing(parts) => format!("{subject} must include a {}", list(parts)),
            Self::YearNotFourDigits => "Year must include 4 numbers".to_owned(),
            Self::NotReal(_) => format!("{subject} must be a real date"),
        }
    }
}

/// Reads a date from three boxes. Spaces around a value are ignored; the month may be a number or an English name,
/// whole or its first three letters.
///
/// # Errors
/// The first fault: empty boxes, then a box that cannot be right, then a year not of four digits, then a date that
/// does not exist.
pub fn parse_date_parts(day: &str, month: &str, year: &str) -> Result<NaiveDate, DatePartsError> {
    let typed = [day.trim(), month.trim(), year.trim()];
    let missing: Vec<DatePart> = DatePart::ALL
        .into_iter()
        .zip(typed)
        .filter(|(_, text)| text.is_empty())
        .map(|(part, _)| part)
        .collect();
    match missing.len() {
        0 => {}
        3 => return Err(DatePartsError::Empty),
        _ => return Err(DatePartsError::Missing(missing)),
    }
    let [day, month, year] = typed;
    let not_real = |part| DatePartsError::NotReal(Some(part));
    let day = number(day)
        .filter(|day| (1..=31).contains(day))
        .ok_or(not_real(DatePart::Day))?;
    let month = number(month)
        .or_else(|| month_by_name(month))
        .filter(|month| (1..=12).contains(month))
        .ok_or(not_real(DatePart::Month))?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_real(DatePart::Year));
    }
    if year.len() != 4 {
        return Err(DatePartsError::YearNotFourDigits);
    }
    let year: i32 = year.parse().map_err(|_| not_real(DatePart::Year))?;
    if year < 1000 {
        return Err(DatePartsError::YearNotFourDigits);
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DatePartsError::NotReal(None))
}

/// A whole number in plain digits; `+3` and `3.0` are none.
fn number(text: &str) -> Option<u32> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn list(parts: &[DatePart]) -> String {
    let words: Vec<&str> = parts.iter().map(|part| part.as_str()).collect();
    words.join(" and ")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

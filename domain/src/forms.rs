//! From raw form text to typed values, or to all field errors at once.
//!
//! A form type lives beside its noun (`cycles::CycleForm` and so on) and is parsed from a [`RawForm`], which keeps
//! what was typed so that the page can be shown again with every value. Holds no HTTP and no rendering.

use chrono::NaiveDate;

/// Longest text that a long field takes, in characters. A self-review strand or a report section is at most a few
/// pages; what is longer was pasted by mistake.
pub const LONG_TEXT: usize = 20_000;
/// Longest text that a one-line field takes, in characters.
pub const SHORT_TEXT: usize = 200;

/// What a browser sent: names and values in order, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawForm(Vec<(String, String)>);

impl RawForm {
    /// Takes decoded pairs in the order in which they came.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
    /// The first value of `name`, as typed; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }
    /// Every value of `name`, for checkboxes.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
            .collect()
    }
    /// True when `name` was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }
    /// Puts a value in place of whatever `name` had: for filling a form from a record.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }
    /// Adds a value beside those that `name` already has: for checkboxes.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }
    /// All pairs in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// What is wrong with a form: field name → message, in the order in which the fields were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds an error beside a field; only the first for a field is kept.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let field = field.into();
        if self.get(&field).is_none() {
            self.0.push((field, message.into()));
        }
    }
    /// One error, as a whole.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, message);
        errors
    }
    /// The message beside `field`.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(f, _)| f == field)
            .map(|(_, m)| m.as_str())
    }
    /// True when nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Field and message, in order: the error summary.
    pub fn items(&self) -> &[(String, String)] {
        &self.0
    }
    /// `value` when nothing is wrong.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// Reads the fields of one form and collects what is wrong.
pub struct Reader<'a> {
    raw: &'a RawForm,
    errors: FieldErrors,
}

impl<'a> Reader<'a> {
    /// Begins to read `raw`.
    pub fn new(raw: &'a RawForm) -> Self {
        Self {
            raw,
            errors: FieldErrors::new(),
        }
    }

    /// The raw form.
    pub fn raw(&self) -> &'a RawForm {
        self.raw
    }

    /// Adds an error of the caller's own.
    pub fn error(&mut self, field: &str, message: impl Into<String>) {
        self.errors.add(field, message);
    }

    /// A text on one line, trimmed, with inner white space folded; `missing` is said when it is empty.
    pub fn line(&mut self, field: &str, missing: &str) -> String {
        let text = self.optional_line(field);
        if text.is_empty() {
            self.errors.add(field, missing);
        }
        text
    }

    /// A text on one line that may be empty.
    pub fn optional_line(&mut self, field: &str) -> String {
        let text = self
            .raw
            .get(field)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        self.check(field, &text, SHORT_TEXT);
        text
    }

    /// A longer text, trimmed, line ends as `\n`; `missing` is said when it is empty.
    pub fn text(&mut self, field: &str, missing: &str) -> String {
        let text = self.optional_text(field);
        if text.is_empty() {
            self.errors.add(field, missing);
        }
        text
    }

    /// A longer text that may be empty.
    pub fn optional_text(&mut self, field: &str) -> String {
        let text = self
            .raw
            .get(field)
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .trim()
            .to_owned();
        self.check(field, &text, LONG_TEXT);
        text
    }

    /// Length and control characters.
    fn check(&mut self, field: &str, text: &str, limit: usize) {
        let length = text.chars().count();
        if length > limit {
            self.errors.add(
                field,
                format!(
                    "This is {length} characters long. The most that can be saved here is {limit}."
                ),
            );
        } else if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            self.errors.add(field, "This contains characters that cannot be shown. Remove them, or type the text again.");
        }
    }

    /// A value that parses; `wrong` is said when it is missing or does not.
    pub fn parsed<T: std::str::FromStr>(&mut self, field: &str, wrong: &str) -> Option<T> {
        match self.raw.get(field).trim().parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.errors.add(field, wrong);
                None
            }
        }
    }

    /// A value that may be left empty but must parse when given.
    pub fn optional_parsed<T: std::str::FromStr>(&mut self, field: &str, wrong: &str) -> Option<T> {
        if self.raw.get(field).trim().is_empty() {
            None
        } else {
            self.parsed(field, wrong)
        }
    }

    /// Every ticked value that parses; one that does not is an error.
    pub fn every<T: std::str::FromStr>(&mut self, field: &str, wrong: &str) -> Vec<T> {
        let mut out = Vec::new();
        for text in self.raw.all(field) {
            match text.parse() {
                Ok(value) => out.push(value),
                Err(_) => self.errors.add(field, wrong),
            }
        }
        out
    }

    /// True when a checkbox named `field` was ticked.
    pub fn ticked(&self, field: &str) -> bool {
        self.raw.has(field)
    }

    /// A date in three parts, `field-day`, `field-month`, `field-year`; `what` names it ("the day of the visit").
    pub fn date(&mut self, field: &str, what: &str) -> Option<NaiveDate> {
        let date = self.optional_date(field, what);
        if date.is_none() && self.errors.get(&format!("{field}-day")).is_none() {
            self.errors
                .add(format!("{field}-day"), format!("Enter {what}"));
        }
        date
    }

    /// A date in three parts that may be left empty as a whole.
    pub fn optional_date(&mut self, field: &str, what: &str) -> Option<NaiveDate> {
        let part = |p: &str| self.raw.get(&format!("{field}-{p}")).trim().to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return None;
        }
        let at = format!("{field}-day");
        let missing: Vec<&str> = [("a day", &day), ("a month", &month), ("a year", &year)]
            .iter()
            .filter(|(_, v)| v.is_empty())
            .map(|(n, _)| *n)
            .collect();
        if !missing.is_empty() {
            let list = crate::visibility::list(&missing);
            self.errors
                .add(at, format!("The date for {what} must include {list}"));
            return None;
        }
        let date = year
            .parse::<i32>()
            .ok()
            .filter(|y| (2000..=2100).contains(y))
            .zip(month.parse().ok())
            .zip(day.parse().ok())
            .and_then(|((y, m), d)| NaiveDate::from_ymd_opt(y, m, d));
        if date.is_none() {
            self.errors.add(
                at,
                format!("{} must be a real date, such as 27 3 2027", capital(what)),
            );
        }
        date
    }

    /// The version of the record that the form was shown with (hidden field `version`).
    pub fn version(&self) -> u32 {
        self.raw.get("version").parse().unwrap_or(0)
    }

    /// What was collected: the value when nothing is wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, FieldErrors> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ if self.errors.is_empty() => {
                Err(FieldErrors::one("form", "Check what you have entered"))
            }
            _ => Err(self.errors),
        }
    }
}

/// The text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Fills the three parts of a date field from a date.
pub fn set_date(raw: &mut RawForm, field: &str, date: Option<NaiveDate>) {
    use chrono::Datelike;
    let part = |f: fn(&NaiveDate) -> String| date.as_ref().map(f).unwrap_or_default();
    raw.set(&format!("{field}-day"), part(|d| d.day().to_string()));
    raw.set(&format!("{field}-month"), part(|d| d.month().to_string()));
    raw.set(&format!("{field}-year"), part(|d| d.year().to_string()));
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(pairs: &[(&str, &str)]) -> RawForm {
        RawForm::new(
            pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
        )
    }

    #[test]
    fn all_errors_are_collected_and_nothing_typed_is_lost() {
        let raw = form(&[
            ("name", "  "),
            ("on-day", "31"),
            ("on-month", "2"),
            ("on-year", "2027"),
        ]);
        let mut reader = Reader::new(&raw);
        reader.line("name", "Enter a name");
        reader.date("on", "the day of the visit");
        let errors = reader.finish(Some(())).unwrap_err();
        assert_eq!(errors.items().len(), 2);
        assert_eq!(
            errors.get("on-day"),
            Some("The day of the visit must be a real date, such as 27 3 2027")
        );
        assert_eq!(raw.get("on-day"), "31");
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_in_words() {
        let raw = form(&[("text", &"x".repeat(LONG_TEXT + 1))]);
        let mut reader = Reader::new(&raw);
        reader.text("text", "Enter it");
        assert!(
            reader
                .finish(Some(()))
                .unwrap_err()
                .get("text")
                .unwrap()
                .contains("20001 characters")
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn hostile_values_never_panic(name in ".{0,40}", day in ".{0,12}", month in ".{0,12}", year in ".{0,12}") {
            let raw = form(&[("name", &name), ("on-day", &day), ("on-month", &month), ("on-year", &year)]);
            let mut reader = Reader::new(&raw);
            reader.line("name", "Enter a name");
            reader.text("name", "Enter a name");
            reader.date("on", "a date");
            reader.parsed::<u32>("name", "Enter a number");
            let _ = reader.finish(Some(()));
        }
    }
}

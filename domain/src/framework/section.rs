//! One part of a framework file (the header, a level, a principle, a strand), read field by field.
//!
//! Reading never stops at a fault: a field that cannot be used is noted and stands as an empty value, which is
//! thrown away with everything else once a problem has been found. Knows the shapes of TOML, and nothing about
//! what a strand is.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problems::Problems;
use super::text::{clean, closest, excerpt};

/// A text that a part has: its name in the file, its name in messages, the most characters it may have.
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) what: &'static str,
    pub(super) max: usize,
}

impl Field {
    pub(super) const fn new(key: &'static str, what: &'static str, max: usize) -> Self {
        Self { key, what, max }
    }
}

/// A part of the file with its place in it and its name for messages, such as "strand 1.2".
pub(super) struct Section<'t> {
    pub(super) name: String,
    pub(super) span: Range<usize>,
    table: &'t DeTable<'t>,
}

impl<'t> Section<'t> {
    pub(super) fn new(name: impl Into<String>, span: Range<usize>, table: &'t DeTable<'t>) -> Self {
        Self {
            name: name.into(),
            span,
            table,
        }
    }

    /// Notes every field whose name is not in `known`: a typing mistake must not lose a text in silence.
    pub(super) fn check_names(&self, known: &[&str], problems: &mut Problems) {
        self.check_other_names(known, &[], problems);
    }

    /// As [`Section::check_names`], but silent on the names in `noted`, of which more was said elsewhere.
    pub(super) fn check_other_names(
        &self,
        known: &[&str],
        noted: &[&str],
        problems: &mut Problems,
    ) {
        for key in self.table.keys() {
            let typed = key.get_ref().as_ref();
            if known.contains(&typed) || noted.contains(&typed) {
                continue;
            }
            if problems.is_full() {
                // Looking for what was meant takes time, which a file of nothing but mistakes must not get.
                problems.leave_out();
                continue;
            }
            let advice = match closest(typed, known) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => format!("the names used here are {}", known.join(", ")),
            };
            let message = format!(
                "{} has an unknown field \"{}\": {advice}",
                self.name,
                excerpt(typed)
            );
            problems.at(&key.span(), message);
        }
    }

    /// The place of a field's value, or of the part itself if the field is missing.
    pub(super) fn place(&self, key: &str) -> Range<usize> {
        self.table
            .get(key)
            .map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// A text that must be there.
    pub(super) fn text(&self, field: &Field, problems: &mut Problems) -> String {
        match self.required(field, problems) {
            Some(value) => {
                let subject = format!("the {} of {}", field.what, self.name);
                text_value(value, &subject, field.max, problems)
            }
            None => String::new(),
        }
    }

    /// A list of one to `most` texts.
    pub(super) fn texts(&self, field: &Field, most: usize, problems: &mut Problems) -> Vec<String> {
        let Some(value) = self.required(field, problems) else {
            return Vec::new();
        };
        let subject = format!("the {} of {}", field.what, self.name);
        let DeValue::Array(items) = value.get_ref() else {
            let message = format!(
                "{subject} must be a list of texts in square brackets, not {}",
                kind(value)
            );
            problems.at(&value.span(), message);
            return Vec::new();
        };
        if items.is_empty() {
            problems.at(
                &value.span(),
                format!("{subject} is an empty list: write at least one"),
            );
        }
        if items.len() > most {
            let message = format!(
                "{subject} has {} entries, and {most} is the most",
                items.len()
            );
            problems.at(&value.span(), message);
        }
        let entry = format!("an entry in {subject}");
        items
            .iter()
            .map(|item| text_value(item, &entry, field.max, problems))
            .collect()
    }

    /// A whole number in `range` that must be there. `rule` ends the sentence about a number that is not in it.
    pub(super) fn number(
        &self,
        key: &'static str,
        range: RangeInclusive<u32>,
        rule: &str,
        problems: &mut Problems,
    ) -> Option<u32> {
        let value = self.required(&Field::new(key, key, 0), problems)?;
        let number = match value.get_ref() {
            // A number with a sign that `u32` does not know, or that is too large, is out of range as well.
            DeValue::Integer(digits) => u32::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => {
                let message = format!(
                    "the {key} of {} must be a whole number without quotes, not {}",
                    self.name,
                    kind(value)
                );
                problems.at(&value.span(), message);
                return None;
            }
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            problems.at(&value.span(), format!("the {key} of {} {rule}", self.name));
        }
        number
    }

    /// The parts written as `[[key]]` inside this one; none if there are none. `name` is for messages until the
    /// part has said its number.
    pub(super) fn parts(&self, key: &str, name: &str, problems: &mut Problems) -> Vec<Section<'t>> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            let message = format!(
                "\"{key}\" in {} must be written with double square brackets",
                self.name
            );
            problems.at(&value.span(), message);
            return Vec::new();
        };
        let mut parts = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => parts.push(Section::new(name, item.span(), table)),
                _ => {
                    let message = format!("{name} must be a part with fields, not {}", kind(item));
                    problems.at(&item.span(), message);
                }
            }
        }
        parts
    }

    /// Whether a field is there at all, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn required(&self, field: &Field, problems: &mut Problems) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = self.table.get(field.key);
        if value.is_none() {
            problems.at(&self.span, format!("{} has no {}", self.name, field.what));
        }
        value
    }
}

fn text_value(
    value: &Spanned<DeValue<'_>>,
    subject: &str,
    max: usize,
    problems: &mut Problems,
) -> String {
    let DeValue::String(raw) = value.get_ref() else {
        let message = format!(
            "{subject} must be a text in straight double quotes, not {}",
            kind(value)
        );
        problems.at(&value.span(), message);
        return String::new();
    };
    clean(raw, max).unwrap_or_else(|problem| {
        problems.at(
            &value.span(),
            format!("{subject} {}", problem.predicate(max)),
        );
        String::new()
    })
}

/// What a value is, in words for somebody who does not know TOML.
fn kind(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a part with fields of its own",
    }
}

//! What is typed into a timetable.

use super::template::NewItem;
use super::{Item, ItemKind, Who, clock, minutes};
use crate::forms::{FieldErrors, RawForm, Reader};
use crate::ids::PersonId;
use chrono::NaiveTime;
use std::collections::BTreeSet;

/// The value of the checkbox for the whole team.
const EVERYONE: &str = "everyone";
/// A panel of more is an assembly.
const MOST_PEOPLE: u32 = 60;

/// Reads a time on the clock: `9:30`, `9.30am`, `1430`, `2pm`. Hours below six need "am", since few mean the night.
#[must_use]
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text: String = text.to_lowercase().split_whitespace().collect();
    let (digits, half) = if let Some(rest) = text.strip_suffix("pm") {
        (rest, Some(12))
    } else if let Some(rest) = text.strip_suffix("am") {
        (rest, Some(0))
    } else {
        (text.as_str(), None)
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if matches!(digits.len(), 3 | 4) && digits.is_ascii() => {
            digits.split_at(digits.len() - 2)
        }
        None if half.is_some() => (digits, "00"),
        None => return None,
    };
    let number = |part: &str| -> Option<u32> {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let hour = match half {
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None if hour < 6 => return None,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// When the day begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayForm {
    /// From.
    pub starts: NaiveTime,
    /// Until.
    pub ends: NaiveTime,
}

impl DayForm {
    /// Reads `starts` and `ends`.
    ///
    /// # Errors
    /// A time that cannot be read, or an end that does not come after the beginning.
    pub fn parse(raw: &RawForm) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let times = times(&mut reader);
        reader.finish(times.map(|(starts, ends)| Self { starts, ends }))
    }
}

const WRONG: &str = "Enter a time such as 9:30 or 2:15pm";

fn times(reader: &mut Reader<'_>) -> Option<(NaiveTime, NaiveTime)> {
    let mut time = |field: &str| {
        let found = parse_time(reader.raw().get(field));
        if found.is_none() {
            reader.error(field, WRONG);
        }
        found
    };
    let (starts, ends) = (time("starts"), time("ends"));
    let (starts, ends) = starts.zip(ends)?;
    if starts >= ends {
        reader.error("ends", "The end must come after the beginning");
        return None;
    }
    Some((starts, ends))
}

/// One item as its form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemForm {
    /// What was typed.
    pub item: NewItem,
    /// True when what comes later is to move along.
    pub move_later: bool,
}

impl ItemForm {
    /// Reads the form. `team` are those who may be chosen.
    ///
    /// # Errors
    /// Every field that is not right, by name.
    pub fn parse(raw: &RawForm, team: &[PersonId]) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let kind = reader.parsed::<ItemKind>("kind", "Choose what it is");
        let title = reader.optional_line("title");
        let times = times(&mut reader);
        let place = reader.optional_line("place");
        let with = reader.optional_line("with");
        if kind == Some(ItemKind::Other) && title.is_empty() {
            reader.error("title", "Say in a few words what it is");
        }
        let who = who(&mut reader, team);
        let size = reader.optional_parsed::<u32>("size", "Enter a number, such as 8");
        if size.is_some_and(|n| n == 0 || n > MOST_PEOPLE) {
            reader.error("size", format!("Enter a number from 1 to {MOST_PEOPLE}"));
        }
        let item = kind
            .zip(times)
            .zip(who)
            .map(|((kind, (starts, ends)), who)| NewItem {
                kind,
                title,
                starts,
                ends,
                place,
                with,
                who,
                size,
            });
        let move_later = reader.ticked("move_later");
        reader.finish(item.map(|item| Self { item, move_later }))
    }

    /// Fills the form from an item.
    pub fn fill(raw: &mut RawForm, item: &Item) {
        raw.set("kind", item.kind.as_str());
        raw.set("title", item.title.clone());
        raw.set("starts", clock(item.starts));
        raw.set("ends", clock(item.ends));
        raw.set("place", item.place.clone());
        raw.set("with", item.with.clone());
        match &item.who {
            Who::Everyone => raw.set("people", EVERYONE),
            Who::Some(people) => {
                for person in people {
                    raw.add("people", person.as_str());
                }
            }
        }
        raw.set("size", item.size.map(|n| n.to_string()).unwrap_or_default());
        raw.set("version", item.version.to_string());
    }

    /// By how many minutes the end of `before` moves with this form.
    #[must_use]
    pub fn shift(&self, before: &Item) -> i64 {
        minutes(self.item.ends) - minutes(before.ends)
    }
}

fn who(reader: &mut Reader<'_>, team: &[PersonId]) -> Option<Who> {
    let ticked = reader.raw().all("people");
    if ticked.contains(&EVERYONE) {
        return Some(Who::Everyone);
    }
    let people: BTreeSet<PersonId> = reader
        .every("people", "Choose people from the list")
        .into_iter()
        .collect();
    if people.iter().any(|p| !team.contains(p)) {
        reader.error("people", "Choose people from the list");
        return None;
    }
    if people.is_empty() {
        reader.error("people", "Say who of the team takes part");
        return None;
    }
    Some(Who::Some(people))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::tests::time;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_people_write_them_and_the_night_only_with_am() {
        for (text, expected) in [
            ("9:30", Some("09:30")),
            ("09.30", Some("09:30")),
            ("9.30 am", Some("09:30")),
            ("2:15pm", Some("14:15")),
            ("2pm", Some("14:00")),
            ("12pm", Some("12:00")),
            ("12:10 AM", Some("00:10")),
            ("1430", Some("14:30")),
            ("930", Some("09:30")),
            ("2:15", None),
            ("9", None),
            ("9:5", None),
            ("25:00", None),
            ("13pm", None),
            ("9:60", None),
            ("half nine", None),
            ("", None),
            ("é:30", None),
            ("+9:30", None),
        ] {
            assert_eq!(parse_time(text), expected.map(time), "{text:?}");
        }
    }

    #[test]
    fn an_item_reads_back_as_its_form_was_filled() {
        let team: Vec<PersonId> = ["a", "b"].map(|p| p.parse().unwrap()).to_vec();
        let mut before =
            super::super::tests::item("i", ItemKind::PupilPanel, "10:50", "11:30", &["b"]);
        before.title = "Younger pupils".into();
        before.size = Some(7);
        let mut raw = RawForm::default();
        ItemForm::fill(&mut raw, &before);
        let form = ItemForm::parse(&raw, &team).unwrap();
        assert_eq!(
            (form.item.starts, form.item.ends),
            (before.starts, before.ends)
        );
        assert_eq!(
            (form.item.who.clone(), form.item.size),
            (before.who.clone(), before.size)
        );
        assert_eq!(form.shift(&before), 0);
    }

    #[test]
    fn what_is_wrong_with_an_item_is_said_beside_each_field() {
        let mut raw = RawForm::default();
        for (field, value) in [
            ("kind", "other"),
            ("starts", "11:30"),
            ("ends", "10:50"),
            ("people", "stranger"),
            ("size", "-1"),
        ] {
            raw.set(field, value);
        }
        let errors = ItemForm::parse(&raw, &["a".parse().unwrap()]).unwrap_err();
        for field in ["title", "ends", "people", "size"] {
            assert!(errors.get(field).is_some(), "{field}: {errors:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn hostile_items_never_panic(kind in ".{0,10}", a in ".{0,9}", b in ".{0,9}", who in ".{0,9}", size in ".{0,9}") {
            let raw = RawForm::new(vec![
                ("kind".into(), kind), ("starts".into(), a.clone()), ("ends".into(), b),
                ("people".into(), who), ("size".into(), size),
            ]);
            let _ = ItemForm::parse(&raw, &[]);
            let _ = DayForm::parse(&raw);
            if let Some(read) = parse_time(&a) {
                prop_assert_eq!(parse_time(&clock(read)), Some(read));
            }
        }
    }
}

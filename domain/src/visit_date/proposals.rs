//! Days that the school proposes for its visit, what the team says to them, and what else lies on the same day.
//!
//! Holds no decision about who proposes, answers or chooses: the policy does. Another school is named here only where
//! the caller says that the reader may know of its visit.

use super::{VisitWindow, fit};
use crate::calendar::WorkingCalendar;
use crate::forms::{FieldErrors, RawForm, Reader, set_date};
use crate::pairing::Days;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most days in one proposal: more is a questionnaire.
pub const MOST_DAYS: usize = 5;

/// A day that the school proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedDay {
    /// The day.
    pub day: NaiveDate,
    /// What should be known of it: "until 2pm only". May be empty.
    pub note: String,
}

/// What a member of the team says to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayAnswer {
    /// Comes gladly.
    Can,
    /// Comes if no other day suits.
    IfNeeded,
    /// Does not come.
    Cannot,
}

impl DayAnswer {
    /// Every answer, best first.
    pub const ALL: [Self; 3] = [Self::Can, Self::IfNeeded, Self::Cannot];

    /// As stored and as a form value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Can => "can",
            Self::IfNeeded => "if_needed",
            Self::Cannot => "cannot",
        }
    }

    /// As the person says it.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Can => "I can",
            Self::IfNeeded => "If no other day suits",
            Self::Cannot => "I cannot",
        }
    }
}

/// The text is no answer to a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an answer")]
pub struct UnknownAnswer;

impl std::str::FromStr for DayAnswer {
    type Err = UnknownAnswer;
    fn from_str(text: &str) -> Result<Self, UnknownAnswer> {
        Self::ALL
            .into_iter()
            .find(|a| a.as_str() == text)
            .ok_or(UnknownAnswer)
    }
}

/// Reads a proposal: `day1` to `day5` as dates in three parts, `note1` to `note5` beside them. In the order of the
/// calendar, whatever the order in which they were typed.
///
/// # Errors
/// A day that cannot be chosen at all (in words, beside it), the same day twice, or no day.
pub fn parse_proposal(
    raw: &RawForm,
    window: &VisitWindow,
    calendar: &WorkingCalendar,
) -> Result<Vec<ProposedDay>, FieldErrors> {
    let mut reader = Reader::new(raw);
    let mut days: Vec<ProposedDay> = Vec::new();
    for n in 1..=MOST_DAYS {
        let field = format!("day{n}");
        let note = reader.optional_line(&format!("note{n}"));
        let Some(day) = reader.optional_date(&field, &format!("day {n}")) else {
            let empty = ["day", "month", "year"]
                .iter()
                .all(|part| raw.get(&format!("{field}-{part}")).trim().is_empty());
            if empty && !note.is_empty() {
                reader.error(
                    &format!("{field}-day"),
                    "Enter the day that this note is about",
                );
            }
            continue;
        };
        if let Err(words) = fit(day, window, calendar) {
            reader.error(&format!("{field}-day"), words);
        } else if days.iter().any(|d| d.day == day) {
            reader.error(&format!("{field}-day"), "You have entered this day already");
        }
        days.push(ProposedDay { day, note });
    }
    if days.is_empty() {
        reader.error("day1-day", "Enter one day at least");
    }
    days.sort_by_key(|d| d.day);
    reader.finish(Some(days))
}

/// Fills the form of a proposal from one.
pub fn set_proposal(raw: &mut RawForm, days: &[ProposedDay]) {
    for n in 1..=MOST_DAYS {
        let known = days.get(n - 1);
        set_date(raw, &format!("day{n}"), known.map(|d| d.day));
        raw.set(
            &format!("note{n}"),
            known.map(|d| d.note.clone()).unwrap_or_default(),
        );
    }
}

/// The name of the field in which somebody answers for a day.
#[must_use]
pub fn answer_field(day: NaiveDate) -> String {
    format!("answer-{day}")
}

/// Reads one member's answers, one for each proposed day.
///
/// # Errors
/// Beside each day that has no answer.
pub fn parse_answers(
    raw: &RawForm,
    days: &[ProposedDay],
) -> Result<BTreeMap<NaiveDate, DayAnswer>, FieldErrors> {
    let mut reader = Reader::new(raw);
    let mut out = BTreeMap::new();
    for proposed in days {
        let words = format!(
            "Say whether you can come on {}",
            proposed.day.format("%-d %B")
        );
        if let Some(answer) = reader.parsed(&answer_field(proposed.day), &words) {
            out.insert(proposed.day, answer);
        }
    }
    reader.finish(Some(out))
}

/// Another visit near a proposed day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherVisit {
    /// Its day.
    pub day: NaiveDate,
    /// The school, where the reader may know of its review.
    pub school: Option<String>,
    /// True when the same partnership runs it.
    pub same_partnership: bool,
    /// Names of those in this team who go there too.
    pub members: Vec<String>,
}

/// What is known around the proposed days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Other visits.
    pub visits: Vec<OtherVisit>,
    /// Name of each member of the team with the days on which they have said that they can visit.
    pub days: Vec<(String, Days)>,
}

/// What lies on a day, or beside it for those who go to both, one sentence each; none when nothing does.
#[must_use]
pub fn clashes(day: NaiveDate, around: &Around) -> Vec<String> {
    let mut out = Vec::new();
    for (name, days) in &around.days {
        if !days.offer(day) {
            out.push(format!(
                "{name} has said in the own profile that this day does not suit."
            ));
        }
    }
    for other in &around.visits {
        let apart = (other.day - day).num_days();
        let when = match apart {
            0 => "on this day",
            1 => "on the day after",
            -1 => "on the day before",
            _ => continue,
        };
        if !other.members.is_empty() {
            let names: Vec<&str> = other.members.iter().map(String::as_str).collect();
            let (who, visits, has) = (
                crate::visibility::list(&names),
                if names.len() == 1 { "visits" } else { "visit" },
                if names.len() == 1 { "has" } else { "have" },
            );
            out.push(match &other.school {
                Some(school) => format!("{who} also {visits} {school} {when}."),
                None => format!("{who} {has} another visit {when}."),
            });
        } else if apart == 0 && other.same_partnership {
            out.push(match &other.school {
                Some(school) => format!("{school} has its visit on this day too."),
                None => "Another school of the partnership has its visit on this day.".to_owned(),
            });
        }
    }
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::calendar::parse_closed_days;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn parse(raw: &RawForm) -> Result<Vec<ProposedDay>, FieldErrors> {
        let window = VisitWindow {
            today: day("2027-01-11"),
            from: day("2027-03-15"),
            until: day("2027-05-28"),
            may_leave: false,
        };
        let closed = parse_closed_days("29 March 2027 to 9 April 2027 Easter holiday").unwrap();
        parse_proposal(
            raw,
            &window,
            &WorkingCalendar::england().with_closed(&closed),
        )
    }

    fn form(days: &[(&str, &str)]) -> RawForm {
        let mut raw = RawForm::default();
        for (n, (text, note)) in days.iter().enumerate() {
            set_date(&mut raw, &format!("day{}", n + 1), text.parse().ok());
            raw.set(&format!("note{}", n + 1), *note);
        }
        raw
    }

    #[test]
    fn a_proposal_is_read_in_the_order_of_the_calendar() {
        let read = parse(&form(&[("2027-03-18", "until 2pm"), ("2027-03-16", "")])).unwrap();
        assert_eq!(read[0].day, day("2027-03-16"));
        assert_eq!(read[1].note, "until 2pm");
    }

    #[test]
    fn each_day_that_cannot_be_is_named_with_its_reason() {
        let raw = form(&[
            ("2027-03-20", ""),
            ("2027-03-26", ""),
            ("2027-04-06", ""),
            ("2027-03-18", ""),
            ("2027-03-18", ""),
        ]);
        let errors = parse(&raw).unwrap_err();
        for (field, words) in [
            ("day1-day", "Saturday"),
            ("day2-day", "Good Friday"),
            ("day3-day", "Easter holiday"),
            ("day5-day", "already"),
        ] {
            assert!(errors.get(field).unwrap().contains(words), "{errors:?}");
        }
        assert_eq!(errors.get("day4-day"), None);
        assert!(parse(&form(&[])).unwrap_err().get("day1-day").is_some());
        assert!(
            parse(&form(&[("2027-03-18", ""), ("", "mornings")]))
                .unwrap_err()
                .get("day2-day")
                .is_some()
        );
    }

    #[test]
    fn every_day_is_answered() {
        let days = parse(&form(&[("2027-03-16", ""), ("2027-03-18", "")])).unwrap();
        let mut raw = RawForm::default();
        raw.set("answer-2027-03-16", "if_needed");
        let errors = parse_answers(&raw, &days).unwrap_err();
        assert_eq!(errors.items().len(), 1);
        raw.set("answer-2027-03-18", "cannot");
        let read = parse_answers(&raw, &days).unwrap();
        assert_eq!(read[&day("2027-03-16")], DayAnswer::IfNeeded);
    }

    #[test]
    fn a_clash_names_the_people_and_only_a_school_that_the_reader_may_know() {
        let other = |on: &str, school: Option<&str>, same, members: &[&str]| OtherVisit {
            day: day(on),
            school: school.map(str::to_owned),
            same_partnership: same,
            members: members.iter().map(|m| (*m).to_owned()).collect(),
        };
        let on = day("2027-03-18");
        for (other, expected) in [
            (
                other(
                    "2027-03-18",
                    Some("Birchwood Academy"),
                    true,
                    &["Rita Reviewer"],
                ),
                vec!["Rita Reviewer also visits Birchwood Academy on this day."],
            ),
            (
                other(
                    "2027-03-19",
                    None,
                    false,
                    &["Rita Reviewer", "Ravi Reviewer"],
                ),
                vec!["Rita Reviewer and Ravi Reviewer have another visit on the day after."],
            ),
            (
                other("2027-03-18", None, true, &[]),
                vec!["Another school of the partnership has its visit on this day."],
            ),
            (
                other("2027-03-17", Some("Birchwood Academy"), true, &[]),
                vec![],
            ),
            (other("2027-03-18", None, false, &[]), vec![]),
            (other("2027-03-25", None, true, &["Rita Reviewer"]), vec![]),
        ] {
            let around = Around {
                visits: vec![other],
                days: Vec::new(),
            };
            assert_eq!(clashes(on, &around), expected);
        }
        // 18 March 2027 is a Thursday.
        let days = |weekdays: &[u32], away: &[(&str, &str)]| Days {
            weekdays: weekdays.to_vec(),
            away: away.iter().map(|(a, b)| (day(a), day(b))).collect(),
        };
        for (days, suits) in [
            (days(&[], &[]), true),
            (days(&[4], &[]), true),
            (days(&[1, 2], &[]), false),
            (days(&[], &[("2027-03-18", "2027-03-19")]), false),
        ] {
            let around = Around {
                visits: Vec::new(),
                days: vec![("Rita Reviewer".to_owned(), days)],
            };
            assert_eq!(clashes(on, &around).is_empty(), suits);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn hostile_proposals_never_panic(values in proptest::collection::vec(".{0,12}", 20)) {
            let mut raw = RawForm::default();
            for (n, value) in values.iter().enumerate() {
                let field = ["day", "month", "year"].get(n % 4).map_or_else(
                    || format!("note{}", n / 4 + 1),
                    |part| format!("day{}-{part}", n / 4 + 1),
                );
                raw.set(&field, value.clone());
            }
            let _ = parse(&raw);
        }
    }
}

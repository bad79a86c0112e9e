//! That the safeguarding protocol was started at a visit, and when; never what about. There is no place for a word
//! about a child, an adult or what happened, here or anywhere else.
//!
//! Who may record and read it is decided in `policy`.

use crate::calendar::{london_date, london_instant};
use crate::forms::{FieldErrors, RawForm, Reader};
use crate::visibility::list;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use std::collections::BTreeSet;
use std::str::FromStr;

/// Who is told that the protocol was started: a setting of the cycle, part of what schools accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// The partnership's coordinators.
    Coordinator,
    /// The headteacher of the school reviewed, who tells its designated safeguarding lead.
    Headteacher,
}

impl Told {
    /// All, in the order of screens.
    pub const ALL: [Self; 2] = [Self::Coordinator, Self::Headteacher];

    /// As stored and as a form value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Headteacher => "headteacher",
        }
    }

    /// In words, to follow "is told".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Coordinator => "the coordinators of the partnership",
            Self::Headteacher => {
                "the headteacher of the school, for its designated safeguarding lead"
            }
        }
    }
}

/// The text names nobody who can be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not somebody who can be told of a concern")]
pub struct UnknownTold;

impl FromStr for Told {
    type Err = UnknownTold;
    fn from_str(text: &str) -> Result<Self, UnknownTold> {
        Self::ALL
            .into_iter()
            .find(|t| t.as_str() == text)
            .ok_or(UnknownTold)
    }
}

/// What a school accepts, in words; stored with the agreement.
pub fn in_words(told: &BTreeSet<Told>) -> String {
    let named: Vec<&str> = told.iter().map(|t| t.in_words()).collect();
    let who = if named.is_empty() {
        "Nobody is told here".to_owned()
    } else {
        format!("Told by this site: {}", list(&named))
    };
    format!(
        "If a safeguarding concern comes up at the visit, the team follows your school’s own procedure at once and records here only that it was started, and when. {who}. What it is about is never written here."
    )
}

/// When the protocol was started, as a reviewer records it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConcernForm {
    /// When it was started.
    pub started_at: DateTime<Utc>,
}

impl ConcernForm {
    /// Reads the day and the time on a London clock. It cannot lie in the future, nor before `earliest`.
    ///
    /// # Errors
    /// Every field that is not right, by name.
    pub fn parse(
        raw: &RawForm,
        now: DateTime<Utc>,
        earliest: NaiveDate,
    ) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let day = reader.date("started", "the day on which the protocol was started");
        let time = parse_time(raw.get("time"));
        if time.is_none() {
            reader.error(
                "time",
                "Enter the time at which it was started, such as 10:40 or 2:15pm",
            );
        }
        let at = day.zip(time).map(|(day, time)| london_instant(day, time));
        if at.is_some_and(|at| at > now) {
            let field = if day.is_some_and(|d| d > london_date(now)) {
                "started-day"
            } else {
                "time"
            };
            reader.error(
                field,
                "This lies in the future. Enter when the protocol was started",
            );
        }
        if day.is_some_and(|d| d < earliest) {
            reader.error(
                "started-day",
                format!(
                    "This lies before the visit. Enter a day on or after {}",
                    earliest.format("%-d %B %Y")
                ),
            );
        }
        reader.finish(at.map(|started_at| Self { started_at }))
    }
}

/// A time as people type it: `10:40`, `10.40`, `2:15pm`, `9 am`.
fn parse_time(typed: &str) -> Option<NaiveTime> {
    let text: String = typed
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(12)
        .collect();
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest, Some(0)),
        (_, Some(rest)) => (rest, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = match text.split_once([':', '.']) {
        Some((_, m)) if m.len() != 2 => return None,
        Some(parts) => parts,
        // A bare hour is clear only with its half of the day.
        None if half.is_some() => (text, "00"),
        None => return None,
    };
    let digits = |t: &str| -> Option<u32> {
        let plain = !t.is_empty() && t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| t.parse().ok()).flatten()
    };
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::forms::set_date;
    use proptest::prelude::*;

    fn parse(day: &str, time: &str) -> Result<ConcernForm, FieldErrors> {
        let mut raw = RawForm::default();
        set_date(&mut raw, "started", day.parse().ok());
        raw.set("time", time);
        let now = "2027-05-14T11:00:00Z".parse().unwrap();
        ConcernForm::parse(&raw, now, "2027-05-12".parse().unwrap())
    }

    #[test]
    fn a_time_is_read_as_people_type_it_on_a_london_clock() {
        for (typed, utc) in [
            ("10:40", "09:40"),
            ("10.40", "09:40"),
            (" 9:05 AM ", "08:05"),
            ("9am", "08:00"),
            ("12:15am", "23:15"),
            ("11:59", "10:59"),
        ] {
            let day = if utc == "23:15" {
                "2027-05-13"
            } else {
                "2027-05-14"
            };
            let at = parse(day, typed).unwrap().started_at;
            assert_eq!(at.format("%H:%M").to_string(), utc, "{typed}");
        }
        for bad in [
            "", "10", "25:00", "10:60", "10:4", "13pm", "0am", "ten", "10:40:00", "-1:00",
        ] {
            assert!(
                parse("2027-05-14", bad).unwrap_err().get("time").is_some(),
                "{bad}"
            );
        }
    }

    #[test]
    fn what_has_not_happened_yet_or_lies_before_the_visit_is_refused() {
        assert!(parse("2027-05-14", "11:59").is_ok());
        assert!(
            parse("2027-05-14", "12:01")
                .unwrap_err()
                .get("time")
                .is_some()
        );
        assert!(
            parse("2027-05-15", "9:00")
                .unwrap_err()
                .get("started-day")
                .is_some()
        );
        assert!(
            parse("2027-05-11", "9:00")
                .unwrap_err()
                .get("started-day")
                .is_some()
        );
        assert!(parse("2027-05-12", "0:00").is_ok());
    }

    #[test]
    fn the_words_name_who_is_told_and_no_other() {
        for told in Told::ALL {
            assert_eq!(told.as_str().parse::<Told>().unwrap(), told);
            let words = in_words(&[told].into());
            for other in Told::ALL {
                assert_eq!(words.contains(other.in_words()), other == told);
            }
        }
    }

    proptest! {
        #[test]
        fn hostile_times_never_panic(time in "\\PC{0,20}") {
            let _ = parse_time(&time);
        }
    }
}

//! When a person can visit and when a school is visited. Both are civil days; whether a day is a working day of the
//! cycle is not asked here.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// The days on which a person can visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// Days of the week, 1 for Monday to 5 for Friday; empty means any.
    pub weekdays: Vec<u32>,
    /// First and last day of each time when the person cannot visit.
    pub away: Vec<(NaiveDate, NaiveDate)>,
}

/// Monday to Friday with the numbers that [`Days::weekdays`] has.
pub const WEEKDAYS: [(u32, &str); 5] = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
];

impl Days {
    /// Whether the person can visit on this day.
    #[must_use]
    pub fn offer(&self, day: NaiveDate) -> bool {
        let number = day.weekday().number_from_monday();
        (self.weekdays.is_empty() || self.weekdays.contains(&number))
            && !self
                .away
                .iter()
                .any(|(from, until)| (*from..=*until).contains(&day))
    }
}

/// When a school is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visit {
    /// On this day, as agreed.
    On(NaiveDate),
    /// On some day from the first to the last of these: nothing is agreed yet.
    Between(NaiveDate, NaiveDate),
}

impl Visit {
    /// Whether the person can come, on the agreed day or on some Monday to Friday of those that are possible.
    #[must_use]
    pub fn suits(self, days: &Days) -> bool {
        match self {
            Self::On(day) => days.offer(day),
            Self::Between(from, until) => {
                // A cycle's window is at most three years long.
                let weekend =
                    |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
                let mut possible = from
                    .iter_days()
                    .take_while(|day| *day <= until)
                    .filter(|day| !weekend(day))
                    .peekable();
                possible.peek().is_none() || possible.any(|day| days.offer(day))
            }
        }
    }

    /// The agreed day.
    #[must_use]
    pub const fn agreed(self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(day),
            Self::Between(..) => None,
        }
    }
}

//! Days and times as schools in England live them: which days count as working days, how to step from one to
//! another, what is a closed day of a cycle, and what the clock on a London wall says.
//!
//! Everything here takes its date or instant as a value. It must not hold a clock, a milestone, or a rule about
//! who is told what: those stand in `milestones`.

mod bank_holidays;
mod closed_days;
mod date_parts;
mod london;
mod written_date;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

pub use closed_days::{
    ClosedDays, LineError, MAX_CLOSED_LINES, MAX_CLOSED_NAME_CHARS, MAX_CLOSED_RANGE_DAYS,
    format_closed_days, parse_closed_days,
};
pub use date_parts::{DatePart, DatePartsError, parse_date_parts};
pub use london::{london_date, london_instant};

/// Which days count, for one cycle: not weekends, not the bank holidays of England, not the cycle's closed days.
///
/// Bank holidays are known for the years of `data/bank-holidays-england.csv` only; outside them a weekday counts as
/// working unless it is closed. [`WorkingCalendar::knows_bank_holidays`] says whether a date lies within.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    bank_holidays: BTreeMap<NaiveDate, &'static str>,
    closed: Vec<ClosedDays>,
    /// The same ranges by first day, overlapping ones joined, so that one search answers `is_working`.
    joined: BTreeMap<NaiveDate, NaiveDate>,
}

impl WorkingCalendar {
    /// Weekends and the bank holidays of England, with no closed days.
    #[must_use]
    pub fn england() -> Self {
        Self {
            bank_holidays: bank_holidays::england(),
            closed: Vec::new(),
            joined: BTreeMap::new(),
        }
    }

    /// The same calendar with the closed days of a cycle, in place of those it had. A range whose last day comes
    /// before its first closes nothing.
    #[must_use]
    pub fn with_closed(mut self, closed: &[ClosedDays]) -> Self {
        let mut ranges: Vec<(NaiveDate, NaiveDate)> = closed
            .iter()
            .filter(|days| days.from <= days.to)
            .map(|days| (days.from, days.to))
            .collect();
        ranges.sort_unstable();
        self.joined = BTreeMap::new();
        for (from, to) in ranges {
            match self.joined.last_entry() {
                Some(mut last) if from <= *last.get() => {
                    let end = (*last.get()).max(to);
                    last.insert(end);
                }
                _ => {
                    self.joined.insert(from, to);
                }
            }
        }
        self.closed = closed.to_vec();
        self
    }

    /// Whether schools work on this day: Monday to Friday, no bank holiday, not closed.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            && !self.bank_holidays.contains_key(&date)
            && !self.is_closed(date)
    }

    /// Steps `days` working days forward or, if negative, back.
    ///
    /// - 0 stays on `date`, even if that is not a working day.
    /// - From a working day, 1 is the next working day and -1 the one before.
    /// - From any other day the first step lands on the nearest working day in that direction: Saturday + 1 is
    ///   Monday, Saturday - 1 is Friday.
    ///
    /// At the ends of what a date can express (some 260,000 years away) it stops there.
    #[must_use]
    pub fn add_working_days(&self, date: NaiveDate, days: i32) -> NaiveDate {
        let mut at = date;
        let mut left = days.unsigned_abs();
        while left > 0 {
            let step = if days > 0 {
                at.succ_opt()
            } else {
                at.pred_opt()
            };
            let Some(next) = step else { return at };
            at = next;
            if self.is_working(at) {
                left -= 1;
            }
        }
        at
    }

    /// How many working days `b` lies after `a`, negative if before. The day `a` itself never counts, `b` does if it
    /// is a working day, so that `working_days_between(a, add_working_days(a, n))` is `n`.
    #[must_use]
    pub fn working_days_between(&self, a: NaiveDate, b: NaiveDate) -> i64 {
        let count = |days: &mut dyn Iterator<Item = NaiveDate>| -> i64 {
            days.fold(0, |sum, day| sum + i64::from(self.is_working(day)))
        };
        if a <= b {
            count(&mut a.iter_days().skip(1).take_while(|day| *day <= b))
        } else {
            -count(&mut b.iter_days().take_while(|day| *day < a))
        }
    }

    /// The first working day on or after `date`.
    #[must_use]
    pub fn next_working(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working(date) {
            date
        } else {
            self.add_working_days(date, 1)
        }
    }

    /// The last working day on or before `date`.
    #[must_use]
    pub fn previous_working(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working(date) {
            date
        } else {
            self.add_working_days(date, -1)
        }
    }

    /// Whether `date` is the first working day of its week, which starts on a Monday. A week without a working day
    /// has none.
    #[must_use]
    pub fn is_first_working_day_of_week(&self, date: NaiveDate) -> bool {
        let since_monday = u64::from(date.weekday().num_days_from_monday());
        self.is_working(date)
            && (1..=since_monday)
                .filter_map(|back| date.checked_sub_days(Days::new(back)))
                .all(|earlier| !self.is_working(earlier))
    }

    /// The title of the bank holiday on this day, such as `Good Friday`.
    #[must_use]
    pub fn bank_holiday(&self, date: NaiveDate) -> Option<&'static str> {
        self.bank_holidays.get(&date).copied()
    }

    /// The closed days that hold this date, the first of them if several do.
    #[must_use]
    pub fn closed_days_on(&self, date: NaiveDate) -> Option<&ClosedDays> {
        self.closed.iter().find(|days| days.contains(date))
    }

    /// Whether the bank holidays of this date's year are known. A page that shows dates outside should say that
    /// bank holidays are not yet taken into account.
    #[must_use]
    pub fn knows_bank_holidays(&self, date: NaiveDate) -> bool {
        let year = |day: Option<&NaiveDate>| day.map(Datelike::year);
        match (
            year(self.bank_holidays.keys().next()),
            year(self.bank_holidays.keys().next_back()),
        ) {
            (Some(first), Some(last)) => (first..=last).contains(&date.year()),
            _ => false,
        }
    }

    fn is_closed(&self, date: NaiveDate) -> bool {
        self.joined
            .range(..=date)
            .next_back()
            .is_some_and(|(_, to)| date <= *to)
    }
}

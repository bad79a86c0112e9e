//! The day of a visit: which days may be chosen, and why not.
//!
//! Holds no decision about who may choose: the policy does; here the caller only says whether the person may leave
//! the window that the cycle set for visits.

pub mod proposals;

use crate::calendar::WorkingCalendar;
use chrono::{Datelike, NaiveDate, Weekday};

/// What a day is measured against.
#[derive(Debug, Clone)]
pub struct VisitWindow {
    /// The day of the request.
    pub today: NaiveDate,
    /// The cycle's first day for visits.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// True for whoever may plan a visit outside those days.
    pub may_leave: bool,
}

/// A day that can be chosen, with what should be known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Nothing against it.
    Good,
    /// Outside the cycle's days for visits; the person may decide so.
    OutsideWindow,
}

/// Measures a day; in words when it cannot be chosen.
pub fn fit(
    day: NaiveDate,
    window: &VisitWindow,
    calendar: &WorkingCalendar,
) -> Result<Fit, String> {
    let words = |d: NaiveDate| d.format("%-d %B %Y").to_string();
    if day <= window.today {
        return Err("The day of the visit must be in the future".to_owned());
    }
    if let Some(name) = calendar.bank_holiday(day) {
        return Err(format!(
            "{} is a bank holiday ({name}). Choose a working day.",
            words(day)
        ));
    }
    match day.weekday() {
        Weekday::Sat => {
            return Err(format!(
                "{} is a Saturday. Choose a working day.",
                words(day)
            ));
        }
        Weekday::Sun => return Err(format!("{} is a Sunday. Choose a working day.", words(day))),
        _ => {}
    }
    if let Some(closed) = calendar.closed_days_on(day) {
        let name = closed.name.trim();
        let name = if name.is_empty() {
            "a closed day of this cycle"
        } else {
            name
        };
        return Err(format!(
            "Schools are closed on {} ({name}). Choose a working day.",
            words(day)
        ));
    }
    if (window.from..=window.until).contains(&day) {
        return Ok(Fit::Good);
    }
    if window.may_leave {
        return Ok(Fit::OutsideWindow);
    }
    Err(format!(
        "Visits in this cycle are from {} to {}. Choose a day between them, or ask the coordinator.",
        words(window.from),
        words(window.until)
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::calendar::parse_closed_days;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn window(may_leave: bool) -> VisitWindow {
        VisitWindow {
            today: day("2027-01-11"),
            from: day("2027-03-15"),
            until: day("2027-05-28"),
            may_leave,
        }
    }

    #[test]
    fn a_visit_is_on_a_working_day_in_the_future_and_the_reason_is_named() {
        let calendar = WorkingCalendar::england().with_closed(
            &parse_closed_days("29 March 2027 to 9 April 2027 Easter holiday").unwrap(),
        );
        for (text, words) in [
            ("2027-01-11", "future"),
            ("2026-03-16", "future"),
            ("2027-03-20", "Saturday"),
            ("2027-03-21", "Sunday"),
            ("2027-03-26", "Good Friday"),
            ("2027-04-06", "Easter holiday"),
            ("2027-03-12", "15 March 2027 to 28 May 2027"),
        ] {
            let said = fit(day(text), &window(false), &calendar).unwrap_err();
            assert!(said.contains(words), "{text}: {said}");
        }
        assert_eq!(
            fit(day("2027-03-18"), &window(false), &calendar),
            Ok(Fit::Good)
        );
    }

    #[test]
    fn only_who_may_leave_the_window_leaves_it_and_never_for_a_holiday() {
        let calendar = WorkingCalendar::england();
        assert_eq!(
            fit(day("2027-03-12"), &window(true), &calendar),
            Ok(Fit::OutsideWindow)
        );
        assert!(fit(day("2027-03-26"), &window(true), &calendar).is_err());
    }
}

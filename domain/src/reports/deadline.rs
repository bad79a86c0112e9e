//! How much time is left, in the working days of the school's own calendar.

use crate::calendar::WorkingCalendar;
use chrono::NaiveDate;

/// What is left until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// So many working days are left after today, at least one.
    Left(u32, NaiveDate),
    /// Today is the last day, or the last working day before a day off.
    Today(NaiveDate),
    /// The day has passed by so many working days; 0 when none has passed since.
    Past(u32, NaiveDate),
}

/// What is left until `due`, looked at on `today`.
pub fn deadline(today: NaiveDate, due: NaiveDate, calendar: &WorkingCalendar) -> Deadline {
    let days = |n: i64| u32::try_from(n).unwrap_or(0);
    if today > due {
        return Deadline::Past(days(calendar.working_days_between(due, today)), due);
    }
    match days(calendar.working_days_between(today, due)) {
        0 => Deadline::Today(due),
        left => Deadline::Left(left, due),
    }
}

impl Deadline {
    /// In words: "3 working days left, until Friday 14 May 2027".
    pub fn in_words(self) -> String {
        let on = |day: NaiveDate| day.format("%A %-d %B %Y").to_string();
        match self {
            Self::Left(1, due) => format!("1 working day left, until {}", on(due)),
            Self::Left(n, due) => format!("{n} working days left, until {}", on(due)),
            Self::Today(due) => format!("This is the last working day: it is due on {}", on(due)),
            Self::Past(0, due) => format!("It was due on {}", on(due)),
            Self::Past(1, due) => format!("1 working day late: it was due on {}", on(due)),
            Self::Past(n, due) => format!("{n} working days late: it was due on {}", on(due)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::calendar::parse_closed_days;

    #[test]
    fn days_are_counted_as_the_school_works_over_weekends_holidays_and_its_closed_days() {
        // 3 May 2027 is a bank holiday; the school closes on the 11th.
        let closed = parse_closed_days("11 May 2027, Inset day").unwrap();
        let calendar = WorkingCalendar::england().with_closed(&closed);
        for (today, due, words) in [
            (
                "2027-05-10",
                "2027-05-14",
                "3 working days left, until Friday 14 May 2027",
            ),
            (
                "2027-04-30",
                "2027-05-04",
                "1 working day left, until Tuesday 4 May 2027",
            ),
            (
                "2027-05-14",
                "2027-05-14",
                "This is the last working day: it is due on Friday 14 May 2027",
            ),
            (
                "2027-05-14",
                "2027-05-16",
                "This is the last working day: it is due on Sunday 16 May 2027",
            ),
            (
                "2027-05-15",
                "2027-05-14",
                "It was due on Friday 14 May 2027",
            ),
            (
                "2027-05-12",
                "2027-05-10",
                "1 working day late: it was due on Monday 10 May 2027",
            ),
            (
                "2027-05-18",
                "2027-05-14",
                "2 working days late: it was due on Friday 14 May 2027",
            ),
        ] {
            let (today, due) = (today.parse().unwrap(), due.parse().unwrap());
            assert_eq!(deadline(today, due, &calendar).in_words(), words);
        }
    }
}

//! On which days a due date is spoken of. Nothing is ever sent on a day off, and a date is spoken of at most once a
//! day; putting several dates into one message is for whoever sends it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::WorkingCalendar;

/// Working days after the due date from which the coordinator hears of it.
const ESCALATION: i32 = 5;

/// Which reminder of a due date it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderKind {
    /// 10 working days before.
    TenBefore,
    /// 3 working days before.
    ThreeBefore,
    /// On the day itself; for a day off, on the last working day before it.
    OnTheDay,
    /// 2 working days after.
    TwoAfter,
    /// In the digest of the first working day of each week, for as long as it is not done.
    WeeklyDigest,
}

impl ReminderKind {
    /// The key as it is stored: `ten_before`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TenBefore => "ten_before",
            Self::ThreeBefore => "three_before",
            Self::OnTheDay => "on_the_day",
            Self::TwoAfter => "two_after",
            Self::WeeklyDigest => "weekly_digest",
        }
    }
}

/// The four dated reminders of a due date, in order and each on a working day of its own.
///
/// A due date on a day off has its `OnTheDay` on the last working day before, so that it comes while something can
/// still be done; the message names the date, not "today".
#[must_use]
pub fn scheduled_reminders(
    due: NaiveDate,
    cal: &WorkingCalendar,
) -> [(ReminderKind, NaiveDate); 4] {
    let day = cal.previous_working(due);
    // Counted from that day back, so that the first reminders keep their distance from it.
    [
        (ReminderKind::TenBefore, cal.add_working_days(day, -10)),
        (ReminderKind::ThreeBefore, cal.add_working_days(day, -3)),
        (ReminderKind::OnTheDay, day),
        (ReminderKind::TwoAfter, cal.add_working_days(day, 2)),
    ]
}

/// What is to be sent today about a task that is due then and not done. `None` on days off and on all days between
/// the reminders. A reminder whose day was before the task existed is missed and not made up for.
#[must_use]
pub fn reminder_due(
    due: NaiveDate,
    today: NaiveDate,
    cal: &WorkingCalendar,
) -> Option<ReminderKind> {
    if !cal.is_working(today) {
        return None;
    }
    let schedule = scheduled_reminders(due, cal);
    let dated = schedule.iter().find(|(_, date)| *date == today);
    if let Some((kind, _)) = dated {
        return Some(*kind);
    }
    let over = schedule.iter().all(|(_, date)| *date < today);
    (over && cal.is_first_working_day_of_week(today)).then_some(ReminderKind::WeeklyDigest)
}

/// Whether the coordinator hears today of a task that was due then and is not done: 5 working days after, and from
/// then on in the weekly digest.
#[must_use]
pub fn escalates_to_coordinator(due: NaiveDate, today: NaiveDate, cal: &WorkingCalendar) -> bool {
    let first = cal.add_working_days(cal.previous_working(due), ESCALATION);
    today == first || (today > first && cal.is_first_working_day_of_week(today))
}

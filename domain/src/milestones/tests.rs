#![allow(clippy::unwrap_used)]

mod plan;
mod reminders;

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use crate::calendar::{ClosedDays, WorkingCalendar};

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(super) fn closed(from: NaiveDate, to: NaiveDate) -> ClosedDays {
    ClosedDays {
        from,
        to,
        name: "Half term".to_owned(),
    }
}

pub(super) fn date() -> impl Strategy<Value = NaiveDate> {
    (0_i64..1_400).prop_map(|days| day(2024, 9, 1) + TimeDelta::days(days))
}

pub(super) fn calendar() -> impl Strategy<Value = WorkingCalendar> {
    prop::collection::vec((date(), 0_i64..45), 0..8).prop_map(|ranges| {
        let days: Vec<ClosedDays> = ranges
            .into_iter()
            .map(|(from, length)| closed(from, from + TimeDelta::days(length)))
            .collect();
        WorkingCalendar::england().with_closed(&days)
    })
}

#![allow(clippy::unwrap_used)]

mod closed_days;
mod date_parts;
mod london;
mod working_days;

use chrono::NaiveDate;

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

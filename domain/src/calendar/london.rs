//! Between instants and the clock on a London wall, through both changes of the clock.
//!
//! Records hold instants in UTC; people read and type London time. No other module should reach for a time zone.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Europe::London;

/// The date in London at this instant: from the last Sunday of March to the last Sunday of October, 23:30 UTC is
/// already the next day.
#[must_use]
pub fn london_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// The instant at which a London clock shows this date and time. Every date and time has one:
///
/// - A time that the clock skips in spring (28 March 2027, 01:30) is read by the offset before the change, so it
///   comes out as late as it was meant after midnight: 01:30 UTC, which the clock shows as 02:30.
/// - A time that the clock shows twice in autumn (31 October 2027, 01:30) is the first of the two: 00:30 UTC. What
///   is to be sent then is sent once and not late.
#[must_use]
pub fn london_instant(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    if let Some(found) = London.from_local_datetime(&local).earliest() {
        return found.with_timezone(&Utc);
    }
    let before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
    let offset = London.offset_from_utc_datetime(&before).fix();
    local.checked_sub_offset(offset).unwrap_or(local).and_utc()
}

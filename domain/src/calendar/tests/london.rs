use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::day;
use crate::calendar::{london_date, london_instant};

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn midnight_in_summer_is_an_hour_before_midnight_utc() {
    assert_eq!(
        london_instant(day(2027, 7, 1), at(0, 0)),
        utc("2027-06-30T23:00:00Z")
    );
    assert_eq!(london_date(utc("2027-06-30T23:00:00Z")), day(2027, 7, 1));
    assert_eq!(london_date(utc("2027-06-30T22:59:59Z")), day(2027, 6, 30));
    assert_eq!(london_date(utc("2027-12-31T23:59:59Z")), day(2027, 12, 31));
}

#[test]
fn a_time_that_spring_skips_is_read_by_the_offset_before_the_change() {
    assert_eq!(
        london_instant(day(2027, 3, 28), at(0, 59)),
        utc("2027-03-28T00:59:00Z")
    );
    assert_eq!(
        london_instant(day(2027, 3, 28), at(1, 0)),
        utc("2027-03-28T01:00:00Z")
    );
    assert_eq!(
        london_instant(day(2027, 3, 28), at(1, 30)),
        utc("2027-03-28T01:30:00Z")
    );
    assert_eq!(
        london_instant(day(2027, 3, 28), at(2, 0)),
        utc("2027-03-28T01:00:00Z")
    );
}

#[test]
fn a_time_that_autumn_repeats_is_the_first_of_the_two() {
    assert_eq!(
        london_instant(day(2027, 10, 31), at(0, 59)),
        utc("2027-10-30T23:59:00Z")
    );
    assert_eq!(
        london_instant(day(2027, 10, 31), at(1, 30)),
        utc("2027-10-31T00:30:00Z")
    );
    assert_eq!(
        london_instant(day(2027, 10, 31), at(2, 0)),
        utc("2027-10-31T02:00:00Z")
    );
}

proptest! {
    #[test]
    fn a_london_time_falls_on_its_own_date(days in 0_i64..20_000, minute in 0_i64..1_440) {
        let date = day(2000, 1, 1) + TimeDelta::days(days);
        let time = at(0, 0) + TimeDelta::minutes(minute);
        let instant = london_instant(date, time);
        prop_assert_eq!(london_date(instant), date);
    }

    #[test]
    fn the_extremes_of_what_a_date_can_express_have_an_instant(minute in 0_i64..1_440) {
        let time = at(0, 0) + TimeDelta::minutes(minute);
        for date in [chrono::NaiveDate::MIN, chrono::NaiveDate::MAX] {
            let _ = london_instant(date, time);
        }
    }
}

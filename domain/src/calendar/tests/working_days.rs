use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::day;
use crate::calendar::{ClosedDays, WorkingCalendar};

fn closed(from: NaiveDate, to: NaiveDate, name: &str) -> ClosedDays {
    ClosedDays {
        from,
        to,
        name: name.to_owned(),
    }
}

#[test]
fn steps_pass_over_weekends_bank_holidays_and_closed_days() {
    let england = WorkingCalendar::england();
    let cycle = england.clone().with_closed(&[
        closed(day(2027, 2, 15), day(2027, 2, 19), "Half term"),
        closed(day(2027, 2, 22), day(2027, 2, 22), "Inset day"),
    ]);
    // Thursday before Easter 2027: Good Friday, a weekend and Easter Monday lie between.
    assert_eq!(
        england.add_working_days(day(2027, 3, 25), 1),
        day(2027, 3, 30)
    );
    assert_eq!(
        england.add_working_days(day(2027, 3, 30), -1),
        day(2027, 3, 25)
    );
    assert_eq!(
        england.add_working_days(day(2027, 12, 24), 1),
        day(2027, 12, 29)
    );
    assert_eq!(
        cycle.add_working_days(day(2027, 2, 12), 1),
        day(2027, 2, 23)
    );
    assert_eq!(
        cycle.add_working_days(day(2027, 2, 23), -2),
        day(2027, 2, 11)
    );
}

#[test]
fn a_step_of_nothing_stays_even_on_a_day_off() {
    let england = WorkingCalendar::england();
    let saturday = day(2027, 1, 16);
    assert_eq!(england.add_working_days(saturday, 0), saturday);
    assert_eq!(england.add_working_days(saturday, 1), day(2027, 1, 18));
    assert_eq!(england.add_working_days(saturday, -1), day(2027, 1, 15));
    assert_eq!(england.next_working(saturday), day(2027, 1, 18));
    assert_eq!(england.previous_working(saturday), day(2027, 1, 15));
    assert_eq!(england.next_working(day(2027, 1, 18)), day(2027, 1, 18));
}

#[test]
fn days_between_are_counted_with_a_sign() {
    let england = WorkingCalendar::england();
    let (friday, monday) = (day(2027, 1, 15), day(2027, 1, 18));
    assert_eq!(england.working_days_between(friday, monday), 1);
    assert_eq!(england.working_days_between(monday, friday), -1);
    assert_eq!(england.working_days_between(friday, friday), 0);
    assert_eq!(england.working_days_between(friday, day(2027, 1, 17)), 0);
    // 2027 has 261 weekdays, 8 of them bank holidays.
    assert_eq!(
        england.working_days_between(day(2026, 12, 31), day(2027, 12, 31)),
        253
    );
}

#[test]
fn a_bank_holiday_is_named_and_the_known_years_are_told() {
    let england = WorkingCalendar::england();
    assert_eq!(england.bank_holiday(day(2027, 3, 26)), Some("Good Friday"));
    assert_eq!(england.bank_holiday(day(2027, 3, 25)), None);
    assert!(england.knows_bank_holidays(day(2028, 12, 31)));
    assert!(!england.knows_bank_holidays(day(2029, 1, 1)));
    assert!(!england.knows_bank_holidays(day(2023, 12, 31)));
}

#[test]
fn closed_days_may_overlap_and_a_backward_range_closes_nothing() {
    let cycle = WorkingCalendar::england().with_closed(&[
        closed(day(2027, 2, 17), day(2027, 2, 18), "Trip"),
        closed(day(2027, 2, 15), day(2027, 2, 19), "Half term"),
        closed(day(2027, 3, 5), day(2027, 3, 1), "Typed backwards"),
    ]);
    assert!(!cycle.is_working(day(2027, 2, 19)));
    assert!(cycle.is_working(day(2027, 3, 3)));
    let name = |date| cycle.closed_days_on(date).map(|days| days.name.as_str());
    assert_eq!(name(day(2027, 2, 16)), Some("Half term"));
    assert_eq!(name(day(2027, 2, 22)), None);
}

#[test]
fn the_first_working_day_of_a_week_is_not_always_a_monday() {
    let cycle = WorkingCalendar::england().with_closed(&[closed(
        day(2027, 2, 15),
        day(2027, 2, 19),
        "Half term",
    )]);
    let first = |date| cycle.is_first_working_day_of_week(date);
    assert!(first(day(2027, 1, 18)));
    assert!(!first(day(2027, 1, 19)));
    assert!(!first(day(2027, 3, 29)), "Easter Monday");
    assert!(first(day(2027, 3, 30)));
    assert!((15..=21).all(|date| !first(day(2027, 2, date))));
}

#[test]
fn a_step_beyond_the_last_date_stops_there() {
    let england = WorkingCalendar::england();
    assert_eq!(england.add_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
    assert_eq!(england.add_working_days(NaiveDate::MIN, -3), NaiveDate::MIN);
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0_i64..1_827).prop_map(|days| day(2024, 1, 1) + TimeDelta::days(days))
}

fn calendar() -> impl Strategy<Value = WorkingCalendar> {
    prop::collection::vec((date(), 0_i64..45), 0..12).prop_map(|ranges| {
        let days: Vec<ClosedDays> = ranges
            .into_iter()
            .map(|(from, length)| closed(from, from + TimeDelta::days(length), ""))
            .collect();
        WorkingCalendar::england().with_closed(&days)
    })
}

proptest! {
    #[test]
    fn a_day_is_closed_exactly_if_a_range_holds_it(from in date(), length in 0_i64..45, other in date(), at in date()) {
        let ranges = [
            closed(from, from + TimeDelta::days(length), "a"),
            closed(other, other + TimeDelta::days(length / 2), "b"),
        ];
        let england = WorkingCalendar::england();
        let cycle = england.clone().with_closed(&ranges);
        let held = ranges.iter().any(|range| range.contains(at));
        prop_assert_eq!(cycle.is_working(at), england.is_working(at) && !held);
        prop_assert_eq!(cycle.closed_days_on(at).is_some(), held);
    }

    #[test]
    fn a_step_never_lands_on_a_day_off(calendar in calendar(), from in date(), days in -250_i32..=250) {
        prop_assume!(days != 0);
        prop_assert!(calendar.is_working(calendar.add_working_days(from, days)));
    }

    #[test]
    fn a_step_back_undoes_a_step_forward(calendar in calendar(), from in date(), days in -250_i32..=250) {
        let from = calendar.next_working(from);
        let there = calendar.add_working_days(from, days);
        prop_assert_eq!(calendar.add_working_days(there, -days), from);
    }

    #[test]
    fn steps_add_up(calendar in calendar(), from in date(), a in 0_i32..120, b in 0_i32..120) {
        let twice = calendar.add_working_days(calendar.add_working_days(from, a), b);
        prop_assert_eq!(twice, calendar.add_working_days(from, a + b));
    }

    #[test]
    fn more_days_lead_further(calendar in calendar(), from in date(), days in -250_i32..250) {
        let (near, far) = (calendar.add_working_days(from, days), calendar.add_working_days(from, days + 1));
        prop_assert!(near < far);
    }

    #[test]
    fn a_later_start_never_ends_earlier(calendar in calendar(), a in date(), b in date(), days in -250_i32..=250) {
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(calendar.add_working_days(a, days) <= calendar.add_working_days(b, days));
    }

    #[test]
    fn the_days_between_are_the_days_stepped(calendar in calendar(), from in date(), days in -250_i32..=250) {
        let there = calendar.add_working_days(from, days);
        prop_assert_eq!(calendar.working_days_between(from, there), i64::from(days));
    }
}

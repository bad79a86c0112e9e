use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::{calendar, closed, date, day};
use crate::calendar::WorkingCalendar;
use crate::milestones::{
    ReminderKind, escalates_to_coordinator, reminder_due, scheduled_reminders,
};

/// Every day on which something is sent, from four weeks before to six after.
fn sent(due: NaiveDate, cal: &WorkingCalendar) -> Vec<(NaiveDate, ReminderKind)> {
    (-28..=42)
        .map(|days| due + TimeDelta::days(days))
        .filter_map(|today| Some((today, reminder_due(due, today, cal)?)))
        .collect()
}

fn escalated(due: NaiveDate, cal: &WorkingCalendar) -> Vec<NaiveDate> {
    (-28..=28)
        .map(|days| due + TimeDelta::days(days))
        .filter(|today| escalates_to_coordinator(due, *today, cal))
        .collect()
}

#[test]
fn an_ordinary_task_is_spoken_of_on_these_days() {
    use ReminderKind::{OnTheDay, TenBefore, ThreeBefore, TwoAfter, WeeklyDigest};
    let due = day(2027, 1, 20);
    assert_eq!(
        sent(due, &WorkingCalendar::england()),
        [
            (day(2027, 1, 6), TenBefore),
            (day(2027, 1, 15), ThreeBefore),
            (due, OnTheDay),
            (day(2027, 1, 22), TwoAfter),
            (day(2027, 1, 25), WeeklyDigest),
            (day(2027, 2, 1), WeeklyDigest),
            (day(2027, 2, 8), WeeklyDigest),
            (day(2027, 2, 15), WeeklyDigest),
            (day(2027, 2, 22), WeeklyDigest),
            (day(2027, 3, 1), WeeklyDigest),
        ]
    );
    assert_eq!(
        escalated(due, &WorkingCalendar::england()),
        [
            day(2027, 1, 27),
            day(2027, 2, 1),
            day(2027, 2, 8),
            day(2027, 2, 15)
        ]
    );
}

#[test]
fn nothing_is_sent_in_the_holidays_and_the_digest_waits_for_the_first_day_back() {
    use ReminderKind::{OnTheDay, TenBefore, ThreeBefore, TwoAfter, WeeklyDigest};
    let cal = WorkingCalendar::england().with_closed(&[
        closed(day(2027, 2, 15), day(2027, 2, 19)),
        closed(day(2027, 2, 22), day(2027, 2, 22)),
    ]);
    let due = day(2027, 2, 11);
    let sent = sent(due, &cal);
    assert_eq!(
        sent[..6],
        [
            (day(2027, 1, 28), TenBefore),
            (day(2027, 2, 8), ThreeBefore),
            (due, OnTheDay),
            (day(2027, 2, 23), TwoAfter),
            (day(2027, 3, 1), WeeklyDigest),
            (day(2027, 3, 8), WeeklyDigest),
        ]
    );
}

#[test]
fn a_due_date_in_the_holidays_is_spoken_of_before_them() {
    let cal = WorkingCalendar::england().with_closed(&[closed(day(2027, 2, 15), day(2027, 2, 19))]);
    let due = day(2027, 2, 17);
    assert_eq!(
        scheduled_reminders(due, &cal).map(|(_, date)| date),
        [
            day(2027, 1, 29),
            day(2027, 2, 9),
            day(2027, 2, 12),
            day(2027, 2, 23),
        ]
    );
    assert_eq!(reminder_due(due, due, &cal), None);
}

#[test]
fn two_after_on_a_monday_takes_the_place_of_that_weeks_digest() {
    let due = day(2027, 1, 14);
    let cal = WorkingCalendar::england();
    assert_eq!(
        reminder_due(due, day(2027, 1, 18), &cal),
        Some(ReminderKind::TwoAfter)
    );
    assert_eq!(reminder_due(due, day(2027, 1, 19), &cal), None);
}

#[test]
fn kinds_are_stored_by_their_key() {
    use ReminderKind::{OnTheDay, TenBefore, ThreeBefore, TwoAfter, WeeklyDigest};
    for kind in [TenBefore, ThreeBefore, OnTheDay, TwoAfter, WeeklyDigest] {
        let stored = toml::Value::try_from(kind).unwrap();
        assert_eq!(stored.as_str(), Some(kind.as_str()));
    }
}

proptest! {
    #[test]
    fn nothing_is_sent_on_a_day_off(cal in calendar(), due in date(), days in -60_i64..60) {
        let today = due + TimeDelta::days(days);
        prop_assume!(!cal.is_working(today));
        prop_assert_eq!(reminder_due(due, today, &cal), None);
        prop_assert!(!escalates_to_coordinator(due, today, &cal));
    }

    #[test]
    fn each_dated_reminder_comes_once_and_on_a_day_of_its_own(cal in calendar(), due in date()) {
        let schedule = scheduled_reminders(due, &cal);
        for pair in schedule.windows(2) {
            prop_assert!(pair[0].1 < pair[1].1);
        }
        for (kind, date) in schedule {
            prop_assert_eq!(reminder_due(due, date, &cal), Some(kind));
        }
        for day in (-100_i64..100).map(|days| due + TimeDelta::days(days)) {
            let dated = schedule.iter().any(|(_, date)| *date == day);
            let kind = reminder_due(due, day, &cal);
            prop_assert_eq!(dated, kind.is_some_and(|kind| kind != ReminderKind::WeeklyDigest));
        }
    }

    #[test]
    fn a_week_holds_at_most_one_digest_and_none_before_two_after(cal in calendar(), due in date()) {
        let digests: Vec<NaiveDate> = (0_i64..80)
            .map(|days| due + TimeDelta::days(days))
            .filter(|today| reminder_due(due, *today, &cal) == Some(ReminderKind::WeeklyDigest))
            .collect();
        let last = scheduled_reminders(due, &cal)[3].1;
        prop_assert!(digests.iter().all(|date| *date > last));
        let mut weeks: Vec<_> = digests.iter().map(chrono::Datelike::iso_week).collect();
        let count = weeks.len();
        weeks.dedup();
        prop_assert_eq!(weeks.len(), count);
    }

    #[test]
    fn the_coordinator_hears_only_when_the_owner_has_been_told_twice_after(cal in calendar(), due in date(), days in 0_i64..90) {
        let today = due + TimeDelta::days(days);
        if escalates_to_coordinator(due, today, &cal) {
            prop_assert!(cal.working_days_between(due, today) >= 5);
            let kind = reminder_due(due, today, &cal);
            prop_assert!(matches!(kind, None | Some(ReminderKind::WeeklyDigest)));
        }
    }
}

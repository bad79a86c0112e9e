//! The dates of one review: its calendar, and what is due when.

use chrono::NaiveDate;
use domain::calendar::{WorkingCalendar, parse_closed_days};
use domain::milestones::{MilestoneDates, MilestoneKey, MilestonePlan};
use std::collections::BTreeMap;
use store::reviews::Review;

/// Working days of the review's cycle. Closed days were checked when the cycle was saved; a line that no longer reads
/// closes nothing.
pub fn calendar_of(review: &Review) -> WorkingCalendar {
    let closed = parse_closed_days(&review.closed_days).unwrap_or_default();
    WorkingCalendar::england().with_closed(&closed)
}

/// The cycle's plan; a milestone that it does not name, or a plan that breaks a rule, falls back to the proposal.
pub fn plan_of(review: &Review) -> MilestonePlan {
    let mut offsets: BTreeMap<MilestoneKey, i32> = MilestonePlan::default().into();
    for (key, days) in &review.offsets {
        if let (Ok(key), Ok(days)) = (key.parse::<MilestoneKey>(), i32::try_from(*days)) {
            offsets.insert(key, days);
        }
    }
    MilestonePlan::new(&offsets).unwrap_or_default()
}

/// What is due when, for a visit on `day`.
pub fn dates_for(review: &Review, day: NaiveDate) -> MilestoneDates {
    plan_of(review).dates(&calendar_of(review), day)
}

/// What is due when: from the agreed day or, until there is one, from the cycle's first day for visits.
pub fn dates_of(review: &Review) -> MilestoneDates {
    dates_for(review, review.visit_date.unwrap_or(review.visits_from))
}

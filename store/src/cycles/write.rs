//! Writing cycles. Each statement filters on the version or the state that its decision was made on.

use crate::{Error, Result, Statement, rid};
use chrono::{DateTime, Utc};
use domain::calendar::{ClosedDays, format_closed_days};
use domain::cycles::{CycleDates, DraftForm, RunningForm};
use domain::ids::{CycleId, ReviewId, SchoolId};
use domain::milestones::{MilestoneKey, MilestonePlan};
use domain::policy::{Permit, act};
use domain::states::CycleState;
use std::collections::BTreeMap;

/// What a coordinator sets before the launch.
pub type Settings = DraftForm;

const CREATE: &str = "CREATE $id SET partnership = $partnership, state = 'draft', name = $name, framework = $framework,
    schools = $schools, starts_on = $starts_on, visits_from = $visits_from, visits_until = $visits_until, ends_on = $ends_on,
    levels = $levels, own_levels_first = $own_levels_first, quality = $quality, told = $told, audiences = $audiences, terms = $terms, closed_days = $closed_days, offsets = $offsets,
    created_at = $now, saved_by = $by, saved_at = $now RETURN NONE";

const EDIT_DRAFT: &str = "UPDATE $id SET name = $name, framework = $framework, schools = $schools, starts_on = $starts_on,
    visits_from = $visits_from, visits_until = $visits_until, ends_on = $ends_on, levels = $levels, own_levels_first = $own_levels_first, quality = $quality, told = $told, audiences = $audiences,
    terms = $terms, closed_days = $closed_days, saved_by = $by, saved_at = $now, version += 1
    WHERE version = $seen AND state = 'draft'";

const EDIT_RUNNING: &str = "UPDATE $id SET name = $name, starts_on = $starts_on, visits_from = $visits_from,
    visits_until = $visits_until, ends_on = $ends_on, closed_days = $closed_days, saved_by = $by, saved_at = $now, version += 1
    WHERE version = $seen AND state != 'draft' AND state != 'closed'";

fn bind_dates(statement: Statement, dates: &CycleDates, closed: &[ClosedDays]) -> Statement {
    statement
        .bind("starts_on", dates.starts_on.to_string())
        .bind("visits_from", dates.visits_from.to_string())
        .bind("visits_until", dates.visits_until.to_string())
        .bind("ends_on", dates.ends_on.to_string())
        .bind("closed_days", format_closed_days(closed))
}

fn bind_settings(statement: Statement, s: &Settings) -> Statement {
    bind_dates(statement, &s.dates, &s.closed_days)
        .bind("name", s.name.clone())
        .bind("framework", rid("framework", &s.framework))
        .bind(
            "schools",
            s.schools
                .iter()
                .map(|s| rid("school", s))
                .collect::<Vec<_>>(),
        )
        .bind("levels", s.levels)
        .bind("quality", s.quality)
        .bind(
            "told",
            s.told
                .iter()
                .map(|t| t.as_str().to_owned())
                .collect::<Vec<_>>(),
        )
        .bind("own_levels_first", s.own_levels_first)
        .bind(
            "audiences",
            s.audiences
                .iter()
                .map(|a| a.as_str().to_owned())
                .collect::<Vec<_>>(),
        )
        .bind("terms", s.terms.clone())
}

fn offsets(plan: &MilestonePlan) -> BTreeMap<String, i64> {
    MilestoneKey::ALL
        .into_iter()
        .map(|k| (k.as_str().to_owned(), i64::from(plan.offset(k))))
        .collect()
}

/// A new cycle, as a draft with the usual milestones.
pub fn create(
    permit: &Permit<act::CreateCycle>,
    id: &CycleId,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Statement {
    bind_settings(Statement::new(CREATE), settings)
        .bind("id", rid("cycle", id))
        .bind("partnership", rid("partnership", permit.record()))
        .bind("offsets", offsets(&MilestonePlan::default()))
        .bind("by", Some(rid("person", permit.by())))
        .bind("now", now)
}

/// Changes a draft of the version that the form was shown with.
pub fn edit_draft(
    permit: &Permit<act::EditCycle>,
    seen: u32,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Statement {
    bind_settings(Statement::guarded(EDIT_DRAFT), settings)
        .bind("id", rid("cycle", permit.record()))
        .bind("seen", i64::from(seen))
        .bind("by", Some(rid("person", permit.by())))
        .bind("now", now)
}

/// Changes what may still be changed after the launch.
pub fn edit_running(
    permit: &Permit<act::EditCycle>,
    seen: u32,
    form: &RunningForm,
    now: DateTime<Utc>,
) -> Statement {
    bind_dates(
        Statement::guarded(EDIT_RUNNING),
        &form.dates,
        &form.closed_days,
    )
    .bind("id", rid("cycle", permit.record()))
    .bind("name", form.name.clone())
    .bind("seen", i64::from(seen))
    .bind("by", Some(rid("person", permit.by())))
    .bind("now", now)
}

/// Changes the milestones; every date that is computed from them moves.
pub fn set_offsets(
    permit: &Permit<act::EditCycle>,
    seen: u32,
    plan: &MilestonePlan,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET offsets = $offsets, saved_by = $by, saved_at = $now, version += 1 WHERE version = $seen AND state != 'closed'",
    )
    .bind("id", rid("cycle", permit.record()))
    .bind("offsets", offsets(plan))
    .bind("seen", i64::from(seen))
    .bind("by", Some(rid("person", permit.by())))
    .bind("now", now)
}

/// Launches a draft.
pub fn launch(permit: &Permit<act::LaunchCycle>, now: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE $id SET state = 'recruiting', launched_at = $now, version += 1 WHERE version = $seen AND state = 'draft'",
    )
    .bind("id", rid("cycle", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("now", now)
}

// The partnership is read from the cycle, so that a review can never belong to another one.
const CREATE_REVIEW: &str = "CREATE $id SET cycle = $cycle, partnership = $cycle.partnership, school = $school, state = 'proposed',
    created_at = $now RETURN NONE";

fn create_review<A>(
    permit: &Permit<A>,
    id: &ReviewId,
    school: &SchoolId,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(CREATE_REVIEW)
        .bind("id", rid("review", id))
        .bind("cycle", rid("cycle", permit.record()))
        .bind("school", rid("school", school))
        .bind("now", now)
}

/// One review for each school that takes part.
pub fn create_reviews_on_launch(
    permit: &Permit<act::LaunchCycle>,
    reviews: &BTreeMap<SchoolId, ReviewId>,
    now: DateTime<Utc>,
) -> Vec<Statement> {
    reviews
        .iter()
        .map(|(school, id)| create_review(permit, id, school, now))
        .collect()
}

/// Puts a school into a cycle that is under way, with its review.
pub fn add_school(
    permit: &Permit<act::EditCycle>,
    school: &SchoolId,
    review: &ReviewId,
    now: DateTime<Utc>,
) -> [Statement; 2] {
    let guard = Statement::guarded(
        "UPDATE $id SET schools = array::union(schools, [$school]), version += 1 WHERE version = $seen AND state IN ['recruiting', 'active']",
    )
    .bind("id", rid("cycle", permit.record()))
    .bind("school", rid("school", school))
    .bind("seen", i64::from(permit.version()));
    [guard, create_review(permit, review, school, now)]
}

/// The coordinator says that reviews are under way, though not every school has accepted.
pub fn activate(permit: &Permit<act::EditCycle>) -> Statement {
    Statement::guarded("UPDATE $id SET state = 'active', version += 1 WHERE version = $seen AND state = 'recruiting'")
        .bind("id", rid("cycle", permit.record()))
        .bind("seen", i64::from(permit.version()))
}

/// Makes a recruiting cycle active when no school is left that has not accepted. Goes into the same write as the
/// agreement, after it; does nothing while a school is missing. The cycle's version stays, since nobody has edited it.
pub fn activate_when_all_agreed(
    _permit: &Permit<act::AcceptAgreement>,
    cycle: &CycleId,
) -> Statement {
    Statement::new(
        "UPDATE $id SET state = 'active' WHERE state = 'recruiting'
            AND array::len((SELECT VALUE id FROM review WHERE cycle = $id AND agreed_at = NONE AND state != 'cancelled')) = 0 RETURN NONE",
    )
    .bind("id", rid("cycle", cycle))
}

/// Moves a cycle on to closing or closed.
pub fn end(permit: &Permit<act::EndCycle>, from: CycleState, to: CycleState) -> Result<Statement> {
    if !from.may_become(to) {
        return Err(Error::Internal(format!(
            "a cycle cannot go from {from} to {to}"
        )));
    }
    Ok(Statement::guarded(
        "UPDATE $id SET state = $to, version += 1 WHERE version = $seen AND state = $from",
    )
    .bind("id", rid("cycle", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("from", from.as_str().to_owned())
    .bind("to", to.as_str().to_owned()))
}

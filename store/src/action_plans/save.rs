//! Writes of an action plan.

use crate::{Error, Result, Statement, rid};
use chrono::{DateTime, Utc};
use domain::action_plans::{ActionForm, UpdateForm};
use domain::ids::{ActionId, RecommendationId, SchoolId};
use domain::policy::{Permit, act};
use domain::states::ActionState;

fn described(
    statement: Statement,
    permit: &Permit<act::EditPlan>,
    id: &ActionId,
    form: &ActionForm,
    now: DateTime<Utc>,
) -> Statement {
    statement
        .bind("id", rid("action", id))
        .bind("review", rid("review", permit.record()))
        .bind(
            "recommendation",
            form.recommendation
                .as_ref()
                .map(|r| rid("recommendation", r)),
        )
        .bind("strand", form.strand.to_string())
        .bind("title", form.title.clone())
        .bind("owner", form.owner.clone())
        .bind("due", form.due.to_string())
        .bind("success", form.success.clone())
        .bind("cost", form.cost.map(|c| c.0))
        .bind("funding", form.funding.clone())
        .bind("by", rid("person", permit.by()))
        .bind("now", now)
}

/// A new action of the school, proposed.
pub fn create(
    permit: &Permit<act::EditPlan>,
    school: &SchoolId,
    id: &ActionId,
    form: &ActionForm,
    now: DateTime<Utc>,
) -> Statement {
    let statement = Statement::new(
        "CREATE $id SET review = $review, school = $school, recommendation = $recommendation, strand = $strand, title = $title,
            owner = $owner, due = $due, success = $success, cost_pence = $cost, funding = $funding, state = 'proposed',
            saved_by = $by, saved_at = $now RETURN NONE",
    )
    .bind("school", rid("school", school));
    described(statement, permit, id, form, now)
}

/// Changes what was typed of the version that the form was shown with.
pub fn edit(
    permit: &Permit<act::EditPlan>,
    id: &ActionId,
    seen: u32,
    form: &ActionForm,
    now: DateTime<Utc>,
) -> Statement {
    let statement = Statement::guarded(
        "UPDATE $id SET recommendation = $recommendation, strand = $strand, title = $title, owner = $owner, due = $due,
            success = $success, cost_pence = $cost, funding = $funding, saved_by = $by, saved_at = $now, version += 1
            WHERE version = $seen AND review = $review",
    )
    .bind("seen", i64::from(seen));
    described(statement, permit, id, form, now)
}

/// Moves an action from the state that the form was shown with. The version stays, since nothing that was typed
/// changes: who edits the action at the same time is not in the way.
pub fn change_state(
    permit: &Permit<act::EditPlan>,
    id: &ActionId,
    from: ActionState,
    update: &UpdateForm,
) -> Result<Statement> {
    let to = update.state;
    if from != to && !from.may_become(to) {
        return Err(Error::Internal(format!(
            "an action cannot go from {from} to {to}"
        )));
    }
    Ok(Statement::guarded("UPDATE $id SET state = $to, reason = IF $to = $from { reason } ELSE { $reason } WHERE state = $from AND review = $review")
        .bind("id", rid("action", id))
        .bind("review", rid("review", permit.record()))
        .bind("from", from.as_str().to_owned())
        .bind("to", to.as_str().to_owned())
        .bind("reason", update.reason().map(str::to_owned)))
}

/// Adds an update; goes with [`change_state`].
pub fn add_update(
    permit: &Permit<act::EditPlan>,
    id: &ActionId,
    update: &UpdateForm,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE action_update SET action = $action, review = $review, text = $text, state = $state, added_by = $by,
            added_at = $now RETURN NONE",
    )
    .bind("action", rid("action", id))
    .bind("review", rid("review", permit.record()))
    .bind("text", update.text.clone())
    .bind("state", update.state.as_str().to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Every proposed action becomes agreed; there must be one at least.
pub fn agree_actions(permit: &Permit<act::AgreePlan>) -> Statement {
    Statement::guarded(
        "UPDATE action SET state = 'agreed' WHERE review = $review AND state = 'proposed'",
    )
    .bind("review", rid("review", permit.record()))
}

/// Keeps the school's words on why a recommendation has no action; nothing when there are none.
pub fn leave_unanswered(
    permit: &Permit<act::AgreePlan>,
    id: &RecommendationId,
    reason: Option<&str>,
) -> Statement {
    Statement::guarded("UPDATE $id SET left_reason = $reason WHERE review = $review")
        .bind("id", rid("recommendation", id))
        .bind("review", rid("review", permit.record()))
        .bind("reason", reason.map(str::to_owned))
}

/// When the plan was agreed; goes with the change of the review's state.
pub fn mark_agreed(permit: &Permit<act::AgreePlan>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET plan_agreed_at = $now WHERE state = 'workshop_held'")
        .bind("review", rid("review", permit.record()))
        .bind("now", now)
}

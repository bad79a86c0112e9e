//! Cycles: set up, launched, watched, ended.

pub mod board;
mod end;
mod launch;
mod set_up;

pub use end::{end, next_state, unfinished};
pub use launch::{add_school, launch, launch_plan, list_addable, start};
pub use set_up::{Choices, create, edit, list_choices, plan_from, set_milestones};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::ids::{CycleId, PartnershipId};
use domain::policy::{self, CycleAction, act, can_cycle};
use store::cycles::{Cycle, CycleLine};
use store::reviews::Review;

/// The cycle, when the person may see it.
pub async fn find(app: &App, user: &User, id: &CycleId) -> Result<Cycle, Error> {
    let found = app.store.find_cycle(id).await?.ok_or(Error::NotFound)?;
    policy::cycle::<act::SeeCycle>(&user.actor, &found.facts)?;
    Ok(found)
}

/// The cycles that the person finds in lists, the one that began last first.
pub async fn list(app: &App, user: &User) -> Result<Vec<CycleLine>, Error> {
    let mut lines = app
        .store
        .list_cycles(&policy::cycle_scope(&user.actor))
        .await?;
    // The scope is a little wider than the policy (governors); nobody is led to a page that they cannot open.
    lines.retain(|l| can_cycle(&user.actor, CycleAction::SeeCycle, &l.facts));
    Ok(lines)
}

/// Those of one partnership.
pub async fn list_of_partnership(
    app: &App,
    user: &User,
    partnership: &PartnershipId,
) -> Result<Vec<CycleLine>, Error> {
    let mut lines = list(app, user).await?;
    lines.retain(|l| l.facts.partnership == *partnership);
    Ok(lines)
}

/// The reviews of the cycle that the person finds in lists: a head's own school, a reviewer's visits.
pub async fn list_own_reviews(
    app: &App,
    user: &User,
    cycle: &CycleId,
) -> Result<Vec<Review>, Error> {
    let mut reviews = app
        .store
        .list_reviews(&policy::review_scope(&user.actor), user.today)
        .await?;
    reviews.retain(|r| {
        r.facts.cycle == *cycle
            && policy::can_review(&user.actor, policy::ReviewAction::SeeReview, &r.facts)
    });
    Ok(reviews)
}

//! Ends a cycle in two steps: closing (no new schools, no new pairs), then closed (everything is read-only).

use super::find;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::RawForm;
use domain::ids::CycleId;
use domain::policy::{self, act};
use domain::states::CycleState;
use store::Write;
use store::cycles::{self, Cycle};

/// The step that ending takes from here.
pub fn next_state(state: CycleState) -> CycleState {
    match state {
        CycleState::Closing | CycleState::Closed => CycleState::Closed,
        CycleState::Draft | CycleState::Recruiting | CycleState::Active => CycleState::Closing,
    }
}

/// The cycle, and the names of schools whose review is not over: to be shown before ending.
pub async fn unfinished(
    app: &App,
    user: &User,
    id: &CycleId,
) -> Result<(Cycle, Vec<String>), Error> {
    let found = find(app, user, id).await?;
    policy::cycle::<act::EndCycle>(&user.actor, &found.facts)?;
    let permit = policy::cycle::<act::SeeBoard>(&user.actor, &found.facts)?;
    let reviews = app.store.list_reviews_of_cycle(&permit, user.today).await?;
    let open = reviews
        .into_iter()
        .filter(|r| !r.facts.state.is_over())
        .map(|r| r.school_name)
        .collect();
    Ok((found, open))
}

/// Moves the cycle on by one step. `to` in the form says which step was confirmed, so that a second post never takes
/// another one.
pub async fn end(app: &App, user: &User, id: &CycleId, form: &RawForm) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let location = format!("/cycles/{id}");
    if form.get("to") == found.facts.state.as_str() {
        return Err(Error::Repeated(location));
    }
    let permit = policy::cycle::<act::EndCycle>(&user.actor, &found.facts)?;
    let to = next_state(found.facts.state);
    if form.get("to") != to.as_str() {
        return Err(Error::Conflict);
    }
    let mut write = Write::new(&user.meta());
    write.push(cycles::end(&permit, found.facts.state, to)?);
    write.audit("moved on", format!("cycle:{id}"), to);
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

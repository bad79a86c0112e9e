//! Cycles: the form, the milestones, the page with the board, and the steps of a cycle's life.

mod milestones;
mod set_up;
mod show;
mod steps;

use super::Routes;
use super::ctx::User;
use crate::error::Error;
use crate::state::App;
use crate::usecases::cycles as uc;
use domain::ids::CycleId;
use domain::policy::{self, act};
use store::cycles::Cycle;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/partnerships/{id}/cycles/new", set_up::new)
        .post("/partnerships/{id}/cycles/new", set_up::create)
        .get("/cycles/{id}", show::show)
        .get("/cycles/{id}/edit", set_up::edit)
        .post("/cycles/{id}/edit", set_up::save)
        .get("/cycles/{id}/milestones", milestones::show)
        .post("/cycles/{id}/milestones", milestones::save)
        .get("/cycles/{id}/launch", steps::confirm_launch)
        .post("/cycles/{id}/launch", steps::launch)
        .post("/cycles/{id}/start", steps::start)
        .get("/cycles/{id}/schools", steps::choose_school)
        .post("/cycles/{id}/schools", steps::add_school)
        .get("/cycles/{id}/end", steps::confirm_end)
        .post("/cycles/{id}/end", steps::end)
}

const HOME: (&str, &str) = ("Home", "/");
const LIST: (&str, &str) = ("Partnerships", "/partnerships");

/// The cycle, when the person may change it.
async fn editable(app: &App, user: &User, id: &str) -> Result<Cycle, Error> {
    let id: CycleId = id.parse()?;
    let found = uc::find(app, user, &id).await?;
    policy::cycle::<act::EditCycle>(&user.actor, &found.facts)?;
    Ok(found)
}

fn href(cycle: &Cycle) -> String {
    format!("/cycles/{}", cycle.facts.id)
}

//! Cycles: the form, the milestones, the page with the board, and the steps of a cycle's life.

mod set_up;
mod show;
mod steps;

use super::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/partnerships/{id}/cycles/new", set_up::new)
        .post("/partnerships/{id}/cycles/new", set_up::create)
        .get("/cycles/{id}", show::show)
        .get("/cycles/{id}/edit", set_up::edit)
        .post("/cycles/{id}/edit", set_up::save)
        .get("/cycles/{id}/milestones", set_up::milestones)
        .post("/cycles/{id}/milestones", set_up::save_milestones)
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

//! The overview of a local authority or a trust.

use super::Routes;
use super::ctx::User;
use super::page::page;
use crate::error::Error;
use crate::state::App;
use crate::usecases::area as uc;
use ::app::pages::area as pages;
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/area", show)
}

/// The overviews as the page and the home show them.
pub fn views(areas: Vec<uc::Overview>) -> Vec<pages::AreaView> {
    areas
        .into_iter()
        .map(|a| pages::AreaView {
            name: a.name,
            is_trust: a.is_trust,
            schools: a.schools,
            taking_part: a.taking_part,
            coverage: a.coverage,
            overdue: a.overdue,
            actions_overdue: a.actions_overdue,
            reviews: a
                .reviews
                .into_iter()
                .map(|l| pages::Line {
                    href: l.href,
                    school: l.school,
                    cycle: l.cycle,
                    state: l.state,
                    overdue: l.overdue,
                    actions_overdue: l.actions_overdue,
                })
                .collect(),
        })
        .collect()
}

/// GET /area
async fn show(State(app): State<App>, user: User) -> Result<Response, Error> {
    let areas = views(uc::overview(&app, &user).await?);
    Ok(page(&app, &user.ctx, "Your area", &[("Home", "/")], || {
        view! {
            <h1 class="govuk-heading-l">"Your area"</h1>
            <pages::AreaOverview areas/>
        }
    }))
}

//! The home page, and the pages that the footer leads to.

use super::Routes;
use super::ctx::{Ctx, User};
use super::page::page;
use crate::error::Error;
use crate::state::App;
use crate::usecases::{action_plans, area, home};
use ::app::pages::action_plans::MyAction;
use ::app::pages::{home as pages, site};
use axum::extract::State;
use axum::response::Response;
use domain::policy::{SiteAction, can_site};
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/", show)
        .get("/help", help)
        .get("/privacy", privacy)
        .get("/accessibility", accessibility)
}

/// GET /
async fn show(State(app): State<App>, ctx: Ctx) -> Result<Response, Error> {
    let Some(person) = ctx.person.clone() else {
        let demo = app.settings.demo;
        return Ok(page(
            &app,
            &ctx,
            "Peer review of inclusion",
            &[],
            || view! { <pages::Welcome demo/> },
        ));
    };
    let user = User {
        ctx: ctx.clone(),
        actor: person.actor.clone(),
    };
    let found = home::load(&app, &user).await?;
    // Each of these costs a query, so it is asked only of those who have such a part.
    let visits = match person.reviewer {
        true => super::visits::visit_lines(&app, &user).await?,
        false => Vec::new(),
    };
    let calibrate = person.reviewer
        && app
            .store
            .find_calibration(&user.actor.person)
            .await?
            .is_none();
    let actions = match found.takes_part {
        true => action_plans::list_my_actions(&app, &user)
            .await?
            .into_iter()
            .map(MyAction::from)
            .collect(),
        false => Vec::new(),
    };
    let areas = match area::watches(&user) {
        true => super::area::views(area::overview(&app, &user).await?),
        false => Vec::new(),
    };
    let view = pages::HomeView {
        name: person.name.clone(),
        tasks: found
            .tasks
            .into_iter()
            .map(|t| pages::TaskLine {
                title: t.key.title().into(),
                school: t.school,
                cycle: t.cycle,
                due: t.due,
                late: t.late,
                begun: t.begun,
                href: t.path,
                strands: t
                    .strands
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
            .collect(),
        cycles: found
            .cycles
            .into_iter()
            .map(|c| pages::CycleLine {
                href: format!("/cycles/{}", c.id),
                name: c.name,
                schools: c.schools,
                final_reports: c.final_reports,
                late: c.late,
            })
            .collect(),
        own: found
            .own
            .into_iter()
            .map(|r| pages::OwnReview {
                href: format!("/reviews/{}", r.review),
                school: r.school,
                cycle: r.cycle,
                state: r.state,
            })
            .collect(),
        reports: found
            .reports
            .into_iter()
            .map(|r| pages::SharedReport {
                href: format!("/reviews/{}/report", r.review),
                school: r.school,
                cycle: r.cycle,
            })
            .collect(),
        administers: can_site(&user.actor, SiteAction::ManagePeople),
        visits,
        calibrate,
        actions,
        areas,
        has_role: found.takes_part || !user.actor.roles.is_empty() || person.reviewer,
    };
    Ok(page(
        &app,
        &ctx,
        "Home",
        &[],
        || view! { <pages::Home view/> },
    ))
}

/// GET /help
async fn help(State(app): State<App>, ctx: Ctx) -> Response {
    page(&app, &ctx, "Help", &[], || view! { <site::Help/> })
}

/// GET /privacy
async fn privacy(State(app): State<App>, ctx: Ctx) -> Response {
    page(&app, &ctx, "Privacy", &[], || view! { <site::Privacy/> })
}

/// GET /accessibility
async fn accessibility(State(app): State<App>, ctx: Ctx) -> Response {
    page(
        &app,
        &ctx,
        "Accessibility",
        &[],
        || view! { <site::Accessibility/> },
    )
}

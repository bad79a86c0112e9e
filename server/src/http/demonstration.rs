//! The demonstration's own page: whom to be, and what day it is.

use super::Routes;
use super::ctx::Ctx;
use super::form::{Form, Query};
use super::page::{moment, page, see_other};
use crate::error::Error;
use crate::state::App;
use crate::usecases::demonstration as uc;
use ::app::pages::cycles::milestone_name;
use ::app::pages::demonstration as pages;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/demo", show)
        .post("/demo/become", become_person)
        .post("/demo/clock", move_clock)
}

/// GET /demo
async fn show(State(app): State<App>, ctx: Ctx, Query(query): Query) -> Result<Response, Error> {
    let found = uc::load(&app, &ctx).await?;
    let view = pages::DemonstrationView {
        today: ctx.today,
        moved: query.get("mails").parse().ok(),
        people: found
            .people
            .into_iter()
            .map(|p| pages::Person {
                id: p.id.into(),
                name: p.name,
                role: p.role.into(),
                see: p.see.into(),
            })
            .collect(),
        next: found
            .next
            .map(|a| (milestone_name(a.key).to_owned(), a.school, a.day)),
        mails: found
            .mails
            .into_iter()
            .map(|m| pages::Mail {
                to: m.line.to_name,
                subject: m.line.subject,
                at: moment(m.line.created_at),
                text: m.text,
            })
            .collect(),
    };
    Ok(page(
        &app,
        &ctx,
        "Demonstration",
        &[],
        || view! { <pages::Show view/> },
    ))
}

/// POST /demo/become
async fn become_person(
    State(app): State<App>,
    ctx: Ctx,
    jar: CookieJar,
    Form(form): Form,
) -> Result<Response, Error> {
    let cookie = uc::become_person(&app, &ctx, &form).await?;
    Ok((jar.add(cookie), see_other("/")).into_response())
}

/// POST /demo/clock
async fn move_clock(State(app): State<App>, ctx: Ctx, jar: CookieJar) -> Result<Response, Error> {
    let (mails, cookie) = uc::move_clock(&app, &ctx).await?;
    let jar = match cookie {
        Some(cookie) => jar.add(cookie),
        None => jar,
    };
    Ok((jar, see_other(format!("/demo?mails={mails}"))).into_response())
}

//! Calendar files, the private calendar at its secret address, and the page on which it is made.

use super::Routes;
use super::ctx::{Ctx, User};
use super::form::Form;
use super::page::{moment, page, see_other};
use crate::error::Error;
use crate::state::{App, hash_secret, new_secret};
use crate::usecases::calendars as uc;
use ::app::pages::people::calendar as pages;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/visit.ics", visit)
        .get("/calendar/{secret}", feed)
        .get("/me/calendar", show)
        .post("/me/calendar", create)
        .post("/me/calendar/off", end)
}

const TRAIL: [(&str, &str); 2] = [("Home", "/"), ("Your account", "/me")];
const CALENDAR: HeaderValue = HeaderValue::from_static("text/calendar; charset=utf-8");

/// GET /reviews/{id}/visit.ics
async fn visit(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let file = uc::visit_file(&app, &user, &id.parse()?).await?;
    let headers = [
        (header::CONTENT_TYPE, CALENDAR),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"visit.ics\""),
        ),
    ];
    Ok((headers, file).into_response())
}

/// GET /calendar/{secret}.ics
///
/// No session: a calendar program has none. The secret in the address is all that it needs, so the address is not
/// logged (`ctx::loggable`), and the answer may be kept by nobody but who asked.
async fn feed(
    State(app): State<App>,
    ctx: Ctx,
    Path(secret): Path<String>,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let secret = secret.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let file = uc::feed(&app, &ctx, secret).await?;
    let tag = format!("\"{}\"", hash_secret(&file));
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|list| {
            list.split(',')
                .map(|t| t.trim().trim_start_matches("W/"))
                .any(|t| t == tag || t == "*")
        });
    let tag = HeaderValue::from_str(&tag).map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, CALENDAR),
        (header::ETAG, tag),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        ),
    ];
    Ok(if known {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, file).into_response()
    })
}

/// GET /me/calendar
async fn show(State(app): State<App>, user: User) -> Result<Response, Error> {
    let since = uc::find(&app, &user).await?;
    Ok(calendar_page(&app, &user, since.map(moment), None))
}

/// POST /me/calendar
///
/// The one page that answers a post itself: the address is shown once and stored nowhere, so there is no page to lead
/// on to. Posting the form again leads to the page without it.
async fn create(State(app): State<App>, user: User, Form(form): Form) -> Result<Response, Error> {
    let address = uc::create(&app, &user, &form).await?;
    Ok(calendar_page(
        &app,
        &user,
        Some(moment(user.now)),
        Some(address),
    ))
}

fn calendar_page(
    app: &App,
    user: &User,
    since: Option<String>,
    address: Option<String>,
) -> Response {
    let form_key = new_secret();
    page(app, &user.ctx, "Your calendar", &TRAIL, || {
        view! { <pages::Calendar since address form_key/> }
    })
}

/// POST /me/calendar/off
async fn end(State(app): State<App>, user: User) -> Result<Response, Error> {
    uc::end(&app, &user).await?;
    Ok(see_other("/me/calendar"))
}

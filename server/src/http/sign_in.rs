//! Signing in and out.

use super::Routes;
use super::ctx::{Ctx, User};
use super::form::{Form, Query};
use super::page::{page, page_with, see_other};
use crate::auth::session;
use crate::error::Error;
use crate::state::App;
use crate::usecases::people::sign_in;
use ::app::pages::people::sign_in as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use domain::forms::FieldErrors;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", ask)
        .post("/sign-in", send)
        .get("/sign-in/{secret}", open)
        .post("/sign-in/{secret}", enter)
        .post("/sign-out", leave)
        .post("/sign-out-everywhere", leave_everywhere)
}

/// GET /sign-in
async fn ask(State(app): State<App>, ctx: Ctx, Query(query): Query) -> Response {
    if ctx.person.is_some() {
        return see_other("/");
    }
    page(
        &app,
        &ctx,
        "Sign in",
        &[],
        || view! { <pages::Ask form=query errors=FieldErrors::new()/> },
    )
}

/// POST /sign-in: the same answer whether the address is known or not.
async fn send(State(app): State<App>, ctx: Ctx, Form(form): Form) -> Result<Response, Error> {
    match sign_in::send_link(&app, &ctx, &form).await {
        Ok(()) => {
            let email = form.get("email").trim().to_owned();
            Ok(page(
                &app,
                &ctx,
                "Check your e-mail",
                &[],
                || view! { <pages::Sent email/> },
            ))
        }
        Err(Error::Invalid(errors)) => Ok(page_with(
            &app,
            &ctx,
            StatusCode::UNPROCESSABLE_ENTITY,
            "Sign in",
            &[],
            || view! { <pages::Ask form=form errors/> },
        )),
        Err(e) => Err(e),
    }
}

/// GET /sign-in/{secret}: a button, since mail scanners open links.
async fn open(
    State(app): State<App>,
    ctx: Ctx,
    Path(secret): Path<String>,
) -> Result<Response, Error> {
    Ok(match sign_in::find_link(&app, &ctx, &secret).await? {
        Some(link) => page(
            &app,
            &ctx,
            "Sign in",
            &[],
            || view! { <pages::Enter name=link.name/> },
        ),
        None => page_with(
            &app,
            &ctx,
            StatusCode::GONE,
            "This link cannot be used",
            &[],
            || view! { <pages::Gone/> },
        ),
    })
}

/// POST /sign-in/{secret}: uses the link up and begins a session.
async fn enter(
    State(app): State<App>,
    ctx: Ctx,
    jar: CookieJar,
    Path(secret): Path<String>,
) -> Result<Response, Error> {
    match sign_in::use_link(&app, &ctx, &secret).await? {
        Some((cookie, next)) => Ok((jar.add(cookie), see_other(next)).into_response()),
        None => Ok(page_with(
            &app,
            &ctx,
            StatusCode::GONE,
            "This link cannot be used",
            &[],
            || view! { <pages::Gone/> },
        )),
    }
}

/// POST /sign-out
async fn leave(State(app): State<App>, ctx: Ctx, jar: CookieJar) -> Result<Response, Error> {
    sign_in::sign_out(&app, &ctx).await?;
    Ok((
        jar.add(session::ended(&app.settings)),
        see_other("/sign-in"),
    )
        .into_response())
}

/// POST /sign-out-everywhere
async fn leave_everywhere(
    State(app): State<App>,
    user: User,
    jar: CookieJar,
) -> Result<Response, Error> {
    sign_in::sign_out_everywhere(&app, &user).await?;
    Ok((
        jar.add(session::ended(&app.settings)),
        see_other("/sign-in"),
    )
        .into_response())
}

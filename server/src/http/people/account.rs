//! The own account.

use super::super::Routes;
use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page, page_with, see_other};
use super::{HOME, again, new_form, profile_view, role_view};
use crate::error::Error;
use crate::state::App;
use crate::usecases::people::account as uc;
use ::app::components::Choice;
use ::app::pages::people::{account as pages, reviewer};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::people::reviewer::phases;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/me", show)
        .get("/me/name", name)
        .post("/me/name", save_name)
        .get("/me/reviewer", profile)
        .post("/me/reviewer", save_profile)
}

const ME: (&str, &str) = ("Your account", "/me");

/// GET /me
async fn show(State(app): State<App>, user: User) -> Result<Response, Error> {
    let (account, roles) = uc::find(&app, &user).await?;
    let roles = roles.iter().map(|l| role_view(l, &user, None)).collect();
    let profile = match account.reviewer {
        true => {
            let form = uc::find_profile(&app, &user).await?;
            Some(profile_view(&form.account, Some(&form.framework)))
        }
        false => None,
    };
    Ok(page(&app, &user.ctx, "Your account", &[HOME], || {
        view! { <pages::Account name=account.name email=account.email roles profile/> }
    }))
}

/// GET /me/name
async fn name(State(app): State<App>, user: User) -> Result<Response, Error> {
    let (account, _) = uc::find(&app, &user).await?;
    let mut form = new_form();
    form.set("name", account.name);
    form.set("version", account.version.to_string());
    Ok(name_page(
        &app,
        &user,
        StatusCode::OK,
        form,
        FieldErrors::new(),
        None,
    ))
}

/// POST /me/name
async fn save_name(
    State(app): State<App>,
    user: User,
    Form(mut form): Form,
) -> Result<Response, Error> {
    match uc::change_name(&app, &user, &form).await {
        Ok(()) => Ok(see_other("/me")),
        Err(Error::Invalid(errors)) => Ok(name_page(
            &app,
            &user,
            StatusCode::UNPROCESSABLE_ENTITY,
            form,
            errors,
            None,
        )),
        Err(Error::Conflict) => {
            let (account, _) = uc::find(&app, &user).await?;
            again(&mut form, account.version);
            Ok(name_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                form,
                FieldErrors::new(),
                Some(account.name),
            ))
        }
        Err(e) => Err(e),
    }
}

fn name_page(
    app: &App,
    user: &User,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
    other: Option<String>,
) -> Response {
    page_with(
        app,
        &user.ctx,
        status,
        "Your name",
        &[HOME, ME],
        || view! { <pages::Name form errors other/> },
    )
}

/// GET /me/reviewer
async fn profile(State(app): State<App>, user: User) -> Result<Response, Error> {
    let current = uc::find_profile(&app, &user).await?;
    let mut form = new_form();
    let stored = &current.account.profile;
    for phase in &stored.phases {
        form.add("phases", phase.clone());
    }
    for code in &stored.expertise {
        form.add("expertise", code.clone());
    }
    for school in &stored.interests {
        form.add("interests", school.to_string());
    }
    form.set("max_load", stored.max_load.to_string());
    form.set("version", current.account.version.to_string());
    Ok(profile_page(
        &app,
        &user,
        StatusCode::OK,
        current,
        form,
        FieldErrors::new(),
    ))
}

/// POST /me/reviewer
async fn save_profile(
    State(app): State<App>,
    user: User,
    Form(mut form): Form,
) -> Result<Response, Error> {
    match uc::save_profile(&app, &user, &form).await {
        Ok(()) => Ok(see_other("/me")),
        Err(Error::Invalid(errors)) => {
            let current = uc::find_profile(&app, &user).await?;
            Ok(profile_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                current,
                form,
                errors,
            ))
        }
        Err(Error::Conflict) => {
            let current = uc::find_profile(&app, &user).await?;
            again(&mut form, current.account.version);
            Ok(profile_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                current,
                form,
                FieldErrors::new(),
            ))
        }
        Err(e) => Err(e),
    }
}

fn profile_page(
    app: &App,
    user: &User,
    status: StatusCode,
    current: uc::ProfileForm,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let strands = current
        .framework
        .principles
        .iter()
        .map(|p| {
            let choices = p
                .strands
                .iter()
                .map(|s| Choice::new(s.code.to_string(), format!("{} {}", s.code, s.title)))
                .collect();
            (format!("{} {}", p.number, p.title), choices)
        })
        .collect();
    let phases = phases()
        .map(|p| Choice::new(p.label(), p.label()))
        .collect();
    let schools = current
        .schools
        .into_iter()
        .map(|(id, name)| Choice::new(id, name))
        .collect();
    let conflict = status == StatusCode::CONFLICT;
    page_with(
        app,
        &user.ctx,
        status,
        "You as a reviewer",
        &[HOME, ME],
        || {
            view! { <reviewer::Edit form errors phases strands schools conflict/> }
        },
    )
}

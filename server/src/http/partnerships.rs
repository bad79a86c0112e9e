//! Partnerships and the schools in them.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{page, page_with, see_other};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::partnerships as uc;
use ::app::pages::partnerships as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::policy::{PartnershipAction, SiteAction, can_partnership, can_site};
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/partnerships", list)
        .get("/partnerships/new", new)
        .post("/partnerships/new", create)
        .get("/partnerships/{id}", show)
        .get("/partnerships/{id}/edit", edit)
        .post("/partnerships/{id}/edit", save)
}

const HOME: (&str, &str) = ("Home", "/");
const LIST: (&str, &str) = ("Partnerships", "/partnerships");

/// GET /partnerships
async fn list(State(app): State<App>, user: User) -> Result<Response, Error> {
    let lines = uc::list(&app, &user).await?;
    let may_create = can_site(&user.actor, SiteAction::CreatePartnership);
    let lines = lines
        .into_iter()
        .map(|l| pages::Line {
            href: format!("/partnerships/{}", l.id),
            name: l.name,
            schools: l.schools,
        })
        .collect();
    Ok(page(
        &app,
        &user.ctx,
        "Partnerships",
        &[HOME],
        || view! { <pages::List lines may_create/> },
    ))
}

/// GET /partnerships/new
async fn new(State(app): State<App>, user: User) -> Result<Response, Error> {
    domain::policy::site::<domain::policy::act::CreatePartnership>(&user.actor)?;
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    Ok(edit_page(
        &app,
        &user,
        StatusCode::OK,
        "Set up a partnership",
        form,
        FieldErrors::new(),
        None,
    ))
}

/// POST /partnerships/new
async fn create(State(app): State<App>, user: User, Form(form): Form) -> Result<Response, Error> {
    match uc::create(&app, &user, &form).await {
        Ok(id) => Ok(see_other(format!("/partnerships/{id}"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(edit_page(
                &app,
                &user,
                status,
                "Set up a partnership",
                form,
                errors,
                None,
            ))
        }
        Err(e) => Err(e),
    }
}

/// GET /partnerships/{id}
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(_): Query,
) -> Result<Response, Error> {
    let found = uc::find(&app, &user, &id.parse()?).await?;
    let facts = found.facts(user.today);
    let cycles = crate::usecases::cycles::list_of_partnership(&app, &user, &found.id).await?;
    let may_create_cycle = can_partnership(&user.actor, PartnershipAction::CreateCycle, &facts);
    let view = pages::PartnershipView {
        href: format!("/partnerships/{}", found.id),
        cycles: cycles
            .into_iter()
            .map(|c| ::app::pages::cycles::Line {
                href: format!("/cycles/{}", c.facts.id),
                name: c.name,
                state: c.facts.state,
                dates: c.dates,
            })
            .collect(),
        new_cycle: may_create_cycle.then(|| format!("/partnerships/{}/cycles/new", found.id)),
        name: found.name.clone(),
        vision: found.vision.clone(),
        may_see_people: can_partnership(&user.actor, PartnershipAction::SeePeople, &facts),
        may_edit: can_partnership(&user.actor, PartnershipAction::EditPartnership, &facts),
        may_manage: can_partnership(&user.actor, PartnershipAction::ManageMembers, &facts),
        members: found
            .members
            .iter()
            .map(|m| pages::MemberView {
                href: format!("/schools/{}", m.school),
                name: m.name.clone(),
                town: m.town.clone(),
                phase: m.phase.clone(),
                joined: m.joined,
                left: m.left,
            })
            .collect(),
    };
    Ok(page(
        &app,
        &user.ctx,
        found.name,
        &[HOME, LIST],
        || view! { <pages::Show view/> },
    ))
}

/// GET /partnerships/{id}/edit
async fn edit(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::find(&app, &user, &id.parse()?).await?;
    domain::policy::partnership::<domain::policy::act::EditPartnership>(
        &user.actor,
        &found.facts(user.today),
    )?;
    let mut form = RawForm::default();
    form.set("name", found.name);
    form.set("vision", found.vision);
    form.set("version", found.version.to_string());
    form.set("form_key", new_secret());
    Ok(edit_page(
        &app,
        &user,
        StatusCode::OK,
        "Change the partnership",
        form,
        FieldErrors::new(),
        None,
    ))
}

/// POST /partnerships/{id}/edit
async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let title = "Change the partnership";
    match uc::edit(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/partnerships/{id}"))),
        Err(Error::Invalid(errors)) => Ok(edit_page(
            &app,
            &user,
            StatusCode::UNPROCESSABLE_ENTITY,
            title,
            form,
            errors,
            None,
        )),
        Err(Error::Conflict) => {
            // Both texts are shown; saving again means choosing this one, so the form now carries the newer version.
            let theirs = uc::find(&app, &user, &id).await?;
            form.set("version", theirs.version.to_string());
            form.set("form_key", new_secret());
            let other = pages::Other {
                name: theirs.name,
                vision: theirs.vision,
                saved_by: theirs
                    .saved
                    .as_ref()
                    .map(|s| s.0.clone())
                    .unwrap_or_default(),
                saved_at: theirs
                    .saved
                    .map(|s| super::page::moment(s.1))
                    .unwrap_or_default(),
            };
            Ok(edit_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                title,
                form,
                FieldErrors::new(),
                Some(other),
            ))
        }
        Err(e) => Err(e),
    }
}

fn edit_page(
    app: &App,
    user: &User,
    status: StatusCode,
    title: &'static str,
    form: RawForm,
    errors: FieldErrors,
    other: Option<pages::Other>,
) -> Response {
    page_with(app, &user.ctx, status, title, &[HOME, LIST], || {
        view! { <pages::Edit title=title form errors other/> }
    })
}

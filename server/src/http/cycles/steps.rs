//! Launching a cycle, starting it, adding a school, ending it.

use super::{HOME, LIST};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{page, page_with, see_other};
use crate::state::{App, new_secret};
use crate::usecases::cycles as uc;
use ::app::pages::cycles as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::cycles::accepted_words;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::CycleId;
use domain::milestones::MilestoneKey;
use leptos::prelude::*;

/// GET /cycles/{id}/launch
pub(super) async fn confirm_launch(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    launch_page(
        &app,
        &user,
        &id.parse()?,
        StatusCode::OK,
        FieldErrors::new(),
    )
    .await
}

async fn launch_page(
    app: &App,
    user: &User,
    id: &CycleId,
    status: StatusCode,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let plan = uc::launch_plan(app, user, id).await?;
    let cycle = &plan.cycle;
    let heads_of = |school| {
        plan.heads
            .iter()
            .filter(|h| h.school == school)
            .map(|h| h.name.clone())
            .collect()
    };
    let back = format!("/cycles/{id}");
    let view = pages::LaunchView {
        name: cycle.name.clone(),
        back: back.clone(),
        schools: cycle
            .schools
            .iter()
            .map(|s| (s.name.clone(), heads_of(s.school.clone())))
            .collect(),
        accept_by: cycle
            .plan()
            .dates(&cycle.calendar(), cycle.dates.visits_from)
            .get(MilestoneKey::TeamAndDate),
        words: accepted_words(&cycle.audiences, cycle.quality, &cycle.told),
        obstacles: plan.obstacles.clone(),
        version: cycle.facts.version,
        form_key: new_secret(),
    };
    let trail = [HOME, LIST, (cycle.name.as_str(), back.as_str())];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Launch the cycle",
        &trail,
        || view! { <pages::Launch view errors/> },
    ))
}

/// POST /cycles/{id}/launch
pub(super) async fn launch(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: CycleId = id.parse()?;
    match uc::launch(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/cycles/{id}"))),
        Err(Error::Invalid(errors)) => {
            launch_page(&app, &user, &id, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        Err(Error::Conflict) => {
            let words = "Somebody changed the cycle while you were looking at this page. Check it again, then launch it.";
            launch_page(
                &app,
                &user,
                &id,
                StatusCode::CONFLICT,
                FieldErrors::one("form", words),
            )
            .await
        }
        Err(e) => Err(e),
    }
}

/// POST /cycles/{id}/start
pub(super) async fn start(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: CycleId = id.parse()?;
    uc::start(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/cycles/{id}")))
}

/// GET /cycles/{id}/schools
pub(super) async fn choose_school(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    school_page(
        &app,
        &user,
        &id.parse()?,
        StatusCode::OK,
        form,
        FieldErrors::new(),
    )
    .await
}

async fn school_page(
    app: &App,
    user: &User,
    id: &CycleId,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let (cycle, schools) = uc::list_addable(app, user, id).await?;
    let schools = schools
        .into_iter()
        .map(|s| (s.school.to_string(), s.name))
        .collect();
    let back = format!("/cycles/{id}");
    let partnership = format!("/partnerships/{}", cycle.facts.partnership);
    let trail = [HOME, LIST, (cycle.name.as_str(), back.as_str())];
    let name = cycle.name.clone();
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Add a school",
        &trail,
        || {
            view! { <pages::AddSchool cycle=name schools form errors back=back.clone() partnership/> }
        },
    ))
}

/// POST /cycles/{id}/schools
pub(super) async fn add_school(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: CycleId = id.parse()?;
    match uc::add_school(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/cycles/{id}"))),
        Err(Error::Invalid(errors)) => {
            school_page(
                &app,
                &user,
                &id,
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

/// GET /cycles/{id}/end
pub(super) async fn confirm_end(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: CycleId = id.parse()?;
    let (cycle, open) = uc::unfinished(&app, &user, &id).await?;
    let back = format!("/cycles/{id}");
    let to = uc::next_state(cycle.facts.state);
    let trail = [HOME, LIST, (cycle.name.as_str(), back.as_str())];
    let name = cycle.name.clone();
    Ok(page(&app, &user.ctx, "End the cycle", &trail, || {
        view! { <pages::End cycle=name back=back.clone() to open form_key=new_secret()/> }
    }))
}

/// POST /cycles/{id}/end
pub(super) async fn end(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: CycleId = id.parse()?;
    uc::end(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/cycles/{id}")))
}

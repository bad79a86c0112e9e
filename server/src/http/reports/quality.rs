//! The pages of quality assurance.

use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page_with, see_other};
use super::{HOME, check_lines, document, file_links, quality_point_view};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports as uc;
use crate::usecases::settle;
use crate::usecases::visits::milestones;
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::milestones::MilestoneKey;
use domain::reports::deadline;
use leptos::prelude::*;

async fn moderator_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    mut form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let (review, people) = uc::find_choosing(app, user, id).await?;
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    if !form.has("person")
        && let Some(person) = &review.facts.assurance.moderator
    {
        form.set("person", person.to_string());
    }
    let people = people
        .into_iter()
        .map(|r| (r.person.to_string(), r.name, r.works_at))
        .collect();
    let (school, back) = (review.school_name.clone(), format!("/reviews/{id}"));
    let present = review.moderator_name;
    let trail = [HOME, (school.as_str(), back.as_str())];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Choose who moderates the report",
        &trail,
        || {
            view! { <pages::ChooseModerator school=school.clone() present people form errors back=back.clone()/> }
        },
    ))
}

/// GET /reviews/{id}/moderator
pub(super) async fn ask_moderator(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (form, errors) = (RawForm::default(), FieldErrors::new());
    moderator_page(&app, &user, &id.parse()?, StatusCode::OK, form, errors).await
}

/// POST /reviews/{id}/moderator
pub(super) async fn choose_moderator(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::choose_moderator(&app, &user, &id, &form).await;
    match settle(&app, &form, done).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            moderator_page(&app, &user, &id, status, form, errors).await
        }
        Err(e) => Err(e),
    }
}

async fn moderate_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    mut form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let report = uc::find_moderation(app, user, id).await?;
    let review = report.review();
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let due = milestones(review)
        .get(MilestoneKey::QualityAssurance)
        .map(|due| deadline(user.today, due, &review.calendar()).in_words());
    let points = &report.parts.quality_points;
    let view = pages::ModerateView {
        document: document(&report),
        href: format!("/reviews/{id}/report/quality"),
        checks: check_lines(&report, false),
        now: points
            .iter()
            .filter(|p| p.report_version == report.parts.last_version)
            .count(),
        points: points
            .iter()
            .map(|p| quality_point_view(p, &report, user))
            .collect(),
        due,
        files: file_links(&report, user, true),
        keys: (new_secret(), new_secret()),
    };
    let (school, hub) = (review.school_name.clone(), format!("/reviews/{id}"));
    let trail = [HOME, (school.as_str(), hub.as_str())];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Moderate the draft report",
        &trail,
        || view! { <pages::Moderate view form errors/> },
    ))
}

/// GET /reviews/{id}/report/quality
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (form, errors) = (RawForm::default(), FieldErrors::new());
    moderate_page(&app, &user, &id.parse()?, StatusCode::OK, form, errors).await
}

/// POST /reviews/{id}/report/quality
pub(super) async fn raise(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    match uc::raise_quality_point(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/report/quality#points"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            moderate_page(&app, &user, &id, status, form, errors).await
        }
        Err(e) => Err(e),
    }
}

/// POST /reviews/{id}/report/quality/remove
pub(super) async fn remove(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::remove_quality_point(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}/report/quality#points")))
}

/// POST /reviews/{id}/report/quality/reply
pub(super) async fn reply(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::reply_to_quality_point(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}/report#quality")))
}

/// POST /reviews/{id}/report/quality/return
pub(super) async fn send_back(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::return_report(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}")))
}

/// POST /reviews/{id}/report/quality/pass
pub(super) async fn pass(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::pass_report(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}")))
}

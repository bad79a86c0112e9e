//! The pages of the accuracy check.

use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page_with, see_other};
use super::super::visits::TRAIL;
use super::{HOME, document, point_view};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports as uc;
use crate::usecases::visits::milestones;
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{PointId, ReviewId};
use domain::milestones::MilestoneKey;
use domain::policy::{self, ReviewAction, act, can_review};
use leptos::prelude::*;

async fn check_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    mut form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let report = uc::find_check(app, user, id).await?;
    let review = &report.loaded.review;
    let may = can_review(&user.actor, ReviewAction::CheckAccuracy, &review.facts);
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let points = report
        .points
        .iter()
        .map(|p| point_view(p, &report, user))
        .collect();
    let due = milestones(review)
        .get(MilestoneKey::ReportFinal)
        .map(|d| d.format("%-d %B %Y").to_string());
    let href = format!("/reviews/{id}/report/accuracy");
    let (school, hub) = (review.school_name.clone(), format!("/reviews/{id}"));
    let (document, finished) = (document(&report), review.facts.checked);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Check the draft report for accuracy",
        &[HOME, (school.as_str(), hub.as_str())],
        || {
            view! { <pages::Accuracy document points href due finished may form errors finish_key=new_secret()/> }
        },
    ))
}

/// GET /reviews/{id}/report/accuracy
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    check_page(
        &app,
        &user,
        &id.parse()?,
        StatusCode::OK,
        RawForm::default(),
        FieldErrors::new(),
    )
    .await
}

/// POST /reviews/{id}/report/accuracy
pub(super) async fn raise(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    match uc::raise_point(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/report/accuracy#points"))),
        Err(Error::Invalid(errors)) => {
            check_page(
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

/// POST /reviews/{id}/report/accuracy/remove
pub(super) async fn remove(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::remove_point(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}/report/accuracy#points")))
}

/// POST /reviews/{id}/report/accuracy/finish
pub(super) async fn finish(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::finish_check(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}/report/accuracy")))
}

async fn answer_page(
    app: &App,
    user: &User,
    (id, point): (&ReviewId, &PointId),
    status: StatusCode,
    typed: Option<RawForm>,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let report = uc::find_report(app, user, id).await?;
    let review = &report.loaded.review;
    policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    let found = report
        .points
        .iter()
        .find(|p| p.id == *point)
        .ok_or(Error::NotFound)?;
    let mut form = typed.unwrap_or_else(|| {
        let mut form = RawForm::default();
        if let Some((answer, reason)) = &found.answer {
            form.set("answer", answer.as_str());
            form.set("reason", reason.clone());
        }
        form
    });
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let point = point_view(found, &report, user);
    let school = review.school_name.clone();
    let back = format!("/reviews/{id}/report");
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Answer a point",
        &TRAIL,
        || {
            view! { <pages::AnswerPoint school point form errors back/> }
        },
    ))
}

/// GET /reviews/{id}/report/points/{point}
pub(super) async fn ask_answer(
    State(app): State<App>,
    user: User,
    Path((id, point)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (id, point) = (id.parse()?, point.parse()?);
    answer_page(
        &app,
        &user,
        (&id, &point),
        StatusCode::OK,
        None,
        FieldErrors::new(),
    )
    .await
}

/// POST /reviews/{id}/report/points/{point}
pub(super) async fn answer(
    State(app): State<App>,
    user: User,
    Path((id, point)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, point) = (id.parse::<ReviewId>()?, point.parse()?);
    match uc::answer_point(&app, &user, &id, &point, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/report#points"))),
        Err(Error::Invalid(errors)) => {
            answer_page(
                &app,
                &user,
                (&id, &point),
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(form),
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

//! The pages of the accuracy check.

use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{page_with, see_other};
use super::super::visits::TRAIL;
use super::report::left;
use super::{HOME, file_links, place_words, point_view};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports::{self as uc, FullReport, rests_on};
use crate::usecases::settle;
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::evidence::FindingKind;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{PointId, ReviewId};
use domain::policy::{self, ReviewAction, act, can_review};
use domain::reports::{Place, passages};
use leptos::prelude::*;

/// The paragraphs of the draft, each with a link to the form for it.
fn markable(report: &FullReport, href: Option<&str>) -> Vec<pages::Markable> {
    let contents = report.contents();
    let mut part = String::new();
    let mut out = Vec::new();
    for passage in passages(&contents) {
        let (heading, about, rests) = match &passage.place {
            Place::Summary => ("Summary", None, String::new()),
            Place::Answers => ("Answers to your questions", None, String::new()),
            Place::Finding(id) => {
                let found = contents.findings.iter().find(|f| f.id == *id);
                let heading = match found.map(|f| f.kind) {
                    Some(FindingKind::EvenBetterIf) => "Even better if",
                    _ => "Strengths",
                };
                let rests = found.map(|f| rests_on(&f.rests_on)).unwrap_or_default();
                (heading, found.map(|f| f.strand), rests)
            }
            Place::Recommendation(id) => {
                let found = contents.recommendations.iter().find(|r| r.id == *id);
                ("Recommendations", found.map(|r| r.strand), String::new())
            }
        };
        let new = part != heading;
        part = heading.to_owned();
        out.push(pages::Markable {
            heading: new.then(|| heading.to_owned()),
            about: about
                .filter(|_| passage.number == 1)
                .map(|code| report.strand_name(code)),
            text: passage.text.to_owned(),
            rests_on: rests,
            href: href.map(|h| {
                format!(
                    "{h}?place={}&number={}#raise",
                    passage.place, passage.number
                )
            }),
        });
    }
    // Strengths come before what would be even better, as in the report itself.
    out
}

async fn check_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    mut form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let report = uc::find_check(app, user, id).await?;
    let review = report.review();
    let may = can_review(&user.actor, ReviewAction::CheckAccuracy, &review.facts);
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let href = format!("/reviews/{id}/report/accuracy");
    let contents = report.contents();
    let chosen = passages(&contents)
        .into_iter()
        .find(|p| {
            p.place.to_string() == form.get("place") && p.number.to_string() == form.get("number")
        })
        .map(|p| (place_words(&report, &p.place), p.text.to_owned()));
    if let Some((_, paragraph)) = &chosen
        && !form.has("passage")
    {
        form.set("passage", paragraph.clone());
    }
    let view = pages::AccuracyView {
        school: review.school_name.clone(),
        paragraphs: markable(&report, may.then_some(href.as_str())),
        points: report
            .parts
            .points
            .iter()
            .map(|p| point_view(p, &report, user))
            .collect(),
        due: left(user, review),
        finished: review.facts.checked,
        may,
        chosen,
        files: file_links(&report, user, true),
        finish_key: new_secret(),
        href,
    };
    let (school, hub) = (review.school_name.clone(), format!("/reviews/{id}"));
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Check the draft report for accuracy",
        &[HOME, (school.as_str(), hub.as_str())],
        || view! { <pages::Accuracy view form errors/> },
    ))
}

/// GET /reviews/{id}/report/accuracy
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let mut form = RawForm::default();
    form.set("place", query.get("place"));
    form.set("number", query.get("number"));
    let errors = FieldErrors::new();
    check_page(&app, &user, &id.parse()?, StatusCode::OK, form, errors).await
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
    let done = uc::finish_check(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
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
    let review = report.review();
    policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    let found = report
        .parts
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

/// POST /reviews/{id}/report/points/{point}/apply
pub(super) async fn apply(
    State(app): State<App>,
    user: User,
    Path((id, point)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, point) = (id.parse::<ReviewId>()?, point.parse()?);
    let done = uc::apply_correction(&app, &user, &id, &point, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}/report#points")))
}

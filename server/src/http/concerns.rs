//! That the safeguarding protocol was started at a visit, and when.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{moment, page, page_with, see_other};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::concerns as uc;
use ::app::pages::concerns as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm, capital, set_date};
use domain::ids::ReviewId;
use domain::visibility::list;
use leptos::prelude::*;
use store::concerns::Concern;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/concern", show)
        .post("/reviews/{id}/concern", record)
        .get("/admin/concerns", all)
}

fn line(concern: &Concern) -> pages::ConcernLine {
    pages::ConcernLine {
        school: (
            concern.school_name.clone(),
            format!("/reviews/{}", concern.review),
        ),
        started: moment(concern.started_at),
        recorded: format!("{}, by {}", moment(concern.recorded_at), concern.by_name),
    }
}

async fn concern_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    mut form: RawForm,
    errors: FieldErrors,
    recorded: bool,
) -> Result<Response, Error> {
    let found = uc::find_concerns(app, user, id).await?;
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    if !form.has("started-day") {
        set_date(&mut form, "started", Some(user.today));
    }
    let review = &found.review;
    let told: Vec<&str> = review.facts.told.iter().map(|t| t.in_words()).collect();
    let told = list(&told);
    let school = review.school_name.clone();
    let mut who = vec![capital(&told), "Administrators, for their audit".to_owned()];
    if !found.told {
        who.push("You, what you have recorded yourself".to_owned());
    }
    let view = pages::ConcernView {
        school: school.clone(),
        told,
        records: found.records.iter().map(line).collect(),
        may_record: found.may_record,
        recorded,
        who,
    };
    let hub = format!("/reviews/{id}");
    let trail = [("Home", "/"), (school.as_str(), hub.as_str())];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Safeguarding protocol",
        &trail,
        || view! { <pages::ReviewConcerns view form errors/> },
    ))
}

/// GET /reviews/{id}/concern
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let (form, errors) = (RawForm::default(), FieldErrors::new());
    let recorded = query.has("recorded");
    concern_page(
        &app,
        &user,
        &id.parse()?,
        StatusCode::OK,
        form,
        errors,
        recorded,
    )
    .await
}

/// POST /reviews/{id}/concern
async fn record(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    match uc::record(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/concern?recorded=1"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            concern_page(&app, &user, &id, status, form, errors, false).await
        }
        Err(e) => Err(e),
    }
}

/// GET /admin/concerns
async fn all(State(app): State<App>, user: User) -> Result<Response, Error> {
    let records = uc::list_all(&app, &user).await?.iter().map(line).collect();
    Ok(page(
        &app,
        &user.ctx,
        "Safeguarding protocols",
        &[("Home", "/")],
        || view! { <pages::AllConcerns records/> },
    ))
}

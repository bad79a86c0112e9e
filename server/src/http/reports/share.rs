//! Sharing a final report, and who can read it.

use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page_with, see_other};
use super::HOME;
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports::{self as uc, Readers};
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::visibility::Audience;
use leptos::prelude::*;
use store::reviews::Review;

/// The groups that can read the report, with names; those that the head added are marked.
pub(super) fn readers_view(review: &Review, readers: &Readers) -> pages::ReadersView {
    let mut groups = vec![(
        format!("the headteacher of {}", review.school_name),
        readers.heads.clone(),
    )];
    if !readers.contributors.is_empty() {
        groups.push((
            "contributors of the school".to_owned(),
            readers.contributors.clone(),
        ));
    }
    if !review.facts.state.is_over() {
        groups.push((
            "the review team, until the review closes".to_owned(),
            readers.team.clone(),
        ));
    }
    for (audience, names) in &readers.audiences {
        let words = if review.cycle_audiences.contains(audience) {
            audience.in_words().to_owned()
        } else {
            format!("{} (shared by the school)", audience.in_words())
        };
        groups.push((words, names.clone()));
    }
    let note = "The cycle’s policy names them, as the school accepted it, together with whom the school has added. Nobody else can read the report, and only the school can share it further.";
    pages::ReadersView {
        groups,
        note: note.to_owned(),
    }
}

async fn share_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    typed: Option<RawForm>,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let (review, readers) = uc::find_sharing(app, user, id).await?;
    let candidates: Vec<Audience> = Audience::ALL
        .into_iter()
        .filter(|a| !review.cycle_audiences.contains(a))
        .filter(|a| *a != Audience::TrustLead || review.facts.trust.is_some())
        .collect();
    let choices = uc::name_audiences(app, &review, &candidates, user.today).await?;
    let mut form = typed.unwrap_or_else(|| {
        let mut form = RawForm::default();
        for audience in &review.shared_with {
            form.add("audience", audience.as_str());
        }
        form
    });
    let conflict = status == StatusCode::CONFLICT;
    if conflict || !form.has("version") {
        form.set("version", review.facts.version.to_string());
    }
    if conflict || !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let readers = readers_view(&review, &readers);
    let school = review.school_name.clone();
    let back = format!("/reviews/{id}/report");
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Share the report",
        &[HOME, (&review.school_name, &back.clone())],
        || {
            view! { <pages::Share school readers choices form errors conflict back/> }
        },
    ))
}

/// GET /reviews/{id}/report/share
pub(super) async fn ask(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    share_page(
        &app,
        &user,
        &id.parse()?,
        StatusCode::OK,
        None,
        FieldErrors::new(),
    )
    .await
}

/// POST /reviews/{id}/report/share
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    match uc::share_report(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/report"))),
        Err(Error::Invalid(errors)) => {
            share_page(
                &app,
                &user,
                &id,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(form),
                errors,
            )
            .await
        }
        Err(Error::Conflict) => {
            share_page(
                &app,
                &user,
                &id,
                StatusCode::CONFLICT,
                Some(form),
                FieldErrors::new(),
            )
            .await
        }
        Err(e) => Err(e),
    }
}

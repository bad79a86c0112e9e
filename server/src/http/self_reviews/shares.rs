//! The page on which the head gives strands to people.

use super::{due, principle_title, strand_title};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::{borrowed, fresh_form, trail, who};
use crate::state::App;
use crate::usecases::self_reviews as uc;
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::milestones::MilestoneKey;
use domain::self_reviews::share_field;
use leptos::prelude::*;

/// GET /reviews/{id}/self-review/strands
pub async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    render(&app, &user, StatusCode::OK, &id.parse()?, None).await
}

/// POST /reviews/{id}/self-review/strands
pub async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::give_strands(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/self-review?done=given"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&app, &user, status, &id, Some((form, errors))).await
        }
        Err(e) => Err(e),
    }
}

async fn render(
    app: &App,
    user: &User,
    status: StatusCode,
    id: &ReviewId,
    typed: Option<(RawForm, FieldErrors)>,
) -> Result<Response, Error> {
    let own = uc::find_shares(app, user, id).await?;
    let review = &own.review;
    let (form, errors) = typed.unwrap_or_else(|| {
        let mut form = fresh_form();
        form.set("version", own.saved.shares_version.to_string());
        for strand in own.framework.strands() {
            if let Some((person, _)) = own.holder(strand.code) {
                form.set(&share_field(strand.code), person.as_str());
            }
        }
        (form, FieldErrors::new())
    });
    let principles = own
        .framework
        .principles
        .iter()
        .map(|p| pages::SharePrinciple {
            title: principle_title(p),
            strands: p
                .strands
                .iter()
                .map(|s| pages::ShareStrand {
                    field: share_field(s.code),
                    title: strand_title(s),
                    saved: own
                        .entry(s.code)
                        .map(|e| format!("Saved by {} at {}", e.saved_by, moment(e.saved_at)))
                        .unwrap_or_default(),
                })
                .collect(),
        })
        .collect();
    let base = format!("/reviews/{id}/self-review");
    let view = pages::SharesView {
        school: review.school_name.clone(),
        principles,
        people: own
            .around
            .people_of_school()
            .into_iter()
            .map(|(id, name)| (id.to_string(), name))
            .collect(),
        has_contributors: !own.around.contributors().is_empty(),
        invite: format!("/schools/{}/people", review.facts.school),
        due: due(review, MilestoneKey::SelfReviewSubmitted),
        back: base.clone(),
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let mut trail = trail(review);
    trail.push(("Self-review".to_owned(), base));
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Who writes which strand",
        &borrowed(&trail),
        || view! { <pages::Shares view form errors/> },
    ))
}

//! Starting from last cycle's texts, for every strand that is empty.

use super::strand_title;
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{page_with, see_other};
use crate::http::reviews::{borrowed, fresh_form, trail, who};
use crate::state::App;
use crate::usecases::self_reviews as uc;
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use leptos::prelude::*;

/// GET /reviews/{id}/self-review/carry-over
pub async fn ask(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (form, errors) = (fresh_form(), FieldErrors::new());
    render(&app, &user, StatusCode::OK, &id.parse()?, form, errors).await
}

/// POST /reviews/{id}/self-review/carry-over
pub async fn start(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::carry_over(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/self-review?done=carried"))),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&app, &user, status, &id, form, errors).await
        }
        // Somebody began to write in one of them: the page says what is empty now.
        Err(Error::Conflict) => {
            let (form, errors) = (fresh_form(), FieldErrors::new());
            render(&app, &user, StatusCode::CONFLICT, &id, form, errors).await
        }
        Err(e) => Err(e),
    }
}

async fn render(
    app: &App,
    user: &User,
    status: StatusCode,
    id: &ReviewId,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let found = uc::find_carry_over(app, user, id).await?;
    let review = &found.own.review;
    let titles = |codes: &[StrandCode]| {
        codes
            .iter()
            .filter_map(|code| found.own.framework.strand(code))
            .map(strand_title)
            .collect()
    };
    let base = format!("/reviews/{id}/self-review");
    let view = pages::CarryOverView {
        school: review.school_name.clone(),
        cycle: found.earlier.cycle.clone(),
        fills: titles(&found.fills),
        stays: titles(&found.stays),
        back: base.clone(),
        who: who::of_self_review(review, &found.own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let mut trail = trail(review);
    trail.push(("Self-review".to_owned(), base));
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Start from last cycle’s texts",
        &borrowed(&trail),
        || view! { <pages::CarryOver view form errors/> },
    ))
}

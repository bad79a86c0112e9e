//! The impact review, and the end of a review.

use super::{HOME, day, milestone};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{page, page_with, see_other};
use crate::state::{App, new_secret};
use crate::usecases::action_plans::{self as uc, ReadImpact};
use ::app::pages::action_plans as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::london_date;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::milestones::MilestoneKey;
use domain::policy::{ReviewAction, can_review};
use domain::states::{InvitationState, ReviewState};
use leptos::prelude::*;

/// GET /reviews/{id}/impact
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::read_impact(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    Ok(impact_page(
        &app,
        &user,
        StatusCode::OK,
        &found,
        form,
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/impact
pub(super) async fn record(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    match uc::record_impact(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/impact"))),
        Err(Error::Invalid(errors)) => {
            let found = uc::read_impact(&app, &user, &id).await?;
            Ok(impact_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &found,
                form,
                errors,
            ))
        }
        Err(e) => Err(e),
    }
}

fn impact_page(
    app: &App,
    user: &User,
    status: StatusCode,
    found: &ReadImpact,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let review = &found.review;
    let may_record = can_review(&user.actor, ReviewAction::RecordImpact, &review.facts);
    let by = milestone(review, MilestoneKey::ImpactReview)
        .map(|d| format!(" by {d}"))
        .unwrap_or_default();
    let standing = match review.times.impact {
        Some(at) => format!("The review team recorded this on {}.", day(london_date(at))),
        None if may_record => format!(
            "Look only at what was targeted. Record what you find for every recommendation{by}, all at once."
        ),
        None => format!("The review team has not recorded the impact review yet. It is due{by}."),
    };
    let mut who = vec![format!(
        "The headteacher and contributors of {}",
        review.school_name
    )];
    if review.facts.state != ReviewState::Closed {
        who.push("The review team, until the review closes".to_owned());
    }
    let view = pages::ImpactView {
        school: review.school_name.clone(),
        standing,
        targets: found
            .targets
            .iter()
            .enumerate()
            .map(|(at, t)| pages::TargetView {
                id: t.id.to_string(),
                number: at + 1,
                text: t.text.clone(),
                actions: t
                    .actions
                    .iter()
                    .map(|a| pages::TargetActionView {
                        title: a.title.clone(),
                        success: a.success.clone(),
                        done: a.done,
                    })
                    .collect(),
                answer: t
                    .answer
                    .clone()
                    .map(|(difference, text)| pages::AnswerView { difference, text }),
            })
            .collect(),
        form: may_record.then_some(form),
        errors,
        who,
    };
    let trail = [
        HOME,
        (
            review.school_name.as_str(),
            &*format!("/reviews/{}", review.facts.id),
        ),
    ];
    page_with(
        app,
        &user.ctx,
        status,
        format!("Impact review: {}", review.school_name),
        &trail,
        || {
            view! { <pages::Impact view/> }
        },
    )
}

/// GET /reviews/{id}/close
pub(super) async fn confirm_close(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let review = uc::find_to_close(&app, &user, &id.parse()?).await?;
    let href = format!("/reviews/{id}");
    let view = pages::CloseView {
        school: review.school_name.clone(),
        team: review
            .team
            .iter()
            .filter(|m| m.state == InvitationState::Accepted)
            .map(|m| m.name.clone())
            .collect(),
        review: href.clone(),
        form_key: new_secret(),
    };
    let trail = [HOME, (review.school_name.as_str(), href.as_str())];
    Ok(page(
        &app,
        &user.ctx,
        "Close the review",
        &trail,
        || view! { <pages::Close view/> },
    ))
}

/// POST /reviews/{id}/close
pub(super) async fn close(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::close(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}")))
}

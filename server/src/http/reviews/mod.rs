//! The review of one school: its hub, the agreement, the day of the visit, and putting it off.

mod hub;
mod proposed_dates;
mod visit_date;
pub(super) mod who;

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{moment, page, page_with, see_other};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reviews::agreement;
use crate::usecases::reviews::pause::{self, Pause};
use crate::usecases::reviews::{self as uc, Around};
use ::app::pages::reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::policy::{ReviewAction, can_review};
use leptos::prelude::*;
use store::reviews::Review;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}", hub::show)
        .get("/reviews/{id}/agreement", agreement_page)
        .post("/reviews/{id}/agreement", accept)
        .get("/reviews/{id}/visit-date", visit_date::ask)
        .post("/reviews/{id}/visit-date", visit_date::answer)
        .get("/reviews/{id}/dates", proposed_dates::show)
        .post("/reviews/{id}/dates", proposed_dates::answer)
        .get("/reviews/{id}/dates/propose", proposed_dates::ask)
        .post("/reviews/{id}/dates/propose", proposed_dates::propose)
        .post("/reviews/{id}/dates/choose", proposed_dates::choose)
        .get("/reviews/{id}/postpone", ask_postpone)
        .post("/reviews/{id}/postpone", postpone)
        .get("/reviews/{id}/resume", ask_resume)
        .post("/reviews/{id}/resume", resume)
        .get("/reviews/{id}/cancel", ask_cancel)
        .post("/reviews/{id}/cancel", cancel)
}

/// The pages above a page of a review.
pub(super) fn trail(review: &Review) -> Vec<(String, String)> {
    vec![
        ("Home".to_owned(), "/".to_owned()),
        (
            review.school_name.clone(),
            format!("/reviews/{}", review.facts.id),
        ),
    ]
}

/// Pairs of owned texts as the frame takes them.
pub(super) fn borrowed(trail: &[(String, String)]) -> Vec<(&str, &str)> {
    trail
        .iter()
        .map(|(text, href)| (text.as_str(), href.as_str()))
        .collect()
}

/// A form with a fresh key, so that posting it twice has one effect.
pub(super) fn fresh_form() -> RawForm {
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    form
}

/// GET /reviews/{id}/agreement
async fn agreement_page(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let review = uc::find(&app, &user, &id.parse()?).await?;
    let done = query.has("done");
    show_agreement(
        &app,
        &user,
        StatusCode::OK,
        &review,
        fresh_form(),
        FieldErrors::new(),
        done,
    )
    .await
}

/// POST /reviews/{id}/agreement
async fn accept(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match agreement::accept(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/agreement?done=1"))),
        Err(Error::Invalid(errors)) => {
            let review = uc::find(&app, &user, &id).await?;
            show_agreement(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &review,
                form,
                errors,
                false,
            )
            .await
        }
        Err(Error::Conflict) => {
            let review = uc::find(&app, &user, &id).await?;
            show_agreement(
                &app,
                &user,
                StatusCode::CONFLICT,
                &review,
                fresh_form(),
                FieldErrors::new(),
                false,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

async fn show_agreement(
    app: &App,
    user: &User,
    status: StatusCode,
    review: &Review,
    mut form: RawForm,
    errors: FieldErrors,
    done: bool,
) -> Result<Response, Error> {
    let around = Around::load(app, user, review).await?;
    let words = match &review.agreed {
        Some((words, _)) => words.clone(),
        None => agreement::words(review),
    };
    form.set("shown", agreement::fingerprint(&words));
    let view = pages::AgreementView {
        school: review.school_name.clone(),
        cycle: review.cycle_name.clone(),
        accepted: review.agreed.as_ref().map(|(_, at)| {
            let who = review
                .agreed_by
                .clone()
                .unwrap_or_else(|| "The headteacher".to_owned());
            format!(
                "{who} accepted this for {} at {}.",
                review.school_name,
                moment(*at)
            )
        }),
        just_accepted: done && review.facts.agreed,
        may_accept: can_review(&user.actor, ReviewAction::AcceptAgreement, &review.facts),
        changed: status == StatusCode::CONFLICT && !review.facts.agreed,
        words,
        who: who::of_review(review, &around, user),
    };
    let trail = trail(review);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Agreement",
        &borrowed(&trail),
        || {
            view! { <pages::Agreement view form errors/> }
        },
    ))
}

/// GET /reviews/{id}/postpone
async fn ask_postpone(app: State<App>, user: User, id: Path<String>) -> Result<Response, Error> {
    ask_pause(app, user, id, Pause::Postpone).await
}

/// POST /reviews/{id}/postpone
async fn postpone(
    app: State<App>,
    user: User,
    id: Path<String>,
    form: Form,
) -> Result<Response, Error> {
    do_pause(app, user, id, form, Pause::Postpone).await
}

/// GET /reviews/{id}/resume
async fn ask_resume(app: State<App>, user: User, id: Path<String>) -> Result<Response, Error> {
    ask_pause(app, user, id, Pause::Resume).await
}

/// POST /reviews/{id}/resume
async fn resume(
    app: State<App>,
    user: User,
    id: Path<String>,
    form: Form,
) -> Result<Response, Error> {
    do_pause(app, user, id, form, Pause::Resume).await
}

/// GET /reviews/{id}/cancel
async fn ask_cancel(app: State<App>, user: User, id: Path<String>) -> Result<Response, Error> {
    ask_pause(app, user, id, Pause::Cancel).await
}

/// POST /reviews/{id}/cancel
async fn cancel(
    app: State<App>,
    user: User,
    id: Path<String>,
    form: Form,
) -> Result<Response, Error> {
    do_pause(app, user, id, form, Pause::Cancel).await
}

async fn ask_pause(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    what: Pause,
) -> Result<Response, Error> {
    let (review, _) = pause::open(&app, &user, &id.parse()?, what).await?;
    show_pause(
        &app,
        &user,
        StatusCode::OK,
        &review,
        what,
        fresh_form(),
        FieldErrors::new(),
    )
    .await
}

async fn do_pause(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
    what: Pause,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match pause::pause(&app, &user, &id, what, &form).await {
        Ok(()) => {
            let done = match what {
                Pause::Postpone => "postponed",
                Pause::Resume => "resumed",
                Pause::Cancel => "cancelled",
            };
            Ok(see_other(format!("/reviews/{id}?done={done}")))
        }
        Err(Error::Invalid(errors)) => {
            let (review, _) = pause::open(&app, &user, &id, what).await?;
            show_pause(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &review,
                what,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

async fn show_pause(
    app: &App,
    user: &User,
    status: StatusCode,
    review: &Review,
    what: Pause,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let around = Around::load(app, user, review).await?;
    let school = &review.school_name;
    let reason = pages::ReasonField {
        label: "Why?",
        hint: "The school, the team and everybody who sees this review can read it. Do not name pupils.",
    };
    let (title, paragraphs, warning, reason, button) = match what {
        Pause::Postpone => (
            format!("Postpone the review of {school}"),
            vec![
                "Everything that has been written is kept. Nobody is reminded of anything until you resume the review.".to_owned(),
                "The headteacher and the team are told by e-mail that it is put off.".to_owned(),
            ],
            None,
            Some(reason),
            "Postpone the review",
        ),
        Pause::Resume => (
            format!("Resume the review of {school}"),
            vec![
                "The review goes on where it stopped, as far as its team and the day of the visit still hold.".to_owned(),
                match review.visit_date {
                    Some(day) if day <= user.today => format!(
                        "The visit was agreed for {}, which is past. A new day has to be agreed.",
                        pages::words::day(day)
                    ),
                    Some(day) => format!("The visit is agreed for {}.", pages::words::day(day)),
                    None => "No day has been agreed for the visit.".to_owned(),
                },
            ],
            None,
            None,
            "Resume the review",
        ),
        Pause::Cancel => (
            format!("Cancel the review of {school}"),
            vec!["Everything that has been written is kept and can be read by those who can read it now.".to_owned()],
            Some("A cancelled review cannot be taken up again. If it should take place later, postpone it."),
            Some(reason),
            "Cancel the review",
        ),
    };
    let view = pages::ConfirmView {
        title: title.clone(),
        paragraphs,
        warning,
        reason,
        button,
        danger: what == Pause::Cancel,
        back: format!("/reviews/{}", review.facts.id),
        who: who::of_review(review, &around, user),
    };
    let trail = trail(review);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        title,
        &borrowed(&trail),
        || {
            view! { <pages::Confirm view form errors/> }
        },
    ))
}

/// Words above a page after something was done there, from the fixed list that addresses may name.
pub(super) fn done_words(query: &RawForm) -> Option<&'static str> {
    Some(match query.get("done") {
        "date" => {
            "The day of the visit is agreed. The school, the team and the coordinators hear of it."
        }
        "postponed" => "The review is postponed.",
        "resumed" => "The review goes on.",
        "cancelled" => "The review is cancelled.",
        "submitted" => "The self-review is submitted. The coordinators hear of it.",
        "returned" => "The self-review went back to the school.",
        "released" => "The pack is released to the team.",
        _ => return None,
    })
}

/// A page that only shows.
pub(super) fn shown<V: IntoView + 'static>(
    app: &App,
    user: &User,
    review: &Review,
    title: impl Into<String>,
    main: impl FnOnce() -> V,
) -> Response {
    let trail = trail(review);
    page(app, &user.ctx, title, &borrowed(&trail), main)
}

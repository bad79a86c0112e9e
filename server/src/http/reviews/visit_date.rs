//! The day of the visit, in two steps: chosen and looked at with what follows, then agreed.

use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page_with, see_other};
use super::{borrowed, trail, who};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reviews::{self as uc, Around, visit_date};
use ::app::pages::reviews::{self as pages, words};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::parse_closed_days;
use domain::forms::{FieldErrors, RawForm, set_date};
use leptos::prelude::*;
use store::reviews::Review;

/// GET /reviews/{id}/visit-date
pub async fn ask(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (review, _) = visit_date::open(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    set_date(&mut form, "visit", review.visit_date);
    show(
        &app,
        &user,
        StatusCode::OK,
        &review,
        form,
        FieldErrors::new(),
        None,
    )
    .await
}

/// POST /reviews/{id}/visit-date
pub async fn answer(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let outcome = if form.get("confirm") == "yes" {
        visit_date::agree(&app, &user, &id, &form)
            .await
            .map(|()| see_other(format!("/reviews/{id}?done=date")))
    } else {
        visit_date::preview(&app, &user, &id, &form)
            .await
            .map(|preview| {
                form.set("form_key", new_secret());
                show_preview(&app, &user, preview, form.clone(), "visit-date")
            })
    };
    match outcome {
        Err(Error::Invalid(errors)) => {
            let review = uc::find(&app, &user, &id).await?;
            let was = form.get("was").to_owned();
            show(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &review,
                form,
                errors,
                Some(was),
            )
            .await
        }
        Err(Error::Conflict) => {
            let (review, _) = visit_date::open(&app, &user, &id).await?;
            show(
                &app,
                &user,
                StatusCode::CONFLICT,
                &review,
                form,
                FieldErrors::new(),
                None,
            )
            .await
        }
        other => other,
    }
}

async fn show(
    app: &App,
    user: &User,
    status: StatusCode,
    review: &Review,
    mut form: RawForm,
    errors: FieldErrors,
    was: Option<String>,
) -> Result<Response, Error> {
    let around = Around::load(app, user, review).await?;
    let agreed = review.visit_date.map(words::weekday);
    form.set(
        "was",
        was.unwrap_or_else(|| review.visit_date.map(|d| d.to_string()).unwrap_or_default()),
    );
    let other = (status == StatusCode::CONFLICT).then(|| match &agreed {
        Some(day) => format!("Somebody else agreed {day} while you were choosing. Your day was not agreed. It still stands below."),
        None => "Somebody else changed this while you were choosing. Your day was not agreed. It still stands below.".to_owned(),
    });
    let view = pages::AskVisitDateView {
        school: review.school_name.clone(),
        now: agreed,
        window: (
            words::day(review.visits_from),
            words::day(review.visits_until),
        ),
        may_leave: visit_date::may_leave_window(user, review),
        closed: closed_days(review),
        other,
        proposed: format!("/reviews/{}/dates", review.facts.id),
        back: format!("/reviews/{}", review.facts.id),
        who: who::of_review(review, &around, user),
    };
    let trail = trail(review);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Day of the visit",
        &borrowed(&trail),
        || {
            view! { <pages::AskVisitDate view form errors/> }
        },
    ))
}

/// Closed days that touch the cycle's days for visits, in words.
pub(super) fn closed_days(review: &Review) -> Vec<String> {
    parse_closed_days(&review.closed_days)
        .unwrap_or_default()
        .into_iter()
        .filter(|c| c.to >= review.visits_from && c.from <= review.visits_until)
        .map(|c| {
            let days = if c.from == c.to {
                words::day(c.from)
            } else {
                format!("{} to {}", words::day(c.from), words::day(c.to))
            };
            if c.name.is_empty() {
                days
            } else {
                format!("{days}: {}", c.name)
            }
        })
        .collect()
}

/// What follows from a day. `page` is where the form goes and where one goes back to, below the review's address.
pub(super) fn show_preview(
    app: &App,
    user: &User,
    preview: visit_date::Preview,
    form: RawForm,
    page: &str,
) -> Response {
    let review = &preview.review;
    let calendar = review.calendar();
    let mut warnings = preview.clashes.clone();
    if preview.outside {
        warnings.push(format!(
            "This day lies outside the days for visits in this cycle, {} to {}.",
            words::day(review.visits_from),
            words::day(review.visits_until)
        ));
    }
    if !calendar.knows_bank_holidays(preview.day) {
        warnings.push(
            "The bank holidays of that year are not known yet. Check that schools are open."
                .to_owned(),
        );
    }
    if preview.dates.iter().any(|(_, day, _)| *day < user.today) {
        warnings.push(
            "Some of the dates are already past. Those steps are late from the beginning."
                .to_owned(),
        );
    }
    let view = pages::PreviewVisitDateView {
        school: review.school_name.clone(),
        day: words::weekday(preview.day),
        moves: review.visit_date.is_some(),
        lines: preview
            .dates
            .iter()
            .map(|(key, day, before)| pages::PreviewLine {
                what: words::milestone(*key),
                day: words::weekday(*day),
                before: before
                    .filter(|b| b != day)
                    .map(words::weekday)
                    .unwrap_or_default(),
                past: *day < user.today,
            })
            .collect(),
        warnings,
        action: match page {
            "dates" => format!("/reviews/{}/dates/choose", review.facts.id),
            page => format!("/reviews/{}/{page}", review.facts.id),
        },
        back: format!("/reviews/{}/{page}", review.facts.id),
    };
    let trail = trail(review);
    page_with(
        app,
        &user.ctx,
        StatusCode::OK,
        "Check the dates that follow",
        &borrowed(&trail),
        || {
            view! { <pages::PreviewVisitDate view form/> }
        },
    )
}

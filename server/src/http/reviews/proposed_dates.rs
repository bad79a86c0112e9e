//! Proposed days: the school proposes, the team answers, one is chosen and then agreed with what follows from it.

use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{moment, page_with, see_other};
use super::visit_date::{closed_days, show_preview};
use super::{borrowed, trail};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reviews::proposed_dates as uc;
use ::app::pages::reviews::{self as pages, words};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::policy::{ReviewAction as A, can_review};
use domain::states::InvitationState;
use domain::visit_date::proposals::{answer_field, clashes, set_proposal};
use leptos::prelude::*;

/// What the page is shown with beside what is stored.
#[derive(Default)]
struct Typed {
    status: StatusCode,
    answer: Option<RawForm>,
    choose: Option<RawForm>,
    errors: FieldErrors,
    done: Option<&'static str>,
    conflict: bool,
}

/// GET /reviews/{id}/dates
pub async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let done = match query.get("done") {
        "proposed" => Some("The days have been proposed. The team hears of it by e-mail."),
        "answered" => Some("Your answers have been saved."),
        _ => None,
    };
    let typed = Typed {
        done,
        ..Typed::default()
    };
    dates_page(&app, &user, &id.parse()?, typed).await
}

async fn dates_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    typed: Typed,
) -> Result<Response, Error> {
    let found = uc::find(app, user, id).await?;
    let review = &found.review;
    let can = |action| can_review(&user.actor, action, &review.facts);
    let proposal = found.proposal.as_ref();
    let days = proposal.map_or(&[][..], |p| &p.days);
    let said = |person: &domain::ids::PersonId, day| {
        proposal
            .and_then(|p| p.answers.get(person))
            .and_then(|a| a.get(&day))
            .copied()
    };
    let answer = can(A::AnswerVisitDates).then(|| {
        let mut form = typed.answer.unwrap_or_else(|| {
            let mut form = RawForm::default();
            for day in days {
                if let Some(answer) = said(&user.actor.person, day.day) {
                    form.set(&answer_field(day.day), answer.as_str());
                }
            }
            form
        });
        if !form.has("form_key") {
            form.set("form_key", new_secret());
        }
        pages::DateAnswers { form }
    });
    let choose = can(A::ChooseVisitDate).then(|| {
        let mut form = typed.choose.unwrap_or_default();
        form.set(
            "was",
            review.visit_date.map(|d| d.to_string()).unwrap_or_default(),
        );
        form
    });
    let agreed = review.visit_date.map(words::weekday);
    let view = pages::DatesView {
        school: review.school_name.clone(),
        href: format!("/reviews/{id}/dates"),
        other: typed.conflict.then(|| match &agreed {
            Some(day) => format!("Something changed while you were choosing: the visit is now agreed for {day}. Your day was not agreed."),
            None => "Something changed while you were choosing. Nothing was agreed. Look at the days again.".to_owned(),
        }),
        agreed,
        proposed: proposal.map(|p| (p.by.clone(), moment(p.at))),
        days: days
            .iter()
            .map(|d| pages::ProposedDayView {
                day: d.day,
                words: words::weekday(d.day),
                note: d.note.clone(),
                clashes: clashes(d.day, &found.others),
                answers: review
                    .team
                    .iter()
                    .filter(|m| m.state == InvitationState::Accepted)
                    .map(|m| (m.name.clone(), said(&m.person, d.day)))
                    .collect(),
            })
            .collect(),
        propose: can(A::ProposeVisitDates).then(|| format!("/reviews/{id}/dates/propose")),
        answer,
        choose,
        one_step: can(A::AgreeVisitDate).then(|| format!("/reviews/{id}/visit-date")),
        done: typed.done,
        back: format!("/reviews/{id}"),
        who: vec![
            format!("The headteacher and contributors of {}", review.school_name),
            format!("The coordinators of {}", review.partnership_name),
            "The reviewers who have accepted".to_owned(),
        ],
    };
    let trail = trail(review);
    Ok(page_with(
        app,
        &user.ctx,
        typed.status,
        "Days for the visit",
        &borrowed(&trail),
        || view! { <pages::Dates view errors=typed.errors/> },
    ))
}

/// POST /reviews/{id}/dates
pub async fn answer(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::answer(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/dates?done=answered"))),
        Err(Error::Invalid(errors)) => {
            let typed = Typed {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                answer: Some(form),
                errors,
                ..Typed::default()
            };
            dates_page(&app, &user, &id, typed).await
        }
        Err(e) => Err(e),
    }
}

/// POST /reviews/{id}/dates/choose
pub async fn choose(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let outcome = if form.get("confirm") == "yes" {
        uc::choose(&app, &user, &id, &form)
            .await
            .map(|()| see_other(format!("/reviews/{id}?done=date")))
    } else {
        uc::preview(&app, &user, &id, &form).await.map(|preview| {
            form.set("form_key", new_secret());
            show_preview(&app, &user, preview, form.clone(), "dates")
        })
    };
    let (status, errors, conflict) = match outcome {
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors, false),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new(), true),
        other => return other,
    };
    let typed = Typed {
        status,
        choose: Some(form),
        errors,
        conflict,
        ..Typed::default()
    };
    dates_page(&app, &user, &id, typed).await
}

/// GET /reviews/{id}/dates/propose
pub async fn ask(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::open_proposal(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    if let Some(proposal) = &found.proposal {
        set_proposal(&mut form, &proposal.days);
    }
    form.set("form_key", new_secret());
    form.set(
        "version",
        found.proposal.as_ref().map_or(0, |p| p.version).to_string(),
    );
    Ok(propose_page(
        &app,
        &user,
        StatusCode::OK,
        &found,
        form,
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/dates/propose
pub async fn propose(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::propose(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/dates?done=proposed"))),
        Err(Error::Invalid(errors)) => {
            let found = uc::open_proposal(&app, &user, &id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(propose_page(&app, &user, status, &found, form, errors))
        }
        Err(Error::Conflict) => {
            let found = uc::open_proposal(&app, &user, &id).await?;
            // Both are shown; proposing again means choosing these days, so the form carries the newer version.
            form.set("form_key", new_secret());
            form.set(
                "version",
                found.proposal.as_ref().map_or(0, |p| p.version).to_string(),
            );
            let status = StatusCode::CONFLICT;
            Ok(propose_page(
                &app,
                &user,
                status,
                &found,
                form,
                FieldErrors::new(),
            ))
        }
        Err(e) => Err(e),
    }
}

fn propose_page(
    app: &App,
    user: &User,
    status: StatusCode,
    found: &uc::ProposedDates,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let review = &found.review;
    let other = found
        .proposal
        .as_ref()
        .filter(|_| status == StatusCode::CONFLICT)
        .map(|p| {
            let days: Vec<String> = p.days.iter().map(|d| words::weekday(d.day)).collect();
            format!(
                "{} proposed other days in the meantime: {}. Yours have not been saved. They still stand below.",
                p.by,
                days.join("; ")
            )
        });
    let view = pages::ProposeDatesView {
        school: review.school_name.clone(),
        window: (
            words::day(review.visits_from),
            words::day(review.visits_until),
        ),
        closed: closed_days(review),
        other,
        back: format!("/reviews/{}/dates", review.facts.id),
    };
    let trail = trail(review);
    page_with(
        app,
        &user.ctx,
        status,
        "Propose days for the visit",
        &borrowed(&trail),
        || view! { <pages::ProposeDates view form errors/> },
    )
}

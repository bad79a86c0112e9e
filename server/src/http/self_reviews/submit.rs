//! Checking and submitting; sending back and releasing.

use super::{count, strand_title};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::{borrowed, fresh_form, trail, who};
use crate::state::App;
use crate::usecases::reviews::Around;
use crate::usecases::self_reviews::{self as uc, ReadAll};
use ::app::pages::reviews as review_pages;
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::policy::{self, Denied, act};
use domain::self_reviews::{Gap, attestation};
use leptos::prelude::*;
use store::reviews::Review;

/// GET /reviews/{id}/self-review/submit
pub async fn ask(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    show_check(
        &app,
        &user,
        StatusCode::OK,
        &id.parse()?,
        fresh_form(),
        FieldErrors::new(),
    )
    .await
}

/// POST /reviews/{id}/self-review/submit
pub async fn submit(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::submit(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}?done=submitted"))),
        Err(Error::Invalid(errors)) => {
            show_check(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &id,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

fn gap_words(own: &ReadAll, code: StrandCode, gap: Gap) -> String {
    match gap {
        Gap::NotStarted => {
            "Nothing has been saved. If nobody has looked at it, choose “Not explored”.".to_owned()
        }
        Gap::NoLevel => "No level has been chosen.".to_owned(),
        Gap::NoText => "Nothing is written.".to_owned(),
        Gap::FewKinds(None) => {
            "Level 3 or 4 rests on at least two kinds of evidence. There is none yet.".to_owned()
        }
        Gap::FewKinds(Some(kind)) => format!(
            "Level 3 or 4 rests on at least two kinds of evidence. The only one is: {}.",
            kind.in_words().to_lowercase()
        ),
        Gap::OneSource(kind) => format!(
            "The judgement rests on one source alone: {}.",
            kind.in_words().to_lowercase()
        ),
        Gap::NotReady => match own.holder(code) {
            Some((_, name)) => format!("{name} has it and has not marked it as ready."),
            None => "It has not been marked as ready.".to_owned(),
        },
    }
}

async fn show_check(
    app: &App,
    user: &User,
    status: StatusCode,
    id: &ReviewId,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let (own, checked) = uc::check(app, user, id).await?;
    let review = &own.review;
    let base = format!("/reviews/{id}/self-review");
    let title = |code: &StrandCode| own.framework.strand(code).map(strand_title);
    // One line a strand, with everything that is thin in it.
    let gaps = checked
        .gaps
        .iter()
        .filter_map(|(code, gaps)| {
            let what: Vec<String> = gaps.iter().map(|g| gap_words(&own, *code, *g)).collect();
            Some(pages::CheckGap {
                title: title(code)?,
                href: format!("{base}/{code}"),
                what: what.join(" "),
            })
        })
        .collect();
    let not_explored = checked
        .not_explored
        .iter()
        .filter_map(|code| Some((title(code)?, format!("{base}/{code}"))))
        .collect();
    let why_not = match policy::review::<act::SubmitSelfReview>(&user.actor, &review.facts) {
        Ok(_) => None,
        Err(Denied::NotYours) => {
            Some("Only the headteacher can submit the self-review. Mark your strands as ready, so that the headteacher knows.".to_owned())
        }
        Err(Denied::NotNow(why)) => Some(why.to_owned()),
        Err(denied) => return Err(denied.into()),
    };
    let view = pages::CheckView {
        school: review.school_name.clone(),
        count: count(&own),
        title: match why_not {
            None => "Check and submit the self-review",
            Some(_) => "Check the self-review",
        },
        gaps,
        not_explored,
        attestation: attestation(&review.school_name),
        may_submit: why_not.is_none(),
        why_not: why_not.unwrap_or_default(),
        read: format!("{base}/read"),
        back: base,
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let trail = trail(review);
    let title = view.title;
    Ok(page_with(
        app,
        &user.ctx,
        status,
        title,
        &borrowed(&trail),
        || {
            view! { <pages::Check view form errors/> }
        },
    ))
}

/// GET /reviews/{id}/self-review/return
pub async fn ask_return(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (review, _) = uc::find_for_return(&app, &user, &id.parse()?).await?;
    show_return(
        &app,
        &user,
        StatusCode::OK,
        &review,
        fresh_form(),
        FieldErrors::new(),
    )
    .await
}

/// POST /reviews/{id}/self-review/return
pub async fn give_back(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::return_to_school(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}?done=returned"))),
        Err(Error::Invalid(errors)) => {
            let (review, _) = uc::find_for_return(&app, &user, &id).await?;
            show_return(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &review,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

async fn show_return(
    app: &App,
    user: &User,
    status: StatusCode,
    review: &Review,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let around = Around::load(app, user, review).await?;
    let school = &review.school_name;
    let at = review
        .times
        .submitted
        .map(|w| format!(" at {}", moment(w)))
        .unwrap_or_default();
    let mut who = who::of_self_review(review, &around);
    who.truncate(2);
    who.push("You and the other coordinators of the partnership".to_owned());
    let view = review_pages::ConfirmView {
        title: format!("Send the self-review back to {school}"),
        paragraphs: vec![
            format!("The headteacher submitted it{at}. You do not see what is in it."),
            "The school can then change it and submits it again. The headteacher and the contributors are told by e-mail.".to_owned(),
        ],
        warning: None,
        reason: Some(review_pages::ReasonField {
            label: "What should the school look at again?",
            hint: "For example, that two strands are missing. Do not name pupils.",
        }),
        button: "Send it back",
        danger: false,
        back: format!("/reviews/{}", review.facts.id),
        who,
    };
    let trail = trail(review);
    let title = view.title.clone();
    Ok(page_with(
        app,
        &user.ctx,
        status,
        title,
        &borrowed(&trail),
        || {
            view! { <review_pages::Confirm view form errors/> }
        },
    ))
}

/// GET /reviews/{id}/release
pub async fn ask_release(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (review, _) = uc::find_for_release(&app, &user, &id.parse()?).await?;
    let around = Around::load(&app, &user, &review).await?;
    let team = who::team_names(&review).join(", ");
    let view = review_pages::ConfirmView {
        title: format!("Release the pack of {} to the team", review.school_name),
        paragraphs: vec![
            format!("The team can then read the self-review and the enquiry questions: {team}."),
            "The team is told by e-mail.".to_owned(),
        ],
        warning: Some(
            "The school can no longer change its self-review, and the team can no longer be changed.",
        ),
        reason: None,
        button: "Release the pack",
        danger: false,
        back: format!("/reviews/{}", review.facts.id),
        who: who::of_self_review(&review, &around),
    };
    let trail = trail(&review);
    let title = view.title.clone();
    let form = fresh_form();
    Ok(page_with(
        &app,
        &user.ctx,
        StatusCode::OK,
        title,
        &borrowed(&trail),
        || {
            view! { <review_pages::Confirm view form errors=FieldErrors::new()/> }
        },
    ))
}

/// POST /reviews/{id}/release
pub async fn release(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    uc::release(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}?done=released")))
}

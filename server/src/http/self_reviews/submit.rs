//! Checking and submitting; sending back and releasing.

use super::{count, strand_title};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::{borrowed, fresh_form, trail, who};
use crate::state::App;
use crate::usecases::reviews::Around;
use crate::usecases::self_reviews as uc;
use ::app::pages::reviews as review_pages;
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::policy::{self, Denied, act};
use domain::self_reviews::Gap;
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

fn gap_words(gap: Gap) -> &'static str {
    match gap {
        Gap::NotStarted => {
            "Nothing has been saved. If nobody has looked at it, choose “Not explored”."
        }
        Gap::NoLevel => "No level has been chosen.",
        Gap::NoText => "Nothing is written.",
        Gap::FewKinds => "Level 3 or 4 rests on at least two kinds of evidence.",
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
    let (own, gaps) = uc::check(app, user, id).await?;
    let review = &own.review;
    let base = format!("/reviews/{id}/self-review");
    // One line a strand, with everything that is thin in it.
    let mut lines: Vec<pages::CheckGap> = Vec::new();
    for (code, gap) in gaps {
        let Some(strand) = own.framework.strand(&code) else {
            continue;
        };
        let href = format!("{base}/{code}");
        match lines.last_mut().filter(|l| l.href == href) {
            Some(line) => line.what = format!("{} {}", line.what, gap_words(gap)),
            None => lines.push(pages::CheckGap {
                title: strand_title(strand),
                href,
                what: gap_words(gap).to_owned(),
            }),
        }
    }
    let why_not = match policy::review::<act::SubmitSelfReview>(&user.actor, &review.facts) {
        Ok(_) => None,
        Err(Denied::NotYours) => {
            Some("Only the headteacher can submit the self-review.".to_owned())
        }
        Err(Denied::NotNow(why)) => Some(why.to_owned()),
        Err(denied) => return Err(denied.into()),
    };
    let view = pages::CheckView {
        school: review.school_name.clone(),
        count: count(&own),
        gaps: lines,
        may_submit: why_not.is_none(),
        why_not: why_not.unwrap_or_default(),
        read: format!("{base}/read"),
        back: base,
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let trail = trail(review);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Check and submit the self-review",
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

//! The school's self-review and its enquiry questions; sending back and releasing by the coordinator.

mod autosave;
mod carry_over;
mod desk;
mod offline;
mod questions;
mod shares;
mod strand;
mod submit;
mod view;

pub(crate) use view::{attested, read_view};

use super::Routes;
use super::ctx::User;
use super::form::Query;
use super::page::moment;
use super::reviews::{shown, who};
use crate::error::Error;
use crate::state::App;
use crate::usecases::self_reviews::{self as uc, ReadAll};
use ::app::components::{Status, TagColour};
use ::app::pages::reviews::words;
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::framework::{Principle, Strand};
use domain::milestones::MilestoneKey;
use domain::policy::{ReviewAction, can_review};
use domain::self_reviews::Judgement;
use domain::states::SelfReviewState;
use leptos::prelude::*;
use store::reviews::Review;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/self-review", list)
        .get("/reviews/{id}/self-review/read", read)
        .get("/reviews/{id}/self-review/submit", submit::ask)
        .post("/reviews/{id}/self-review/submit", submit::submit)
        .get("/reviews/{id}/self-review/return", submit::ask_return)
        .post("/reviews/{id}/self-review/return", submit::give_back)
        .get("/reviews/{id}/release", submit::ask_release)
        .post("/reviews/{id}/release", submit::release)
        .get("/reviews/{id}/self-review/strands", shares::show)
        .post("/reviews/{id}/self-review/strands", shares::save)
        .get("/reviews/{id}/self-review/carry-over", carry_over::ask)
        .post("/reviews/{id}/self-review/carry-over", carry_over::start)
        .get("/reviews/{id}/self-review/form", offline::show)
        .post_file(
            "/reviews/{id}/self-review/form",
            offline::UPLOAD,
            offline::upload,
        )
        .post_file(
            "/reviews/{id}/self-review/form/apply",
            LONG_FORM,
            offline::apply,
        )
        .get("/reviews/{id}/self-review/form/print", offline::print)
        .get("/reviews/{id}/self-review/form.xlsx", offline::download)
        .get("/reviews/{id}/self-review/{strand}", strand::show)
        .post_file(
            "/reviews/{id}/self-review/{strand}",
            LONG_FORM,
            strand::save,
        )
        .post(
            "/reviews/{id}/self-review/{strand}/autosave",
            autosave::save,
        )
        .get("/reviews/{id}/questions", questions::show)
        .post_file("/reviews/{id}/questions", LONG_FORM, questions::save)
}

/// Most bytes of the forms with long texts: a text of 2 MB that was pasted by mistake, as a browser encodes it, comes
/// back in its page with the reason, and is not lost with the request.
const LONG_FORM: usize = 8 * 1024 * 1024;

/// What has just been done to the whole of it.
fn done_words(query: &domain::forms::RawForm) -> Option<&'static str> {
    match query.get("done") {
        "saved" => Some(SAVED),
        "ready" => Some("Saved, and marked as ready for the headteacher."),
        "given" => Some("Saved. Whoever has a strand finds it on their home page."),
        "carried" => Some(
            "Last cycle’s texts are in the strands that were empty. Go through them and choose levels.",
        ),
        "imported" => {
            Some("The form has been brought in. It is saved as a draft, and not submitted yet.")
        }
        _ => None,
    }
}

/// Said above a page after saving.
const SAVED: &str = "Saved as a draft. It is not submitted yet.";

/// "1.1 Early identification".
fn strand_title(strand: &Strand) -> String {
    format!("{} {}", strand.code, strand.title)
}

fn principle_title(principle: &Principle) -> String {
    format!("{}. {}", principle.number, principle.title)
}

/// "5 of 17 strands".
fn count(all: &ReadAll) -> String {
    format!(
        "{} of {} strands",
        all.saved_strands(),
        all.framework.strands().count()
    )
}

/// By when the self-review is wanted; nothing once it is in.
fn due(review: &Review, key: MilestoneKey) -> Option<String> {
    review
        .milestone_dates(&review.calendar())
        .get(key)
        .map(|day| format!("Wanted by {}", words::weekday(day)))
}

/// What the state means for the school, and what is next.
fn state_words(review: &Review) -> String {
    let at = |when: Option<chrono::DateTime<chrono::Utc>>| {
        when.map(|w| format!(" at {}", moment(w)))
            .unwrap_or_default()
    };
    match review.facts.self_review {
        SelfReviewState::NotStarted => {
            "Go through the strands in any order. What you save is a draft: it is not submitted until the headteacher submits it.".to_owned()
        }
        SelfReviewState::InProgress => {
            "This is a draft. It is not submitted yet. The headteacher checks and submits it when it is ready.".to_owned()
        }
        SelfReviewState::Returned => {
            "It has come back. Change what is asked for, then the headteacher submits it again. It is not submitted now.".to_owned()
        }
        SelfReviewState::Submitted => format!(
            "Submitted{}. It cannot be changed. The coordinator releases it to the review team, or sends it back.",
            at(review.times.submitted)
        ),
        SelfReviewState::Locked => format!(
            "Released to the review team{}. It cannot be changed any more.",
            at(review.times.released)
        ),
    }
}

/// GET /reviews/{id}/self-review
async fn list(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let own = uc::read_own(&app, &user, &id.parse()?).await?;
    let earlier = uc::find_earlier(&app, &user, &own.review).await?;
    let review = &own.review;
    let base = format!("/reviews/{}/self-review", review.facts.id);
    let can = |action| can_review(&user.actor, action, &review.facts);
    let in_hand = !matches!(
        review.facts.self_review,
        SelfReviewState::Submitted | SelfReviewState::Locked
    );
    let view = pages::ListView {
        school: review.school_name.clone(),
        state: words::self_review_state(review.facts.self_review),
        state_words: state_words(review),
        returned: review
            .returned_reason
            .clone()
            .filter(|_| review.facts.self_review == SelfReviewState::Returned),
        count: format!("{} saved", count(&own)),
        due: due(review, MilestoneKey::SelfReviewSubmitted).filter(|_| in_hand),
        done: done_words(&query).filter(|_| in_hand),
        guidance: own.framework.guidance.clone(),
        principles: own
            .framework
            .principles
            .iter()
            .map(|p| pages::ListPrinciple {
                number: p.number,
                title: principle_title(p),
                about: p.about.clone(),
                strands: p
                    .strands
                    .iter()
                    .map(|s| list_strand(&own, s, &base))
                    .collect(),
            })
            .collect(),
        evidence: format!("/reviews/{}/evidence", review.facts.id),
        own: own
            .framework
            .strands()
            .filter(|s| {
                own.holder(s.code)
                    .is_some_and(|(id, _)| *id == user.actor.person)
            })
            .map(|s| list_strand(&own, s, &base))
            .collect(),
        submit: (in_hand && review.facts.self_review != SelfReviewState::NotStarted).then(|| {
            let text = match can(ReviewAction::SubmitSelfReview) {
                true => "Check and submit",
                false => "Check the self-review",
            };
            (text, format!("{base}/submit"))
        }),
        deeds: [
            (
                can(ReviewAction::GiveStrands),
                "Say who writes which strand",
                "strands",
            ),
            (
                earlier.is_some() && can(ReviewAction::EditSelfReview),
                "Start from last cycle’s texts",
                "carry-over",
            ),
            (true, "Work offline, or print the form", "form"),
        ]
        .into_iter()
        .filter(|(may, _, _)| *may)
        .map(|(_, text, page)| (text, format!("{base}/{page}")))
        .collect(),
        read: format!("{base}/read"),
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    Ok(shown(
        &app,
        &user,
        review,
        "Self-review",
        || view! { <pages::List view/> },
    ))
}

fn list_strand(own: &ReadAll, strand: &Strand, base: &str) -> pages::ListStrand {
    let entry = own.entry(strand.code);
    let work = own.work(strand.code);
    let pieces = own.evidence(strand.code).count();
    let ready = work.and_then(|w| w.ready.as_ref());
    let given = work.and_then(|w| w.person.as_ref());
    let judged = entry.map(|e| match e.judgement {
        Judgement::NotExplored => "not explored".to_owned(),
        Judgement::Level(level) => own.framework.level(level).name.clone(),
        Judgement::Open => String::new(),
    });
    let with = |word: &str, more: &str| match more {
        "" => word.to_owned(),
        more => format!("{word}: {more}"),
    };
    let status = match judged {
        Some(judged) if ready.is_some() => Status::done(with("Ready", &judged)),
        // Somebody has it and is at it.
        Some(judged) if given.is_some() => {
            Status::tag(with("Saved, not ready", &judged), TagColour::Blue)
        }
        Some(judged) if judged == "not explored" => Status::done("Not explored"),
        Some(judged) => Status::done(with("Saved", &judged)),
        None if ready.is_some() => Status::done("Ready"),
        None if pieces > 0 => Status::tag("Evidence only", TagColour::Blue),
        None => Status::tag("Not started", TagColour::Grey),
    };
    let mut hints = Vec::new();
    if let Some((_, name)) = given {
        hints.push(format!("{name} has it"));
    }
    if let Some(entry) = entry {
        hints.push(format!(
            "Saved by {} at {}",
            entry.saved_by,
            moment(entry.saved_at)
        ));
    }
    if let Some((name, at)) = ready {
        hints.push(format!("Marked as ready by {name} at {}", moment(*at)));
    }
    match pieces {
        0 => {}
        1 => hints.push("1 piece of evidence".to_owned()),
        n => hints.push(format!("{n} pieces of evidence")),
    }
    pages::ListStrand {
        title: strand_title(strand),
        href: format!("{base}/{}", strand.code),
        status,
        saved: hints.join(". "),
    }
}

/// GET /reviews/{id}/self-review/read
async fn read(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let all = uc::read_all(&app, &user, &id.parse()?).await?;
    let review = &all.review;
    let own = can_review(&user.actor, ReviewAction::ReadSelfReview, &review.facts);
    let view = pages::ReadPageView {
        school: review.school_name.clone(),
        cycle: review.cycle_name.clone(),
        state: if own {
            state_words(review)
        } else {
            "This is the school’s own view of itself.".to_owned()
        },
        attested: attested(review),
        read: read_view(&all),
        who: who::of_self_review(review, &all.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    Ok(shown(
        &app,
        &user,
        review,
        "The whole self-review",
        || view! { <pages::ReadPage view/> },
    ))
}

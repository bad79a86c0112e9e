//! The school's self-review and its enquiry questions; sending back and releasing by the coordinator.

mod questions;
mod strand;
mod submit;
mod view;

pub(crate) use view::read_view;

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
        .get("/reviews/{id}/self-review/{strand}", strand::show)
        .post("/reviews/{id}/self-review/{strand}", strand::save)
        .get("/reviews/{id}/questions", questions::show)
        .post("/reviews/{id}/questions", questions::save)
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
    let review = &own.review;
    let base = format!("/reviews/{}/self-review", review.facts.id);
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
        done: (query.get("done") == "saved" && in_hand && own.saved_strands() > 0).then_some(SAVED),
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
        submit: (in_hand && review.facts.self_review != SelfReviewState::NotStarted)
            .then(|| format!("{base}/submit")),
        evidence: format!("/reviews/{}/evidence", review.facts.id),
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
    let pieces = own.evidence(strand.code).count();
    let status = match entry.map(|e| e.judgement) {
        Some(Judgement::NotExplored) => Status::done("Not explored"),
        Some(Judgement::Level(level)) => {
            Status::done(format!("Saved: {}", own.framework.level(level).name))
        }
        Some(Judgement::Open) => Status::done("Saved"),
        None if pieces > 0 => Status::tag("Evidence only", TagColour::Blue),
        None => Status::tag("Not started", TagColour::Grey),
    };
    let mut saved = entry
        .map(|e| format!("Saved by {} at {}", e.saved_by, moment(e.saved_at)))
        .unwrap_or_default();
    if pieces > 0 {
        let gap = if saved.is_empty() { "" } else { ". " };
        let noun = if pieces == 1 { "piece" } else { "pieces" };
        saved.push_str(&format!("{gap}{pieces} {noun} of evidence"));
    }
    pages::ListStrand {
        title: strand_title(strand),
        href: format!("{base}/{}", strand.code),
        status,
        saved,
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

//! The report's own pages: one address that shows what the reader may see, and its changes of state.

use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{moment, page, page_with, see_other};
use super::super::visits::{TRAIL, team_links};
use super::share::readers_view;
use super::{HOME, check_lines, document, file_links, point_view, quality_point_view};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports::{self as uc, FullReport, Reading};
use crate::usecases::settle;
use crate::usecases::visits::milestones;
use ::app::pages::reports as pages;
use ::app::pages::visits::Confirm;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::milestones::MilestoneKey;
use domain::policy::{ReviewAction, can_review};
use domain::reports::deadline;
use domain::states::ReviewState;
use leptos::prelude::*;
use store::reviews::Review;

/// GET /reviews/{id}/report
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let report = uc::find_report(&app, &user, &id).await?;
    match report.reading {
        Reading::Writing | Reading::Answering => Ok(write_page(
            &app,
            &user,
            &report,
            StatusCode::OK,
            None,
            FieldErrors::new(),
            query.has("saved"),
        )),
        Reading::Moderating => Ok(see_other(format!("/reviews/{id}/report/quality"))),
        Reading::Team | Reading::School => Ok(draft_page(&app, &user, &report)),
        Reading::Final => final_page(&app, &user, &report).await,
    }
}

/// The lead's page.
fn write_page(
    app: &App,
    user: &User,
    report: &FullReport,
    status: StatusCode,
    typed: Option<RawForm>,
    errors: FieldErrors,
    saved: bool,
) -> Response {
    let review = report.review();
    let text = report.parts.text.as_ref();
    let conflict = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| {
        let mut form = RawForm::default();
        form.set(
            "summary",
            text.map(|t| t.summary.clone()).unwrap_or_default(),
        );
        form.set(
            "answers",
            text.map(|t| t.answers.clone()).unwrap_or_default(),
        );
        form.set("version", text.map_or(0, |t| t.version).to_string());
        form
    });
    if conflict {
        // Both texts are shown; saving again means choosing this one, so the form now carries the newer version.
        form.set("version", text.map_or(0, |t| t.version).to_string());
    }
    if conflict || !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let other = text.filter(|_| conflict).map(|t| pages::ReportOther {
        summary: t.summary.clone(),
        answers: t.answers.clone(),
        who: t.saved.0.clone(),
        when: moment(t.saved.1),
    });
    let contents = report.contents();
    let words = contents.words();
    let summary_words = contents.summary.split_whitespace().count();
    let answering = report.reading == Reading::Answering;
    let dates = milestones(review);
    let assurance = &review.facts.assurance;
    let view = pages::WriteView {
        links: team_links(user, review, "report"),
        document: document(report),
        href: format!("/reviews/{}/report", review.facts.id),
        words,
        words_beside: words - summary_words,
        due: dates.get(MilestoneKey::DraftReport),
        moderator: assurance
            .used
            .then(|| review.moderator_name.clone().unwrap_or_default()),
        checks: if answering {
            Vec::new()
        } else {
            check_lines(report, true)
        },
        quality: report
            .parts
            .quality_points
            .iter()
            .map(|p| quality_point_view(p, report, user))
            .collect(),
        left: if answering { left(user, review) } else { None },
        files: file_links(report, user, true),
        saved,
        may_send: !answering && review.facts.state == ReviewState::Drafting,
        check: answering.then(|| {
            let points = report
                .parts
                .points
                .iter()
                .map(|p| point_view(p, report, user))
                .collect();
            (points, review.facts.checked)
        }),
    };
    page_with(
        app,
        &user.ctx,
        status,
        format!("Report: {}", review.school_name),
        &TRAIL,
        || {
            view! { <pages::WriteReport view form errors other/> }
        },
    )
}

/// What is left of the time until the report is to be final, in the working days of the school.
pub(super) fn left(user: &User, review: &Review) -> Option<String> {
    let due = milestones(review).get(MilestoneKey::ReportFinal)?;
    Some(deadline(user.today, due, &review.calendar()).in_words())
}

/// The draft, for the team and, in its accuracy check, for the head.
fn draft_page(app: &App, user: &User, report: &FullReport) -> Response {
    let review = report.review();
    let head = report.reading == Reading::School;
    let school = &review.school_name;
    let state = match review.facts.state {
        ReviewState::AccuracyCheck => {
            let left = left(user, review).map_or_else(String::new, |l| format!(" {l}."));
            format!("This is a draft. {school} is checking it for accuracy.{left}")
        }
        ReviewState::InQualityAssurance => match &review.moderator_name {
            Some(name) => format!(
                "This is a draft. {name} moderates it and sends it back or passes it on to the school."
            ),
            None => "This is a draft. It waits for a moderator, whom the coordinators choose."
                .to_owned(),
        },
        _ => "This is a draft. The lead reviewer writes it and hands it over.".to_owned(),
    };
    let mut who = vec!["The review team".to_owned()];
    if review.facts.state == ReviewState::InQualityAssurance {
        who.push("The moderator, during quality assurance".to_owned());
    }
    who.push(format!(
        "The headteacher of {school}, during the accuracy check"
    ));
    let writing = matches!(
        review.facts.state,
        ReviewState::Visited | ReviewState::Drafting | ReviewState::InQualityAssurance
    );
    let view = pages::DraftView {
        document: document(report),
        links: team_links(user, review, "report"),
        points: report
            .parts
            .points
            .iter()
            .map(|p| point_view(p, report, user))
            .collect(),
        check: head.then(|| format!("/reviews/{}/report/accuracy", review.facts.id)),
        state,
        who,
        checks: if writing && !head {
            check_lines(
                report,
                can_review(&user.actor, ReviewAction::EditFindings, &review.facts),
            )
        } else {
            Vec::new()
        },
        files: file_links(report, user, true),
    };
    let hub = format!("/reviews/{}", review.facts.id);
    page(
        app,
        &user.ctx,
        format!("Draft report: {}", review.school_name),
        &[HOME, (&review.school_name, &hub)],
        || {
            view! { <pages::Draft view/> }
        },
    )
}

async fn final_page(app: &App, user: &User, report: &FullReport) -> Result<Response, Error> {
    let review = report.review();
    let can = |action| can_review(&user.actor, action, &review.facts);
    let readers = readers_view(review, &uc::list_readers(app, review, user.today).await?);
    let share = can(ReviewAction::ShareReport)
        .then(|| format!("/reviews/{}/report/share", review.facts.id));
    let plan = can(ReviewAction::ReadPlan).then(|| format!("/reviews/{}/plan", review.facts.id));
    let view = document(report);
    let files = file_links(report, user, false);
    let hub = format!("/reviews/{}", review.facts.id);
    let mut trail = vec![HOME];
    // Some read the report and nothing else of the review.
    if can(ReviewAction::SeeReview) {
        trail.push((&review.school_name, &hub));
    }
    Ok(page(
        app,
        &user.ctx,
        format!("Report: {}", review.school_name),
        &trail,
        || {
            view! { <pages::FinalReport view readers share plan files/> }
        },
    ))
}

/// POST /reviews/{id}/report
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let (status, errors) = match uc::save_report(&app, &user, &id, &form).await {
        Ok(()) => return Ok(see_other(format!("/reviews/{id}/report?saved=1"))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    let report = uc::find_report(&app, &user, &id).await?;
    if !matches!(report.reading, Reading::Writing | Reading::Answering) {
        return Err(Error::Conflict);
    }
    Ok(write_page(
        &app,
        &user,
        &report,
        status,
        Some(form),
        errors,
        false,
    ))
}

/// GET /reviews/{id}/report/send
pub(super) async fn ask_send(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let report = uc::find_sending(&app, &user, &id).await?;
    let review = report.review();
    let contents = report.contents();
    let moderated = review.facts.assurance.used;
    let view = pages::SendView {
        school: review.school_name.clone(),
        to: if moderated {
            review.moderator_name.iter().cloned().collect()
        } else {
            uc::list_readers(&app, review, user.today).await?.heads
        },
        moderated,
        checks: check_lines(&report, false),
        words: contents.words(),
        empty: contents.is_empty(),
        back: format!("/reviews/{id}/report"),
        form_key: new_secret(),
    };
    let title = if moderated {
        "Hand the report to the moderator"
    } else {
        "Send the report to the school"
    };
    Ok(page(&app, &user.ctx, title, &TRAIL, || {
        view! { <pages::SendReport view/> }
    }))
}

/// POST /reviews/{id}/report/send
pub(super) async fn send(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::send_report(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}/report")))
}

/// GET /reviews/{id}/report/back
pub(super) async fn ask_back(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let review = uc::find_taking_back(&app, &user, &id).await?;
    let what = vec![
        format!("{} can no longer read the draft. You and your team can change findings, recommendations and summary again.", review.school_name),
        "The points that the school has raised are kept. Hand the report over again when it is ready: the school then checks it once more.".to_owned(),
    ];
    let back = format!("/reviews/{id}/report");
    Ok(page(
        &app,
        &user.ctx,
        "Take the report back",
        &TRAIL,
        || {
            view! { <Confirm title="Take the report back to draft?" what button="Take it back" form_key=new_secret() back/> }
        },
    ))
}

/// POST /reviews/{id}/report/back
pub(super) async fn back(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::take_back(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}/report")))
}

/// GET /reviews/{id}/report/finish
pub(super) async fn ask_finish(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let report = uc::find_finishing(&app, &user, &id).await?;
    let review = report.review();
    let readers = readers_view(review, &uc::list_readers(&app, review, user.today).await?);
    let what = vec![
        "Nobody can change the report after this, and it belongs to the school.".to_owned(),
        "These people can read it, and those outside your team are told by e-mail:".to_owned(),
    ];
    let back = format!("/reviews/{id}/report");
    Ok(page(
        &app,
        &user.ctx,
        "Make the report final",
        &TRAIL,
        || {
            let lines = readers.lines();
            view! {
                <Confirm title="Make the report final?" what button="Make it final" form_key=new_secret() back>
                    <pages::ReaderList lines/>
                </Confirm>
            }
        },
    ))
}

/// POST /reviews/{id}/report/finish
pub(super) async fn finish(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::finish_report(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}/report")))
}

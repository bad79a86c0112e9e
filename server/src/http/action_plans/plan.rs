//! The plan as a whole: shown, and agreed.

use super::{HOME, by, day, milestone, readers};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{page, page_with, see_other};
use crate::state::{App, new_secret};
use crate::usecases::action_plans::{self as uc, ReadPlan};
use ::app::pages::action_plans as pages;
use ::app::pages::home::late_words;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::action_plans::{ActionCounts, Pence, due, state_in_words};
use domain::calendar::{WorkingCalendar, london_date};
use domain::forms::{FieldErrors, RawForm};
use domain::milestones::MilestoneKey;
use domain::policy::{ReviewAction, can_review};
use domain::states::{ActionState, ReviewState};
use domain::tasks::{TaskKey, TaskStatus};
use leptos::prelude::*;
use std::collections::BTreeMap;
use store::action_plans::Action;

/// GET /reviews/{id}/plan
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::read_plan(&app, &user, &id.parse()?).await?;
    let review = &found.review;
    let calendar = review.calendar();
    let can = |action| can_review(&user.actor, action, &review.facts);
    let href = format!("/reviews/{id}/plan");
    let may_edit = can(ReviewAction::EditPlan);
    let line = |a: &Action| action_line(a, &href, &user, &calendar);
    let mut groups: Vec<pages::Group> = found
        .plan
        .recommendations
        .iter()
        .enumerate()
        .map(|(at, r)| pages::Group {
            heading: format!("Recommendation {}", at + 1),
            recommendation: Some((found.strand(r.strand), r.text.clone())),
            left_reason: r.left_reason.clone(),
            actions: answering(&found, Some(&r.id)).map(line).collect(),
            add: may_edit.then(|| format!("{href}/new?recommendation={}", r.id)),
        })
        .collect();
    let own: Vec<_> = answering(&found, None).map(line).collect();
    if !own.is_empty() {
        groups.push(pages::Group {
            heading: "Actions of our own".to_owned(),
            recommendation: None,
            left_reason: None,
            actions: own,
            add: None,
        });
    }
    let dates = found.plan.actions.iter().map(|a| (a.state, a.form.due));
    let (happened, next) = standing(&found, user.today);
    let view = pages::PlanView {
        school: review.school_name.clone(),
        happened,
        next,
        counts: ActionCounts::of(dates, user.today, &calendar),
        groups,
        costs: costs(&found.plan.actions),
        may_edit,
        may_agree: can(ReviewAction::AgreePlan),
        impact: can(ReviewAction::ReadImpact).then(|| format!("/reviews/{id}/impact")),
        who: readers(review),
        href,
    };
    let trail = [
        HOME,
        (review.school_name.as_str(), &*format!("/reviews/{id}")),
    ];
    Ok(page(
        &app,
        &user.ctx,
        format!("Action plan: {}", review.school_name),
        &trail,
        || view! { <pages::PlanPage view/> },
    ))
}

/// The actions that answer a recommendation, or none of those in the report.
fn answering<'a>(
    found: &'a ReadPlan,
    recommendation: Option<&'a domain::ids::RecommendationId>,
) -> impl Iterator<Item = &'a Action> {
    found
        .plan
        .actions
        .iter()
        .filter(move |a| a.form.recommendation.as_ref() == recommendation)
}

fn action_line(
    a: &Action,
    plan: &str,
    user: &User,
    calendar: &WorkingCalendar,
) -> pages::ActionLine {
    let cost = match (a.form.cost, a.form.funding.as_str()) {
        (Some(cost), "") => cost.to_string(),
        (Some(cost), funding) => format!("{cost}, {funding}"),
        (None, funding) => funding.to_owned(),
    };
    pages::ActionLine {
        href: format!("{plan}/{}", a.id),
        title: a.form.title.clone(),
        success: a.form.success.clone(),
        owner: a.form.owner.clone(),
        due: a.form.due,
        at: due(a.state, a.form.due, user.today, calendar),
        state: a.state,
        latest: a
            .updates
            .iter()
            .find(|u| !u.text.is_empty())
            .map(|u| (u.text.clone(), by(u))),
        cost,
    }
}

/// What the actions cost, by source of money and in all. What is dropped costs nothing.
fn costs(actions: &[Action]) -> Vec<(String, String)> {
    let mut sources: BTreeMap<&str, Vec<Pence>> = BTreeMap::new();
    for a in actions.iter().filter(|a| a.state != ActionState::Dropped) {
        if let Some(cost) = a.form.cost {
            sources
                .entry(a.form.funding.as_str())
                .or_default()
                .push(cost);
        }
    }
    let mut out: Vec<(String, String)> = sources
        .iter()
        .map(|(source, amounts)| {
            let name = if source.is_empty() {
                "Not said"
            } else {
                source
            };
            (
                name.to_owned(),
                amounts.iter().copied().sum::<Pence>().to_string(),
            )
        })
        .collect();
    if !out.is_empty() {
        let total: Pence = sources.into_values().flatten().sum();
        out.push(("In all".to_owned(), total.to_string()));
    }
    out
}

/// What has happened, and what is next by when; a task whose day has passed is called late.
fn standing(found: &ReadPlan, today: chrono::NaiveDate) -> (String, Option<String>) {
    let review = &found.review;
    let on = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|t| day(london_date(t))).unwrap_or_default()
    };
    let happened = match review.times.planned {
        Some(_) => format!("The plan was agreed on {}.", on(review.times.planned)),
        None => format!(
            "This plan is a draft: it has not been agreed. The report has been final since {}.",
            on(review.times.finalised)
        ),
    };
    let calendar = review.calendar();
    let tasks = review.tasks();
    let due = |key: TaskKey| {
        let late = tasks
            .iter()
            .filter(|t| t.key == key)
            .find_map(|t| t.late_by(today, &calendar))
            .map(|days| format!(" ({})", late_words(days)));
        milestone(review, key.milestone())
            .map(|d| format!(" by {d}{}", late.unwrap_or_default()))
            .unwrap_or_default()
    };
    let updated = tasks
        .iter()
        .any(|t| t.key == TaskKey::UpdateProgress && t.status == TaskStatus::Done);
    let next = match review.facts.state {
        ReviewState::Final => Some(format!(
            "Next: hold the workshop, add actions, and agree the plan{}.",
            due(TaskKey::AgreePlan)
        )),
        ReviewState::WorkshopHeld if updated => Some(format!(
            "Next: the review team looks at the impact{}. Until then you can go on updating the plan.",
            due(TaskKey::RecordImpact)
        )),
        ReviewState::WorkshopHeld => Some(format!(
            "Next: say how far the actions have got{}. The review team looks at the impact{}.",
            due(TaskKey::UpdateProgress),
            due(TaskKey::RecordImpact)
        )),
        ReviewState::ImpactReviewed => Some(
            "Next: the coordinator closes the review. Until then you can update the plan."
                .to_owned(),
        ),
        _ => None,
    };
    (happened, next)
}

/// GET /reviews/{id}/plan/agree
pub(super) async fn agree(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::find_to_agree(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    for r in &found.plan.recommendations {
        form.set(
            &format!("left-{}", r.id),
            r.left_reason.clone().unwrap_or_default(),
        );
    }
    form.set("form_key", new_secret());
    Ok(agree_page(
        &app,
        &user,
        StatusCode::OK,
        &found,
        &form,
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/plan/agree
pub(super) async fn save_agreement(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::agree(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/plan"))),
        Err(Error::Invalid(errors)) => {
            let found = uc::find_to_agree(&app, &user, &id).await?;
            Ok(agree_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &found,
                &form,
                errors,
            ))
        }
        Err(e) => Err(e),
    }
}

fn agree_page(
    app: &App,
    user: &User,
    status: StatusCode,
    found: &ReadPlan,
    form: &RawForm,
    errors: FieldErrors,
) -> Response {
    let review = &found.review;
    let plan = format!("/reviews/{}/plan", review.facts.id);
    let open: Vec<_> = uc::unanswered(found)
        .into_iter()
        .map(|r| r.id.clone())
        .collect();
    let view = pages::AgreeView {
        plan: plan.clone(),
        actions: found
            .plan
            .actions
            .iter()
            .filter(|a| a.state == ActionState::Proposed)
            .map(|a| a.form.title.clone())
            .collect(),
        unanswered: found
            .plan
            .recommendations
            .iter()
            .enumerate()
            .filter(|(_, r)| open.contains(&r.id))
            .map(|(at, r)| {
                let field = format!("left-{}", r.id);
                pages::Unanswered {
                    heading: format!("Recommendation {}", at + 1),
                    text: r.text.clone(),
                    reason: form.get(&field).to_owned(),
                    field,
                }
            })
            .collect(),
        impact: milestone(review, MilestoneKey::ImpactReview),
        form_key: form.get("form_key").to_owned(),
        errors,
        who: readers(review),
    };
    let trail = [
        HOME,
        (
            review.school_name.as_str(),
            &*format!("/reviews/{}", review.facts.id),
        ),
        ("Action plan", &*plan),
    ];
    page_with(
        app,
        &user.ctx,
        status,
        "Agree the action plan",
        &trail,
        || view! { <pages::Agree view/> },
    )
}

/// What happened to an action meanwhile, in a sentence.
pub(super) fn meanwhile(action: &Action) -> String {
    let state = state_in_words(action.state).to_lowercase();
    match action.updates.first() {
        Some(u) => format!(
            "{} changed this action at {} while you were writing. It is now: {state}. Your text is kept below and not saved yet.",
            u.by,
            super::moment(u.at)
        ),
        None => format!(
            "This action has changed while you were writing. It is now: {state}. Your text is kept below and not saved yet."
        ),
    }
}

//! The page of one cycle.

use super::{HOME, LIST};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::page::page;
use crate::state::{App, new_secret};
use crate::usecases::cycles::{self as uc, board};
use ::app::pages::cycles as pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::cycles::accepted_words;
use domain::ids::CycleId;
use domain::milestones::MilestoneKey;
use domain::policy::{CycleAction, can_cycle};
use domain::states::CycleState;
use domain::tasks::Owner;
use leptos::prelude::*;
use store::cycles::Cycle;

/// GET /cycles/{id}
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: CycleId = id.parse()?;
    let cycle = uc::find(&app, &user, &id).await?;
    let can = |action| can_cycle(&user.actor, action, &cycle.facts);
    let launched = cycle.facts.state != CycleState::Draft;
    let board = if launched && can(CycleAction::SeeBoard) {
        let places = board::list_places(&app, &user, &cycle).await?;
        Some((
            figures(board::count(&places)),
            places.into_iter().map(row).collect(),
        ))
    } else {
        None
    };
    // On the board are links to all reviews; who has none finds the own ones above it.
    let own = if board.is_some() {
        Vec::new()
    } else {
        uc::list_own_reviews(&app, &user, &id)
            .await?
            .into_iter()
            .map(|r| pages::OwnReview {
                school: r.school_name,
                href: format!("/reviews/{}", r.facts.id),
                state: r.facts.state,
            })
            .collect()
    };
    let edit = can(CycleAction::EditCycle);
    let href = format!("/cycles/{id}");
    let partnership = (
        cycle.partnership_name.clone(),
        format!("/partnerships/{}", cycle.facts.partnership),
    );
    let view = pages::CycleView {
        name: cycle.name.clone(),
        partnership: partnership.clone(),
        state: cycle.facts.state,
        meaning: meaning(&cycle, can(CycleAction::SeeBoard)),
        dates: cycle.dates,
        framework: (
            cycle.framework_title.clone(),
            format!("/frameworks/{}", cycle.framework),
        ),
        levels: cycle.levels,
        own_levels_first: cycle.own_levels_first,
        quality: cycle.quality,
        words: accepted_words(&cycle.audiences, cycle.quality, &cycle.told),
        terms: cycle.terms.clone(),
        closed_days: cycle.closed_days.clone(),
        schools: cycle.schools.iter().map(|s| s.name.clone()).collect(),
        own,
        steps: steps(&user, &cycle, &href),
        edit: edit.then(|| format!("{href}/edit")),
        milestones: edit.then(|| format!("{href}/milestones")),
        board,
        who: who(&cycle),
    };
    let trail = [HOME, LIST, (partnership.0.as_str(), partnership.1.as_str())];
    Ok(page(
        &app,
        &user.ctx,
        cycle.name,
        &trail,
        || view! { <pages::Show view/> },
    ))
}

/// What has happened and what is next, for those who run the cycle and for those who take part.
fn meaning(cycle: &Cycle, runs_it: bool) -> String {
    let accept = cycle
        .plan()
        .dates(&cycle.calendar(), cycle.dates.visits_from)
        .get(MilestoneKey::TeamAndDate)
        .map(pages::long_day)
        .unwrap_or_default();
    match (cycle.facts.state, runs_it) {
        (CycleState::Draft, _) => {
            "This is a draft. Only coordinators see it, and no school has been told. Check the settings and the milestones, then launch it.".into()
        }
        (CycleState::Recruiting, true) => format!(
            "The schools have been told and are accepting the agreement, by {accept}. You can pair reviewers now. When the last school has accepted, the cycle is under way."
        ),
        (CycleState::Recruiting, false) => format!("Schools are accepting the agreement, by {accept}."),
        (CycleState::Active, true) => "Reviews are under way. What is late stands at the top.".into(),
        (CycleState::Active, false) => "Reviews are under way.".into(),
        (CycleState::Closing, _) => "The cycle is closing. What has begun is being finished; nothing new begins.".into(),
        (CycleState::Closed, _) => "The cycle is closed. Everything in it can be read by those who could read it before, and nothing changes any more.".into(),
    }
}

/// What the person may do now, in the order in which it is usually done.
fn steps(user: &User, cycle: &Cycle, href: &str) -> Vec<pages::NextStep> {
    use pages::NextStep::{Page, Post};
    let can = |action| can_cycle(&user.actor, action, &cycle.facts);
    let state = cycle.facts.state;
    let under_way = matches!(state, CycleState::Recruiting | CycleState::Active);
    let mut steps = Vec::new();
    if can(CycleAction::LaunchCycle) {
        steps.push(Page("Launch the cycle", format!("{href}/launch"), true));
    }
    if can(CycleAction::PairCycle) {
        steps.push(Page(
            "Pair reviewers with schools",
            format!("{href}/pairing"),
            true,
        ));
    }
    if can(CycleAction::EditCycle) && under_way {
        if state == CycleState::Recruiting {
            steps.push(Post(
                "Start without waiting for every school",
                format!("{href}/start"),
                new_secret(),
            ));
        }
        steps.push(Page("Add a school", format!("{href}/schools"), false));
    }
    if can(CycleAction::EndCycle) {
        let words = if state == CycleState::Closing {
            "Close the cycle"
        } else {
            "Begin to close"
        };
        steps.push(Page(words, format!("{href}/end"), false));
    }
    steps
}

fn who(cycle: &Cycle) -> Vec<String> {
    let coordinators = format!("The coordinators of {}", cycle.partnership_name);
    if cycle.facts.state == CycleState::Draft {
        return vec![coordinators];
    }
    vec![
        format!("{coordinators}, with where each school stands"),
        "Administrators, with the same".into(),
        "Headteachers and contributors of the schools in the cycle, without where other schools stand".into(),
    ]
}

fn figures(c: board::Counts) -> Vec<pages::Figure> {
    [
        (c.late, "have something late"),
        (c.agreed, "have accepted the agreement"),
        (c.submitted, "have submitted their self-review"),
        (c.visited, "have been visited"),
        (c.reported, "have a final report"),
        (c.planned, "have agreed their plan"),
    ]
    .into_iter()
    .map(|(number, label)| pages::Figure { number, label })
    .collect()
}

fn row(place: board::Place) -> pages::BoardRow {
    let review = &place.review;
    let owner = |owner: &Owner| match owner {
        Owner::Headteacher(_) => "the school".to_owned(),
        Owner::Coordinator(_) => "the coordinator".to_owned(),
        Owner::Person(person) => review
            .team
            .iter()
            .find(|m| m.person == *person)
            .map_or_else(|| "a reviewer".to_owned(), |m| m.name.clone()),
    };
    let visit = review.visit_date.unwrap_or(review.visits_from);
    pages::BoardRow {
        school: review.school_name.clone(),
        href: format!("/reviews/{}", review.facts.id),
        state: review.facts.state,
        visit: (visit, review.visit_date.is_some()),
        next: place
            .next
            .as_ref()
            .map(|t| (t.key.title().to_owned(), owner(&t.owner), t.due)),
        late: place
            .late
            .iter()
            .map(|(t, days)| (t.key.title().to_owned(), *days))
            .collect(),
    }
}

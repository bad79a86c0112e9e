//! A person's home: what to do next, oldest first, and how the cycles stand that the person runs.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use chrono::NaiveDate;
use domain::framework::StrandCode;
use domain::ids::{CycleId, ReviewId};
use domain::policy::{self, ReviewAction, ReviewRelation, can_review};
use domain::states::ReviewState;
use domain::tasks::{TaskKey, TaskStatus};
use std::collections::BTreeMap;

/// One thing to do.
#[derive(Debug, Clone)]
pub struct HomeTask {
    /// Which.
    pub key: TaskKey,
    /// The school that is reviewed.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// By when.
    pub due: NaiveDate,
    /// Working days late, if it is.
    pub late: Option<u32>,
    /// Begun and saved, not submitted.
    pub begun: bool,
    /// The page on which to do it.
    pub path: String,
    /// The strands that it is about, where it is about some.
    pub strands: Vec<StrandCode>,
}

/// How a cycle stands that the person runs.
#[derive(Debug, Clone)]
pub struct HomeCycle {
    /// The cycle.
    pub id: CycleId,
    /// Its name.
    pub name: String,
    /// Schools in it.
    pub schools: usize,
    /// Schools whose report is final.
    pub final_reports: usize,
    /// Tasks that are late, whoever has to do them.
    pub late: usize,
}

/// A final report that was shared with the person, who sees nothing else of the review.
#[derive(Debug, Clone)]
pub struct SharedReport {
    /// The review.
    pub review: ReviewId,
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
}

/// The review of a school that the person belongs to.
#[derive(Debug, Clone)]
pub struct OwnReview {
    /// The review.
    pub review: ReviewId,
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// How far it is.
    pub state: ReviewState,
}

/// A person's home.
#[derive(Debug, Clone, Default)]
pub struct Home {
    /// What this person can do now, oldest first.
    pub tasks: Vec<HomeTask>,
    /// Cycles that this person coordinates.
    pub cycles: Vec<HomeCycle>,
    /// Reviews of the schools where the person is headteacher or contributor.
    pub own: Vec<OwnReview>,
    /// Reports that a governor may read, because they were shared.
    pub reports: Vec<SharedReport>,
    /// True when the person takes part in a review in any way.
    pub takes_part: bool,
}

/// Loads the home: one query over the reviews in scope, and one more for a governor.
pub async fn load(app: &App, user: &User) -> Result<Home, Error> {
    let scope = policy::review_scope(&user.actor);
    if scope.everything() {
        // An administrator has no part in reviews; the whole site is not for a home page.
        return Ok(Home::default());
    }
    let reviews = app.store.list_reviews(&scope, user.today).await?;
    let mut home = Home {
        takes_part: !reviews.is_empty(),
        ..Home::default()
    };
    let mut cycles: BTreeMap<CycleId, HomeCycle> = BTreeMap::new();
    for review in &reviews {
        let calendar = review.calendar();
        let tasks = review.tasks();
        let own = review.school_tasks();
        for task in tasks
            .iter()
            .chain(&own)
            .filter(|t| t.is_open() && t.owner.is_held_by(&user.actor))
        {
            let strands = match task.key {
                TaskKey::WriteStrands => review
                    .progress
                    .shares
                    .iter()
                    .filter(|s| s.person == user.actor.person && !s.ready)
                    .map(|s| s.strand)
                    .collect(),
                _ => Vec::new(),
            };
            home.tasks.push(HomeTask {
                key: task.key,
                school: review.school_name.clone(),
                cycle: review.cycle_name.clone(),
                due: task.due,
                late: task.late_by(user.today, &calendar),
                begun: task.status == TaskStatus::InProgress,
                path: task.key.path(&review.facts.id),
                strands,
            });
        }
        let running = review.facts.cycle_runs();
        let relations = review.facts.relations(&user.actor);
        if relations.contains(&ReviewRelation::Headteacher)
            || relations.contains(&ReviewRelation::Contributor)
        {
            home.own.push(OwnReview {
                review: review.facts.id.clone(),
                school: review.school_name.clone(),
                cycle: review.cycle_name.clone(),
                state: review.facts.state,
            });
        }
        if running && relations.contains(&ReviewRelation::Coordinator) {
            let cycle = cycles
                .entry(review.facts.cycle.clone())
                .or_insert_with(|| HomeCycle {
                    id: review.facts.cycle.clone(),
                    name: review.cycle_name.clone(),
                    schools: 0,
                    final_reports: 0,
                    late: 0,
                });
            cycle.schools += 1;
            cycle.final_reports += usize::from(review.facts.state.has_final_report());
            cycle.late += tasks
                .iter()
                .filter(|t| t.late_by(user.today, &calendar).is_some())
                .count();
        }
    }
    home.tasks
        .sort_by(|a, b| (a.due, a.key, &a.school).cmp(&(b.due, b.key, &b.school)));
    home.cycles = cycles.into_values().collect();
    home.reports = shared_reports(app, user).await?;
    Ok(home)
}

/// The final reports on the schools that the person governs, as far as they were shared. No query for anybody else.
async fn shared_reports(app: &App, user: &User) -> Result<Vec<SharedReport>, Error> {
    let scope = policy::governed_scope(&user.actor);
    if scope.schools().is_empty() {
        return Ok(Vec::new());
    }
    let reviews = app.store.list_reviews(&scope, user.today).await?;
    Ok(reviews
        .into_iter()
        .filter(|r| can_review(&user.actor, ReviewAction::ReadReport, &r.facts))
        .map(|r| SharedReport {
            review: r.facts.id,
            school: r.school_name,
            cycle: r.cycle_name,
        })
        .collect())
}

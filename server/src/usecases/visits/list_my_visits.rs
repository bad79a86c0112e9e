//! A reviewer's own visits: invited, coming, after the visit, done.

use super::milestones;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use chrono::NaiveDate;
use domain::policy;
use domain::visits::{VisitPart, VisitStep, next_step};
use store::reviews::Review;

/// One visit of the person's own.
#[derive(Debug)]
pub struct MyVisit {
    /// The review.
    pub review: Review,
    /// True when the person leads the team.
    pub lead: bool,
    /// In which part of the list it stands.
    pub part: VisitPart,
    /// What comes next.
    pub step: VisitStep,
    /// By when.
    pub due: Option<NaiveDate>,
}

/// The visits for which the person is invited or has accepted: by part, then by the day of the visit.
pub async fn list_my_visits(app: &App, user: &User) -> Result<Vec<MyVisit>, Error> {
    let person = &user.actor.person;
    let reviews = app
        .store
        .list_reviews(&policy::review_scope(&user.actor), user.today)
        .await?;
    let mut out: Vec<MyVisit> = reviews
        .into_iter()
        .filter_map(|review| {
            let (part, step) = next_step(&review.facts, person, review.visit_date, user.today)?;
            let lead = review
                .facts
                .team
                .iter()
                .any(|m| m.person == *person && m.lead);
            let due = step
                .milestone()
                .and_then(|key| milestones(&review).get(key));
            Some(MyVisit {
                review,
                lead,
                part,
                step,
                due,
            })
        })
        .collect();
    out.sort_by(|a, b| {
        let key = |v: &MyVisit| (v.part, v.review.visit_date.unwrap_or(v.review.visits_from));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.review.school_name.cmp(&b.review.school_name))
    });
    Ok(out)
}

//! Actions over many reviews: a school's own open actions, and numbers for everybody else.

use crate::reviews::{Review, state};
use crate::{Result, Store, date, key, rid};
use chrono::NaiveDate;
use domain::action_plans::ActionCounts;
use domain::ids::{ActionId, ReviewId};
use domain::policy::ReviewScope;
use domain::states::ActionState;
use std::collections::BTreeMap;
use surrealdb::types::{RecordId, SurrealValue};

/// An action that is not finished, for the home of somebody at the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAction {
    /// Its id.
    pub id: ActionId,
    /// The review of whose plan it is.
    pub review: ReviewId,
    /// Name of the school.
    pub school_name: String,
    /// Name of the cycle.
    pub cycle_name: String,
    /// Days on which no school of the cycle works, as typed: for saying whether it is overdue.
    pub closed_days: String,
    /// What will be done.
    pub title: String,
    /// The role that sees to it.
    pub owner: String,
    /// By when.
    pub due: NaiveDate,
    /// Its state.
    pub state: ActionState,
}

#[derive(SurrealValue)]
struct OpenRow {
    id: RecordId,
    review: RecordId,
    school_name: String,
    cycle_name: String,
    closed_days: String,
    title: String,
    owner: String,
    due: String,
    state: String,
}

#[derive(SurrealValue)]
struct DateRow {
    review: RecordId,
    state: String,
    due: String,
}

// Once a review is closed its plan can no longer be updated, so it is not asked about.
const OPEN: &str = "
    SELECT id, review, school.name AS school_name, review.cycle.name AS cycle_name, review.cycle.closed_days AS closed_days,
        title, owner, due, state FROM action
        WHERE school IN $schools AND state IN ['proposed', 'agreed', 'in_progress', 'blocked']
            AND review.state IN ['final', 'workshop_held', 'impact_reviewed']
            AND review.cycle.state IN ['recruiting', 'active', 'closing']
        ORDER BY due, id;";

const DATES: &str = "SELECT review, state, due FROM action WHERE review IN $reviews";

impl Store {
    /// The open actions of the scope's own schools over all their reviews, earliest first. A plan is read by its school
    /// alone: partnerships, areas and teams of the scope give nothing here.
    pub async fn list_open_actions(&self, scope: &ReviewScope) -> Result<Vec<OpenAction>> {
        let schools: Vec<RecordId> = scope.schools().iter().map(|s| rid("school", s)).collect();
        if schools.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<OpenRow> = self.read(OPEN, [("schools", schools)]).await?.take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(OpenAction {
                    id: key(&r.id)?,
                    review: key(&r.review)?,
                    school_name: r.school_name,
                    cycle_name: r.cycle_name,
                    closed_days: r.closed_days,
                    title: r.title,
                    owner: r.owner,
                    due: date(&r.due)?,
                    state: state(&r.state)?,
                })
            })
            .collect()
    }

    /// How the actions of these reviews stand, as numbers, in one query. A review without actions has zeros. The
    /// caller found the reviews by a scope or permit, and whoever sees a review may see its numbers.
    pub async fn count_actions(
        &self,
        reviews: &[Review],
        today: NaiveDate,
    ) -> Result<BTreeMap<ReviewId, ActionCounts>> {
        let ids: Vec<RecordId> = reviews.iter().map(|r| rid("review", &r.facts.id)).collect();
        let rows: Vec<DateRow> = self.read(DATES, [("reviews", ids)]).await?.take(0)?;
        let mut actions: BTreeMap<ReviewId, Vec<(ActionState, NaiveDate)>> = BTreeMap::new();
        for row in rows {
            actions
                .entry(key(&row.review)?)
                .or_default()
                .push((state(&row.state)?, date(&row.due)?));
        }
        Ok(reviews
            .iter()
            .map(|r| {
                let own = actions.remove(&r.facts.id).unwrap_or_default();
                let counts = if own.is_empty() {
                    ActionCounts::default()
                } else {
                    ActionCounts::of(own, today, &r.calendar())
                };
                (r.facts.id.clone(), counts)
            })
            .collect())
    }
}

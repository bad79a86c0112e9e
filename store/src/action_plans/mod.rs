//! A school's action plan: the actions that answer a final report, their updates, and what the impact review says.
//!
//! Reads take the permit to read, so that nobody reads a plan without having been asked. Lists of actions over reviews
//! go by the schools of a scope alone, and counts give numbers only.

mod impact;
mod list;
mod save;

pub use impact::{Target, TargetAction, close_review, mark_impact, record_answer};
pub use list::OpenAction;
pub use save::{
    add_update, agree_actions, change_state, create, edit, leave_unanswered, mark_agreed,
};

use crate::reviews::state;
use crate::{Error, Result, Store, date, key, opt_key, rid};
use chrono::{DateTime, Utc};
use domain::action_plans::{ActionForm, Pence};
use domain::framework::StrandCode;
use domain::ids::{ActionId, RecommendationId};
use domain::policy::{Permit, act};
use domain::states::ActionState;
use surrealdb::types::{RecordId, SurrealValue};

/// A recommendation of the final report, as the plan shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Its id.
    pub id: RecommendationId,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: String,
    /// Why the plan has no action for it, in the school's words.
    pub left_reason: Option<String>,
}

/// An action with its latest update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// What the school has typed.
    pub form: ActionForm,
    /// Its state.
    pub state: ActionState,
    /// Why it is blocked or dropped.
    pub reason: Option<String>,
    /// Counts the saves of what was typed; updates do not count, since they change nothing of it.
    pub version: u32,
    /// Who typed it last, and when.
    pub saved: (String, DateTime<Utc>),
    /// Its updates, newest first.
    pub updates: Vec<Update>,
}

/// What somebody said of an action's progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The words; may be empty when only the state changed.
    pub text: String,
    /// The state of the action after it.
    pub state: ActionState,
    /// Name of who added it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A whole plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The recommendations of the report, in its order.
    pub recommendations: Vec<Recommendation>,
    /// The actions, by date.
    pub actions: Vec<Action>,
}

#[derive(SurrealValue)]
struct RecommendationRow {
    id: RecordId,
    strand: String,
    text: String,
    left_reason: Option<String>,
}

#[derive(SurrealValue)]
struct ActionRow {
    id: RecordId,
    recommendation: Option<RecordId>,
    strand: String,
    title: String,
    owner: String,
    due: String,
    success: String,
    cost_pence: Option<i64>,
    funding: String,
    state: String,
    reason: Option<String>,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct UpdateRow {
    action: RecordId,
    text: String,
    state: String,
    by_name: Option<String>,
    added_at: DateTime<Utc>,
}

const PLAN: &str = "
    SELECT id, strand, text, left_reason, position FROM recommendation WHERE review = $review ORDER BY position, id;
    SELECT id, recommendation, strand, title, owner, due, success, cost_pence, funding, state, reason, version,
        saved_by.name AS saved_by_name, saved_at FROM action WHERE review = $review ORDER BY due, id;
    SELECT action, text, state, added_by.name AS by_name, added_at FROM action_update WHERE review = $review
        ORDER BY added_at DESC;";

impl Store {
    /// The plan of a review.
    pub async fn find_plan(&self, permit: &Permit<act::ReadPlan>) -> Result<Plan> {
        let mut response = self
            .read(PLAN, [("review", rid("review", permit.record()))])
            .await?;
        let recommendations: Vec<RecommendationRow> = response.take(0)?;
        let actions: Vec<ActionRow> = response.take(1)?;
        let updates: Vec<UpdateRow> = response.take(2)?;
        let mut said: Vec<(RecordId, Update)> = updates
            .into_iter()
            .map(|u| {
                let update = Update {
                    text: u.text,
                    state: state(&u.state)?,
                    by: u.by_name.unwrap_or_default(),
                    at: u.added_at,
                };
                Ok((u.action, update))
            })
            .collect::<Result<_>>()?;
        Ok(Plan {
            recommendations: recommendations
                .into_iter()
                .map(|r| {
                    Ok(Recommendation {
                        id: key(&r.id)?,
                        strand: strand(&r.strand)?,
                        text: r.text,
                        left_reason: r.left_reason,
                    })
                })
                .collect::<Result<_>>()?,
            actions: actions
                .into_iter()
                .map(|row| {
                    let (own, others) = said.drain(..).partition(|(of, _)| *of == row.id);
                    said = others;
                    action(row, own)
                })
                .collect::<Result<_>>()?,
        })
    }
}

fn action(row: ActionRow, updates: Vec<(RecordId, Update)>) -> Result<Action> {
    Ok(Action {
        id: key(&row.id)?,
        form: ActionForm {
            title: row.title,
            strand: strand(&row.strand)?,
            recommendation: opt_key(row.recommendation.as_ref())?,
            owner: row.owner,
            due: date(&row.due)?,
            success: row.success,
            cost: row.cost_pence.map(Pence),
            funding: row.funding,
        },
        state: state(&row.state)?,
        reason: row.reason,
        version: u32::try_from(row.version).unwrap_or(0),
        saved: (row.saved_by_name.unwrap_or_default(), row.saved_at),
        updates: updates.into_iter().map(|(_, u)| u).collect(),
    })
}

/// A stored strand code as its type.
fn strand(text: &str) -> Result<StrandCode> {
    text.parse()
        .map_err(|_| Error::Internal(format!("{text:?} is not a strand")))
}

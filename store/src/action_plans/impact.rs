//! The impact review: what was targeted, what the team says of it, and the end of the review.

use super::strand;
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::framework::StrandCode;
use domain::ids::RecommendationId;
use domain::impact::{Difference, ImpactAnswer};
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// What the team looks at a term later: a recommendation with the actions that answer it. Nothing else of the plan is
/// read here, so nothing else can be shown: the team does not see owners, dates, costs or updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The recommendation.
    pub id: RecommendationId,
    /// Its strand.
    pub strand: StrandCode,
    /// Its text.
    pub text: String,
    /// The actions of the agreed plan that answer it and were not dropped.
    pub actions: Vec<TargetAction>,
    /// What the team has recorded.
    pub answer: Option<(Difference, String)>,
}

/// An action as far as the impact review needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetAction {
    /// What was to be done.
    pub title: String,
    /// How the school wanted to know that it has worked.
    pub success: String,
    /// True when the school says that it is done.
    pub done: bool,
}

#[derive(SurrealValue)]
struct TargetRow {
    id: RecordId,
    strand: String,
    text: String,
    impact: Option<String>,
    impact_text: Option<String>,
}

#[derive(SurrealValue)]
struct TargetActionRow {
    recommendation: RecordId,
    title: String,
    success: String,
    done: bool,
}

const TARGETS: &str = "
    SELECT id, strand, text, impact, impact_text, position FROM recommendation WHERE review = $review ORDER BY position, id;
    SELECT recommendation, title, success, state IN ['done', 'impact_evidenced'] AS done, due, id FROM action
        WHERE review = $review AND recommendation != NONE AND state NOT IN ['proposed', 'dropped'] ORDER BY due, id;";

impl Store {
    /// What the impact review of a review looks at.
    pub async fn list_targets(&self, permit: &Permit<act::ReadImpact>) -> Result<Vec<Target>> {
        let mut response = self
            .read(TARGETS, [("review", rid("review", permit.record()))])
            .await?;
        let rows: Vec<TargetRow> = response.take(0)?;
        let mut actions: Vec<TargetActionRow> = response.take(1)?;
        rows.into_iter()
            .map(|row| {
                let (own, others) = actions.drain(..).partition(|a| a.recommendation == row.id);
                actions = others;
                let difference = row
                    .impact
                    .map(|i| {
                        i.parse::<Difference>()
                            .map_err(|_| Error::Internal(format!("{i:?} is not an impact")))
                    })
                    .transpose()?;
                let own: Vec<TargetActionRow> = own;
                Ok(Target {
                    id: key(&row.id)?,
                    strand: strand(&row.strand)?,
                    text: row.text,
                    actions: own
                        .into_iter()
                        .map(|a| TargetAction {
                            title: a.title,
                            success: a.success,
                            done: a.done,
                        })
                        .collect(),
                    answer: difference.map(|d| (d, row.impact_text.unwrap_or_default())),
                })
            })
            .collect()
    }
}

/// What the team says of one recommendation; said once.
pub fn record_answer(permit: &Permit<act::RecordImpact>, answer: &ImpactAnswer) -> Statement {
    Statement::guarded("UPDATE $id SET impact = $impact, impact_text = $text WHERE review = $review AND impact = NONE")
        .bind("id", rid("recommendation", &answer.recommendation))
        .bind("review", rid("review", permit.record()))
        .bind("impact", answer.difference.as_str().to_owned())
        .bind("text", answer.text.clone())
}

/// When the impact was recorded; goes with the change of the review's state.
pub fn mark_impact(permit: &Permit<act::RecordImpact>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET impact_at = $now WHERE state = 'impact_reviewed'")
        .bind("review", rid("review", permit.record()))
        .bind("now", now)
}

/// When the review was closed; goes with the change of its state.
pub fn close_review(permit: &Permit<act::CloseReview>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET closed_at = $now WHERE state = 'closed'")
        .bind("review", rid("review", permit.record()))
        .bind("now", now)
}

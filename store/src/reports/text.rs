//! The report's own text, and the steps of the review that go with it.

use super::number;
use crate::{Statement, rid};
use chrono::{DateTime, Utc};
use domain::policy::{Permit, act};
use surrealdb::types::SurrealValue;

/// The report's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportText {
    /// The summary.
    pub summary: String,
    /// What the team says to the enquiry questions.
    pub answers: String,
    /// Its version.
    pub version: u32,
    /// Who saved it last, and when.
    pub saved: (String, DateTime<Utc>),
}

#[derive(SurrealValue)]
pub(super) struct ReportRow {
    summary: String,
    answers: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

impl From<ReportRow> for ReportText {
    fn from(r: ReportRow) -> Self {
        Self {
            summary: r.summary,
            answers: r.answers,
            version: number(r.version),
            saved: (r.saved_by_name.unwrap_or_default(), r.saved_at),
        }
    }
}

/// Saves the report's text over the version that the form was shown with, 0 when there was none yet. Two first saves
/// at the same time are `Error::Duplicate` for the second.
fn save<A>(
    permit: &Permit<A>,
    seen: u32,
    summary: &str,
    answers: &str,
    now: DateTime<Utc>,
) -> Statement {
    let statement = if seen == 0 {
        Statement::new(
            "CREATE $id SET review = $review, summary = $summary, answers = $answers, saved_by = $by, saved_at = $now RETURN NONE",
        )
    } else {
        Statement::guarded(
            "UPDATE $id SET summary = $summary, answers = $answers, saved_by = $by, saved_at = $now, version += 1
                WHERE version = $seen AND review = $review",
        )
        .bind("seen", i64::from(seen))
    };
    statement
        .bind("id", rid("report", permit.record()))
        .bind("review", rid("review", permit.record()))
        .bind("summary", summary.to_owned())
        .bind("answers", answers.to_owned())
        .bind("by", rid("person", permit.by()))
        .bind("now", now)
}

/// Saves the text while the lead writes it.
pub fn save_draft(
    permit: &Permit<act::EditReport>,
    seen: u32,
    summary: &str,
    answers: &str,
    now: DateTime<Utc>,
) -> Statement {
    save(permit, seen, summary, answers, now)
}

/// Saves the text while the lead answers the accuracy check.
pub fn save_correction(
    permit: &Permit<act::AnswerAccuracy>,
    seen: u32,
    summary: &str,
    answers: &str,
    now: DateTime<Utc>,
) -> Statement {
    save(permit, seen, summary, answers, now)
}

/// The draft is with the school; goes with the change of state to the accuracy check. A check of an earlier draft no
/// longer counts. For the lead or, after quality assurance, the moderator.
pub fn hand_over<A>(permit: &Permit<A>, now: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE $review SET reported_at = $now, checked_at = NONE, checked_by = NONE WHERE state = 'accuracy_check'",
    )
    .bind("review", rid("review", permit.record()))
    .bind("now", now)
}

/// The draft is with the lead again; goes with the change of state back to drafting.
pub fn take_back(permit: &Permit<act::AnswerAccuracy>) -> Statement {
    Statement::guarded(
        "UPDATE $review SET reported_at = NONE, checked_at = NONE, checked_by = NONE, moderated_at = NONE WHERE state = 'drafting'",
    )
    .bind("review", rid("review", permit.record()))
}

/// When the report became final; goes with the change of state to final.
pub fn finish(permit: &Permit<act::FinishReport>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET final_at = $now WHERE state = 'final' AND checked_at != NONE AND final_at = NONE")
        .bind("review", rid("review", permit.record()))
        .bind("now", now)
}

//! The points that a school raises in its accuracy check, their answers, and corrections put into the text.

use super::{Part, number};
use crate::visits::stored;
use crate::{Error, Result, Statement, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::{PersonId, PointId};
use domain::policy::{Permit, act};
use domain::reports::{Place, PointAnswer};
use surrealdb::types::{RecordId, SurrealValue};

/// A point that the school raised in the accuracy check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its id.
    pub id: PointId,
    /// The text in which the passage was marked; none for a point that was written freely.
    pub place: Option<Place>,
    /// The words that are not right.
    pub passage: String,
    /// What should stand there.
    pub correction: String,
    /// How the school knows; may be empty.
    pub reason: String,
    /// The number of the version that the school had.
    pub report_version: Option<u32>,
    /// Who raised it.
    pub by: PersonId,
    /// Name of who raised it.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The lead's answer with its reason.
    pub answer: Option<(PointAnswer, String)>,
    /// Who answered, and when.
    pub answered: Option<(String, DateTime<Utc>)>,
    /// True when the correction was put into the text in one press.
    pub applied: bool,
}

/// A point to be raised.
#[derive(Debug, Clone)]
pub struct NewPoint {
    /// Its id.
    pub id: PointId,
    /// The text in which the passage stands.
    pub place: Place,
    /// The words that are not right.
    pub passage: String,
    /// What should stand there.
    pub correction: String,
    /// How the school knows; may be empty.
    pub reason: String,
    /// The number of the version that the school has; 0 when none was kept.
    pub report_version: u32,
}

#[derive(SurrealValue)]
pub(super) struct PointRow {
    id: RecordId,
    place: Option<String>,
    passage: String,
    correction: String,
    reason: Option<String>,
    report_version: Option<i64>,
    raised_by: RecordId,
    raised_by_name: Option<String>,
    raised_at: DateTime<Utc>,
    answer: Option<String>,
    answer_text: Option<String>,
    answered_by_name: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    applied_at: Option<DateTime<Utc>>,
}

impl TryFrom<PointRow> for Point {
    type Error = Error;
    fn try_from(r: PointRow) -> Result<Self> {
        let answer = r.answer.as_deref().map(stored).transpose()?;
        Ok(Self {
            id: key(&r.id)?,
            place: r.place.as_deref().map(stored).transpose()?,
            passage: r.passage,
            correction: r.correction,
            reason: r.reason.unwrap_or_default(),
            report_version: r.report_version.map(number),
            by: key(&r.raised_by)?,
            by_name: r.raised_by_name.unwrap_or_default(),
            at: r.raised_at,
            answer: answer.map(|a| (a, r.answer_text.unwrap_or_default())),
            answered: r.answered_by_name.zip(r.answered_at),
            applied: r.applied_at.is_some(),
        })
    }
}

/// Makes the whole write a conflict unless the school is still checking the present draft.
pub fn while_checking(permit: &Permit<act::CheckAccuracy>) -> Statement {
    Statement::guarded("SELECT VALUE id FROM $review WHERE state = 'accuracy_check' AND checked_at = NONE FOR UPDATE")
        .bind("review", rid("review", permit.record()))
}

/// Raises a point.
pub fn add_point(
    permit: &Permit<act::CheckAccuracy>,
    point: &NewPoint,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, place = $place, passage = $passage, correction = $correction, reason = $reason,
            report_version = $number, raised_by = $by, raised_at = $now RETURN NONE",
    )
    .bind("id", rid("accuracy_point", &point.id))
    .bind("review", rid("review", permit.record()))
    .bind("place", point.place.to_string())
    .bind("passage", point.passage.clone())
    .bind("correction", point.correction.clone())
    .bind("reason", point.reason.clone())
    .bind("number", i64::from(point.report_version))
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Takes an own point back, unless it has been answered.
pub fn remove_point(permit: &Permit<act::CheckAccuracy>, id: &PointId) -> Statement {
    Statement::guarded(
        "DELETE $id WHERE review = $review AND raised_by = $by AND answer = NONE RETURN BEFORE",
    )
    .bind("id", rid("accuracy_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("by", rid("person", permit.by()))
}

/// The head has finished the check.
pub fn finish_check(permit: &Permit<act::CheckAccuracy>, now: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE $review SET checked_at = $now, checked_by = $by, version += 1
            WHERE version = $seen AND state = 'accuracy_check' AND checked_at = NONE",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Answers a point, or answers it anew.
pub fn answer_point(
    permit: &Permit<act::AnswerAccuracy>,
    id: &PointId,
    answer: PointAnswer,
    reason: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET answer = $answer, answer_text = $reason, answered_by = $by, answered_at = $now WHERE review = $review",
    )
    .bind("id", rid("accuracy_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("answer", answer.as_str().to_owned())
    .bind("reason", reason.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Accepts a point whose correction goes into the text in the same write; once.
pub fn mark_applied(
    permit: &Permit<act::AnswerAccuracy>,
    id: &PointId,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET answer = 'accepted', answer_text = 'The words were changed as you proposed.', answered_by = $by,
            answered_at = $now, applied_at = $now WHERE review = $review AND applied_at = NONE",
    )
    .bind("id", rid("accuracy_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Puts a corrected text in place of a finding's or recommendation's, over the version that was read.
pub fn apply_to_part(
    permit: &Permit<act::AnswerAccuracy>,
    part: &Part,
    seen: u32,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET text = $text, saved_by = $by, saved_at = $now, version += 1 WHERE version = $seen AND review = $review",
    )
    .bind("id", part.rid())
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Puts corrected texts in place of the report's own, over the version that was read.
pub fn apply_to_text(
    permit: &Permit<act::AnswerAccuracy>,
    seen: u32,
    (summary, answers): (&str, &str),
    now: DateTime<Utc>,
) -> Statement {
    super::save_correction(permit, seen, summary, answers, now)
}

//! Quality assurance: who moderates, the moderator's points, and the draft's way back or on.

use super::number;
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::{PersonId, QualityPointId, ReviewId};
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// A point that the moderator raised on a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityPoint {
    /// Its id.
    pub id: QualityPointId,
    /// What is to be looked at.
    pub text: String,
    /// The number of the version that the moderator had.
    pub report_version: u32,
    /// Who raised it.
    pub by: PersonId,
    /// Name of who raised it.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What the lead has done about it, who wrote that, and when.
    pub reply: Option<(String, String, DateTime<Utc>)>,
}

/// A reviewer who can moderate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Names of the schools where they work.
    pub works_at: Vec<String>,
}

#[derive(SurrealValue)]
pub(super) struct PointRow {
    id: RecordId,
    text: String,
    report_version: i64,
    raised_by: RecordId,
    raised_by_name: Option<String>,
    raised_at: DateTime<Utc>,
    reply: Option<String>,
    replied_by_name: Option<String>,
    replied_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct ReviewerRow {
    id: RecordId,
    name: String,
    works_at: Vec<String>,
}

impl TryFrom<PointRow> for QualityPoint {
    type Error = Error;
    fn try_from(r: PointRow) -> Result<Self> {
        let reply = r.reply.zip(r.replied_at);
        let name = r.replied_by_name.unwrap_or_default();
        Ok(Self {
            id: key(&r.id)?,
            text: r.text,
            report_version: number(r.report_version),
            by: key(&r.raised_by)?,
            by_name: r.raised_by_name.unwrap_or_default(),
            at: r.raised_at,
            reply: reply.map(|(text, at)| (text, name, at)),
        })
    }
}

// Reviewers of the partnership who are not in the team, do not work at the school and hold no role at it.
const MODERATORS: &str = "
    LET $school = (SELECT VALUE school FROM ONLY $review);
    LET $partnership = (SELECT VALUE partnership FROM ONLY $review);
    LET $team = (SELECT VALUE person FROM team_member WHERE review = $review AND state != 'declined');
    LET $here = (SELECT VALUE person FROM role WHERE scope = record::id($school) AND kind IN ['headteacher', 'contributor', 'governor']);
    SELECT id, name, (works_at.name ?? []) AS works_at FROM person WHERE reviewer = true AND reviewer_for CONTAINS $partnership
        AND id NOT IN $team AND id NOT IN $here AND works_at CONTAINSNOT $school ORDER BY name, id;";

impl Store {
    /// Who can moderate the report of a review, by name.
    pub async fn list_moderators(
        &self,
        _permit: &Permit<act::ChooseModerator>,
        review: &ReviewId,
    ) -> Result<Vec<Reviewer>> {
        let mut found = self
            .read(MODERATORS, [("review", rid("review", review))])
            .await?;
        let rows: Vec<ReviewerRow> = found.take(4)?;
        rows.into_iter()
            .map(|r| {
                Ok(Reviewer {
                    person: key(&r.id)?,
                    name: r.name,
                    works_at: r.works_at,
                })
            })
            .collect()
    }
}

/// Names the moderator, over the version that the decision was made on.
pub fn set_moderator(permit: &Permit<act::ChooseModerator>, person: &PersonId) -> Statement {
    Statement::guarded("UPDATE $review SET moderator = $person, version += 1 WHERE version = $seen")
        .bind("review", rid("review", permit.record()))
        .bind("person", rid("person", person))
        .bind("seen", i64::from(permit.version()))
}

/// Makes the whole write a conflict unless the draft is still with its moderator.
pub fn while_moderating(permit: &Permit<act::ModerateReport>) -> Statement {
    Statement::guarded(
        "SELECT VALUE id FROM $review WHERE state = 'in_quality_assurance' AND moderator = $by FOR UPDATE",
    )
    .bind("review", rid("review", permit.record()))
    .bind("by", rid("person", permit.by()))
}

/// Raises a point on the last version that was handed over.
pub fn add_quality_point(
    permit: &Permit<act::ModerateReport>,
    id: &QualityPointId,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, text = $text, raised_by = $by, raised_at = $now,
            report_version = count((SELECT id FROM report_version WHERE review = $review)) RETURN NONE",
    )
    .bind("id", rid("quality_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Takes an own point on the present version back.
pub fn remove_quality_point(
    permit: &Permit<act::ModerateReport>,
    id: &QualityPointId,
) -> Statement {
    Statement::guarded(
        "DELETE $id WHERE review = $review AND raised_by = $by AND reply = NONE
            AND report_version = count((SELECT id FROM report_version WHERE review = $review)) RETURN BEFORE",
    )
    .bind("id", rid("quality_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("by", rid("person", permit.by()))
}

/// The draft goes back to the lead; goes with the change of state to drafting.
pub fn send_back(permit: &Permit<act::ModerateReport>) -> Statement {
    Statement::guarded("UPDATE $review SET moderated_at = NONE WHERE state = 'drafting'")
        .bind("review", rid("review", permit.record()))
}

/// The draft has passed; goes with the change of state to the accuracy check.
pub fn pass_on(permit: &Permit<act::ModerateReport>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET moderated_at = $now WHERE state = 'accuracy_check'")
        .bind("review", rid("review", permit.record()))
        .bind("now", now)
}

/// What the lead has done about a point.
pub fn reply(
    permit: &Permit<act::EditReport>,
    id: &QualityPointId,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET reply = $text, replied_by = $by, replied_at = $now WHERE review = $review",
    )
    .bind("id", rid("quality_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

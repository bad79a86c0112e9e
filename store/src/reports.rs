//! Findings, recommendations, the report's own text, the points of the accuracy check, and who hears of a report.
//!
//! Reads take an id: the caller has asked the policy about the review. Writes take a permit and filter on the version
//! of the record that is changed. The notes on which findings rest are in [`crate::visits`].

use crate::visits::{stored, strand};
use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::evidence::FindingKind;
use domain::framework::StrandCode;
use domain::ids::{FindingId, PersonId, PointId, RecommendationId, ReviewId};
use domain::people::Role;
use domain::policy::{Permit, act};
use domain::reports::PointAnswer;
use domain::visibility::Audience;
use surrealdb::types::{RecordId, SurrealValue};

/// A strength or an "even better if".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// Which of the two.
    pub kind: FindingKind,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: String,
    /// Its version.
    pub version: u32,
    /// Who saved it last, and when.
    pub saved: (String, DateTime<Utc>),
}

/// What the school could do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Its id.
    pub id: RecommendationId,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: String,
    /// Its version.
    pub version: u32,
    /// Who saved it last, and when.
    pub saved: (String, DateTime<Utc>),
}

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

/// A point that the school raised in the accuracy check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its id.
    pub id: PointId,
    /// What in the report it is about.
    pub passage: String,
    /// What should stand there.
    pub correction: String,
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
}

/// A person who holds a role today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// The role.
    pub role: Role,
}

#[derive(SurrealValue)]
struct FindingRow {
    id: RecordId,
    kind: String,
    strand: String,
    text: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct RecommendationRow {
    id: RecordId,
    strand: String,
    text: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct ReportRow {
    summary: String,
    answers: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct PointRow {
    id: RecordId,
    passage: String,
    correction: String,
    raised_by: RecordId,
    raised_by_name: Option<String>,
    raised_at: DateTime<Utc>,
    answer: Option<String>,
    answer_text: Option<String>,
    answered_by_name: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct HolderRow {
    person: RecordId,
    name: Option<String>,
    kind: String,
    scope: String,
}

const FINDINGS: &str = "SELECT id, kind, strand, text, version, saved_by.name AS saved_by_name, saved_at, position FROM finding
    WHERE review = $review ORDER BY strand, position, id";
const RECOMMENDATIONS: &str = "SELECT id, strand, text, version, saved_by.name AS saved_by_name, saved_at, position FROM recommendation
    WHERE review = $review ORDER BY position, id";
const REPORT: &str =
    "SELECT summary, answers, version, saved_by.name AS saved_by_name, saved_at FROM $report";
const POINTS: &str = "SELECT id, passage, correction, raised_by, raised_by.name AS raised_by_name, raised_at, answer, answer_text,
    answered_by.name AS answered_by_name, answered_at FROM accuracy_point WHERE review = $review ORDER BY raised_at, id";
const HOLDERS: &str = "SELECT person, person.name AS name, kind, scope FROM role WHERE kind IN $kinds AND scope IN $scopes
    AND since <= $today AND (until = NONE OR until >= $today) ORDER BY name, person";

fn version(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

impl Store {
    /// Strengths and "even better ifs" of a review, by strand.
    pub async fn list_findings(&self, review: &ReviewId) -> Result<Vec<Finding>> {
        let rows: Vec<FindingRow> = self
            .read(FINDINGS, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(Finding {
                    id: key(&r.id)?,
                    kind: stored(&r.kind)?,
                    strand: strand(&r.strand)?,
                    text: r.text,
                    version: version(r.version),
                    saved: (r.saved_by_name.unwrap_or_default(), r.saved_at),
                })
            })
            .collect()
    }

    /// Recommendations of a review, in the order in which they were added.
    pub async fn list_recommendations(&self, review: &ReviewId) -> Result<Vec<Recommendation>> {
        let rows: Vec<RecommendationRow> = self
            .read(RECOMMENDATIONS, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(Recommendation {
                    id: key(&r.id)?,
                    strand: strand(&r.strand)?,
                    text: r.text,
                    version: version(r.version),
                    saved: (r.saved_by_name.unwrap_or_default(), r.saved_at),
                })
            })
            .collect()
    }

    /// The report's own text, once something has been saved.
    pub async fn find_report_text(&self, review: &ReviewId) -> Result<Option<ReportText>> {
        let row: Option<ReportRow> = self
            .read(REPORT, [("report", rid("report", review))])
            .await?
            .take(0)?;
        Ok(row.map(|r| ReportText {
            summary: r.summary,
            answers: r.answers,
            version: version(r.version),
            saved: (r.saved_by_name.unwrap_or_default(), r.saved_at),
        }))
    }

    /// The points of the accuracy check, in the order in which they were raised.
    pub async fn list_points(&self, review: &ReviewId) -> Result<Vec<Point>> {
        let rows: Vec<PointRow> = self
            .read(POINTS, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                let answer = r.answer.as_deref().map(stored).transpose()?;
                Ok(Point {
                    id: key(&r.id)?,
                    passage: r.passage,
                    correction: r.correction,
                    by: key(&r.raised_by)?,
                    by_name: r.raised_by_name.unwrap_or_default(),
                    at: r.raised_at,
                    answer: answer.map(|a| (a, r.answer_text.unwrap_or_default())),
                    answered: r.answered_by_name.zip(r.answered_at),
                })
            })
            .collect()
    }

    /// Who holds any of these roles on `today`, by name; a person once for each role. The caller has asked the policy
    /// about the record to which the roles belong.
    pub async fn list_holders(&self, roles: &[Role], today: NaiveDate) -> Result<Vec<Holder>> {
        #[derive(SurrealValue)]
        struct Vars {
            kinds: Vec<String>,
            scopes: Vec<String>,
            today: String,
        }
        let vars = Vars {
            kinds: roles.iter().map(|r| r.kind().to_owned()).collect(),
            scopes: roles.iter().map(|r| r.scope().to_owned()).collect(),
            today: today.to_string(),
        };
        let rows: Vec<HolderRow> = self.read(HOLDERS, vars).await?.take(0)?;
        let mut out = Vec::new();
        for row in rows {
            let role = Role::from_parts(&row.kind, &row.scope)
                .map_err(|e| crate::Error::Internal(e.to_string()))?;
            let person: PersonId = key(&row.person)?;
            let held = Holder {
                person,
                name: row.name.unwrap_or_default(),
                role,
            };
            if roles.contains(&held.role) && !out.contains(&held) {
                out.push(held);
            }
        }
        Ok(out)
    }
}

/// Adds a finding at the end of its strand.
pub fn add_finding(
    permit: &Permit<act::EditFindings>,
    id: &FindingId,
    kind: FindingKind,
    strand: StrandCode,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, kind = $kind, strand = $strand, text = $text, saved_by = $by, saved_at = $now,
            position = count((SELECT id FROM finding WHERE review = $review)) RETURN NONE",
    )
    .bind("id", rid("finding", id))
    .bind("review", rid("review", permit.record()))
    .bind("kind", kind.as_str().to_owned())
    .bind("strand", strand.to_string())
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Changes the version of a finding that the form was shown with.
pub fn edit_finding(
    permit: &Permit<act::EditFindings>,
    id: &FindingId,
    seen: u32,
    (kind, strand, text): (FindingKind, StrandCode, &str),
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET kind = $kind, strand = $strand, text = $text, saved_by = $by, saved_at = $now, version += 1
            WHERE version = $seen AND review = $review",
    )
    .bind("id", rid("finding", id))
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("kind", kind.as_str().to_owned())
    .bind("strand", strand.to_string())
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Removes the version of a finding that the form was shown with.
pub fn remove_finding(permit: &Permit<act::EditFindings>, id: &FindingId, seen: u32) -> Statement {
    Statement::guarded("DELETE $id WHERE version = $seen AND review = $review RETURN BEFORE")
        .bind("id", rid("finding", id))
        .bind("review", rid("review", permit.record()))
        .bind("seen", i64::from(seen))
}

/// Adds a recommendation at the end.
pub fn add_recommendation(
    permit: &Permit<act::EditFindings>,
    id: &RecommendationId,
    strand: StrandCode,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, strand = $strand, text = $text, saved_by = $by, saved_at = $now,
            position = count((SELECT id FROM recommendation WHERE review = $review)) RETURN NONE",
    )
    .bind("id", rid("recommendation", id))
    .bind("review", rid("review", permit.record()))
    .bind("strand", strand.to_string())
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Changes the version of a recommendation that the form was shown with.
pub fn edit_recommendation(
    permit: &Permit<act::EditFindings>,
    id: &RecommendationId,
    seen: u32,
    strand: StrandCode,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET strand = $strand, text = $text, saved_by = $by, saved_at = $now, version += 1
            WHERE version = $seen AND review = $review",
    )
    .bind("id", rid("recommendation", id))
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("strand", strand.to_string())
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Removes the version of a recommendation that the form was shown with.
pub fn remove_recommendation(
    permit: &Permit<act::EditFindings>,
    id: &RecommendationId,
    seen: u32,
) -> Statement {
    Statement::guarded("DELETE $id WHERE version = $seen AND review = $review RETURN BEFORE")
        .bind("id", rid("recommendation", id))
        .bind("review", rid("review", permit.record()))
        .bind("seen", i64::from(seen))
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
/// longer counts.
pub fn hand_over(permit: &Permit<act::EditReport>, now: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE $review SET reported_at = $now, checked_at = NONE, checked_by = NONE WHERE state = 'accuracy_check'",
    )
    .bind("review", rid("review", permit.record()))
    .bind("now", now)
}

/// The draft is with the lead again; goes with the change of state back to drafting.
pub fn take_back(permit: &Permit<act::AnswerAccuracy>) -> Statement {
    Statement::guarded("UPDATE $review SET reported_at = NONE, checked_at = NONE, checked_by = NONE WHERE state = 'drafting'")
        .bind("review", rid("review", permit.record()))
}

/// Makes the whole write a conflict unless the school is still checking the present draft.
pub fn while_checking(permit: &Permit<act::CheckAccuracy>) -> Statement {
    Statement::guarded("SELECT VALUE id FROM $review WHERE state = 'accuracy_check' AND checked_at = NONE FOR UPDATE")
        .bind("review", rid("review", permit.record()))
}

/// Raises a point.
pub fn add_point(
    permit: &Permit<act::CheckAccuracy>,
    id: &PointId,
    passage: &str,
    correction: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, passage = $passage, correction = $correction, raised_by = $by, raised_at = $now RETURN NONE",
    )
    .bind("id", rid("accuracy_point", id))
    .bind("review", rid("review", permit.record()))
    .bind("passage", passage.to_owned())
    .bind("correction", correction.to_owned())
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

/// When the report became final; goes with the change of state to final.
pub fn finish(permit: &Permit<act::FinishReport>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET final_at = $now WHERE state = 'final' AND checked_at != NONE AND final_at = NONE")
        .bind("review", rid("review", permit.record()))
        .bind("now", now)
}

/// Sets what the head adds to the audiences of the cycle, over the version that the decision was made on.
pub fn share(permit: &Permit<act::ShareReport>, added: &[Audience]) -> Statement {
    Statement::guarded(
        "UPDATE $review SET shared_with = $added, version += 1 WHERE version = $seen",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind(
        "added",
        added
            .iter()
            .map(|a| a.as_str().to_owned())
            .collect::<Vec<_>>(),
    )
}

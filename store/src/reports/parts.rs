//! Findings and recommendations: one kind of record in two tables, written by the same statements.

use super::number;
use crate::visits::{stored, strand};
use crate::{Error, Result, Statement, key, rid};
use chrono::{DateTime, Utc};
use domain::evidence::FindingKind;
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, FindingId, RecommendationId};
use domain::policy::{Permit, act};
use std::collections::BTreeMap;
use surrealdb::types::{RecordId, SurrealValue, Value};

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
    /// The evidence on which it rests, of both sides; some of it may have been removed since.
    pub rests_on: Vec<EvidenceId>,
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

/// Which record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A finding.
    Finding(FindingId),
    /// A recommendation.
    Recommendation(RecommendationId),
}

/// What stands in a finding (which has a kind) or in a recommendation (which has none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartText {
    /// Strength or "even better if"; none for a recommendation.
    pub kind: Option<FindingKind>,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: String,
}

#[derive(SurrealValue)]
pub(super) struct FindingRow {
    id: RecordId,
    kind: String,
    strand: String,
    text: String,
    rests_on: Vec<RecordId>,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
pub(super) struct RecommendationRow {
    id: RecordId,
    strand: String,
    text: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

impl TryFrom<FindingRow> for Finding {
    type Error = Error;
    fn try_from(r: FindingRow) -> Result<Self> {
        Ok(Self {
            id: key(&r.id)?,
            kind: stored(&r.kind)?,
            strand: strand(&r.strand)?,
            text: r.text,
            rests_on: r.rests_on.iter().map(key).collect::<Result<_>>()?,
            version: number(r.version),
            saved: (r.saved_by_name.unwrap_or_default(), r.saved_at),
        })
    }
}

impl TryFrom<RecommendationRow> for Recommendation {
    type Error = Error;
    fn try_from(r: RecommendationRow) -> Result<Self> {
        Ok(Self {
            id: key(&r.id)?,
            strand: strand(&r.strand)?,
            text: r.text,
            version: number(r.version),
            saved: (r.saved_by_name.unwrap_or_default(), r.saved_at),
        })
    }
}

impl Part {
    pub(super) fn rid(&self) -> RecordId {
        match self {
            Self::Finding(id) => rid("finding", id),
            Self::Recommendation(id) => rid("recommendation", id),
        }
    }

    fn table(&self) -> String {
        match self {
            Self::Finding(_) => "finding".to_owned(),
            Self::Recommendation(_) => "recommendation".to_owned(),
        }
    }
}

/// The fields of the record. A recommendation has no kind.
fn fields(
    permit: &Permit<act::EditFindings>,
    part: &PartText,
    version: u32,
    now: DateTime<Utc>,
) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::from([
        (
            "review".to_owned(),
            rid("review", permit.record()).into_value(),
        ),
        ("strand".to_owned(), part.strand.to_string().into_value()),
        ("text".to_owned(), part.text.clone().into_value()),
        ("version".to_owned(), i64::from(version).into_value()),
        (
            "saved_by".to_owned(),
            rid("person", permit.by()).into_value(),
        ),
        ("saved_at".to_owned(), now.into_value()),
    ]);
    if let Some(kind) = part.kind {
        fields.insert("kind".to_owned(), kind.as_str().to_owned().into_value());
    }
    fields
}

/// Adds a finding or a recommendation at the end.
pub fn add_part(
    permit: &Permit<act::EditFindings>,
    part: &Part,
    text: &PartText,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id CONTENT object::extend($fields, { position: count((SELECT id FROM type::table($table) WHERE review = $review)) }) RETURN NONE",
    )
    .bind("id", part.rid())
    .bind("table", part.table())
    .bind("review", rid("review", permit.record()))
    .bind("fields", fields(permit, text, 1, now))
}

/// Changes the version that the form was shown with.
pub fn edit_part(
    permit: &Permit<act::EditFindings>,
    part: &Part,
    seen: u32,
    text: &PartText,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded("UPDATE $id MERGE $fields WHERE version = $seen AND review = $review")
        .bind("id", part.rid())
        .bind("review", rid("review", permit.record()))
        .bind("seen", i64::from(seen))
        .bind("fields", fields(permit, text, seen.saturating_add(1), now))
}

/// Removes the version that the form was shown with.
pub fn remove_part(permit: &Permit<act::EditFindings>, part: &Part, seen: u32) -> Statement {
    Statement::guarded("DELETE $id WHERE version = $seen AND review = $review RETURN BEFORE")
        .bind("id", part.rid())
        .bind("review", rid("review", permit.record()))
        .bind("seen", i64::from(seen))
}

/// Says on what a finding rests, over the version that the form was shown with. Only evidence of the same review is
/// taken.
pub fn set_evidence(
    permit: &Permit<act::EditFindings>,
    finding: &FindingId,
    seen: u32,
    evidence: &[EvidenceId],
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET rests_on = (SELECT VALUE id FROM evidence WHERE id IN $evidence AND review = $review),
            saved_by = $by, saved_at = $now, version += 1 WHERE version = $seen AND review = $review",
    )
    .bind("id", rid("finding", finding))
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen))
    .bind(
        "evidence",
        evidence
            .iter()
            .map(|e| rid("evidence", e))
            .collect::<Vec<_>>(),
    )
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

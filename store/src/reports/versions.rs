//! The versions of a report: frozen in the write that hands it on, and never changed.

use super::{ReportParts, number};
use crate::visits::stored;
use crate::{Result, Statement, Store, rid};
use chrono::{DateTime, Utc};
use domain::ids::ReviewId;
use domain::policy::Permit;
use domain::reports::HandOver;
use surrealdb::types::{RecordId, SurrealValue};

/// A version of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// To whom it was handed.
    pub hand_over: HandOver,
    /// The whole report as one text: see `domain::reports::snapshot`.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of who handed it over.
    pub by: String,
}

#[derive(SurrealValue)]
struct VersionRow {
    number: i64,
    hand_over: String,
    text: String,
    at: DateTime<Utc>,
    by_name: Option<String>,
}

const VERSIONS: &str = "SELECT number, hand_over, text, at, by.name AS by_name FROM report_version WHERE review = $review ORDER BY number";

impl Store {
    /// The versions of a report, oldest first. The caller has asked the policy, and shows each reader the own ones.
    pub async fn list_versions(&self, review: &ReviewId) -> Result<Vec<Version>> {
        let rows: Vec<VersionRow> = self
            .read(VERSIONS, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(Version {
                    number: number(r.number),
                    hand_over: stored(&r.hand_over)?,
                    text: r.text,
                    at: r.at,
                    by: r.by_name.unwrap_or_default(),
                })
            })
            .collect()
    }
}

/// Keeps the text as the next version; goes with the change that hands it over.
pub fn freeze<A>(
    permit: &Permit<A>,
    hand_over: HandOver,
    text: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE report_version SET review = $review, number = count((SELECT id FROM report_version WHERE review = $review)) + 1,
            hand_over = $hand_over, text = $text, at = $now, by = $by RETURN NONE",
    )
    .bind("review", rid("review", permit.record()))
    .bind("hand_over", hand_over.as_str().to_owned())
    .bind("text", text.to_owned())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Makes the whole write a conflict unless the report is still as it was read: what is frozen and handed over is then
/// exactly what stands in the database, though others may write at the same moment.
pub fn still_as_read<A>(permit: &Permit<A>, parts: &ReportParts) -> Statement {
    #[derive(SurrealValue)]
    struct Seen {
        id: RecordId,
        version: i64,
    }
    let mut seen: Vec<Seen> = Vec::new();
    let mut note = |id: RecordId, version: u32| {
        seen.push(Seen {
            id,
            version: i64::from(version),
        })
    };
    for f in &parts.findings {
        note(rid("finding", &f.id), f.version);
    }
    for r in &parts.recommendations {
        note(rid("recommendation", &r.id), r.version);
    }
    if let Some(text) = &parts.text {
        note(rid("report", permit.record()), text.version);
    }
    Statement::guarded(
        "RETURN IF array::len(SELECT id FROM finding, recommendation, report WHERE review = $review) = array::len($seen)
            AND $seen.all(|$s| $s.id.version = $s.version) { [true] } ELSE { [] }",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", seen)
}

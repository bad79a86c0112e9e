//! The ledger of sharing. The audiences of its open lines are `shared_with` of the review, which the policy reads; both
//! change in the same write.

use crate::visits::stored;
use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::{ReviewId, ShareId};
use domain::policy::{Permit, act};
use domain::visibility::Audience;
use surrealdb::types::{RecordId, SurrealValue};

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its id.
    pub id: ShareId,
    /// With whom.
    pub audience: Audience,
    /// Why; empty where it was shared before reasons were kept.
    pub reason: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Name of who shared it; none where it was shared before names were kept.
    pub by: Option<String>,
    /// When it was taken back, and by whom.
    pub ended: Option<(DateTime<Utc>, String)>,
}

#[derive(SurrealValue)]
struct ShareRow {
    id: RecordId,
    audience: String,
    reason: String,
    since: DateTime<Utc>,
    shared_by_name: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    ended_by_name: Option<String>,
}

const SHARES: &str = "SELECT id, audience, reason, since, shared_by.name AS shared_by_name, ended_at, ended_by.name AS ended_by_name
    FROM report_share WHERE review = $review ORDER BY since, id";

impl Store {
    /// The ledger of a review, oldest line first.
    pub async fn list_shares(
        &self,
        _permit: &Permit<act::ShareReport>,
        review: &ReviewId,
    ) -> Result<Vec<Share>> {
        let rows: Vec<ShareRow> = self
            .read(SHARES, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(Share {
                    id: key(&r.id)?,
                    audience: stored(&r.audience)?,
                    reason: r.reason,
                    since: r.since,
                    by: r.shared_by_name,
                    ended: r
                        .ended_at
                        .map(|at| (at, r.ended_by_name.unwrap_or_default())),
                })
            })
            .collect()
    }
}

/// Lets an audience read the report, over the version of the review that the decision was made on.
pub fn share(
    permit: &Permit<act::ShareReport>,
    id: &ShareId,
    audience: Audience,
    reason: &str,
    now: DateTime<Utc>,
) -> [Statement; 2] {
    let review = rid("review", permit.record());
    let name = audience.as_str().to_owned();
    [
        Statement::guarded(
            "UPDATE $review SET shared_with = array::union(shared_with, [$audience]), version += 1
                WHERE version = $seen AND shared_with CONTAINSNOT $audience",
        )
        .bind("review", review.clone())
        .bind("audience", name.clone())
        .bind("seen", i64::from(permit.version())),
        Statement::new(
            "CREATE $id SET review = $review, audience = $audience, reason = $reason, since = $now, shared_by = $by RETURN NONE",
        )
        .bind("id", rid("report_share", id))
        .bind("review", review)
        .bind("audience", name)
        .bind("reason", reason.to_owned())
        .bind("by", rid("person", permit.by()))
        .bind("now", now),
    ]
}

/// Takes back what an open line of the ledger has given.
pub fn end_share(
    permit: &Permit<act::ShareReport>,
    id: &ShareId,
    audience: Audience,
    now: DateTime<Utc>,
) -> [Statement; 2] {
    let review = rid("review", permit.record());
    let name = audience.as_str().to_owned();
    [
        Statement::guarded(
            "UPDATE $id SET ended_at = $now, ended_by = $by WHERE review = $review AND audience = $audience AND ended_at = NONE",
        )
        .bind("id", rid("report_share", id))
        .bind("review", review.clone())
        .bind("audience", name.clone())
        .bind("by", rid("person", permit.by()))
        .bind("now", now),
        Statement::guarded(
            "UPDATE $review SET shared_with = array::complement(shared_with, [$audience]), version += 1 WHERE version = $seen",
        )
        .bind("review", review)
        .bind("audience", name)
        .bind("seen", i64::from(permit.version())),
    ]
}

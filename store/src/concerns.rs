//! That the safeguarding protocol was started at a visit, and when. Nothing else can be stored.

use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::{ConcernId, PersonId, ReviewId};
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// A record that the protocol was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// At which review.
    pub review: ReviewId,
    /// Name of the school.
    pub school_name: String,
    /// When the protocol was started.
    pub started_at: DateTime<Utc>,
    /// Who recorded it.
    pub by: PersonId,
    /// Name of who recorded it.
    pub by_name: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct ConcernRow {
    review: RecordId,
    school_name: Option<String>,
    started_at: DateTime<Utc>,
    recorded_by: RecordId,
    recorded_by_name: Option<String>,
    recorded_at: DateTime<Utc>,
}

impl TryFrom<ConcernRow> for Concern {
    type Error = crate::Error;
    fn try_from(r: ConcernRow) -> Result<Self> {
        Ok(Self {
            review: key(&r.review)?,
            school_name: r.school_name.unwrap_or_default(),
            started_at: r.started_at,
            by: key(&r.recorded_by)?,
            by_name: r.recorded_by_name.unwrap_or_default(),
            recorded_at: r.recorded_at,
        })
    }
}

const OF_REVIEW: &str = "SELECT review, review.school.name AS school_name, started_at, recorded_by, recorded_by.name AS recorded_by_name, recorded_at
    FROM concern WHERE review = $review ORDER BY recorded_at DESC";
const ALL: &str = "SELECT review, review.school.name AS school_name, started_at, recorded_by, recorded_by.name AS recorded_by_name, recorded_at
    FROM concern ORDER BY recorded_at DESC LIMIT 500";

impl Store {
    /// What was recorded at a review, newest first. The caller has asked the policy, and shows who may only record the
    /// own records.
    pub async fn list_concerns(&self, review: &ReviewId) -> Result<Vec<Concern>> {
        let rows: Vec<ConcernRow> = self
            .read(OF_REVIEW, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter().map(Concern::try_from).collect()
    }

    /// What was recorded anywhere, newest first; at most 500.
    pub async fn list_all_concerns(
        &self,
        _permit: &Permit<act::SeeConcerns>,
    ) -> Result<Vec<Concern>> {
        let rows: Vec<ConcernRow> = self.read(ALL, ()).await?.take(0)?;
        rows.into_iter().map(Concern::try_from).collect()
    }
}

/// Records that the protocol was started.
pub fn record(
    permit: &Permit<act::RecordConcern>,
    id: &ConcernId,
    started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, started_at = $started_at, recorded_at = $now, recorded_by = $by RETURN NONE",
    )
    .bind("id", rid("concern", id))
    .bind("review", rid("review", permit.record()))
    .bind("started_at", started_at)
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

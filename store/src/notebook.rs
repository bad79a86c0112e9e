//! What a team member writes down on the visit, beyond what every note of the team has: who was heard, when it was
//! typed, and the name that the note has on the device that wrote it.
//!
//! The note itself is inserted by [`crate::visits::add_note`]. Reads take ids: the caller has asked the policy.

use crate::visits::{self, NewNote, strand};
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::evidence::{EvidenceKind, Stance};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, PersonId, ReviewId};
use domain::notebook::{ClientId, Heard};
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// A note of the person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnNote {
    /// Its id.
    pub id: EvidenceId,
    /// The strand.
    pub strand: StrandCode,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// What was seen, heard or read.
    pub text: String,
    /// Who was heard.
    pub heard: Option<Heard>,
    /// When it was typed.
    pub written_at: DateTime<Utc>,
}

/// What the notebook knows of a note besides the note itself.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// Who was heard.
    pub heard: Option<Heard>,
    /// When it was typed.
    pub written_at: DateTime<Utc>,
    /// Its name on the device; none for a note that was typed into the plain form.
    pub client_id: Option<ClientId>,
}

#[derive(SurrealValue)]
struct OwnRow {
    id: RecordId,
    strand: String,
    kind: String,
    stance: String,
    text: String,
    heard_kind: Option<String>,
    heard_size: Option<i64>,
    written_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct OwnVars {
    review: RecordId,
    by: RecordId,
}

#[derive(SurrealValue)]
struct KnownRow {
    id: RecordId,
    client_id: String,
}

#[derive(SurrealValue)]
struct KnownVars {
    by: RecordId,
    ids: Vec<String>,
}

const OWN: &str = "SELECT id, strand, kind, stance, text, heard_kind, heard_size, written_at ?? added_at AS written_at
    FROM evidence WHERE review = $review AND added_by = $by AND side = 'peer' ORDER BY written_at DESC, id";
const KNOWN: &str = "SELECT id, client_id FROM evidence WHERE client_id IN $ids AND added_by = $by";

/// Adds a note with its circumstances: two statements that belong into one write.
pub fn add_note(
    permit: &Permit<act::AddVisitNotes>,
    note: &NewNote,
    with: &Circumstances,
    now: DateTime<Utc>,
) -> [Statement; 2] {
    let more = Statement::new(
        "UPDATE $id SET heard_kind = $heard_kind, heard_size = $heard_size, written_at = $written_at, client_id = $client_id RETURN NONE",
    )
    .bind("id", rid("evidence", &note.id))
    .bind("heard_kind", with.heard.map(|h| h.kind.as_str().to_owned()))
    .bind(
        "heard_size",
        with.heard.and_then(|h| h.size).map(i64::from),
    )
    .bind("written_at", with.written_at)
    .bind(
        "client_id",
        with.client_id.as_ref().map(|id| id.as_str().to_owned()),
    );
    [visits::add_note(permit, note, now), more]
}

impl Store {
    /// The notes that a person has added to a review, the latest first.
    pub async fn list_own_notes(
        &self,
        review: &ReviewId,
        person: &PersonId,
    ) -> Result<Vec<OwnNote>> {
        let vars = OwnVars {
            review: rid("review", review),
            by: rid("person", person),
        };
        let rows: Vec<OwnRow> = self.read(OWN, vars).await?.take(0)?;
        rows.into_iter().map(OwnNote::try_from).collect()
    }

    /// Those of these names of notes on the person's devices that have arrived, with the notes that they have become.
    pub async fn list_arrived(
        &self,
        person: &PersonId,
        ids: &[ClientId],
    ) -> Result<Vec<(String, EvidenceId)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let vars = KnownVars {
            by: rid("person", person),
            ids: ids.iter().map(|id| id.as_str().to_owned()).collect(),
        };
        let rows: Vec<KnownRow> = self.read(KNOWN, vars).await?.take(0)?;
        rows.into_iter()
            .map(|r| Ok((r.client_id, key(&r.id)?)))
            .collect()
    }
}

impl TryFrom<OwnRow> for OwnNote {
    type Error = Error;
    fn try_from(row: OwnRow) -> Result<Self> {
        let size = row.heard_size.and_then(|n| u16::try_from(n).ok());
        let heard = row
            .heard_kind
            .map(|kind| visits::stored(&kind).map(|kind| Heard { kind, size }))
            .transpose()?;
        Ok(Self {
            id: key(&row.id)?,
            strand: strand(&row.strand)?,
            kind: visits::stored(&row.kind)?,
            stance: visits::stored(&row.stance)?,
            text: row.text,
            heard,
            written_at: row.written_at,
        })
    }
}

//! What a review team reads before a visit and writes on it: the pack's facts, strand entries of both sides, notes.
//!
//! Reads take an id: the caller has asked the policy about the review. Writes take a permit. Findings and the report
//! are in [`crate::reports`], levels and the discussion in [`crate::discussions`].

pub mod earlier;

use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::evidence::{EvidenceKind, Stance};
use domain::framework::{Level, StrandCode};
use domain::ids::{EvidenceId, PersonId, ReviewId, SchoolId};
use domain::policy::{Permit, act};
use domain::states::ReviewState;
use surrealdb::types::{RecordId, SurrealValue};

/// Whose entry or note it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The school's own.
    School,
    /// The review team's: its notes, and the levels on which it agrees.
    Team,
}

impl Side {
    fn stored(self) -> String {
        match self {
            Self::School => "self".to_owned(),
            Self::Team => "peer".to_owned(),
        }
    }
}

/// What the register says of a school, for the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFacts {
    /// Name.
    pub name: String,
    /// Present URN.
    pub urn: String,
    /// Phase, as in the register.
    pub phase: String,
    /// Type of establishment, as in the register.
    pub type_name: String,
    /// Local authority.
    pub la: String,
    /// Trust.
    pub trust: Option<String>,
    /// Street, town and postcode.
    pub address: String,
    /// Website as in the register.
    pub website: Option<String>,
    /// Youngest and oldest age.
    pub ages: Option<(i64, i64)>,
    /// Pupils on roll.
    pub pupils: Option<i64>,
    /// Places.
    pub capacity: Option<i64>,
}

/// One side's level and text for a strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandEntry {
    /// The strand.
    pub strand: StrandCode,
    /// The level, where one was given.
    pub level: Option<Level>,
    /// True when nobody looked at the strand: not the lowest level.
    pub not_explored: bool,
    /// The narrative of the school, or the team's reason for its level.
    pub narrative: String,
    /// Its version.
    pub version: u32,
    /// Who saved it last.
    pub saved_by: String,
    /// When.
    pub saved_at: DateTime<Utc>,
}

/// A note that supports or challenges a judgement, as one strand sees it: a piece for two strands stands there twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
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
    /// A web address.
    pub link: Option<String>,
    /// Who added it.
    pub by: PersonId,
    /// Name of who added it.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A note to be added.
#[derive(Debug, Clone)]
pub struct NewNote {
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
    /// A web address.
    pub link: Option<String>,
}

#[derive(SurrealValue)]
struct RegisterRow {
    name: String,
    urn: String,
    phase: String,
    type_name: String,
    la_name: Option<String>,
    trust_name: Option<String>,
    street: String,
    town: String,
    postcode: String,
    website: Option<String>,
    low_age: Option<i64>,
    high_age: Option<i64>,
    pupils: Option<i64>,
    capacity: Option<i64>,
}

#[derive(SurrealValue)]
struct EntryRow {
    strand: String,
    level: Option<i64>,
    not_explored: bool,
    narrative: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct NoteRow {
    id: RecordId,
    strands: Vec<String>,
    kind: String,
    stance: String,
    text: String,
    link: Option<String>,
    added_by: RecordId,
    added_by_name: Option<String>,
    added_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct SideVars {
    review: RecordId,
    side: String,
}

const REGISTER: &str = "SELECT name, urn, phase, type_name, la.name AS la_name, trust.name AS trust_name, street, town, postcode,
    website, low_age, high_age, pupils, capacity FROM $school";
const ENTRIES: &str = "SELECT strand, level, not_explored, narrative, version, saved_by.name AS saved_by_name, saved_at
    FROM strand_entry WHERE review = $review AND side = $side ORDER BY strand";
const NOTES: &str = "SELECT id, strand, strands, kind, stance, text, link, added_by, added_by.name AS added_by_name, added_at
    FROM evidence WHERE review = $review AND side = $side ORDER BY strand, added_at, id";

impl Store {
    /// What the register says of a school.
    pub async fn find_register_facts(&self, school: &SchoolId) -> Result<Option<RegisterFacts>> {
        let row: Option<RegisterRow> = self
            .read(REGISTER, [("school", rid("school", school))])
            .await?
            .take(0)?;
        Ok(row.map(|r| RegisterFacts {
            name: r.name,
            urn: r.urn,
            phase: r.phase,
            type_name: r.type_name,
            la: r.la_name.unwrap_or_default(),
            trust: r.trust_name,
            address: [r.street, r.town, r.postcode]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            website: r.website,
            ages: r.low_age.zip(r.high_age),
            pupils: r.pupils,
            capacity: r.capacity,
        }))
    }

    /// Levels and texts of one side, by strand.
    pub async fn list_strand_entries(
        &self,
        review: &ReviewId,
        side: Side,
    ) -> Result<Vec<StrandEntry>> {
        let vars = SideVars {
            review: rid("review", review),
            side: side.stored(),
        };
        let rows: Vec<EntryRow> = self.read(ENTRIES, vars).await?.take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(StrandEntry {
                    strand: strand(&r.strand)?,
                    level: r.level.map(level).transpose()?,
                    not_explored: r.not_explored,
                    narrative: r.narrative,
                    version: u32::try_from(r.version).unwrap_or(0),
                    saved_by: r.saved_by_name.unwrap_or_default(),
                    saved_at: r.saved_at,
                })
            })
            .collect()
    }

    /// Notes of one side, by strand and then in the order in which they were added.
    pub async fn list_notes(&self, review: &ReviewId, side: Side) -> Result<Vec<Note>> {
        let vars = SideVars {
            review: rid("review", review),
            side: side.stored(),
        };
        let rows: Vec<NoteRow> = self.read(NOTES, vars).await?.take(0)?;
        let mut notes = Vec::new();
        for r in rows {
            for code in &r.strands {
                notes.push(Note {
                    id: key(&r.id)?,
                    strand: strand(code)?,
                    kind: stored(&r.kind)?,
                    stance: stored(&r.stance)?,
                    text: r.text.clone(),
                    link: r.link.clone(),
                    by: key(&r.added_by)?,
                    by_name: r.added_by_name.clone().unwrap_or_default(),
                    at: r.added_at,
                });
            }
        }
        notes.sort_by_key(|n| (n.strand, n.at));
        Ok(notes)
    }
}

/// A stored word as its type.
pub(crate) fn stored<T: std::str::FromStr>(text: &str) -> Result<T>
where
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|e| Error::Internal(format!("{text:?}: {e}")))
}

/// A stored strand code.
pub(crate) fn strand(text: &str) -> Result<StrandCode> {
    stored(text)
}

/// A stored level.
pub(crate) fn level(number: i64) -> Result<Level> {
    u8::try_from(number)
        .ok()
        .and_then(|n| Level::try_from(n).ok())
        .ok_or_else(|| Error::Internal(format!("{number} is not a level")))
}

/// Makes the whole write a conflict unless the review is still in one of `states`: for writes on what belongs to a
/// review, which do not change the review itself. The record is read for update, so that a change of state at the
/// same moment is seen.
pub fn while_in<A>(permit: &Permit<A>, states: &[ReviewState]) -> Statement {
    Statement::guarded("SELECT VALUE id FROM $review WHERE state IN $states FOR UPDATE")
        .bind("review", rid("review", permit.record()))
        .bind(
            "states",
            states
                .iter()
                .map(|s| s.as_str().to_owned())
                .collect::<Vec<_>>(),
        )
}

/// Adds a note of the team.
pub fn add_note(
    permit: &Permit<act::AddVisitNotes>,
    note: &NewNote,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, side = 'peer', strand = $strand, kind = $kind, stance = $stance, text = $text,
            link = $link, added_by = $by, added_at = $now RETURN NONE",
    )
    .bind("id", rid("evidence", &note.id))
    .bind("review", rid("review", permit.record()))
    .bind("strand", note.strand.to_string())
    .bind("kind", note.kind.as_str().to_owned())
    .bind("stance", note.stance.as_str().to_owned())
    .bind("text", note.text.clone())
    .bind("link", note.link.clone())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Removes a note of the team that the permit's person has added. Its files go with it.
pub fn remove_note(permit: &Permit<act::AddVisitNotes>, note: &EvidenceId) -> Statement {
    Statement::guarded(
        "DELETE $id WHERE review = $review AND side = 'peer' AND added_by = $by RETURN BEFORE",
    )
    .bind("id", rid("evidence", note))
    .bind("review", rid("review", permit.record()))
    .bind("by", rid("person", permit.by()))
}

/// Notes when the visit was recorded; goes with the change of state to visited.
pub fn record_visit(permit: &Permit<act::RecordVisit>, now: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE $review SET visited_at = $now WHERE state = 'visited' AND visited_at = NONE",
    )
    .bind("review", rid("review", permit.record()))
    .bind("now", now)
}

//! Revisions of files: their rows, what waits for the virus check, and which stored bytes belong to a row.

use super::{Revision, Writer};
use crate::visits::stored;
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::evidence::files::{FileKind, FileState};
use domain::ids::{EvidenceId, FileId, ReviewId};
use surrealdb::types::{RecordId, SurrealValue};

/// A revision to be added; its bytes are stored already.
#[derive(Debug, Clone)]
pub struct NewRevision {
    /// The file, new or one that the piece has.
    pub file: FileId,
    /// One more than the last.
    pub number: u32,
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Where they are.
    pub blob: String,
    /// Held until the virus check, or stored.
    pub state: FileState,
    /// True when the virus check has passed it.
    pub checked: bool,
}

/// A revision that waits for the virus check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The row's id: file and number.
    pub row: String,
    /// The review.
    pub review: ReviewId,
    /// Where the bytes are.
    pub blob: String,
}

#[derive(SurrealValue)]
pub(super) struct RevisionRow {
    pub(super) evidence: RecordId,
    file: String,
    number: i64,
    name: String,
    kind: String,
    size: i64,
    sha256: String,
    blob: String,
    state: String,
    checked_at: Option<DateTime<Utc>>,
    added_by_name: Option<String>,
    added_at: DateTime<Utc>,
}

impl RevisionRow {
    pub(super) fn revision(&self) -> Result<Revision> {
        Ok(Revision {
            file: stored(&self.file)?,
            number: u32::try_from(self.number).unwrap_or(0),
            name: self.name.clone(),
            kind: FileKind::by_extension(&self.kind)
                .ok_or_else(|| Error::Internal(format!("{:?} is not a kind of file", self.kind)))?,
            size: u64::try_from(self.size).unwrap_or(0),
            sha256: self.sha256.clone(),
            blob: self.blob.clone(),
            state: stored(&self.state)?,
            checked_at: self.checked_at,
            by_name: self.added_by_name.clone().unwrap_or_default(),
            at: self.added_at,
        })
    }
}

#[derive(SurrealValue)]
struct HeldRow {
    id: RecordId,
    review: RecordId,
    blob: String,
}

impl Store {
    /// Revisions that wait for the virus check, oldest first, at most `limit`.
    pub async fn list_held_files(&self, limit: u32) -> Result<Vec<Held>> {
        let rows: Vec<HeldRow> = self
            .read(
                "SELECT id, review, blob, added_at FROM evidence_file WHERE state = 'held' ORDER BY added_at LIMIT $limit",
                [("limit", i64::from(limit))],
            )
            .await?
            .take(0)?;
        rows.iter()
            .map(|r| {
                Ok(Held {
                    row: key::<FileId>(&r.id)?.to_string(),
                    review: key(&r.review)?,
                    blob: r.blob.clone(),
                })
            })
            .collect()
    }

    /// Which of these places in the storage belong to a row that still needs them.
    pub async fn list_known_blobs(&self, blobs: Vec<String>) -> Result<Vec<String>> {
        Ok(self
            .read(
                "SELECT VALUE blob FROM evidence_file WHERE blob IN $blobs AND state != 'refused'",
                [("blobs", blobs)],
            )
            .await?
            .take(0)?)
    }
}

/// Adds a revision to a piece of the writer's side. Two people who replace a file at the same moment:
/// [`Error::Duplicate`] for the second.
pub fn add_revision(
    writer: &Writer,
    evidence: &EvidenceId,
    new: &NewRevision,
    now: DateTime<Utc>,
) -> Statement {
    let statement = Statement::guarded(
        "CREATE $id SET file = $file, number = $number, evidence = $evidence, review = $review, side = $side,
            name = $name, kind = $kind, size = $size, sha256 = $sha256, blob = $blob, state = $state, checked_at = $checked,
            added_by = $by, added_at = $now",
    );
    writer
        .bind(statement)
        .bind("id", rid("evidence_file", row_id(&new.file, new.number)))
        .bind("evidence", rid("evidence", evidence))
        .bind("file", new.file.to_string())
        .bind("number", i64::from(new.number))
        .bind("name", new.name.clone())
        .bind("kind", new.kind.extension().to_owned())
        .bind("size", i64::try_from(new.size).unwrap_or(i64::MAX))
        .bind("sha256", new.sha256.clone())
        .bind("blob", new.blob.clone())
        .bind("state", new.state.as_str().to_owned())
        .bind("checked", new.checked.then_some(now))
        .bind("now", now)
}

/// Belongs into each write of files to a piece that is there already: a conflict when it is gone, or is not the
/// writer's to change.
pub fn hold(writer: &Writer, evidence: &EvidenceId) -> Statement {
    let statement = Statement::guarded(
        "SELECT VALUE id FROM $id WHERE review = $review AND side = $side AND (side = 'self' OR added_by = $by) FOR UPDATE",
    );
    writer.bind(statement).bind("id", rid("evidence", evidence))
}

/// Removes every revision of a file.
pub fn remove_file(writer: &Writer, evidence: &EvidenceId, file: &FileId) -> Statement {
    let statement = Statement::guarded(
        "DELETE evidence_file WHERE file = $file AND evidence = $evidence AND review = $review AND side = $side RETURN BEFORE",
    );
    writer
        .bind(statement)
        .bind("evidence", rid("evidence", evidence))
        .bind("file", file.to_string())
}

/// The virus check found nothing: the revision can be opened from now on.
pub fn pass_check(held: &Held, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $id SET state = 'stored', checked_at = $now WHERE state = 'held'")
        .bind("id", rid("evidence_file", &held.row))
        .bind("now", Some(now))
}

/// The virus check found something: the row stays, so that people see why it cannot be opened, and the bytes go.
pub fn refuse_after_check(held: &Held, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $id SET state = 'refused', checked_at = $now WHERE state = 'held'")
        .bind("id", rid("evidence_file", &held.row))
        .bind("now", Some(now))
}

fn row_id(file: &FileId, number: u32) -> String {
    format!("{file}-{number}")
}

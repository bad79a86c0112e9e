//! Evidence with its files: lists of one side, one piece with every revision, counts for the matrix, and the writes.
//!
//! Reads take an id and a side: the caller has asked the policy. Writes take a [`Writer`], which is a permit. The bytes
//! of files are not here; a row of a file is written only after its bytes are stored. Quick notes without files are
//! written by [`crate::self_reviews`] and [`crate::visits`] into the same table.

mod files;

pub use files::{
    Held, NewRevision, add_revision, hold, pass_check, refuse_after_check, remove_file,
};

use crate::visits::{stored, strand, while_in};
use crate::{Result, Statement, Store, key, rid, self_reviews};
use chrono::{DateTime, Utc};
use domain::evidence::files::{FileKind, FileState};
use domain::evidence::form::EvidenceForm;
use domain::evidence::{EvidenceKind, Side, Stance, Theme, matrix};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, FileId, PersonId, ReviewId};
use domain::policy::{Permit, act};
use domain::states::ReviewState;
use files::RevisionRow;
use surrealdb::types::{RecordId, SurrealValue};

/// One revision of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What the revisions of one file share.
    pub file: FileId,
    /// From 1.
    pub number: u32,
    /// The name under which it came.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// Where the bytes are, in the storage for files.
    pub blob: String,
    /// Whether it can be opened.
    pub state: FileState,
    /// When the virus check looked at it; none when there was none.
    pub checked_at: Option<DateTime<Utc>>,
    /// Name of who added it.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its id.
    pub id: EvidenceId,
    /// Whose.
    pub side: Side,
    /// What was typed.
    pub form: EvidenceForm,
    /// Counts the saves.
    pub version: u32,
    /// Who added it.
    pub by: PersonId,
    /// Name of who added it.
    pub by_name: String,
    /// When it was added.
    pub at: DateTime<Utc>,
    /// Name of who changed it last, and when.
    pub changed: Option<(String, DateTime<Utc>)>,
    /// Its files: every revision, by file and then newest first.
    pub files: Vec<Revision>,
}

impl Piece {
    /// The newest revision of each file.
    pub fn newest(&self) -> impl Iterator<Item = &Revision> {
        let mut seen: Option<&FileId> = None;
        self.files.iter().filter(move |r| {
            let first = seen != Some(&r.file);
            seen = Some(&r.file);
            first
        })
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// One strand.
    pub strand: Option<StrandCode>,
    /// One kind.
    pub kind: Option<EvidenceKind>,
    /// Any of these themes; all when empty.
    pub themes: Vec<Theme>,
}

/// Leave to write evidence of one side.
#[derive(Debug)]
pub enum Writer {
    /// Head and contributors, while the self-review can be changed.
    School(Permit<act::EditSelfReview>),
    /// The review team, while it writes notes.
    Team(Permit<act::AddVisitNotes>),
}

/// In which states the team writes: those of the policy.
const WRITING: &[ReviewState] = &[
    ReviewState::Preparing,
    ReviewState::Visited,
    ReviewState::Drafting,
];

impl Writer {
    /// Whose evidence.
    pub fn side(&self) -> Side {
        match self {
            Self::School(_) => Side::School,
            Self::Team(_) => Side::Team,
        }
    }
    fn review(&self) -> RecordId {
        match self {
            Self::School(p) => rid("review", p.record()),
            Self::Team(p) => rid("review", p.record()),
        }
    }
    fn by(&self) -> &PersonId {
        match self {
            Self::School(p) => p.by(),
            Self::Team(p) => p.by(),
        }
    }
    /// Belongs into each write: a conflict when the review is no longer in a state in which this side writes.
    pub fn guard(&self) -> Statement {
        match self {
            Self::School(p) => self_reviews::touch(p),
            Self::Team(p) => while_in(p, WRITING),
        }
    }
    /// Binds who writes, and to what: `$review`, `$side`, `$by`. On the team's side everybody changes the own pieces
    /// only, on the school's side all of them: `(side = 'self' OR added_by = $by)`.
    fn bind(&self, statement: Statement) -> Statement {
        statement
            .bind("review", self.review())
            .bind("side", self.side().as_str().to_owned())
            .bind("by", rid("person", self.by()))
    }
}

#[derive(SurrealValue)]
struct PieceRow {
    id: RecordId,
    side: String,
    strands: Vec<String>,
    kind: String,
    stance: String,
    themes: Vec<String>,
    text: String,
    link: Option<String>,
    version: i64,
    added_by: RecordId,
    added_by_name: Option<String>,
    added_at: DateTime<Utc>,
    saved_by_name: Option<String>,
    saved_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct ListVars {
    review: RecordId,
    side: String,
    strand: Option<String>,
    kind: Option<String>,
    themes: Vec<String>,
    start: i64,
    end: i64,
}

#[derive(SurrealValue)]
struct MatrixRow {
    side: String,
    kind: String,
    strands: Vec<String>,
}

#[derive(SurrealValue)]
struct SidesVars {
    review: RecordId,
    sides: Vec<String>,
}

const LIST: &str = "
    LET $found = (SELECT id, added_at FROM evidence WHERE review = $review AND side = $side
        AND ($strand = NONE OR $strand IN strands) AND ($kind = NONE OR kind = $kind)
        AND (array::is_empty($themes) OR themes ANYINSIDE $themes) ORDER BY added_at DESC, id);
    RETURN array::len($found);
    LET $ids = array::slice($found.id, $start, $end);
    SELECT id, side, strands, kind, stance, themes, text, link, version, added_by, added_by.name AS added_by_name, added_at,
        saved_by.name AS saved_by_name, saved_at FROM $ids ORDER BY added_at DESC, id;
    SELECT evidence, file, number, name, kind, size, sha256, blob, state, checked_at, added_by.name AS added_by_name, added_at
        FROM evidence_file WHERE evidence IN $ids;";

const ONE: &str = "
    SELECT id, side, strands, kind, stance, themes, text, link, version, added_by, added_by.name AS added_by_name, added_at,
        saved_by.name AS saved_by_name, saved_at FROM $id WHERE review = $review AND side IN $sides;
    SELECT evidence, file, number, name, kind, size, sha256, blob, state, checked_at, added_by.name AS added_by_name, added_at
        FROM evidence_file WHERE evidence = $id;";

const MATRIX: &str =
    "SELECT side, kind, strands FROM evidence WHERE review = $review AND side IN $sides";

impl Store {
    /// A part of one side's evidence, newest first, with how many pieces there are in all.
    pub async fn list_evidence(
        &self,
        review: &ReviewId,
        side: Side,
        filter: &Filter,
        start: usize,
        limit: usize,
    ) -> Result<(Vec<Piece>, usize)> {
        let vars = ListVars {
            review: rid("review", review),
            side: side.as_str().to_owned(),
            strand: filter.strand.map(|s| s.to_string()),
            kind: filter.kind.map(|k| k.as_str().to_owned()),
            themes: filter
                .themes
                .iter()
                .map(|t| t.as_str().to_owned())
                .collect(),
            start: i64::try_from(start).unwrap_or(i64::MAX),
            end: i64::try_from(start.saturating_add(limit)).unwrap_or(i64::MAX),
        };
        let mut response = self.read(LIST, vars).await?;
        let total: Option<i64> = response.take(1)?;
        let rows: Vec<PieceRow> = response.take(3)?;
        let files: Vec<RevisionRow> = response.take(4)?;
        let pieces = rows
            .into_iter()
            .map(|row| piece(row, &files))
            .collect::<Result<_>>()?;
        Ok((pieces, usize::try_from(total.unwrap_or(0)).unwrap_or(0)))
    }

    /// One piece of one of these sides, with every revision of its files.
    pub async fn find_evidence(
        &self,
        review: &ReviewId,
        sides: &[Side],
        id: &EvidenceId,
    ) -> Result<Option<Piece>> {
        #[derive(SurrealValue)]
        struct Vars {
            review: RecordId,
            id: RecordId,
            sides: Vec<String>,
        }
        let vars = Vars {
            review: rid("review", review),
            id: rid("evidence", id),
            sides: in_words(sides),
        };
        let mut response = self.read(ONE, vars).await?;
        let rows: Vec<PieceRow> = response.take(0)?;
        let files: Vec<RevisionRow> = response.take(1)?;
        rows.into_iter()
            .next()
            .map(|row| piece(row, &files))
            .transpose()
    }

    /// Everything of these sides, without texts, for the matrix.
    pub async fn list_evidence_counts(
        &self,
        review: &ReviewId,
        sides: &[Side],
    ) -> Result<Vec<matrix::Piece>> {
        let vars = SidesVars {
            review: rid("review", review),
            sides: in_words(sides),
        };
        let rows: Vec<MatrixRow> = self.read(MATRIX, vars).await?.take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(matrix::Piece {
                    side: stored(&r.side)?,
                    kind: stored(&r.kind)?,
                    strands: r.strands.iter().map(|s| strand(s)).collect::<Result<_>>()?,
                })
            })
            .collect()
    }
}

fn in_words(sides: &[Side]) -> Vec<String> {
    sides.iter().map(|s| s.as_str().to_owned()).collect()
}

fn piece(row: PieceRow, files: &[RevisionRow]) -> Result<Piece> {
    let mut revisions: Vec<Revision> = files
        .iter()
        .filter(|f| f.evidence == row.id)
        .map(RevisionRow::revision)
        .collect::<Result<_>>()?;
    // Files in the order in which they first came, the newest revision of each first.
    let first = |file: &FileId, all: &[Revision]| {
        all.iter().filter(|r| r.file == *file).map(|r| r.at).min()
    };
    let all = revisions.clone();
    revisions.sort_by_key(|r| {
        (
            first(&r.file, &all),
            r.file.clone(),
            std::cmp::Reverse(r.number),
        )
    });
    Ok(Piece {
        id: key(&row.id)?,
        side: stored(&row.side)?,
        form: EvidenceForm {
            strands: row
                .strands
                .iter()
                .map(|s| strand(s))
                .collect::<Result<_>>()?,
            kind: stored::<EvidenceKind>(&row.kind)?,
            stance: stored::<Stance>(&row.stance)?,
            themes: row
                .themes
                .iter()
                .map(|t| stored(t))
                .collect::<Result<_>>()?,
            text: row.text,
            link: row.link,
        },
        version: u32::try_from(row.version).unwrap_or(0),
        by: key(&row.added_by)?,
        by_name: row.added_by_name.unwrap_or_default(),
        at: row.added_at,
        changed: row.saved_by_name.zip(row.saved_at),
        files: revisions,
    })
}

fn bind_form(statement: Statement, form: &EvidenceForm) -> Statement {
    let strands: Vec<String> = form.strands.iter().map(ToString::to_string).collect();
    statement
        .bind("strand", strands.first().cloned().unwrap_or_default())
        .bind("strands", strands)
        .bind("kind", form.kind.as_str().to_owned())
        .bind("stance", form.stance.as_str().to_owned())
        .bind(
            "themes",
            form.themes
                .iter()
                .map(|t| t.as_str().to_owned())
                .collect::<Vec<_>>(),
        )
        .bind("text", form.text.clone())
        .bind("link", form.link.clone())
}

/// Adds a piece.
pub fn add(writer: &Writer, id: &EvidenceId, form: &EvidenceForm, now: DateTime<Utc>) -> Statement {
    let statement = Statement::new(
        "CREATE $id SET review = $review, side = $side, strand = $strand, strands = $strands, kind = $kind, stance = $stance,
            themes = $themes, text = $text, link = $link, added_by = $by, added_at = $now RETURN NONE",
    );
    bind_form(writer.bind(statement), form)
        .bind("id", rid("evidence", id))
        .bind("now", now)
}

/// Changes a piece that was shown as version `seen`.
pub fn change(
    writer: &Writer,
    id: &EvidenceId,
    seen: u32,
    form: &EvidenceForm,
    now: DateTime<Utc>,
) -> Statement {
    let statement = Statement::guarded(
        "UPDATE $id SET strand = $strand, strands = $strands, kind = $kind, stance = $stance, themes = $themes, text = $text,
            link = $link, saved_by = $by, saved_at = $now, version += 1
            WHERE version = $seen AND review = $review AND side = $side AND (side = 'self' OR added_by = $by)",
    );
    bind_form(writer.bind(statement), form)
        .bind("id", rid("evidence", id))
        .bind("seen", i64::from(seen))
        .bind("now", Some(now))
}

/// Removes a piece; the rows of its files go with it, and the bytes are the caller's to remove.
pub fn remove(writer: &Writer, id: &EvidenceId) -> Statement {
    let statement = Statement::guarded(
        "DELETE $id WHERE review = $review AND side = $side AND (side = 'self' OR added_by = $by) RETURN BEFORE",
    );
    writer.bind(statement).bind("id", rid("evidence", id))
}

//! Brings the register in: first what would change, then the change itself, in bounded transactions.
//!
//! A file is read on a thread of its own and comes over in batches, so that memory holds a few batches and never the
//! file. Every batch is one transaction. A school is written only where its fingerprint differs, so an import that was
//! interrupted is simply run again and goes on where it stopped.

use super::succeed::{self, Successions};
use crate::error::Error;
use crate::imports::{
    ImportSummary, LineError, LinksReader, NumberedRow, OpenError, RegisterReader,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::PersonId;
use domain::policy::{Permit, act};
use domain::register::{
    Change, LinkOutcome, RegisterSchool, RowOutcome, SuccessionReport, Urn, successions,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use store::schools::import::{
    ChangedSchool, HeldSchool, KnownBodies, remember_source, write_batch,
};
use store::{Meta, Store, Write};
use tokio::sync::{Mutex, mpsc};

/// Rows in one transaction.
const BATCH: usize = 500;

/// The files of one import.
#[derive(Debug, Clone)]
pub struct Source {
    /// The establishment file.
    pub register: PathBuf,
    /// The links file.
    pub links: Option<PathBuf>,
    /// The establishment file's own name, in which the register's day may stand.
    pub name: String,
}

/// Who imports, and when; goes into the audit.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// The person, when one is signed in.
    pub by: Option<PersonId>,
    /// The time of the request or command.
    pub now: DateTime<Utc>,
    /// The request's reference.
    pub request: String,
}

/// How far an import has got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes of the file.
    pub of: u64,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Counts over the rows of the establishment file.
    pub summary: ImportSummary,
    /// What became of the links file; none when there was none.
    pub successions: Option<Successions>,
}

/// Why an import did not end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The establishment file cannot be used; nothing was written.
    #[error("{0}")]
    Register(OpenError),
    /// The links file cannot be used; nothing was written.
    #[error("The links file: {0}")]
    Links(OpenError),
    /// The file failed in the middle. What was written before stays, and is found again by the next run.
    #[error(
        "The file could not be read to its end ({0}). Try again: what is already done is kept."
    )]
    Broken(String),
    /// The database failed. What was written before stays.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<ImportError> for Error {
    fn from(e: ImportError) -> Self {
        match e {
            ImportError::Store(e) => e.into(),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// One import at a time: two would only write the same rows against each other.
static TURN: Mutex<()> = Mutex::const_new(());

/// Refuses, in words, files that cannot be imported, by their first lines.
pub fn check_files(source: &Source) -> Result<(), ImportError> {
    RegisterReader::open(open(&source.register).map_err(ImportError::Register)?)
        .map_err(ImportError::Register)?;
    if let Some(links) = &source.links {
        LinksReader::open(open(links).map_err(ImportError::Links)?).map_err(ImportError::Links)?;
    }
    Ok(())
}

/// Counts what [`apply`] would do, and writes nothing.
pub async fn preview(
    store: &Store,
    permit: &Permit<act::ImportRegister>,
    source: &Source,
    told: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Report, ImportError> {
    let links = read_links(source).await?;
    let summary = rows(store, permit, source, None, told).await?;
    Ok(Report {
        summary,
        successions: links.map(Successions::announced),
    })
}

/// Brings the register in. Run again, it does what is left to do.
pub async fn apply(
    store: &Store,
    permit: &Permit<act::ImportRegister>,
    source: &Source,
    occasion: &Occasion,
    told: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Report, ImportError> {
    let _turn = TURN.lock().await;
    let meta = Meta {
        by: occasion.by.clone(),
        now: occasion.now,
        request: occasion.request.clone(),
    };
    let links = read_links(source).await?;
    let summary = rows(store, permit, source, Some(&meta), told).await?;
    let successions = match links {
        Some((report, errors)) => Some(succeed::apply(store, permit, &meta, report, errors).await?),
        None => None,
    };
    let mut write = Write::new(&meta);
    let today = domain::calendar::london_date(occasion.now);
    write.push(remember_source(permit, register_day(&source.name), today));
    write.audit(
        "imported the register",
        "register",
        counts(&summary, successions.as_ref()),
    );
    store.commit(write).await?;
    Ok(Report {
        summary,
        successions,
    })
}

/// The counts as they stand in the audit.
fn counts(s: &ImportSummary, links: Option<&Successions>) -> String {
    let mut out = format!(
        "{} read, {} created, {} updated, {} closed, {} unchanged, {} skipped, {} faulty",
        s.read,
        s.created,
        s.updated,
        s.closed,
        s.unchanged,
        s.skipped_count(),
        s.error_count()
    );
    if let Some(links) = links {
        out.push_str(&format!(", {} successions", links.applied));
    }
    out
}

/// The day in a name such as `edubasealldata20260112.csv`.
pub fn register_day(name: &str) -> Option<NaiveDate> {
    let digits: Vec<&str> = name
        .split(|c: char| !c.is_ascii_digit())
        .filter(|d| d.len() == 8)
        .collect();
    digits
        .last()
        .and_then(|d| NaiveDate::parse_from_str(d, "%Y%m%d").ok())
}

fn open(path: &Path) -> Result<File, OpenError> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(OpenError::NotCsv("a folder"));
    }
    Ok(file)
}

/// The links file as successions, and its faulty lines. It is read before anything is written, so that a wrong one
/// stops the import in time.
async fn read_links(
    source: &Source,
) -> Result<Option<(SuccessionReport, Vec<LineError>)>, ImportError> {
    let Some(path) = source.links.clone() else {
        return Ok(None);
    };
    let read = move || {
        let reader = LinksReader::open(open(&path).map_err(ImportError::Links)?)
            .map_err(ImportError::Links)?;
        let mut summary = ImportSummary::default();
        let mut broken = None;
        let links = reader.filter_map(|row| match row {
            Ok(NumberedRow {
                outcome: LinkOutcome::Link(link),
                ..
            }) => Some(link),
            Ok(NumberedRow {
                outcome: LinkOutcome::Faulty { line, message },
                ..
            }) => {
                summary.note_faulty(line, message);
                None
            }
            Err(e) => {
                broken = Some(e.to_string());
                None
            }
        });
        let report = successions(links);
        match broken {
            Some(words) => Err(ImportError::Broken(words)),
            None => Ok(Some((report, summary.errors))),
        }
    };
    on_a_thread(read).await
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ImportError> + Send + 'static,
) -> Result<T, ImportError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(e) => Err(ImportError::Broken(e.to_string())),
    }
}

/// A part of the file, and how far the reading has got.
struct Batch {
    rows: Vec<NumberedRow<RowOutcome>>,
    bytes: u64,
}

/// Goes through the file, batch by batch; writes when there is a `meta`.
async fn rows(
    store: &Store,
    permit: &Permit<act::ImportRegister>,
    source: &Source,
    meta: Option<&Meta>,
    told: &(dyn Fn(Progress) + Send + Sync),
) -> Result<ImportSummary, ImportError> {
    let (send, mut receive) = mpsc::channel(2);
    let path = source.register.clone();
    let file = open(&path).map_err(ImportError::Register)?;
    let of = file.metadata().map(|m| m.len()).unwrap_or_default();
    let reading = tokio::spawn(on_a_thread(move || read(file, &send)));
    let mut summary = ImportSummary::default();
    let mut known = KnownBodies::default();
    while let Some(batch) = receive.recv().await {
        take(store, permit, meta, batch.rows, &mut summary, &mut known).await?;
        told(Progress {
            rows: summary.read,
            bytes: batch.bytes.min(of),
            of,
        });
    }
    match reading.await {
        Ok(ended) => ended?,
        Err(e) => return Err(ImportError::Broken(e.to_string())),
    }
    Ok(summary)
}

/// Reads the file and hands its rows over; stops when nobody takes them any more.
fn read(file: File, send: &mpsc::Sender<Batch>) -> Result<(), ImportError> {
    let mut reader = RegisterReader::open(file).map_err(ImportError::Register)?;
    loop {
        let mut rows = Vec::with_capacity(BATCH);
        for row in reader.by_ref().take(BATCH) {
            rows.push(row.map_err(|e| ImportError::Broken(e.to_string()))?);
        }
        let last = rows.len() < BATCH;
        let bytes = reader.bytes_read();
        if send.blocking_send(Batch { rows, bytes }).is_err() || last {
            return Ok(());
        }
    }
}

/// Counts one batch and, with a `meta`, writes it in one transaction.
async fn take(
    store: &Store,
    permit: &Permit<act::ImportRegister>,
    meta: Option<&Meta>,
    batch: Vec<NumberedRow<RowOutcome>>,
    summary: &mut ImportSummary,
    known: &mut KnownBodies,
) -> Result<(), ImportError> {
    let mut schools: Vec<RegisterSchool> = Vec::with_capacity(batch.len());
    for row in batch {
        match row.outcome {
            RowOutcome::School(school) => schools.push(*school),
            RowOutcome::Skipped { reason } => summary.note_skipped(reason),
            RowOutcome::Faulty { line, message } => summary.note_faulty(line, message),
        }
    }
    if schools.is_empty() {
        return Ok(());
    }
    let urns: Vec<Urn> = schools.iter().map(|s| s.urn).collect();
    let held = store.list_held_schools(permit, &urns).await?;
    let places = places(&held);
    let (mut created, mut changed) = (Vec::new(), Vec::new());
    for row in schools {
        let urn = row.urn.to_string();
        let change = match places.get(urn.as_str()).and_then(|at| held.get(*at)) {
            // The school has moved on to another URN; this row is its past.
            Some(school) if school.urn != urn => Change::Unchanged,
            Some(school) => {
                let change = Change::of(Some(&school.held), &row);
                if change != Change::Unchanged {
                    changed.push(ChangedSchool {
                        held: school.clone(),
                        row,
                    });
                }
                change
            }
            None => {
                created.push(row);
                Change::Created
            }
        };
        summary.note_change(change);
    }
    if let Some(meta) = meta {
        let mut write = Write::new(meta);
        for statement in write_batch(permit, &created, &changed, known)? {
            write.push(statement);
        }
        if !write.is_empty() {
            store.commit(write).await?;
        }
    }
    Ok(())
}

/// URN, present or former → place in the list. A present URN counts before a former one.
fn places(held: &[HeldSchool]) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    for (at, school) in held.iter().enumerate() {
        for former in &school.former_urns {
            places.entry(former.as_str()).or_insert(at);
        }
    }
    for (at, school) in held.iter().enumerate() {
        places.insert(school.urn.as_str(), at);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::register_day;
    use chrono::NaiveDate;

    #[test]
    fn the_day_of_a_register_is_read_from_its_name() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 12);
        assert_eq!(register_day("edubasealldata20260112.csv"), day);
        assert_eq!(register_day("links_edubasealldata20260112 (1).csv"), day);
        for name in [
            "schools.csv",
            "edubasealldata20261312.csv",
            "123456789012.csv",
        ] {
            assert_eq!(register_day(name), None, "{name}");
        }
    }
}

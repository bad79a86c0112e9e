//! `quintet import`: data from files. Progress goes to standard error, the result to standard output.

use super::open_migrated;
use crate::clock::Clock;
use crate::config::{Database, Import};
use crate::error::Error;
use crate::imports::LineError;
use crate::usecases::schools::import_register::{
    ImportError, Occasion, Progress, Report, Source, apply, preview,
};
use crate::usecases::schools::succeed::Successions;
use domain::ids::PersonId;
use domain::policy::{act, operator};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Kind, Store};

/// Lines of faults that are listed for people; `--json` lists them all.
const LISTED: usize = 20;

/// Runs `quintet import …`.
pub async fn run(what: Import) -> Result<ExitCode, Error> {
    let Import::Register {
        file,
        links,
        dry_run,
        json,
        database,
    } = what;
    register(&file, links, dry_run, json, &database).await
}

async fn register(
    file: &Path,
    links: Option<PathBuf>,
    dry_run: bool,
    json: bool,
    database: &Database,
) -> Result<ExitCode, Error> {
    let source = source(file, links);
    // A wrong file is told before a database is opened, or made.
    crate::usecases::schools::import_register::check_files(&source).map_err(|e| named(file, e))?;
    let clock = Clock::system();
    let store = open_migrated(database, &clock).await?;
    if !dry_run && store.kind().await? == Kind::Empty {
        store.set_kind(Kind::Real).await?;
    }
    let report = import(&store, &source, dry_run, &clock)
        .await
        .map_err(|e| named(file, e))?;
    if let Some(links) = &report.successions {
        eprint!("{}", links_in_words(links, dry_run));
    }
    if json {
        println!("{}", as_json(&report)?);
    } else {
        print!("{}", in_words(&report, dry_run));
    }
    Ok(ExitCode::SUCCESS)
}

/// The files as the use case takes them.
pub fn source(file: &Path, links: Option<PathBuf>) -> Source {
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    Source {
        register: file.to_owned(),
        links,
        name,
    }
}

/// Imports, or only looks, and tells how far it is on standard error.
pub async fn import(
    store: &Store,
    source: &Source,
    dry_run: bool,
    clock: &Clock,
) -> Result<Report, ImportError> {
    let by: PersonId = "operator"
        .parse()
        .map_err(|_| ImportError::Broken("no operator".into()))?;
    let permit = operator::site::<act::ImportRegister>(&by);
    let tenths = AtomicU64::new(0);
    let told = |p: Progress| {
        let now = (p.bytes * 10).checked_div(p.of).unwrap_or(0);
        if tenths.swap(now, Ordering::Relaxed) < now {
            eprintln!("{} rows read, {}%", p.rows, now * 10);
        }
    };
    if dry_run {
        return preview(store, &permit, source, &told).await;
    }
    // The operator is no person of this database, so the audit names nobody.
    let occasion = Occasion {
        by: None,
        now: clock.now(),
        request: "command line".into(),
    };
    apply(store, &permit, source, &occasion, &told).await
}

/// The one object of `--json`.
pub fn as_json(report: &Report) -> Result<String, Error> {
    serde_json::to_string(&report.summary).map_err(|e| Error::Internal(e.to_string()))
}

fn named(file: &Path, e: ImportError) -> Error {
    match e {
        ImportError::Store(e) => e.into(),
        ImportError::Links(_) => Error::Unavailable(e.to_string()),
        other => Error::Unavailable(format!("{}: {other}", file.display())),
    }
}

/// The result for people.
pub fn in_words(report: &Report, dry_run: bool) -> String {
    let s = &report.summary;
    let mut out = String::new();
    let title = if dry_run {
        "What would change (nothing has been written):"
    } else {
        "Imported:"
    };
    let _ = writeln!(out, "{title}");
    for (count, what) in [
        (s.read, "rows read"),
        (s.created, "schools created"),
        (s.updated, "schools updated"),
        (s.closed, "schools closed"),
        (s.unchanged, "schools unchanged"),
        (s.skipped_count(), "rows skipped"),
        (s.error_count(), "faulty lines"),
    ] {
        let _ = writeln!(out, "{count:>9}  {what}");
    }
    if !s.skipped.is_empty() {
        let _ = writeln!(out, "Skipped:");
        for (reason, count) in &s.skipped {
            let _ = writeln!(out, "{count:>9}  {reason}");
        }
    }
    list_errors(&mut out, "Faulty lines:", &s.errors, s.error_count());
    out
}

fn list_errors(out: &mut String, title: &str, errors: &[LineError], all: u64) {
    if errors.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}");
    for e in errors.iter().take(LISTED) {
        let _ = writeln!(out, "  line {}: {}", e.line, e.message);
    }
    let more = all.saturating_sub(errors.len().min(LISTED) as u64);
    if more > 0 {
        let _ = writeln!(out, "  and {more} more");
    }
}

/// What became of the links file, for people.
fn links_in_words(links: &Successions, dry_run: bool) -> String {
    let mut out = String::new();
    if dry_run {
        let _ = writeln!(
            out,
            "Links: {} schools follow another; applied after the schools are in.",
            links.found
        );
    } else {
        let _ = writeln!(
            out,
            "Links: {} successions applied, {} applied before, {} not yet in effect, {} of schools that are not held.",
            links.applied, links.before, links.waiting, links.not_held
        );
        for (from, to) in &links.apart {
            let _ = writeln!(
                out,
                "  {from} and its successor {to} both have a history here. They stay apart; decide which one to use."
            );
        }
    }
    if links.unclear > 0 {
        let _ = writeln!(
            out,
            "Links: {} that do not say which school follows which; not applied.",
            links.unclear
        );
    }
    list_errors(
        &mut out,
        "Faulty lines of the links file:",
        &links.errors,
        links.errors.len() as u64,
    );
    out
}

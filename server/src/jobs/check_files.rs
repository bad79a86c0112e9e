//! Files that wait for the virus check are tried again, and stored bytes that no row needs are removed.

use crate::clock::Clock;
use crate::error::Error;
use crate::files::clamd::Verdict;
use crate::state::{App, new_id};
use chrono::{DateTime, Duration, Utc};
use domain::ids::FileId;
use std::collections::HashSet;
use store::evidence::{Held, pass_check, refuse_after_check};
use store::{Meta, Write};

/// Most files that one run looks at, so that mail does not wait for them.
const AT_ONCE: u32 = 20;
/// How long stored bytes may be without a row: a form that is being saved writes its row in the next moment.
const ORPHAN_AFTER: Duration = Duration::hours(24);
/// How many places are asked about in one query.
const BATCH: usize = 500;

/// What one run did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Files that can now be opened.
    pub passed: u64,
    /// Files in which something was found.
    pub refused: u64,
    /// Files that wait on: the checker is away.
    pub waiting: u64,
}

/// Asks the virus checker about everything that waits. Without a checker, nothing that was held is let through.
pub async fn check_held(app: &App, now: DateTime<Utc>) -> Result<Checked, Error> {
    let mut done = Checked::default();
    if !app.files.has_virus_check() {
        return Ok(done);
    }
    for held in app.store.list_held_files(AT_ONCE).await? {
        match verdict(app, &held).await {
            Verdict::Clean => {
                settle(
                    app,
                    &held,
                    now,
                    "passed a file’s virus check",
                    pass_check(&held, now),
                )
                .await?;
                done.passed += 1;
            }
            Verdict::Found(what) => {
                tracing::warn!(%what, "the virus checker found something in a file that was held");
                let refused = refuse_after_check(&held, now);
                settle(
                    app,
                    &held,
                    now,
                    "refused a file after its virus check",
                    refused,
                )
                .await?;
                app.files.discard(&held.blob).await;
                done.refused += 1;
            }
            // The rest would wait for the same checker.
            Verdict::Away(why) => {
                tracing::warn!(reason = %why, "the virus checker is away; files wait");
                done.waiting += 1;
                break;
            }
            Verdict::None => break,
        }
    }
    Ok(done)
}

async fn verdict(app: &App, held: &Held) -> Verdict {
    let scratch = app.files.scratch(new_id::<FileId>().as_str());
    let verdict = match app.files.fetch(&held.blob, &scratch).await {
        Ok(()) => app.files.check(&scratch).await,
        Err(e) => Verdict::Away(e.to_string()),
    };
    // The sweep of what has arrived removes it otherwise.
    let _ = tokio::fs::remove_file(&scratch).await;
    verdict
}

async fn settle(
    app: &App,
    held: &Held,
    now: DateTime<Utc>,
    verb: &'static str,
    statement: store::Statement,
) -> Result<(), Error> {
    let mut write = Write::new(&Meta {
        by: None,
        now,
        request: "jobs".into(),
    });
    write.push(statement);
    write.audit(verb, format!("review:{}", held.review), &held.row);
    match app.store.commit(write).await {
        // It was removed in the meantime.
        Err(store::Error::Conflict) => Ok(()),
        other => Ok(other?),
    }
}

/// Removes stored bytes that are more than a day old by the machine's clock and that no row needs; how many.
pub async fn sweep(app: &App) -> Result<u64, Error> {
    let now = Clock::system().now();
    app.files.sweep_incoming(now).await;
    sweep_before(app, now - ORPHAN_AFTER).await
}

/// The same for what was stored before a time.
pub async fn sweep_before(app: &App, before: DateTime<Utc>) -> Result<u64, Error> {
    let mut removed = 0;
    for batch in app.files.list_before(before, BATCH).await? {
        let known: HashSet<String> = app
            .store
            .list_known_blobs(batch.clone())
            .await?
            .into_iter()
            .collect();
        for blob in batch.iter().filter(|b| !known.contains(*b)) {
            app.files.discard(blob).await;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Both, as the jobs run them: a storage that is away does not keep mail from leaving.
pub async fn run(app: &App, now: DateTime<Utc>) {
    match check_held(app, now).await {
        Ok(done) if done != Checked::default() => tracing::info!(
            passed = done.passed,
            refused = done.refused,
            waiting = done.waiting,
            "files checked"
        ),
        Ok(_) => {}
        Err(e) => tracing::error!(reason = %e, "files could not be checked"),
    }
    if app.files.wants_sweep() {
        match sweep(app).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "stored bytes without a row removed"),
            Err(e) => tracing::error!(reason = %e, "the storage for files could not be swept"),
        }
    }
}

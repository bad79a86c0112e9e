//! `quintet jobs run`: everything that is due, once.

use super::{app, open_migrated};
use crate::clock::Clock;
use crate::config::{Database, FileSettings, Mail};
use crate::error::Error;
use crate::jobs;
use chrono::{DateTime, Utc};
use std::process::ExitCode;
use store::Kind;

/// Runs what is due, prints one line of counts, and returns.
pub async fn run_jobs(
    now: Option<DateTime<Utc>>,
    mail: &Mail,
    files: &FileSettings,
    database: &Database,
) -> Result<ExitCode, Error> {
    let clock = Clock::system();
    if let Some(now) = now {
        clock.set(now);
    }
    let store = open_migrated(database, &clock).await?;
    let demo = store.kind().await? == Kind::Demonstration;
    let app = app(
        store,
        clock,
        mail,
        files,
        database,
        demo,
        mail.base_url(None),
    )?;
    let done = jobs::run_due(&app, now.unwrap_or_else(|| app.clock.now())).await?;
    app.mailer.close().await;
    println!(
        "queued {}, sent {}, put off {}, refused {}, given up {}, repeated {}, notices dropped {}",
        done.queued,
        done.sent,
        done.deferred,
        done.refused,
        done.given_up,
        done.repeated,
        done.dropped
    );
    Ok(ExitCode::SUCCESS)
}

//! Work that nobody waits for: reminders, mail, clearing up. Idempotent, leased, driven by tests with a fake clock.

use crate::error::Error;
use crate::state::App;
use chrono::{DateTime, Utc};
use std::time::Duration;
use store::{Meta, Write};
use tokio::sync::watch;

/// How long the jobs sleep when nobody wakes them.
const TICK: Duration = Duration::from_secs(30);

/// What one run did, for the command line and for tests.
#[derive(Debug, Default, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Done {
    /// E-mails queued.
    pub queued: u64,
    /// E-mails that the relay took.
    pub sent: u64,
    /// E-mails put off.
    pub deferred: u64,
    /// E-mails that the relay refused for good.
    pub refused: u64,
}

/// Does everything that is due at `now`, once.
pub async fn run_due(app: &App, now: DateTime<Utc>) -> Result<Done, Error> {
    let meta = Meta { by: None, now, request: "jobs".into() };
    let mut write = Write::new(&meta);
    write.push(store::sessions::sweep(now));
    app.store.commit(write).await?;
    Ok(Done::default())
}

/// Runs the jobs at each tick, and at once when something wakes them, until `stop` changes.
pub async fn run_until(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(e) = run_due(&app, app.clock.now()).await {
            tracing::error!(reason = %e, "a job failed; it is tried again at the next tick");
        }
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            () = app.wake.notified() => {}
            _ = stop.changed() => return,
        }
    }
}

//! Work that nobody waits for: reminders, mail, clearing up. Idempotent, leased, driven by tests with a fake clock.

mod backoff;
pub mod check_files;
pub mod compose_daily;
pub mod deliver_mail;
pub mod pair_schools;

use crate::error::Error;
use crate::state::App;
use chrono::{DateTime, Utc};
use std::time::{Duration, Instant};
use store::{Meta, Write};
use tokio::sync::watch;

/// How long the jobs sleep when nobody wakes them.
const TICK: Duration = Duration::from_secs(30);
/// How often every running cycle is gone through for reminders, when nothing has happened that is to be told.
const EVERY_CYCLE: Duration = Duration::from_secs(600);

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
    /// E-mails put off for 48 hours and given up.
    pub given_up: u64,
    /// Of these, e-mails of which a second copy may have gone out, after a run was cut off.
    pub repeated: u64,
    /// Notices that no longer held.
    pub dropped: u64,
    /// Suggestions of teams that came to an end.
    pub paired: u64,
}

/// Does everything that is due at `now`, once.
pub async fn run_due(app: &App, now: DateTime<Utc>) -> Result<Done, Error> {
    run_parts(app, now, true, || false).await
}

/// Clears up, composes where `compose` says so, and delivers until `stop` says so.
async fn run_parts(
    app: &App,
    now: DateTime<Utc>,
    compose: bool,
    stop: impl Fn() -> bool,
) -> Result<Done, Error> {
    let meta = Meta {
        by: None,
        now,
        request: "jobs".into(),
    };
    let mut write = Write::new(&meta);
    write.push(store::sessions::sweep(now));
    app.store.commit(write).await?;
    crate::usecases::schools::uploads::sweep(app, now).await;
    let mut done = Done::default();
    if compose {
        let composed = compose_daily::run(app, now).await?;
        done.queued = composed.queued;
        done.dropped = composed.dropped;
    }
    let delivered = deliver_mail::run(app, now, &stop).await?;
    done.sent = delivered.sent;
    done.deferred = delivered.deferred;
    done.refused = delivered.refused;
    done.given_up = delivered.given_up;
    done.repeated = delivered.repeated;
    done.paired = pair_schools::run(app, now, &stop).await?;
    // Last, since a virus checker or a storage that is away takes its time to be so.
    check_files::run(app, now).await;
    Ok(done)
}

/// Runs the jobs at each tick, and at once when something wakes them, until `stop` changes.
pub async fn run_until(app: App, mut stop: watch::Receiver<bool>) {
    let mut gone_through: Option<(Instant, DateTime<Utc>)> = None;
    loop {
        let now = app.clock.now();
        match tick(&app, now, gone_through, &stop).await {
            Ok(true) => gone_through = Some((Instant::now(), now)),
            Ok(false) => {}
            Err(e) => {
                tracing::error!(reason = %e, "a job failed; it is tried again at the next tick")
            }
        }
        if *stop.borrow() {
            break;
        }
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            () = app.wake.notified() => {}
            _ = stop.changed() => break,
        }
    }
    app.mailer.close().await;
}

/// One tick; says whether every cycle was gone through.
async fn tick(
    app: &App,
    now: DateTime<Utc>,
    gone_through: Option<(Instant, DateTime<Utc>)>,
    stop: &watch::Receiver<bool>,
) -> Result<bool, Error> {
    // A clock that was moved, in a demonstration, counts as much as time that has passed.
    let recent = gone_through.filter(|(when, then)| {
        when.elapsed() < EVERY_CYCLE && (now - then).abs().to_std().is_ok_and(|d| d < EVERY_CYCLE)
    });
    let compose = match recent {
        // A request that began before the last run may have committed after it.
        Some((_, then)) => {
            compose_daily::is_wanted(app, now, then - chrono::Duration::minutes(1)).await?
        }
        None => true,
    };
    let done = run_parts(app, now, compose, || *stop.borrow()).await?;
    if done != Done::default() {
        tracing::info!(
            queued = done.queued,
            sent = done.sent,
            deferred = done.deferred,
            refused = done.refused,
            given_up = done.given_up,
            repeated = done.repeated,
            paired = done.paired,
            "jobs done"
        );
    }
    Ok(compose)
}

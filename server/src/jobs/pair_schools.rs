//! Works out the suggestions that coordinators have asked for: one at a time, under a lease, on a thread of its own,
//! with progress written down and the coordinator's wish read every half second. A run whose machine stopped is taken
//! up again when its lease is over; after three times it is given up in words.

use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::pairing::question;
use chrono::{DateTime, Duration as Span, Utc};
use domain::pairing::{Budget, Continue, Progress, Suggestion, suggest};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::teams::runs::{self, Outcome, Run, Wish};
use store::{Meta, Write};

/// How long a run belongs to whoever has taken it, unless the lease is renewed.
const LEASE: Span = Span::seconds(60);
/// How often progress is written down.
const BEAT: Duration = Duration::from_millis(500);
/// How often a run is begun at the most.
const MOST_ATTEMPTS: u32 = 3;

/// What the thread that searches and the job tell each other.
#[derive(Default)]
struct Shared {
    progress: Mutex<Option<Progress>>,
    stop: AtomicBool,
}

fn write(now: DateTime<Utc>) -> Write {
    Write::new(&Meta {
        by: None,
        now,
        request: "jobs".into(),
    })
}

/// Works out every run that is due; returns how many came to an end. `stop` says that the program is to end.
pub async fn run(app: &App, now: DateTime<Utc>, stop: impl Fn() -> bool) -> Result<u64, Error> {
    let mut ended = 0;
    for run in app.store.list_due_runs(now).await? {
        if stop() {
            break;
        }
        ended += u64::from(work_out(app, &run, now, &stop).await?);
    }
    Ok(ended)
}

async fn work_out(
    app: &App,
    run: &Run,
    now: DateTime<Utc>,
    stop: &impl Fn() -> bool,
) -> Result<bool, Error> {
    let holder = new_secret();
    let mut begin = write(now);
    begin.push(runs::claim(run, &holder, now, now + LEASE));
    match app.store.commit(begin).await {
        Err(store::Error::Conflict) => return Ok(false),
        other => other?,
    }
    let outcome = if run.attempts >= MOST_ATTEMPTS {
        Outcome::Failed(
            "The work was cut off three times. Ask for another suggestion; if it happens again, tell an administrator.".into(),
        )
    } else {
        match found(app, run, &holder, now, stop).await {
            Ok(outcome) => outcome,
            // Somebody else has it now.
            Err(Error::Conflict) => return Ok(false),
            Err(e) => {
                tracing::error!(run = %run.id, reason = %e, "teams could not be suggested");
                Outcome::Failed("It could not be worked out because of a fault of ours. Ask for another suggestion.".into())
            }
        }
    };
    let again = outcome == Outcome::Again;
    let mut end = write(now);
    end.push(runs::finish(&run.id, &holder, outcome, now));
    match app.store.commit(end).await {
        Err(store::Error::Conflict) => Ok(false),
        other => {
            other?;
            Ok(!again)
        }
    }
}

async fn found(
    app: &App,
    run: &Run,
    holder: &str,
    now: DateTime<Utc>,
    stop: &impl Fn() -> bool,
) -> Result<Outcome, Error> {
    let today = domain::calendar::london_date(now);
    let teams = app
        .store
        .find_cycle_teams(&run.cycle, today)
        .await?
        .ok_or(Error::NotFound)?;
    let (problem, forming) = question(&teams, run.afresh);
    let shared = Arc::new(Shared::default());
    let theirs = Arc::clone(&shared);
    let mut search = tokio::task::spawn_blocking(move || -> Suggestion {
        suggest(problem, &forming, &Budget::thorough(), &mut |progress| {
            let mut told = theirs
                .progress
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *told = Some(progress);
            if theirs.stop.load(Ordering::Relaxed) {
                Continue::Stop
            } else {
                Continue::Go
            }
        })
    });
    let mut wish = run.wish;
    loop {
        if wish != Wish::Finish || stop() {
            shared.stop.store(true, Ordering::Relaxed);
        }
        tokio::select! {
            suggestion = &mut search => {
                let suggestion = suggestion.map_err(|e| Error::Internal(format!("the search stopped: {e}")))?;
                // What was wished in the last moment counts.
                let wish = app.store.find_wish(&run.id).await?.unwrap_or(wish);
                return Ok(match wish {
                    Wish::Cancel => Outcome::Cancelled,
                    Wish::Finish if stop() => Outcome::Again,
                    _ => Outcome::Answer {
                        text: suggestion.to_text(),
                        teams_version: teams.version,
                    },
                });
            }
            () = tokio::time::sleep(BEAT) => {}
        }
        let told = *shared
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(progress) = told {
            let mut beat = write(app.clock.now());
            beat.push(runs::progress(
                &run.id,
                holder,
                progress,
                app.clock.now() + LEASE,
            ));
            if let Err(e) = app.store.commit(beat).await {
                shared.stop.store(true, Ordering::Relaxed);
                return Err(e.into());
            }
        }
        match app.store.find_wish(&run.id).await? {
            Some(now_wished) => wish = now_wished,
            None => {
                shared.stop.store(true, Ordering::Relaxed);
                return Err(Error::Conflict);
            }
        }
    }
}

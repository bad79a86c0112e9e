//! Hands queued mails to the relay and records what became of each, in one transaction with the log.
//!
//! A mail is taken by a lease and sent under an id and a date that never change. So the one copy too many that can
//! ever go out, when the program is killed between the relay's word and the record of it, is known by its Message-ID.

use super::backoff::next_try;
use crate::email::{Contact, Outcome, OutgoingMail};
use crate::error::Error;
use crate::state::App;
use chrono::{DateTime, Duration, Utc};
use futures::StreamExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use store::mail::outbox::{Fate, Leased, finish, give_back};
use store::{Meta, Write};

/// Mails sent at the same time.
const AT_ONCE: usize = 4;
/// Mails taken together. With a minute for each (the mailer's own limit) and four at once, they are done long before
/// the lease ends.
const BATCH: usize = 16;
/// How long a batch belongs to this process.
const LEASE: Duration = Duration::minutes(10);

/// What became of the mails that were due.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// The relay took them.
    pub sent: u64,
    /// Put off.
    pub deferred: u64,
    /// Refused for good.
    pub refused: u64,
    /// Put off for 48 hours and not tried again.
    pub given_up: u64,
    /// Of all these, mails whose earlier try was cut off, so that a second copy may have gone out.
    pub repeated: u64,
}

/// One run: when it began, and whether the relay has turned out to be away.
struct Run {
    now: DateTime<Utc>,
    began: Instant,
    relay_is_away: AtomicBool,
}

impl Run {
    /// The time, going on from the start of the run: leases are measured by the time that really passes.
    fn now(&self) -> DateTime<Utc> {
        self.now + Duration::from_std(self.began.elapsed()).unwrap_or_default()
    }

    fn relay_is_away(&self) -> bool {
        self.relay_is_away.load(Ordering::Relaxed)
    }
}

/// Sends everything that is due, until nothing is, the relay is away, or `stop` says so. `now` is the time at which
/// the run begins.
pub async fn run(
    app: &App,
    now: DateTime<Utc>,
    stop: impl Fn() -> bool,
) -> Result<Delivered, Error> {
    let run = Run {
        now,
        began: Instant::now(),
        relay_is_away: AtomicBool::new(false),
    };
    let mut done = Delivered::default();
    // One mail goes ahead: when the relay is away, it alone is put off.
    let mut batch_size = 1;
    while !stop() && !run.relay_is_away() {
        let taken_at = run.now();
        let batch = app
            .store
            .lease_messages(taken_at, taken_at + LEASE, batch_size)
            .await?;
        if batch.is_empty() {
            break;
        }
        batch_size = BATCH;
        let mut tries = Vec::with_capacity(batch.len());
        for mail in &batch {
            tries.push(attempt(app, &run, mail));
        }
        let results: Vec<_> = futures::stream::iter(tries)
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        for (result, repeated) in results {
            let Some(fate) = result? else { continue };
            done.repeated += u64::from(repeated);
            match fate {
                Fate::Sent => done.sent += 1,
                Fate::TryAgain(_) => done.deferred += 1,
                Fate::Refused => done.refused += 1,
                Fate::GivenUp => done.given_up += 1,
            }
        }
    }
    Ok(done)
}

/// One try and its record; none when the relay is away and the mail was given back untried. Also says whether an
/// earlier try was cut off.
async fn attempt(app: &App, run: &Run, mail: &Leased) -> (Result<Option<Fate>, Error>, bool) {
    if run.relay_is_away() {
        let given_back = commit(app, run.now(), vec![give_back(mail)]).await;
        return (given_back.map(|()| None), false);
    }
    let outcome = app.mailer.deliver(&outgoing(app, mail)).await;
    let now = run.now();
    let fate = match &outcome {
        Outcome::Accepted { .. } => Fate::Sent,
        Outcome::Refused { .. } => Fate::Refused,
        Outcome::Deferred { whole_relay, .. } => {
            if *whole_relay {
                run.relay_is_away.store(true, Ordering::Relaxed);
            }
            let chance = rand::Rng::random::<f64>(&mut rand::rng());
            next_try(mail.attempt, mail.created_at, now, chance)
                .map_or(Fate::GivenUp, Fate::TryAgain)
        }
    };
    let recorded = commit(app, now, finish(mail, fate, outcome.reply(), now)).await;
    (recorded.map(|()| Some(fate)), mail.repeated)
}

async fn commit(
    app: &App,
    now: DateTime<Utc>,
    statements: Vec<store::Statement>,
) -> Result<(), Error> {
    let mut write = Write::new(&Meta {
        by: None,
        now,
        request: "jobs".into(),
    });
    for statement in statements {
        write.push(statement);
    }
    Ok(app.store.commit(write).await?)
}

/// The mail as it leaves: the same bytes at each try.
fn outgoing(app: &App, mail: &Leased) -> OutgoingMail {
    OutgoingMail {
        message_id: app.mailer.message_id(mail.id.as_str()),
        to_name: mail.to_name.clone(),
        to_address: mail.to_address.clone(),
        reply_to: mail
            .ask_address
            .as_deref()
            .map(|address| Contact::new("", address)),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: mail.html.clone(),
        date: mail.created_at,
    }
}

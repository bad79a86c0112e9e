//! E-mails on their way out: which are due, who is sending them, and what became of each try.
//!
//! A process takes messages by a lease: one guarded update moves them to `sending`, so that of several processes one
//! alone has each. A lease that has run out was held by a process that died in the middle; the message is taken again.

use super::super::error::{checked, is_retryable};
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::MessageId;
use std::time::Duration;
use surrealdb::types::{RecordId, SurrealValue};

/// An e-mail that this process may send until its lease ends.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The message.
    pub id: MessageId,
    /// Which try this is, counted from one.
    pub attempt: u32,
    /// True when an earlier try ended without a word, so that the relay may have the mail already.
    pub repeated: bool,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// Subject line.
    pub subject: String,
    /// Text part.
    pub text: String,
    /// HTML part.
    pub html: String,
    /// Address of a person to ask.
    pub ask_address: Option<String>,
    /// When it was queued: its date at each try.
    pub created_at: DateTime<Utc>,
}

/// What becomes of an e-mail after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The relay has it.
    Sent,
    /// Tried again at this time.
    TryAgain(DateTime<Utc>),
    /// Put off too often; not tried again.
    GivenUp,
    /// The relay will never take it.
    Refused,
}

#[derive(SurrealValue)]
struct Row {
    id: RecordId,
    attempts: i64,
    to_name: String,
    to_address: String,
    subject: String,
    text: String,
    html: String,
    ask_address: Option<String>,
    created_at: DateTime<Utc>,
}

#[derive(SurrealValue, Clone)]
struct LeaseVars {
    kind: String,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
}

/// What somebody waits for in front of a screen goes before the daily mails.
const KINDS: [&str; 4] = ["sign_in", "concern", "invitation", "daily"];

const LEASE_DUE: &str = "
    UPDATE (SELECT VALUE id FROM message WHERE state = 'queued' AND kind = $kind AND next_try_at <= $now LIMIT $limit)
        SET state = 'sending', attempts += 1, leased_until = $until
        WHERE state = 'queued' AND next_try_at <= $now
        RETURN id, attempts, to_name, to_address, subject, text, html, ask_address, created_at";
const LEASE_LOST: &str = "
    UPDATE (SELECT VALUE id FROM message WHERE state = 'sending' AND leased_until <= $now LIMIT $limit)
        SET attempts += 1, leased_until = $until
        WHERE state = 'sending' AND leased_until <= $now
        RETURN id, attempts, to_name, to_address, subject, text, html, ask_address, created_at";

impl Store {
    /// Takes up to `limit` messages that are due, for sending until `until`. No two callers get the same message as
    /// long as its lease lasts.
    pub async fn lease_messages(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<Leased>> {
        let mut taken = Vec::new();
        let mut vars = LeaseVars {
            kind: String::new(),
            now,
            until,
            limit: 0,
        };
        vars.limit = i64::try_from(limit).unwrap_or(i64::MAX);
        for row in self.lease(LEASE_LOST, &vars).await? {
            taken.push(leased(row, true)?);
        }
        for kind in KINDS {
            let room = limit.saturating_sub(taken.len());
            if room == 0 {
                break;
            }
            vars.kind = kind.to_owned();
            vars.limit = i64::try_from(room).unwrap_or(i64::MAX);
            for row in self.lease(LEASE_DUE, &vars).await? {
                taken.push(leased(row, false)?);
            }
        }
        Ok(taken)
    }

    /// One lease; when another process takes the same messages at the same moment, one of the two tries again and
    /// finds the others.
    async fn lease(&self, sql: &'static str, vars: &LeaseVars) -> Result<Vec<Row>> {
        let mut pause = Duration::from_millis(5);
        for _ in 0..8 {
            let answer = match self.db.query(sql).bind(vars.clone()).await {
                Ok(response) => checked(response),
                Err(e) => Err(e),
            };
            match answer {
                Ok(mut response) => return Ok(response.take(0)?),
                Err(e) if is_retryable(&e) => {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                Err(e) => return Err(e.into()),
            }
        }
        // Others are busy with them.
        Ok(Vec::new())
    }
}

fn leased(row: Row, repeated: bool) -> Result<Leased> {
    Ok(Leased {
        id: key(&row.id)?,
        attempt: u32::try_from(row.attempts).map_err(|_| {
            Error::Internal("a message was tried a negative number of times".into())
        })?,
        repeated,
        to_name: row.to_name,
        to_address: row.to_address,
        subject: row.subject,
        text: row.text,
        html: row.html,
        ask_address: row.ask_address,
        created_at: row.created_at,
    })
}

const SENT: &str = "UPDATE $id SET state = 'sent', finished_at = $now, leased_until = NONE WHERE state != 'sent' RETURN NONE";
const BACK: &str = "UPDATE $id SET state = 'queued', next_try_at = $at, leased_until = NONE WHERE state = 'sending' AND attempts = $attempt RETURN NONE";
const ENDED: &str = "UPDATE $id SET state = $state, finished_at = $now, leased_until = NONE WHERE state = 'sending' AND attempts = $attempt RETURN NONE";
const UNTRIED: &str = "UPDATE $id SET state = 'queued', attempts -= 1, leased_until = NONE WHERE state = 'sending' AND attempts = $attempt RETURN NONE";
const LOG: &str =
    "CREATE delivery SET message = $id, at = $now, outcome = $outcome, reply = $reply RETURN NONE";

/// Records what became of a try, with the relay's words. Belongs into one write, so that state and log agree. A
/// message that the relay has taken is sent, whoever holds the lease by now; anything else is for the holder alone.
pub fn finish(message: &Leased, fate: Fate, reply: &str, now: DateTime<Utc>) -> Vec<Statement> {
    let mut out = Vec::new();
    if message.repeated {
        let words = "An earlier try was cut off before its end was recorded. The mail may have arrived; it was sent again under the same Message-ID.";
        out.push(log(message, "unknown", words, now));
    }
    let outcome = match fate {
        Fate::Sent => "accepted",
        Fate::TryAgain(_) | Fate::GivenUp => "deferred",
        Fate::Refused => "refused",
    };
    out.push(match fate {
        Fate::Sent => at(SENT, message).bind("now", now),
        Fate::TryAgain(next) => at(BACK, message).bind("at", next),
        Fate::GivenUp => at(ENDED, message)
            .bind("now", now)
            .bind("state", "given_up".to_owned()),
        Fate::Refused => at(ENDED, message)
            .bind("now", now)
            .bind("state", "refused".to_owned()),
    });
    out.push(log(message, outcome, reply, now));
    out
}

/// Gives a message back that was taken and not tried.
pub fn give_back(message: &Leased) -> Statement {
    at(UNTRIED, message)
}

fn at(sql: &'static str, message: &Leased) -> Statement {
    Statement::new(sql)
        .bind("id", rid("message", &message.id))
        .bind("attempt", i64::from(message.attempt))
}

fn log(message: &Leased, outcome: &str, reply: &str, now: DateTime<Utc>) -> Statement {
    Statement::new(LOG)
        .bind("id", rid("message", &message.id))
        .bind("now", now)
        .bind("outcome", outcome.to_owned())
        .bind("reply", reply.to_owned())
}

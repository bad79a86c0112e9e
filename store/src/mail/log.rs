//! E-mails as an administrator looks them up: the list, one message, and what the relay said to each try.

use crate::{Error, Result, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::MessageId;
use domain::policy::{Permit, act};
use std::collections::BTreeMap;
use surrealdb::types::{RecordId, SurrealValue};

/// How far an e-mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageState {
    /// Waits for its next try.
    Queued,
    /// A process is sending it.
    Sending,
    /// The relay has it.
    Sent,
    /// The relay will never take it.
    Refused,
    /// Put off for too long.
    GivenUp,
}

impl MessageState {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Refused,
        Self::GivenUp,
    ];

    /// The state as stored and as a form value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
        }
    }
}

impl std::str::FromStr for MessageState {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or_else(|| Error::Internal(format!("{text:?} is not a message's state")))
    }
}

/// Which messages are looked for.
#[derive(Debug, Clone, Default)]
pub struct MessageFilter {
    /// Only those in this state.
    pub state: Option<MessageState>,
    /// Only those whose recipient's address holds this; all when empty.
    pub address: String,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct MessageLine {
    /// The message.
    pub id: MessageId,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// Subject line.
    pub subject: String,
    /// How far it is.
    pub state: MessageState,
    /// Tries so far.
    pub attempts: u64,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
}

/// One page of the list.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// Newest first.
    pub lines: Vec<MessageLine>,
    /// How many messages fit the filter.
    pub found: u64,
    /// All messages by state, whatever the filter.
    pub counts: BTreeMap<MessageState, u64>,
}

/// One e-mail.
#[derive(Debug, Clone)]
pub struct Message {
    /// As in the list.
    pub line: MessageLine,
    /// Text part.
    pub text: String,
    /// Address of a person to ask: Reply-To.
    pub ask_address: Option<String>,
    /// When it is tried next, if it waits.
    pub next_try_at: DateTime<Utc>,
    /// What the relay said, oldest first.
    pub deliveries: Vec<Delivery>,
}

/// One try.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// When.
    pub at: DateTime<Utc>,
    /// `accepted`, `deferred`, `refused` or `unknown`.
    pub outcome: String,
    /// The relay's words, or ours where there was no relay to speak.
    pub reply: String,
}

#[derive(SurrealValue)]
struct LineRow {
    id: RecordId,
    to_name: String,
    to_address: String,
    subject: String,
    state: String,
    attempts: i64,
    created_at: DateTime<Utc>,
}

impl TryFrom<LineRow> for MessageLine {
    type Error = Error;
    fn try_from(row: LineRow) -> Result<Self> {
        Ok(Self {
            id: key(&row.id)?,
            to_name: row.to_name,
            to_address: row.to_address,
            subject: row.subject,
            state: row.state.parse()?,
            attempts: row.attempts.unsigned_abs(),
            created_at: row.created_at,
        })
    }
}

#[derive(SurrealValue)]
struct PartsRow {
    text: String,
    ask_address: Option<String>,
    next_try_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct DeliveryRow {
    at: DateTime<Utc>,
    outcome: String,
    reply: String,
}

#[derive(SurrealValue)]
struct CountRow {
    state: String,
    n: i64,
}

#[derive(SurrealValue)]
struct ListVars {
    state: String,
    address: String,
    limit: i64,
    start: i64,
}

const LIST: &str = "
    SELECT id, to_name, to_address, subject, state, attempts, created_at FROM message
        WHERE ($state = '' OR state = $state) AND ($address = '' OR string::contains(string::lowercase(to_address), $address))
        ORDER BY created_at DESC, id LIMIT $limit START $start;
    SELECT count() AS n FROM message
        WHERE ($state = '' OR state = $state) AND ($address = '' OR string::contains(string::lowercase(to_address), $address)) GROUP ALL;
    SELECT state, count() AS n FROM message GROUP BY state;";
const FIND: &str = "
    SELECT id, to_name, to_address, subject, state, attempts, created_at FROM $message;
    SELECT text, ask_address, next_try_at FROM $message;
    SELECT at, outcome, reply FROM delivery WHERE message = $message ORDER BY at, id;";

impl Store {
    /// One page of the messages, newest first; `page` is counted from one.
    pub async fn list_messages(
        &self,
        _: &Permit<act::SeeMessages>,
        filter: &MessageFilter,
        page: usize,
        size: usize,
    ) -> Result<MessagePage> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let before = i64::try_from(page.saturating_sub(1)).unwrap_or(i64::MAX);
        let vars = ListVars {
            state: filter.state.map_or("", MessageState::as_str).to_owned(),
            address: filter.address.trim().to_lowercase(),
            limit: size,
            start: before.saturating_mul(size),
        };
        let mut response = self.read(LIST, vars).await?;
        let lines: Vec<LineRow> = response.take(0)?;
        let found: Option<i64> = response.take((1, "n"))?;
        let counts: Vec<CountRow> = response.take(2)?;
        Ok(MessagePage {
            lines: lines
                .into_iter()
                .map(MessageLine::try_from)
                .collect::<Result<_>>()?,
            found: found.unwrap_or(0).unsigned_abs(),
            counts: counts
                .into_iter()
                .map(|c| Ok((c.state.parse()?, c.n.unsigned_abs())))
                .collect::<Result<_>>()?,
        })
    }

    /// One message with its delivery log.
    pub async fn find_message(
        &self,
        _: &Permit<act::SeeMessages>,
        id: &MessageId,
    ) -> Result<Option<Message>> {
        let mut response = self.read(FIND, [("message", rid("message", id))]).await?;
        let line: Option<LineRow> = response.take(0)?;
        let parts: Option<PartsRow> = response.take(1)?;
        let deliveries: Vec<DeliveryRow> = response.take(2)?;
        line.zip(parts)
            .map(|(line, parts)| {
                Ok(Message {
                    line: line.try_into()?,
                    text: parts.text,
                    ask_address: parts.ask_address,
                    next_try_at: parts.next_try_at,
                    deliveries: deliveries
                        .into_iter()
                        .map(|d| Delivery {
                            at: d.at,
                            outcome: d.outcome,
                            reply: d.reply,
                        })
                        .collect(),
                })
            })
            .transpose()
    }
}

//! Sessions and one-time sign-in links. Only hashes of secrets are stored.

use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use surrealdb::types::{RecordId, SurrealValue};

const CREATE_LINK: &str = "CREATE type::record('sign_in_link', $hash) SET person = $person, expires_at = $expires, created_at = $now, next = $next RETURN NONE";

/// A one-time link; `next` is the path to which it leads after signing in.
pub fn create_link(
    hash: &str,
    person: &PersonId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    next: &str,
) -> Statement {
    Statement::new(CREATE_LINK)
        .bind("hash", hash.to_owned())
        .bind("person", rid("person", person))
        .bind("now", now)
        .bind("expires", expires_at)
        .bind("next", next.to_owned())
}

/// Uses a link up: changes nothing, and so fails with a conflict, when it was used before or has expired.
pub fn use_link(hash: &str, now: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE type::record('sign_in_link', $hash) SET used_at = $now WHERE used_at = NONE AND expires_at > $now",
    )
    .bind("hash", hash.to_owned())
    .bind("now", now)
}

/// Begins a session.
pub fn create_session(
    hash: &str,
    person: &PersonId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE type::record('session', $hash) SET person = $person, created_at = $now, expires_at = $expires RETURN NONE",
    )
    .bind("hash", hash.to_owned())
    .bind("person", rid("person", person))
    .bind("now", now)
    .bind("expires", expires_at)
}

/// Ends one session.
pub fn end_session(hash: &str) -> Statement {
    Statement::new("DELETE type::record('session', $hash)").bind("hash", hash.to_owned())
}

/// Ends every session of a person.
pub fn end_all_sessions(person: &PersonId) -> Statement {
    Statement::new("DELETE session WHERE person = $person").bind("person", rid("person", person))
}

/// Removes sessions and links that ended a day ago or more.
pub fn sweep(now: DateTime<Utc>) -> Statement {
    Statement::new("DELETE session WHERE expires_at < $before; DELETE sign_in_link WHERE expires_at < $before; DELETE posted WHERE at < $before")
        .bind("before", now - chrono::Duration::days(1))
}

/// A link that can still be used: for whom, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// Who signs in with it.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The path after signing in.
    pub next: String,
}

#[derive(SurrealValue)]
struct LinkRow {
    person: RecordId,
    name: String,
    next: String,
}

impl Store {
    /// The link, when it exists, has not been used and has not expired.
    pub async fn find_open_link(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<OpenLink>> {
        #[derive(SurrealValue)]
        struct Vars {
            hash: String,
            now: DateTime<Utc>,
        }
        let row: Option<LinkRow> = self
            .read(
                "SELECT person, person.name AS name, next FROM type::record('sign_in_link', $hash) WHERE used_at = NONE AND expires_at > $now",
                Vars { hash: hash.to_owned(), now },
            )
            .await?
            .take(0)?;
        row.map(|r| {
            Ok(OpenLink {
                person: key(&r.person)?,
                name: r.name,
                next: r.next,
            })
        })
        .transpose()
    }

    /// How many links were made for a person since a time: for holding back who asks too often.
    pub async fn count_links_since(&self, person: &PersonId, since: DateTime<Utc>) -> Result<u64> {
        #[derive(SurrealValue)]
        struct Vars {
            person: RecordId,
            since: DateTime<Utc>,
        }
        let n: Option<i64> = self
            .read(
                "SELECT count() AS n FROM sign_in_link WHERE person = $person AND created_at > $since GROUP ALL",
                Vars { person: rid("person", person), since },
            )
            .await?
            .take((0, "n"))?;
        Ok(n.unwrap_or(0).unsigned_abs())
    }
}

//! Small helpers between rows and domain types.

use crate::Error;
use chrono::NaiveDate;
use surrealdb::types::{RecordId, RecordIdKey};

/// A record id from a table and a domain id.
pub fn rid(table: &'static str, id: impl ToString) -> RecordId {
    RecordId::new(table, id.to_string())
}

/// The key of a record id as a domain id.
pub fn key<T: std::str::FromStr>(id: &RecordId) -> Result<T, Error> {
    let text = match &id.key {
        RecordIdKey::String(text) => text.clone(),
        RecordIdKey::Number(n) => n.to_string(),
        other => return Err(Error::Internal(format!("unexpected record key {other:?}"))),
    };
    text.parse()
        .map_err(|_| Error::Internal(format!("record key {text:?} is not an id")))
}

/// The key of an optional link.
pub fn opt_key<T: std::str::FromStr>(id: Option<&RecordId>) -> Result<Option<T>, Error> {
    id.map(key).transpose()
}

/// A stored civil date.
pub fn date(text: &str) -> Result<NaiveDate, Error> {
    text.parse()
        .map_err(|_| Error::Internal(format!("{text:?} is not a date")))
}

/// An optional stored civil date.
pub fn opt_date(text: Option<&str>) -> Result<Option<NaiveDate>, Error> {
    text.map(date).transpose()
}

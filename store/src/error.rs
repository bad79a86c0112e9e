//! What can go wrong in the database, in the few kinds that a caller can act on.

use surrealdb::types::{ErrorDetails, QueryError};

/// A failed read or write.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such record, or not in the caller's scope.
    #[error("not found")]
    NotFound,
    /// The record was changed by somebody else since it was read; nothing was written.
    #[error("changed by somebody else")]
    Conflict,
    /// The same form was posted before; it led to this location, and nothing was written again.
    #[error("already done")]
    Repeated(String),
    /// A unique index, by name, already has this value; nothing was written.
    #[error("already exists: {0}")]
    Duplicate(String),
    /// A rule inside the database refused the write; the text says which.
    #[error("refused: {0}")]
    Refused(String),
    /// The database cannot be reached or opened.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A fault of ours: a statement that does not fit the schema, a row that does not fit its type.
    #[error("database fault: {0}")]
    Internal(String),
}

/// True when the whole transaction may simply be tried again.
pub(crate) fn is_retryable(e: &surrealdb::Error) -> bool {
    matches!(
        e.details(),
        ErrorDetails::Query(Some(QueryError::TransactionConflict))
    ) || e.message().contains("can be retried")
}

impl From<surrealdb::Error> for Error {
    fn from(e: surrealdb::Error) -> Self {
        let message = e.message().to_owned();
        if let Some(index) = between(&message, "Database index `", "`") {
            return Self::Duplicate(index.to_owned());
        }
        if e.is_already_exists() || message.contains("already exists") {
            return Self::Duplicate(message);
        }
        if e.is_thrown() {
            return match message
                .strip_prefix("An error occurred: ")
                .unwrap_or(&message)
            {
                "conflict" => Self::Conflict,
                other => Self::Refused(other.to_owned()),
            };
        }
        if e.is_connection() {
            return Self::Unavailable(message);
        }
        Self::Internal(message)
    }
}

/// The part of `text` between two marks.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// The error that made a response fail, not the "not executed" that follow it.
pub(crate) fn checked(
    mut response: surrealdb::IndexedResults,
) -> std::result::Result<surrealdb::IndexedResults, surrealdb::Error> {
    let mut errors: Vec<_> = response.take_errors().into_iter().collect();
    if errors.is_empty() {
        return Ok(response);
    }
    errors.sort_by_key(|(i, _)| *i);
    let shadow = |e: &surrealdb::Error| {
        matches!(
            e.details(),
            ErrorDetails::Query(Some(QueryError::NotExecuted | QueryError::Cancelled))
        )
    };
    let at = errors.iter().position(|(_, e)| !shadow(e)).unwrap_or(0);
    Err(errors.swap_remove(at).1)
}

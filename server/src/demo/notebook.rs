//! Two notes of today in a reviewer's notebook, from the reading before the visit, with who was heard.

use crate::error::Error;
use chrono::{DateTime, Utc};
use store::Store;

/// Adds the notes to the review whose pack has been released. They were written in the last hour.
pub(super) async fn load(store: &Store, now: DateTime<Utc>) -> Result<(), Error> {
    let text = include_str!("notebook.surql");
    Ok(store.seed(text, [("now", now.to_rfc3339())]).await?)
}

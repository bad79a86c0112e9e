//! Reads a framework version once and keeps it: a published one never changes.

use crate::error::Error;
use crate::state::App;
use domain::framework::{Framework, parse};
use domain::ids::FrameworkId;
use std::sync::{Arc, PoisonError};
use store::frameworks::FrameworkRecord;

/// The framework of a cycle, parsed. `NotFound` when there is none of this id.
///
/// Asks nobody's leave, since whoever sees a cycle or a review may read what it is judged by.
pub async fn load(app: &App, id: &FrameworkId) -> Result<Arc<Framework>, Error> {
    if let Some(kept) = app
        .frameworks
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(id)
    {
        return Ok(kept.clone());
    }
    let found = app.store.find_framework(id).await?.ok_or(Error::NotFound)?;
    let framework = Arc::new(read(&found)?);
    if found.line.published_at.is_some() {
        let mut kept = app
            .frameworks
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        kept.insert(id.clone(), framework.clone());
    }
    Ok(framework)
}

/// Parses a stored version. It was checked when it came in, so a fault now is one of ours.
pub fn read(found: &FrameworkRecord) -> Result<Framework, Error> {
    parse(&found.text).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Error::Internal(format!(
            "framework {} cannot be read: {first}",
            found.line.id
        ))
    })
}

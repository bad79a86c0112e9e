//! Framework versions: read by everybody, brought in and published by administrators.

mod load;
mod publish;

pub use load::{load, read};
pub use publish::{FIRST_FRAMEWORK, delete_draft, ensure_first_framework, import, publish};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::ids::FrameworkId;
use domain::policy::{self, SiteAction, act, can_site};
use store::frameworks::{FrameworkLine, FrameworkRecord};

/// The versions that the person may read: published ones, and drafts for those who manage them.
pub async fn list(app: &App, user: &User) -> Result<Vec<FrameworkLine>, Error> {
    if let Ok(permit) = policy::site::<act::ManageFrameworks>(&user.actor) {
        return Ok(app.store.list_all_frameworks(&permit).await?);
    }
    let permit = policy::site::<act::SeeFrameworks>(&user.actor)?;
    Ok(app.store.list_published_frameworks(&permit).await?)
}

/// One version with its text, when the person may read it. A draft does not exist for anybody else.
pub async fn find(app: &App, user: &User, id: &FrameworkId) -> Result<FrameworkRecord, Error> {
    policy::site::<act::SeeFrameworks>(&user.actor)?;
    let found = app.store.find_framework(id).await?.ok_or(Error::NotFound)?;
    if found.line.published_at.is_none() && !can_site(&user.actor, SiteAction::ManageFrameworks) {
        return Err(Error::NotFound);
    }
    Ok(found)
}

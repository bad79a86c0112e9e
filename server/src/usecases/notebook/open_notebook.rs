//! The notebook of one review, and what is printed for those who write on paper.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::{Loaded, load_framework, load_review};
use domain::ids::ReviewId;
use domain::policy::{self, Denied, act};
use store::notebook::OwnNote;
use store::reviews::Review;

/// What a notebook holds.
#[derive(Debug)]
pub struct Notebook {
    /// Review and framework.
    pub loaded: Loaded,
    /// The person's own notes of today, the latest first.
    pub today: Vec<OwnNote>,
}

/// A notebook, or why it cannot be written in.
#[derive(Debug)]
pub enum Opened {
    /// Notes can be added.
    Ready(Box<Notebook>),
    /// The person belongs to the team, but it is too early or too late for notes; the words say which. What a device
    /// has kept must still be seen.
    NotNow(Box<Review>, &'static str),
}

/// The notebook, for those who may add notes of the visit.
pub async fn open_notebook(app: &App, user: &User, id: &ReviewId) -> Result<Opened, Error> {
    let review = load_review(app, user, id).await?;
    match policy::review::<act::AddVisitNotes>(&user.actor, &review.facts) {
        Ok(_) => {}
        Err(Denied::NotNow(words)) => return Ok(Opened::NotNow(Box::new(review), words)),
        Err(denied) => return Err(denied.into()),
    }
    let framework = load_framework(app, &review).await?;
    let mut today = app.store.list_own_notes(id, &user.actor.person).await?;
    today.retain(|n| domain::calendar::london_date(n.written_at) == user.today);
    let loaded = Loaded { review, framework };
    Ok(Opened::Ready(Box::new(Notebook { loaded, today })))
}

/// What the sheets for the visit day are made of.
pub async fn open_sheets(app: &App, user: &User, id: &ReviewId) -> Result<Loaded, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::AddVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    Ok(Loaded { review, framework })
}

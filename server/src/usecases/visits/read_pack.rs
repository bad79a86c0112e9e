//! The pack: everything that the team reads before the visit, on one page.

use super::{load_framework, load_review, milestones};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::framework::Framework;
use domain::ids::ReviewId;
use domain::milestones::MilestoneDates;
use domain::policy::{self, act};
use store::reviews::Review;
use store::visits::{Note, RegisterFacts, Side, StrandEntry};

/// What stands in the pack.
#[derive(Debug)]
pub struct Pack {
    /// The review: team, questions, focus.
    pub review: Review,
    /// The framework of the cycle.
    pub framework: Framework,
    /// What the register says of the school.
    pub school: RegisterFacts,
    /// The self-review.
    pub entries: Vec<StrandEntry>,
    /// The school's evidence.
    pub evidence: Vec<Note>,
    /// When each step is due.
    pub dates: MilestoneDates,
}

/// The pack, once it has been released.
pub async fn read_pack(app: &App, user: &User, id: &ReviewId) -> Result<Pack, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadPack>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let school = app
        .store
        .find_register_facts(&review.facts.school)
        .await?
        .ok_or(Error::NotFound)?;
    let entries = app.store.list_strand_entries(id, Side::School).await?;
    let evidence = app.store.list_notes(id, Side::School).await?;
    let dates = milestones(&review);
    Ok(Pack {
        review,
        framework,
        school,
        entries,
        evidence,
        dates,
    })
}

//! The pack: everything that the team reads before the visit, on one page.

use super::levels::hide_levels;
use super::{load_framework, load_review, milestones};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::framework::{Framework, StrandCode};
use domain::ids::ReviewId;
use domain::milestones::MilestoneDates;
use domain::policy::{self, act};
use std::collections::BTreeSet;
use store::reviews::Review;
use store::timetables::Timetable;
use store::visits::earlier::EarlierCycle;
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
    /// Strands of which the school's level is hidden until the reader has given one.
    pub hidden: BTreeSet<StrandCode>,
    /// The school's evidence.
    pub evidence: Vec<Note>,
    /// The timetable of the visit, once it has been begun.
    pub timetable: Option<Timetable>,
    /// What became of the school's last review in this partnership.
    pub earlier: Option<EarlierCycle>,
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
    let mut entries = app.store.list_strand_entries(id, Side::School).await?;
    let evidence = app.store.list_notes(id, Side::School).await?;
    let hidden = hide_levels(app, user, &review, &framework, &mut entries).await?;
    let timetable = app.store.find_timetable(id).await?;
    let earlier = app.store.find_earlier_actions(id).await?;
    let dates = milestones(&review);
    Ok(Pack {
        review,
        framework,
        school,
        entries,
        hidden,
        evidence,
        timetable,
        earlier,
        dates,
    })
}

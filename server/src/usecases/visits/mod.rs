//! What a review team does before, on and after a visit, up to its notes; the report is in [`super::reports`].

mod discussion;
mod levels;
mod list_my_visits;
mod notes;
mod read_pack;
mod record_visit;

pub use discussion::{Discussion, add_post, list_discussion, remove_post};
pub(in crate::usecases) use levels::hide_levels;
pub use levels::{
    SideBySide, StrandLevels, agree_where_of_one_mind, read_levels, set_agreed_level,
};
pub use list_my_visits::{MyVisit, list_my_visits};
pub(in crate::usecases) use notes::WRITING;
pub use notes::{Notes, add_note, list_notes, remove_note, set_peer_level};
pub use read_pack::{Pack, read_pack};
pub use record_visit::{find_visit, record_visit};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::Reader;
use domain::framework::{Framework, StrandCode};
use domain::ids::ReviewId;
use domain::milestones::MilestoneDates;
use store::reviews::Review;

/// A review with the framework of its cycle. Whoever loads one asks the policy next.
#[derive(Debug)]
pub struct Loaded {
    /// The review.
    pub review: Review,
    /// The framework version of its cycle.
    pub framework: Framework,
}

/// The review as it stands in the database: no permission has been asked for yet.
pub(in crate::usecases) async fn load_review(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<Review, Error> {
    app.store
        .find_review(id, user.today)
        .await?
        .ok_or(Error::NotFound)
}

/// The framework version of the review's cycle.
pub(in crate::usecases) async fn load_framework(
    app: &App,
    review: &Review,
) -> Result<Framework, Error> {
    let framework = crate::usecases::frameworks::load(app, &review.framework).await?;
    Ok((*framework).clone())
}

/// When the steps of the review are due.
pub fn milestones(review: &Review) -> MilestoneDates {
    review.milestone_dates(&review.calendar())
}

/// The strand that a form names, if the framework has it.
pub(in crate::usecases) fn read_strand(
    reader: &mut Reader<'_>,
    framework: &Framework,
) -> Option<StrandCode> {
    let code: StrandCode = reader.parsed("strand", "Choose a strand")?;
    if framework.strand(&code).is_none() {
        reader.error("strand", "Choose a strand");
        return None;
    }
    Some(code)
}

/// Two people who save the first text of a record at the same moment: the second one is shown both.
pub(in crate::usecases) fn first_save(e: store::Error) -> Error {
    match e {
        store::Error::Duplicate(_) => Error::Conflict,
        other => other.into(),
    }
}

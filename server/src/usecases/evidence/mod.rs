//! Evidence of a review: who may see which side, lists, one piece, its files, and the triangulation matrix.
//!
//! The school's evidence is read with its self-review: by the school itself, and by the team from the release of the
//! pack. The team's is read and written with its notes. The school never sees the team's.

mod files;
mod list;
mod save;

pub use files::{Download, add_files, download, remove_file, replace_file};
pub use list::{Listed, Shown, count_matrix, find_piece, list_pieces};
pub use save::{Saved, add_piece, change_piece, remove_piece};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::frameworks;
use crate::usecases::reviews::{self, Around};
use domain::evidence::Side;
use domain::framework::Framework;
use domain::ids::ReviewId;
use domain::policy::{self, Denied, ReviewAction, act, can_review};
use std::sync::Arc;
use store::evidence::{Piece, Writer};
use store::reviews::Review;

/// A review with what the person may do with its evidence.
#[derive(Debug)]
pub struct Access {
    /// The review.
    pub review: Review,
    /// The framework of its cycle.
    pub framework: Arc<Framework>,
    /// The sides that the person may read, the own one first.
    pub reads: Vec<Side>,
    /// The side to which the person may add now.
    pub writes: Option<Side>,
    /// The people around the review.
    pub around: Around,
}

impl Access {
    /// The person's own side.
    pub fn own(&self) -> Side {
        self.reads.first().copied().unwrap_or(Side::School)
    }
    /// True when the person may change this piece now: on the team's side, who added it.
    pub fn may_change(&self, user: &User, piece: &Piece) -> bool {
        self.writes == Some(piece.side)
            && (piece.side == Side::School || piece.by == user.actor.person)
    }
}

/// What the person may read and write of a review's evidence; refused when it is nothing.
pub async fn open(app: &App, user: &User, id: &ReviewId) -> Result<Access, Error> {
    let review = reviews::find(app, user, id).await?;
    let reads = readable(user, &review)?;
    let can = |action| can_review(&user.actor, action, &review.facts);
    let writes = if can(ReviewAction::AddVisitNotes) {
        Some(Side::Team)
    } else if can(ReviewAction::EditSelfReview) {
        Some(Side::School)
    } else {
        None
    };
    let framework = frameworks::load(app, &review.framework).await?;
    let around = Around::load(app, user, &review).await?;
    Ok(Access {
        review,
        framework,
        reads,
        writes,
        around,
    })
}

fn readable(user: &User, review: &Review) -> Result<Vec<Side>, Error> {
    let can = |action| can_review(&user.actor, action, &review.facts);
    let mut reads = Vec::new();
    if can(ReviewAction::ReadVisitNotes) {
        reads.push(Side::Team);
    }
    if can(ReviewAction::ReadSelfReview) || can(ReviewAction::ReadPack) {
        reads.push(Side::School);
    }
    if !reads.is_empty() {
        return Ok(reads);
    }
    // The refusal that tells most: a school hears of its agreement, everybody else of the pack.
    if let Err(denied @ Denied::NotNow(_)) =
        policy::review::<act::ReadSelfReview>(&user.actor, &review.facts)
    {
        return Err(denied.into());
    }
    policy::review::<act::ReadPack>(&user.actor, &review.facts)?;
    Err(Error::NotFound)
}

/// Leave to write to the person's own side.
fn writer(user: &User, review: &Review) -> Result<Writer, Error> {
    match policy::review::<act::AddVisitNotes>(&user.actor, &review.facts) {
        Ok(permit) => Ok(Writer::Team(permit)),
        Err(Denied::NotYours) => Ok(Writer::School(policy::review::<act::EditSelfReview>(
            &user.actor,
            &review.facts,
        )?)),
        Err(denied) => Err(denied.into()),
    }
}

/// The review and the leave to write to it: asked before anything of a form is read, so that nobody else can fill the
/// disk.
pub async fn open_to_write(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Access, Writer), Error> {
    let access = open(app, user, id).await?;
    let writer = writer(user, &access.review)?;
    Ok((access, writer))
}

//! A school's self-review: given out by strand, read, saved strand by strand or from a spreadsheet, checked, submitted,
//! returned, released; and its enquiry questions.

mod autosave;
mod carry_over;
mod offline;
mod questions;
mod save_strand;
mod shares;
mod submit;

pub use autosave::{Autosaved, autosave};
pub use carry_over::{CarryOver, carry_over, find_carry_over, find_earlier};
pub use offline::{
    NotApplied, Preview, PreviewRow, Refused, apply_form, download_form, read_form, review_form,
};
pub use questions::{open_questions, save_questions};
pub use save_strand::{Then, save_strand};
pub use shares::{find_shares, give_strands};
pub use submit::{check, find_for_release, find_for_return, release, return_to_school, submit};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::{self, Around};
use domain::framework::{Framework, StrandCode};
use domain::ids::{PersonId, ReviewId};
use domain::policy::{self, Denied, act};
use std::sync::Arc;
use store::reviews::Review;
use store::self_reviews::{Evidence, Reader, SelfReview, StrandEntry, StrandWork};

/// A self-review with what is needed to show it.
#[derive(Debug)]
pub struct ReadAll {
    /// The review.
    pub review: Review,
    /// The cycle's framework version.
    pub framework: Arc<Framework>,
    /// What the school has saved.
    pub saved: SelfReview,
    /// Coordinators, heads and contributors.
    pub around: Around,
}

impl ReadAll {
    /// What is saved for a strand.
    pub fn entry(&self, code: StrandCode) -> Option<&StrandEntry> {
        self.saved.entries.iter().find(|e| e.strand == code)
    }

    /// Who works on a strand, where it has been given to somebody or called ready.
    pub fn work(&self, code: StrandCode) -> Option<&StrandWork> {
        self.saved.work.iter().find(|w| w.strand == code)
    }

    /// Who has a strand: id and name.
    pub fn holder(&self, code: StrandCode) -> Option<&(PersonId, String)> {
        self.work(code).and_then(|w| w.person.as_ref())
    }

    /// The evidence for a strand, in the order in which it was added.
    pub fn evidence(&self, code: StrandCode) -> impl Iterator<Item = &Evidence> {
        self.saved.evidence.iter().filter(move |e| e.strand == code)
    }

    /// How many of the framework's strands have been saved.
    pub fn saved_strands(&self) -> usize {
        self.framework
            .strands()
            .filter(|s| self.entry(s.code).is_some())
            .count()
    }
}

/// The framework version of the review's cycle. Whoever sees a review may read what it is judged by.
pub async fn framework_of(app: &App, review: &Review) -> Result<Arc<Framework>, Error> {
    crate::usecases::frameworks::load(app, &review.framework).await
}

/// The whole self-review, for the school at any time and for the team from the release of the pack until the review
/// closes.
pub async fn read_all(app: &App, user: &User, id: &ReviewId) -> Result<ReadAll, Error> {
    let review = reviews::find(app, user, id).await?;
    let saved = match policy::review::<act::ReadSelfReview>(&user.actor, &review.facts) {
        Ok(permit) => app.store.find_self_review(&Reader::School(&permit)).await?,
        Err(Denied::NotYours) => {
            let permit = policy::review::<act::ReadPack>(&user.actor, &review.facts)?;
            app.store.find_self_review(&Reader::Team(&permit)).await?
        }
        Err(denied) => return Err(denied.into()),
    };
    let framework = framework_of(app, &review).await?;
    let around = Around::load(app, user, &review).await?;
    Ok(ReadAll {
        review,
        framework,
        saved,
        around,
    })
}

/// The same for the school alone: its working pages.
pub async fn read_own(app: &App, user: &User, id: &ReviewId) -> Result<ReadAll, Error> {
    let review = reviews::find(app, user, id).await?;
    let permit = policy::review::<act::ReadSelfReview>(&user.actor, &review.facts)?;
    let saved = app.store.find_self_review(&Reader::School(&permit)).await?;
    let framework = framework_of(app, &review).await?;
    let around = Around::load(app, user, &review).await?;
    Ok(ReadAll {
        review,
        framework,
        saved,
        around,
    })
}

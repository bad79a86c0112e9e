//! Everything that the hub of a review shows, for whoever sees the review.

use super::{Around, find_with_permit};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::self_reviews::framework_of;
use domain::calendar::WorkingCalendar;
use domain::ids::ReviewId;
use domain::milestones::MilestoneDates;
use domain::policy::ReviewRelation;
use domain::tasks::{Owner, Task, next_task};
use std::collections::BTreeSet;
use store::reviews::Review;

/// What the page is made of.
#[derive(Debug)]
pub struct Hub {
    /// The review.
    pub review: Review,
    /// How the person stands to it: which parts of the page are for them. What they may do is asked of the policy.
    pub relations: BTreeSet<ReviewRelation>,
    /// Strands that the school has saved, of so many.
    pub strands: (u64, usize),
    /// Working days of the cycle.
    pub calendar: WorkingCalendar,
    /// The days of this review.
    pub dates: MilestoneDates,
    /// Every task of the review.
    pub tasks: Vec<Task>,
    /// Coordinators, heads and contributors.
    pub around: Around,
}

impl Hub {
    /// True when the person stands to the review in one of these ways.
    pub fn is_any(&self, relations: &[ReviewRelation]) -> bool {
        relations.iter().any(|r| self.relations.contains(r))
    }

    /// What is next for this person, or for the review when the person has nothing to do.
    pub fn next(&self, user: &User) -> Option<(&Task, bool)> {
        let mine = next_task(self.tasks.iter().filter(|t| self.is_mine(user, t)));
        mine.map(|t| (t, true))
            .or_else(|| next_task(&self.tasks).map(|t| (t, false)))
    }

    fn is_mine(&self, user: &User, task: &Task) -> bool {
        use ReviewRelation as R;
        match &task.owner {
            Owner::Headteacher(_) => self.is_any(&[R::Headteacher]),
            Owner::Coordinator(_) => self.is_any(&[R::Coordinator]),
            Owner::Person(person) => *person == user.actor.person,
        }
    }
}

/// Loads it.
pub async fn load(app: &App, user: &User, id: &ReviewId) -> Result<Hub, Error> {
    let (review, permit) = find_with_permit(app, user, id).await?;
    let saved = app.store.count_self_entries(&permit).await?;
    let strands = framework_of(app, &review).await?.strands().count();
    let calendar = review.calendar();
    Ok(Hub {
        relations: review.facts.relations(&user.actor),
        strands: (saved, strands),
        dates: review.milestone_dates(&calendar),
        calendar,
        tasks: review.tasks(),
        around: Around::load(app, user, &review).await?,
        review,
    })
}

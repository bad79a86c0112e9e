//! The review of one school: its hub, the agreement, the day of the visit, and putting it off.

pub mod agreement;
pub mod hub;
pub mod pause;
pub mod proposed_dates;
pub mod visit_date;

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use domain::ids::{PersonId, ReviewId};
use domain::notices::NoticeKind;
use domain::policy::{self, Permit, act};
use domain::states::InvitationState;
use std::collections::BTreeSet;
use store::Write;
use store::mail::{NewNotice, create_notice};
use store::reviews::Review;
use store::self_reviews::RoleHolder;

/// The review, when the person may see it.
pub async fn find(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    Ok(find_with_permit(app, user, id).await?.0)
}

/// The review with the leave to see it.
pub async fn find_with_permit(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Permit<act::SeeReview>), Error> {
    let found = app
        .store
        .find_review(id, user.today)
        .await?
        .ok_or(Error::NotFound)?;
    let permit = policy::review::<act::SeeReview>(&user.actor, &found.facts)?;
    Ok((found, permit))
}

/// The people around a review: who hears of what happens to it.
#[derive(Debug, Clone, Default)]
pub struct Around {
    holders: Vec<RoleHolder>,
    team: Vec<PersonId>,
}

impl Around {
    /// Loads coordinators, heads and contributors; the team comes with the review.
    pub async fn load(app: &App, user: &User, review: &Review) -> Result<Self, Error> {
        Ok(Self {
            holders: app
                .store
                .list_people_around_review(&review.facts.id, user.today)
                .await?,
            team: review
                .team
                .iter()
                .filter(|m| {
                    matches!(
                        m.state,
                        InvitationState::Accepted | InvitationState::Invited
                    )
                })
                .map(|m| m.person.clone())
                .collect(),
        })
    }

    /// Coordinators of the partnership.
    pub fn coordinators(&self) -> Vec<PersonId> {
        self.of_kind("coordinator")
    }

    /// Heads of the school.
    pub fn heads(&self) -> Vec<PersonId> {
        self.of_kind("headteacher")
    }

    /// Contributors of the school.
    pub fn contributors(&self) -> Vec<PersonId> {
        self.of_kind("contributor")
    }

    /// Heads and contributors of the school with their names, each once, by name.
    pub fn people_of_school(&self) -> Vec<(PersonId, String)> {
        let mut out: Vec<(PersonId, String)> = Vec::new();
        for holder in &self.holders {
            let of_school = matches!(holder.kind.as_str(), "headteacher" | "contributor");
            if of_school && out.iter().all(|(id, _)| *id != holder.person) {
                out.push((holder.person.clone(), holder.name.clone()));
            }
        }
        out
    }

    /// Reviewers who have accepted or are asked.
    pub fn team(&self) -> Vec<PersonId> {
        self.team.clone()
    }

    /// Names of those who hold a role, by name.
    pub fn names(&self, kind: &str) -> Vec<String> {
        self.holders
            .iter()
            .filter(|h| h.kind == kind)
            .map(|h| h.name.clone())
            .collect()
    }

    fn of_kind(&self, kind: &str) -> Vec<PersonId> {
        self.holders
            .iter()
            .filter(|h| h.kind == kind)
            .map(|h| h.person.clone())
            .collect()
    }
}

/// Queues a notice of a review to each of these people once; who has done it is not told of it.
pub fn tell(
    write: &mut Write,
    review: &Review,
    kind: NoticeKind,
    people: impl IntoIterator<Item = PersonId>,
    detail: &str,
    page: &str,
) {
    let by = write.meta().by.clone();
    let now = write.meta().now;
    let people: BTreeSet<PersonId> = people
        .into_iter()
        .filter(|p| Some(p) != by.as_ref())
        .collect();
    for person in people {
        let notice = NewNotice {
            id: new_id(),
            person,
            kind,
            review: Some(review.facts.id.clone()),
            cycle: Some(review.facts.cycle.clone()),
            detail: detail.to_owned(),
            link: format!("/reviews/{}{page}", review.facts.id),
        };
        write.push(create_notice(&notice, now));
    }
}

/// Commits a write with notices and wakes the mail.
pub async fn commit(app: &App, write: Write) -> Result<(), Error> {
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

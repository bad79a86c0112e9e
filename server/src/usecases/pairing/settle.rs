//! What a change of a team does to its review: a team that is complete is confirmed, one that no longer is goes back.

use crate::error::Error;
use crate::state::new_id;
use chrono::NaiveDate;
use domain::ids::PersonId;
use domain::notices::NoticeKind;
use domain::policy::Permit;
use domain::states::{InvitationState, ReviewState};
use store::Write;
use store::mail::{NewNotice, create_notice};
use store::reviews::Review;
use store::teams::{self, CycleTeams, Place};

/// A person's place as it will be after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub person: PersonId,
    /// True for the lead.
    pub lead: bool,
    /// The answer to the invitation.
    pub state: InvitationState,
    /// True while a declared conflict of interest waits for the coordinator.
    pub conflict: bool,
}

impl From<&Place> for Seat {
    fn from(p: &Place) -> Self {
        Self {
            person: p.person.clone(),
            lead: p.lead,
            state: p.state,
            conflict: p.conflict.is_some() && p.conflict_waived.is_none(),
        }
    }
}

/// True when everybody has accepted, one trained person leads, no conflict is open, and there are enough people.
pub fn is_complete(seats: &[Seat], least: u32, is_trained: impl Fn(&PersonId) -> bool) -> bool {
    let present: Vec<&Seat> = seats
        .iter()
        .filter(|s| s.state != InvitationState::Declined)
        .collect();
    let enough = u32::try_from(present.len()).is_ok_and(|n| n >= least.max(1));
    let mut leads = present.iter().filter(|s| s.lead);
    let led = leads.next().is_some_and(|s| is_trained(&s.person)) && leads.next().is_none();
    enough
        && led
        && present
            .iter()
            .all(|s| s.state == InvitationState::Accepted && !s.conflict)
}

/// The way that the review takes through its states; one state when it stays where it is.
pub fn way(state: ReviewState, complete: bool, dated: bool) -> Vec<ReviewState> {
    use ReviewState as S;
    match state {
        S::Proposed if complete && dated => vec![state, S::TeamConfirmed, S::DateAgreed],
        S::Proposed if complete => vec![state, S::TeamConfirmed],
        S::TeamConfirmed | S::DateAgreed if !complete => vec![state, S::Proposed],
        S::TeamConfirmed if dated => vec![state, S::DateAgreed],
        _ => vec![state],
    }
}

/// The state to which a postponed review returns, where the change of its team makes it another.
pub fn returns_to(before: Option<ReviewState>, complete: bool, dated: bool) -> Option<ReviewState> {
    let before = before?;
    let after = *way(before, complete, dated).last()?;
    (after != before).then_some(after)
}

/// A notice about a review.
pub fn notice(review: &Review, person: &PersonId, kind: NoticeKind, link: String) -> NewNotice {
    NewNotice {
        id: new_id(),
        person: person.clone(),
        kind,
        review: Some(review.facts.id.clone()),
        cycle: Some(review.facts.cycle.clone()),
        detail: review.school_name.clone(),
        link,
    }
}

/// Puts into `write` what the changed team means for the review: its state, and the news when it is confirmed.
pub async fn settle<A>(
    app: &crate::state::App,
    write: &mut Write,
    permit: &Permit<A>,
    review: &Review,
    all: &CycleTeams,
    seats: &[Seat],
    today: NaiveDate,
) -> Result<(), Error> {
    let trained = |p: &PersonId| all.reviewer(p).is_some_and(|r| r.trained_on.is_some());
    let complete = is_complete(seats, all.settings.least, trained);
    let dated = review.visit_date.is_some();
    let from = review.facts.state;
    let path = way(from, complete, dated);
    write.push(teams::move_review(permit, &path)?);
    if from == ReviewState::Postponed
        && let Some(to) = returns_to(review.state_before, complete, dated)
    {
        write.push(teams::return_to(permit, to));
    }
    let to = path.last().copied().unwrap_or(from);
    if to != from {
        write.audit(
            "moved",
            format!("review:{}", review.facts.id),
            format!("{from} to {to}"),
        );
    }
    if from == ReviewState::Proposed && to != from {
        let link = format!("/reviews/{}", review.facts.id);
        let mut people = app.store.list_heads_of(&review.facts.school, today).await?;
        people.extend(
            seats
                .iter()
                .filter(|s| s.state == InvitationState::Accepted)
                .map(|s| s.person.clone()),
        );
        people.sort();
        people.dedup();
        let now = write.meta().now;
        for person in people {
            write.push(create_notice(
                &notice(review, &person, NoticeKind::TeamConfirmed, link.clone()),
                now,
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use InvitationState::{Accepted, Declined, Invited};

    fn seat(person: &str, lead: bool, state: InvitationState) -> Seat {
        Seat {
            person: person.parse().unwrap(),
            lead,
            state,
            conflict: false,
        }
    }

    #[test]
    fn a_team_is_complete_only_with_a_trained_lead_enough_people_and_every_answer() {
        let trained = |p: &PersonId| p.as_str() == "a";
        let complete = |seats: &[Seat]| is_complete(seats, 2, trained);
        assert!(complete(&[
            seat("a", true, Accepted),
            seat("b", false, Accepted)
        ]));
        assert!(complete(&[
            seat("a", true, Accepted),
            seat("b", false, Accepted),
            seat("c", false, Declined)
        ]));
        assert!(!complete(&[
            seat("a", true, Accepted),
            seat("b", false, Invited)
        ]));
        assert!(!complete(&[seat("a", true, Accepted)]));
        assert!(
            !complete(&[seat("a", false, Accepted), seat("b", true, Accepted)]),
            "the lead is not trained"
        );
        assert!(
            !complete(&[seat("a", false, Accepted), seat("b", false, Accepted)]),
            "nobody leads"
        );
        let mut open = [seat("a", true, Accepted), seat("b", false, Accepted)];
        open[1].conflict = true;
        assert!(!complete(&open), "a conflict of interest is open");
    }

    #[test]
    fn every_way_follows_the_table_of_states() {
        for state in ReviewState::ALL {
            for (complete, dated) in [(true, true), (true, false), (false, true), (false, false)] {
                let path = way(*state, complete, dated);
                assert!(path.windows(2).all(|s| s[0].may_become(s[1])), "{path:?}");
            }
        }
        assert_eq!(
            way(ReviewState::Proposed, true, true).last(),
            Some(&ReviewState::DateAgreed)
        );
        assert_eq!(
            way(ReviewState::DateAgreed, false, true).last(),
            Some(&ReviewState::Proposed)
        );
    }

    #[test]
    fn a_postponed_review_does_not_come_back_to_a_team_that_has_broken_up() {
        assert_eq!(
            returns_to(Some(ReviewState::DateAgreed), false, true),
            Some(ReviewState::Proposed)
        );
        assert_eq!(returns_to(Some(ReviewState::Preparing), false, true), None);
    }
}

//! Whether what a notice says still holds when its e-mail is put together: nobody is asked for what is done, and nobody
//! hears of a review that they may no longer see.

use super::NoticeKind;
use crate::people::Actor;
use crate::policy::{ReviewAction, ReviewFacts, ReviewRelation, can_review};
use crate::states::{CycleState, InvitationState, ReviewState, SelfReviewState};

/// True when the notice about this review still holds for the person whom it was for.
#[must_use]
pub fn still_holds(kind: NoticeKind, person: &Actor, f: &ReviewFacts) -> bool {
    use NoticeKind as K;
    use ReviewState as S;
    let mine = f
        .team
        .iter()
        .find(|m| m.person == person.person)
        .map(|m| m.state);
    // Who was taken out of a team no longer sees the review; this is what the notice says.
    if kind == K::RemovedFromTeam {
        let comes = matches!(
            mine,
            Some(InvitationState::Invited | InvitationState::Accepted)
        );
        return !f.state.is_over() && !comes;
    }
    let sees = can_review(person, ReviewAction::SeeReview, f);
    if !sees {
        return false;
    }
    if f.cycle_state == CycleState::Closed {
        return kind == K::ReviewClosed && f.state == S::Closed;
    }
    match f.state {
        S::Cancelled => return kind == K::ReviewCancelled,
        S::Closed => {
            return matches!(kind, K::ReviewClosed | K::ReportShared | K::ImpactRecorded);
        }
        _ => {}
    }
    let paused = f.state == S::Postponed;
    let at_least = |s: S| !paused && f.state >= s;
    let before = |s: S| paused || f.state < s;
    match kind {
        K::CycleLaunched => f.cycle_runs() && !f.agreed,
        K::AgreementAccepted => f.agreed && before(S::Visited),
        K::TeamInvitation => mine == Some(InvitationState::Invited),
        K::InvitationAccepted => before(S::Visited),
        K::InvitationDeclined => f.state == S::Proposed || paused,
        K::RemovedFromTeam => false,
        K::TeamConfirmed => at_least(S::TeamConfirmed) && before(S::Visited),
        K::FacilitatorNamed => {
            f.facilitator.as_ref() == Some(&person.person) && before(S::WorkshopHeld)
        }
        K::VisitDateAgreed => f.dated && !paused && before(S::Visited),
        K::VisitDatesProposed | K::VisitDatesAnswered => !f.dated && !paused && before(S::Visited),
        K::TimetableToAgree | K::TimetableChanged => {
            !paused && before(S::Visited) && can_review(person, ReviewAction::AgreeTimetable, f)
        }
        K::MentionedInDiscussion => {
            !paused && before(S::Final) && can_review(person, ReviewAction::ReadVisitNotes, f)
        }
        K::SelfReviewSubmitted => f.self_review == SelfReviewState::Submitted,
        K::SelfReviewReturned => f.self_review == SelfReviewState::Returned,
        K::PackReleased => f.state == S::Preparing,
        K::ModeratorChosen => before(S::AccuracyCheck) && moderates(person, f),
        K::ReportToModerate => f.state == S::InQualityAssurance && moderates(person, f),
        K::ReportReturned => f.state == S::Drafting,
        K::ReportPassed => f.state == S::AccuracyCheck,
        K::ReportToCheck => f.state == S::AccuracyCheck && !f.checked,
        K::AccuracyChecked => f.state == S::AccuracyCheck && f.checked,
        K::ReportFinal | K::ReportShared => f.state.has_final_report(),
        K::PlanAgreed => at_least(S::WorkshopHeld),
        K::ImpactRecorded => at_least(S::ImpactReviewed),
        K::ReviewClosed | K::ReviewCancelled => false,
        K::ReviewPostponed => paused,
        K::ReviewResumed => !paused,
    }
}

/// True while the person is the report's moderator: another may have been chosen since.
fn moderates(person: &Actor, f: &ReviewFacts) -> bool {
    f.relations(person).contains(&ReviewRelation::Moderator)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::people::Role;
    use crate::policy::TeamFacts;

    fn facts(state: ReviewState) -> ReviewFacts {
        ReviewFacts {
            id: "r1".parse().unwrap(),
            version: 1,
            cycle: "c1".parse().unwrap(),
            partnership: "p1".parse().unwrap(),
            school: "s1".parse().unwrap(),
            la: "901".parse().unwrap(),
            trust: None,
            cycle_state: CycleState::Active,
            levels: true,
            state,
            self_review: SelfReviewState::NotStarted,
            agreed: true,
            dated: false,
            team: vec![TeamFacts {
                person: "rev".parse().unwrap(),
                lead: true,
                state: InvitationState::Invited,
            }],
            checked: false,
            facilitator: None,
            assurance: Default::default(),
            told: Default::default(),
            audiences: Default::default(),
            partner_schools: Default::default(),
        }
    }

    fn actor(person: &str, roles: &[&str]) -> Actor {
        Actor {
            person: person.parse().unwrap(),
            roles: roles.iter().map(|r| r.parse::<Role>().unwrap()).collect(),
        }
    }

    #[test]
    fn a_cancelled_review_is_spoken_of_once_as_cancelled_and_no_more() {
        let head = actor("head", &["headteacher:s1"]);
        for kind in NoticeKind::ALL {
            let expected = *kind == NoticeKind::ReviewCancelled;
            let f = facts(ReviewState::Cancelled);
            assert_eq!(still_holds(*kind, &head, &f), expected, "{kind:?}");
        }
    }

    #[test]
    fn an_invitation_that_has_been_answered_is_not_repeated() {
        let reviewer = actor("rev", &[]);
        let mut f = facts(ReviewState::Proposed);
        assert!(still_holds(NoticeKind::TeamInvitation, &reviewer, &f));
        for answer in [InvitationState::Accepted, InvitationState::Declined] {
            f.team[0].state = answer;
            assert!(!still_holds(NoticeKind::TeamInvitation, &reviewer, &f));
        }
    }

    #[test]
    fn a_returned_self_review_that_is_in_again_is_not_asked_for() {
        let head = actor("head", &["headteacher:s1"]);
        let mut f = facts(ReviewState::DateAgreed);
        f.self_review = SelfReviewState::Returned;
        assert!(still_holds(NoticeKind::SelfReviewReturned, &head, &f));
        f.self_review = SelfReviewState::Submitted;
        assert!(!still_holds(NoticeKind::SelfReviewReturned, &head, &f));
    }

    #[test]
    fn who_has_left_hears_nothing() {
        let left = actor("head", &[]);
        for kind in NoticeKind::ALL {
            for state in ReviewState::ALL {
                let f = facts(*state);
                let expected = *kind == NoticeKind::RemovedFromTeam && !state.is_over();
                assert_eq!(
                    still_holds(*kind, &left, &f),
                    expected,
                    "{kind:?} in {state}"
                );
            }
        }
    }

    #[test]
    fn every_kind_holds_in_some_state() {
        for kind in NoticeKind::ALL {
            let person = match kind {
                NoticeKind::FacilitatorNamed => actor("champion", &[]),
                NoticeKind::ModeratorChosen | NoticeKind::ReportToModerate => actor("mod", &[]),
                NoticeKind::TeamInvitation | NoticeKind::MentionedInDiscussion => actor("rev", &[]),
                _ => actor("coord", &["coordinator:p1", "headteacher:s1"]),
            };
            let held = ReviewState::ALL.iter().any(|state| {
                SelfReviewState::ALL.iter().any(|self_review| {
                    [true, false].into_iter().any(|yes| {
                        let mut f = facts(*state);
                        f.self_review = *self_review;
                        f.assurance.used = true;
                        f.assurance.moderator = Some("mod".parse().unwrap());
                        (f.agreed, f.dated, f.checked) = (yes, yes, yes);
                        f.facilitator = Some("champion".parse().unwrap());
                        if *kind == NoticeKind::MentionedInDiscussion {
                            f.team[0].state = InvitationState::Accepted;
                        }
                        still_holds(*kind, &person, &f)
                    })
                })
            });
            assert!(held, "{kind:?}");
        }
    }
}

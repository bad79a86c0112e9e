//! Where a review goes on after it was put off.

use crate::policy::TeamFacts;
use crate::states::{InvitationState, ReviewState};
use chrono::NaiveDate;

/// Where it stood, or as far back as its team and the day of the visit still allow, since both may have changed in
/// the meantime. `before` is the state in which it was put off.
pub fn state_after(
    before: Option<ReviewState>,
    team: &[TeamFacts],
    visit: Option<NaiveDate>,
    today: NaiveDate,
) -> ReviewState {
    use InvitationState as I;
    use ReviewState as S;
    let accepted = |m: &TeamFacts| m.state == I::Accepted;
    let complete = team.iter().any(|m| m.lead && accepted(m))
        && team.iter().all(|m| accepted(m) || m.state == I::Declined);
    let dated = visit.is_some_and(|day| day > today);
    match before {
        Some(S::Preparing) => S::Preparing,
        Some(S::TeamConfirmed | S::DateAgreed) if complete && dated => S::DateAgreed,
        Some(S::TeamConfirmed | S::DateAgreed) if complete => S::TeamConfirmed,
        _ => S::Proposed,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn team(members: &[(bool, InvitationState)]) -> Vec<TeamFacts> {
        members
            .iter()
            .enumerate()
            .map(|(i, (lead, state))| TeamFacts {
                person: format!("p{i}").parse().unwrap(),
                lead: *lead,
                state: *state,
            })
            .collect()
    }

    #[test]
    fn a_review_goes_on_where_team_and_date_still_allow() {
        use InvitationState::{Accepted, Declined, Invited};
        use ReviewState as S;
        let today: NaiveDate = "2027-01-11".parse().unwrap();
        let (ahead, past) = ("2027-03-18".parse().ok(), "2027-01-05".parse().ok());
        let full = team(&[(true, Accepted), (false, Accepted), (false, Declined)]);
        let open = team(&[(true, Accepted), (false, Invited)]);
        let headless = team(&[(false, Accepted)]);
        for (team, before, visit, after) in [
            (&full, S::DateAgreed, ahead, S::DateAgreed),
            (&full, S::TeamConfirmed, ahead, S::DateAgreed),
            (&full, S::DateAgreed, past, S::TeamConfirmed),
            (&full, S::DateAgreed, None, S::TeamConfirmed),
            (&open, S::DateAgreed, ahead, S::Proposed),
            (&headless, S::TeamConfirmed, None, S::Proposed),
            (&vec![], S::Proposed, ahead, S::Proposed),
            (&full, S::Preparing, past, S::Preparing),
        ] {
            assert_eq!(
                state_after(Some(before), team, visit, today),
                after,
                "{before}"
            );
            assert!(S::Postponed.may_become(after));
        }
    }
}

//! Rules for a person's own account: nobody writes in another's name, not even an administrator.

use super::Denied;
use crate::ids::PersonId;
use crate::people::Actor;

super::actions! {
    /// What can be done to an account by its owner.
    AccountAction, Marker, act {
        /// Change the own name.
        ChangeName,
        /// Write the own part of a reviewer's profile.
        EditReviewerProfile,
        /// Make, replace or switch off the own calendar's secret address.
        KeepCalendar,
    }
}

/// What the policy needs to know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFacts {
    /// Whose account.
    pub person: PersonId,
    /// Its version.
    pub version: u32,
    /// True when the person has been made a reviewer.
    pub reviewer: bool,
}

pub(super) fn decide(actor: &Actor, action: AccountAction, f: &AccountFacts) -> Result<(), Denied> {
    let own = actor.person == f.person;
    match action {
        AccountAction::ChangeName | AccountAction::KeepCalendar if own => Ok(()),
        AccountAction::EditReviewerProfile if own && f.reviewer => Ok(()),
        _ => Err(Denied::Hidden),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_written_only_by_its_owner_and_only_by_a_reviewer() {
        let actor = |p: &str| Actor {
            person: p.parse().unwrap(),
            roles: vec![crate::people::Role::Administrator],
        };
        let facts = |reviewer| AccountFacts {
            person: "a".parse().unwrap(),
            version: 1,
            reviewer,
        };
        let edit = AccountAction::EditReviewerProfile;
        assert_eq!(decide(&actor("a"), edit, &facts(true)), Ok(()));
        assert_eq!(
            decide(&actor("a"), edit, &facts(false)),
            Err(Denied::Hidden)
        );
        assert_eq!(decide(&actor("b"), edit, &facts(true)), Err(Denied::Hidden));
        assert_eq!(
            decide(&actor("b"), AccountAction::ChangeName, &facts(true)),
            Err(Denied::Hidden)
        );
    }
}

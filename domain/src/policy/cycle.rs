//! Rules for a cycle.

use super::Denied;
use crate::ids::{CycleId, PartnershipId, SchoolId};
use crate::people::{Actor, Role};
use crate::states::CycleState;
use std::collections::BTreeSet;

super::actions! {
    /// What can be done to a cycle.
    CycleAction, Marker, act {
        /// See its name, dates, policy and state.
        SeeCycle,
        /// See where each school stands.
        SeeBoard,
        /// Change its settings before it starts, its milestones at any time before it closes.
        EditCycle,
        /// Launch it: the schools are asked to accept the agreement.
        LaunchCycle,
        /// Pair reviewers with schools.
        PairCycle,
        /// Move it to closing or closed.
        EndCycle,
    }
}

/// What the policy needs to know of a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleFacts {
    /// The cycle.
    pub id: CycleId,
    /// Its version.
    pub version: u32,
    /// The partnership that runs it.
    pub partnership: PartnershipId,
    /// Its state.
    pub state: CycleState,
    /// The schools that take part.
    pub schools: BTreeSet<SchoolId>,
}

/// Decides for a cycle.
pub(super) fn decide(actor: &Actor, action: CycleAction, f: &CycleFacts) -> Result<(), Denied> {
    let coordinator = actor.holds(&Role::Coordinator(f.partnership.clone()));
    let administrator = actor.holds(&Role::Administrator);
    let of_a_school = actor.roles.iter().any(|r| match r {
        Role::Headteacher(s) | Role::Contributor(s) => f.schools.contains(s),
        _ => false,
    });
    let sees = coordinator || (f.state != CycleState::Draft && (administrator || of_a_school));
    if !sees {
        return Err(Denied::Hidden);
    }
    match action {
        CycleAction::SeeCycle => Ok(()),
        CycleAction::SeeBoard if coordinator || administrator => Ok(()),
        _ if !coordinator => Err(Denied::NotYours),
        CycleAction::EditCycle if f.state == CycleState::Closed => {
            Err(Denied::NotNow("The cycle is closed."))
        }
        CycleAction::LaunchCycle if f.state != CycleState::Draft => {
            Err(Denied::NotNow("The cycle has already been launched."))
        }
        CycleAction::LaunchCycle if f.schools.len() < 2 => Err(Denied::NotNow(
            "A cycle needs at least two schools before it can be launched.",
        )),
        CycleAction::PairCycle
            if !matches!(f.state, CycleState::Recruiting | CycleState::Active) =>
        {
            Err(Denied::NotNow(
                "Reviewers are paired while the cycle is running.",
            ))
        }
        CycleAction::EndCycle
            if !matches!(
                f.state,
                CycleState::Recruiting | CycleState::Active | CycleState::Closing
            ) =>
        {
            Err(Denied::NotNow("Only a running cycle can be ended."))
        }
        _ => Ok(()),
    }
}

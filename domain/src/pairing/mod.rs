//! Which reviewers visit which school.
//!
//! [`solve`] takes a [`PairingProblem`], the schools to be visited and the people who can go, and gives a [`Pairing`]
//! that keeps every hard rule, or says which rules clash for which school. [`check`] looks at teams that a coordinator
//! has changed by hand. Both judge by the same rules in `rules`.
//!
//! 1. **Hard rules**: never the own school, no closed school, exactly one trained lead, nobody twice in a team, nobody
//!    who declined this school, no team below the minimum, what is fixed stays, and whatever soft rule the coordinator
//!    has made strict.
//! 2. **Soft rules and aims**, each with points: what is to be avoided and what a coordinator may override with a
//!    reason; even load, short ways, the host's focus met by its reviewers' strengths. The answer is as cheap as the
//!    budget allows, and says how much dearer it may be than the best (`Quality`).
//! 3. **Fewest changes**: a pair of the answer before is taken apart only where a hard rule says so.
//!
//! The way to an answer is in `solve`: first answers (`greedy`), changes for the better (`search`), what every answer
//! costs at least (`bound`), and for the size of a usual partnership an integer programme (`prove`).
//!
//! The same problem always gets the same answer, in whatever order its parts are listed, unless it is stopped or the
//! time for the proof is too short. This module must not hold
//! wording (reasons and concerns are data), nor states of an invitation.

mod answer;
mod bound;
mod check;
mod days;
mod explain;
mod feasible;
mod greedy;
mod model;
mod problem;
// The browser pairs nobody, and the integer programme is not compiled for it.
#[cfg(not(target_arch = "wasm32"))]
mod prove;
mod ring;
mod rule;
mod rules;
mod run;
mod search;
mod solve;
mod suggest;
mod team_table;
mod teams;

#[cfg(test)]
mod tests;

pub use answer::{
    Assignment, COST_OF_A_POINT, Clash, ClashingRules, Concern, HardRule, Infeasible, Pairing,
    Quality, Reason, Team, UnavailablePeople, Violation,
};
pub use check::{BrokenRule, Check, DraftMember, RaisedConcern, TeamDraft, check};
pub use days::{Days, Visit, WEEKDAYS};
pub use problem::{Fixed, FixedRole, Host, Location, PairingProblem, Reviewer, Settings};
pub use ring::propose_ring;
pub use rule::{CycleRules, MOST_POINTS, Rule, Weights};
pub use run::RunState;
pub use solve::{Budget, Continue, Progress, solve, solve_within};
pub use suggest::{Suggestion, TeamChange, suggest};

/// What names a school: its URN.
pub type SchoolKey = String;
/// What names a person.
pub type PersonKey = String;
/// What names a trust, in the register's own terms.
pub type TrustKey = String;
/// What names a federation, in the register's own terms.
pub type FederationKey = String;
/// What names a phase of education, such as `primary`.
pub type PhaseKey = String;
/// What names a strand of the cycle's framework version.
pub type StrandKey = String;

//! The review teams of a cycle: what pairing needs to know, in one query, and the statements that change a team.
//!
//! All teams of a cycle share one version (`cycle.teams_version`), since loads and swaps are judged over all of them:
//! whoever changes a team [`lock`]s that version first. Holds no rule of pairing (`domain::pairing`) and no wording.

mod changes;
mod load;
pub mod runs;

pub use changes::{
    NewPlace, TeamPermit, answer, clear_lead, clear_suggested, invite, lock, move_review,
    offer_lead, plan, plan_again, remove, return_to, save_rules, save_settings, set_facilitator,
    waive_conflict, waive_detected,
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{PersonId, ReviewId, SchoolId, TrustId};
use domain::policy::CycleFacts;
use domain::states::{InvitationState, ReviewState};
use std::collections::{BTreeMap, BTreeSet};

/// How large the teams of a cycle are to be, and how far people should travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamSettings {
    /// People that a team is meant to have, the lead among them.
    pub size: u32,
    /// People without whom it is no team.
    pub least: u32,
    /// Kilometres in a straight line; none for no limit.
    pub max_km: Option<u32>,
}

/// Every team of a cycle, with everything that pairing looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleTeams {
    /// For the policy.
    pub cycle: CycleFacts,
    /// Name of the cycle.
    pub cycle_name: String,
    /// Name of the partnership.
    pub partnership_name: String,
    /// The framework's file, for the names of strands.
    pub framework_text: String,
    /// Counts the changes to any team of the cycle.
    pub version: u32,
    /// Sizes and distance.
    pub settings: TeamSettings,
    /// Weights, strict rules and the ring, as `domain::pairing::CycleRules` writes them.
    pub rules: String,
    /// First and last day for visits.
    pub visits: (NaiveDate, NaiveDate),
    /// The reviews that are neither closed nor cancelled, by name of the school.
    pub hosts: Vec<Host>,
    /// People who may be asked, and those who are in a team already, by name.
    pub reviewers: Vec<Reviewer>,
    /// Every school that is named here.
    pub schools: BTreeMap<SchoolId, School>,
    /// Who visited which school in the partnership's cycle before.
    pub last_cycle: Vec<(PersonId, SchoolId)>,
    /// Today's coordinators of the partnership, by name.
    pub coordinators: Vec<(PersonId, String)>,
}

impl CycleTeams {
    /// The review with its team.
    pub fn host(&self, review: &ReviewId) -> Option<&Host> {
        self.hosts.iter().find(|h| h.review == *review)
    }
    /// The reviewer.
    pub fn reviewer(&self, person: &PersonId) -> Option<&Reviewer> {
        self.reviewers.iter().find(|r| r.person == *person)
    }
}

/// A review that needs a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The review.
    pub review: ReviewId,
    /// Its state.
    pub state: ReviewState,
    /// The school.
    pub school: SchoolId,
    /// The school's name.
    pub name: String,
    /// Codes of the strands that the school wants looked at.
    pub focus: Vec<String>,
    /// The agreed day of the visit.
    pub visit_date: Option<NaiveDate>,
    /// Who runs the workshop.
    pub facilitator: Option<PersonId>,
    /// The team with those who have declined, the lead first, then by name.
    pub team: Vec<Place>,
}

impl Host {
    /// The team without those who have declined.
    pub fn present(&self) -> impl Iterator<Item = &Place> {
        self.team
            .iter()
            .filter(|p| p.state != InvitationState::Declined)
    }
}

/// A person's place in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// True for the lead.
    pub lead: bool,
    /// The answer to the invitation.
    pub state: InvitationState,
    /// True when the coordinator put the person here and not the suggestion.
    pub by_hand: bool,
    /// Why the pair was made, in words.
    pub reasons: Vec<String>,
    /// Why the coordinator made it although something speaks against it.
    pub override_reason: Option<String>,
    /// Why the person declined.
    pub answer_reason: Option<String>,
    /// A conflict of interest that the person has declared.
    pub conflict: Option<String>,
    /// Why the coordinator keeps the person all the same.
    pub conflict_waived: Option<String>,
    /// When the invitation went out.
    pub invited_at: Option<DateTime<Utc>>,
}

/// A person who can be asked to visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// False for somebody who is in a team but no longer reviews for the partnership.
    pub available: bool,
    /// When trained to lead.
    pub trained_on: Option<NaiveDate>,
    /// Phases that the person knows.
    pub phases: Vec<String>,
    /// Codes of the strands in which the person is strong.
    pub expertise: Vec<String>,
    /// Most visits in one cycle.
    pub max_load: u32,
    /// Schools with a declared interest.
    pub interests: BTreeSet<SchoolId>,
    /// Where the person works, by profile or by a role held today.
    pub works_at: BTreeSet<SchoolId>,
    /// Where the person had a role or held a post until a short while ago.
    pub worked_at: BTreeSet<SchoolId>,
    /// Days of the week on which the person can visit, 1 for Monday; empty means any.
    pub weekdays: Vec<u32>,
    /// When the person is away, as typed.
    pub away: String,
    /// True when the person has rated the fictional school.
    pub calibrated: bool,
    /// Trusts that the person leads.
    pub leads_trusts: BTreeSet<TrustId>,
}

/// What the register says of a school, as far as pairing looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// Name.
    pub name: String,
    /// Trust, with its name.
    pub trust: Option<(TrustId, String)>,
    /// Federation, as the register names it.
    pub federation: Option<String>,
    /// Phase, as stored.
    pub phase: String,
    /// Status, as stored.
    pub status: String,
    /// Metres east and north on the national grid.
    pub place: Option<(u32, u32)>,
    /// Codes of the strands in which peers have found a strength, where coordinators may read the report.
    pub strengths: BTreeSet<String>,
}

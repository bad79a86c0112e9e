//! What the pairing is asked: schools, people, what is settled already, and how much each thing matters.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Days, FederationKey, PersonKey, PhaseKey, Rule, SchoolKey, StrandKey, TrustKey, Visit, Weights,
};

/// One cycle's pairing, whole: direct swaps and loads are only seen if every team is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairingProblem {
    /// The schools to be visited, each once.
    pub hosts: Vec<Host>,
    /// The people who can be asked, each once.
    pub reviewers: Vec<Reviewer>,
    /// Who visited which school in the cycle before.
    pub last_cycle: Vec<(PersonKey, SchoolKey)>,
    /// Who has declined, or may not visit, which school. They are never paired.
    pub declined: Vec<(PersonKey, SchoolKey)>,
    /// What is accepted or set by hand and stays.
    pub fixed: Vec<Fixed>,
    /// The pairs of the answer before, which stay where that can be; empty when it is solved for the first time.
    #[serde(default)]
    pub before: Vec<(PersonKey, SchoolKey)>,
    /// The schools in the order of a ring, in which each is visited by people of the one before it, the first by those
    /// of the last; empty for no ring. Schools that are no hosts are passed over.
    #[serde(default)]
    pub ring: Vec<SchoolKey>,
    /// Sizes, limits and weights.
    pub settings: Settings,
}

/// A school that is to be visited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The school.
    pub school: SchoolKey,
    /// The trust that it belongs to.
    pub trust: Option<TrustKey>,
    /// The federation that it belongs to.
    pub federation: Option<FederationKey>,
    /// Its phase; `None` raises no concern about phases.
    pub phase: Option<PhaseKey>,
    /// Where it lies; `None` leaves distances out.
    pub location: Option<Location>,
    /// The strands that it wants its peers to look at. Those after the 64th are not weighed.
    pub focus_strands: Vec<StrandKey>,
    /// When it is visited; `None` where no day is known.
    #[serde(default)]
    pub visit: Option<Visit>,
    /// Whether the register has it open. A closed school gets no team.
    pub open: bool,
}

/// A person who can be asked to visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The person.
    pub person: PersonKey,
    /// The schools where the person works now.
    pub schools: Vec<SchoolKey>,
    /// The schools where the person held a post until recently: to be avoided, and no part of a swap.
    pub recent_schools: Vec<SchoolKey>,
    /// The trusts of those schools, and any other that the person works for.
    pub trusts: Vec<TrustKey>,
    /// The federations of those schools.
    pub federations: Vec<FederationKey>,
    /// The phases that the person knows from the inside.
    pub phases: Vec<PhaseKey>,
    /// Whether the person is trained to lead a review.
    pub trained: bool,
    /// How many visits the person can make in this cycle.
    pub max_load: u32,
    /// The schools in which the person has declared an interest.
    pub interests: Vec<SchoolKey>,
    /// The strands in which the person has proven strengths.
    pub expertise_strands: Vec<StrandKey>,
    /// Where the person sets out from; `None` leaves distances out.
    pub location: Option<Location>,
    /// When the person can visit.
    #[serde(default)]
    pub days: Days,
}

/// A place on the national grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Metres east of the grid's origin.
    pub easting: u32,
    /// Metres north of the grid's origin.
    pub northing: u32,
}

impl Location {
    /// The straight line between two places, in whole metres.
    #[must_use]
    pub fn metres_to(self, other: Self) -> u64 {
        let east = u64::from(self.easting.abs_diff(other.easting));
        let north = u64::from(self.northing.abs_diff(other.northing));
        // Halved where the squares would not fit, which only a wrong location can make them.
        match east.pow(2).checked_add(north.pow(2)) {
            Some(square) => square.isqrt(),
            None => east.max(north),
        }
    }
}

/// A person who belongs to a team whatever else changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixed {
    /// The person.
    pub person: PersonKey,
    /// The school that the person visits.
    pub host: SchoolKey,
    /// What the person agreed to be.
    pub role: FixedRole,
}

/// What a fixed person agreed to be in the team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixedRole {
    /// The lead.
    Lead,
    /// A member who is not to be made the lead.
    Member,
    /// Whichever the team needs.
    #[default]
    Either,
}

/// Sizes, limits and weights of one pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How many people a team is meant to have, the lead among them. More only where more are fixed.
    pub team_size: u32,
    /// How many it must have at least. Taken as 1 to `team_size` whatever is given.
    pub min_team_size: u32,
    /// How far a reviewer should travel, in a straight line; `None` for no limit.
    pub max_distance_km: Option<u32>,
    /// Rules that no answer may break.
    #[serde(default)]
    pub strict: BTreeSet<Rule>,
    /// How much each rule weighs.
    pub weights: Weights,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            team_size: 3,
            min_team_size: 2,
            max_distance_km: None,
            strict: BTreeSet::new(),
            weights: Weights::default(),
        }
    }
}

impl Settings {
    /// The least and the intended number of people in a team, made consistent: 1 or more, the least not above.
    #[must_use]
    pub fn sizes(&self) -> (usize, usize) {
        let target = usize::try_from(self.team_size).unwrap_or(usize::MAX).max(1);
        let least = usize::try_from(self.min_team_size).unwrap_or(usize::MAX);
        (least.clamp(1, target), target)
    }
}

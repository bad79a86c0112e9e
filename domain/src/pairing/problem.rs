//! What the pairing is asked: schools, people, what is settled already, and how much each thing matters.

use serde::{Deserialize, Serialize};

use super::{FederationKey, PersonKey, PhaseKey, SchoolKey, StrandKey, TrustKey};

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
    /// The schools where the person worked until recently: never visited either, but no part of a swap.
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
    /// How much each concern weighs.
    pub weights: Weights,
    /// How much each aim weighs.
    pub aims: Aims,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            team_size: 3,
            min_team_size: 2,
            max_distance_km: None,
            weights: Weights::default(),
            aims: Aims::default(),
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

/// How much each concern weighs against the others; 0 makes it no matter to the solver, though it is still told. The
/// defaults are our proposal: programmes differ on swaps and same-trust pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// An interest that the reviewer declared.
    pub declared_interest: u32,
    /// Reviewer and school in one federation.
    pub same_federation: u32,
    /// Reviewer and school in one trust.
    pub same_trust: u32,
    /// Each visit over the reviewer's limit.
    pub load_over_limit: u32,
    /// Each visit that is returned by the visited school in the same cycle.
    pub direct_swap: u32,
    /// The reviewer visited this school in the cycle before.
    pub same_pair_as_last_cycle: u32,
    /// Each person that a team lacks of its intended size. Below the concerns that a third person may bring, so that a
    /// team of two is preferred to overloading someone.
    pub small_team: u32,
    /// Nobody in the team knows the school's phase.
    pub phase_missing: u32,
    /// A reviewer further away than the limit.
    pub distance_over_limit: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            declared_interest: 100,
            same_federation: 60,
            same_trust: 50,
            load_over_limit: 40,
            direct_swap: 30,
            same_pair_as_last_cycle: 20,
            small_team: 15,
            phase_missing: 12,
            distance_over_limit: 10,
        }
    }
}

/// How much each aim is worth in kilometres of travel. Aims decide only between answers of equal concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aims {
    /// Times the square of each person's load: with 20, taking one of two visits from someone for someone who has none
    /// is worth 40 kilometres.
    pub fairness_km: u32,
    /// For each focus strand of a school in which someone in its team is strong.
    pub focus_km: u32,
}

impl Default for Aims {
    fn default() -> Self {
        Self {
            fairness_km: 20,
            focus_km: 10,
        }
    }
}

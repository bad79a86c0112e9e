//! What the pairing answers: teams with their reasons and concerns, or the rules that clash. Data only; the sentences
//! for people are written elsewhere, by `key` and fields.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FederationKey, PersonKey, PhaseKey, Rule, SchoolKey, StrandKey, TrustKey};

/// A team for every open school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// In the order of the problem's hosts.
    pub teams: Vec<Team>,
    /// The closed schools among the hosts, which got no team.
    pub closed: Vec<SchoolKey>,
    /// The weight of all concerns together; 0 if there is none that weighs.
    pub weight: u64,
    /// How good the answer is.
    pub quality: Quality,
}

/// How good an answer is, in cost: [`COST_OF_A_POINT`] for each point of a concern or an aim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// What the answer costs.
    pub cost: u64,
    /// What every answer costs at least: of a Lagrangian relaxation over all pairs that the hard rules allow, none left
    /// out, with the loads counted and the swaps and clashing days left out. Equal to `cost` where the answer is proven
    /// to be the best. In a ring, of the answers for the same ring.
    pub bound: u64,
    /// What the answer would have cost that takes one school after the other.
    pub one_by_one: u64,
    /// True when it was stopped before the search had come to its end.
    pub stopped: bool,
}

/// The cost of one point: a metre of travel costs 1 where ten kilometres cost one point.
pub const COST_OF_A_POINT: u64 = 10_000;

impl Quality {
    /// By how much the answer may be dearer than the best there is, in hundredths of a per cent of its cost.
    #[must_use]
    pub const fn gap(&self) -> u64 {
        if self.cost <= self.bound {
            return 0;
        }
        (self.cost - self.bound)
            .saturating_mul(10_000)
            .div_ceil(self.cost)
    }

    /// Whether no answer is better.
    #[must_use]
    pub const fn is_best(&self) -> bool {
        self.cost <= self.bound
    }
}

/// Who visits one school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The school.
    pub host: SchoolKey,
    /// The lead first, then by person.
    pub members: Vec<Assignment>,
    /// Concerns about the team as a whole: its size, the school's phase.
    pub concerns: Vec<Concern>,
}

/// One person's place in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The person.
    pub person: PersonKey,
    /// Whether the person leads the team. Exactly one does.
    pub lead: bool,
    /// What speaks for this pair.
    pub reasons: Vec<Reason>,
    /// What speaks against it. To keep the pair all the same, a coordinator gives a reason.
    pub concerns: Vec<Concern>,
}

/// Why a person was given to a school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// Accepted or set by hand before.
    Fixed,
    /// Trained, and leads the team.
    TrainedLead,
    /// Nobody else can lead a team at this school.
    OnlyPossibleLead,
    /// Knows the school's phase.
    KnowsPhase {
        /// That phase.
        phase: PhaseKey,
    },
    /// Strong in what the school wants to be looked at.
    FocusExpertise {
        /// The strands, in the order of the school's focus.
        strands: Vec<StrandKey>,
    },
    /// Free on the agreed day of the visit, with no other visit on it.
    FreeOnTheDay {
        /// The day.
        day: NaiveDate,
    },
    /// Within the distance limit, or there is none.
    Distance {
        /// Straight line, rounded up.
        km: u64,
    },
    /// No trust, federation or declared interest in common.
    Independent,
    /// Visited another school in the cycle before.
    NewToSchool,
    /// Within the number of visits that the person can make.
    WithinLoad {
        /// Visits in this answer.
        load: u32,
        /// Visits at the most.
        limit: u32,
    },
}

/// What is to be avoided and may be overridden with a reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Concern {
    /// The reviewer declared an interest in the school.
    DeclaredInterest,
    /// Both belong to this federation.
    SameFederation {
        /// The federation.
        federation: FederationKey,
    },
    /// Both belong to this trust.
    SameTrust {
        /// The trust.
        trust: TrustKey,
    },
    /// More visits than the person can make. Told at each of the person's visits.
    LoadOverLimit {
        /// Visits in these teams.
        load: u32,
        /// Visits at the most.
        limit: u32,
    },
    /// Someone from the visited school visits the reviewer's own in the same cycle. Told once for each own school.
    DirectSwap {
        /// The reviewer's own school.
        school: SchoolKey,
        /// Who visits it from the school visited here.
        people: Vec<PersonKey>,
    },
    /// The reviewer visited this school in the cycle before.
    SamePairAsLastCycle,
    /// The reviewer held a post at this school in the last years.
    RecentPost,
    /// The reviewer is not free on the day of the visit.
    NotFree {
        /// The agreed day; none when it can be on several days and the person is free on none of them.
        on: Option<NaiveDate>,
    },
    /// The reviewer visits another school on the same agreed day. Told at each of the two.
    SameDay {
        /// The day.
        day: NaiveDate,
        /// The other schools.
        schools: Vec<SchoolKey>,
    },
    /// The reviewer does not come from the school that visits this one in the ring.
    OffRing {
        /// That school.
        school: SchoolKey,
    },
    /// About the team: fewer people than intended.
    SmallTeam {
        /// How many there are.
        size: u32,
        /// How many were intended.
        target: u32,
    },
    /// About the team: nobody in it knows the school's phase.
    PhaseMissing {
        /// That phase.
        phase: PhaseKey,
    },
    /// The reviewer is further away than the limit.
    DistanceOverLimit {
        /// Straight line, rounded up.
        km: u64,
        /// The limit.
        limit_km: u32,
    },
}

impl Concern {
    /// The rule that is not kept.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::DeclaredInterest => Rule::DeclaredInterest,
            Self::SameFederation { .. } => Rule::SameFederation,
            Self::SameTrust { .. } => Rule::SameTrust,
            Self::LoadOverLimit { .. } => Rule::LoadOverLimit,
            Self::DirectSwap { .. } => Rule::DirectSwap,
            Self::SamePairAsLastCycle => Rule::SamePairAsLastCycle,
            Self::RecentPost => Rule::RecentPost,
            Self::NotFree { .. } => Rule::NotFree,
            Self::SameDay { .. } => Rule::SameDay,
            Self::OffRing { .. } => Rule::OffRing,
            Self::SmallTeam { .. } => Rule::SmallTeam,
            Self::PhaseMissing { .. } => Rule::PhaseMissing,
            Self::DistanceOverLimit { .. } => Rule::DistanceOverLimit,
        }
    }

    /// The name of its kind, as it is stored: `same_trust`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.rule().key()
    }
}

/// There is no answer that keeps the hard rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("no pairing keeps the hard rules: {} in the way", clashes.len())]
pub struct Infeasible {
    /// What stands in the way of single schools, all of it.
    pub clashes: Vec<Clash>,
    /// The smallest set of rules and schools that cannot all be kept: without any one of them the rest can. None where
    /// the problem contradicts itself.
    pub smallest: Option<ClashingRules>,
}

/// Rules that cannot all be kept for these schools, none of which can be spared from the clash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClashingRules {
    /// The rules.
    pub rules: Vec<HardRule>,
    /// The schools.
    pub schools: Vec<SchoolKey>,
}

/// A rule that no suggestion may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HardRule {
    /// Nobody visits the own school.
    OwnSchool,
    /// Nobody is asked again who has declined.
    Declined,
    /// One trained lead in each team.
    TrainedLead,
    /// So many people at least in each team.
    LeastSize,
    /// Whoever is invited, has accepted or was put in by hand stays.
    Kept,
    /// A soft rule that the coordinator has made strict.
    Strict(Rule),
}

/// People who would do but for a hard rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnavailablePeople {
    /// They work at the school.
    pub own_school: Vec<PersonKey>,
    /// They declined this school.
    pub declined: Vec<PersonKey>,
    /// A rule rules them out that the coordinator has made strict.
    #[serde(default)]
    pub strict: Vec<PersonKey>,
    /// They are fixed as members who do not lead. Only where a lead is looked for.
    pub not_as_lead: Vec<PersonKey>,
}

/// Rules, or parts of the problem, that cannot all hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Clash {
    /// Nobody trained may visit this school. With nobody listed, nobody is trained at all.
    NoTrainedLead {
        /// The school.
        school: SchoolKey,
        /// The trained people, by what rules them out.
        ruled_out: UnavailablePeople,
    },
    /// Fewer people may visit this school than a team must have.
    TooFewReviewers {
        /// The school.
        school: SchoolKey,
        /// How many may.
        available: u32,
        /// How many are needed.
        needed: u32,
        /// The others, by what rules them out.
        ruled_out: UnavailablePeople,
    },
    /// The fixed people fill the team and none of them can lead it.
    FixedTeamWithoutLead {
        /// The school.
        school: SchoolKey,
        /// The fixed people.
        people: Vec<PersonKey>,
    },
    /// More than one person is fixed as the lead.
    SeveralFixedLeads {
        /// The school.
        school: SchoolKey,
        /// Those people.
        people: Vec<PersonKey>,
    },
    /// Fixed as the lead, but not trained.
    FixedLeadNotTrained {
        /// The school.
        school: SchoolKey,
        /// The person.
        person: PersonKey,
    },
    /// Fixed to a school where the person works.
    FixedAtOwnSchool {
        /// The school.
        school: SchoolKey,
        /// The person.
        person: PersonKey,
    },
    /// Both fixed and declined.
    FixedButDeclined {
        /// The school.
        school: SchoolKey,
        /// The person.
        person: PersonKey,
    },
    /// Fixed to a school that has closed.
    FixedAtClosedSchool {
        /// The school.
        school: SchoolKey,
        /// The person.
        person: PersonKey,
    },
    /// Fixed, but the school is no host or the person no reviewer of this problem.
    FixedUnknown {
        /// The school.
        school: SchoolKey,
        /// The person.
        person: PersonKey,
    },
    /// The school stands more than once among the hosts.
    HostTwice {
        /// The school.
        school: SchoolKey,
    },
    /// The person stands more than once among the reviewers.
    ReviewerTwice {
        /// The person.
        person: PersonKey,
    },
}

/// A hard rule that teams made by hand break. It cannot be overridden.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Violation {
    /// The school has closed.
    ClosedSchool,
    /// The school is no host of this problem.
    UnknownHost,
    /// The school has more than one team.
    HostTwice,
    /// Fewer people than a team must have.
    TeamTooSmall {
        /// How many there are.
        size: u32,
        /// How many are needed.
        needed: u32,
    },
    /// Nobody leads the team.
    NoLead,
    /// More than one person leads it.
    SeveralLeads {
        /// Those people.
        people: Vec<PersonKey>,
    },
    /// The lead is not trained.
    LeadNotTrained {
        /// The lead.
        person: PersonKey,
    },
    /// The person works at the school.
    OwnSchool {
        /// The person.
        person: PersonKey,
    },
    /// The person declined this school.
    Declined {
        /// The person.
        person: PersonKey,
    },
    /// The person stands twice in the team.
    PersonTwice {
        /// The person.
        person: PersonKey,
    },
    /// The person is no reviewer of this problem.
    UnknownPerson {
        /// The person.
        person: PersonKey,
    },
    /// A fixed person is missing, or leads or does not lead against what was agreed.
    FixedChanged {
        /// The person.
        person: PersonKey,
    },
}

impl Clash {
    /// The school that it is about.
    #[must_use]
    pub const fn school(&self) -> Option<&SchoolKey> {
        match self {
            Self::NoTrainedLead { school, .. }
            | Self::TooFewReviewers { school, .. }
            | Self::FixedTeamWithoutLead { school, .. }
            | Self::SeveralFixedLeads { school, .. }
            | Self::FixedLeadNotTrained { school, .. }
            | Self::FixedAtOwnSchool { school, .. }
            | Self::FixedButDeclined { school, .. }
            | Self::FixedAtClosedSchool { school, .. }
            | Self::FixedUnknown { school, .. }
            | Self::HostTwice { school } => Some(school),
            Self::ReviewerTwice { .. } => None,
        }
    }
}

impl Concern {
    /// True for a conflict of interest, which needs a reason before the pair is made all the same.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::DeclaredInterest
                | Self::RecentPost
                | Self::SameTrust { .. }
                | Self::SameFederation { .. }
                | Self::SamePairAsLastCycle
        )
    }
}

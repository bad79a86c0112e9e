//! The soft rules and aims, each with the weight that a coordinator can change within bounds, and the rules that a
//! coordinator can make hard. Words for screens are not here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What a weight can be, in points.
pub const MOST_POINTS: u32 = 100;

/// A soft rule or an aim. Each costs points where it is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The reviewer declared an interest in the school.
    DeclaredInterest,
    /// The reviewer held a post at the school in the last three years.
    RecentPost,
    /// Two visits of one person on one agreed day.
    SameDay,
    /// The reviewer is not free on the day of the visit, or on no day of those when it can be.
    NotFree,
    /// Reviewer and school in one federation.
    SameFederation,
    /// Reviewer and school in one trust.
    SameTrust,
    /// Each visit over the reviewer's limit.
    LoadOverLimit,
    /// Each visit that is returned by the visited school in the same cycle.
    DirectSwap,
    /// A reviewer who does not come from the school before this one in the ring.
    OffRing,
    /// The reviewer visited this school in the cycle before.
    SamePairAsLastCycle,
    /// Each person that a team lacks of its intended size. Below the concerns that a third person may bring, so that a
    /// team of two is preferred to overloading someone.
    SmallTeam,
    /// Nobody in the team knows the school's phase.
    PhaseMissing,
    /// A reviewer further away than the limit.
    DistanceOverLimit,
    /// Each strand of the host's focus in which nobody in its team is strong.
    FocusMissed,
    /// Each person's second visit costs twice this, the third four times, and so on.
    UnevenLoad,
    /// Each ten kilometres of travel, in a straight line.
    Travel,
}

impl Rule {
    /// Every rule, the gravest first, aims last.
    pub const ALL: [Self; 16] = [
        Self::DeclaredInterest,
        Self::RecentPost,
        Self::SameDay,
        Self::NotFree,
        Self::SameFederation,
        Self::SameTrust,
        Self::LoadOverLimit,
        Self::DirectSwap,
        Self::OffRing,
        Self::SamePairAsLastCycle,
        Self::SmallTeam,
        Self::PhaseMissing,
        Self::DistanceOverLimit,
        Self::FocusMissed,
        Self::UnevenLoad,
        Self::Travel,
    ];

    /// The name as it is stored and as a form's field is called.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DeclaredInterest => "declared_interest",
            Self::RecentPost => "recent_post",
            Self::SameDay => "same_day",
            Self::NotFree => "not_free",
            Self::SameFederation => "same_federation",
            Self::SameTrust => "same_trust",
            Self::LoadOverLimit => "load_over_limit",
            Self::DirectSwap => "direct_swap",
            Self::OffRing => "off_ring",
            Self::SamePairAsLastCycle => "same_pair_as_last_cycle",
            Self::SmallTeam => "small_team",
            Self::PhaseMissing => "phase_missing",
            Self::DistanceOverLimit => "distance_over_limit",
            Self::FocusMissed => "focus_missed",
            Self::UnevenLoad => "uneven_load",
            Self::Travel => "travel",
        }
    }

    /// The points that it has until a coordinator changes them. Our proposal: programmes differ on swaps and same-trust
    /// pairs. Aims are so small that a usual way never outweighs a concern.
    #[must_use]
    pub const fn usual_points(self) -> u32 {
        match self {
            Self::DeclaredInterest | Self::RecentPost => 100,
            Self::SameDay => 80,
            Self::NotFree => 70,
            Self::SameFederation => 60,
            Self::SameTrust => 50,
            Self::LoadOverLimit => 40,
            Self::DirectSwap | Self::OffRing => 30,
            Self::SamePairAsLastCycle => 20,
            Self::SmallTeam => 15,
            Self::PhaseMissing => 12,
            Self::DistanceOverLimit => 10,
            Self::UnevenLoad => 2,
            Self::FocusMissed | Self::Travel => 1,
        }
    }

    /// Whether a coordinator can say that no suggestion may break it.
    #[must_use]
    pub const fn can_be_strict(self) -> bool {
        matches!(
            self,
            Self::DeclaredInterest
                | Self::RecentPost
                | Self::NotFree
                | Self::SameFederation
                | Self::SameTrust
                | Self::LoadOverLimit
                | Self::SamePairAsLastCycle
                | Self::DistanceOverLimit
        )
    }

    fn at(self) -> usize {
        self as usize
    }
}

/// The points of every rule; 0 makes a rule no matter to the solver, though it is still told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(Rule, u32)>", into = "Vec<(Rule, u32)>")]
pub struct Weights([u32; 16]);

impl Default for Weights {
    fn default() -> Self {
        Self(Rule::ALL.map(Rule::usual_points))
    }
}

impl Weights {
    /// The points of a rule.
    #[must_use]
    pub fn get(&self, rule: Rule) -> u32 {
        self.0[rule.at()]
    }

    /// Gives a rule so many points, at most [`MOST_POINTS`].
    pub fn set(&mut self, rule: Rule, points: u32) {
        self.0[rule.at()] = points.min(MOST_POINTS);
    }
}

impl From<Vec<(Rule, u32)>> for Weights {
    fn from(pairs: Vec<(Rule, u32)>) -> Self {
        let mut weights = Self::default();
        for (rule, points) in pairs {
            weights.set(rule, points);
        }
        weights
    }
}

impl From<Weights> for Vec<(Rule, u32)> {
    fn from(weights: Weights) -> Self {
        Rule::ALL
            .into_iter()
            .map(|rule| (rule, weights.get(rule)))
            .collect()
    }
}

/// What a coordinator has set for one cycle's suggestions, beside sizes and distance. Stored as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CycleRules {
    /// Rules that no suggestion may break. A coordinator can still break them by hand, with a reason.
    pub strict: BTreeSet<Rule>,
    /// The order of the schools when each is visited by the one before it; empty when there is no ring.
    pub ring: Vec<super::SchoolKey>,
    /// The points of each rule.
    pub weights: Weights,
}

impl CycleRules {
    /// Reads what [`Self::to_text`] wrote; an empty or unreadable text gives what is usual.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// As it is stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

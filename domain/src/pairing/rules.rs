//! The concerns, each defined once. The solver weighs them and the check tells them through these functions; the
//! sums that depend on several teams, load and swaps, are kept up to date by the solver itself (`teams`) and proven
//! against these by test.

use std::collections::BTreeSet;

use super::ring::Ring;
use super::{Concern, Host, PersonKey, Reviewer, Rule, SchoolKey, Settings, Weights};

/// Whether the person works at the school.
pub(super) fn is_own_school(host: &Host, reviewer: &Reviewer) -> bool {
    reviewer.schools.contains(&host.school)
}

/// What speaks against the pair whatever else is decided.
pub(super) fn pair_concerns(
    host: &Host,
    reviewer: &Reviewer,
    last_cycle: &BTreeSet<(&PersonKey, &SchoolKey)>,
    ring: &Ring,
    settings: &Settings,
) -> Vec<Concern> {
    let mut concerns = Vec::new();
    if reviewer.interests.contains(&host.school) {
        concerns.push(Concern::DeclaredInterest);
    }
    if reviewer.recent_schools.contains(&host.school) {
        concerns.push(Concern::RecentPost);
    }
    if let Some(visit) = host.visit
        && !visit.suits(&reviewer.days)
    {
        concerns.push(Concern::NotFree { on: visit.agreed() });
    }
    if let Some(school) = ring.off(host, reviewer) {
        concerns.push(Concern::OffRing {
            school: school.clone(),
        });
    }
    if let Some(federation) = &host.federation
        && reviewer.federations.contains(federation)
    {
        concerns.push(Concern::SameFederation {
            federation: federation.clone(),
        });
    }
    if let Some(trust) = &host.trust
        && reviewer.trusts.contains(trust)
    {
        concerns.push(Concern::SameTrust {
            trust: trust.clone(),
        });
    }
    if last_cycle.contains(&(&reviewer.person, &host.school)) {
        concerns.push(Concern::SamePairAsLastCycle);
    }
    if let (Some(metres), Some(limit_km)) = (metres(host, reviewer), settings.max_distance_km)
        && metres > u64::from(limit_km) * 1000
    {
        concerns.push(Concern::DistanceOverLimit {
            km: metres.div_ceil(1000),
            limit_km,
        });
    }
    concerns
}

/// What speaks against the team as a whole.
pub(super) fn team_concerns<'a>(
    host: &Host,
    members: impl ExactSizeIterator<Item = &'a Reviewer>,
    settings: &Settings,
) -> Vec<Concern> {
    let mut concerns = Vec::new();
    let (size, (_, target)) = (members.len(), settings.sizes());
    if size < target {
        concerns.push(Concern::SmallTeam {
            size: count(size),
            target: count(target),
        });
    }
    let mut members = members;
    if let Some(phase) = &host.phase
        && !members.any(|reviewer| reviewer.phases.contains(phase))
    {
        concerns.push(Concern::PhaseMissing {
            phase: phase.clone(),
        });
    }
    concerns
}

/// More visits than the person can make.
pub(super) fn load_concern(reviewer: &Reviewer, load: u32) -> Option<Concern> {
    (load > reviewer.max_load).then_some(Concern::LoadOverLimit {
        load,
        limit: reviewer.max_load,
    })
}

/// The points of a concern. For load, days and swaps they are those of one visit too many and of one returned visit,
/// which are summed by person and by pair of schools.
pub(super) fn weight(concern: &Concern, weights: &Weights) -> u64 {
    let points = u64::from(weights.get(concern.rule()));
    match concern {
        Concern::SmallTeam { size, target } => points * u64::from(target.saturating_sub(*size)),
        _ => points,
    }
}

/// The rules among these that the coordinator has made strict.
pub(super) fn broken_strict(concerns: &[Concern], settings: &Settings) -> Vec<Rule> {
    concerns
        .iter()
        .map(Concern::rule)
        .filter(|rule| rule.can_be_strict() && settings.strict.contains(rule))
        .collect()
}

/// The way from reviewer to school, where both are known.
pub(super) fn metres(host: &Host, reviewer: &Reviewer) -> Option<u64> {
    Some(host.location?.metres_to(reviewer.location?))
}

/// A count for an answer. Teams and problems are far smaller than this can hold.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

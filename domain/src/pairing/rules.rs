//! The concerns, each defined once. The solver weighs them and the check tells them through these functions; the
//! sums that depend on several teams, load and swaps, are kept up to date by the solver itself (`teams`) and proven
//! against these by test.

use std::collections::BTreeSet;

use super::{Concern, Host, PersonKey, Reviewer, SchoolKey, Settings, Weights};

/// Whether the person works at the school, or did until recently.
pub(super) fn is_own_school(host: &Host, reviewer: &Reviewer) -> bool {
    reviewer.schools.contains(&host.school) || reviewer.recent_schools.contains(&host.school)
}

/// What speaks against the pair whatever else is decided.
pub(super) fn pair_concerns(
    host: &Host,
    reviewer: &Reviewer,
    last_cycle: &BTreeSet<(&PersonKey, &SchoolKey)>,
    settings: &Settings,
) -> Vec<Concern> {
    let mut concerns = Vec::new();
    if reviewer.interests.contains(&host.school) {
        concerns.push(Concern::DeclaredInterest);
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

/// How much a concern weighs. For load and swaps it is the weight of one visit too many and of one returned visit,
/// which are summed by person and by pair of schools.
pub(super) fn weight(concern: &Concern, weights: &Weights) -> u64 {
    u64::from(match concern {
        Concern::DeclaredInterest => weights.declared_interest,
        Concern::SameFederation { .. } => weights.same_federation,
        Concern::SameTrust { .. } => weights.same_trust,
        Concern::LoadOverLimit { .. } => weights.load_over_limit,
        Concern::DirectSwap { .. } => weights.direct_swap,
        Concern::SamePairAsLastCycle => weights.same_pair_as_last_cycle,
        Concern::PhaseMissing { .. } => weights.phase_missing,
        Concern::DistanceOverLimit { .. } => weights.distance_over_limit,
        Concern::SmallTeam { size, target } => {
            return u64::from(weights.small_team) * u64::from(target.saturating_sub(*size));
        }
    })
}

/// The way from reviewer to school, where both are known.
pub(super) fn metres(host: &Host, reviewer: &Reviewer) -> Option<u64> {
    Some(host.location?.metres_to(reviewer.location?))
}

/// A count for an answer. Teams and problems are far smaller than this can hold.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

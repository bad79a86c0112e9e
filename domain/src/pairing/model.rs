//! The problem by number: open hosts and reviewers in the order of their keys, so that the order of the input cannot
//! matter, and what is settled about each pair worked out once.

use std::collections::{BTreeMap, BTreeSet};

use super::ring::Ring;
use super::rules::{broken_strict, is_own_school, metres, pair_concerns, weight};
use super::{
    COST_OF_A_POINT, Clash, FixedRole, Host, PairingProblem, PersonKey, Reviewer, Rule, SchoolKey,
};

/// What it costs to take a pair of the answer before apart: more than whatever could be gained by it, so that a problem
/// is solved again with the fewest changes.
const KEPT: i64 = 1_000 * COST_OF_A_POINT as i64;
/// What a visit over the limit costs where that is never to be.
const NEVER: i64 = 10_000 * COST_OF_A_POINT as i64;

/// What is settled about one reviewer at one host.
#[derive(Clone, Debug, Default)]
pub(super) struct PairFacts {
    /// The hard rules let the person visit.
    pub(super) allowed: bool,
    /// Allowed, trained, and not fixed as a mere member.
    pub(super) can_lead: bool,
    /// In the team whatever changes, in this role.
    pub(super) fixed: Option<FixedRole>,
    /// Cost of the concerns about the pair and of the way.
    pub(super) cost: i64,
    /// A pair of the answer before.
    pub(super) before: bool,
    /// The person has declined this school, or may not be asked.
    pub(super) declined: bool,
    /// The rules in the way that the coordinator made strict.
    pub(super) broken: Vec<Rule>,
    /// The person knows the school's phase.
    pub(super) knows_phase: bool,
    /// The host's focus strands in which the person is strong, a bit each.
    pub(super) focus: u64,
}

/// The problem as the solver sees it.
pub(super) struct Model<'a> {
    pub(super) problem: &'a PairingProblem,
    /// Open hosts by key.
    pub(super) hosts: Vec<&'a Host>,
    /// Reviewers by key.
    pub(super) reviewers: Vec<&'a Reviewer>,
    /// For each reviewer the hosts where the person works now.
    pub(super) homes: Vec<Vec<usize>>,
    pub(super) least: usize,
    pub(super) target: usize,
    /// What each thing costs.
    pub(super) price: Prices,
    /// For each host the agreed day of its visit, by number; hosts without one have none.
    pub(super) day: Vec<Option<usize>>,
    /// How many different days are agreed.
    pub(super) days: usize,
    /// How many pairs of the answer before each host has that can still be.
    pub(super) before: Vec<usize>,
    facts: Vec<PairFacts>,
}

/// Costs of what is not settled by the pair alone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Prices {
    pub(super) small_team: i64,
    pub(super) phase_missing: i64,
    pub(super) focus_missed: i64,
    pub(super) over_limit: i64,
    pub(super) uneven: i64,
    pub(super) swap: i64,
    pub(super) same_day: i64,
    pub(super) kept: i64,
}

impl Prices {
    fn of(problem: &PairingProblem) -> Self {
        let settings = &problem.settings;
        let cost = |rule| i64::from(settings.weights.get(rule)) * COST_OF_A_POINT as i64;
        let never = settings.strict.contains(&Rule::LoadOverLimit);
        Self {
            small_team: cost(Rule::SmallTeam),
            phase_missing: cost(Rule::PhaseMissing),
            focus_missed: cost(Rule::FocusMissed),
            over_limit: if never {
                NEVER
            } else {
                cost(Rule::LoadOverLimit)
            },
            uneven: cost(Rule::UnevenLoad),
            swap: cost(Rule::DirectSwap),
            same_day: cost(Rule::SameDay),
            kept: KEPT,
        }
    }
}

impl<'a> Model<'a> {
    /// # Errors
    /// Every contradiction within the problem; whether there are enough people is asked later.
    pub(super) fn build(problem: &'a PairingProblem) -> Result<Self, Vec<Clash>> {
        let mut hosts: Vec<&Host> = problem.hosts.iter().collect();
        hosts.sort_by_key(|host| &host.school);
        let mut reviewers: Vec<&Reviewer> = problem.reviewers.iter().collect();
        reviewers.sort_by_key(|reviewer| &reviewer.person);
        let mut clashes = twice(&hosts, &reviewers);
        if !clashes.is_empty() {
            return Err(clashes);
        }
        let closed: BTreeSet<&SchoolKey> = closed_schools(&hosts);
        hosts.retain(|host| host.open);
        let (least, target) = problem.settings.sizes();
        let mut model = Self {
            problem,
            homes: homes(&hosts, &reviewers),
            facts: all_facts(problem, &hosts, &reviewers),
            price: Prices::of(problem),
            day: Vec::new(),
            days: 0,
            before: vec![0; hosts.len()],
            hosts,
            reviewers,
            least,
            target,
        };
        model.fix(&closed, &mut clashes);
        model.forbid_strict();
        model.number_days();
        if clashes.is_empty() {
            Ok(model)
        } else {
            Err(clashes)
        }
    }

    pub(super) fn facts(&self, host: usize, reviewer: usize) -> &PairFacts {
        &self.facts[host * self.reviewers.len() + reviewer]
    }

    /// The reviewers fixed to this host, with their roles.
    pub(super) fn fixed(&self, host: usize) -> impl Iterator<Item = (usize, FixedRole)> + '_ {
        (0..self.reviewers.len()).filter_map(move |reviewer| {
            let role = self.facts(host, reviewer).fixed?;
            Some((reviewer, role))
        })
    }

    /// Those who may lead a team at this host.
    pub(super) fn possible_leads(&self, host: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.reviewers.len()).filter(move |reviewer| self.facts(host, *reviewer).can_lead)
    }

    /// What one visit more costs somebody who has so many.
    pub(super) fn one_more(&self, reviewer: usize, load: u32) -> i64 {
        let over = load >= self.reviewers[reviewer].max_load;
        2 * i64::from(load) * self.price.uneven + if over { self.price.over_limit } else { 0 }
    }

    /// Rules that the coordinator made strict bind suggestions, not what is fixed.
    fn forbid_strict(&mut self) {
        for facts in &mut self.facts {
            if !facts.broken.is_empty() && facts.fixed.is_none() {
                facts.allowed = false;
                facts.can_lead = false;
            }
        }
        for host in 0..self.hosts.len() {
            self.before[host] = (0..self.reviewers.len())
                .filter(|r| self.facts(host, *r).before && self.facts(host, *r).allowed)
                .count();
        }
    }

    fn number_days(&mut self) {
        let agreed = |host: &&Host| host.visit.and_then(super::Visit::agreed);
        let days: BTreeSet<_> = self.hosts.iter().filter_map(agreed).collect();
        let number: BTreeMap<_, usize> = days.iter().enumerate().map(|(at, d)| (*d, at)).collect();
        self.day = self
            .hosts
            .iter()
            .map(|host| number.get(&agreed(host)?).copied())
            .collect();
        self.days = days.len();
    }

    /// Puts what is fixed into the facts.
    fn fix(&mut self, closed: &BTreeSet<&SchoolKey>, clashes: &mut Vec<Clash>) {
        let host_at: BTreeMap<&SchoolKey, usize> = by_key(self.hosts.iter().map(|h| &h.school));
        let person_at: BTreeMap<&PersonKey, usize> =
            by_key(self.reviewers.iter().map(|r| &r.person));
        for fixed in &self.problem.fixed {
            let (school, person) = (fixed.host.clone(), fixed.person.clone());
            if closed.contains(&fixed.host) {
                clashes.push(Clash::FixedAtClosedSchool { school, person });
                continue;
            }
            let (Some(host), Some(reviewer)) =
                (host_at.get(&fixed.host), person_at.get(&fixed.person))
            else {
                clashes.push(Clash::FixedUnknown { school, person });
                continue;
            };
            let (host_facts, who) = (self.hosts[*host], self.reviewers[*reviewer]);
            let facts = &mut self.facts[host * self.reviewers.len() + reviewer];
            facts.fixed = Some(match (facts.fixed, fixed.role) {
                (Some(FixedRole::Lead), _) | (_, FixedRole::Lead) => FixedRole::Lead,
                (Some(FixedRole::Member), _) | (_, FixedRole::Member) => FixedRole::Member,
                _ => FixedRole::Either,
            });
            facts.can_lead &= facts.fixed != Some(FixedRole::Member);
            if is_own_school(host_facts, who) {
                clashes.push(Clash::FixedAtOwnSchool { school, person });
            } else if !facts.allowed {
                clashes.push(Clash::FixedButDeclined { school, person });
            } else if fixed.role == FixedRole::Lead && !who.trained {
                clashes.push(Clash::FixedLeadNotTrained { school, person });
            }
        }
        clashes.dedup();
    }
}

fn closed_schools<'a>(hosts: &[&'a Host]) -> BTreeSet<&'a SchoolKey> {
    hosts
        .iter()
        .filter(|host| !host.open)
        .map(|host| &host.school)
        .collect()
}

fn by_key<'a>(keys: impl Iterator<Item = &'a String>) -> BTreeMap<&'a String, usize> {
    keys.enumerate().map(|(at, key)| (key, at)).collect()
}

/// Keys that stand more than once in the sorted lists.
fn twice(hosts: &[&Host], reviewers: &[&Reviewer]) -> Vec<Clash> {
    let mut clashes: Vec<Clash> = Vec::new();
    for pair in hosts.windows(2) {
        if pair[0].school == pair[1].school {
            clashes.push(Clash::HostTwice {
                school: pair[0].school.clone(),
            });
        }
    }
    for pair in reviewers.windows(2) {
        if pair[0].person == pair[1].person {
            clashes.push(Clash::ReviewerTwice {
                person: pair[0].person.clone(),
            });
        }
    }
    clashes.dedup();
    clashes
}

fn homes(hosts: &[&Host], reviewers: &[&Reviewer]) -> Vec<Vec<usize>> {
    let host_at = by_key(hosts.iter().map(|host| &host.school));
    reviewers
        .iter()
        .map(|reviewer| {
            let own: BTreeSet<usize> = reviewer
                .schools
                .iter()
                .filter_map(|school| host_at.get(school).copied())
                .collect();
            own.into_iter().collect()
        })
        .collect()
}

fn all_facts(problem: &PairingProblem, hosts: &[&Host], reviewers: &[&Reviewer]) -> Vec<PairFacts> {
    let last_cycle: BTreeSet<(&PersonKey, &SchoolKey)> =
        problem.last_cycle.iter().map(|(p, s)| (p, s)).collect();
    let declined: BTreeSet<(&PersonKey, &SchoolKey)> =
        problem.declined.iter().map(|(p, s)| (p, s)).collect();
    let before: BTreeSet<(&PersonKey, &SchoolKey)> =
        problem.before.iter().map(|(p, s)| (p, s)).collect();
    let ring = Ring::of(problem);
    let settings = &problem.settings;
    let travel = u64::from(settings.weights.get(Rule::Travel));
    let mut facts = Vec::with_capacity(hosts.len() * reviewers.len());
    for host in hosts {
        for reviewer in reviewers {
            let has_declined = declined.contains(&(&reviewer.person, &host.school));
            let allowed = !is_own_school(host, reviewer) && !has_declined;
            let concerns = pair_concerns(host, reviewer, &last_cycle, &ring, settings);
            let phase = host.phase.as_ref();
            facts.push(PairFacts {
                allowed,
                can_lead: allowed && reviewer.trained,
                fixed: None,
                cost: cost_of(&concerns, settings)
                    + whole(metres(host, reviewer).unwrap_or(0) * travel),
                before: before.contains(&(&reviewer.person, &host.school)),
                declined: has_declined,
                broken: broken_strict(&concerns, settings),
                knows_phase: phase.is_none_or(|phase| reviewer.phases.contains(phase)),
                focus: focus_bits(host, reviewer),
            });
        }
    }
    facts
}

fn cost_of(concerns: &[super::Concern], settings: &super::Settings) -> i64 {
    let points: u64 = concerns
        .iter()
        .map(|concern| weight(concern, &settings.weights))
        .sum();
    whole(points * COST_OF_A_POINT)
}

/// A cost with a sign. All of England's schools together stay far below what this can hold.
fn whole(cost: u64) -> i64 {
    i64::try_from(cost).unwrap_or(i64::MAX / 1_000_000)
}

fn focus_bits(host: &Host, reviewer: &Reviewer) -> u64 {
    host.focus_strands
        .iter()
        .take(64)
        .enumerate()
        .filter(|(_, strand)| reviewer.expertise_strands.contains(strand))
        .fold(0, |bits, (at, _)| bits | 1 << at)
}

//! Rotation: a ring in which school A reviews B, B reviews C, and so on round to A, so that nobody swaps.

use std::collections::BTreeMap;

use super::rules::{is_own_school, metres, pair_concerns, weight};
use super::{COST_OF_A_POINT, Host, PairingProblem, Reviewer, Rule, SchoolKey};

/// Which school visits which; empty when there is no ring.
#[derive(Clone, Debug, Default)]
pub(super) struct Ring<'a> {
    /// Visited school → the school whose people visit it.
    visitor: BTreeMap<&'a SchoolKey, &'a SchoolKey>,
}

impl<'a> Ring<'a> {
    /// The ring of a problem, without the schools that are no open hosts of it. Fewer than three schools make none:
    /// two would only swap.
    pub(super) fn of(problem: &'a PairingProblem) -> Self {
        let open = |school: &SchoolKey| problem.hosts.iter().any(|h| h.open && h.school == *school);
        let order: Vec<&SchoolKey> = problem.ring.iter().filter(|s| open(s)).collect();
        if order.len() < 3 {
            return Self::default();
        }
        let before = order.iter().cycle().skip(order.len() - 1);
        Self {
            visitor: order
                .iter()
                .zip(before)
                .map(|(to, from)| (*to, *from))
                .collect(),
        }
    }

    /// The school whose people ought to visit this host, where the person comes from another school of the ring. Whoever
    /// comes from no school of the ring can go anywhere.
    pub(super) fn off(&self, host: &Host, reviewer: &Reviewer) -> Option<&'a SchoolKey> {
        let visitor = self.visitor.get(&host.school)?;
        let in_ring = reviewer
            .schools
            .iter()
            .any(|s| self.visitor.contains_key(s));
        (in_ring && !reviewer.schools.contains(visitor)).then_some(*visitor)
    }
}

/// A ring through all open schools in which the people of each school suit the next one well: begun with the nearest,
/// then bettered by moving one school at a time. The same each time.
#[must_use]
pub fn propose_ring(problem: &PairingProblem) -> Vec<SchoolKey> {
    let mut hosts: Vec<&Host> = problem.hosts.iter().filter(|host| host.open).collect();
    hosts.sort_by_key(|host| &host.school);
    let count = hosts.len();
    let mut cost = vec![0_u64; count * count];
    for (from, home) in hosts.iter().enumerate() {
        let people: Vec<&Reviewer> = problem
            .reviewers
            .iter()
            .filter(|r| r.schools.contains(&home.school))
            .collect();
        for (to, host) in hosts.iter().enumerate() {
            cost[from * count + to] = visit_cost(problem, &people, host);
        }
    }
    let mut order = nearest(&cost, count);
    // Each round makes the ring cheaper; the bound is there so that it always ends soon.
    for _ in 0..50 {
        if !better_by_a_move(&cost, count, &mut order) {
            break;
        }
    }
    order
        .into_iter()
        .map(|at| hosts[at].school.clone())
        .collect()
}

/// What the visit of one school's people to a host costs, for as many as a team has; a place for which there is nobody
/// costs as much as the gravest concern.
fn visit_cost(problem: &PairingProblem, people: &[&Reviewer], host: &Host) -> u64 {
    let (weights, none) = (&problem.settings.weights, Ring::default());
    let last: std::collections::BTreeSet<_> =
        problem.last_cycle.iter().map(|(p, s)| (p, s)).collect();
    let mut costs: Vec<u64> = people
        .iter()
        .filter(|r| !is_own_school(host, r))
        .map(|r| {
            let concerns = pair_concerns(host, r, &last, &none, &problem.settings);
            let points: u64 = concerns.iter().map(|c| weight(c, weights)).sum();
            let travel = metres(host, r).unwrap_or(0) * u64::from(weights.get(Rule::Travel));
            points * COST_OF_A_POINT + travel
        })
        .collect();
    costs.sort_unstable();
    costs.resize(problem.settings.sizes().1, 100 * COST_OF_A_POINT);
    costs.iter().sum()
}

fn nearest(cost: &[u64], count: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (1..count).collect();
    let mut order: Vec<usize> = (0..count.min(1)).collect();
    while let Some(last) = order.last().copied() {
        let next = left
            .iter()
            .enumerate()
            .min_by_key(|(_, to)| (cost[last * count + **to], **to));
        let Some((place, _)) = next else { break };
        order.push(left.remove(place));
    }
    order
}

/// Takes out each school in turn and puts it where the ring is cheapest; true when that has changed something.
fn better_by_a_move(cost: &[u64], count: usize, order: &mut Vec<usize>) -> bool {
    if count < 4 {
        return false;
    }
    let way = |from: usize, to: usize| i128::from(cost[from * count + to]);
    let mut changed = false;
    for school in 0..count {
        let Some(at) = order.iter().position(|s| *s == school) else {
            continue;
        };
        let (before, after) = (order[(at + count - 1) % count], order[(at + 1) % count]);
        let saved = way(before, school) + way(school, after) - way(before, after);
        order.remove(at);
        let rest = order.len();
        let best = (0..rest)
            .map(|place| {
                let (from, to) = (order[(place + rest - 1) % rest], order[place]);
                (way(from, school) + way(school, to) - way(from, to), place)
            })
            .min();
        match best {
            Some((added, place)) if added < saved => {
                order.insert(place, school);
                changed = true;
            }
            _ => order.insert(at, school),
        }
    }
    changed
}

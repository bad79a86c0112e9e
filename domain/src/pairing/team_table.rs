//! The cheapest team of one host when every person has a price: exact, by a table over what a team can be.

use super::model::Model;
use super::teams::Cost;

/// Focus strands of a host that are looked at; the others count as met, which makes the answer a bound still. A host
/// names at most four.
const FOCUS_BITS: u32 = 5;

/// The cheapest teams of one host, by size, lead, phase and focus strands met. Kept between hosts to save memory.
#[derive(Default)]
pub(super) struct Table {
    cost: Vec<Cost>,
    /// For each candidate and each state the state before, where the candidate made it cheaper.
    came: Vec<u32>,
    candidates: Vec<Candidate>,
    groups: Vec<Vec<(Cost, usize)>>,
}

#[derive(Clone, Copy)]
struct Candidate {
    reviewer: usize,
    cost: Cost,
    kind: usize,
}

const NONE: u32 = u32::MAX;
const NEVER: Cost = Cost::MAX / 4;

impl Table {
    /// The team and its cost with the prices of its people.
    pub(super) fn cheapest_team(
        &mut self,
        model: &Model,
        host: usize,
        prices: &[Cost],
    ) -> (Cost, Vec<usize>) {
        let wanted = model.hosts[host].focus_strands.len().min(64);
        let bits = (wanted as u32).min(FOCUS_BITS);
        let (mask, kinds) = ((1_u64 << bits) - 1, 4_usize << bits);
        let no_phase = model.hosts[host].phase.is_none();
        let kind_of = |reviewer: usize| {
            let facts = model.facts(host, reviewer);
            let knows = no_phase || facts.knows_phase;
            (usize::from(facts.can_lead) << (bits + 1))
                | (usize::from(knows) << bits)
                | (facts.focus & mask) as usize
        };
        let cost_of = |reviewer: usize| {
            let facts = model.facts(host, reviewer);
            let kept = if facts.before { model.price.kept } else { 0 };
            facts.cost + prices[reviewer] - kept
        };
        let mut team: Vec<usize> = model.fixed(host).map(|(reviewer, _)| reviewer).collect();
        let start_cost: Cost = team.iter().map(|r| cost_of(*r)).sum::<Cost>()
            + model.price.kept * model.before[host] as Cost;
        let start_kind = team.iter().fold(0, |kind, r| kind | kind_of(*r));
        let fixed = team.len();
        let places = model.target.saturating_sub(fixed);

        self.collect(model, host, places, kinds, &kind_of, &cost_of);
        let states = (places + 1) * kinds;
        self.cost.clear();
        self.cost.resize(states, NEVER);
        self.came.clear();
        self.came.resize(self.candidates.len() * states, NONE);
        self.cost[start_kind] = start_cost;
        for (at, candidate) in self.candidates.iter().enumerate() {
            for size in (0..places).rev() {
                for kind in 0..kinds {
                    let from = size * kinds + kind;
                    let cost = self.cost[from];
                    if cost >= NEVER {
                        continue;
                    }
                    let to = (size + 1) * kinds + (kind | candidate.kind);
                    if cost + candidate.cost < self.cost[to] {
                        self.cost[to] = cost + candidate.cost;
                        self.came[at * states + to] = from as u32;
                    }
                }
            }
        }

        let price = &model.price;
        let mut best = (NEVER, 0);
        for size in 0..=places {
            for kind in 0..kinds {
                let state = size * kinds + kind;
                let leads = kind >> (bits + 1) & 1 == 1;
                if self.cost[state] >= NEVER || !leads || fixed + size < model.least {
                    continue;
                }
                let met = (kind as u64 & mask).count_ones();
                let knows = kind >> bits & 1 == 1;
                let cost = self.cost[state]
                    + price.small_team * places.saturating_sub(size) as Cost
                    + price.focus_missed * Cost::from(bits - met)
                    + if knows || no_phase {
                        0
                    } else {
                        price.phase_missing
                    };
                best = best.min((cost, state));
            }
        }
        let mut state = best.1;
        for at in (0..self.candidates.len()).rev() {
            let came = self.came[at * states + state];
            if came != NONE {
                team.push(self.candidates[at].reviewer);
                state = came as usize;
            }
        }
        (best.0, team)
    }

    /// The people who can be in a cheapest team: of each kind as many as there are places, the cheapest.
    fn collect(
        &mut self,
        model: &Model,
        host: usize,
        places: usize,
        kinds: usize,
        kind_of: &dyn Fn(usize) -> usize,
        cost_of: &dyn Fn(usize) -> Cost,
    ) {
        self.candidates.clear();
        self.groups.iter_mut().for_each(Vec::clear);
        self.groups.resize_with(kinds, Vec::new);
        if places == 0 {
            return;
        }
        for reviewer in 0..model.reviewers.len() {
            let facts = model.facts(host, reviewer);
            if !facts.allowed || facts.fixed.is_some() {
                continue;
            }
            let (cost, group) = (cost_of(reviewer), &mut self.groups[kind_of(reviewer)]);
            let full = group.len() == places;
            if full && group.last().is_some_and(|last| last.0 <= cost) {
                continue;
            }
            if full {
                group.pop();
            }
            let place = group.partition_point(|(other, _)| *other <= cost);
            group.insert(place, (cost, reviewer));
        }
        for (kind, group) in self.groups.iter().enumerate() {
            let candidates = group.iter().map(|(cost, reviewer)| Candidate {
                reviewer: *reviewer,
                cost: *cost,
                kind,
            });
            self.candidates.extend(candidates);
        }
    }
}

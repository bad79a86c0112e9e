//! The way to an answer: first answers, the search from each, the bound, what the bound suggests, and for a small
//! problem the proof. Stops when it is told to, with the best answer so far and a bound that holds.

use std::time::Duration;

use super::bound::Relaxation;
use super::model::Model;
use super::search::Search;
use super::teams::{Cost, Teams};
use super::{Infeasible, Pairing, PairingProblem, Quality, explain, feasible, greedy};

/// How much may be spent on an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Steps of the bound.
    pub steps: u32,
    /// How often a few teams are dissolved and formed anew, for each school, of whom no fewer than 200 are counted.
    pub stirs: u32,
    /// How long a proof may take that a small problem's answer is the best; none for no proof.
    pub proof: Duration,
}

impl Default for Budget {
    /// Enough for an answer at once, without proof.
    fn default() -> Self {
        Self {
            steps: 60,
            stirs: 2,
            proof: Duration::ZERO,
        }
    }
}

impl Budget {
    /// What a job in the background spends.
    #[must_use]
    pub const fn thorough() -> Self {
        Self {
            steps: 300,
            stirs: 100,
            proof: Duration::from_secs(8),
        }
    }
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Of a thousand.
    pub done: u32,
    /// Cost of the best answer so far.
    pub cost: u64,
    /// What every answer costs at least, as far as known.
    pub bound: u64,
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continue {
    /// Go on.
    Go,
    /// Stop, and take the best answer so far.
    Stop,
}

/// The teams for every open school of the problem: [`solve_within`] with the usual budget and without being stopped.
///
/// # Errors
/// As there.
pub fn solve(problem: &PairingProblem) -> Result<Pairing, Infeasible> {
    solve_within(problem, &Budget::default(), &mut |_| Continue::Go)
}

/// The teams for every open school of the problem, as good as the budget allows, with what can be said of how good they
/// are. `report` hears of the progress some hundred times and can stop the search; the answer is then the best so far.
///
/// # Errors
/// Every clash, if some school cannot be given a team by the hard rules, or if the problem contradicts itself.
pub fn solve_within(
    problem: &PairingProblem,
    budget: &Budget,
    report: &mut dyn FnMut(Progress) -> Continue,
) -> Result<Pairing, Infeasible> {
    let model = Model::build(problem).map_err(|clashes| Infeasible {
        clashes,
        smallest: None,
    })?;
    let clashes = feasible::clashes(&model);
    let places = feasible::any_answer(&model);
    if !clashes.is_empty() || places.is_none() {
        let smallest = feasible::smallest(&model);
        return Err(Infeasible { clashes, smallest });
    }
    let mut run = Run {
        best: first_answer(&model),
        one_by_one: 0,
        bound: 0,
        stopped: false,
        finder: Search::new(),
        report,
    };
    run.one_by_one = run.best.cost();
    run.search(&model, &places.unwrap_or_default(), budget);
    let quality = Quality {
        cost: unsigned(run.best.cost()),
        bound: unsigned(run.bound.min(run.best.cost())),
        one_by_one: unsigned(run.one_by_one),
        stopped: run.stopped,
    };
    Ok(explain::answer(&run.best, quality))
}

fn unsigned(cost: Cost) -> u64 {
    u64::try_from(cost).unwrap_or(0)
}

/// One school after the other, the most constrained first.
pub(super) fn first_answer<'m>(model: &'m Model<'m>) -> Teams<'m> {
    let mut teams = Teams::with_fixed(model);
    greedy::fill(&mut teams);
    teams
}

/// The part of the cost by which an answer may become dearer on the way to a better one, at first.
const SLACK: Cost = 3_000;
/// In how many rounds teams are stirred, with news of the progress after each.
const STIR_ROUNDS: u32 = 20;

struct Run<'m, 'r> {
    best: Teams<'m>,
    one_by_one: Cost,
    bound: Cost,
    stopped: bool,
    finder: Search,
    report: &'r mut dyn FnMut(Progress) -> Continue,
}

impl<'m> Run<'m, '_> {
    /// Tells how far it is; true when it is to stop.
    fn told(&mut self, done: u32) -> bool {
        let progress = Progress {
            done,
            cost: unsigned(self.best.cost()),
            bound: unsigned(self.bound),
        };
        if !self.stopped && (self.report)(progress) == Continue::Stop {
            self.stopped = true;
        }
        self.stopped
    }

    fn keep(&mut self, teams: Teams<'m>) {
        if teams.cost() < self.best.cost() {
            self.best = teams;
        }
    }

    fn search(&mut self, model: &'m Model<'m>, places: &[(usize, usize)], budget: &Budget) {
        if self.told(0) {
            return self.quick_bound(model);
        }
        // Where people must not be overloaded, the first answer may not do; this one does.
        let mut starts = vec![
            self.best.clone(),
            seeded(model, &before(model)),
            seeded_with(model, places),
        ];
        starts.sort_by_key(Teams::cost);
        starts.dedup_by_key(|teams| teams.cost());
        let count = starts.len() as u32;
        for (at, mut teams) in starts.into_iter().enumerate() {
            self.finder.settle(&mut teams);
            self.keep(teams);
            if self.told(50 + 200 * (at as u32 + 1) / count) {
                return self.quick_bound(model);
            }
        }
        let prices = self.relax(model, budget.steps);
        if self.stopped || self.done() {
            return;
        }
        let mut teams = self.best.clone();
        let schools = u32::try_from(model.hosts.len())
            .unwrap_or(u32::MAX)
            .max(200);
        let each = budget.stirs.saturating_mul(schools) / STIR_ROUNDS;
        for round in 1..=STIR_ROUNDS {
            let slack = self.best.cost() / SLACK * Cost::from(STIR_ROUNDS - round)
                / Cost::from(STIR_ROUNDS);
            let found = self.finder.stir(&mut teams, each.max(1), &prices, slack);
            self.keep(found);
            if self.told(500 + 400 * round / STIR_ROUNDS) || self.done() {
                return;
            }
        }
        let mut teams = self.best.clone();
        self.finder.settle(&mut teams);
        self.keep(teams);
        if budget.proof > Duration::ZERO && !self.told(900) {
            self.prove(model, budget.proof);
        }
    }

    fn done(&self) -> bool {
        self.bound >= self.best.cost()
    }

    /// The bound, and on the way the teams that it suggests, made legal and better.
    /// Returns what a visit by each person is worth.
    fn relax(&mut self, model: &'m Model<'m>, steps: u32) -> Vec<Cost> {
        let best = &self.best;
        let mut relaxation = Relaxation::new(model, |reviewer| best.load(reviewer));
        for step in 1..=steps {
            let goes_on = relaxation.step(self.best.cost());
            self.bound = self.bound.max(relaxation.bound());
            if step % (steps / 4).max(1) == 0 {
                let mut teams = Teams::with_fixed(model);
                for (host, team) in relaxation.chosen().iter().enumerate() {
                    for reviewer in team {
                        if teams.may_join(host, *reviewer) {
                            teams.put(host, teams.members(host).len(), *reviewer);
                        }
                    }
                }
                self.finder.settle(&mut teams);
                self.keep(teams);
            }
            if self.told(250 + 250 * step / steps) || !goes_on {
                break;
            }
        }
        relaxation.best_prices().to_vec()
    }

    /// Some bound for an answer that was stopped early: one step is enough for a true one.
    fn quick_bound(&mut self, model: &'m Model<'m>) {
        let best = &self.best;
        let mut relaxation = Relaxation::new(model, |reviewer| best.load(reviewer));
        relaxation.step(self.best.cost());
        self.bound = relaxation.bound();
    }

    /// Puts the best answer in the place of this one, where the problem is small enough to prove which that is.
    #[cfg(not(target_arch = "wasm32"))]
    fn prove(&mut self, model: &'m Model<'m>, time: Duration) {
        if super::prove::free_pairs(model) > super::prove::MOST_PAIRS {
            return;
        }
        let Some((found, proven)) = super::prove::best_teams(&self.best, time) else {
            return;
        };
        let mut teams = Teams::with_fixed(model);
        for (host, team) in found.iter().enumerate() {
            for reviewer in team {
                if teams.may_join(host, *reviewer) {
                    teams.put(host, teams.members(host).len(), *reviewer);
                }
            }
        }
        self.keep(teams);
        if proven {
            self.bound = self.best.cost();
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl<'m> Run<'m, '_> {
    fn prove(&mut self, _model: &'m Model<'m>, _time: Duration) {}
}

/// The pairs of the answer before, as far as they can still be.
fn before(model: &Model) -> Vec<(usize, usize)> {
    (0..model.hosts.len())
        .flat_map(|host| {
            (0..model.reviewers.len())
                .filter(move |r| model.facts(host, *r).before)
                .map(move |r| (host, r))
        })
        .collect()
}

/// These pairs as far as there is room, then the rest one by one.
fn seeded<'m>(model: &'m Model<'m>, pairs: &[(usize, usize)]) -> Teams<'m> {
    let mut teams = seeded_with(model, pairs);
    greedy::fill(&mut teams);
    teams
}

/// These pairs as far as there is room for them and for a lead, and a lead where there is none.
fn seeded_with<'m>(model: &'m Model<'m>, pairs: &[(usize, usize)]) -> Teams<'m> {
    let mut teams = Teams::with_fixed(model);
    for (host, reviewer) in pairs {
        let leads = model.facts(*host, *reviewer).can_lead || teams.has_lead(*host);
        let room = model.target.saturating_sub(usize::from(!leads));
        if teams.may_join(*host, *reviewer) && teams.members(*host).len() < room {
            teams.put(*host, teams.members(*host).len(), *reviewer);
        }
    }
    teams
}

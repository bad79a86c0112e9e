//! What every answer costs at least: a Lagrangian relaxation.
//!
//! Hosts compete for people only through loads (and swaps and days, which are left out here: they never cost less than
//! nothing). Each person gets a price for a visit; then every host chooses its cheapest team by itself, exactly and
//! among all pairs that the hard rules allow, and every person the load that costs least against the price. The sum is
//! a lower bound whatever the prices are, and steps towards people who are asked too often or too seldom make it good.
//! Prices are whole numbers, so the bound is exact: nothing is rounded. It is at least as strong as the linear
//! relaxation of the whole problem, since each host's team is a whole one.

use super::model::Model;
use super::team_table::Table;
use super::teams::Cost;

/// Steps without a better bound after which steps become half as long.
const PATIENCE: u32 = 10;

/// The relaxation, step by step.
pub(super) struct Relaxation<'m> {
    model: &'m Model<'m>,
    /// The price of a visit by each person.
    prices: Vec<Cost>,
    best_prices: Vec<Cost>,
    /// The best bound so far.
    bound: Cost,
    length: f64,
    waited: u32,
    /// The teams that the hosts chose at the last step.
    chosen: Vec<Vec<usize>>,
    table: Table,
}

impl<'m> Relaxation<'m> {
    /// Begins with prices from the loads of an answer.
    pub(super) fn new(model: &'m Model<'m>, loads: impl Fn(usize) -> u32) -> Self {
        let prices: Vec<Cost> = (0..model.reviewers.len())
            .map(|reviewer| match loads(reviewer) {
                0 => 0,
                load => model.one_more(reviewer, load - 1),
            })
            .collect();
        Self {
            model,
            best_prices: prices.clone(),
            prices,
            bound: Cost::MIN,
            length: 1.0,
            waited: 0,
            chosen: Vec::new(),
            table: Table::default(),
        }
    }

    pub(super) fn bound(&self) -> Cost {
        self.bound.max(0)
    }

    /// The teams that the hosts would choose at the last prices.
    pub(super) fn chosen(&self) -> &[Vec<usize>] {
        &self.chosen
    }

    /// The prices of a visit by each person at which the bound was best.
    pub(super) fn best_prices(&self) -> &[Cost] {
        &self.best_prices
    }

    /// One step towards better prices, with the cost of the best answer known. False when no step helps any more.
    pub(super) fn step(&mut self, known: Cost) -> bool {
        let model = self.model;
        let mut value = 0;
        let mut asked = vec![0_i64; model.reviewers.len()];
        let mut least = vec![0_i64; model.reviewers.len()];
        self.chosen.clear();
        for host in 0..model.hosts.len() {
            let team = self.table.cheapest_team(model, host, &self.prices);
            value += team.0;
            for reviewer in &team.1 {
                asked[*reviewer] += 1;
            }
            for (reviewer, _) in model.fixed(host) {
                least[reviewer] += 1;
            }
            self.chosen.push(team.1);
        }
        let (mut steepness, mut away) = (0.0, Vec::with_capacity(asked.len()));
        for reviewer in 0..asked.len() {
            let (cost, load) = self.own_load(reviewer, least[reviewer]);
            value += cost;
            let by = asked[reviewer] - load;
            steepness += (by * by) as f64;
            away.push(by);
        }
        if value > self.bound {
            self.bound = value;
            self.best_prices.clone_from(&self.prices);
            self.waited = 0;
        } else {
            self.waited += 1;
            if self.waited >= PATIENCE {
                self.waited = 0;
                self.length /= 2.0;
                self.prices.clone_from(&self.best_prices);
            }
        }
        if steepness == 0.0 || self.bound >= known || self.length < 2e-3 {
            return false;
        }
        let by = self.length * (known - value).max(1) as f64 / steepness;
        for (price, away) in self.prices.iter_mut().zip(away) {
            *price = (*price + (by * away as f64).round() as Cost).max(0);
        }
        true
    }

    /// The load that costs least against the price of each visit, and what it costs. Loads cost ever more, so the first
    /// visit that does not pay is the end.
    fn own_load(&self, reviewer: usize, least: i64) -> (Cost, i64) {
        let (mut cost, mut load) = (0, 0_i64);
        let most = self.model.hosts.len() as i64;
        while load < most {
            let more = self
                .model
                .one_more(reviewer, u32::try_from(load).unwrap_or(u32::MAX));
            let saved = more - self.prices[reviewer];
            if load >= least && saved >= 0 {
                break;
            }
            cost += saved;
            load += 1;
        }
        (cost, load)
    }
}

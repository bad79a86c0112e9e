//! From one answer to a better one, by changes that keep the hard rules. First each team is formed anew, the others
//! being as they are, for as long as that helps; then a few teams at a time are dissolved and formed anew, again and
//! again, those that want each other's people together.

use super::team_table::Table;
use super::teams::{Cost, Teams};

/// Rounds through all teams. A handful is enough in practice; the bound is there so that it always ends.
const MAX_ROUNDS: usize = 100;
/// Up to so many teams every two people in two teams are tried in each other's place.
const MOST_EXCHANGED: usize = 40;
/// The most teams that are dissolved at a time.
const MOST_DISSOLVED: u32 = 6;

/// A search through the answers near one. It goes the same way each time.
pub(super) struct Search {
    table: Table,
    prices: Vec<Cost>,
    /// Of Knuth's linear congruential generator: enough to mix.
    state: u64,
}

impl Search {
    pub(super) fn new() -> Self {
        Self {
            table: Table::default(),
            prices: Vec::new(),
            state: 20_260_922,
        }
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.state >> 33) % u64::from(bound.max(1))).unwrap_or(0)
    }

    /// Forms teams anew one at a time until none of them becomes cheaper. Never makes the whole dearer.
    pub(super) fn settle(&mut self, teams: &mut Teams) {
        for _ in 0..MAX_ROUNDS {
            let before = teams.cost();
            for host in 0..teams.model.hosts.len() {
                self.reform(teams, &[host], &[], 0);
            }
            if teams.model.hosts.len() <= MOST_EXCHANGED {
                exchange(teams);
            }
            if teams.cost() >= before {
                return;
            }
        }
    }

    /// Dissolves a few teams and forms them anew, so many times. Keeps them where the whole becomes dearer by less than
    /// `slack`, which leads out of answers that no small change betters; returns the best answer met. `dear` is what a
    /// visit by each person is worth to the whole, by the bound.
    pub(super) fn stir<'m>(
        &mut self,
        teams: &mut Teams<'m>,
        times: u32,
        dear: &[Cost],
        slack: Cost,
    ) -> Teams<'m> {
        let hosts = u32::try_from(teams.model.hosts.len()).unwrap_or(u32::MAX);
        let mut best = teams.clone();
        for _ in 0..times {
            let first = self.below(hosts) as usize;
            let mut order = self.rivals(teams, first, dear);
            let most = 2 + self.below(MOST_DISSOLVED - 1) as usize;
            while order.len() < most.min(hosts as usize) {
                let other = self.below(hosts) as usize;
                if !order.contains(&other) {
                    order.push(other);
                }
            }
            order.truncate(most);
            for at in (1..order.len()).rev() {
                let with = self.below(at as u32 + 1) as usize;
                order.swap(at, with);
            }
            let minded = if self.below(2) == 0 { dear } else { &[] };
            self.reform(teams, &order, minded, slack);
            if teams.cost() < best.cost() {
                best = teams.clone();
            }
        }
        best
    }

    /// The host, and the teams in which those are whom it would choose if everybody cost what a visit is worth.
    fn rivals(&mut self, teams: &Teams, host: usize, dear: &[Cost]) -> Vec<usize> {
        let model = teams.model;
        let (_, wanted) = self.table.cheapest_team(model, host, dear);
        let mut found = vec![host];
        for other in 0..model.hosts.len() {
            if other != host && wanted.iter().any(|r| teams.members(other).contains(r)) {
                found.push(other);
            }
        }
        // Not always the same ones of many.
        for at in (2..found.len()).rev() {
            let with = 1 + self.below(at as u32) as usize;
            found.swap(at, with);
        }
        found
    }

    /// Dissolves these teams, forms each anew in this order as cheaply as can be, and keeps them if the whole is cheaper,
    /// or dearer by less than `slack`.
    fn reform(&mut self, teams: &mut Teams, hosts: &[usize], minded: &[Cost], slack: Cost) {
        let before = teams.cost();
        let kept: Vec<Vec<usize>> = hosts.iter().map(|h| teams.members(*h).to_vec()).collect();
        for host in hosts {
            dissolve(teams, *host);
        }
        for host in hosts {
            self.form(teams, *host, minded);
        }
        if teams.cost() >= before + slack {
            for (host, members) in hosts.iter().zip(kept) {
                restore(teams, *host, &members);
            }
        }
    }

    /// The cheapest team for a host that has only its fixed people, given all the others.
    fn form(&mut self, teams: &mut Teams, host: usize, minded: &[Cost]) {
        let model = teams.model;
        self.prices.clear();
        for reviewer in 0..model.reviewers.len() {
            let fixed = model.facts(host, reviewer).fixed.is_some();
            let now = if fixed {
                0
            } else {
                teams.one_more(host, reviewer)
            };
            self.prices
                .push(now.max(minded.get(reviewer).copied().unwrap_or(0)));
        }
        let (_, team) = self.table.cheapest_team(model, host, &self.prices);
        for reviewer in team {
            if teams.may_join(host, reviewer) {
                teams.put(host, teams.members(host).len(), reviewer);
            }
        }
    }
}

/// Sends home everybody who is not fixed.
fn dissolve(teams: &mut Teams, host: usize) {
    for place in (0..teams.members(host).len()).rev() {
        if teams.is_free(host, place) {
            teams.take(host, place);
        }
    }
}

fn restore(teams: &mut Teams, host: usize, members: &[usize]) {
    while !teams.members(host).is_empty() {
        teams.take(host, 0);
    }
    for (place, reviewer) in members.iter().enumerate() {
        teams.put(host, place, *reviewer);
    }
}

/// Two people in two teams change places.
fn exchange(teams: &mut Teams) {
    let hosts = teams.model.hosts.len();
    for first in 0..hosts {
        for second in first + 1..hosts {
            for place in 0..teams.members(first).len() {
                for other in 0..teams.members(second).len() {
                    try_exchange(teams, (first, place), (second, other));
                }
            }
        }
    }
}

fn try_exchange(teams: &mut Teams, one: (usize, usize), two: (usize, usize)) {
    let (a, b) = (teams.members(one.0)[one.1], teams.members(two.0)[two.1]);
    let possible = teams.is_free(one.0, one.1)
        && teams.is_free(two.0, two.1)
        && teams.may_join(one.0, b)
        && teams.may_join(two.0, a);
    if !possible {
        return;
    }
    let before = teams.cost();
    trade(teams, one, two);
    if teams.cost() >= before || !teams.has_lead(one.0) || !teams.has_lead(two.0) {
        trade(teams, one, two);
    }
}

fn trade(teams: &mut Teams, one: (usize, usize), two: (usize, usize)) {
    let a = teams.take(one.0, one.1);
    let b = teams.take(two.0, two.1);
    teams.put(one.0, one.1, b);
    teams.put(two.0, two.1, a);
}

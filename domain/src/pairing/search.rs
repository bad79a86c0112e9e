//! From a first answer to a better one, by changes that keep the hard rules. First single changes, for as long as one
//! helps; then, where none does, two teams at a time are dissolved and formed anew.

use super::greedy::fill_one;
use super::teams::Teams;

/// Rounds through all single changes. A handful is enough in practice; the bound is there so that it always ends.
const MAX_ROUNDS: usize = 200;
/// Rounds of dissolving teams, each followed by single changes.
const MAX_REFORMS: usize = 5;
/// How many people may be tried in one round of dissolving: enough for every two teams of twelve schools and 24
/// reviewers. In larger problems the teams with the gravest concerns come first, and the rest are left as they are.
const MAX_TRIES: usize = 40_000;

/// Makes the whole cheaper until neither kind of change helps. Never makes it dearer.
pub(super) fn improve(teams: &mut Teams) {
    settle(teams);
    for _ in 0..MAX_REFORMS {
        let before = teams.cost();
        reform_pairs(teams);
        if teams.cost() >= before {
            return;
        }
        settle(teams);
    }
}

/// Single changes until none of them helps.
fn settle(teams: &mut Teams) {
    for _ in 0..MAX_ROUNDS {
        let before = teams.cost();
        for host in 0..teams.model.hosts.len() {
            replace(teams, host);
            resize(teams, host);
        }
        exchange(teams);
        if teams.cost() >= before {
            return;
        }
    }
}

/// Dissolves teams that raise concern, each together with every other, and forms both anew in either order.
fn reform_pairs(teams: &mut Teams) {
    let model = teams.model;
    let mut ranked: Vec<usize> = (0..model.hosts.len()).collect();
    ranked.sort_by_cached_key(|host| (std::cmp::Reverse(teams.worry(*host)), *host));
    let tries_each = 2 * model.target * model.reviewers.len().max(1);
    let mut left = MAX_TRIES / tries_each;
    for (at, worst) in ranked.iter().enumerate() {
        if teams.worry(*worst) == 0 {
            continue;
        }
        for (other_at, other) in ranked.iter().enumerate() {
            // A pair of two worrying teams has its turn once.
            if other_at == at || (other_at < at && teams.worry(*other) > 0) {
                continue;
            }
            for order in [[*worst, *other], [*other, *worst]] {
                if left == 0 {
                    return;
                }
                left -= 1;
                reform(teams, order);
            }
        }
    }
}

/// Dissolves two teams, forms them anew in this order, and keeps them if the whole is cheaper.
fn reform(teams: &mut Teams, order: [usize; 2]) {
    let before = teams.cost();
    let kept = order.map(|host| teams.members(host).to_vec());
    for host in order {
        dissolve(teams, host);
    }
    for host in order {
        fill_one(teams, host);
    }
    if teams.cost() >= before {
        for (host, members) in order.into_iter().zip(kept) {
            restore(teams, host, &members);
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

/// For each free place of a team the person who costs least there.
fn replace(teams: &mut Teams, host: usize) {
    for place in 0..teams.members(host).len() {
        if !teams.is_free(host, place) {
            continue;
        }
        let (mut best, current) = (teams.cost(), teams.take(host, place));
        let mut chosen = current;
        let led = teams.has_lead(host);
        for reviewer in 0..teams.model.reviewers.len() {
            if !teams.may_join(host, reviewer) {
                continue;
            }
            let leads = led || teams.model.facts(host, reviewer).can_lead;
            let cost = teams.cost_with(host, reviewer);
            if leads && cost < best {
                best = cost;
                chosen = reviewer;
            }
        }
        teams.put(host, place, chosen);
    }
}

/// Someone more, if the team is below its intended size, or someone less, if it is above the least.
fn resize(teams: &mut Teams, host: usize) {
    let model = teams.model;
    if teams.members(host).len() < model.target {
        for reviewer in 0..model.reviewers.len() {
            if !teams.may_join(host, reviewer) || teams.members(host).len() >= model.target {
                continue;
            }
            let (before, place) = (teams.cost(), teams.members(host).len());
            teams.put(host, place, reviewer);
            if teams.cost() >= before {
                teams.take(host, place);
            }
        }
    }
    for place in (0..teams.members(host).len()).rev() {
        if teams.members(host).len() <= model.least || !teams.is_free(host, place) {
            continue;
        }
        let before = teams.cost();
        let reviewer = teams.take(host, place);
        if teams.cost() >= before || !teams.has_lead(host) {
            teams.put(host, place, reviewer);
        }
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

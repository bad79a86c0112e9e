//! The first answer: hosts in turn, the most constrained first, each taking whom it costs least at that moment.

use super::teams::{Cost, Teams};

/// Fills every team so that the hard rules hold. The problem must be feasible and the teams hold what is fixed.
pub(super) fn fill(teams: &mut Teams) {
    let model = teams.model;
    let mut order: Vec<usize> = (0..model.hosts.len()).collect();
    order.sort_by_key(|host| {
        let allowed = (0..model.reviewers.len()).filter(|r| model.facts(*host, *r).allowed);
        (model.possible_leads(*host).count(), allowed.count(), *host)
    });
    for host in order {
        fill_one(teams, host);
    }
}

/// Fills one team up to its intended size, or to where one more person would cost more than a small team does.
pub(super) fn fill_one(teams: &mut Teams, host: usize) {
    let model = teams.model;
    if !teams.has_lead(host)
        && let Some((_, lead)) = cheapest(teams, host, true)
    {
        teams.put(host, teams.members(host).len(), lead);
    }
    while teams.members(host).len() < model.target {
        let Some((cost, reviewer)) = cheapest(teams, host, false) else {
            break;
        };
        if teams.members(host).len() >= model.least && cost >= teams.cost() {
            break;
        }
        teams.put(host, teams.members(host).len(), reviewer);
    }
}

/// Who joins this team at the least cost, and that cost; the first by key among equals.
fn cheapest(teams: &mut Teams, host: usize, as_lead: bool) -> Option<(Cost, usize)> {
    (0..teams.model.reviewers.len())
        .filter_map(|reviewer| {
            let suits = !as_lead || teams.model.facts(host, reviewer).can_lead;
            if !suits || !teams.may_join(host, reviewer) {
                return None;
            }
            Some((teams.cost_with(host, reviewer), reviewer))
        })
        .min()
}

//! Whether every host can have a team at all. Load is a concern and no hard rule, so one host never takes a person
//! from another, and each can be asked for itself.

use super::model::Model;
use super::rules::{count, is_own_school};
use super::{Clash, FixedRole, PersonKey, UnavailablePeople};

/// Everything that stands in the way, host by host. Empty exactly if there is an answer.
pub(super) fn clashes(model: &Model) -> Vec<Clash> {
    (0..model.hosts.len())
        .flat_map(|host| host_clashes(model, host))
        .collect()
}

fn host_clashes(model: &Model, host: usize) -> Vec<Clash> {
    let mut clashes = Vec::new();
    let school = || model.hosts[host].school.clone();
    let fixed: Vec<(usize, FixedRole)> = model.fixed(host).collect();
    let leads: Vec<PersonKey> = fixed
        .iter()
        .filter(|(_, role)| *role == FixedRole::Lead)
        .map(|(reviewer, _)| person(model, *reviewer))
        .collect();
    if leads.len() > 1 {
        clashes.push(Clash::SeveralFixedLeads {
            school: school(),
            people: leads,
        });
    }
    if model.possible_leads(host).next().is_none() {
        clashes.push(Clash::NoTrainedLead {
            school: school(),
            ruled_out: ruled_out(model, host, true),
        });
    } else if fixed.len() >= model.target
        && !fixed
            .iter()
            .any(|(reviewer, _)| model.facts(host, *reviewer).can_lead)
    {
        clashes.push(Clash::FixedTeamWithoutLead {
            school: school(),
            people: fixed.iter().map(|(r, _)| person(model, *r)).collect(),
        });
    }
    let available = (0..model.reviewers.len())
        .filter(|reviewer| model.facts(host, *reviewer).allowed)
        .count();
    if available < model.least {
        clashes.push(Clash::TooFewReviewers {
            school: school(),
            available: count(available),
            needed: count(model.least),
            ruled_out: ruled_out(model, host, false),
        });
    }
    clashes
}

fn person(model: &Model, reviewer: usize) -> PersonKey {
    model.reviewers[reviewer].person.clone()
}

/// Who cannot come, or cannot lead, and why. For leads only trained people are of interest.
fn ruled_out(model: &Model, host: usize, as_lead: bool) -> UnavailablePeople {
    let mut out = UnavailablePeople::default();
    for (at, reviewer) in model.reviewers.iter().enumerate() {
        let facts = model.facts(host, at);
        if as_lead && !reviewer.trained {
            continue;
        }
        let list = if is_own_school(model.hosts[host], reviewer) {
            &mut out.own_school
        } else if !facts.allowed {
            &mut out.declined
        } else if as_lead && !facts.can_lead {
            &mut out.not_as_lead
        } else {
            continue;
        };
        list.push(reviewer.person.clone());
    }
    out
}

//! Whether there is an answer at all, and if not, which schools and which rules are in the way.
//!
//! Where loads are a soft rule, one host never takes a person from another and each is asked for itself. Where the
//! coordinator has made the limit strict, they compete: a flow from places to people decides, with a lead's place and
//! the other places of a team apart, and at most one of them for one person.

use std::collections::BTreeSet;

use super::model::Model;
use super::rules::{count, is_own_school};
use super::{Clash, ClashingRules, FixedRole, HardRule, PersonKey, Rule, UnavailablePeople};

/// Everything that stands in the way, host by host.
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
        } else if facts.declined {
            &mut out.declined
        } else if !facts.allowed {
            &mut out.strict
        } else if as_lead && !facts.can_lead {
            &mut out.not_as_lead
        } else {
            continue;
        };
        list.push(reviewer.person.clone());
    }
    out
}

/// A place to be filled: of which host, and whether by somebody who can lead.
#[derive(Clone, Copy, Debug)]
struct Slot {
    host: usize,
    lead: bool,
}

/// Which of the hard rules are kept, and for which hosts.
struct Asked<'m> {
    model: &'m Model<'m>,
    rules: BTreeSet<HardRule>,
    hosts: Vec<usize>,
}

impl Asked<'_> {
    fn keeps(&self, rule: HardRule) -> bool {
        self.rules.contains(&rule)
    }

    fn allows(&self, host: usize, reviewer: usize) -> bool {
        let facts = self.model.facts(host, reviewer);
        let own = is_own_school(self.model.hosts[host], self.model.reviewers[reviewer]);
        !(own && self.keeps(HardRule::OwnSchool)
            || facts.declined && self.keeps(HardRule::Declined)
            || facts
                .broken
                .iter()
                .any(|rule| self.keeps(HardRule::Strict(*rule))))
    }

    fn can_lead(&self, host: usize, reviewer: usize) -> bool {
        let member = self.model.facts(host, reviewer).fixed == Some(FixedRole::Member);
        let trained = self.model.reviewers[reviewer].trained;
        (trained || !self.keeps(HardRule::TrainedLead)) && !(member && self.keeps(HardRule::Kept))
    }

    /// Who fills each place that is not fixed, or none where the places cannot all be filled.
    fn fill(&self) -> Option<Vec<(Slot, usize)>> {
        let limited = self.keeps(HardRule::Strict(Rule::LoadOverLimit));
        let mut room: Vec<usize> = self
            .model
            .reviewers
            .iter()
            .map(|r| {
                if limited {
                    r.max_load as usize
                } else {
                    usize::MAX
                }
            })
            .collect();
        let mut slots = Vec::new();
        for host in &self.hosts {
            let fixed: Vec<usize> = if self.keeps(HardRule::Kept) {
                self.model.fixed(*host).map(|(r, _)| r).collect()
            } else {
                Vec::new()
            };
            for reviewer in &fixed {
                room[*reviewer] = room[*reviewer].saturating_sub(1);
            }
            let led = fixed.iter().any(|r| self.can_lead(*host, *r));
            let least = if self.keeps(HardRule::LeastSize) {
                self.model.least
            } else {
                1
            };
            if !led && fixed.len() >= self.model.target {
                return None;
            }
            let needed = least.saturating_sub(fixed.len());
            if !led {
                slots.push(Slot {
                    host: *host,
                    lead: true,
                });
            }
            for _ in usize::from(!led)..needed {
                slots.push(Slot {
                    host: *host,
                    lead: false,
                });
            }
        }
        Flow::new(self, slots, room).fill()
    }
}

/// Places matched to people by augmenting paths.
struct Flow<'a, 'm> {
    asked: &'a Asked<'m>,
    slots: Vec<Slot>,
    /// How many places each person can still take.
    room: Vec<usize>,
    /// For each place who fills it.
    filled: Vec<Option<usize>>,
    /// For each person the places that they fill.
    places: Vec<Vec<usize>>,
}

impl<'a, 'm> Flow<'a, 'm> {
    fn new(asked: &'a Asked<'m>, slots: Vec<Slot>, room: Vec<usize>) -> Self {
        Self {
            asked,
            filled: vec![None; slots.len()],
            places: vec![Vec::new(); room.len()],
            slots,
            room,
        }
    }

    fn fill(mut self) -> Option<Vec<(Slot, usize)>> {
        for slot in 0..self.slots.len() {
            let mut seen = vec![false; self.slots.len()];
            if !self.place(slot, &mut seen) {
                return None;
            }
        }
        let filled = self.slots.iter().copied().zip(self.filled);
        Some(
            filled
                .filter_map(|(slot, who)| Some((slot, who?)))
                .collect(),
        )
    }

    /// Fills a place, if need be by sending somebody from another place there and filling that anew.
    fn place(&mut self, slot: usize, seen: &mut [bool]) -> bool {
        seen[slot] = true;
        let Slot { host, lead } = self.slots[slot];
        for person in 0..self.room.len() {
            let free = self.asked.model.facts(host, person).fixed.is_none()
                || !self.asked.keeps(HardRule::Kept);
            if !free
                || !self.asked.allows(host, person)
                || (lead && !self.asked.can_lead(host, person))
                || self.filled[slot] == Some(person)
            {
                continue;
            }
            // In this team already: only that place can be given up for this one.
            let here = self.places[person]
                .iter()
                .copied()
                .find(|s| self.slots[*s].host == host);
            let from = match here {
                Some(other) => vec![other],
                None if self.places[person].len() < self.room[person] => {
                    self.take(slot, person);
                    return true;
                }
                None => self.places[person].clone(),
            };
            for other in from {
                if seen[other] {
                    continue;
                }
                self.leave(other, person);
                self.take(slot, person);
                if self.place(other, seen) {
                    return true;
                }
                self.leave(slot, person);
                self.take(other, person);
            }
        }
        false
    }

    fn take(&mut self, slot: usize, person: usize) {
        self.filled[slot] = Some(person);
        self.places[person].push(slot);
    }

    fn leave(&mut self, slot: usize, person: usize) {
        self.filled[slot] = None;
        self.places[person].retain(|s| *s != slot);
    }
}

/// Every rule that binds a suggestion for this problem.
fn all_rules(model: &Model) -> BTreeSet<HardRule> {
    let strict = model.problem.settings.strict.iter().copied();
    [
        HardRule::OwnSchool,
        HardRule::Declined,
        HardRule::TrainedLead,
        HardRule::LeastSize,
        HardRule::Kept,
    ]
    .into_iter()
    .chain(strict.filter(|r| r.can_be_strict()).map(HardRule::Strict))
    .collect()
}

/// People for every place that must be filled, by host; none where that cannot be.
pub(super) fn any_answer(model: &Model) -> Option<Vec<(usize, usize)>> {
    let asked = Asked {
        model,
        rules: all_rules(model),
        hosts: (0..model.hosts.len()).collect(),
    };
    Some(
        asked
            .fill()?
            .into_iter()
            .map(|(slot, who)| (slot.host, who))
            .collect(),
    )
}

/// The smallest set of rules and schools that clash: each is left out in turn, and stays out where the rest still
/// clash. What remains cannot be spared, though another set of the same kind may exist.
pub(super) fn smallest(model: &Model) -> Option<ClashingRules> {
    let mut asked = Asked {
        model,
        rules: all_rules(model),
        hosts: (0..model.hosts.len()).collect(),
    };
    if asked.fill().is_some() {
        return None;
    }
    for host in (0..model.hosts.len()).rev() {
        let all = asked.hosts.clone();
        asked.hosts.retain(|h| *h != host);
        if asked.fill().is_some() {
            asked.hosts = all;
        }
    }
    for rule in all_rules(model) {
        asked.rules.remove(&rule);
        if asked.fill().is_some() {
            asked.rules.insert(rule);
        }
    }
    Some(ClashingRules {
        rules: asked.rules.into_iter().collect(),
        schools: asked
            .hosts
            .iter()
            .map(|h| model.hosts[*h].school.clone())
            .collect(),
    })
}

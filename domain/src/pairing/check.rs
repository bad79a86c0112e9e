//! What is wrong with teams, whoever made them: for live checks while a coordinator changes pairs by hand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ring::Ring;
use super::rules::{count, is_own_school, load_concern, pair_concerns, team_concerns, weight};
use super::{
    Concern, FixedRole, Host, Pairing, PairingProblem, PersonKey, Reviewer, Rule, SchoolKey, Team,
    Violation, Visit,
};

/// A team as it stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDraft {
    /// The school to be visited.
    pub host: SchoolKey,
    /// Who goes.
    pub members: Vec<DraftMember>,
}

/// One person in a drafted team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftMember {
    /// The person.
    pub person: PersonKey,
    /// Whether the person is to lead.
    pub lead: bool,
}

impl From<&Team> for TeamDraft {
    fn from(team: &Team) -> Self {
        Self {
            host: team.host.clone(),
            members: team
                .members
                .iter()
                .map(|member| DraftMember {
                    person: member.person.clone(),
                    lead: member.lead,
                })
                .collect(),
        }
    }
}

impl Pairing {
    /// The teams without their reasons, to be changed and checked.
    #[must_use]
    pub fn drafts(&self) -> Vec<TeamDraft> {
        self.teams.iter().map(TeamDraft::from).collect()
    }
}

/// Everything that can be said against drafted teams.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Hard rules that are broken: these teams cannot be saved.
    pub violations: Vec<BrokenRule>,
    /// What is to be avoided; each needs a coordinator's reason.
    pub concerns: Vec<RaisedConcern>,
    /// The weight of all concerns together, to be compared with another draft of the same teams.
    pub weight: u64,
}

/// A hard rule that is broken, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenRule {
    /// The school to be visited.
    pub host: SchoolKey,
    /// What it is.
    pub violation: Violation,
}

/// A concern and where it arises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedConcern {
    /// The school to be visited.
    pub host: SchoolKey,
    /// The reviewer; `None` if it is about the team.
    pub person: Option<PersonKey>,
    /// What it is.
    pub concern: Concern,
}

/// Looks at teams by all rules. Give every team of the cycle, or swaps and loads are not seen; a host without a team
/// is no fault. Nothing in the teams is taken for granted: unknown schools and people are told, not skipped.
#[must_use]
pub fn check(problem: &PairingProblem, teams: &[TeamDraft]) -> Check {
    Checker::new(problem, teams).run()
}

struct Checker<'a> {
    problem: &'a PairingProblem,
    teams: &'a [TeamDraft],
    hosts: BTreeMap<&'a SchoolKey, &'a Host>,
    people: BTreeMap<&'a PersonKey, &'a Reviewer>,
    last_cycle: BTreeSet<(&'a PersonKey, &'a SchoolKey)>,
    declined: BTreeSet<(&'a PersonKey, &'a SchoolKey)>,
    ring: Ring<'a>,
    load: BTreeMap<&'a PersonKey, u32>,
    found: Check,
}

impl<'a> Checker<'a> {
    fn new(problem: &'a PairingProblem, teams: &'a [TeamDraft]) -> Self {
        let mut load = BTreeMap::new();
        for member in teams.iter().flat_map(|team| &team.members) {
            *load.entry(&member.person).or_default() += 1;
        }
        Self {
            problem,
            teams,
            hosts: problem.hosts.iter().map(|h| (&h.school, h)).collect(),
            people: problem.reviewers.iter().map(|r| (&r.person, r)).collect(),
            last_cycle: problem.last_cycle.iter().map(|(p, s)| (p, s)).collect(),
            declined: problem.declined.iter().map(|(p, s)| (p, s)).collect(),
            ring: Ring::of(problem),
            load,
            found: Check::default(),
        }
    }

    fn run(mut self) -> Check {
        let mut seen = BTreeSet::new();
        for team in self.teams {
            if !seen.insert(&team.host) {
                self.violation(team, Violation::HostTwice);
            }
            self.team_violations(team);
            if let Some(host) = self.hosts.get(&team.host).copied() {
                self.concerns(team, host);
            }
        }
        self.found.weight += self.load_weight() + self.day_weight() + self.swap_weight();
        self.found
    }

    fn violation(&mut self, team: &TeamDraft, violation: Violation) {
        self.found.violations.push(BrokenRule {
            host: team.host.clone(),
            violation,
        });
    }

    fn team_violations(&mut self, team: &'a TeamDraft) {
        match self.hosts.get(&team.host).map(|host| host.open) {
            None => self.violation(team, Violation::UnknownHost),
            Some(false) => self.violation(team, Violation::ClosedSchool),
            Some(true) => {}
        }
        let people: BTreeSet<&PersonKey> = team.members.iter().map(|m| &m.person).collect();
        let (least, _) = self.problem.settings.sizes();
        if people.len() < least {
            let (size, needed) = (count(people.len()), count(least));
            self.violation(team, Violation::TeamTooSmall { size, needed });
        }
        let leads: BTreeSet<&PersonKey> = team
            .members
            .iter()
            .filter(|member| member.lead)
            .map(|member| &member.person)
            .collect();
        if leads.is_empty() {
            self.violation(team, Violation::NoLead);
        }
        if leads.len() > 1 {
            let people = leads.iter().map(|person| (*person).clone()).collect();
            self.violation(team, Violation::SeveralLeads { people });
        }
        for person in &people {
            self.member_violations(team, person, leads.contains(person));
        }
        for fixed in &self.problem.fixed {
            let kept = people.contains(&fixed.person)
                && match fixed.role {
                    FixedRole::Lead => leads.contains(&fixed.person),
                    FixedRole::Member => !leads.contains(&fixed.person),
                    FixedRole::Either => true,
                };
            if fixed.host == team.host && !kept {
                let person = fixed.person.clone();
                self.violation(team, Violation::FixedChanged { person });
            }
        }
    }

    fn member_violations(&mut self, team: &'a TeamDraft, person: &'a PersonKey, lead: bool) {
        let same = team
            .members
            .iter()
            .filter(|member| member.person == *person);
        if same.count() > 1 {
            let person = person.clone();
            self.violation(team, Violation::PersonTwice { person });
        }
        if self.declined.contains(&(person, &team.host)) {
            let person = person.clone();
            self.violation(team, Violation::Declined { person });
        }
        let Some(reviewer) = self.people.get(person).copied() else {
            let person = person.clone();
            return self.violation(team, Violation::UnknownPerson { person });
        };
        let own = self
            .hosts
            .get(&team.host)
            .is_some_and(|host| is_own_school(host, reviewer));
        if own {
            let person = person.clone();
            self.violation(team, Violation::OwnSchool { person });
        }
        if lead && !reviewer.trained {
            let person = person.clone();
            self.violation(team, Violation::LeadNotTrained { person });
        }
    }

    /// The concerns of one team. Those about load and swaps are told here and weighed once for all.
    fn concerns(&mut self, team: &'a TeamDraft, host: &Host) {
        let settings = &self.problem.settings;
        let members: Vec<&Reviewer> = team
            .members
            .iter()
            .filter_map(|member| self.people.get(&member.person).copied())
            .collect();
        for concern in team_concerns(host, members.iter().copied(), settings) {
            self.found.weight += weight(&concern, &settings.weights);
            self.raise(team, None, concern);
        }
        for reviewer in members {
            for concern in pair_concerns(host, reviewer, &self.last_cycle, &self.ring, settings) {
                self.found.weight += weight(&concern, &settings.weights);
                self.raise(team, Some(reviewer), concern);
            }
            let load = self.load.get(&reviewer.person).copied().unwrap_or(0);
            let across = load_concern(reviewer, load)
                .into_iter()
                .chain(self.same_day(host, reviewer))
                .chain(self.swaps(host, reviewer))
                .collect::<Vec<_>>();
            for concern in across {
                self.raise(team, Some(reviewer), concern);
            }
        }
    }

    fn raise(&mut self, team: &TeamDraft, reviewer: Option<&Reviewer>, concern: Concern) {
        self.found.concerns.push(RaisedConcern {
            host: team.host.clone(),
            person: reviewer.map(|reviewer| reviewer.person.clone()),
            concern,
        });
    }

    /// The other schools that the person visits on the agreed day of this one.
    fn same_day(&self, host: &Host, reviewer: &Reviewer) -> Option<Concern> {
        let day = host.visit?.agreed()?;
        let schools: Vec<SchoolKey> = self
            .teams
            .iter()
            .filter(|team| team.host != host.school)
            .filter(|team| team.members.iter().any(|m| m.person == reviewer.person))
            .filter_map(|team| self.hosts.get(&team.host))
            .filter(|other| other.visit.and_then(Visit::agreed) == Some(day))
            .map(|other| other.school.clone())
            .collect();
        (!schools.is_empty()).then_some(Concern::SameDay { day, schools })
    }

    /// One for each visit of a person on a day after the first.
    fn day_weight(&self) -> u64 {
        let mut visits: BTreeMap<(&PersonKey, NaiveDate), u64> = BTreeMap::new();
        for team in self.teams {
            let host = self.hosts.get(&team.host);
            let Some(day) = host.and_then(|h| h.visit).and_then(Visit::agreed) else {
                continue;
            };
            for member in team
                .members
                .iter()
                .filter(|m| self.people.contains_key(&m.person))
            {
                *visits.entry((&member.person, day)).or_default() += 1;
            }
        }
        let extra: u64 = visits.values().map(|n| n.saturating_sub(1)).sum();
        extra * u64::from(self.problem.settings.weights.get(Rule::SameDay))
    }

    /// Who comes back from the visited school, for each of the reviewer's own.
    fn swaps(&self, host: &Host, reviewer: &Reviewer) -> Vec<Concern> {
        let own: BTreeSet<&SchoolKey> = reviewer.schools.iter().collect();
        own.into_iter()
            .filter_map(|school| {
                let people: BTreeSet<PersonKey> = self
                    .visitors(&host.school, school)
                    .filter(|visitor| visitor.person != reviewer.person)
                    .map(|visitor| visitor.person.clone())
                    .collect();
                let people: Vec<PersonKey> = people.into_iter().collect();
                let school = school.clone();
                (!people.is_empty()).then_some(Concern::DirectSwap { school, people })
            })
            .collect()
    }

    /// Those who work at the one school and visit the other.
    fn visitors(&self, from: &SchoolKey, to: &SchoolKey) -> impl Iterator<Item = &'a Reviewer> {
        self.teams
            .iter()
            .filter(move |team| team.host == *to)
            .flat_map(|team| &team.members)
            .filter_map(|member| self.people.get(&member.person).copied())
            .filter(move |reviewer| reviewer.schools.contains(from))
    }

    fn load_weight(&self) -> u64 {
        let over: u32 = self
            .people
            .iter()
            .filter_map(|(person, reviewer)| {
                Some(self.load.get(*person)?.saturating_sub(reviewer.max_load))
            })
            .sum();
        u64::from(over) * u64::from(self.problem.settings.weights.get(Rule::LoadOverLimit))
    }

    /// As many swaps between two schools as visits can be set against each other.
    fn swap_weight(&self) -> u64 {
        let hosts: BTreeSet<&SchoolKey> = self.teams.iter().map(|team| &team.host).collect();
        let mut swaps = 0;
        for one in &hosts {
            for two in hosts.range::<&SchoolKey, _>(..one) {
                let there = self.visitors(one, two).count();
                if there > 0 {
                    swaps += there.min(self.visitors(two, one).count());
                }
            }
        }
        u64::from(count(swaps)) * u64::from(self.problem.settings.weights.get(Rule::DirectSwap))
    }
}

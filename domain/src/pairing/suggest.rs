//! A suggestion for a cycle as it really is: teams for every school that can have one, and why the others cannot.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Budget, Clash, ClashingRules, Continue, PairingProblem, PersonKey, Progress, Quality,
    SchoolKey, Team, solve_within,
};

/// Teams for the schools whose team is being formed, as it is stored until the coordinator takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// How good it is; none where no school can have a team.
    pub quality: Option<Quality>,
    /// With those who stay.
    pub teams: Vec<Team>,
    /// What stands in the way of the other schools' teams.
    pub clashes: Vec<Clash>,
    /// The smallest sets of rules that clash, one for each time that schools had to be set aside.
    pub smallest: Vec<ClashingRules>,
}

impl Suggestion {
    /// As it is stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Self::to_text`] wrote.
    ///
    /// # Errors
    /// In words, where the text is none of ours.
    pub fn from_text(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }

    /// The team of a school.
    #[must_use]
    pub fn team(&self, school: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.host == school)
    }
}

/// Solves for as many schools as can be: one that stands in the way is set aside, so that it does not keep the others
/// from their teams. Only teams of `forming` schools are in the answer; the others count for loads and swaps.
pub fn suggest(
    mut problem: PairingProblem,
    forming: &BTreeSet<SchoolKey>,
    budget: &Budget,
    report: &mut dyn FnMut(Progress) -> Continue,
) -> Suggestion {
    let mut out = Suggestion::default();
    // Each round sets at least one school aside, so it ends.
    loop {
        let found = match solve_within(&problem, budget, report) {
            Ok(pairing) => {
                out.quality = Some(pairing.quality);
                out.teams = pairing.teams;
                out.teams.retain(|team| forming.contains(&team.host));
                return out;
            }
            Err(infeasible) => infeasible,
        };
        let mut aside: BTreeSet<SchoolKey> = found
            .clashes
            .iter()
            .filter_map(|clash| clash.school().cloned())
            .collect();
        if aside.is_empty() {
            // They compete for people: without one of them the others may do.
            aside.extend(
                found
                    .smallest
                    .iter()
                    .filter_map(|set| set.schools.last().cloned()),
            );
        }
        let before = problem.hosts.len();
        problem.hosts.retain(|host| !aside.contains(&host.school));
        problem.fixed.retain(|fixed| !aside.contains(&fixed.host));
        let concerns = |school: Option<&SchoolKey>| school.is_none_or(|s| forming.contains(s));
        out.clashes
            .extend(found.clashes.into_iter().filter(|c| concerns(c.school())));
        out.smallest.extend(found.smallest);
        if problem.hosts.len() == before {
            return out;
        }
    }
}

/// What a new answer changes about one school's team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamChange {
    /// Who joins.
    pub join: Vec<PersonKey>,
    /// Who leaves.
    pub leave: Vec<PersonKey>,
    /// Who leads, where it is somebody else than before.
    pub new_lead: Option<PersonKey>,
}

impl TeamChange {
    /// From the people in a team now, with whether each leads, to the suggested team.
    #[must_use]
    pub fn between(now: &[(PersonKey, bool)], team: &Team) -> Self {
        let was = |person: &PersonKey| now.iter().any(|(p, _)| p == person);
        let is = |person: &PersonKey| team.members.iter().any(|m| m.person == *person);
        let led = now.iter().find(|(_, lead)| *lead).map(|(person, _)| person);
        let leads = team.members.iter().find(|m| m.lead).map(|m| &m.person);
        Self {
            join: team
                .members
                .iter()
                .map(|m| m.person.clone())
                .filter(|p| !was(p))
                .collect(),
            leave: now
                .iter()
                .map(|(p, _)| p.clone())
                .filter(|p| !is(p))
                .collect(),
            new_lead: leads.filter(|l| led != Some(*l) && was(l)).cloned(),
        }
    }

    /// True when the team stays as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.join.is_empty() && self.leave.is_empty() && self.new_lead.is_none()
    }
}

#![allow(clippy::unwrap_used)]

mod checks;
mod clashes;
mod concerns;
mod days;
mod properties;
mod random;
mod reasons;
mod rings;
mod suggestions;

use std::collections::BTreeSet;

use super::*;

/// An open primary school without any ties.
pub(super) fn host(school: &str) -> Host {
    Host {
        school: school.to_owned(),
        phase: Some("primary".to_owned()),
        open: true,
        ..Host::default()
    }
}

/// A trained reviewer for primary schools who can make two visits.
pub(super) fn reviewer(person: &str, school: &str) -> Reviewer {
    Reviewer {
        person: person.to_owned(),
        schools: vec![school.to_owned()],
        phases: vec!["primary".to_owned()],
        trained: true,
        max_load: 2,
        ..Reviewer::default()
    }
}

/// Schools `a`, `b`, … with two reviewers each: `a1`, `a2`, `b1`, …
pub(super) fn schools(names: &str) -> PairingProblem {
    let mut problem = PairingProblem::default();
    for name in names.chars() {
        problem.hosts.push(host(&name.to_string()));
        for number in 1..=2 {
            let person = format!("{name}{number}");
            problem.reviewers.push(reviewer(&person, &name.to_string()));
        }
    }
    problem
}

pub(super) fn pair(person: &str, school: &str) -> (PersonKey, SchoolKey) {
    (person.to_owned(), school.to_owned())
}

pub(super) fn fixed(person: &str, host: &str, role: FixedRole) -> Fixed {
    Fixed {
        person: person.to_owned(),
        host: host.to_owned(),
        role,
    }
}

/// A team of these people, the first of them the lead.
pub(super) fn draft(host: &str, people: &[&str]) -> TeamDraft {
    TeamDraft {
        host: host.to_owned(),
        members: people
            .iter()
            .enumerate()
            .map(|(at, person)| DraftMember {
                person: (*person).to_owned(),
                lead: at == 0,
            })
            .collect(),
    }
}

pub(super) fn people(pairing: &Pairing, host: &str) -> BTreeSet<String> {
    pairing
        .teams
        .iter()
        .filter(|team| team.host == host)
        .flat_map(|team| &team.members)
        .map(|member| member.person.clone())
        .collect()
}

//! From the stored teams of a cycle to the question that `domain::pairing` answers, and the names for its answers.

use app::pages::pairing::wording::Names;
use domain::calendar::parse_closed_days;
use domain::pairing::{
    Clash, CycleRules, Days, DraftMember, Fixed, FixedRole, Location, PairingProblem, Settings,
    TeamDraft, Visit, solve,
};
use domain::register::Phase;
use domain::states::{InvitationState, ReviewState};
use std::collections::{BTreeMap, BTreeSet};
use store::teams::{CycleTeams, Host, Place, Reviewer, School};

/// True when a suggestion may change the team: it is being formed. Teams that are confirmed, or whose review has gone
/// on or is put off, change by hand only.
pub fn is_forming(host: &Host) -> bool {
    host.state == ReviewState::Proposed
}

/// True when the school can be visited at all.
pub fn is_open(teams: &CycleTeams, host: &Host) -> bool {
    teams
        .schools
        .get(&host.school)
        .is_some_and(|s| letters(&s.status).starts_with("open"))
}

/// Small letters only: statuses are stored as the register writes them or as our own keys.
fn letters(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The register's name of a phase, whatever its spelling; none where a school has no phase.
fn phase(text: &str) -> Option<String> {
    match Phase::from_register(text, "") {
        Phase::NotApplicable => None,
        known => Some(known.label().to_owned()),
    }
}

fn location(school: &School) -> Option<Location> {
    school
        .place
        .map(|(easting, northing)| Location { easting, northing })
}

/// The whole cycle as a question, with nothing fixed: for checking what a coordinator does by hand.
pub fn problem(teams: &CycleTeams) -> PairingProblem {
    let mut declined: Vec<(String, String)> = Vec::new();
    for host in &teams.hosts {
        let school = host.school.to_string();
        for place in host
            .team
            .iter()
            .filter(|p| p.state == InvitationState::Declined)
        {
            declined.push((place.person.to_string(), school.clone()));
        }
        // Whoever no longer reviews for the partnership stays where they are, and goes nowhere else.
        for reviewer in teams.reviewers.iter().filter(|r| !r.available) {
            if !host.team.iter().any(|p| p.person == reviewer.person) {
                declined.push((reviewer.person.to_string(), school.clone()));
            }
        }
    }
    let rules = rules(teams);
    PairingProblem {
        hosts: teams.hosts.iter().map(|h| pairing_host(teams, h)).collect(),
        reviewers: teams
            .reviewers
            .iter()
            .map(|r| pairing_reviewer(teams, r))
            .collect(),
        last_cycle: teams
            .last_cycle
            .iter()
            .map(|(p, s)| (p.to_string(), s.to_string()))
            .collect(),
        declined,
        fixed: Vec::new(),
        before: Vec::new(),
        ring: rules.ring,
        settings: Settings {
            team_size: teams.settings.size,
            min_team_size: teams.settings.least,
            max_distance_km: teams.settings.max_km,
            strict: rules.strict,
            weights: rules.weights,
        },
    }
}

/// The cycle's weights, strict rules and ring.
pub fn rules(teams: &CycleTeams) -> CycleRules {
    CycleRules::from_text(&teams.rules)
}

fn pairing_host(teams: &CycleTeams, host: &Host) -> domain::pairing::Host {
    let school = teams.schools.get(&host.school);
    domain::pairing::Host {
        school: host.school.to_string(),
        trust: school
            .and_then(|s| s.trust.as_ref())
            .map(|(id, _)| id.to_string()),
        federation: school.and_then(|s| s.federation.clone()),
        phase: school.and_then(|s| phase(&s.phase)),
        location: school.and_then(location),
        focus_strands: host.focus.clone(),
        visit: Some(match host.visit_date {
            Some(day) => Visit::On(day),
            None => Visit::Between(teams.visits.0, teams.visits.1),
        }),
        open: is_open(teams, host),
    }
}

fn pairing_reviewer(teams: &CycleTeams, r: &Reviewer) -> domain::pairing::Reviewer {
    let own: Vec<&School> = r
        .works_at
        .iter()
        .filter_map(|s| teams.schools.get(s))
        .collect();
    let mut trusts: BTreeSet<String> = own
        .iter()
        .filter_map(|s| Some(s.trust.as_ref()?.0.to_string()))
        .collect();
    trusts.extend(r.leads_trusts.iter().map(ToString::to_string));
    let phases: BTreeSet<String> = r.phases.iter().filter_map(|p| phase(p)).collect();
    domain::pairing::Reviewer {
        person: r.person.to_string(),
        schools: r.works_at.iter().map(ToString::to_string).collect(),
        recent_schools: r.worked_at.iter().map(ToString::to_string).collect(),
        trusts: trusts.into_iter().collect(),
        federations: own.iter().filter_map(|s| s.federation.clone()).collect(),
        phases: phases.into_iter().collect(),
        trained: r.trained_on.is_some(),
        max_load: r.max_load,
        interests: r.interests.iter().map(ToString::to_string).collect(),
        expertise_strands: strengths(r, &own),
        location: own.iter().find_map(|s| location(s)),
        days: days(r),
    }
}

/// What the person says, and what peers have found at the person's schools.
fn strengths(r: &Reviewer, own: &[&School]) -> Vec<String> {
    let mut strands: BTreeSet<String> = r.expertise.iter().cloned().collect();
    strands.extend(own.iter().flat_map(|s| s.strengths.iter().cloned()));
    strands.into_iter().collect()
}

/// When the person can visit; what cannot be read says nothing.
fn days(r: &Reviewer) -> Days {
    let away = parse_closed_days(&r.away).unwrap_or_default();
    Days {
        weekdays: r.weekdays.clone(),
        away: away.into_iter().map(|d| (d.from, d.to)).collect(),
    }
}

/// Every team of the cycle as it stands, without those who have declined.
pub fn drafts(teams: &CycleTeams) -> Vec<TeamDraft> {
    teams
        .hosts
        .iter()
        .filter(|h| h.present().next().is_some())
        .map(|h| TeamDraft {
            host: h.school.to_string(),
            members: h
                .present()
                .map(|p| DraftMember {
                    person: p.person.to_string(),
                    lead: p.lead,
                })
                .collect(),
        })
        .collect()
}

fn fixed(host: &Host, place: &Place) -> Fixed {
    Fixed {
        person: place.person.to_string(),
        host: host.school.to_string(),
        role: if place.lead {
            FixedRole::Lead
        } else {
            FixedRole::Member
        },
    }
}

/// The question whose answer is suggested, and the schools whose teams it may form: around whoever has been told or was
/// put in by hand, with as few changes of the planned teams as can be, unless it is solved `afresh`.
pub fn question(teams: &CycleTeams, afresh: bool) -> (PairingProblem, BTreeSet<String>) {
    let mut question = problem(teams);
    let mut forming_schools = BTreeSet::new();
    for host in &teams.hosts {
        let school = host.school.to_string();
        let forming = is_forming(host);
        let stays = |p: &&Place| !forming || p.by_hand || p.state != InvitationState::Planned;
        question
            .fixed
            .extend(host.present().filter(stays).map(|p| fixed(host, p)));
        if forming {
            forming_schools.insert(school.clone());
            if !afresh {
                let pairs = host
                    .present()
                    .map(|p| (p.person.to_string(), school.clone()));
                question.before.extend(pairs);
            }
        } else {
            // The team is what it is; its loads and swaps count, but nobody joins it.
            let outside = teams
                .reviewers
                .iter()
                .filter(|r| !host.team.iter().any(|p| p.person == r.person));
            question
                .declined
                .extend(outside.map(|r| (r.person.to_string(), school.clone())));
        }
    }
    (question, forming_schools)
}

/// Why the schools that have nobody yet cannot have a team, if they cannot.
pub fn clashes_of_empty_teams(teams: &CycleTeams) -> Vec<Clash> {
    let mut question = problem(teams);
    let empty: BTreeSet<String> = teams
        .hosts
        .iter()
        .filter(|h| is_forming(h) && h.present().next().is_none())
        .map(|h| h.school.to_string())
        .collect();
    question.hosts.retain(|h| empty.contains(&h.school));
    if question.hosts.is_empty() {
        return Vec::new();
    }
    solve(&question)
        .err()
        .map(|e| e.clashes)
        .unwrap_or_default()
}

/// The names of everything that an answer can speak of.
pub fn names(teams: &CycleTeams) -> Names {
    let trusts: BTreeMap<String, String> = teams
        .schools
        .values()
        .filter_map(|s| s.trust.as_ref())
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    let strands = domain::framework::parse(&teams.framework_text)
        .map(|f| {
            f.strands()
                .map(|s| (s.code.to_string(), s.title.clone()))
                .collect()
        })
        .unwrap_or_default();
    Names {
        schools: teams
            .schools
            .iter()
            .map(|(id, s)| (id.to_string(), s.name.clone()))
            .collect(),
        people: teams
            .reviewers
            .iter()
            .map(|r| (r.person.to_string(), r.name.clone()))
            .collect(),
        trusts,
        strands,
    }
}

//! What holds for every problem, judged by trying all answers and by the rules written over again.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::random::{any_problem, large_problem};
use crate::pairing::{model::Model, teams::Teams, *};

/// The hard rules over again, straight from the problem, sharing nothing with the solver.
fn may_be_a_team(problem: &PairingProblem, host: &Host, team: &[(&Reviewer, bool)]) -> bool {
    let names: BTreeSet<&String> = team.iter().map(|(who, _)| &who.person).collect();
    let fixed: Vec<&Fixed> = problem
        .fixed
        .iter()
        .filter(|fixed| fixed.host == host.school)
        .collect();
    let target = problem.settings.team_size.max(1) as usize;
    let least = (problem.settings.min_team_size as usize).clamp(1, target);
    let fixed_names: BTreeSet<&String> = fixed.iter().map(|fixed| &fixed.person).collect();
    let roles_kept = fixed.iter().all(|fixed| {
        team.iter().any(|(who, lead)| {
            who.person == fixed.person
                && (fixed.role != FixedRole::Lead || *lead)
                && (fixed.role != FixedRole::Member || !*lead)
        })
    });
    host.open
        && names.len() == team.len()
        && team.len() >= least
        && team.len() <= target.max(fixed_names.len())
        && team.iter().filter(|(_, lead)| *lead).count() == 1
        && team.iter().all(|(who, lead)| {
            (who.trained || !lead)
                && !who.schools.contains(&host.school)
                && !who.recent_schools.contains(&host.school)
                && !problem
                    .declined
                    .contains(&(who.person.clone(), host.school.clone()))
        })
        && roles_kept
}

/// Every team that the hard rules allow a host.
fn all_teams<'a>(problem: &'a PairingProblem, host: &Host) -> Vec<Vec<(&'a Reviewer, bool)>> {
    let mut teams = Vec::new();
    let count = problem.reviewers.len();
    for set in 0_u32..1 << count {
        let chosen: Vec<&Reviewer> = (0..count)
            .filter(|at| set >> at & 1 == 1)
            .map(|at| &problem.reviewers[at])
            .collect();
        for lead in 0..chosen.len() {
            let team: Vec<(&Reviewer, bool)> = chosen
                .iter()
                .enumerate()
                .map(|(at, who)| (*who, at == lead))
                .collect();
            if may_be_a_team(problem, host, &team) {
                teams.push(team);
            }
        }
    }
    teams
}

fn as_draft(host: &Host, team: &[(&Reviewer, bool)]) -> TeamDraft {
    TeamDraft {
        host: host.school.clone(),
        members: team
            .iter()
            .map(|(who, lead)| DraftMember {
                person: who.person.clone(),
                lead: *lead,
            })
            .collect(),
    }
}

/// The least weight that any answer can have. Leads do not matter to it, so each set of people is tried once.
fn least_weight(problem: &PairingProblem, hosts: &[&Host]) -> u64 {
    let options: Vec<Vec<TeamDraft>> = hosts
        .iter()
        .map(|host| {
            let mut by_people: BTreeMap<Vec<&String>, TeamDraft> = BTreeMap::new();
            for team in all_teams(problem, host) {
                let people = team.iter().map(|(who, _)| &who.person).collect();
                by_people
                    .entry(people)
                    .or_insert_with(|| as_draft(host, &team));
            }
            by_people.into_values().collect()
        })
        .collect();
    fn go(problem: &PairingProblem, options: &[Vec<TeamDraft>], sofar: &mut Vec<TeamDraft>) -> u64 {
        let Some((first, rest)) = options.split_first() else {
            return check(problem, sofar).weight;
        };
        let mut best = u64::MAX;
        for team in first {
            sofar.push(team.clone());
            best = best.min(go(problem, rest, sofar));
            sofar.pop();
        }
        best
    }
    go(problem, &options, &mut Vec::new())
}

fn solved_by(problem: &PairingProblem, improve: bool) -> u64 {
    let model = Model::build(problem).unwrap();
    let mut teams = Teams::with_fixed(&model);
    greedy::fill(&mut teams);
    if improve {
        search::improve(&mut teams);
    }
    teams.cost().concerns
}

fn shuffled(problem: &PairingProblem) -> PairingProblem {
    let mut other = problem.clone();
    other.hosts.reverse();
    other.reviewers.rotate_left(problem.reviewers.len() / 2);
    other.last_cycle.reverse();
    other.declined.reverse();
    other.fixed.reverse();
    other
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_answer_keeps_every_hard_rule(problem in any_problem(6, 8)) {
        let Ok(pairing) = solve(&problem) else { return Ok(()) };
        let open: Vec<&Host> = problem.hosts.iter().filter(|host| host.open).collect();
        prop_assert_eq!(pairing.teams.len(), open.len());
        for (team, host) in pairing.teams.iter().zip(&open) {
            prop_assert_eq!(&team.host, &host.school);
            let members: Vec<(&Reviewer, bool)> = team.members.iter().map(|member| {
                let who = problem.reviewers.iter().find(|who| who.person == member.person).unwrap();
                (who, member.lead)
            }).collect();
            prop_assert!(may_be_a_team(&problem, host, &members), "{:?}", team);
        }
        let found = check(&problem, &pairing.drafts());
        prop_assert!(found.violations.is_empty(), "{:?}", found.violations);
        prop_assert_eq!(found.weight, pairing.weight);
        let told = pairing.teams.iter().map(|team| {
            team.concerns.len() + team.members.iter().map(|member| member.concerns.len()).sum::<usize>()
        }).sum::<usize>();
        prop_assert_eq!(told, found.concerns.len());
    }

    #[test]
    fn an_answer_is_found_exactly_if_there_is_one(problem in any_problem(4, 6)) {
        let possible = problem.hosts.iter()
            .filter(|host| host.open)
            .all(|host| !all_teams(&problem, host).is_empty());
        match solve(&problem) {
            Ok(_) => prop_assert!(possible),
            Err(infeasible) => {
                prop_assert!(!possible, "{:?}", infeasible.clashes);
                prop_assert!(!infeasible.clashes.is_empty());
            }
        }
    }

    #[test]
    fn the_search_never_raises_more_concern_than_the_first_answer(problem in any_problem(6, 8)) {
        let Ok(pairing) = solve(&problem) else { return Ok(()) };
        prop_assert!(pairing.weight <= solved_by(&problem, false));
        prop_assert_eq!(pairing.weight, solved_by(&problem, true), "kept up to date, and counted afresh");
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(problem in any_problem(5, 8)) {
        let by_host = |problem: &PairingProblem| solve(problem).map(|mut pairing| {
            pairing.teams.sort_by(|a, b| a.host.cmp(&b.host));
            pairing.closed.sort();
            pairing
        }).map_err(|_| ());
        prop_assert_eq!(by_host(&problem), by_host(&shuffled(&problem)));
    }
}

#[test]
fn small_problems_get_almost_the_best_answer_there_is() {
    let mut runner = TestRunner::deterministic();
    let (mut solved, mut best) = (0, 0);
    let mut tried = 0;
    while tried < 60 {
        let problem = any_problem(3, 6).new_tree(&mut runner).unwrap().current();
        let open: Vec<&Host> = problem.hosts.iter().filter(|host| host.open).collect();
        let Ok(pairing) = solve(&problem) else {
            continue;
        };
        if open.len() < 2 {
            continue;
        }
        tried += 1;
        let least = least_weight(&problem, &open);
        assert!(pairing.weight >= least);
        solved += pairing.weight;
        best += least;
    }
    assert!(solved * 100 <= best * 101, "{solved} against {best}");
}

#[test]
fn problems_with_and_without_an_answer_are_both_tried() {
    let mut runner = TestRunner::deterministic();
    let solvable = (0..200)
        .filter(|_| solve(&any_problem(6, 8).new_tree(&mut runner).unwrap().current()).is_ok())
        .count();
    assert!((60..180).contains(&solvable), "{solvable} of 200");
}

#[test]
fn a_large_area_is_paired_by_the_rules_and_better_than_at_first() {
    let problem = large_problem(60, 120);
    let pairing = solve(&problem).unwrap();
    assert_eq!(check(&problem, &pairing.drafts()).violations, []);
    assert!(pairing.weight * 2 < solved_by(&problem, false));
}

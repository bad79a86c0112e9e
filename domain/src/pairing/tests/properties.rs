//! What holds for every problem, judged by trying all answers and by the rules written over again.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::random::{any_problem, large_problem};
use crate::pairing::*;

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

/// The least that any answer can cost. Leads do not matter to it, so each set of people is tried once.
fn least_cost(problem: &PairingProblem, hosts: &[&Host]) -> u64 {
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
            return cost_of(problem, sofar);
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

/// What any teams cost by the rules written over again: the weight that the check finds, the ways, the loads, and the
/// focus strands that are missed.
fn cost_of(problem: &PairingProblem, teams: &[TeamDraft]) -> u64 {
    let weights = &problem.settings.weights;
    let mut cost = check(problem, teams).weight * COST_OF_A_POINT;
    let mut loads: BTreeMap<&String, u64> = BTreeMap::new();
    for team in teams {
        let host = problem
            .hosts
            .iter()
            .find(|h| h.school == team.host)
            .unwrap();
        let mut met: BTreeSet<&String> = BTreeSet::new();
        for member in &team.members {
            let who = problem
                .reviewers
                .iter()
                .find(|r| r.person == member.person)
                .unwrap();
            if let (Some(from), Some(to)) = (who.location, host.location) {
                cost += from.metres_to(to) * u64::from(weights.get(Rule::Travel));
            }
            met.extend(&who.expertise_strands);
            *loads.entry(&member.person).or_default() += 1;
        }
        let missed = host
            .focus_strands
            .iter()
            .filter(|s| !met.contains(s))
            .count() as u64;
        cost += missed * u64::from(weights.get(Rule::FocusMissed)) * COST_OF_A_POINT;
    }
    let uneven: u64 = loads.values().map(|load| load * (load - 1)).sum();
    cost + uneven * u64::from(weights.get(Rule::UnevenLoad)) * COST_OF_A_POINT
}

fn proven() -> Budget {
    Budget {
        proof: std::time::Duration::from_secs(60),
        ..Budget::default()
    }
}

fn pairs_of(pairing: &Pairing) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = pairing
        .teams
        .iter()
        .flat_map(|team| {
            team.members
                .iter()
                .map(|m| (m.person.clone(), team.host.clone()))
        })
        .collect();
    pairs.sort();
    pairs
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
    #![proptest_config(ProptestConfig::with_cases(250))]

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
    fn no_answer_is_dearer_than_one_school_after_the_other_nor_cheaper_than_its_bound(problem in any_problem(6, 8)) {
        let Ok(pairing) = solve(&problem) else { return Ok(()) };
        let quality = pairing.quality;
        prop_assert!(quality.cost <= quality.one_by_one);
        prop_assert!(quality.bound <= quality.cost);
        prop_assert_eq!(quality.cost, cost_of(&problem, &pairing.drafts()), "kept up to date, and counted afresh");
    }

    #[test]
    fn solved_again_without_a_change_it_changes_nothing(problem in any_problem(6, 8)) {
        let Ok(first) = solve(&problem) else { return Ok(()) };
        let mut again = problem.clone();
        again.before = pairs_of(&first);
        let second = solve(&again).unwrap();
        prop_assert_eq!(pairs_of(&first), pairs_of(&second));
    }

    #[test]
    fn after_somebody_declines_nobody_else_is_taken_away(problem in any_problem(6, 8), pick in 0_usize..40) {
        let Ok(first) = solve(&problem) else { return Ok(()) };
        let pairs = pairs_of(&first);
        prop_assume!(!pairs.is_empty());
        let gone = pairs[pick % pairs.len()].clone();
        let mut again = problem.clone();
        again.fixed.retain(|f| (&f.person, &f.host) != (&gone.0, &gone.1));
        again.declined.push(gone.clone());
        again.before = pairs.clone();
        // A lead who goes from a full team may make room for another; otherwise places are only filled.
        let Ok(second) = solve(&again) else { return Ok(()) };
        let after = pairs_of(&second);
        let lost = pairs.iter().filter(|p| **p != gone && !after.contains(p)).count();
        prop_assert!(lost == 0, "{pairs:?} {after:?}");
    }

    #[test]
    fn a_strict_rule_is_never_broken(problem in any_problem(5, 8), at in 0_usize..8) {
        let strict: Vec<Rule> = Rule::ALL.into_iter().filter(|r| r.can_be_strict()).collect();
        let mut problem = problem;
        problem.fixed.clear();
        problem.settings.strict = [strict[at % strict.len()]].into();
        match solve(&problem) {
            Ok(pairing) => {
                let broken = pairing.teams.iter().flat_map(|t| &t.members).flat_map(|m| &m.concerns)
                    .any(|c| problem.settings.strict.contains(&c.rule()));
                prop_assert!(!broken, "{pairing:?}");
            }
            Err(infeasible) => {
                let clash = infeasible.smallest.unwrap();
                // Without a single reviewer no rule has to clash.
                prop_assert!(!clash.rules.is_empty() || problem.reviewers.is_empty());
                prop_assert!(!clash.schools.is_empty());
            }
        }
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
fn the_bound_holds_and_the_proof_finds_the_best_answer_there_is() {
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
        let least = least_cost(&problem, &open);
        assert!(pairing.quality.bound <= least && least <= pairing.quality.cost);
        let best_of_all = solve_within(&problem, &proven(), &mut |_| Continue::Go).unwrap();
        assert_eq!(best_of_all.quality.cost, least);
        assert!(best_of_all.quality.is_best());
        solved += pairing.quality.cost;
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
    let budget = Budget {
        steps: 200,
        stirs: 20,
        ..Budget::default()
    };
    let pairing = solve_within(&problem, &budget, &mut |_| Continue::Go).unwrap();
    assert_eq!(check(&problem, &pairing.drafts()).violations, []);
    let quality = pairing.quality;
    assert!(quality.cost * 10 < quality.one_by_one * 9, "{quality:?}");
    assert!(quality.gap() < 1_500, "{quality:?}");
}

#[test]
fn stopped_early_it_gives_the_best_so_far_with_a_bound_that_holds() {
    let problem = large_problem(20, 40);
    let best = solve(&problem).unwrap().quality;
    for stop_after in [1, 2, 4, 8] {
        let mut heard = 0;
        let mut last = 0;
        let pairing = solve_within(&problem, &Budget::thorough(), &mut |progress| {
            heard += 1;
            assert!(progress.done >= last && progress.done <= 1000);
            last = progress.done;
            if heard >= stop_after {
                Continue::Stop
            } else {
                Continue::Go
            }
        })
        .unwrap();
        assert_eq!(check(&problem, &pairing.drafts()).violations, []);
        let quality = pairing.quality;
        assert!(quality.stopped && heard == stop_after);
        assert!(
            0 < quality.bound && quality.bound <= best.cost,
            "{quality:?}"
        );
    }
}

use super::*;

fn go(problem: PairingProblem) -> Suggestion {
    let forming = problem.hosts.iter().map(|h| h.school.clone()).collect();
    suggest(problem, &forming, &Budget::default(), &mut |_| Continue::Go)
}

#[test]
fn a_school_that_cannot_have_a_team_does_not_keep_the_others_from_theirs() {
    let mut problem = schools("abc");
    for who in &mut problem.reviewers {
        who.trained = who.person == "a1";
    }
    let found = go(problem);
    let hosts: Vec<&str> = found.teams.iter().map(|t| t.host.as_str()).collect();
    assert_eq!(hosts, ["b", "c"]);
    assert_eq!(found.clashes.len(), 1);
    assert_eq!(
        found.smallest,
        [ClashingRules {
            rules: vec![HardRule::OwnSchool, HardRule::TrainedLead],
            schools: vec!["a".to_owned()],
        }]
    );
    assert_eq!(Suggestion::from_text(&found.to_text()).unwrap(), found);
    assert!(Suggestion::from_text("none of ours").is_err());
}

#[test]
fn of_schools_that_compete_for_too_few_people_one_is_set_aside() {
    let mut problem = schools("abcd");
    problem.settings.strict = [Rule::LoadOverLimit].into();
    for who in &mut problem.reviewers {
        who.max_load = u32::from(who.person != "d1" && who.person != "d2");
    }
    let found = go(problem);
    assert_eq!(found.teams.len(), 3, "{found:?}");
    assert_eq!(found.smallest.len(), 1);
}

#[test]
fn what_changes_about_a_team_is_told() {
    let problem = schools("abc");
    let found = go(problem);
    let team = &found.teams[0];
    let now: Vec<(String, bool)> = team
        .members
        .iter()
        .map(|m| (m.person.clone(), m.lead))
        .collect();
    assert!(TeamChange::between(&now, team).is_empty());
    let change = TeamChange::between(&[("zoe".to_owned(), true)], team);
    assert_eq!(change.leave, ["zoe"]);
    assert_eq!(change.join.len(), team.members.len());
    let lead_moved: Vec<(String, bool)> = now.iter().map(|(p, lead)| (p.clone(), !lead)).collect();
    assert_eq!(
        TeamChange::between(&lead_moved, team).new_lead.as_ref(),
        Some(&team.members[0].person)
    );
}

#[test]
fn a_cycles_rules_are_stored_and_kept_within_bounds() {
    let mut rules = CycleRules::default();
    rules.weights.set(Rule::SameTrust, 7);
    rules.weights.set(Rule::Travel, 100_000);
    rules.strict.insert(Rule::DeclaredInterest);
    rules.ring = vec!["a".to_owned()];
    let read = CycleRules::from_text(&rules.to_text());
    assert_eq!(read, rules);
    assert_eq!(read.weights.get(Rule::Travel), MOST_POINTS);
    assert_eq!(CycleRules::from_text(""), CycleRules::default());
    assert_eq!(CycleRules::from_text("= nonsense"), CycleRules::default());
}

#[test]
fn a_run_ends_once_and_a_stopped_machine_queues_it_again() {
    for from in RunState::ALL {
        assert_eq!(from.as_str().parse(), Ok(from));
        for to in RunState::ALL {
            let ended = matches!(
                from,
                RunState::Taken | RunState::Dropped | RunState::Cancelled | RunState::Failed
            );
            assert!(!(ended && from.may_become(to)), "{from:?} {to:?}");
        }
    }
    assert!(RunState::Running.may_become(RunState::Queued));
    assert!("gone".parse::<RunState>().is_err());
}

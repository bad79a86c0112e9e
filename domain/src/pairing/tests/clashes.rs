use super::*;

fn clashes(problem: &PairingProblem) -> Vec<Clash> {
    solve(problem).unwrap_err().clashes
}

fn a() -> String {
    "a".to_owned()
}

fn names(people: &[&str]) -> Vec<String> {
    people.iter().map(|person| (*person).to_owned()).collect()
}

#[test]
fn a_school_without_a_possible_lead_is_named_with_all_who_are_ruled_out() {
    let mut problem = schools("abc");
    for who in &mut problem.reviewers {
        who.trained = matches!(who.person.as_str(), "a1" | "b1" | "c1");
    }
    problem.declined = vec![pair("b1", "a")];
    problem.fixed = vec![fixed("c1", "a", FixedRole::Member)];
    assert_eq!(
        clashes(&problem),
        [Clash::NoTrainedLead {
            school: a(),
            ruled_out: UnavailablePeople {
                own_school: names(&["a1"]),
                declined: names(&["b1"]),
                strict: vec![],
                not_as_lead: names(&["c1"]),
            },
        }]
    );
}

#[test]
fn a_school_with_too_few_people_is_told_how_many_there_are() {
    let mut problem = schools("ab");
    problem.declined = vec![pair("b2", "a")];
    assert_eq!(
        clashes(&problem),
        [Clash::TooFewReviewers {
            school: a(),
            available: 1,
            needed: 2,
            ruled_out: UnavailablePeople {
                own_school: names(&["a1", "a2"]),
                declined: names(&["b2"]),
                strict: vec![],
                not_as_lead: vec![],
            },
        }]
    );
}

#[test]
fn with_nobody_at_all_both_rules_are_named_for_each_school() {
    let mut problem = schools("ab");
    problem.reviewers.clear();
    assert_eq!(clashes(&problem).len(), 4);
}

#[test]
fn fixed_people_who_contradict_a_rule_are_named() {
    let cases = [
        (
            vec![fixed("a1", "a", FixedRole::Either)],
            Clash::FixedAtOwnSchool {
                school: a(),
                person: "a1".to_owned(),
            },
        ),
        (
            vec![fixed("c1", "a", FixedRole::Either)],
            Clash::FixedButDeclined {
                school: a(),
                person: "c1".to_owned(),
            },
        ),
        (
            vec![fixed("d1", "a", FixedRole::Lead)],
            Clash::FixedLeadNotTrained {
                school: a(),
                person: "d1".to_owned(),
            },
        ),
        (
            vec![fixed("nobody", "a", FixedRole::Either)],
            Clash::FixedUnknown {
                school: a(),
                person: "nobody".to_owned(),
            },
        ),
        (
            vec![fixed("b1", "d", FixedRole::Either)],
            Clash::FixedAtClosedSchool {
                school: "d".to_owned(),
                person: "b1".to_owned(),
            },
        ),
        (
            vec![
                fixed("b1", "a", FixedRole::Lead),
                fixed("b2", "a", FixedRole::Lead),
            ],
            Clash::SeveralFixedLeads {
                school: a(),
                people: names(&["b1", "b2"]),
            },
        ),
        (
            ["b1", "b2", "c2"]
                .map(|person| fixed(person, "a", FixedRole::Member))
                .to_vec(),
            Clash::FixedTeamWithoutLead {
                school: a(),
                people: names(&["b1", "b2", "c2"]),
            },
        ),
    ];
    for (kept, expected) in cases {
        let mut problem = schools("abcde");
        problem.hosts[3].open = false;
        problem.reviewers[6].trained = false;
        problem.declined = vec![pair("c1", "a")];
        problem.fixed = kept;
        assert_eq!(clashes(&problem), [expected]);
    }
}

#[test]
fn whoever_stands_twice_in_the_problem_is_named() {
    let mut problem = schools("abc");
    problem.hosts.push(host("b"));
    problem.reviewers.push(reviewer("c1", "a"));
    assert_eq!(
        clashes(&problem),
        [
            Clash::HostTwice {
                school: "b".to_owned()
            },
            Clash::ReviewerTwice {
                person: "c1".to_owned()
            },
        ]
    );
}

#[test]
fn a_closed_school_is_never_paired_and_does_not_stand_in_the_way() {
    let mut problem = schools("abc");
    problem.hosts[1].open = false;
    let pairing = solve(&problem).unwrap();
    let hosts: Vec<&str> = pairing
        .teams
        .iter()
        .map(|team| team.host.as_str())
        .collect();
    assert_eq!(hosts, ["a", "c"]);
    assert_eq!(pairing.closed, ["b"]);
}

fn smallest(problem: &PairingProblem) -> ClashingRules {
    solve(problem).unwrap_err().smallest.unwrap()
}

#[test]
fn the_smallest_set_of_clashing_rules_names_nothing_that_could_be_spared() {
    let mut problem = schools("abc");
    problem.declined = vec![pair("b1", "a"), pair("b2", "a"), pair("c1", "a")];
    assert_eq!(
        smallest(&problem),
        ClashingRules {
            rules: vec![HardRule::OwnSchool, HardRule::Declined, HardRule::LeastSize],
            schools: names(&["a"]),
        }
    );
}

#[test]
fn a_strict_limit_clashes_only_where_there_are_not_enough_visits_for_all() {
    let mut problem = schools("abc");
    problem.settings.strict = [Rule::LoadOverLimit].into();
    for who in &mut problem.reviewers {
        who.max_load = 1;
    }
    assert!(solve(&problem).is_ok(), "six visits for three teams of two");
    problem.reviewers[5].max_load = 0;
    let clash = smallest(&problem);
    assert!(clash.rules.contains(&HardRule::Strict(Rule::LoadOverLimit)));
    assert!(clash.rules.contains(&HardRule::LeastSize));
    assert!(!clash.rules.contains(&HardRule::Declined));
    // Every rule and every school of it is needed.
    for rule in &clash.rules {
        let mut without = problem.clone();
        match rule {
            HardRule::Strict(rule) => {
                without.settings.strict.remove(rule);
            }
            HardRule::LeastSize => without.settings.min_team_size = 1,
            HardRule::OwnSchool => without.reviewers.iter_mut().for_each(|r| r.schools.clear()),
            HardRule::TrainedLead => without.reviewers.iter_mut().for_each(|r| r.trained = true),
            HardRule::Declined | HardRule::Kept => unreachable!("nobody declined or is kept"),
        }
        without.hosts.retain(|h| clash.schools.contains(&h.school));
        assert!(solve(&without).is_ok(), "{rule:?}");
    }
}

#[test]
fn people_competed_for_are_shared_out_where_that_can_be() {
    // Only b1 and c1 can lead; b1 is wanted by a and c, c1 only by a: so a gets c1.
    let mut problem = schools("abc");
    problem.hosts.retain(|h| h.school != "b");
    problem.settings.strict = [Rule::LoadOverLimit].into();
    for who in &mut problem.reviewers {
        who.trained = matches!(who.person.as_str(), "b1" | "c1");
        who.max_load = 1;
    }
    let pairing = solve(&problem).unwrap();
    assert!(people(&pairing, "a").contains("c1"));
    assert!(people(&pairing, "c").contains("b1"));
}

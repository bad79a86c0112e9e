use super::*;

fn broken(problem: &PairingProblem, teams: &[TeamDraft]) -> Vec<Violation> {
    let found = check(problem, teams).violations;
    found.into_iter().map(|rule| rule.violation).collect()
}

fn who(person: &str) -> String {
    person.to_owned()
}

#[test]
fn a_team_that_keeps_the_rules_has_nothing_against_it() {
    let found = check(&schools("abc"), &[draft("a", &["b1", "b2", "c1"])]);
    assert_eq!(found, Check::default());
}

#[test]
fn every_hard_rule_that_a_change_breaks_is_told() {
    let mut problem = schools("abcd");
    problem.hosts[3].open = false;
    problem.reviewers[4].trained = false;
    problem.declined = vec![pair("b2", "a")];
    let cases = [
        (
            draft("a", &["b1", "a1"]),
            Violation::OwnSchool { person: who("a1") },
        ),
        (
            draft("a", &["b1", "b2"]),
            Violation::Declined { person: who("b2") },
        ),
        (
            draft("a", &["c1", "b1"]),
            Violation::LeadNotTrained { person: who("c1") },
        ),
        (
            draft("a", &["b1", "zz"]),
            Violation::UnknownPerson { person: who("zz") },
        ),
        (
            draft("a", &["b1", "c1", "c1"]),
            Violation::PersonTwice { person: who("c1") },
        ),
        (
            draft("a", &["b1"]),
            Violation::TeamTooSmall { size: 1, needed: 2 },
        ),
        (draft("d", &["b1", "c1"]), Violation::ClosedSchool),
        (draft("z", &["b1", "c1"]), Violation::UnknownHost),
    ];
    for (team, expected) in cases {
        assert_eq!(broken(&problem, &[team]), [expected]);
    }
    let team = draft("a", &["b1", "c1"]);
    assert_eq!(
        broken(&problem, &[team.clone(), team.clone()]),
        [Violation::HostTwice]
    );
    let mut headless = team.clone();
    headless.members[0].lead = false;
    assert_eq!(broken(&problem, &[headless]), [Violation::NoLead]);
    let mut many = draft("a", &["b1", "c2"]);
    many.members[1].lead = true;
    let people = vec![who("b1"), who("c2")];
    assert_eq!(
        broken(&problem, &[many]),
        [Violation::SeveralLeads { people }]
    );
    assert_eq!(
        broken(&problem, &[draft("a", &[])]),
        [
            Violation::TeamTooSmall { size: 0, needed: 2 },
            Violation::NoLead
        ]
    );
}

#[test]
fn a_fixed_person_who_is_moved_or_given_another_role_is_told() {
    let mut problem = schools("abc");
    let changed = Violation::FixedChanged { person: who("b1") };
    for (role, team, kept) in [
        (FixedRole::Either, ["c1", "c2"], false),
        (FixedRole::Either, ["c1", "b1"], true),
        (FixedRole::Lead, ["c1", "b1"], false),
        (FixedRole::Lead, ["b1", "c1"], true),
        (FixedRole::Member, ["b1", "c1"], false),
        (FixedRole::Member, ["c1", "b1"], true),
    ] {
        problem.fixed = vec![fixed("b1", "a", role)];
        let expected: &[Violation] = if kept {
            &[]
        } else {
            std::slice::from_ref(&changed)
        };
        assert_eq!(
            broken(&problem, &[draft("a", &team)]),
            expected,
            "{role:?} {team:?}"
        );
    }
}

#[test]
fn load_is_counted_over_all_teams_and_weighed_once_for_each_visit_too_many() {
    let problem = schools("abcd");
    let teams = [
        draft("a", &["d1", "b1", "c2"]),
        draft("b", &["d1", "c1", "a2"]),
        draft("c", &["d1", "b2", "a1"]),
    ];
    let found = check(&problem, &teams);
    let told = found
        .concerns
        .iter()
        .filter(|raised| raised.concern == Concern::LoadOverLimit { load: 3, limit: 2 })
        .count();
    assert_eq!(told, 3);
    // One visit too many; between a, b and c three swaps, each in both directions once.
    assert_eq!(found.weight, 40 + 3 * 30);
}

#[test]
fn the_solvers_own_answer_shows_the_same_concerns_when_nothing_was_changed() {
    let problem = schools("ab");
    let pairing = solve(&problem).unwrap();
    let found = check(&problem, &pairing.drafts());
    assert_eq!(found.violations, []);
    assert_eq!(found.weight, pairing.weight);
    for raised in found.concerns {
        let team = pairing
            .teams
            .iter()
            .find(|team| team.host == raised.host)
            .unwrap();
        let told = match &raised.person {
            None => &team.concerns,
            Some(person) => {
                let mut members = team.members.iter();
                &members
                    .find(|member| member.person == *person)
                    .unwrap()
                    .concerns
            }
        };
        assert!(told.contains(&raised.concern));
    }
}

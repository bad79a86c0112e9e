use super::*;

/// The keys of every concern of an answer.
fn keys(pairing: &Pairing) -> Vec<&'static str> {
    let teams = pairing.teams.iter();
    let mut keys: Vec<&str> = teams
        .flat_map(|team| {
            let members = team.members.iter().flat_map(|member| &member.concerns);
            team.concerns.iter().chain(members)
        })
        .map(Concern::key)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// One host, `a`, with a team of two chosen from `b1` to `d2`.
fn one_host() -> PairingProblem {
    let mut problem = schools("abcd");
    problem.hosts.truncate(1);
    problem.settings.team_size = 2;
    problem
}

fn set(problem: &mut PairingProblem, person: &str, change: impl Fn(&mut Reviewer)) {
    let mut reviewers = problem.reviewers.iter_mut();
    change(reviewers.find(|who| who.person == person).unwrap());
}

#[test]
fn each_concern_is_avoided_where_that_can_be() {
    let mut problem = one_host();
    problem.hosts[0].trust = Some("T".to_owned());
    problem.hosts[0].federation = Some("F".to_owned());
    problem.hosts[0].location = Some(Location {
        easting: 400_000,
        northing: 300_000,
    });
    problem.settings.max_distance_km = Some(10);
    set(&mut problem, "b1", |who| who.trusts.push("T".to_owned()));
    set(&mut problem, "b2", |who| {
        who.federations.push("F".to_owned())
    });
    set(&mut problem, "c1", |who| who.interests.push("a".to_owned()));
    problem.last_cycle = vec![pair("c2", "a")];
    set(&mut problem, "d1", |who| {
        who.location = Some(Location {
            easting: 406_010,
            northing: 308_000,
        });
    });
    problem.reviewers.push(reviewer("e1", "e"));
    problem.reviewers.push(reviewer("e2", "e"));
    let pairing = solve(&problem).unwrap();
    assert_eq!(
        people(&pairing, "a"),
        ["d2", "e1"].map(str::to_owned).into()
    );
    assert_eq!(pairing.weight, 0);

    // Taken one at a time, each is what it is said to be.
    for (person, expected) in [
        (
            "b1",
            Concern::SameTrust {
                trust: "T".to_owned(),
            },
        ),
        (
            "b2",
            Concern::SameFederation {
                federation: "F".to_owned(),
            },
        ),
        ("c1", Concern::DeclaredInterest),
        ("c2", Concern::SamePairAsLastCycle),
        (
            "d1",
            Concern::DistanceOverLimit {
                km: 11,
                limit_km: 10,
            },
        ),
    ] {
        let found = check(&problem, &[draft("a", &["e1", person])]);
        let raised: Vec<Concern> = found
            .concerns
            .into_iter()
            .map(|raised| raised.concern)
            .collect();
        assert_eq!(raised, [expected], "{person}");
        assert!(found.weight > 0);
    }
}

#[test]
fn a_direct_swap_is_avoided_where_that_can_be_and_told_where_not() {
    let swapped = |pairing: &Pairing| keys(pairing).contains(&"direct_swap");
    let mut three = schools("abc");
    three.settings.team_size = 2;
    assert!(!swapped(&solve(&three).unwrap()), "a to b to c to a");
    assert!(
        swapped(&solve(&schools("ab")).unwrap()),
        "there is no other way"
    );
    let found = check(
        &three,
        &[
            draft("a", &["b1", "c1"]),
            draft("b", &["a1", "a2"]),
            draft("c", &["a2", "b2"]),
        ],
    );
    let of_b1: Vec<&Concern> = found
        .concerns
        .iter()
        .filter(|raised| raised.person.as_deref() == Some("b1"))
        .map(|raised| &raised.concern)
        .collect();
    assert_eq!(
        of_b1,
        [&Concern::DirectSwap {
            school: "b".to_owned(),
            people: vec!["a1".to_owned(), "a2".to_owned()],
        }]
    );
}

#[test]
fn a_recent_post_is_told_and_makes_no_swap() {
    let mut problem = schools("ab");
    for who in &mut problem.reviewers {
        who.recent_schools = std::mem::take(&mut who.schools);
    }
    let pairing = solve(&problem).unwrap();
    assert_eq!(
        people(&pairing, "a"),
        ["b1", "b2"].map(str::to_owned).into()
    );
    assert!(!keys(&pairing).contains(&"direct_swap"));
    problem.hosts.truncate(1);
    problem.fixed = vec![fixed("a1", "a", FixedRole::Either)];
    assert!(keys(&solve(&problem).unwrap()).contains(&"recent_post"));
}

#[test]
fn a_small_team_is_preferred_to_an_overloaded_reviewer() {
    let mut problem = schools("abcd");
    for who in &mut problem.reviewers {
        who.max_load = 1;
    }
    let pairing = solve(&problem).unwrap();
    assert_eq!(keys(&pairing), ["small_team"]);
    assert!(pairing.teams.iter().all(|team| team.members.len() == 2));
    assert_eq!(pairing.weight, 4 * 15);
}

#[test]
fn load_is_shared_when_nothing_else_decides() {
    let mut problem = schools("abcdef");
    for who in &mut problem.reviewers {
        who.max_load = 6;
    }
    let pairing = solve(&problem).unwrap();
    for who in &problem.reviewers {
        let visits = pairing.teams.iter().flat_map(|team| &team.members);
        let load = visits.filter(|member| member.person == who.person).count();
        assert!((1..=2).contains(&load), "{} visits {load}", who.person);
    }
    for who in &problem.reviewers {
        let led = pairing
            .teams
            .iter()
            .flat_map(|team| &team.members)
            .filter(|member| member.person == who.person && member.lead)
            .count();
        assert!(led <= 1, "{} leads {led}", who.person);
    }
}

#[test]
fn someone_in_the_team_knows_the_schools_phase() {
    let mut problem = one_host();
    problem.hosts[0].phase = Some("special".to_owned());
    assert_eq!(keys(&solve(&problem).unwrap()), ["phase_missing"]);
    set(&mut problem, "d2", |who| {
        who.phases.push("special".to_owned())
    });
    let pairing = solve(&problem).unwrap();
    assert!(people(&pairing, "a").contains("d2"));
    assert_eq!(keys(&pairing), [""; 0]);
}

#[test]
fn what_is_fixed_stays_whatever_it_costs() {
    let mut problem = schools("abcd");
    problem.hosts[0].trust = Some("T".to_owned());
    set(&mut problem, "b1", |who| who.trusts.push("T".to_owned()));
    problem.fixed = vec![
        fixed("b1", "a", FixedRole::Lead),
        fixed("a1", "b", FixedRole::Member),
    ];
    let pairing = solve(&problem).unwrap();
    let role = |host: &str, person: &str| {
        let team = pairing.teams.iter().find(|team| team.host == host).unwrap();
        team.members
            .iter()
            .find(|member| member.person == person)
            .map(|member| member.lead)
    };
    assert_eq!(role("a", "b1"), Some(true));
    assert_eq!(role("b", "a1"), Some(false));
    // With four schools, three visitors each cannot be had without a swap; a team of two is the lesser concern.
    assert_eq!(keys(&pairing), ["direct_swap", "same_trust", "small_team"]);
}

#[test]
fn a_team_that_was_fixed_larger_keeps_its_size() {
    let mut problem = one_host();
    problem.fixed = ["b1", "b2", "c1"]
        .map(|person| fixed(person, "a", FixedRole::Either))
        .to_vec();
    assert_eq!(people(&solve(&problem).unwrap(), "a").len(), 3);
}

#[test]
fn focus_and_short_ways_decide_between_equals() {
    let mut problem = one_host();
    problem.hosts[0].focus_strands = vec!["x".to_owned(), "y".to_owned()];
    problem.hosts[0].location = Some(Location {
        easting: 400_000,
        northing: 300_000,
    });
    for (person, east, strand) in [
        ("b1", 401_000, "x"),
        ("b2", 405_000, "y"),
        ("c1", 402_000, "x"),
        ("c2", 430_000, "y"),
        ("d1", 403_000, "z"),
        ("d2", 401_000, "z"),
    ] {
        set(&mut problem, person, |who| {
            who.location = Some(Location {
                easting: east,
                northing: 300_000,
            });
            who.expertise_strands = vec![strand.to_owned()];
        });
    }
    assert_eq!(
        people(&solve(&problem).unwrap(), "a"),
        ["b1", "b2"].map(str::to_owned).into()
    );
}

#[test]
fn a_weight_of_nothing_makes_a_concern_no_matter() {
    let mut problem = one_host();
    problem.settings.weights.set(Rule::SameTrust, 0);
    problem.hosts[0].trust = Some("T".to_owned());
    for person in ["b1", "b2", "c1", "c2", "d1", "d2"] {
        set(&mut problem, person, |who| who.trusts.push("T".to_owned()));
    }
    let pairing = solve(&problem).unwrap();
    assert_eq!((pairing.weight, keys(&pairing)), (0, vec!["same_trust"]));
}

#[test]
fn concerns_are_stored_by_their_key() {
    let every = [
        Concern::DeclaredInterest,
        Concern::SameFederation {
            federation: String::new(),
        },
        Concern::SameTrust {
            trust: String::new(),
        },
        Concern::LoadOverLimit { load: 2, limit: 1 },
        Concern::DirectSwap {
            school: String::new(),
            people: vec![],
        },
        Concern::SamePairAsLastCycle,
        Concern::RecentPost,
        Concern::NotFree { on: None },
        Concern::SameDay {
            day: chrono::NaiveDate::MIN,
            schools: vec![],
        },
        Concern::OffRing {
            school: String::new(),
        },
        Concern::SmallTeam { size: 2, target: 3 },
        Concern::PhaseMissing {
            phase: String::new(),
        },
        Concern::DistanceOverLimit {
            km: 31,
            limit_km: 30,
        },
    ];
    for concern in every {
        let stored = toml::Value::try_from(&concern).unwrap();
        assert_eq!(stored["kind"].as_str(), Some(concern.key()));
        assert_eq!(stored.try_into::<Concern>().unwrap(), concern);
    }
}

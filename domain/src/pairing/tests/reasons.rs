use super::*;

#[test]
fn every_pair_says_why_it_was_made() {
    let mut problem = schools("ab");
    problem.hosts.truncate(1);
    problem.hosts[0].focus_strands = vec!["x".to_owned(), "y".to_owned(), "z".to_owned()];
    problem.hosts[0].location = Some(Location {
        easting: 400_000,
        northing: 300_000,
    });
    let (b1, b2) = (2, 3);
    problem.reviewers[b1].expertise_strands = vec!["z".to_owned(), "x".to_owned(), "q".to_owned()];
    problem.reviewers[b1].location = Some(Location {
        easting: 403_000,
        northing: 304_010,
    });
    problem.last_cycle = vec![pair("b1", "elsewhere"), pair("b2", "a")];
    problem.reviewers[b2].trained = false;
    problem.reviewers[b2].interests = vec!["a".to_owned()];
    problem.reviewers[b2].max_load = 0;
    problem.fixed = vec![fixed("b2", "a", FixedRole::Either)];
    let pairing = solve(&problem).unwrap();
    let phase = "primary".to_owned();
    let members = &pairing.teams[0].members;
    assert_eq!(members.len(), 2);
    assert_eq!((members[0].person.as_str(), members[0].lead), ("b1", true));
    assert_eq!(
        members[0].reasons,
        [
            Reason::OnlyPossibleLead,
            Reason::KnowsPhase {
                phase: phase.clone()
            },
            Reason::FocusExpertise {
                strands: vec!["x".to_owned(), "z".to_owned()]
            },
            Reason::Distance { km: 6 },
            Reason::Independent,
            Reason::NewToSchool,
            Reason::WithinLoad { load: 1, limit: 2 },
        ]
    );
    assert_eq!(members[0].concerns, []);
    assert_eq!(
        members[1].reasons,
        [Reason::Fixed, Reason::KnowsPhase { phase }]
    );
    assert_eq!(
        members[1].concerns,
        [
            Concern::DeclaredInterest,
            Concern::SamePairAsLastCycle,
            Concern::LoadOverLimit { load: 1, limit: 0 },
        ]
    );
    assert_eq!(
        pairing.teams[0].concerns,
        [Concern::SmallTeam { size: 2, target: 3 }]
    );
}

#[test]
fn a_problem_and_its_answer_can_be_stored_and_read_again() {
    let problem = schools("abc");
    let text = toml::to_string(&problem).unwrap();
    assert_eq!(toml::from_str::<PairingProblem>(&text).unwrap(), problem);
    let pairing = solve(&problem).unwrap();
    let text = toml::to_string(&pairing).unwrap();
    assert_eq!(toml::from_str::<Pairing>(&text).unwrap(), pairing);
}

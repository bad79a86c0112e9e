use super::*;

/// Six schools along a road, ten kilometres from each to the next.
fn along_a_road() -> PairingProblem {
    let mut problem = schools("abcdef");
    problem.settings.team_size = 2;
    let place = |school: &str| {
        let at = u32::from(school.as_bytes()[0] - b'a');
        Some(Location {
            easting: 400_000 + 10_000 * at,
            northing: 300_000,
        })
    };
    for host in &mut problem.hosts {
        host.location = place(&host.school);
    }
    for who in &mut problem.reviewers {
        who.location = place(&who.schools[0]);
    }
    problem
}

#[test]
fn in_a_ring_the_people_of_each_school_visit_the_next() {
    let mut problem = along_a_road();
    problem.ring = propose_ring(&problem);
    assert_eq!(problem.ring.len(), 6);
    let pairing = solve(&problem).unwrap();
    for (at, school) in problem.ring.iter().enumerate() {
        let from = &problem.ring[(at + 5) % 6];
        let expected = [format!("{from}1"), format!("{from}2")].into();
        assert_eq!(people(&pairing, school), expected, "{from} visits {school}");
    }
    assert!(pairing.quality.is_best(), "{:?}", pairing.quality);
}

#[test]
fn a_ring_is_no_longer_than_there_and_back() {
    let problem = along_a_road();
    let ring = propose_ring(&problem);
    let place = |school: &String| i64::from(school.as_bytes()[0]);
    let length: i64 = (0..6)
        .map(|at| (place(&ring[at]) - place(&ring[(at + 1) % 6])).abs())
        .sum();
    assert_eq!(length, 10, "{ring:?}");
}

#[test]
fn a_school_that_leaves_the_ring_is_passed_over() {
    let mut problem = along_a_road();
    problem.ring = "abcdef".chars().map(String::from).collect();
    problem.hosts.retain(|h| h.school != "c");
    let pairing = solve(&problem).unwrap();
    assert_eq!(
        people(&pairing, "d"),
        ["b1", "b2"].map(str::to_owned).into()
    );
}

#[test]
fn two_schools_make_no_ring() {
    let mut problem = schools("ab");
    problem.ring = vec!["a".to_owned(), "b".to_owned()];
    assert!(solve(&problem).is_ok());
    assert_eq!(propose_ring(&PairingProblem::default()), [""; 0]);
}

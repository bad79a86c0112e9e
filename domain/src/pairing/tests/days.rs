use super::*;
use chrono::NaiveDate;

/// A day of March 2027; the 1st is a Monday.
fn march(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, day).unwrap()
}

#[test]
fn a_day_suits_by_the_week_and_by_the_times_away() {
    let days = Days {
        weekdays: vec![1, 3],
        away: vec![(march(3), march(8))],
    };
    assert!(days.offer(march(1)));
    assert!(!days.offer(march(2)), "a Tuesday");
    assert!(!days.offer(march(3)) && !days.offer(march(8)), "away");
    assert!(days.offer(march(10)));
    assert!(Visit::Between(march(2), march(10)).suits(&days));
    assert!(!Visit::Between(march(2), march(9)).suits(&days));
    assert!(
        Visit::Between(march(6), march(7)).suits(&days),
        "a weekend says nothing"
    );
    assert!(Days::default().offer(march(6)));
}

#[test]
fn who_is_not_free_on_the_day_is_avoided_and_told() {
    let mut problem = schools("abc");
    problem.hosts.truncate(1);
    problem.settings.team_size = 2;
    problem.hosts[0].visit = Some(Visit::On(march(2)));
    for who in &mut problem.reviewers {
        if who.person.ends_with('1') {
            who.days.weekdays = vec![1];
        }
    }
    let pairing = solve(&problem).unwrap();
    assert_eq!(
        people(&pairing, "a"),
        ["b2", "c2"].map(str::to_owned).into()
    );
    let reasons = &pairing.teams[0].members[0].reasons;
    assert!(reasons.contains(&Reason::FreeOnTheDay { day: march(2) }));
    let found = check(&problem, &[draft("a", &["b1", "b2"])]);
    assert_eq!(
        found.concerns[0].concern,
        Concern::NotFree { on: Some(march(2)) }
    );
}

#[test]
fn nobody_visits_two_schools_on_one_day_where_that_can_be() {
    let mut problem = schools("abcdef");
    problem.hosts.truncate(2);
    problem.settings.team_size = 2;
    for host in &mut problem.hosts {
        host.visit = Some(Visit::On(march(2)));
    }
    problem
        .reviewers
        .retain(|r| r.person.starts_with(['c', 'd']));
    let pairing = solve(&problem).unwrap();
    assert_eq!(pairing.weight, 0);
    let found = check(
        &problem,
        &[draft("a", &["c1", "c2"]), draft("b", &["c1", "d1"])],
    );
    let told = found
        .concerns
        .iter()
        .filter(|c| c.concern.key() == "same_day")
        .count();
    assert_eq!(told, 2);
    assert_eq!(found.weight, 80);
}

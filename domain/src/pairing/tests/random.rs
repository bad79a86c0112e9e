//! Problems of every shape, small enough that all answers can be tried, and one of the size of a large area.

use proptest::prelude::*;

use crate::pairing::*;

fn some_of(names: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(prop::sample::select(names), 0..=most)
        .prop_map(|set| set.into_iter().map(str::to_owned).collect())
}

fn one_or_none(names: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(names).prop_map(str::to_owned))
}

const SCHOOLS: [&str; 6] = ["s0", "s1", "s2", "s3", "s4", "s5"];
const PEOPLE: [&str; 8] = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"];

fn location() -> impl Strategy<Value = Option<Location>> {
    prop::option::weighted(
        0.8,
        (0_u32..40_000, 0_u32..40_000)
            .prop_map(|(easting, northing)| Location { easting, northing }),
    )
}

fn march(day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2027, 3, day).unwrap()
}

fn visit() -> impl Strategy<Value = Option<Visit>> {
    prop::option::of(prop_oneof![
        (1_u32..6).prop_map(|day| Visit::On(march(day))),
        Just(Visit::Between(march(1), march(5))),
    ])
}

fn days() -> impl Strategy<Value = Days> {
    (
        prop::collection::vec(1_u32..=5, 0..3),
        prop::option::weighted(0.3, 1_u32..6),
    )
        .prop_map(|(weekdays, away)| Days {
            weekdays,
            away: away
                .map(|from| (march(from), march(from + 1)))
                .into_iter()
                .collect(),
        })
}

fn any_host() -> impl Strategy<Value = Host> {
    (
        one_or_none(&["t0", "t1"]),
        one_or_none(&["f0", "f1"]),
        one_or_none(&["primary", "secondary"]),
        location(),
        some_of(&["x", "y", "z"], 2),
        visit(),
        prop::bool::weighted(0.9),
    )
        .prop_map(
            |(trust, federation, phase, location, focus_strands, visit, open)| Host {
                school: String::new(),
                trust,
                federation,
                phase,
                location,
                focus_strands,
                visit,
                open,
            },
        )
}

fn any_reviewer() -> impl Strategy<Value = Reviewer> {
    (
        some_of(&SCHOOLS, 2),
        some_of(&SCHOOLS, 1),
        (some_of(&["t0", "t1"], 1), some_of(&["f0", "f1"], 1)),
        some_of(&["primary", "secondary"], 2),
        prop::bool::weighted(0.6),
        0_u32..4,
        some_of(&SCHOOLS, 1),
        some_of(&["x", "y", "z"], 2),
        (location(), days()),
    )
        .prop_map(
            |(
                schools,
                recent_schools,
                (trusts, federations),
                phases,
                trained,
                max_load,
                interests,
                expertise_strands,
                (location, days),
            )| Reviewer {
                person: String::new(),
                schools,
                recent_schools,
                trusts,
                federations,
                phases,
                trained,
                max_load,
                interests,
                expertise_strands,
                location,
                days,
            },
        )
}

fn pairs(most: usize) -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec(
        (
            prop::sample::select(&PEOPLE[..]),
            prop::sample::select(&SCHOOLS[..]),
        ),
        0..=most,
    )
    .prop_map(|pairs| {
        pairs
            .iter()
            .map(|(p, s)| ((*p).to_owned(), (*s).to_owned()))
            .collect()
    })
}

pub(super) fn any_problem(hosts: usize, reviewers: usize) -> impl Strategy<Value = PairingProblem> {
    let role = prop::sample::select(vec![FixedRole::Lead, FixedRole::Member, FixedRole::Either]);
    (
        prop::collection::vec(any_host(), 1..=hosts),
        prop::collection::vec(any_reviewer(), 0..=reviewers),
        pairs(4),
        pairs(4),
        prop::option::weighted(0.4, (pairs(2), role)),
        (
            1_u32..=4,
            1_u32..=3,
            prop::option::of(5_u32..30),
            prop::bool::weighted(0.2),
        ),
    )
        .prop_map(
            |(mut hosts, mut reviewers, last_cycle, declined, kept, sizes)| {
                for (host, name) in hosts.iter_mut().zip(SCHOOLS) {
                    host.school = name.to_owned();
                }
                for (reviewer, name) in reviewers.iter_mut().zip(PEOPLE) {
                    reviewer.person = name.to_owned();
                }
                let fixed = kept
                    .into_iter()
                    .flat_map(|(pairs, role)| pairs.into_iter().map(move |pair| (pair, role)))
                    .map(|((person, host), role)| Fixed { person, host, role })
                    // Unknown names are tried by themselves; here they would only make most problems hopeless.
                    .filter(|fixed| {
                        hosts
                            .iter()
                            .any(|host| host.school == fixed.host && host.open)
                            && reviewers.iter().any(|who| who.person == fixed.person)
                    })
                    .collect();
                PairingProblem {
                    hosts,
                    reviewers,
                    last_cycle,
                    declined,
                    fixed,
                    before: Vec::new(),
                    ring: if sizes.3 {
                        SCHOOLS.map(str::to_owned).to_vec()
                    } else {
                        Vec::new()
                    },
                    settings: Settings {
                        team_size: sizes.0,
                        min_team_size: sizes.1,
                        max_distance_km: sizes.2,
                        ..Settings::default()
                    },
                }
            },
        )
}

/// A county's worth of schools and reviewers, the same each time.
pub(super) fn large_problem(hosts: usize, reviewers: usize) -> PairingProblem {
    let mut state = 12_345_u64;
    // Knuth's linear congruential generator: enough to mix, and the same on every machine.
    let mut below = move |bound: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(bound)).unwrap()
    };
    let mut problem = PairingProblem::default();
    problem.settings.max_distance_km = Some(25);
    for number in 0..hosts {
        problem.hosts.push(Host {
            school: format!("s{number:03}"),
            trust: (below(2) == 0).then(|| format!("t{}", below(8))),
            federation: None,
            phase: Some(["primary", "secondary", "special"][below(3) as usize].to_owned()),
            location: Some(Location {
                easting: below(50_000),
                northing: below(50_000),
            }),
            focus_strands: (0..3).map(|_| format!("x{}", below(17))).collect(),
            open: true,
            ..Host::default()
        });
    }
    let schools = u32::try_from(hosts).unwrap();
    for number in 0..reviewers {
        let home = problem.hosts[below(schools) as usize].clone();
        let person = format!("p{number:03}");
        for _ in 0..2 {
            let school = format!("s{:03}", below(schools));
            problem.last_cycle.push((person.clone(), school));
        }
        let interest = (below(5) == 0).then(|| format!("s{:03}", below(schools)));
        problem.reviewers.push(Reviewer {
            person,
            schools: vec![home.school],
            trusts: home.trust.into_iter().collect(),
            phases: home.phase.into_iter().collect(),
            trained: below(3) == 0,
            max_load: 1 + below(2),
            interests: interest.into_iter().collect(),
            expertise_strands: (0..3).map(|_| format!("x{}", below(17))).collect(),
            location: home.location,
            ..Reviewer::default()
        });
    }
    problem
}

//! Times the pairing beside the greedy one on the same problem: `cargo run --release -p domain --example pairing_bench`
//! with the numbers of schools and reviewers, 300 and 600 unless told. Prints seconds, cost in points, bound and gap.

use std::time::Instant;

use domain::pairing::{
    Budget, COST_OF_A_POINT, Continue, Days, Host, Location, PairingProblem, Reviewer, Visit,
    check, solve_within,
};

/// Knuth's linear congruential generator: enough to mix, and the same on every machine.
struct Mixer(u64);

impl Mixer {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(bound)) as u32
    }
}

/// A region's worth of schools and reviewers: trusts, phases, places over 50 by 50 kilometres, focus strands, days
/// agreed for a third of the visits, and everybody at home in one of the schools.
fn region(schools: u32, people: u32) -> PairingProblem {
    let mut mix = Mixer(12_345);
    let mut problem = PairingProblem::default();
    problem.settings.max_distance_km = Some(25);
    let first = chrono::NaiveDate::default() + chrono::Days::new(20_878);
    for number in 0..schools {
        let day = first + chrono::Days::new(u64::from(mix.below(60)));
        problem.hosts.push(Host {
            school: format!("s{number:03}"),
            trust: (mix.below(2) == 0).then(|| format!("t{}", mix.below(8))),
            federation: None,
            phase: Some(["primary", "secondary", "special"][mix.below(3) as usize].to_owned()),
            location: Some(Location {
                easting: mix.below(50_000),
                northing: mix.below(50_000),
            }),
            focus_strands: (0..3).map(|_| format!("x{}", mix.below(17))).collect(),
            visit: Some(if mix.below(3) == 0 {
                Visit::On(day)
            } else {
                Visit::Between(first, first + chrono::Days::new(60))
            }),
            open: true,
        });
    }
    for number in 0..people {
        let home = problem.hosts[mix.below(schools) as usize].clone();
        let person = format!("p{number:03}");
        for _ in 0..2 {
            let school = format!("s{:03}", mix.below(schools));
            problem.last_cycle.push((person.clone(), school));
        }
        let interest = (mix.below(5) == 0).then(|| format!("s{:03}", mix.below(schools)));
        problem.reviewers.push(Reviewer {
            person,
            schools: vec![home.school],
            trusts: home.trust.into_iter().collect(),
            phases: home.phase.into_iter().collect(),
            trained: mix.below(3) == 0,
            max_load: 1 + mix.below(2),
            interests: interest.into_iter().collect(),
            expertise_strands: (0..3).map(|_| format!("x{}", mix.below(17))).collect(),
            location: home.location,
            days: Days {
                weekdays: if mix.below(2) == 0 {
                    vec![1, 2, 4]
                } else {
                    Vec::new()
                },
                away: Vec::new(),
            },
            ..Reviewer::default()
        });
    }
    problem
}

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|n| n.parse::<u32>().ok());
    let schools = numbers.next().unwrap_or(300);
    let people = numbers.next().unwrap_or(2 * schools);
    let problem = region(schools, people);
    let points = |cost: u64| cost as f64 / COST_OF_A_POINT as f64;
    let began = Instant::now();
    let mut last = String::new();
    let found = solve_within(&problem, &Budget::thorough(), &mut |progress| {
        let line = format!("{:.0} {:.0}", points(progress.cost), points(progress.bound));
        if progress.done.is_multiple_of(50) && line != last {
            eprintln!(
                "  {:5.2} s  {:4} ‰  cost {:.1}  bound {:.1}",
                began.elapsed().as_secs_f64(),
                progress.done,
                points(progress.cost),
                points(progress.bound)
            );
            last = line;
        }
        Continue::Go
    });
    let seconds = began.elapsed().as_secs_f64();
    match found {
        Ok(pairing) => {
            let quality = pairing.quality;
            let broken = check(&problem, &pairing.drafts()).violations.len();
            println!("schools {schools}, reviewers {people}");
            println!("seconds {seconds:.2}");
            println!("greedy  {:.1} points", points(quality.one_by_one));
            println!("cost    {:.1} points", points(quality.cost));
            println!("bound   {:.1} points", points(quality.bound));
            println!("gap     {:.2} %", quality.gap() as f64 / 100.0);
            println!("hard rules broken {broken}");
            let mut kinds: std::collections::BTreeMap<&str, u32> = Default::default();
            for raised in check(&problem, &pairing.drafts()).concerns {
                *kinds.entry(raised.concern.key()).or_default() += 1;
            }
            println!("concerns told {kinds:?}");
        }
        Err(infeasible) => println!("no answer: {infeasible}"),
    }
}

//! Of the demonstration, what pairing shows: a cycle whose suggested teams wait for the coordinator, with rules of its
//! own, reviewers' days and posts, and a fictional school that most reviewers have rated and one has not.

use super::world::{Days, at};
use crate::error::Error;
use crate::usecases::pairing::question;
use chrono::{DateTime, Datelike, Utc};
use domain::calendar::{WorkingCalendar, london_date};
use domain::ids::CycleId;
use domain::pairing::{Budget, Continue, CycleRules, Rule, suggest};
use domain::people::calibration;
use serde_json::{Value, json};
use store::Store;

type Host = (
    &'static str,
    &'static str,
    &'static str,
    [&'static str; 2],
    Option<i32>,
);
type Profile = (&'static str, &'static [u32], Option<[u8; 5]>);

/// School, its head, what it asks, its focus, and the day of the visit in working days from today where one is agreed.
const REVIEWS: [Host; 5] = [
    (
        "990108",
        "head8",
        "To what extent do pupils who join during the year feel that they belong?",
        ["1.4", "4.1"],
        Some(48),
    ),
    (
        "990109",
        "head9",
        "To what extent do our interventions make a lasting difference?",
        ["3.2", "2.1"],
        None,
    ),
    (
        "990110",
        "head10",
        "To what extent do families shape the support that their children get?",
        ["4.1", "3.1"],
        Some(48),
    ),
    (
        "990111",
        "head11",
        "To what extent do staff adapt without making work easier?",
        ["2.1", "1.2"],
        None,
    ),
    (
        "990112",
        "head12",
        "To what extent do governors know which students are missing out?",
        ["5.2", "5.4"],
        None,
    ),
];

/// Days of the week, and the levels that were given to the fictional school; none for the one who has not done it.
const PEOPLE: [Profile; 5] = [
    ("reviewer8", &[2, 3, 4], None),
    ("reviewer9", &[], Some([3, 2, 1, 4, 2])),
    ("reviewer10", &[1, 2, 4, 5], Some([3, 3, 2, 4, 2])),
    ("reviewer11", &[3, 4], Some([2, 2, 1, 3, 2])),
    ("reviewer12", &[], Some([3, 2, 1, 4, 3])),
];

/// Adds all of it. Comes after the world.
pub(super) async fn load(store: &Store, now: DateTime<Utc>) -> Result<(), Error> {
    let cycle: CycleId = "coast-next".parse()?;
    store
        .seed(include_str!("pairing.surql"), [("demo", facts(now)?)])
        .await?;
    let today = london_date(now);
    let teams = store
        .find_cycle_teams(&cycle, today)
        .await?
        .ok_or(Error::NotFound)?;
    let (problem, forming) = question(&teams, false);
    let budget = Budget {
        proof: std::time::Duration::from_secs(10),
        ..Budget::default()
    };
    let suggestion = suggest(problem, &forming, &budget, &mut |_| Continue::Go);
    let run = json!({ "answer": suggestion.to_text(), "at": now.to_rfc3339() });
    store
        .seed(
            "CREATE pairing_run:⟨coast-next⟩ SET cycle = cycle:⟨coast-next⟩, state = 'done', asked_by = person:coordinator2, asked_at = <datetime>$run.at,
                attempts = 1, done = 1000, answer = $run.answer",
            [("run", run)],
        )
        .await?;
    Ok(())
}

fn facts(now: DateTime<Utc>) -> Result<Value, Error> {
    let days = Days {
        today: london_date(now),
        calendar: WorkingCalendar::england(),
    };
    let pack = calibration::pack().map_err(Error::Internal)?;
    let mut rules = CycleRules::default();
    rules.weights.set(Rule::FocusMissed, 3);
    rules.strict.insert(Rule::DeclaredInterest);
    let day = |offset: i32| days.day(offset).to_string();
    Ok(json!({
        "name": format!("Coast peer review {}", days.day(40).year()),
        "at": at(days.day(-5)),
        "starts_on": day(-5), "visits_from": day(42), "visits_until": day(75), "ends_on": day(190),
        "rules": rules.to_text(),
        "reviews": REVIEWS.iter().map(|(school, head, question, focus, visit)| json!({
            "id": format!("next-{school}"), "school": school, "head": head, "question": question, "focus": focus,
            "visit": visit.map(day),
        })).collect::<Vec<_>>(),
        "people": PEOPLE.iter().map(|(id, weekdays, _)| json!({
            "id": id, "weekdays": weekdays, "max_load": 3,
            "away": if *id == "reviewer9" { days.day(44).format("%-d %B %Y").to_string() } else { String::new() },
            "posts": if *id == "reviewer12" { json!([{ "school": "990108", "until": day(-300) }]) } else { json!([]) },
        })).collect::<Vec<_>>(),
        "pack": pack.key,
        "calibrated": PEOPLE.iter().filter_map(|(id, _, levels)| {
            let levels: serde_json::Map<String, Value> = pack
                .strands
                .iter()
                .zip((*levels)?)
                .map(|(strand, level)| (strand.code.clone(), json!(level)))
                .collect();
            Some(json!({ "id": id, "levels": levels }))
        }).collect::<Vec<_>>(),
    }))
}

//! Schools, people and cycles of the demonstration, as the plain values that `world.surql` puts into the database.

use super::review::{self, Stage};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::calendar::{WorkingCalendar, london_date, parse_closed_days};
use domain::milestones::{MilestoneKey, MilestonePlan};
use serde_json::{Value, json};

/// id (URN), name, phase, type, town, trust, pupils, grid reference, partnership, head.
struct School(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    i64,
    (i64, i64),
    &'static str,
    &'static str,
);

const WEND: &str = "wend-valley";
const COAST: &str = "larkfield-coast";
const TRUST: &str = "59001";

const SCHOOLS: &[School] = &[
    School(
        "990101",
        "Ashby Brook Primary School",
        "Primary",
        "Community school",
        "Ashby",
        None,
        412,
        (455_100, 301_200),
        WEND,
        "Hannah Osei",
    ),
    School(
        "990102",
        "Birchwood Academy",
        "Secondary",
        "Academy converter",
        "Birchwood",
        Some(TRUST),
        1_105,
        (457_800, 304_900),
        WEND,
        "Martin Fell",
    ),
    School(
        "990103",
        "Calder Street Infant School",
        "Primary",
        "Community school",
        "Wendle",
        None,
        178,
        (459_300, 298_700),
        WEND,
        "Priya Nair",
    ),
    School(
        "990104",
        "Dunmore High School",
        "Secondary",
        "Foundation school",
        "Dunmore",
        None,
        968,
        (463_000, 300_400),
        WEND,
        "Owen Pryce",
    ),
    School(
        "990105",
        "Elm Park School",
        "Not applicable",
        "Community special school",
        "Wendle",
        None,
        96,
        (459_900, 299_300),
        WEND,
        "Grace Adeyemi",
    ),
    School(
        "990106",
        "Fernhill Church of England Primary School",
        "Primary",
        "Voluntary aided school",
        "Fernhill",
        None,
        203,
        (451_700, 296_600),
        WEND,
        "Tom Barrow",
    ),
    School(
        "990107",
        "Garth Meadow Primary School",
        "Primary",
        "Academy sponsor led",
        "Garth",
        Some(TRUST),
        318,
        (454_400, 306_200),
        WEND,
        "Leila Haddad",
    ),
    School(
        "990108",
        "Holt Sands Primary School",
        "Primary",
        "Community school",
        "Holt",
        None,
        221,
        (481_500, 312_800),
        COAST,
        "Jean Whitlock",
    ),
    School(
        "990109",
        "Kingsmere School",
        "Secondary",
        "Academy converter",
        "Larkfield",
        Some("59002"),
        1_240,
        (477_200, 309_500),
        COAST,
        "Daniel Achebe",
    ),
    School(
        "990110",
        "Larkfield Junior School",
        "Primary",
        "Community school",
        "Larkfield",
        None,
        340,
        (476_900, 309_100),
        COAST,
        "Sofia Marsh",
    ),
    School(
        "990111",
        "Marram Bay Primary School",
        "Primary",
        "Free schools",
        "Marram",
        None,
        187,
        (485_200, 315_000),
        COAST,
        "Ravi Menon",
    ),
    School(
        "990112",
        "Northgate Sixth Form College",
        "16 plus",
        "Further education",
        "Larkfield",
        None,
        890,
        (476_100, 310_300),
        COAST,
        "Alice Thornton",
    ),
];

/// Reviewers: the school at which each works (index into `SCHOOLS`), name, strands.
const REVIEWERS: &[(usize, &str, [&str; 2])] = &[
    (0, "Ruth Calloway", ["1.1", "4.1"]),
    (1, "Sam Okafor", ["2.1", "2.3"]),
    (2, "Mei Lin", ["1.3", "3.1"]),
    (3, "Joan Petrie", ["5.1", "5.4"]),
    (4, "Callum Reid", ["3.2", "3.3"]),
    (5, "Anita Desai", ["1.2", "1.4"]),
    (6, "Peter Vaughan", ["4.2", "5.2"]),
    (7, "Nina Falk", ["1.1", "2.2"]),
    (8, "George Amadi", ["2.1", "5.3"]),
    (9, "Helen Strand", ["3.1", "4.1"]),
    (10, "Yusuf Karim", ["1.4", "5.4"]),
    (11, "Clare Dodd", ["1.2", "4.3"]),
];

/// How far each school of the running cycle is, with the day of its visit in working days from today.
const STAGES: [(Stage, i32); 7] = [
    (Stage::PlanAgreed, -36),
    (Stage::Final, -12),
    (Stage::AccuracyCheck, -7),
    (Stage::Drafting, -3),
    (Stage::PackReleased, 2),
    (Stage::Submitted, 7),
    (Stage::InProgress, 38),
];

/// Days and moments around the day of loading.
pub(super) struct Days {
    /// The day of loading.
    pub today: NaiveDate,
    /// Working days of the demonstration's schools.
    pub calendar: WorkingCalendar,
}

impl Days {
    /// The working day so many working days from today.
    pub fn day(&self, offset: i32) -> NaiveDate {
        self.calendar
            .add_working_days(self.calendar.next_working(self.today), offset)
    }
    /// Ten o'clock on that day, as text.
    pub fn at(&self, offset: i32) -> String {
        at(self.day(offset))
    }
}

/// Ten o'clock on a day, as text.
pub(super) fn at(day: NaiveDate) -> String {
    format!("{day}T10:00:00Z")
}

/// Everything, as one JSON object.
pub(super) fn build(now: DateTime<Utc>) -> Result<Value, String> {
    let today = london_date(now);
    let year = today.year();
    let closed = format!(
        "24 December {} to 1 January {year} Christmas holiday\n24 December {year} to 1 January {} Christmas holiday",
        year - 1,
        year + 1
    );
    let parsed = parse_closed_days(&closed)
        .map_err(|e| format!("closed days of the demonstration: {e:?}"))?;
    let days = Days {
        today,
        calendar: WorkingCalendar::england().with_closed(&parsed),
    };
    let offsets: serde_json::Map<String, Value> = MilestoneKey::ALL
        .into_iter()
        .map(|key| {
            (
                key.as_str().to_owned(),
                json!(MilestonePlan::default().offset(key)),
            )
        })
        .collect();
    let mut world = json!({
        "now": now.to_rfc3339(),
        "local_authorities": [{ "id": "999", "name": "Wendleshire" }],
        "trusts": [{ "id": TRUST, "name": "Larkfield Learning Trust" }, { "id": "59002", "name": "Kingsmere Academies" }],
        "partnerships": [
            { "id": WEND, "name": "Wend Valley Inclusion Partnership", "at": days.at(-200),
              "vision": "Every child in the valley belongs in a local school and is known there.\n\nWe look at each other's work with kindness and candour, and we share what we find." },
            { "id": COAST, "name": "Larkfield and Coast Partnership", "at": days.at(-250),
              "vision": "Five schools that learn from each other, from infants to sixth form." },
        ],
        "schools": schools(),
        "memberships": SCHOOLS.iter().map(|s| json!({ "partnership": s.8, "school": s.0, "joined": days.day(-200).to_string() })).collect::<Vec<_>>(),
        "people": people(&days),
        "roles": roles(&days),
        "reviewers": reviewers(&days),
        "cycles": [
            cycle(WEND, "wend-cycle", "Wend Valley peer review", "active", &days, (-60, -40, 40, 150), &["coordinator", "partnership_heads"], &closed, &offsets),
            cycle(COAST, "coast-cycle", "Coast pilot cycle", "closed", &days, (-220, -170, -130, -20), &["coordinator", "la_lead"], &closed, &offsets),
        ],
    });
    let mut records = review::Records::default();
    for (i, (stage, visit)) in STAGES.iter().enumerate() {
        let team = [1, 2, 3].map(|step| (i + step) % 7);
        records.add(
            &days,
            "wend-cycle",
            WEND,
            i,
            SCHOOLS[i].0,
            SCHOOLS[i].1,
            SCHOOLS[i].2,
            *stage,
            *visit,
            team,
        )?;
    }
    for (i, school) in SCHOOLS.iter().enumerate().skip(7) {
        let team = [1, 2, 3].map(|step| 7 + (i - 7 + step) % 5);
        let visit = -170 + 5 * (i32::try_from(i).unwrap_or(7) - 7);
        records.add(
            &days,
            "coast-cycle",
            COAST,
            i,
            school.0,
            school.1,
            school.2,
            Stage::Closed,
            visit,
            team,
        )?;
    }
    records.write_into(&mut world);
    Ok(world)
}

/// Why a reviewer is in the team of a school, in the words of the pairing board; both by their places in the lists.
pub(super) fn reasons(lead: bool, reviewer: usize, school: usize) -> Vec<String> {
    let mut reasons = Vec::new();
    let (Some(own), Some(visited)) = (REVIEWERS.get(reviewer), SCHOOLS.get(school)) else {
        return reasons;
    };
    if lead {
        reasons.push("Trained to lead".to_owned());
    }
    for (strand, title) in [("4.1", "Families"), ("3.2", "Interventions")] {
        if own.2.contains(&strand) {
            reasons.push(format!("Strong in what the school asks about: “{title}”"));
        }
    }
    if let Some(home) = SCHOOLS.get(own.0) {
        let (east, north) = (home.7.0 - visited.7.0, home.7.1 - visited.7.1);
        let metres = (east * east + north * north).unsigned_abs().isqrt();
        reasons.push(match metres.div_ceil(1000) {
            0 | 1 => "Less than 1 km away".to_owned(),
            km => format!("{km} km away"),
        });
        if home.5.is_none() || home.5 != visited.5 {
            reasons.push("No trust, federation or interest in common".to_owned());
        }
    }
    reasons
}

fn schools() -> Vec<Value> {
    SCHOOLS
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let (low, high) = match s.2 {
                "Primary" => (4, 11),
                "16 plus" => (16, 19),
                _ => (11, 16),
            };
            json!({
                "id": s.0, "name": s.1, "phase": s.2, "type_name": s.3, "town": s.4, "trust": s.5, "pupils": s.6,
                "capacity": s.6 + 40, "easting": s.7.0, "northing": s.7.1, "la": "999", "low_age": low, "high_age": high,
                "street": "School Lane", "postcode": format!("ZZ9 {}AA", (i % 9) + 1),
            })
        })
        .collect()
}

/// An invented address: `hannah.osei@wendleshire.example`.
fn email(name: &str) -> String {
    format!(
        "{}@wendleshire.example",
        name.to_lowercase().replace(' ', ".")
    )
}

fn people(days: &Days) -> Vec<Value> {
    let person = |id: String, name: &str| json!({ "id": id, "name": name, "email": email(name), "at": days.at(-200) });
    let mut out: Vec<Value> = [
        ("administrator", "Ada Minton"),
        ("coordinator", "Cora Dean"),
        ("coordinator2", "Colin Orr"),
        ("la-lead", "Lara Quill"),
        ("trust-lead", "Tess Harding"),
        ("senco7", "Connie Abbot"),
        ("governor1", "Gus Pemberton"),
    ]
    .into_iter()
    .map(|(id, name)| person(id.into(), name))
    .collect();
    out.extend(
        SCHOOLS
            .iter()
            .enumerate()
            .map(|(i, s)| person(format!("head{}", i + 1), s.9)),
    );
    out.extend(
        REVIEWERS
            .iter()
            .enumerate()
            .map(|(i, r)| person(format!("reviewer{}", i + 1), r.1)),
    );
    out
}

fn roles(days: &Days) -> Vec<Value> {
    let since = days.day(-200).to_string();
    let role = |person: &str, kind: &str, scope: &str, why: &str| json!({ "person": person, "kind": kind, "scope": scope, "since": since, "why": why });
    let mut out = vec![
        role(
            "administrator",
            "administrator",
            "",
            "Looks after this site",
        ),
        role(
            "coordinator",
            "coordinator",
            WEND,
            "Named by the partnership's heads",
        ),
        role(
            "coordinator2",
            "coordinator",
            COAST,
            "Named by the partnership's heads",
        ),
        role("la-lead", "la-lead", "999", "Inclusion lead of Wendleshire"),
        role(
            "trust-lead",
            "trust-lead",
            TRUST,
            "Inclusion lead of the trust",
        ),
        role(
            "senco7",
            "contributor",
            "990107",
            "SENCO, invited by the headteacher",
        ),
        role(
            "governor1",
            "governor",
            "990101",
            "Governor for inclusion, invited by the headteacher",
        ),
    ];
    for (i, s) in SCHOOLS.iter().enumerate() {
        out.push(role(
            &format!("head{}", i + 1),
            "headteacher",
            s.0,
            "Invited by the coordinator",
        ));
    }
    out
}

fn reviewers(days: &Days) -> Vec<Value> {
    REVIEWERS
        .iter()
        .enumerate()
        .map(|(i, (school, _, strands))| {
            let s = &SCHOOLS[*school];
            json!({ "id": format!("reviewer{}", i + 1), "trained_on": days.day(-150).to_string(), "phases": [s.2], "expertise": strands,
                "max_load": 3, "school": s.0, "partnership": s.8 })
        })
        .collect()
}

#[allow(clippy::too_many_arguments)]
fn cycle(
    partnership: &str,
    id: &str,
    name: &str,
    state: &str,
    days: &Days,
    (starts, from, until, ends): (i32, i32, i32, i32),
    audiences: &[&str],
    closed: &str,
    offsets: &serde_json::Map<String, Value>,
) -> Value {
    let year = days.day(from).year();
    json!({
        "id": id, "partnership": partnership, "name": format!("{name} {year}"), "state": state, "at": days.at(starts),
        "starts_on": days.day(starts).to_string(), "visits_from": days.day(from).to_string(), "visits_until": days.day(until).to_string(),
        "ends_on": days.day(ends).to_string(), "audiences": audiences, "closed_days": closed, "offsets": offsets,
        "terms": "Each school gives its reviewers two days in the year: one to visit, one to prepare and write.",
        "schools": SCHOOLS.iter().filter(|s| s.8 == partnership).map(|s| s.0).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_can_be_built_on_any_day_of_the_year() {
        let first: DateTime<Utc> = "2026-01-01T09:00:00Z".parse().unwrap();
        for day in 0..365 {
            let world = build(first + chrono::Duration::days(day)).unwrap();
            assert_eq!(world["schools"].as_array().unwrap().len(), 12);
            assert_eq!(world["reviews"].as_array().unwrap().len(), 12);
        }
    }

    #[test]
    fn no_invented_reviewer_visits_the_own_school() {
        let world = build("2027-01-11T09:00:00Z".parse().unwrap()).unwrap();
        for member in world["team"].as_array().unwrap() {
            let n: usize = member["person"]
                .as_str()
                .unwrap()
                .trim_start_matches("reviewer")
                .parse()
                .unwrap();
            let own = SCHOOLS[REVIEWERS[n - 1].0].0;
            assert_ne!(member["review"].as_str().unwrap(), format!("review-{own}"));
        }
    }
}

//! Every route × every role × every tenancy, taken from the router itself. The statuses are a committed snapshot,
//! `matrix.txt`, to be read in review: `QUINTET_WRITE_SNAPSHOTS=1 cargo test -p server --test web routes::` writes it
//! again. What must never happen, whatever the snapshot says, is asserted here.

pub mod places;
mod secrets;

use crate::support::{Answer, Site};
use axum::http::Method;
use places::{Place, Tenancy};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who tries: people of the fixture, and at the end nobody.
pub const PEOPLE: [&str; 16] = [
    "admin",
    "coord1",
    "coord2",
    "head1",
    "head2",
    "head6",
    "contrib1",
    "governor1",
    "rev1",
    "rev2",
    "rev5",
    "la",
    "la2",
    "trust1",
    "nobody",
    SIGNED_OUT,
];
const SIGNED_OUT: &str = "-";

/// People without any relation to partnership p2, its schools and its reviews, and likewise to p1. `la` watches over the
/// schools of both, the administrator over the site.
const STRANGERS_TO_P2: [&str; 11] = [
    "coord1",
    "head1",
    "head2",
    "contrib1",
    "governor1",
    "rev1",
    "rev2",
    "la2",
    "trust1",
    "nobody",
    SIGNED_OUT,
];
const STRANGERS_TO_P1: [&str; 6] = ["coord2", "head6", "rev5", "la2", "nobody", SIGNED_OUT];

/// Pages for everybody.
const PUBLIC: [&str; 7] = [
    "/",
    "/accessibility",
    "/healthz",
    "/help",
    "/privacy",
    "/readyz",
    "/sign-in",
];

pub async fn rich() -> Site {
    let site = Site::new().await;
    site.seed(include_str!("rich.surql")).await;
    site
}

/// A session for each of [`PEOPLE`].
pub async fn sessions(site: &Site) -> BTreeMap<&'static str, String> {
    let mut out = BTreeMap::new();
    for person in PEOPLE {
        let cookie = match person {
            SIGNED_OUT => String::new(),
            person => site.sign_in(person).await,
        };
        out.insert(person, cookie);
    }
    out
}

/// True for the redirect of somebody who must sign in first.
fn sent_to_sign_in(answer: &Answer) -> bool {
    answer.status == 303
        && answer
            .location
            .as_deref()
            .is_some_and(|l| l.starts_with("/sign-in"))
}

fn mark(answer: &Answer) -> String {
    if sent_to_sign_in(answer) {
        "in".into()
    } else {
        answer.status.as_u16().to_string()
    }
}

/// What must hold of every answer.
fn judge(place: &Place, person: &str, answer: &Answer, faults: &mut Vec<String>) {
    let at = format!("{} {} as {person}", place.route.method, place.path);
    let status = answer.status.as_u16();
    if status >= 500 {
        faults.push(format!("{at}: {status}"));
    }
    for secret in secrets::leaked(person, &answer.body) {
        faults.push(format!("{at}: shows {secret}"));
    }
    for part in secrets::leaked(person, answer.location.as_deref().unwrap_or_default()) {
        faults.push(format!("{at}: leads to {part}"));
    }
    // What the public register says of a school is shown to everybody who has signed in; who holds roles at it is not,
    // and that it has people is no secret. Site-wide pages have nothing of a partnership in them.
    let register = place.route.path.starts_with("/schools/");
    let tenants = ["/partnerships/{id}", "/cycles/{id}", "/reviews/{id}"]
        .iter()
        .any(|p| place.route.path.starts_with(p));
    let stranger = match place.tenancy {
        Tenancy::Other => STRANGERS_TO_P2.contains(&person),
        Tenancy::Own | Tenancy::Partner => STRANGERS_TO_P1.contains(&person),
        Tenancy::Crossed => true,
    };
    let refused = match place.tenancy {
        // Someone who may see the record above, but not do this, is told so before the id below is looked at.
        Tenancy::Crossed => matches!(status, 403 | 404) || sent_to_sign_in(answer),
        _ => status == 404 || sent_to_sign_in(answer),
    };
    if stranger && tenants && !refused {
        faults.push(format!("{at}: a stranger gets {status}"));
    }
    if register && place.route.path != "/schools/{id}" && stranger && status == 200 {
        faults.push(format!("{at}: a stranger gets {status}"));
    }
    if person == SIGNED_OUT && status == 200 && !PUBLIC.contains(&place.route.path) {
        faults.push(format!("{at}: seen without signing in"));
    }
}

/// Tries reading as everybody, several places at a time: nothing changes by it.
async fn read_all(places: &[Place]) -> Vec<Vec<Answer>> {
    let site = Arc::new(rich().await);
    let sessions = Arc::new(sessions(&site).await);
    let mut tasks = tokio::task::JoinSet::new();
    for first in 0..4 {
        let (site, sessions) = (site.clone(), sessions.clone());
        let mine: Vec<(usize, Place)> = places
            .iter()
            .cloned()
            .enumerate()
            .skip(first)
            .step_by(4)
            .collect();
        tasks.spawn(async move {
            let mut out = Vec::new();
            for (at, place) in mine {
                let mut answers = Vec::new();
                for person in PEOPLE {
                    answers.push(site.get(&sessions[person], &place.path).await);
                }
                out.push((at, answers));
            }
            out
        });
    }
    let mut all: Vec<(usize, Vec<Answer>)> = tasks.join_all().await.into_iter().flatten().collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, answers)| answers).collect()
}

/// Posts an empty form as everybody. Some buttons need no field: after each that did something the next person finds
/// everything as it was, on a new site.
async fn post_all(places: &[Place]) -> Vec<Vec<Answer>> {
    let mut site = rich().await;
    let mut cookies = sessions(&site).await;
    let mut out = Vec::new();
    for place in places {
        let mut answers = Vec::new();
        for person in PEOPLE {
            let answer = site
                .send(
                    Method::POST,
                    &cookies[person],
                    &place.path,
                    Some(String::new()),
                    &[],
                )
                .await;
            if place.path.starts_with("/sign-out") && person != SIGNED_OUT {
                cookies.insert(person, site.sign_in(person).await);
            } else if answer.status == 303 && !sent_to_sign_in(&answer) {
                site = rich().await;
                cookies = sessions(&site).await;
            }
            answers.push(answer);
        }
        out.push(answers);
    }
    out
}

fn line(place: &Place, answers: &[Answer]) -> String {
    let marks: Vec<String> = answers.iter().map(|a| format!("{:<4}", mark(a))).collect();
    format!(
        "{:<4} {:<58} {:<7}  {}",
        place.route.method,
        place.route.path,
        place.tenancy.as_str(),
        marks.concat().trim_end()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_role_in_every_tenancy_as_written_down_and_leaks_nothing() {
    let (gets, posts): (Vec<Place>, Vec<Place>) = places::all()
        .into_iter()
        .partition(|p| p.route.method == "GET");
    let started = std::time::Instant::now();
    let (read, posted) = tokio::join!(read_all(&gets), post_all(&posts));
    let mut faults = Vec::new();
    let (mut tried, mut swaps) = (0, 0);
    let mut lines = Vec::new();
    let rows = gets.iter().zip(&read).chain(posts.iter().zip(&posted));
    for (place, answers) in rows {
        for (person, answer) in PEOPLE.iter().zip(answers) {
            judge(place, person, answer, &mut faults);
            tried += 1;
            swaps += usize::from(
                match place.tenancy {
                    Tenancy::Other => STRANGERS_TO_P2.contains(person),
                    Tenancy::Own | Tenancy::Partner => {
                        STRANGERS_TO_P1.contains(person) && place.route.path.contains("{id}")
                    }
                    Tenancy::Crossed => true,
                } && *person != SIGNED_OUT,
            );
        }
        lines.push(line(place, answers));
    }
    println!(
        "{tried} requests, {swaps} of them with ids of another partnership, in {:?}",
        started.elapsed()
    );
    let text = render(&lines);
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web/routes/matrix.txt");
    if std::env::var_os("QUINTET_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(swaps >= 1_000, "only {swaps} ids were swapped");
    compare(&std::fs::read_to_string(&file).unwrap_or_default(), &text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_marks_do_show_to_those_whom_they_are_for() {
    let site = rich().await;
    for (person, path, mark) in [
        ("head1", "/reviews/r1/self-review/read", "PRIVATE-r1-self"),
        ("contrib1", "/reviews/r1/plan/a1", "PRIVATE-r1-plan-title"),
        (
            "head2",
            "/reviews/r2/report/accuracy",
            "PRIVATE-r2-point-passage",
        ),
        ("rev1", "/reviews/r1/notes/1.1", "PRIVATE-r1-note"),
        ("rev2", "/reviews/r1/pack", "PRIVATE-r1-self-evidence"),
        ("rev2", "/reviews/r1/pack", "PRIVATE-r1-question-plan"),
        (
            "coord1",
            "/reviews/r1/timetable",
            "PRIVATE-r1-question-with",
        ),
        (
            "rev2",
            "/reviews/r1/discussion/1.1",
            "PRIVATE-r1-note-in-discussion",
        ),
        ("head2", "/reviews/r2/dates", "PRIVATE-r2-question-day"),
        ("coord1", "/reviews/r1/report", "PRIVATE-r1-report-summary"),
        ("head2", "/reviews/r2/report", "PRIVATE-r2-report-finding"),
        (
            "coord2",
            "/reviews/r6/report",
            "PRIVATE-r6-report-recommendation",
        ),
        ("rev5", "/reviews/r6/notes/1.1", "PRIVATE-r6-note"),
        ("head6", "/reviews/r6/plan/a6", "PRIVATE-r6-plan-update"),
    ] {
        let cookie = site.sign_in(person).await;
        let page = site.get(&cookie, path).await;
        assert!(page.body.contains(mark), "{person} {path}: {}", page.text());
    }
}

fn render(lines: &[String]) -> String {
    let mut text = String::from(
        "Status of each route for each person; `in`: sent to the sign-in page. Posts carry an empty form.\n\
         own: s1, r1 of p1 (final); partner: s2, r2 of p1 (accuracy check); other: s6, r6 of p2 (final);\n\
         crossed: r1 or p1 with a record of p2 below it. Columns:\n",
    );
    for (at, name) in PEOPLE.iter().enumerate() {
        let name = if *name == SIGNED_OUT {
            "signed out"
        } else {
            name
        };
        text.push_str(&format!("{:>2} {name}\n", at + 1));
    }
    let head: Vec<String> = (1..=PEOPLE.len()).map(|n| format!("{n:<4}")).collect();
    text.push_str(&format!("\n{:<73}{}\n", "", head.concat().trim_end()));
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[track_caller]
fn compare(before: &str, now: &str) {
    let only_in = |one: &str, other: &str| -> Vec<String> {
        one.lines()
            .filter(|l| !other.lines().any(|o| o == *l))
            .map(str::to_owned)
            .collect()
    };
    let (new, gone) = (only_in(now, before), only_in(before, now));
    assert!(
        new.is_empty() && gone.is_empty(),
        "the matrix has changed. Now:\n{}\nBefore:\n{}",
        new.join("\n"),
        gone.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_another_partnership_in_a_query_or_a_field_shows_and_changes_nothing() {
    let site = rich().await;
    let cookies = sessions(&site).await;
    let before = everything(&site).await;
    let mut tried = 0;
    for query in [
        "recommendation=k6",
        "strand=1.1&recommendation=k6",
        "school=s6",
        "person=head6",
        "action=a6",
        "point=x6",
        "evidence=e6",
        "q=PRIVATE-r6",
        "next=/reviews/r6",
        "review=r6",
        "cycle=c2",
        "partnership=p2",
    ] {
        for place in places::all() {
            if place.route.method != "GET" || place.tenancy != Tenancy::Own {
                continue;
            }
            for person in ["head1", "coord1", "rev1"] {
                // A page that ignores the query has been tried without it.
                let takes_it = [
                    "plan/new",
                    "findings/new",
                    "schools",
                    "people",
                    "team",
                    "pairing",
                    "recommendations/new",
                    "/sign-in",
                ];
                if !takes_it.iter().any(|t| place.path.contains(t)) {
                    continue;
                }
                let path = format!("{}?{query}", place.path);
                let answer = site.get(&cookies[person], &path).await;
                assert!(answer.status.as_u16() < 500, "{path} as {person}");
                // The typed search words come back; nothing else may.
                let shown = answer.body.replace("PRIVATE-r6\"", "");
                assert_eq!(
                    secrets::leaked(person, &shown),
                    Vec::<&str>::new(),
                    "{path} as {person}"
                );
                tried += 1;
            }
        }
    }
    // Fields that name a record, in every form of r1, p1, c1, s1.
    let fields = "action=a6&item=i6&post=d6&mentions=rev6&people=rev6&point=x6&evidence=e6&id=n6&note=n6&remove=e6&remove_evidence=e6&recommendation=k6&finding=f6&person=rev6&member=rev6\
        &school=s6&schools=s6&review=r6&cycle=c2&partnership=p2&role=role-head6&reason=Because&version=1&form_key=";
    for place in places::all() {
        if place.route.method != "POST"
            || place.tenancy != Tenancy::Own
            || place.path.contains("sign-out")
        {
            continue;
        }
        for person in ["head1", "coord1", "rev1"] {
            let answer = site
                .send(
                    Method::POST,
                    &cookies[person],
                    &place.path,
                    Some(fields.into()),
                    &[],
                )
                .await;
            assert!(
                answer.status.as_u16() < 500,
                "{} as {person}: {}",
                place.path,
                answer.text()
            );
            assert_eq!(
                secrets::leaked(person, &answer.body),
                Vec::<&str>::new(),
                "{} as {person}",
                place.path
            );
            tried += 1;
        }
    }
    println!("{tried} requests with a foreign id in the query or in a field");
    assert_eq!(
        everything(&site).await,
        before,
        "a post changed records of the other partnership"
    );
}

/// All records of partnership p2.
async fn everything(site: &Site) -> serde_json::Value {
    let mut out = Vec::new();
    for sql in [
        "SELECT * FROM review WHERE partnership = partnership:p2 ORDER BY id",
        "SELECT * FROM cycle WHERE partnership = partnership:p2 ORDER BY id",
        "SELECT * FROM membership WHERE partnership = partnership:p2 ORDER BY id",
        "SELECT * FROM role WHERE scope IN ['p2', 's6', 's7', 's8'] ORDER BY id",
        "SELECT * FROM strand_entry WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM evidence WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM finding WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM recommendation WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM report WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM accuracy_point WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM action WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM action_update WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM team_member WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM timetable WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM timetable_item WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM visit_proposal WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM peer_level WHERE review = review:r6 ORDER BY id",
        "SELECT * FROM discussion_post WHERE review = review:r6 ORDER BY id",
    ] {
        out.push(site.stored(sql).await);
    }
    out.into()
}

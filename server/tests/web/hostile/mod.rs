//! What nobody sends by mistake: broken bodies, odd ids, and below, the same form fifty times at once and posts from
//! other sites.
//! Whatever comes, the answer is a page in words, never a fault of ours, and nothing happens twice.

mod at_once;
mod other_sites;

use crate::routes::places::{self, Place, Tenancy};
use crate::routes::{rich, sessions};
use crate::support::{Answer, Site};
use axum::http::Method;
use std::collections::BTreeSet;

const WRITERS: [&str; 4] = ["admin", "coord1", "head1", "rev1"];

fn own() -> Vec<Place> {
    let mut all = places::all();
    all.retain(|p| p.tenancy == Tenancy::Own);
    all
}

fn own_posts() -> Vec<Place> {
    let mut all = own();
    // Signing out would end the session that the others need.
    all.retain(|p| p.route.method == "POST" && !p.path.starts_with("/sign-out"));
    all
}

/// Answered, not with a fault, and a refusal as a page with a heading.
#[track_caller]
fn in_words(what: &str, answer: &Answer) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{what}: {status} {}", answer.text());
    assert!(
        !answer.body.contains("<script>alert"),
        "{what}: what was sent came back as a script"
    );
    if (400..500).contains(&status) {
        assert!(
            answer.body.contains("<h1") && answer.text().len() > 40,
            "{what}: {status} without words: {:?}",
            answer.body
        );
    }
}

/// The names of all fields of all forms.
async fn field_names(site: &Site) -> Vec<String> {
    let cookies = sessions(site).await;
    let mut names = BTreeSet::new();
    for place in own() {
        if place.route.method != "GET" {
            continue;
        }
        for person in WRITERS {
            let page = site.get(&cookies[person], &place.path).await;
            names.extend(
                page.body
                    .split(" name=\"")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next().map(str::to_owned)),
            );
        }
    }
    names.into_iter().filter(|n| n != "viewport").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_form_gets_a_page_in_words_on_every_route() {
    let site = rich().await;
    let names = field_names(&site).await;
    assert!(names.len() > 40, "{names:?}");
    let cookies = sessions(&site).await;
    let long = "x".repeat(3_000);
    // Values already encoded as a browser would, or as none would.
    let values = [
        "%00",
        "%01%07%1B%7F%C2%85",
        "%FF%FE%C3%28%ED%A0%80",
        "%",
        "%zz%E2%82",
        "..%2F..%2Fetc%2Fpasswd",
        "'%3B+DELETE+person%3B+--",
        "person%3Aadmin",
        "%E2%9F%A8x%E2%9F%A9%60%60%22%5C",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "99999999999999999999999",
        "-1",
        "NaN",
        "%E2%80%AE%F0%9F%98%80%E2%80%8D",
        long.as_str(),
    ];
    let mut tried = 0;
    for (turn, place) in own_posts().into_iter().enumerate() {
        // Each value by one of those who write, in turn; over the routes everyone sends each.
        for (at, value) in values.iter().enumerate() {
            let body: String = names.iter().map(|n| format!("{n}={value}&")).collect();
            let person = WRITERS[(at + turn) % WRITERS.len()];
            let answer = site
                .send(
                    Method::POST,
                    &cookies[person],
                    &place.path,
                    Some(body.clone()),
                    &[],
                )
                .await;
            let shown: String = value.chars().take(30).collect();
            in_words(
                &format!("POST {} as {person} with {shown}", place.path),
                &answer,
            );
            tried += 1;
        }
    }
    println!("{tried} hostile forms of {} fields", names.len());
    let people = site.stored("SELECT VALUE id FROM person").await;
    assert_eq!(people.as_array().unwrap().len(), 22);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_form_or_too_much_of_one_is_refused_in_words_on_every_route() {
    let site = rich().await;
    let cookies = sessions(&site).await;
    let urlencoded = "application/x-www-form-urlencoded";
    let many: String = (0..5_000).map(|n| format!("field{n}={n}&")).collect();
    let twice = "form_key=a&form_key=b&name=One&name=Two&text=One&text=Two&version=1&version=2&strand=1.1&strand=9.9&kind=data&kind=x";
    let large = format!("text={}", "x".repeat(2 * 1024 * 1024));
    let bodies: [(&str, &str, &str); 9] = [
        ("thousands of fields", urlencoded, &many),
        ("every field twice", urlencoded, twice),
        ("separators alone", urlencoded, "&&&===&=&%=%"),
        ("JSON", "application/json", "{\"name\": [1]}"),
        ("plain text", "text/plain", "name=x"),
        ("no content type", "", "name=x"),
        (
            "a multipart form without its boundary",
            "multipart/form-data",
            "--x\r\n",
        ),
        (
            "a multipart form that breaks off",
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc",
        ),
        ("two megabytes", urlencoded, &large),
    ];
    for place in own_posts() {
        for (at, (what, kind, body)) in bodies.iter().enumerate() {
            let person =
                if place.path.starts_with("/admin") || place.path.starts_with("/frameworks") {
                    "admin"
                } else {
                    WRITERS[at % WRITERS.len()]
                };
            let answer = site
                .send(
                    Method::POST,
                    &cookies[person],
                    &place.path,
                    Some((*body).to_owned()),
                    &[("content-type", kind)],
                )
                .await;
            in_words(&format!("POST {} as {person}: {what}", place.path), &answer);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odd_id_in_an_address_is_a_page_that_is_not_there() {
    let site = rich().await;
    let cookies = sessions(&site).await;
    let long = "a".repeat(5_000);
    let odd = [
        "..%2F..%2F",
        "%00",
        "%FF%FE",
        "'%3BDELETE%20review",
        "r1%20",
        "R1",
        "%E2%9F%A8r1%E2%9F%A9",
        "review:r1",
        "%F0%9F%98%80",
        "-",
        long.as_str(),
    ];
    for route in server::http::route_names() {
        if !route.path.contains('{') || route.path.starts_with("/sign-in") {
            continue;
        }
        for id in odd {
            let path: Vec<&str> = route
                .path
                .split('/')
                .map(|p| if p.starts_with('{') { id } else { p })
                .collect();
            let path = path.join("/");
            let method = Method::from_bytes(route.method.as_bytes()).unwrap();
            let body = (route.method == "POST").then(String::new);
            let answer = site.send(method, &cookies["admin"], &path, body, &[]).await;
            in_words(&path, &answer);
            assert!(
                matches!(answer.status.as_u16(), 400 | 404),
                "{} {path}: {}",
                route.method,
                answer.status
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odd_form_key_is_taken_or_refused_but_breaks_nothing() {
    let site = Site::on_disk().await;
    let coord = site.sign_in("coord1").await;
    let long = "k".repeat(10_000);
    let huge = "k".repeat(200_000);
    for key in [
        "",
        " ",
        "\0",
        "⟨x⟩",
        "`",
        "a:b",
        "person:admin",
        "'; DELETE posted; --",
        "../",
        "😀\u{202e}",
        "\u{feff}",
        "|..|",
        &long,
        &huge,
    ] {
        let shown: String = key.chars().take(20).collect();
        let name = format!("Odd {}", key.chars().count());
        let fields = [("name", name.as_str()), ("vision", ""), ("form_key", key)];
        for _ in 0..2 {
            let answer = site.post(&coord, "/partnerships/new", &fields).await;
            in_words(&format!("{shown:?}"), &answer);
        }
    }
}

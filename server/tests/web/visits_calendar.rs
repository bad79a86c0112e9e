use crate::support::{Answer, Site};
use axum::http::{Method, StatusCode};

async fn site() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'team_confirmed';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'invited'",
    )
    .await;
    site
}

async fn agree(site: &Site, cookie: &str, was: &str, day: &str, month: &str) {
    site.post(
        cookie,
        "/reviews/r1/visit-date",
        &[
            ("visit-day", day),
            ("visit-month", month),
            ("visit-year", "2027"),
            ("was", was),
            ("confirm", "yes"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1");
}

const FILE: &str = "/reviews/r1/visit.ics";

#[track_caller]
fn says(file: &Answer, lines: &[&str]) {
    let whole = file.body.replace("\r\n ", "");
    for line in lines {
        assert!(whole.lines().any(|l| l == *line), "{line}\n{whole}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_event_a_person_follows_the_visit_under_the_same_uid_with_a_rising_sequence() {
    let site = site().await;
    let (head, lead, coordinator) = (
        site.sign_in("head1").await,
        site.sign_in("rev3").await,
        site.sign_in("coord1").await,
    );
    site.get(&head, FILE).await.expect(StatusCode::NOT_FOUND);
    // In the last week of winter time, then in summer time: half past eight on the wall both times.
    agree(&site, &head, "", "18", "3").await;
    let file = site.get(&head, FILE).await.expect(StatusCode::OK);
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    says(
        &file,
        &[
            "METHOD:PUBLISH",
            "UID:visit-r1-head1@quintet",
            "SEQUENCE:0",
            "DTSTART:20270318T083000Z",
            "DTEND:20270318T153000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Peer review visit: Ashby Primary School",
        ],
    );
    says(
        &site.get(&lead, FILE).await,
        &["UID:visit-r1-rev3@quintet", "SEQUENCE:0"],
    );
    agree(&site, &head, "2027-03-18", "22", "4").await;
    says(
        &site.get(&head, FILE).await,
        &[
            "UID:visit-r1-head1@quintet",
            "SEQUENCE:1",
            "DTSTART:20270422T073000Z",
        ],
    );
    site.post(
        &coordinator,
        "/reviews/r1/postpone",
        &[("reason", "Illness")],
    )
    .await
    .expect_redirect("/reviews/r1");
    let gone = site.get(&lead, FILE).await.expect(StatusCode::OK);
    says(
        &gone,
        &[
            "METHOD:CANCEL",
            "STATUS:CANCELLED",
            "SEQUENCE:2",
            "UID:visit-r1-rev3@quintet",
        ],
    );
    assert!(!gone.body.contains("Illness"));
    site.post(&coordinator, "/reviews/r1/resume", &[("form_key", "r")])
        .await
        .expect_redirect("/reviews/r1");
    says(
        &site.get(&lead, FILE).await,
        &["METHOD:PUBLISH", "STATUS:CONFIRMED", "SEQUENCE:3"],
    );
    // Who does not take part has no event, who is a stranger finds nothing.
    for person in ["coord1", "la", "head2", "rev5", "rev2"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, FILE).await.expect(StatusCode::NOT_FOUND);
    }
}

fn address(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("http://127.0.0.1:3000/calendar/")
        .unwrap();
    let end = rest.find('<').unwrap();
    format!("/calendar/{}", &rest[..end])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_calendar_is_read_without_signing_in_until_it_is_replaced_or_switched_off() {
    let site = site().await;
    let (head, lead) = (site.sign_in("head1").await, site.sign_in("rev3").await);
    agree(&site, &head, "", "18", "3").await;
    let page = site.get(&lead, "/me/calendar").await.expect(StatusCode::OK);
    let key = page.hidden("form_key");
    let made = site
        .post(&lead, "/me/calendar", &[("form_key", &key)])
        .await
        .expect(StatusCode::OK);
    let first = address(&made);
    assert!(first.ends_with(".ics"), "{first}");
    // Shown once: neither the page nor the same form again shows it.
    site.post(&lead, "/me/calendar", &[("form_key", &key)])
        .await
        .expect_redirect("/me/calendar");
    let page = site.get(&lead, "/me/calendar").await.expect(StatusCode::OK);
    assert!(!page.body.contains(&first), "{}", page.text());
    let stored = site
        .stored("SELECT VALUE record::id(id) FROM calendar_feed")
        .await;
    let secret = first
        .trim_start_matches("/calendar/")
        .trim_end_matches(".ics");
    assert_eq!(
        stored[0].as_str().unwrap(),
        server::state::hash_secret(secret)
    );

    let feed = site.get("", &first).await.expect(StatusCode::OK);
    says(
        &feed,
        &[
            "UID:visit-r1-rev3@quintet",
            "DTSTART:20270318T083000Z",
            "SUMMARY:Agree the timetable of the visit: Ashby Primary School",
            "DTSTART;VALUE=DATE:20270304",
        ],
    );
    for other in ["Accept the agreement", "Birchwood", "Hana One", "rev2"] {
        assert!(!feed.body.contains(other), "{other}: {}", feed.body);
    }
    // Nothing changed: nothing is sent again.
    let tag = feed.headers["etag"].to_str().unwrap().to_owned();
    let again = site
        .send(Method::GET, "", &first, None, &[("if-none-match", &tag)])
        .await
        .expect(StatusCode::NOT_MODIFIED);
    assert_eq!(again.body, "");
    site.at("2027-01-12T09:00:00Z");
    let next_day = site.get("", &first).await;
    assert_eq!(next_day.headers["etag"].to_str().unwrap(), tag);
    agree(&site, &head, "2027-03-18", "19", "3").await;
    let moved = site
        .send(Method::GET, "", &first, None, &[("if-none-match", &tag)])
        .await
        .expect(StatusCode::OK);
    says(&moved, &["SEQUENCE:1", "DTSTART:20270319T083000Z"]);

    // Out of the team: out of the calendar.
    site.seed("UPDATE team_member SET state = 'declined', answer_reason = 'Ill' WHERE person = person:rev3")
        .await;
    assert!(!site.get("", &first).await.body.contains("BEGIN:VEVENT"));

    let replaced = site
        .post(&lead, "/me/calendar", &[("form_key", "second")])
        .await
        .expect(StatusCode::OK);
    let second = address(&replaced);
    site.get("", &first).await.expect(StatusCode::NOT_FOUND);
    site.get("", &second).await.expect(StatusCode::OK);
    site.post(&lead, "/me/calendar/off", &[])
        .await
        .expect_redirect("/me/calendar");
    site.get("", &second).await.expect(StatusCode::NOT_FOUND);
    for odd in ["/calendar/x.ics", "/calendar/.ics", "/calendar/x"] {
        site.get("", odd).await.expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_holds_nothing_that_anybody_has_written() {
    let site = crate::routes::rich().await;
    for person in ["head1", "rev1", "coord1", "la", "admin", "contrib1"] {
        let cookie = site.sign_in(person).await;
        let made = site
            .post(&cookie, "/me/calendar", &[("form_key", person)])
            .await
            .expect(StatusCode::OK);
        let feed = site.get("", &address(&made)).await.expect(StatusCode::OK);
        assert!(!feed.body.contains("PRIVATE-"), "{person}: {}", feed.body);
        let takes_part = matches!(person, "head1" | "rev1" | "contrib1");
        assert_eq!(
            feed.body.contains("UID:visit-r1"),
            takes_part,
            "{person}: {}",
            feed.body
        );
    }
}

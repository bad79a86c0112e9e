//! That the safeguarding protocol was started, and when: never what about, told at once, seen by those who are named.

use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const PAGE: &str = "/reviews/r1/concern";

/// Review r1 on the day of its visit: rev3 leads, rev2 is with her.
async fn visiting() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'preparing', self_review = 'locked', released_at = d'2027-01-08T09:00:00Z', visit_date = '2027-01-11';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted'",
    )
    .await;
    site
}

fn at(time: &str) -> [(&'static str, &str); 5] {
    [
        ("started-day", "11"),
        ("started-month", "1"),
        ("started-year", "2027"),
        ("time", time),
        ("form_key", "key"),
    ]
}

async fn mailed(site: &Site) -> Vec<(String, String, String)> {
    let all = site
        .stored("SELECT to_address, subject, text FROM message WHERE kind = 'concern' ORDER BY to_address")
        .await;
    let part = |m: &serde_json::Value, name: &str| m[name].as_str().unwrap().to_owned();
    let all = all.as_array().unwrap();
    all.iter()
        .map(|m| (part(m, "to_address"), part(m, "subject"), part(m, "text")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_records_that_and_when_and_those_who_are_named_are_told_at_once() {
    let site = visiting().await;
    let (reviewer, lead, coord) = (
        site.sign_in("rev2").await,
        site.sign_in("rev3").await,
        site.sign_in("coord1").await,
    );
    let page = site.get(&reviewer, PAGE).await.expect(StatusCode::OK);
    for part in [
        "follow the school’s own safeguarding procedure now",
        "Write nothing about it here",
        "designated safeguarding lead of Ashby Primary School",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    // There is no field in which anybody could write about anything.
    assert!(!page.body.contains("<textarea") && page.body.matches("type=\"text\"").count() <= 4);
    for _ in 0..2 {
        let mut fields = at("8:40").to_vec();
        fields.push(("text", "Something about a child"));
        site.post(&reviewer, PAGE, &fields)
            .await
            .expect_redirect(PAGE);
    }
    let stored = site
        .stored("SELECT started_at, record::id(recorded_by) AS by FROM concern")
        .await;
    assert_eq!(
        stored,
        json!([{ "started_at": "2027-01-11T08:40:00Z", "by": "rev2" }])
    );
    let everything = site
        .stored("SELECT * FROM concern, audit, message, notice")
        .await;
    assert!(
        !everything.to_string().contains("Something about"),
        "{everything}"
    );
    let mails = mailed(&site).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let (to, subject, text) = &mails[0];
    assert_eq!(to, "coord1@example.org");
    assert_eq!(
        subject,
        "Safeguarding protocol started at Ashby Primary School"
    );
    assert!(
        text.contains("8:40am on 11 January 2027") && text.contains(PAGE),
        "{text}"
    );
    // Those who are told see it, the reviewer what was recorded, the other reviewer nothing.
    for (cookie, sees) in [(&coord, true), (&reviewer, true), (&lead, false)] {
        let text = site.get(cookie, PAGE).await.expect(StatusCode::OK).text();
        assert_eq!(text.contains("8:40am on 11 January 2027"), sees, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_is_the_cycles_setting() {
    for (told, addresses, readers) in [
        (
            "['headteacher']",
            vec!["head1@example.org"],
            ["head1"].as_slice(),
        ),
        (
            "['coordinator', 'headteacher']",
            vec!["coord1@example.org", "head1@example.org"],
            ["coord1", "head1"].as_slice(),
        ),
    ] {
        let site = visiting().await;
        site.seed(&format!("UPDATE cycle:c1 SET told = {told}"))
            .await;
        let lead = site.sign_in("rev3").await;
        site.post(&lead, PAGE, &at("8:40"))
            .await
            .expect_redirect(PAGE);
        let mails: Vec<String> = mailed(&site).await.into_iter().map(|m| m.0).collect();
        assert_eq!(mails, addresses);
        for person in [
            "admin",
            "coord1",
            "coord2",
            "head1",
            "head2",
            "contrib1",
            "governor1",
            "la",
            "trust1",
            "rev1",
            "nobody",
        ] {
            let cookie = site.sign_in(person).await;
            let answer = site.get(&cookie, PAGE).await;
            let may = readers.contains(&person);
            assert_eq!(answer.status == StatusCode::OK, may, "{told}: {person}");
            assert_eq!(answer.body.contains("8:40am"), may, "{told}: {person}");
            let status = site.post(&cookie, PAGE, &at("8:41")).await.status;
            assert!(
                status == StatusCode::FORBIDDEN || status == StatusCode::NOT_FOUND,
                "{person}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_has_a_list_of_all_and_nobody_else() {
    let site = visiting().await;
    let lead = site.sign_in("rev3").await;
    site.post(&lead, PAGE, &at("8:40"))
        .await
        .expect_redirect(PAGE);
    let admin = site.sign_in("admin").await;
    let list = site
        .get(&admin, "/admin/concerns")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        list.contains("Ashby Primary School") && list.contains("by Rosa Reviewer"),
        "{list}"
    );
    for person in ["coord1", "head1", "la", "rev3", "nobody"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, "/admin/concerns")
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_cannot_be_is_said_beside_the_field() {
    let site = visiting().await;
    let lead = site.sign_in("rev3").await;
    for (time, words) in [
        ("9:01", "This lies in the future"),
        ("soon", "Enter the time"),
        ("", "Enter the time"),
    ] {
        let answer = site.post(&lead, PAGE, &at(time)).await;
        let text = answer.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
        assert!(text.contains(words), "{time}: {text}");
    }
    assert_eq!(site.stored("SELECT id FROM concern").await, json!([]));
    // Before the pack is out and after the draft is handed over nothing is recorded.
    for state in ["date_agreed", "accuracy_check", "final"] {
        site.seed(&format!("UPDATE review:r1 SET state = '{state}'"))
            .await;
        site.post(&lead, PAGE, &at("8:40"))
            .await
            .expect(StatusCode::FORBIDDEN);
    }
}

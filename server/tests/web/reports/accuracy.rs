//! The accuracy check: passages marked where they stand, corrections put into the text while they still fit.

use super::at_school;
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const PAGE: &str = "/reviews/r1/report/accuracy";

async fn raise(site: &Site, head: &str, place: &str, passage: &str, correction: &str) -> String {
    let key = format!("{place}-{passage}");
    let fields = [
        ("place", place),
        ("number", "1"),
        ("passage", passage),
        ("correction", correction),
        ("reason", "Our own figures"),
        ("form_key", &*key),
    ];
    site.post(head, PAGE, &fields).await.expect_redirect(PAGE);
    let id = site
        .stored("SELECT VALUE record::id(id) FROM accuracy_point ORDER BY raised_at, id")
        .await;
    let found = site
        .stored("SELECT record::id(id) AS id, passage FROM accuracy_point")
        .await;
    assert!(!id.as_array().unwrap().is_empty());
    let found = found
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["passage"] == passage);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_marks_a_passage_where_it_stands_and_is_told_what_is_left_of_the_time() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, PAGE).await.expect(StatusCode::OK);
    // Visited on Monday 11 January; ten working days later is Monday 25 January.
    assert!(
        page.text()
            .contains("10 working days left, until Monday 25 January 2027"),
        "{}",
        page.text()
    );
    assert!(
        page.body.contains("?place=summary&amp;number=1#raise"),
        "{}",
        page.body
    );
    let form = site
        .get(&head, &format!("{PAGE}?place=summary&number=1"))
        .await
        .expect(StatusCode::OK);
    assert!(
        form.body.contains(">\nThe SECRET summary</textarea>"),
        "{}",
        form.body
    );
    for (place, passage, words) in [
        ("summary", "Not there", "do not stand in the paragraph"),
        ("summary", "m", "stand there 2 times"),
        ("", "The SECRET", "Choose a paragraph first"),
        ("finding-f9", "Warm", "Choose a paragraph first"),
        ("summary", "", "Say which words"),
    ] {
        let fields = [("place", place), ("passage", passage), ("correction", "x")];
        let answer = site.post(&head, PAGE, &fields).await;
        let text = answer.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
        assert!(text.contains(words), "{place} {passage}: {text}");
    }
    raise(&site, &head, "finding-f1", "Warm starts", "Warm endings").await;
    let stored = site
        .stored("SELECT place, report_version, reason FROM accuracy_point")
        .await;
    assert_eq!(
        stored,
        json!([{ "place": "finding-f1", "report_version": 1, "reason": "Our own figures" }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_goes_into_the_text_in_one_press_while_its_passage_still_stands() {
    let site = at_school().await;
    let (head, lead) = (site.sign_in("head1").await, site.sign_in("rev3").await);
    let summary = raise(&site, &head, "summary", "SECRET", "public").await;
    let gone = raise(&site, &head, "summary", "The SECRET summary", "Another").await;
    let finding = raise(&site, &head, "finding-f1", "Warm", "Warm and calm").await;
    let advice = raise(
        &site,
        &head,
        "recommendation-k1",
        "families",
        "all families",
    )
    .await;
    let press = async |point: &str, key: &str| {
        let path = format!("/reviews/r1/report/points/{point}/apply");
        site.post(&lead, &path, &[("form_key", key)]).await
    };
    let page = site
        .get(&lead, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK);
    assert_eq!(
        page.text()
            .matches("Accept, and put it into the report")
            .count(),
        4
    );
    for (point, key) in [(&summary, "a"), (&finding, "b"), (&advice, "c")] {
        for _ in 0..2 {
            press(point, key)
                .await
                .expect_redirect("/reviews/r1/report");
        }
    }
    let read = async |sql: &str| site.stored(sql).await;
    assert_eq!(
        read("SELECT VALUE summary FROM report").await,
        json!(["The public summary"])
    );
    assert_eq!(
        read("SELECT VALUE text FROM finding").await,
        json!(["Warm and calm starts"])
    );
    assert_eq!(
        read("SELECT VALUE text FROM recommendation").await,
        json!(["Share plans with all families"])
    );
    // The second point's passage no longer stands: refused in words, nothing changed, and it can be answered.
    let refused = press(&gone, "d").await.expect(StatusCode::FORBIDDEN);
    assert!(
        refused.text().contains("no longer stands"),
        "{}",
        refused.text()
    );
    press(&summary, "e").await.expect(StatusCode::FORBIDDEN);
    let fields = [
        ("answer", "accepted"),
        ("reason", "Done already."),
        ("form_key", "f"),
    ];
    site.post(&lead, &format!("/reviews/r1/report/points/{gone}"), &fields)
        .await
        .expect_redirect("/reviews/r1/report");
    let head_page = site.get(&head, PAGE).await.text();
    assert!(
        head_page.contains("The words were changed as you proposed."),
        "{head_page}"
    );
    // Nobody but the lead puts corrections in.
    for person in ["rev2", "head1", "coord1"] {
        let cookie = site.sign_in(person).await;
        let path = format!("/reviews/r1/report/points/{gone}/apply");
        let status = site.post(&cookie, &path, &[("form_key", "z")]).await.status;
        assert_eq!(status, StatusCode::FORBIDDEN, "{person}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_could_lead_to_a_pupil_is_asked_about_before_it_is_saved() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let fields = [
        ("place", "summary"),
        ("passage", "SECRET"),
        ("correction", "Amir, aged 7, was in the room"),
        ("form_key", "k"),
    ];
    let asked = site
        .post(&head, PAGE, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("name=\"personal_data_ok\""),
        "{}",
        asked.text()
    );
    assert_eq!(
        site.stored("SELECT id FROM accuracy_point").await,
        json!([])
    );
}

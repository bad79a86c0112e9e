//! The ledger of sharing: with whom, since when, why, and taken back.

use super::finished;
use axum::http::StatusCode;

const PAGE: &str = "/reviews/r1/report/share";

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_keeps_what_was_shared_why_and_what_was_taken_back() {
    let site = finished().await;
    let (head, governor) = (site.sign_in("head1").await, site.sign_in("governor1").await);
    let form = site.get(&head, PAGE).await.expect(StatusCode::OK);
    assert!(
        form.text().contains("so it cannot be taken back here")
            && form
                .text()
                .contains("The school has shared the report with nobody else."),
        "{}",
        form.text()
    );
    let version = form.hidden("version");
    let share =
        |audience: &'static str, reason: &'static str, version: String, key: &'static str| {
            vec![
                ("audience", audience.to_owned()),
                ("reason", reason.to_owned()),
                ("version", version),
                ("form_key", key.to_owned()),
            ]
        };
    let post = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        site.post(&head, PAGE, &fields).await
    };
    // No reason, nobody, and those whom the policy names already.
    for (audience, reason) in [
        ("governors", ""),
        ("", "Why"),
        ("coordinator", "Why"),
        ("everybody", "Why"),
    ] {
        post(share(audience, reason, version.clone(), ""))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    post(share(
        "governors",
        "For the meeting in June",
        version.clone(),
        "a",
    ))
    .await
    .expect_redirect(PAGE);
    // A form that was shown before the sharing changed is shown again.
    post(share("la_lead", "Old page", version, "b"))
        .await
        .expect(StatusCode::CONFLICT);
    for file in ["report", "report.pdf", "report.docx"] {
        site.get(&governor, &format!("/reviews/r1/{file}"))
            .await
            .expect(StatusCode::OK);
    }
    let page = site.get(&head, PAGE).await.expect(StatusCode::OK);
    let text = page.text();
    for part in [
        "For the meeting in June",
        "by Hana One",
        "Today: Gus Governor",
        "Take back",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let line = page.hidden("share");
    site.at("2027-01-12T10:00:00Z");
    for _ in 0..2 {
        let fields = [("share", &*line), ("form_key", "end")];
        site.post(&head, "/reviews/r1/report/share/end", &fields)
            .await
            .expect_redirect(PAGE);
    }
    // At once, on every way to the report.
    for file in ["report", "report.pdf", "report.docx"] {
        let answer = site.get(&governor, &format!("/reviews/r1/{file}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{file}");
        assert!(!answer.body.contains("SECRET"), "{file}");
    }
    let text = site.get(&head, PAGE).await.text();
    for part in [
        "Taken back",
        "For the meeting in June",
        "on 12 January 2027, by Hana One",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // A line that has ended, of another review or invented ends nothing.
    site.seed("CREATE report_share:other SET review = review:r2, audience = 'governors', since = d'2027-01-11T08:00:00Z'").await;
    for line in [line.as_str(), "other", "nothing"] {
        site.post(&head, "/reviews/r1/report/share/end", &[("share", line)])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    for person in ["coord1", "contrib1", "rev3", "la"] {
        let cookie = site.sign_in(person).await;
        let answer = site.get(&cookie, PAGE).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{person}");
    }
    // It can be shared again; both lines stay.
    let version = site.get(&head, PAGE).await.hidden("version");
    post(share("governors", "Once more", version, "again"))
        .await
        .expect_redirect(PAGE);
    site.get(&governor, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK);
    site.seed("DELETE report_share:other").await;
    let (_, broken) = site.app.store.check_invariants().await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
}

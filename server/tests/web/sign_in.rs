use crate::support::Site;
use axum::http::{Method, StatusCode};

async fn link(site: &Site, email: &str) -> String {
    site.post(
        "",
        "/sign-in",
        &[("email", email), ("next", "/partnerships")],
    )
    .await
    .expect(StatusCode::OK);
    let text = site
        .stored("SELECT VALUE text FROM message ORDER BY created_at DESC LIMIT 1")
        .await;
    let text = text[0].as_str().unwrap().to_owned();
    let start = text.find("/sign-in/").unwrap();
    text[start..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_signs_in_once_by_its_button_and_leads_where_one_was_going() {
    let site = Site::new().await;
    let path = link(&site, "Head1@Example.org").await;
    // A mail scanner that opens the link uses nothing up.
    for _ in 0..3 {
        assert!(
            site.get("", &path)
                .await
                .expect(StatusCode::OK)
                .text()
                .contains("Hana One")
        );
    }
    let entered = site
        .post("", &path, &[])
        .await
        .expect_redirect("/partnerships");
    let cookie = entered.cookie.unwrap();
    site.get(&cookie, "/partnerships")
        .await
        .expect(StatusCode::OK);
    site.post("", &path, &[]).await.expect(StatusCode::GONE);
    site.get("", &path).await.expect(StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_too_old_after_fifteen_minutes() {
    let site = Site::new().await;
    let path = link(&site, "head1@example.org").await;
    site.at("2027-01-11T09:16:00Z");
    site.post("", &path, &[]).await.expect(StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_gets_the_same_answer_and_no_mail() {
    let site = Site::new().await;
    let known = site
        .post("", "/sign-in", &[("email", "head1@example.org")])
        .await
        .expect(StatusCode::OK);
    let unknown = site
        .post("", "/sign-in", &[("email", "hear1@example.org")])
        .await
        .expect(StatusCode::OK);
    assert_eq!(
        known.text().replace("head1", "x"),
        unknown.text().replace("hear1", "x")
    );
    assert_eq!(
        site.stored("SELECT VALUE to_address FROM message").await,
        serde_json::json!(["head1@example.org"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_ends_every_session() {
    let site = Site::new().await;
    let (phone, desk) = (site.sign_in("head1").await, site.sign_in("head1").await);
    site.post(&phone, "/sign-out-everywhere", &[])
        .await
        .expect_redirect("/sign-in");
    for cookie in [phone, desk] {
        site.get(&cookie, "/partnerships")
            .await
            .expect_redirect("/sign-in?next=%2Fpartnerships");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_from_another_site_is_refused() {
    let site = Site::new().await;
    let cookie = site.sign_in("head1").await;
    for headers in [
        [("origin", "https://evil.example")],
        [("sec-fetch-site", "cross-site")],
    ] {
        let answer = site
            .send(
                Method::POST,
                &cookie,
                "/sign-out",
                Some(String::new()),
                &headers,
            )
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    site.get(&cookie, "/partnerships")
        .await
        .expect(StatusCode::OK);
}

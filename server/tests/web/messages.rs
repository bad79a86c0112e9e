use crate::support::Site;
use axum::http::StatusCode;
use server::jobs::run_due;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_every_message_and_nobody_else_does() {
    let site = Site::new().await;
    run_due(&site.app, site.app.clock.now()).await.unwrap();
    let admin = site.sign_in("admin").await;
    let list = site
        .get(&admin, "/admin/messages")
        .await
        .expect(StatusCode::OK);
    let text = list.text();
    assert!(
        text.contains("9 messages, newest first") && text.contains("head1@example.org"),
        "{text}"
    );
    assert!(text.contains("Sent 9"), "{text}");
    // Where the files lie, since no mail server is set.
    let folder = site.app.mailer.folder().unwrap();
    assert!(text.contains(folder.to_str().unwrap()), "{text}");
    assert_eq!(
        std::fs::read_dir(folder)
            .unwrap()
            .filter(|f| f
                .as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|e| e == "eml"))
            .count(),
        9
    );
    for person in ["coord1", "head1", "rev1", "la", "nobody"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, "/admin/messages")
            .await
            .expect(StatusCode::NOT_FOUND);
        site.get(&cookie, "/admin/messages/head1-20270111")
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_by_state_and_by_part_of_an_address() {
    let site = Site::new().await;
    run_due(&site.app, site.app.clock.now()).await.unwrap();
    site.seed("UPDATE message:⟨head2-20270111⟩ SET state = 'refused'")
        .await;
    let admin = site.sign_in("admin").await;
    let found = site
        .get(&admin, "/admin/messages?state=refused&address=")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        found.contains("1 message")
            && found.contains("head2@example.org")
            && !found.contains("head1@"),
        "{found}"
    );
    let found = site
        .get(&admin, "/admin/messages?state=&address=COORD")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        found.contains("2 messages") && found.contains("coord2@example.org"),
        "{found}"
    );
    let found = site
        .get(
            &admin,
            "/admin/messages?state=sent&address=%3Cscript%3E&page=900",
        )
        .await
        .expect(StatusCode::OK);
    assert!(
        found.text().contains("No message fits.") && !found.body.contains("<script>"),
        "{}",
        found.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_its_text_and_log_and_hides_the_link_that_signs_in() {
    let site = Site::new().await;
    site.post("", "/sign-in", &[("email", "head1@example.org")])
        .await
        .expect(StatusCode::OK);
    let stored = site
        .stored("SELECT VALUE text FROM message WHERE kind = 'sign_in'")
        .await;
    let text = stored[0].as_str().unwrap();
    let secret = text
        .split("/sign-in/")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    run_due(&site.app, site.app.clock.now()).await.unwrap();
    let admin = site.sign_in("admin").await;
    let id = site
        .stored("SELECT VALUE record::id(id) FROM message WHERE kind = 'sign_in'")
        .await;
    let page = site
        .get(
            &admin,
            &format!("/admin/messages/{}", id[0].as_str().unwrap()),
        )
        .await
        .expect(StatusCode::OK);
    let shown = page.text();
    assert!(
        shown.contains("Hello Hana One") && shown.contains("/sign-in/(hidden)"),
        "{shown}"
    );
    assert!(shown.contains("Taken written to "), "{shown}");
    assert!(!page.body.contains(secret));
    assert!(
        !page.body.contains("style="),
        "the HTML part is not put into the page"
    );
    site.get(&admin, "/admin/messages/no-such-message")
        .await
        .expect(StatusCode::NOT_FOUND);
}

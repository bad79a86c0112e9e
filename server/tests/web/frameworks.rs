use crate::support::{Answer, Site};
use axum::http::{Method, StatusCode, header};
use domain::framework::{FIVE_PRINCIPLES, parse};
use serde_json::json;
use server::usecases::frameworks::{FIRST_FRAMEWORK, ensure_first_framework, load};

const FIRST: &str = "/frameworks/five-principles-1";

/// Posts the import form as a browser does: a file (may be empty), the pasted text, the form's key.
async fn import(site: &Site, cookie: &str, file: &str, text: &str, key: &str) -> Answer {
    let mut body = String::new();
    for (name, value) in [
        ("form_key\"", key),
        (
            "file\"; filename=\"five.toml\"\r\nContent-Type: application/octet-stream",
            file,
        ),
        ("text\"", text),
    ] {
        body.push_str(&format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{name}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--frontier--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=frontier")];
    site.send(
        Method::POST,
        cookie,
        "/frameworks/import",
        Some(body),
        &kind,
    )
    .await
}

async fn key(site: &Site, cookie: &str) -> String {
    site.get(cookie, "/frameworks/import")
        .await
        .expect(StatusCode::OK)
        .hidden("form_key")
}

fn version(number: u32) -> String {
    FIVE_PRINCIPLES.replace("\nversion = 1\n", &format!("\nversion = {number}\n"))
}

/// A draft of version 2, by its address.
async fn draft(site: &Site, admin: &str) -> String {
    let key = key(site, admin).await;
    let answer = import(site, admin, "", &version(2), &key)
        .await
        .expect_redirect("/frameworks/");
    answer.location.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_framework_is_there_once_however_often_the_program_starts() {
    let site = Site::empty().await;
    let now = site.app.clock.now();
    for _ in 0..2 {
        ensure_first_framework(&site.app.store, now).await.unwrap();
    }
    let stored = site
        .stored("SELECT VALUE [record::id(id), state] FROM framework")
        .await;
    assert_eq!(stored, json!([[FIRST_FRAMEWORK, "published"]]));
    let id = FIRST_FRAMEWORK.parse().unwrap();
    let (once, again) = (
        load(&site.app, &id).await.unwrap(),
        load(&site.app, &id).await.unwrap(),
    );
    assert_eq!(once.strands().count(), 17);
    assert!(
        std::sync::Arc::ptr_eq(&once, &again),
        "a published version is read once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_is_signed_in_reads_every_strand_at_every_level() {
    let site = Site::new().await;
    let framework = parse(FIVE_PRINCIPLES).unwrap();
    for person in ["head1", "contrib1", "governor1", "rev1", "la", "coord2"] {
        let cookie = site.sign_in(person).await;
        let list = site
            .get(&cookie, "/frameworks")
            .await
            .expect(StatusCode::OK);
        assert!(
            list.text().contains("version 1") && list.text().contains("Published"),
            "{}",
            list.text()
        );
        let text = site.get(&cookie, FIRST).await.expect(StatusCode::OK).text();
        for strand in framework.strands() {
            assert!(
                text.contains(&format!("{} {}", strand.code, strand.title)),
                "{}",
                strand.code
            );
        }
        assert!(!text.contains("Delete the draft"));
    }
    site.get("", FIRST).await.expect_redirect("/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_comes_back_as_it_was_written() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let file = site
        .get(&head, &format!("{FIRST}/file"))
        .await
        .expect(StatusCode::OK);
    assert_eq!(file.body, FIVE_PRINCIPLES);
    assert_eq!(
        file.headers[header::CONTENT_TYPE],
        "text/plain; charset=utf-8"
    );
    assert_eq!(
        file.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"five-principles-1.toml\""
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_file_is_refused_with_every_line_and_its_text_is_kept() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let faulty = version(2)
        .replacen(
            "number = 1\nname = \"Emerging\"",
            "number = 9\nname = \"Emerging\"",
            1,
        )
        .replacen("title = \"Five", "titel = \"Five", 1);
    let faults = parse(&faulty).unwrap_err();
    assert!(faults.len() >= 2);
    // By either field, the text comes back in the one that can be mended.
    for (file, text) in [(faulty.as_str(), ""), ("", faulty.as_str())] {
        let key = key(&site, &admin).await;
        let page = import(&site, &admin, file, text, &key)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("Error: Import a framework file"));
        let words = page.text();
        for fault in &faults {
            assert!(
                words.contains(&format!("Line {}:", fault.line)),
                "{fault} is missing in {words}"
            );
        }
        assert!(page.body.contains("titel = "), "the text is kept");
        assert!(page.body.contains("href=\"#text\""));
    }
    let stored = site
        .stored("SELECT VALUE record::id(id) FROM framework")
        .await;
    assert_eq!(stored, json!([FIRST_FRAMEWORK]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_already_here_is_refused_in_words() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let one = key(&site, &admin).await;
    let page = import(&site, &admin, FIVE_PRINCIPLES, "", &one)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("Version 1 of this framework has been published"),
        "{}",
        page.text()
    );
    draft(&site, &admin).await;
    let two = key(&site, &admin).await;
    let page = import(&site, &admin, "", &version(2), &two)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("already a draft of version 2"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_posted_twice_makes_one_draft() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let key = key(&site, &admin).await;
    let first = import(&site, &admin, &version(2), "", &key)
        .await
        .expect_redirect("/frameworks/");
    let second = import(&site, &admin, &version(2), "", &key)
        .await
        .expect_redirect("/frameworks/");
    assert_eq!(first.location, second.location);
    let drafts = site
        .stored("SELECT VALUE version_number FROM framework WHERE state = 'draft'")
        .await;
    assert_eq!(drafts, json!([2]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_does_not_exist_for_anybody_but_administrators() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let draft = draft(&site, &admin).await;
    site.get(&admin, &draft).await.expect(StatusCode::OK);
    for person in ["coord1", "head1", "la"] {
        let cookie = site.sign_in(person).await;
        for path in ["", "/file", "/publish", "/delete"] {
            site.get(&cookie, &format!("{draft}{path}"))
                .await
                .expect(StatusCode::NOT_FOUND);
        }
        for path in ["/publish", "/delete"] {
            site.post(&cookie, &format!("{draft}{path}"), &[])
                .await
                .expect(StatusCode::NOT_FOUND);
        }
        site.get(&cookie, "/frameworks/import")
            .await
            .expect(StatusCode::NOT_FOUND);
        import(&site, &cookie, "", &version(3), "k")
            .await
            .expect(StatusCode::NOT_FOUND);
        assert!(
            !site
                .get(&cookie, "/frameworks")
                .await
                .text()
                .contains("version 2")
        );
    }
    assert_eq!(
        site.stored("SELECT VALUE version_number FROM framework WHERE state = 'draft'")
            .await,
        json!([2])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_version_never_changes_and_is_never_deleted() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let draft = draft(&site, &admin).await;
    let confirm = site
        .get(&admin, &format!("{draft}/publish"))
        .await
        .expect(StatusCode::OK);
    assert!(confirm.text().contains("never changes"));
    let key = confirm.hidden("form_key");
    for _ in 0..2 {
        site.post(&admin, &format!("{draft}/publish"), &[("form_key", &key)])
            .await
            .expect_redirect(&draft);
    }
    let head = site.sign_in("head1").await;
    assert!(
        site.get(&head, &draft)
            .await
            .expect(StatusCode::OK)
            .text()
            .contains("Published 11 January 2027")
    );
    // Not from the website, and not past it.
    site.get(&admin, &format!("{draft}/publish"))
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(
        &admin,
        &format!("{draft}/publish"),
        &[("form_key", "other")],
    )
    .await
    .expect(StatusCode::CONFLICT);
    site.post(&admin, &format!("{draft}/delete"), &[("form_key", "more")])
        .await
        .expect(StatusCode::FORBIDDEN);
    let none: [(&str, String); 0] = [];
    for sql in ["UPDATE framework SET text = 'other'", "DELETE framework"] {
        assert!(
            site.app.store.seed(sql, none.clone()).await.is_err(),
            "{sql}"
        );
    }
    assert_eq!(
        site.stored(
            "SELECT VALUE version_number FROM (SELECT * FROM framework ORDER BY version_number)"
        )
        .await,
        json!([1, 2])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_can_be_thrown_away() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let draft = draft(&site, &admin).await;
    let confirm = site
        .get(&admin, &format!("{draft}/delete"))
        .await
        .expect(StatusCode::OK);
    let key = confirm.hidden("form_key");
    for _ in 0..2 {
        site.post(&admin, &format!("{draft}/delete"), &[("form_key", &key)])
            .await
            .expect_redirect("/frameworks");
    }
    site.get(&admin, &draft).await.expect(StatusCode::NOT_FOUND);
}

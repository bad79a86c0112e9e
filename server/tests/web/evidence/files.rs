use super::{PDF, at_school, file_path, piece, piece_path};
use axum::http::{StatusCode, header};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn several_files_come_with_one_form_and_go_out_again_with_safe_headers() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let saved = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[
                ("Plan für SEND.pdf", PDF),
                ("notes.txt", b"Calm corridors"),
                ("", b""),
            ],
        )
        .await
        .expect_redirect("/reviews/r1/evidence/");
    let page = site
        .get(&head, &piece_path(&saved))
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text().contains("Plan für SEND.pdf") && page.text().contains("notes.txt"),
        "{}",
        page.text()
    );
    assert!(
        page.text()
            .contains("Files are not checked for viruses here")
    );
    let file = site
        .get(&head, &file_path(&page))
        .await
        .expect(StatusCode::OK);
    assert_eq!(file.body.as_bytes(), PDF);
    let value = |name| file.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(value(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(
        value(header::CONTENT_DISPOSITION),
        "attachment; filename=\"Plan f_r SEND.pdf\"; filename*=UTF-8''Plan%20f%C3%BCr%20SEND.pdf"
    );
    assert_eq!(
        value(header::CONTENT_SECURITY_POLICY),
        "sandbox; default-src 'none'"
    );
    assert_eq!(value(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(value(header::CACHE_CONTROL), "no-store");
    let audit = site
        .stored("SELECT VALUE verb FROM audit WHERE verb = 'added a file'")
        .await;
    assert_eq!(audit, json!(["added a file", "added a file"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_file_does_not_keep_the_others_out() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let files: [(&str, &[u8]); 4] = [
        ("plan.pdf", PDF),
        ("logo.svg", b"<svg onload=alert(1)>"),
        ("run.exe", b"MZ"),
        ("fake.png", b"<script>alert(1)</script>"),
    ];
    let page = site
        .post_form(&head, "/reviews/r1/evidence/new", &piece("k"), &files)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(
        text.contains("The evidence is saved.") && text.contains("plan.pdf"),
        "{text}"
    );
    for words in [
        "“logo.svg” can contain scripts",
        "“run.exe” is a kind of file that we do not take",
        "“fake.png” is damaged",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(page.body.contains("href=\"#files\"") && page.body.contains("id=\"files\""));
    assert!(!page.body.contains("<script>alert"));
    assert_eq!(
        site.stored("SELECT VALUE name FROM evidence_file").await,
        json!(["plan.pdf"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_comes_back_keeps_the_text_and_the_files_that_arrived() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/evidence/new";
    let half = [("text", "Only this"), ("form_key", "k")];
    let page = site
        .post_form(&head, path, &half, &[("plan.pdf", PDF)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("Only this")
            && page.text().contains("plan.pdf (PDF document, 45 bytes)"),
        "{}",
        page.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence").await,
        json!([])
    );
    let (_, rest) = page.body.split_once("name=\"kept\"").unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    let kept = rest.split_once('"').unwrap().0.to_owned();
    // Nobody else can take it for a form of their own.
    let senco = site.sign_in("contrib1").await;
    let mut fields = piece("other");
    fields.push(("kept", &kept));
    site.post_form(&senco, path, &fields, &[])
        .await
        .expect_redirect("/reviews/r1/evidence/");
    assert_eq!(
        site.stored("SELECT VALUE name FROM evidence_file").await,
        json!([])
    );
    let mut fields = piece("k");
    fields.push(("kept", &kept));
    let saved = site
        .post_form(&head, path, &fields, &[("more.txt", b"More")])
        .await;
    let page = site
        .get(&head, &piece_path(&saved))
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text().contains("plan.pdf") && page.text().contains("more.txt"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_keeps_the_older_one_with_its_hash_and_who() {
    let site = at_school().await;
    let (head, senco) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    let saved = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("k"),
            &[("notes.txt", b"First")],
        )
        .await;
    let path = piece_path(&saved);
    let file = file_path(&site.get(&head, &path).await);
    let replace = format!("{file}/replace");
    site.get(&senco, &replace).await.expect(StatusCode::OK);
    let same = site
        .post_form(
            &senco,
            &replace,
            &[("form_key", "a")],
            &[("notes.txt", b"First")],
        )
        .await;
    assert!(
        same.expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("is there already")
    );
    site.post_form(
        &senco,
        &replace,
        &[("form_key", "b")],
        &[("notes 2.txt", b"Second")],
    )
    .await
    .expect_redirect(&path);
    let page = site.get(&head, &path).await.expect(StatusCode::OK);
    let text = page.text();
    assert!(
        text.contains("Version 2, added by Connie Senco")
            && text.contains("Version 1, added by Hana One"),
        "{text}"
    );
    // SHA-256 of "First".
    assert!(
        text.contains("5e8f2d8b") || text.matches("SHA-256").count() == 2,
        "{text}"
    );
    assert_eq!(site.get(&head, &file).await.body, "Second");
    assert_eq!(
        site.get(&head, &format!("{file}?version=1")).await.body,
        "First"
    );
    site.get(&head, &format!("{file}?version=3"))
        .await
        .expect(StatusCode::NOT_FOUND);
    let ask = site
        .get(&head, &format!("{file}/remove"))
        .await
        .expect(StatusCode::OK);
    site.post(
        &head,
        &format!("{file}/remove"),
        &[("form_key", &ask.hidden("form_key"))],
    )
    .await
    .expect_redirect(&path);
    site.get(&head, &file).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(super::storage::blobs(&site), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_eleventh_file_and_one_over_the_limit_are_refused_beside_the_field() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let many: Vec<(&str, &[u8])> = (0..11).map(|_| ("a.txt", &b"a"[..])).collect();
    let page = site
        .post_form(&head, "/reviews/r1/evidence/new", &piece("k"), &many)
        .await;
    assert!(
        page.expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("one too many")
    );
    let large = vec![b'a'; 25 * 1024 * 1024 + 1];
    let page = site
        .post_form(
            &head,
            "/reviews/r1/evidence/new",
            &piece("l"),
            &[("large.txt", &large)],
        )
        .await;
    let text = page.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(text.contains("“large.txt” is larger than 25 MB"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_with_paths_are_kept_without_them() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let names: [(&str, &[u8]); 2] = [
        ("../../../etc/evil.txt", b"a"),
        ("C:\\\\Users\\\\head\\\\plan.txt", b"b"),
    ];
    site.post_form(&head, "/reviews/r1/evidence/new", &piece("k"), &names)
        .await
        .expect_redirect("/reviews/");
    let stored = site
        .stored("SELECT VALUE name FROM evidence_file ORDER BY name")
        .await;
    assert_eq!(stored, json!(["evil.txt", "plan.txt"]));
    let outside = site.folder().join("../../../etc/evil.txt");
    assert!(!outside.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_without_leave_gets_a_byte_onto_the_disk() {
    let site = at_school().await;
    for person in ["coord1", "rev2", "head2", "governor1"] {
        let cookie = site.sign_in(person).await;
        let answer = site
            .post_form(
                &cookie,
                "/reviews/r1/evidence/new",
                &piece("k"),
                &[("a.pdf", PDF)],
            )
            .await;
        assert!(
            answer.status.is_client_error(),
            "{person}: {}",
            answer.status
        );
    }
    assert!(!site.folder().join("incoming").exists());
    assert_eq!(super::storage::blobs(&site), 0);
}

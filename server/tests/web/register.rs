use crate::support::{Answer, Site};
use axum::http::StatusCode;
use std::time::Duration;

const TWELVE: &[u8] = include_bytes!("../fixtures/register/twelve-schools.csv");
const NEXT_TERM: &[u8] = include_bytes!("../fixtures/register/twelve-schools-next-term.csv");
const LINKS: &[u8] = include_bytes!("../fixtures/register/twelve-schools-links.csv");

/// Loads an import's page until nothing works on it any more.
async fn settled(site: &Site, cookie: &str, path: &str) -> Answer {
    for _ in 0..400 {
        let page = site.get(cookie, path).await.expect(StatusCode::OK);
        if !page.headers.contains_key("refresh") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{path} never ended")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_what_would_change_before_it_changes_and_then_applies_it() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let files = [
        ("register", "edubasealldata20260112.csv", TWELVE),
        ("links", "", b"".as_slice()),
    ];
    let path = site
        .post_files(&admin, "/admin/register", &files)
        .await
        .expect_redirect("/admin/register/")
        .location
        .unwrap();
    let preview = settled(&site, &admin, &path).await;
    assert!(
        preview.text().contains("What would change") && preview.text().contains("New schools"),
        "{}",
        preview.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE urn FROM school WHERE urn = '900012'")
            .await,
        serde_json::json!([])
    );
    site.post(&admin, &path, &[]).await.expect_redirect(&path);
    let done = settled(&site, &admin, &path).await;
    assert!(
        done.text().contains("The register has been imported"),
        "{}",
        done.text()
    );
    let schools = site
        .get(&admin, "/schools?q=kestrel")
        .await
        .expect(StatusCode::OK);
    assert!(
        schools.text().contains("Kestrel Park School")
            && schools.text().contains("register of 12 January 2026"),
        "{}",
        schools.text()
    );
    // Pressed twice: nothing is done again.
    site.post(&admin, &path, &[]).await.expect_redirect(&path);
    assert_eq!(
        site.stored("SELECT VALUE verb FROM audit WHERE record = 'register'")
            .await,
        serde_json::json!(["imported the register"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_links_file_is_applied_with_the_register() {
    let site = Site::empty().await;
    site.seed("CREATE person:admin SET name = 'Ada', email = 'ada@example.org', created_at = d'2026-09-01T09:00:00Z';
        CREATE role:a SET person = person:admin, kind = 'administrator', since = '2026-09-01', why = 'test'").await;
    let admin = site.sign_in("admin").await;
    let files = [
        ("register", "next.csv", NEXT_TERM),
        ("links", "links.csv", LINKS),
    ];
    let path = site
        .post_files(&admin, "/admin/register", &files)
        .await
        .expect_redirect("/admin/register/")
        .location
        .unwrap();
    settled(&site, &admin, &path).await;
    site.post(&admin, &path, &[]).await.expect_redirect(&path);
    let done = settled(&site, &admin, &path).await;
    assert!(
        done.text().contains("Joined to their past now 1"),
        "{}",
        done.text()
    );
    site.get(&admin, "/schools/900013")
        .await
        .expect_redirect("/schools/900006");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_is_refused_in_words_beside_its_field() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    for (files, words) in [
        (
            vec![(
                "register",
                "a.csv",
                b"URN,EstablishmentName\n1,x\n".as_slice(),
            )],
            "TypeOfEstablishment (name)",
        ),
        (
            vec![("register", "a.zip", b"PK\x03\x04zzzzzzzz".as_slice())],
            "not a CSV file",
        ),
        (
            vec![("register", "", b"".as_slice())],
            "Choose the register file",
        ),
        (
            vec![("register", "a.csv", TWELVE), ("links", "l.csv", TWELVE)],
            "LinkURN",
        ),
    ] {
        let page = site
            .post_files(&admin, "/admin/register", &files)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let left = std::fs::read_dir(site.app.settings.data.join("imports"))
        .unwrap()
        .count();
    assert_eq!(left, 0, "what was refused is not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_import_and_others_are_not_even_told_that_one_can() {
    let site = Site::new().await;
    for person in ["coord1", "head1", "la", "nobody"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, "/admin/register")
            .await
            .expect(StatusCode::NOT_FOUND);
        site.get(&cookie, "/admin/register/abc")
            .await
            .expect(StatusCode::NOT_FOUND);
        site.post(&cookie, "/admin/register/abc", &[])
            .await
            .expect(StatusCode::NOT_FOUND);
        site.post_files(&cookie, "/admin/register", &[("register", "a.csv", TWELVE)])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert!(
        !site.app.settings.data.join("imports").exists(),
        "nobody else fills the disk"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_nobody_applies_is_gone_after_a_day() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let path = site
        .post_files(&admin, "/admin/register", &[("register", "a.csv", TWELVE)])
        .await
        .expect_redirect("/admin/register/")
        .location
        .unwrap();
    settled(&site, &admin, &path).await;
    site.at("2027-01-12T10:00:00Z");
    site.get(&admin, "/admin/register")
        .await
        .expect(StatusCode::OK);
    site.get(&admin, &path).await.expect(StatusCode::NOT_FOUND);
}

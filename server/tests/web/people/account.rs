use super::post_form;
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn people_see_which_roles_they_hold_and_why() {
    let site = Site::new().await;
    site.seed("CREATE role:old SET person = person:head1, kind = 'la-lead', scope = '901', since = '2026-09-01', until = '2026-12-31', why = 'Cover for a term', granted_by = person:admin").await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, "/me").await.expect(StatusCode::OK).text();
    for words in [
        "head1@example.org",
        "Headteacher, Ashby Primary School 1 September 2026 No last day Named by the partnership Now",
        "Local authority lead, Wendleshire 1 September 2026 31 December 2026 Cover for a term Ada Minton Ended",
        "Sign out everywhere",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert!(!page.contains("You as a reviewer"), "{page}");
    let reviewer = site.sign_in("rev1").await;
    let page = site
        .get(&reviewer, "/me")
        .await
        .expect(StatusCode::OK)
        .text();
    for words in [
        "You as a reviewer",
        "Wend Valley Partnership",
        "1 October 2026",
        "Ashby Primary School",
        "1.1 ",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    site.get("", "/me")
        .await
        .expect_redirect("/sign-in?next=%2Fme");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_changed_once_on_record_and_an_empty_one_is_refused() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let refused = post_form(&site, &head, "/me/name", &[("name", " "), ("version", "1")]).await;
    assert!(
        refused
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("Enter your name")
    );
    let form = site.get(&head, "/me/name").await;
    let (key, version) = (form.hidden("form_key"), form.hidden("version"));
    let fields = [
        ("name", "  Hana   Won "),
        ("version", &*version),
        ("form_key", &*key),
    ];
    for _ in 0..2 {
        site.post(&head, "/me/name", &fields)
            .await
            .expect_redirect("/me");
    }
    assert_eq!(
        site.stored("SELECT name, version FROM person:head1").await,
        json!([{"name": "Hana Won", "version": 2}])
    );
    assert_eq!(
        site.stored("SELECT VALUE record FROM audit WHERE verb = 'changed the own name'")
            .await,
        json!(["person:head1"])
    );
    // The other window still shows the first version.
    let stale = post_form_with(&site, &head, "Hana First", "1")
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        stale.text().contains("Your name is now Hana Won."),
        "{}",
        stale.text()
    );
    assert_eq!(stale.hidden("version"), "2");
}

async fn post_form_with(
    site: &Site,
    cookie: &str,
    name: &str,
    version: &str,
) -> crate::support::Answer {
    post_form(
        site,
        cookie,
        "/me/name",
        &[("name", name), ("version", version)],
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_writes_the_own_profile_and_not_the_training() {
    let site = Site::new().await;
    let reviewer = site.sign_in("rev1").await;
    let form = site
        .get(&reviewer, "/me/reviewer")
        .await
        .expect(StatusCode::OK);
    assert!(
        form.text().contains("Dunmore High School") && !form.text().contains("Garth Academy"),
        "{}",
        form.text()
    );
    let (key, version) = (form.hidden("form_key"), form.hidden("version"));
    let fields = [
        ("phases", "Primary"),
        ("phases", "Secondary"),
        ("expertise", "1.2"),
        ("max_load", "4"),
        ("interests", "s4"),
        ("another", "900007"),
        ("trained_on", "2020-01-01"),
        ("works_at", "s3"),
        ("version", &*version),
        ("form_key", &*key),
    ];
    for _ in 0..2 {
        site.post(&reviewer, "/me/reviewer", &fields)
            .await
            .expect_redirect("/me");
    }
    let stored = site.stored("SELECT phases, expertise, max_load, interests, trained_on, works_at, version FROM person:rev1").await;
    assert_eq!(
        stored,
        json!([{"phases": ["Primary", "Secondary"], "expertise": ["1.2"], "max_load": 4, "interests": ["school:s4", "school:s7"],
                "trained_on": "2026-10-01", "works_at": ["school:s1"], "version": 2}])
    );
    // A school declared before stays to be ticked, also from outside the partnership.
    assert!(
        site.get(&reviewer, "/me/reviewer")
            .await
            .text()
            .contains("Garth Academy")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_with_mistakes_comes_back_with_everything_that_was_typed() {
    let site = Site::new().await;
    let reviewer = site.sign_in("rev1").await;
    let fields = [
        ("phases", "Nursery"),
        ("expertise", "9.9"),
        ("max_load", "many"),
        ("another", "Hogwarts"),
        ("version", "2"),
    ];
    let page = post_form(&site, &reviewer, "/me/reviewer", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "href=\"#expertise\"",
        "href=\"#max_load\"",
        "value=\"many\"",
        "value=\"Hogwarts\"",
        "checked value=\"Nursery\"",
    ] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    let fields = [("max_load", "3"), ("another", "Hogwarts"), ("version", "2")];
    let page = post_form(&site, &reviewer, "/me/reviewer", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("There is no school with this name or URN"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_reviewer_profile_for_who_is_no_reviewer() {
    let site = Site::new().await;
    for person in ["head1", "admin", "coord1", "nobody"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, "/me/reviewer")
            .await
            .expect(StatusCode::NOT_FOUND);
        site.post(&cookie, "/me/reviewer", &[("max_load", "1")])
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}

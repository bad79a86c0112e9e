use crate::routes::rich;
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_governor_finds_a_report_at_home_once_the_headteacher_has_shared_it() {
    let site = rich().await;
    let governor = site.sign_in("governor1").await;
    let home = site.get(&governor, "/").await.expect(StatusCode::OK);
    assert!(!home.text().contains("Reports shared with you"));
    site.seed("UPDATE review:r1 SET shared_with = ['governors']; UPDATE review:r2 SET shared_with = ['governors']")
        .await;
    let home = site.get(&governor, "/").await.expect(StatusCode::OK);
    assert!(
        home.text()
            .contains("Reports shared with you Report on Ashby Primary School"),
        "{}",
        home.text()
    );
    assert!(home.body.contains("href=\"/reviews/r1/report\""));
    assert!(!home.body.contains("/reviews/r2/"), "another school's");
    site.get(&governor, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK);
    // Its headteacher, who finds the review itself, is not told twice.
    let head = site.sign_in("head1").await;
    let home = site.get(&head, "/").await.expect(StatusCode::OK);
    assert!(!home.text().contains("Reports shared with you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_leads_a_school_to_its_review_and_does_not_say_that_nothing_is_to_do_beside_open_actions()
 {
    let site = rich().await;
    for (person, leads) in [
        ("head1", true),
        ("contrib1", true),
        ("coord1", false),
        ("rev1", false),
    ] {
        let cookie = site.sign_in(person).await;
        let home = site.get(&cookie, "/").await.expect(StatusCode::OK);
        assert_eq!(
            home.text().contains("Reviews of your school"),
            leads,
            "{person}"
        );
        assert!(
            !home.text().contains("There is nothing for you to do") || !leads,
            "{person}: {}",
            home.text()
        );
    }
    let head = site.sign_in("head1").await;
    let home = site.get(&head, "/").await;
    assert!(home.body.contains("href=\"/reviews/r1\""), "{}", home.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_school_leads_those_who_look_after_its_people_to_them() {
    let site = rich().await;
    for (person, leads) in [
        ("head1", true),
        ("coord1", true),
        ("admin", true),
        ("head2", false),
        ("contrib1", false),
        ("governor1", false),
    ] {
        let cookie = site.sign_in(person).await;
        let page = site
            .get(&cookie, "/schools/s1")
            .await
            .expect(StatusCode::OK);
        assert_eq!(
            page.body.contains("href=\"/schools/s1/people\""),
            leads,
            "{person}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_that_its_next_step_is_late() {
    let site = rich().await;
    let head = site.sign_in("head1").await;
    let page = site
        .get(&head, "/reviews/r1/plan")
        .await
        .expect(StatusCode::OK);
    assert!(page.text().contains("agree the plan by 27 January 2027."));
    site.at("2027-02-01T09:00:00Z");
    let head = site.sign_in("head1").await;
    let page = site
        .get(&head, "/reviews/r1/plan")
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("agree the plan by 27 January 2027 (3 working days late)."),
        "{}",
        page.text()
    );
}

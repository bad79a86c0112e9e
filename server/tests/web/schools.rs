use crate::support::Site;
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_school_is_found_by_the_beginning_of_its_name_town_postcode_or_by_its_urn() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    for words in ["ashby+prim", "ASHBY", "900001"] {
        let page = site
            .get(&head, &format!("/schools?q={words}"))
            .await
            .expect(StatusCode::OK);
        assert!(
            page.text().contains("Ashby Primary School"),
            "{words}: {}",
            page.text()
        );
        assert!(!page.text().contains("Birchwood"), "{words}");
    }
    let all = site
        .get(&head, "/schools?q=zz9")
        .await
        .expect(StatusCode::OK);
    assert!(all.text().contains("8 schools found"), "{}", all.text());
    let none = site
        .get(&head, "/schools?q=%22%27%3Cscript%3E")
        .await
        .expect(StatusCode::OK);
    assert!(!none.body.contains("<script>"));
    site.get("", "/schools").await.expect_redirect("/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schools_page_is_reached_by_any_urn_it_has_had_and_lists_only_ones_own_partnerships() {
    let site = Site::new().await;
    site.seed("UPDATE school:s1 SET former_urns = ['890001']")
        .await;
    let head = site.sign_in("head1").await;
    for urn in ["900001", "890001"] {
        site.get(&head, &format!("/schools/{urn}"))
            .await
            .expect_redirect("/schools/s1");
    }
    let page = site.get(&head, "/schools/s1").await.expect(StatusCode::OK);
    for words in [
        "900001",
        "890001",
        "Wendleshire",
        "Larkfield Learning Trust",
        "Wend Valley Partnership",
        "Who can see this",
    ] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let other = site.sign_in("head6").await;
    assert!(
        !site
            .get(&other, "/schools/s1")
            .await
            .text()
            .contains("Wend Valley Partnership")
    );
    site.get(&head, "/schools/999999")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_adds_a_school_found_by_name_and_says_when_it_leaves() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let list = site
        .get(&coord, "/partnerships/p1/schools?q=elm")
        .await
        .expect(StatusCode::OK);
    assert!(
        list.body.contains("/partnerships/p1/schools/add?school=s5"),
        "{}",
        list.body
    );
    let path = "/partnerships/p1/schools/add?school=s5";
    let form = site.get(&coord, path).await.expect(StatusCode::OK);
    let key = form.hidden("form_key");
    let wrong = [
        ("school", "s5"),
        ("form_key", &*key),
        ("joined-day", "31"),
        ("joined-month", "2"),
        ("joined-year", "2027"),
    ];
    let page = site
        .post(&coord, "/partnerships/p1/schools/add", &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("value=\"31\""));
    let right = [
        ("school", "s5"),
        ("form_key", &*key),
        ("joined-day", "11"),
        ("joined-month", "1"),
        ("joined-year", "2027"),
    ];
    site.post(&coord, "/partnerships/p1/schools/add", &right)
        .await
        .expect_redirect("/partnerships/p1");
    assert_eq!(
        site.stored("SELECT VALUE joined FROM membership WHERE school = school:s5")
            .await,
        serde_json::json!(["2027-01-11"])
    );
    let leave = "/partnerships/p1/schools/s5/leave";
    let key = site
        .get(&coord, leave)
        .await
        .expect(StatusCode::OK)
        .hidden("form_key");
    let last = [
        ("form_key", &*key),
        ("left-day", "10"),
        ("left-month", "1"),
        ("left-year", "2027"),
    ];
    let page = site
        .post(&coord, leave, &last)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("on or after the day the school joined"),
        "{}",
        page.text()
    );
    let last = [
        ("form_key", &*key),
        ("left-day", "31"),
        ("left-month", "8"),
        ("left-year", "2027"),
    ];
    site.post(&coord, leave, &last)
        .await
        .expect_redirect("/partnerships/p1");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_manages_a_partnership_adds_schools_and_a_school_that_is_not_there_cannot_join() {
    let site = Site::new().await;
    let (head, other) = (site.sign_in("head1").await, site.sign_in("coord2").await);
    site.get(&head, "/partnerships/p1/schools")
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&other, "/partnerships/p1/schools")
        .await
        .expect(StatusCode::NOT_FOUND);
    let fields = [
        ("school", "s5"),
        ("joined-day", "11"),
        ("joined-month", "1"),
        ("joined-year", "2027"),
    ];
    site.post(&head, "/partnerships/p1/schools/add", &fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&other, "/partnerships/p1/schools/add", &fields)
        .await
        .expect(StatusCode::NOT_FOUND);
    let coord = site.sign_in("coord1").await;
    let fields = [
        ("school", "nowhere"),
        ("joined-day", "11"),
        ("joined-month", "1"),
        ("joined-year", "2027"),
    ];
    site.post(&coord, "/partnerships/p1/schools/add", &fields)
        .await
        .expect(StatusCode::NOT_FOUND);
}

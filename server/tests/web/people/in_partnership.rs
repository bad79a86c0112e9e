use super::{link_in_mail, post_form};
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const PEOPLE: &str = "/partnerships/p1/people";
const INVITE: &str = "/partnerships/p1/people/invite";

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_sees_who_holds_which_role_and_nobody_of_another_partnership() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let link = format!("href=\"{PEOPLE}\"");
    let own = site.get(&coord, "/partnerships/p1").await;
    assert!(own.body.contains(&link), "{}", own.body);
    let head = site.sign_in("head1").await;
    let of_head = site.get(&head, "/partnerships/p1").await;
    assert!(!of_head.body.contains(&link), "{}", of_head.body);
    let page = site.get(&coord, PEOPLE).await.expect(StatusCode::OK).text();
    for words in [
        "Cora Dean coord1@example.org",
        "Hana One head1@example.org Headteacher Ashby Primary School",
        "Connie Senco",
        "Rita Reviewer rev1@example.org 1 October 2026 3",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    for words in [
        "Colin Orr",
        "Hope Six",
        "Ruth Reviewer",
        "Gus Governor",
        "no headteacher here yet",
    ] {
        assert!(!page.contains(words), "{words} is in {page}");
    }
    site.seed("UPDATE role:⟨role-head3⟩ SET until = '2027-01-10'")
        .await;
    let page = site.get(&coord, PEOPLE).await.text();
    assert!(page.contains("no headteacher here yet, so nobody can accept an agreement for them: Calder Infant School"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_a_partnership_are_hidden_from_the_other_and_from_its_own_schools() {
    let site = Site::new().await;
    let outside = ["coord2", "head6", "rev1", "la", "trust1", "nobody"];
    let inside = ["head1", "contrib1", "governor1"];
    let paths = [
        PEOPLE,
        INVITE,
        "/partnerships/p1/people/head1",
        "/partnerships/p1/people/head1/roles/role-head1/end",
    ];
    for (people, status) in [
        (&outside[..], StatusCode::NOT_FOUND),
        (&inside[..], StatusCode::FORBIDDEN),
    ] {
        for person in people {
            let cookie = site.sign_in(person).await;
            for path in paths {
                let page = site.get(&cookie, path).await.expect(status);
                assert!(!page.body.contains("@example.org"), "{person} {path}");
            }
            let fields = [
                ("name", "Nina"),
                ("email", "nina@example.org"),
                ("role", "coordinator"),
            ];
            site.post(&cookie, INVITE, &fields).await.expect(status);
            site.post(&cookie, "/partnerships/p1/people/rev1", &[("version", "2")])
                .await
                .expect(status);
            site.post(&cookie, "/partnerships/p1/people/rev1/stop-reviewing", &[])
                .await
                .expect(status);
        }
    }
    // Who has nothing to do with the partnership is not found in it, not even by its coordinator.
    let coord = site.sign_in("coord1").await;
    for person in [
        "head6", "rev5", "coord2", "admin", "la", "nosuch", "No%20Id",
    ] {
        site.get(&coord, &format!("/partnerships/p1/people/{person}"))
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    site.get(&coord, "/partnerships/p1/people/head1/roles/role-head6/end")
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(site.stored("SELECT VALUE id FROM message").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_invites_a_head_of_a_member_school_and_of_no_other() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let fields = |role: &'static str, school: &'static str| {
        vec![
            ("name", "Nina New"),
            ("email", "nina@example.org"),
            ("role", role),
            ("school", school),
        ]
    };
    for (role, school, words) in [
        (
            "headteacher",
            "s6",
            "Choose a school that belongs to this partnership",
        ),
        (
            "contributor",
            "s5",
            "Choose a school that belongs to this partnership",
        ),
        ("headteacher", "", "Choose a school"),
    ] {
        let page = post_form(&site, &coord, INVITE, &fields(role, school))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text().contains(words) && page.body.contains("href=\"#school\""),
            "{}",
            page.text()
        );
    }
    for role in ["administrator", "governor", "la-lead", "trust-lead", ""] {
        let page = post_form(&site, &coord, INVITE, &fields(role, "s1"))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.body.contains("href=\"#role\""),
            "{role}: {}",
            page.text()
        );
    }
    assert_eq!(site.stored("SELECT VALUE id FROM message").await, json!([]));
    post_form(&site, &coord, INVITE, &fields("headteacher", "s2"))
        .await
        .expect_redirect(PEOPLE);
    assert_eq!(
        site.stored("SELECT VALUE scope FROM role WHERE person.name = 'Nina New'")
            .await,
        json!(["s2"])
    );
    let page = site.get(&coord, PEOPLE).await.text();
    assert!(
        page.contains("Nina New nina@example.org Headteacher Birchwood Academy"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_that_has_left_gives_no_roles_any_more() {
    let site = Site::new().await;
    site.seed("UPDATE membership SET left = '2027-01-10' WHERE school = school:s2")
        .await;
    let coord = site.sign_in("coord1").await;
    let fields = [
        ("name", "Nina New"),
        ("email", "nina@example.org"),
        ("role", "headteacher"),
        ("school", "s2"),
    ];
    post_form(&site, &coord, INVITE, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!site.get(&coord, PEOPLE).await.text().contains("Hugh Two"));
    site.get(&coord, "/partnerships/p1/people/head2")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_invited_as_reviewer_reviews_for_the_partnership_and_never_the_own_school() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let key = site.get(&coord, INVITE).await.hidden("form_key");
    let fields = [
        ("name", "x"),
        ("email", "head2@example.org"),
        ("role", "reviewer"),
        ("form_key", &*key),
    ];
    for _ in 0..2 {
        site.post(&coord, INVITE, &fields)
            .await
            .expect_redirect(PEOPLE);
    }
    assert_eq!(
        site.stored("SELECT name, reviewer, reviewer_for, works_at FROM person:head2")
            .await,
        json!([{"name": "Hugh Two", "reviewer": true, "reviewer_for": ["partnership:p1"], "works_at": ["school:s2"]}])
    );
    let twice = post_form(&site, &coord, INVITE, &fields[..3])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        twice.text().contains("This person has this role already"),
        "{}",
        twice.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE to_address FROM message").await,
        json!(["head2@example.org"])
    );
    // The link leads to the profile, which is what is wanted next.
    let link = link_in_mail(&site).await;
    let entered = site
        .post("", &link, &[])
        .await
        .expect_redirect("/me/reviewer");
    site.get(&entered.cookie.unwrap(), "/me/reviewer")
        .await
        .expect(StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_coordinator_lands_in_the_partnership() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let fields = [
        ("name", "Nina New"),
        ("email", "nina@example.org"),
        ("role", "coordinator"),
    ];
    post_form(&site, &coord, INVITE, &fields)
        .await
        .expect_redirect(PEOPLE);
    let link = link_in_mail(&site).await;
    let entered = site
        .post("", &link, &[])
        .await
        .expect_redirect("/partnerships/p1");
    let cookie = entered.cookie.unwrap();
    site.get(&cookie, PEOPLE).await.expect(StatusCode::OK);
    site.get(&cookie, "/partnerships/p2/people")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_coordinator_records_training_and_place_of_work_within_the_partnership() {
    let site = Site::new().await;
    site.seed("UPDATE person:rev1 SET works_at = [school:s1, school:s5]")
        .await;
    let coord = site.sign_in("coord1").await;
    let path = "/partnerships/p1/people/rev1";
    let page = site.get(&coord, path).await.expect(StatusCode::OK);
    assert!(!page.text().contains("Coastal"), "{}", page.text());
    let (key, version) = (page.hidden("form_key"), page.hidden("version"));
    let wrong = [
        ("trained-day", "12"),
        ("trained-month", "1"),
        ("trained-year", "2027"),
        ("works_at", "s6"),
        ("version", &*version),
    ];
    let refused = post_form(&site, &coord, path, &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("href=\"#trained-day\"")
            && refused.body.contains("href=\"#works_at\""),
        "{}",
        refused.text()
    );
    let right = [
        ("trained-day", "3"),
        ("trained-month", "11"),
        ("trained-year", "2026"),
        ("works_at", "s2"),
        ("version", &*version),
        ("form_key", &*key),
    ];
    for _ in 0..2 {
        site.post(&coord, path, &right)
            .await
            .expect_redirect(PEOPLE);
    }
    let stored = site
        .stored("SELECT trained_on, array::sort(works_at) AS works_at FROM person:rev1")
        .await;
    assert_eq!(
        stored,
        json!([{"trained_on": "2026-11-03", "works_at": ["school:s2", "school:s5"]}])
    );
    let stale = post_form(&site, &coord, path, &[("version", &*version)])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        stale
            .text()
            .contains("This was changed while you were writing"),
        "{}",
        stale.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stops_reviewing_for_one_partnership_goes_on_for_the_other() {
    let site = Site::new().await;
    site.seed("UPDATE person:rev1 SET reviewer_for = [partnership:p1, partnership:p2]")
        .await;
    let coord = site.sign_in("coord1").await;
    for _ in 0..2 {
        let fields = [("form_key", "the-key-of-one-page")];
        site.post(
            &coord,
            "/partnerships/p1/people/rev1/stop-reviewing",
            &fields,
        )
        .await
        .expect_redirect(PEOPLE);
    }
    assert_eq!(
        site.stored("SELECT VALUE reviewer_for FROM person:rev1")
            .await,
        json!([["partnership:p2"]])
    );
    site.get(&coord, "/partnerships/p1/people/rev1")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_ends_roles_of_the_partnership_and_no_other() {
    let site = Site::new().await;
    site.seed("CREATE role:elsewhere SET person = person:head1, kind = 'headteacher', scope = 's6', since = '2026-09-01', why = 'Executive head'").await;
    let coord = site.sign_in("coord1").await;
    let page = site
        .get(&coord, "/partnerships/p1/people/head1")
        .await
        .expect(StatusCode::OK);
    assert!(
        !page.text().contains("Executive head") && !page.text().contains("Fernhill"),
        "{}",
        page.text()
    );
    let last = [
        ("until-day", "11"),
        ("until-month", "1"),
        ("until-year", "2027"),
    ];
    site.post(
        &coord,
        "/partnerships/p1/people/head1/roles/elsewhere/end",
        &last,
    )
    .await
    .expect(StatusCode::NOT_FOUND);
    let path = "/partnerships/p1/people/head1/roles/role-head1/end";
    post_form(&site, &coord, path, &last)
        .await
        .expect_redirect(PEOPLE);
    assert_eq!(
        site.stored("SELECT VALUE until FROM role:elsewhere, role:⟨role-head1⟩")
            .await,
        json!([null, "2027-01-11"])
    );
}

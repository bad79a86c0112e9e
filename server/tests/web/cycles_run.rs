//! A cycle under way: launching, the board, schools that join, and the end.

use crate::cycles::{draft, fields, post, with};
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

async fn launch(site: &Site, coord: &str, path: &str) {
    let confirm = site
        .get(coord, &format!("{path}/launch"))
        .await
        .expect(StatusCode::OK);
    let (version, key) = (confirm.hidden("version"), confirm.hidden("form_key"));
    site.post(
        coord,
        &format!("{path}/launch"),
        &[("version", &version), ("form_key", &key)],
    )
    .await
    .expect_redirect(path);
}

#[tokio::test(flavor = "multi_thread")]
async fn launching_makes_a_review_for_each_school_and_tells_exactly_its_heads() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let confirm = site
        .get(&coord, &format!("{path}/launch"))
        .await
        .expect(StatusCode::OK);
    let text = confirm.text();
    assert!(
        text.contains("Ashby Primary School: Hana One") && text.contains("2 headteachers are told"),
        "{text}"
    );
    assert!(!text.contains("nobody there will be told"), "{text}");
    let (version, key) = (confirm.hidden("version"), confirm.hidden("form_key"));
    for _ in 0..2 {
        site.post(
            &coord,
            &format!("{path}/launch"),
            &[("version", &version), ("form_key", &key)],
        )
        .await
        .expect_redirect(&path);
    }
    let id = path.trim_start_matches("/cycles/");
    let told = site.stored("SELECT VALUE [record::id(person), kind, detail, record::id(review.school)] FROM (SELECT * FROM notice ORDER BY detail)").await;
    assert_eq!(
        told,
        json!([
            ["head1", "cycle_launched", "Ashby Primary School", "s1"],
            ["head2", "cycle_launched", "Birchwood Academy", "s2"],
        ])
    );
    let links = site
        .stored("SELECT VALUE link = string::concat('/reviews/', record::id(review)) FROM notice")
        .await;
    assert_eq!(links, json!([true, true]));
    let reviews = site.stored(&format!("SELECT VALUE [record::id(school), state, record::id(partnership)] FROM (SELECT * FROM review WHERE cycle = cycle:⟨{id}⟩ ORDER BY school)")).await;
    assert_eq!(
        reviews,
        json!([["s1", "proposed", "p1"], ["s2", "proposed", "p1"]])
    );
    assert_eq!(
        site.stored(&format!("SELECT VALUE state FROM cycle:⟨{id}⟩"))
            .await,
        json!(["recruiting"])
    );
    assert_eq!(
        site.stored("SELECT VALUE verb FROM audit WHERE verb = 'launched'")
            .await,
        json!(["launched"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_without_a_head_is_named_before_the_launch() {
    let site = Site::new().await;
    site.seed("UPDATE role:⟨role-head2⟩ SET until = '2027-01-10'")
        .await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let text = site
        .get(&coord, &format!("{path}/launch"))
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        text.contains("Birchwood Academy has no headteacher on Quintet"),
        "{text}"
    );
    launch(&site, &coord, &path).await;
    assert_eq!(
        site.stored("SELECT VALUE record::id(person) FROM notice")
            .await,
        json!(["head1"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_is_not_launched_with_a_closed_school_or_a_single_one_or_unseen_changes() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let confirm = site.get(&coord, &format!("{path}/launch")).await;
    let (version, key) = (confirm.hidden("version"), confirm.hidden("form_key"));
    let launch = [("version", version.as_str()), ("form_key", key.as_str())];

    site.seed("UPDATE school:s2 SET status = 'closed'").await;
    let page = site
        .post(&coord, &format!("{path}/launch"), &launch)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("Birchwood Academy is closed. Take it out of the cycle."),
        "{}",
        page.text()
    );
    site.seed("UPDATE school:s2 SET status = 'open'").await;

    let changed = with(
        with(fields(), "version", version.clone()),
        "terms",
        "Quite other terms",
    );
    post(&site, &coord, &format!("{path}/edit"), &changed)
        .await
        .expect_redirect(&path);
    let page = site
        .post(&coord, &format!("{path}/launch"), &launch)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        page.text().contains("Somebody changed the cycle"),
        "{}",
        page.text()
    );

    let single = with(
        with(fields(), "version", page.hidden("version")),
        "schools",
        "s1",
    );
    post(&site, &coord, &format!("{path}/edit"), &single)
        .await
        .expect_redirect(&path);
    let page = site
        .get(&coord, &format!("{path}/launch"))
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(
        page.text().contains("at least two schools"),
        "{}",
        page.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE record::id(id) FROM notice").await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_partnership_finds_nothing_and_can_do_nothing() {
    let site = Site::new().await;
    let other = site.sign_in("coord2").await;
    for page in ["", "/edit", "/milestones", "/launch", "/schools", "/end"] {
        site.get(&other, &format!("/cycles/c1{page}"))
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    for page in [
        "/edit",
        "/milestones",
        "/launch",
        "/start",
        "/schools",
        "/end",
    ] {
        let fields = [
            ("version", "1"),
            ("form_key", "k"),
            ("to", "closing"),
            ("name", "Mine now"),
        ];
        site.post(&other, &format!("/cycles/c1{page}"), &fields)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    assert_eq!(
        site.stored("SELECT VALUE [name, state, version] FROM cycle:c1")
            .await,
        json!([["Spring and summer 2027", "active", 1]])
    );
    site.get(&other, "/cycles/nothing")
        .await
        .expect(StatusCode::NOT_FOUND);
    site.get(&other, "/cycles/..%2F")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_says_where_each_school_stands_and_what_is_late() {
    let site = Site::new().await;
    site.seed("UPDATE review:r3 SET agreed_at = NONE").await;
    let coord = site.sign_in("coord1").await;
    let text = site
        .get(&coord, "/cycles/c1")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        text.contains("3 of 4 have accepted the agreement")
            && text.contains("0 of 4 have something late"),
        "{text}"
    );
    assert!(
        text.contains(
            "Ashby Primary School Team not confirmed Not agreed; counted from 15 March 2027"
        ),
        "{text}"
    );
    assert!(
        text.contains("Accept the agreement (the school), due 11 January 2027"),
        "{text}"
    );
    // A week later the agreement is five working days late.
    site.at("2027-01-18T09:00:00Z");
    let text = site.get(&coord, "/cycles/c1").await.text();
    assert!(
        text.contains("5 working days late Accept the agreement"),
        "{text}"
    );
    site.seed(
        "UPDATE review:r1 SET state = 'final', self_review = 'locked', visit_date = '2027-01-05'",
    )
    .await;
    let text = site.get(&coord, "/cycles/c1").await.text();
    assert!(
        text.contains("Report final") && text.contains("1 of 4 have a final report"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_sees_the_dates_the_policy_and_the_own_review_but_no_other_schools_progress() {
    let site = Site::new().await;
    for person in ["head1", "contrib1"] {
        let cookie = site.sign_in(person).await;
        let page = site.get(&cookie, "/cycles/c1").await.expect(StatusCode::OK);
        let text = page.text();
        assert!(
            text.contains("15 March 2027 to 28 May 2027")
                && text.contains("the coordinators of the partnership."),
            "{text}"
        );
        assert!(
            page.body.contains("/reviews/r1") && !page.body.contains("/reviews/r2"),
            "{text}"
        );
        assert!(
            !text.contains("Where each school stands") && !text.contains("Pair reviewers"),
            "{text}"
        );
        assert!(text.contains("Who can see this"));
        site.get(&cookie, "/cycles/c1/edit")
            .await
            .expect(StatusCode::FORBIDDEN);
        site.post(&cookie, "/cycles/c1/end", &[("to", "closing")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    for person in ["governor1", "head6", "la", "nobody"] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, "/cycles/c1")
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_schools_accept_cannot_be_changed_after_the_launch() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    let before = site.get(&coord, &format!("{path}/edit")).await;
    launch(&site, &coord, &path).await;
    // The form of a draft that comes late is not read as another.
    let late = with(
        with(fields(), "version", before.hidden("version")),
        "terms",
        "New terms",
    );
    post(&site, &coord, &format!("{path}/edit"), &late)
        .await
        .expect(StatusCode::CONFLICT);
    let page = site
        .get(&coord, &format!("{path}/edit"))
        .await
        .expect(StatusCode::OK);
    assert!(!page.body.contains("name=\"terms\"") && !page.body.contains("name=\"audiences\""));
    let mut running = with(fields(), "version", page.hidden("version"));
    running.retain(|(n, _)| !matches!(*n, "framework" | "levels" | "schools"));
    running = with(with(running, "ends_on-day", "20"), "audiences", "la_lead");
    post(&site, &coord, &format!("{path}/edit"), &running)
        .await
        .expect_redirect(&path);
    let id = path.trim_start_matches("/cycles/");
    let stored = site
        .stored(&format!(
            "SELECT VALUE [ends_on, audiences, terms] FROM cycle:⟨{id}⟩"
        ))
        .await;
    assert_eq!(
        stored,
        json!([[
            "2027-12-20",
            ["coordinator", "governors"],
            "Each school offers two days."
        ]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_that_joins_later_gets_its_review_and_its_head_is_told() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let text = site
        .get(&coord, "/cycles/c1/schools")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        text.contains("Every school of the partnership is in the cycle"),
        "{text}"
    );
    site.seed("CREATE membership SET partnership = partnership:p1, school = school:s5, joined = '2027-01-11';
        CREATE role:five SET person = person:nobody, kind = 'headteacher', scope = 's5', since = '2027-01-01', why = 'x'").await;
    let page = site
        .get(&coord, "/cycles/c1/schools")
        .await
        .expect(StatusCode::OK);
    let key = page.hidden("form_key");
    site.post(
        &coord,
        "/cycles/c1/schools",
        &[("school", "s6"), ("form_key", &key)],
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        site.post(
            &coord,
            "/cycles/c1/schools",
            &[("school", "s5"), ("form_key", &key)],
        )
        .await
        .expect_redirect("/cycles/c1");
    }
    let told = site.stored("SELECT VALUE [record::id(person), kind, record::id(review.school), record::id(review.cycle)] FROM notice").await;
    assert_eq!(told, json!([["nobody", "cycle_launched", "s5", "c1"]]));
    assert!(
        site.get(&coord, "/cycles/c1")
            .await
            .text()
            .contains("Elm Park School Team not confirmed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_becomes_active_when_the_last_school_has_accepted_and_not_before() {
    use domain::policy::{self, act};
    let site = Site::new().await;
    site.seed("UPDATE cycle:c1 SET state = 'recruiting'; UPDATE review:r1 SET agreed_at = NONE; UPDATE review:r2 SET agreed_at = NONE").await;
    let today = "2027-01-11".parse().unwrap();
    let state = || site.stored("SELECT VALUE state FROM cycle:c1");
    for (review, head, school, after) in [
        ("r1", "head1", "s1", "recruiting"),
        ("r2", "head2", "s2", "active"),
    ] {
        let found = site
            .app
            .store
            .find_review(&review.parse().unwrap(), today)
            .await
            .unwrap()
            .unwrap();
        let actor = domain::people::Actor {
            person: head.parse().unwrap(),
            roles: vec![domain::people::Role::Headteacher(school.parse().unwrap())],
        };
        let permit = policy::review::<act::AcceptAgreement>(&actor, &found.facts).unwrap();
        site.seed(&format!(
            "UPDATE review:{review} SET agreed_at = d'2027-01-11T09:00:00Z'"
        ))
        .await;
        let mut write = store::Write::new(&store::Meta {
            by: None,
            now: site.app.clock.now(),
            request: "test".into(),
        });
        write.push(store::cycles::activate_when_all_agreed(
            &permit,
            &found.facts.cycle,
        ));
        site.app.store.commit(write).await.unwrap();
        assert_eq!(state().await, json!([after]), "{review}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_starts_ends_and_closes_a_cycle_step_by_step() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let path = draft(&site, &coord).await;
    site.post(&coord, &format!("{path}/end"), &[("to", "closing")])
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&coord, &format!("{path}/start"), &[("form_key", "a")])
        .await
        .expect(StatusCode::FORBIDDEN);
    launch(&site, &coord, &path).await;
    for _ in 0..2 {
        site.post(&coord, &format!("{path}/start"), &[("form_key", "b")])
            .await
            .expect_redirect(&path);
    }
    assert!(
        site.get(&coord, &path)
            .await
            .text()
            .contains("Reviews are under way")
    );
    for (to, words, after) in [
        (
            "closing",
            "No more schools can be added",
            "The cycle is closing",
        ),
        ("closed", "read-only", "The cycle is closed"),
    ] {
        let confirm = site
            .get(&coord, &format!("{path}/end"))
            .await
            .expect(StatusCode::OK);
        let text = confirm.text();
        assert!(
            text.contains(words)
                && text.contains(
                    "2 reviews are not closed yet: Ashby Primary School Birchwood Academy"
                ),
            "{text}"
        );
        let key = confirm.hidden("form_key");
        for _ in 0..2 {
            site.post(
                &coord,
                &format!("{path}/end"),
                &[("to", to), ("form_key", &key)],
            )
            .await
            .expect_redirect(&path);
        }
        assert!(site.get(&coord, &path).await.text().contains(after));
    }
    site.get(&coord, &format!("{path}/edit"))
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&coord, &format!("{path}/schools"))
        .await
        .expect(StatusCode::FORBIDDEN);
}

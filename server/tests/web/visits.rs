use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

/// Review r1 with its pack released; the visit is tomorrow. rev3 leads, rev2 is with her, rev4 has not answered.
async fn prepared() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'preparing', self_review = 'locked', released_at = d'2027-01-08T09:00:00Z', visit_date = '2027-01-12';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev4, lead = false, state = 'invited'",
    )
    .await;
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_finds_the_own_visits_with_the_next_step() {
    let site = prepared().await;
    for (person, words) in [("rev3", "Read the pack"), ("rev4", "Answer the invitation")] {
        let cookie = site.sign_in(person).await;
        let page = site
            .get(&cookie, "/visits")
            .await
            .expect(StatusCode::OK)
            .text();
        assert!(
            page.contains("Ashby Primary School") && page.contains(words),
            "{person}: {page}"
        );
        assert!(!page.contains("Birchwood"), "{page}");
    }
    // A coordinator sees every review and visits none.
    let coord = site.sign_in("coord1").await;
    let page = site
        .get(&coord, "/visits")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(page.contains("You are in no review team"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_is_read_by_the_school_and_by_those_who_have_accepted() {
    let site = prepared().await;
    for (person, status) in [
        ("rev2", StatusCode::OK),
        ("rev3", StatusCode::OK),
        ("head1", StatusCode::OK),
        ("contrib1", StatusCode::OK),
        ("rev4", StatusCode::FORBIDDEN),
        ("coord1", StatusCode::FORBIDDEN),
        ("la", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("rev5", StatusCode::NOT_FOUND),
        ("coord2", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        assert_eq!(
            site.get(&cookie, "/reviews/r1/pack").await.status,
            status,
            "{person}"
        );
    }
    site.seed("UPDATE review:r1 SET state = 'date_agreed', self_review = 'submitted'")
        .await;
    let cookie = site.sign_in("rev2").await;
    site.get(&cookie, "/reviews/r1/pack")
        .await
        .expect(StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_recorded_by_the_lead_from_its_day_on() {
    let site = prepared().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    let path = "/reviews/r1/visited";
    let early = site
        .post(&lead, path, &[("form_key", "a")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(
        early
            .text()
            .contains("The visit is on Tuesday 12 January 2027"),
        "{}",
        early.text()
    );
    site.at("2027-01-12T08:00:00Z");
    site.post(&reviewer, path, &[("form_key", "b")])
        .await
        .expect(StatusCode::FORBIDDEN);
    let ask = site.get(&lead, path).await.expect(StatusCode::OK);
    site.post(&lead, path, &[("form_key", &ask.hidden("form_key"))])
        .await
        .expect_redirect("/reviews/r1/findings");
    assert_eq!(
        site.stored("SELECT VALUE [state, visited_at != NONE] FROM review:r1")
            .await,
        json!([["visited", true]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_removed_by_who_wrote_it_and_by_nobody_else() {
    let site = prepared().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    let path = "/reviews/r1/notes/1.1";
    let fields = [
        ("text", "Calm corridors"),
        ("kind", "learning_walk"),
        ("stance", "challenges"),
        ("link", "https://example.org/a?b=c"),
        ("form_key", "n"),
    ];
    site.post(&reviewer, path, &fields)
        .await
        .expect_redirect(path);
    let id = site
        .stored("SELECT VALUE record::id(id) FROM evidence")
        .await[0]
        .as_str()
        .unwrap()
        .to_owned();
    site.post(&lead, "/reviews/r1/notes/1.1/remove", &[("note", &id)])
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(
        site.stored("SELECT VALUE text FROM evidence").await,
        json!(["Calm corridors"])
    );
    site.post(&reviewer, "/reviews/r1/notes/1.1/remove", &[("note", &id)])
        .await
        .expect_redirect(path);
    assert_eq!(
        site.stored("SELECT VALUE text FROM evidence").await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_note_is_said_beside_it_and_nothing_typed_is_lost() {
    let site = prepared().await;
    let reviewer = site.sign_in("rev2").await;
    let fields = [
        ("text", "Keep <b>me</b>"),
        ("kind", ""),
        ("stance", "sideways"),
        ("link", "javascript:alert(1)"),
        ("form_key", "n"),
    ];
    let page = site
        .post(&reviewer, "/reviews/r1/notes/1.1", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["kind", "stance", "link"] {
        assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(page.body.contains("Keep &lt;b&gt;me&lt;/b&gt;"));
    assert_eq!(
        site.stored("SELECT VALUE text FROM evidence").await,
        json!([])
    );
    site.get(&reviewer, "/reviews/r1/notes/9.9")
        .await
        .expect(StatusCode::NOT_FOUND);
    site.get(&reviewer, "/reviews/r1/notes/x")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_needs_a_reason_and_not_explored_needs_none() {
    let site = prepared().await;
    let reviewer = site.sign_in("rev2").await;
    let path = "/reviews/r1/notes/1.1/level";
    let page = site
        .post(
            &reviewer,
            path,
            &[
                ("level", "4"),
                ("reason", ""),
                ("version", "0"),
                ("form_key", "a"),
            ],
        )
        .await;
    assert!(
        page.expect(StatusCode::UNPROCESSABLE_ENTITY)
            .body
            .contains("href=\"#reason\"")
    );
    site.post(
        &reviewer,
        path,
        &[
            ("level", "not_explored"),
            ("reason", ""),
            ("version", "0"),
            ("form_key", "b"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1/notes/1.1");
    assert_eq!(
        site.stored("SELECT VALUE [level = NONE, not_explored] FROM peer_level")
            .await,
        json!([[true, true]])
    );
    site.seed("UPDATE cycle:c1 SET levels = false").await;
    site.post(
        &reviewer,
        path,
        &[
            ("level", "2"),
            ("reason", "x"),
            ("version", "1"),
            ("form_key", "c"),
        ],
    )
    .await
    .expect(StatusCode::FORBIDDEN);
    let page = site
        .get(&reviewer, "/reviews/r1/notes/1.1")
        .await
        .expect(StatusCode::OK);
    assert!(
        !page.text().contains("Your level") && !page.text().contains("Emerging"),
        "{}",
        page.text()
    );
}

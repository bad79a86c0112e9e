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

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_has_the_day_and_the_last_cycles_actions_of_this_partnership_and_ends_with_the_review()
 {
    let site = prepared().await;
    // Two earlier reviews of the school: one by this partnership, one by another, each with a plan.
    site.seed(
        "FOR $x IN [['c0', 'p1', 'r0', 'Pilot 2026', 'ours'], ['c9', 'p2', 'r9', 'Elsewhere 2026', 'theirs']] {
            CREATE type::record('cycle', $x[0]) SET partnership = type::record('partnership', $x[1]), name = $x[3], framework = framework:⟨five-principles-1⟩,
                state = 'closed', starts_on = '2026-01-05', visits_from = '2026-03-02', visits_until = '2026-03-27', ends_on = '2026-12-18', levels = false,
                audiences = [], offsets = {}, created_at = d'2026-01-05T09:00:00Z';
            CREATE type::record('review', $x[2]) SET cycle = type::record('cycle', $x[0]), partnership = type::record('partnership', $x[1]), school = school:s1,
                state = 'closed', self_review = 'locked', created_at = d'2026-01-05T09:00:00Z', plan_agreed_at = d'2026-04-20T09:00:00Z';
            FOR $a IN [['Interpreters at meetings', 'impact_evidenced'], ['One set of scaffolds', 'done'], ['A plan given up', 'dropped']] {
                CREATE action SET review = type::record('review', $x[2]), school = school:s1, strand = '4.1', title = string::concat($a[0], ', ', $x[4]),
                    owner = 'Owner of it', due = '2026-10-01', success = 'Measure of it', cost_pence = 1250000, state = $a[1], saved_by = person:head1,
                    saved_at = d'2026-04-20T09:00:00Z';
            };
        };
        CREATE timetable:r1 SET review = review:r1, day_starts = '08:30', day_ends = '15:30', saved_by = person:head1, saved_at = d'2027-01-08T09:00:00Z';
        CREATE timetable_item SET review = review:r1, kind = 'senco', starts = '11:30', ends = '12:10', place = 'Room 4', with_whom = 'SENCO', everyone = true",
    )
    .await;
    let reviewer = site.sign_in("rev2").await;
    let page = site
        .get(&reviewer, "/reviews/r1/pack")
        .await
        .expect(StatusCode::OK)
        .text();
    for words in [
        "11:30am to 12:10pm Meeting with the SENCO Room 4 SENCO The whole team",
        "Pilot 2026",
        "Interpreters at meetings, ours 4.1 Done, and its impact is evidenced",
        "One set of scaffolds, ours 4.1 Done, impact not evidenced",
        "designated safeguarding lead",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for words in [
        "theirs",
        "Elsewhere",
        "given up",
        "Owner of it",
        "Measure of it",
        "12,500",
    ] {
        assert!(!page.contains(words), "{words}: {page}");
    }
    site.seed("UPDATE review:r1 SET state = 'closed'").await;
    for page in [
        "pack",
        "notes",
        "notes/1.1",
        "timetable",
        "discussion",
        "levels",
    ] {
        site.get(&reviewer, &format!("/reviews/r1/{page}"))
            .await
            .expect(StatusCode::FORBIDDEN);
    }
}

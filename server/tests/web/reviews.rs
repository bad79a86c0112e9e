use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const TEAM: &str = "
    CREATE team_member:t1 SET review = review:r1, person = person:rev2, lead = true, state = 'accepted';
    CREATE team_member:t2 SET review = review:r1, person = person:rev3, lead = false, state = 'accepted';
    CREATE team_member:t3 SET review = review:r1, person = person:rev4, lead = false, state = 'planned';";

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_seen_by_those_around_it_and_by_nobody_else() {
    let site = Site::new().await;
    site.seed(TEAM).await;
    for person in [
        "admin", "coord1", "head1", "contrib1", "rev2", "la", "trust1",
    ] {
        let page = site
            .get(&site.sign_in(person).await, "/reviews/r1")
            .await
            .expect(StatusCode::OK);
        assert!(page.text().contains("Ashby Primary School"), "{person}");
        assert!(page.text().contains("Who can see this"), "{person}");
    }
    for person in [
        "coord2",
        "head2",
        "head6",
        "governor1",
        "la2",
        "rev4",
        "rev5",
        "nobody",
    ] {
        let cookie = site.sign_in(person).await;
        for path in [
            "",
            "/agreement",
            "/self-review",
            "/self-review/1.1",
            "/self-review/read",
            "/questions",
            "/visit-date",
            "/postpone",
            "/release",
        ] {
            let answer = site.get(&cookie, &format!("/reviews/r1{path}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{person} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hub_says_what_is_next_to_each_in_their_own_words() {
    let site = Site::new().await;
    site.seed(TEAM).await;
    let head = site
        .get(&site.sign_in("head1").await, "/reviews/r1")
        .await
        .text();
    assert!(
        head.contains("Next:") && head.contains("Agree the day of the visit"),
        "{head}"
    );
    assert!(
        head.contains("Write the self-review") && head.contains("0 of 17 strands saved"),
        "{head}"
    );
    assert!(head.contains("Ravi Reviewer (lead)"), "{head}");
    assert!(
        !head.contains("Rob Reviewer"),
        "nobody hears of a pair that is only planned: {head}"
    );
    let coordinator = site
        .get(&site.sign_in("coord1").await, "/reviews/r1")
        .await
        .text();
    assert!(
        coordinator.contains("Rob Reviewer: not invited yet"),
        "{coordinator}"
    );
    assert!(
        coordinator.contains("Postpone the review")
            && !coordinator.contains("What your school does"),
        "{coordinator}"
    );
    let la = site
        .get(&site.sign_in("la").await, "/reviews/r1")
        .await
        .text();
    for name in ["Hana One", "Connie Senco", "Cora Dean", "Ravi Reviewer"] {
        assert!(!la.contains(name), "{name}: {la}");
    }
    assert!(!la.contains("What you can do"), "{la}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_accepts_the_words_that_were_shown_and_they_are_kept() {
    let site = Site::new().await;
    site.seed("UPDATE review:r1 SET agreed_at = NONE, agreed_by = NONE, agreed_text = NONE; UPDATE cycle:c1 SET terms = 'We meet <b>twice</b>.'").await;
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/agreement";
    let page = site.get(&head, path).await.expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("the report can also be read by the coordinators of the partnership"),
        "{}",
        page.text()
    );
    assert!(page.body.contains("&lt;b&gt;twice"), "{}", page.body);
    let (key, shown) = (page.hidden("form_key"), page.hidden("shown"));

    let refused = site
        .post(&head, path, &[("form_key", &key), ("shown", &shown)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Tick the box"),
        "{}",
        refused.text()
    );
    site.get(&head, "/reviews/r1/self-review")
        .await
        .expect(StatusCode::FORBIDDEN);

    let fields = [("form_key", &*key), ("shown", &*shown), ("accept", "yes")];
    let contributor = site.sign_in("contrib1").await;
    site.post(&contributor, path, &fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&head, path, &fields).await.expect_redirect(path);
    site.post(&head, path, &fields).await.expect_redirect(path);
    let stored = site
        .stored("SELECT VALUE [agreed_text, record::id(agreed_by)] FROM review:r1")
        .await;
    assert!(
        stored[0][0]
            .as_str()
            .unwrap()
            .contains("We meet <b>twice</b>."),
        "{stored}"
    );
    assert_eq!(stored[0][1], "head1");
    let notices = site
        .stored("SELECT VALUE [record::id(person), kind] FROM notice")
        .await;
    assert_eq!(notices, json!([["coord1", "agreement_accepted"]]));
    assert_eq!(
        site.stored("SELECT VALUE verb FROM audit WHERE record = 'review:r1'")
            .await,
        json!(["accepted the agreement"])
    );
    let page = site
        .get(&site.sign_in("la").await, path)
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("accepted this for Ashby Primary School"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_accepts_words_that_have_changed_since() {
    let site = Site::new().await;
    site.seed("UPDATE review:r1 SET agreed_at = NONE, agreed_by = NONE, agreed_text = NONE")
        .await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, "/reviews/r1/agreement").await;
    site.seed("UPDATE cycle:c1 SET audiences = ['coordinator', 'la_lead']")
        .await;
    let fields = [
        ("form_key", &*page.hidden("form_key")),
        ("shown", &*page.hidden("shown")),
        ("accept", "yes"),
    ];
    let again = site
        .post(&head, "/reviews/r1/agreement", &fields)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        again
            .text()
            .contains("inclusion lead of the local authority"),
        "{}",
        again.text()
    );
    assert!(again.text().contains("have changed"), "{}", again.text());
    assert_eq!(
        site.stored("SELECT VALUE agreed_at FROM review:r1").await,
        json!([null])
    );
}

fn day<'a>(d: &'a str, m: &'a str, y: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("visit-day", d), ("visit-month", m), ("visit-year", y)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_the_visit_is_refused_with_the_reason_named() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    for (fields, words) in [
        (day("26", "3", "2027"), "Good Friday"),
        (day("20", "3", "2027"), "Saturday"),
        (day("6", "4", "2027"), "Easter holiday"),
        (day("8", "1", "2027"), "future"),
        (day("12", "3", "2027"), "15 March 2027 to 28 May 2027"),
        (day("31", "2", "2027"), "real date"),
        (day("", "", ""), "Enter the day"),
    ] {
        let page = site
            .post(&head, "/reviews/r1/visit-date", &fields)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let coordinator = site.sign_in("coord1").await;
    let page = site
        .post(
            &coordinator,
            "/reviews/r1/visit-date",
            &day("12", "3", "2027"),
        )
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text().contains("outside the days for visits"),
        "{}",
        page.text()
    );
    let contributor = site.sign_in("contrib1").await;
    site.get(&contributor, "/reviews/r1/visit-date")
        .await
        .expect(StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dates_that_follow_are_seen_before_the_day_is_agreed() {
    let site = Site::new().await;
    site.seed(TEAM).await;
    site.seed("UPDATE review:r1 SET state = 'team_confirmed'")
        .await;
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/visit-date";
    let preview = site
        .post(&head, path, &day("18", "3", "2027"))
        .await
        .expect(StatusCode::OK);
    assert!(
        preview
            .text()
            .contains("Self-review submitted Thursday 11 March 2027"),
        "{}",
        preview.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE visit_date FROM review:r1").await,
        json!([null])
    );

    let key = preview.hidden("form_key");
    let mut fields = day("18", "3", "2027");
    fields.extend([("form_key", &*key), ("was", ""), ("confirm", "yes")]);
    site.post(&head, path, &fields)
        .await
        .expect_redirect("/reviews/r1");
    site.post(&head, path, &fields)
        .await
        .expect_redirect("/reviews/r1");
    let stored = site
        .stored("SELECT VALUE [visit_date, state] FROM review:r1")
        .await;
    assert_eq!(stored, json!([["2027-03-18", "date_agreed"]]));
    let notices = site.stored("SELECT VALUE record::id(person) FROM notice WHERE kind = 'visit_date_agreed' ORDER BY person").await;
    assert_eq!(notices, json!(["coord1", "rev2", "rev3"]));

    // Moving it keeps the state, and who comes second is told of the first.
    let coordinator = site.sign_in("coord1").await;
    let mut moved = day("22", "4", "2027");
    moved.extend([("was", "2027-03-18"), ("confirm", "yes")]);
    site.post(&coordinator, path, &moved)
        .await
        .expect_redirect("/reviews/r1");
    let mut late = day("23", "4", "2027");
    late.extend([("was", "2027-03-18"), ("confirm", "yes")]);
    let conflict = site
        .post(&head, path, &late)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        conflict.text().contains("Thursday 22 April 2027")
            && conflict.body.contains("value=\"23\""),
        "{}",
        conflict.text()
    );
    let stored = site
        .stored("SELECT VALUE [visit_date, state] FROM review:r1")
        .await;
    assert_eq!(stored, json!([["2027-04-22", "date_agreed"]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_team_only_the_day_is_kept() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let mut fields = day("18", "3", "2027");
    fields.extend([("was", ""), ("confirm", "yes")]);
    site.post(&head, "/reviews/r1/visit-date", &fields)
        .await
        .expect_redirect("/reviews/r1");
    assert_eq!(
        site.stored("SELECT VALUE [visit_date, state] FROM review:r1")
            .await,
        json!([["2027-03-18", "proposed"]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_put_off_and_taken_up_again_without_loss() {
    let site = Site::new().await;
    site.seed(TEAM).await;
    site.seed("UPDATE review:r1 SET state = 'date_agreed', visit_date = '2027-03-18', self_review = 'in_progress'").await;
    let coordinator = site.sign_in("coord1").await;
    let head = site.sign_in("head1").await;
    site.post(&head, "/reviews/r1/postpone", &[("reason", "x")])
        .await
        .expect(StatusCode::FORBIDDEN);
    let form = site
        .get(&coordinator, "/reviews/r1/postpone")
        .await
        .expect(StatusCode::OK);
    let key = form.hidden("form_key");
    let empty = site
        .post(
            &coordinator,
            "/reviews/r1/postpone",
            &[("form_key", &key), ("reason", " ")],
        )
        .await;
    assert!(
        empty
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("Say why")
    );
    let fields = [("form_key", &*key), ("reason", "The hall is <flooded>")];
    site.post(&coordinator, "/reviews/r1/postpone", &fields)
        .await
        .expect_redirect("/reviews/r1");
    site.post(&coordinator, "/reviews/r1/postpone", &fields)
        .await
        .expect_redirect("/reviews/r1");
    let stored = site
        .stored("SELECT VALUE [state, state_before, visit_date, self_review] FROM review:r1")
        .await;
    assert_eq!(
        stored,
        json!([["postponed", "date_agreed", "2027-03-18", "in_progress"]])
    );
    let notices = site.stored("SELECT VALUE record::id(person) FROM notice WHERE kind = 'review_postponed' ORDER BY person").await;
    assert_eq!(notices, json!(["head1", "rev2", "rev3"]));
    let hub = site.get(&head, "/reviews/r1").await;
    assert!(
        hub.body.contains("The hall is &lt;flooded&gt;"),
        "{}",
        hub.body
    );
    site.get(&coordinator, "/reviews/r1/postpone")
        .await
        .expect(StatusCode::FORBIDDEN);

    // The third member never answered, so the team is no longer complete; the date is kept.
    let form = site
        .get(&coordinator, "/reviews/r1/resume")
        .await
        .expect(StatusCode::OK);
    site.post(
        &coordinator,
        "/reviews/r1/resume",
        &[("form_key", &form.hidden("form_key"))],
    )
    .await
    .expect_redirect("/reviews/r1");
    let stored = site
        .stored("SELECT VALUE [state, state_before, state_reason, visit_date] FROM review:r1")
        .await;
    assert_eq!(stored, json!([["proposed", null, null, "2027-03-18"]]));

    let form = site
        .get(&coordinator, "/reviews/r1/cancel")
        .await
        .expect(StatusCode::OK);
    let fields = [
        ("form_key", &*form.hidden("form_key")),
        ("reason", "The school closes"),
    ];
    site.post(&coordinator, "/reviews/r1/cancel", &fields)
        .await
        .expect_redirect("/reviews/r1");
    assert_eq!(
        site.stored("SELECT VALUE state FROM review:r1").await,
        json!(["cancelled"])
    );
    site.get(&coordinator, "/reviews/r1/resume")
        .await
        .expect(StatusCode::FORBIDDEN);
    let hub = site.get(&head, "/reviews/r1").await.expect(StatusCode::OK);
    assert!(
        hub.text().contains("Cancelled: The school closes"),
        "{}",
        hub.text()
    );
}

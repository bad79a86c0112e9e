use crate::pairing_runs::{BOARD, RUN, ask, take, work};
use crate::support::{Answer, Site};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Presses "Suggest teams" with the usual sizes, lets the job work, and uses what it suggests.
async fn suggest(site: &Site, coord: &str) -> Answer {
    ask(site, coord, &[]).await.expect_redirect(RUN);
    work(site).await;
    take(site, coord).await
}

/// Sends one of the forms of a team's page.
async fn change(site: &Site, who: &str, review: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/reviews/{review}/team");
    let page = site.get(who, &path).await.expect(StatusCode::OK);
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let mut all = vec![("version", version.as_str()), ("form_key", key.as_str())];
    all.extend_from_slice(fields);
    site.post(who, &path, &all).await
}

async fn answer(site: &Site, person: &str, review: &str, fields: &[(&str, &str)]) -> Answer {
    let cookie = site.sign_in(person).await;
    let path = format!("/reviews/{review}/invitation");
    let page = site.get(&cookie, &path).await.expect(StatusCode::OK);
    let key = page.hidden("form_key");
    let mut all = vec![("form_key", key.as_str())];
    all.extend_from_slice(fields);
    site.post(&cookie, &path, &all).await
}

const ACCEPT: &[(&str, &str)] = &[("answer", "accept"), ("conflict", "no")];

/// Ravi leads and Rob comes with him to Calder Infant School (r3), where nothing speaks against either.
async fn with_team(site: &Site, state: &str) {
    site.seed(&format!(
        "CREATE team_member SET review = review:r3, person = person:rev2, lead = true, state = '{state}', by_hand = true;
         CREATE team_member SET review = review:r3, person = person:rev4, lead = false, state = '{state}', by_hand = true;"
    ))
    .await;
}

async fn state_of(site: &Site, review: &str) -> Value {
    site.stored(&format!("RETURN review:{review}.state")).await
}

async fn notices(site: &Site, kind: &str) -> Value {
    site.stored(&format!(
        "SELECT VALUE record::id(person) FROM (SELECT person FROM notice WHERE kind = '{kind}' ORDER BY person)"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_is_stored_with_its_reasons_and_tells_nobody() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let empty = site.get(&coord, BOARD).await.expect(StatusCode::OK);
    assert!(
        empty.text().contains("4 schools have no team yet")
            && empty.text().contains("Suggest teams"),
        "{}",
        empty.text()
    );
    suggest(&site, &coord).await.expect_redirect(BOARD);
    let members = site
        .stored("SELECT record::id(review) AS review, state, lead, reasons FROM team_member")
        .await;
    let members = members.as_array().unwrap();
    for review in ["r1", "r2", "r3", "r4"] {
        let team: Vec<&Value> = members.iter().filter(|m| m["review"] == review).collect();
        assert!((2..=3).contains(&team.len()), "{team:?}");
        assert_eq!(team.iter().filter(|m| m["lead"] == true).count(), 1);
    }
    assert!(
        members
            .iter()
            .all(|m| m["state"] == "planned" && !m["reasons"].as_array().unwrap().is_empty())
    );
    assert_eq!(site.stored("SELECT VALUE id FROM notice").await, json!([]));
    let page = site.get(&coord, BOARD).await.expect(StatusCode::OK).text();
    assert!(
        page.contains("Trained to lead")
            && page.contains("Planned, not told")
            && page.contains("Suggest again"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_paired_with_the_own_school_even_when_only_a_role_says_that_it_is() {
    let site = Site::new().await;
    // Rita is also head of Calder since last week, which her profile does not say.
    site.seed("CREATE role SET person = person:rev1, kind = 'headteacher', scope = 's3', since = '2027-01-04', why = 'Appointed';").await;
    let coord = site.sign_in("coord1").await;
    suggest(&site, &coord).await.expect_redirect(BOARD);
    let own = site
        .stored("SELECT VALUE id FROM team_member WHERE review.school IN person.works_at OR (person = person:rev1 AND review = review:r3)")
        .await;
    assert_eq!(own, json!([]));
    let refused = change(&site, &coord, "r1", &[("do", "add"), ("person", "rev1")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .contains("Rita Reviewer works at this school"),
        "{}",
        refused.text()
    );
    assert!(
        refused.body.contains("href=\"#person\""),
        "{}",
        refused.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_posted_twice_or_made_again_keeps_who_was_told_or_chosen() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    site.seed(
        "CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'invited';
         CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'planned', by_hand = true, reasons = ['Chosen by the coordinator'];
         CREATE team_member SET review = review:r2, person = person:rev3, lead = true, state = 'planned';",
    )
    .await;
    let page = site.get(&coord, BOARD).await;
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let fields = [
        ("size", "2"),
        ("least", "2"),
        ("version", version.as_str()),
        ("form_key", key.as_str()),
    ];
    for _ in 0..2 {
        site.post(&coord, BOARD, &fields).await.expect_redirect(RUN);
    }
    assert_eq!(
        site.stored("RETURN count(SELECT id FROM pairing_run)")
            .await,
        json!(1)
    );
    work(&site).await;
    take(&site, &coord).await.expect_redirect(BOARD);
    suggest(&site, &coord).await.expect_redirect(BOARD);
    let r1 = site.stored("SELECT record::id(person) AS person, lead, state FROM team_member WHERE review = review:r1 AND person IN [person:rev2, person:rev3] ORDER BY person").await;
    assert_eq!(
        r1,
        json!([{"person": "rev2", "lead": false, "state": "planned"}, {"person": "rev3", "lead": true, "state": "invited"}])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_without_anybody_trained_is_told_which_rule_is_in_the_way() {
    let site = Site::new().await;
    site.seed(
        "UPDATE person SET trained_on = NONE WHERE id IN [person:rev1, person:rev2, person:rev3];",
    )
    .await;
    let coord = site.sign_in("coord1").await;
    suggest(&site, &coord).await.expect_redirect(BOARD);
    let page = site.get(&coord, BOARD).await.text();
    // Only Rob can lead, and he works at Dunmore: the other three schools have teams all the same.
    assert!(
        page.contains(
            "nobody who is trained can lead at Dunmore High School. Rob Reviewer works there."
        ),
        "{page}"
    );
    assert!(
        page.contains("Add a trained reviewer from another school"),
        "{page}"
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM team_member WHERE review = review:r4")
            .await,
        json!([])
    );
    assert_eq!(
        site.stored("SELECT VALUE record::id(person) FROM team_member WHERE lead = true")
            .await,
        json!(["rev4", "rev4", "rev4"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_avoided_needs_a_reason_that_is_kept() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    change(
        &site,
        &coord,
        "r1",
        &[
            ("do", "add"),
            ("person", "rev3"),
            ("lead", "yes"),
            ("reason", "First of two"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1/team");
    let asked = change(&site, &coord, "r1", &[("do", "add"), ("person", "rev2")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let text = asked.text();
    assert!(
        text.contains("Add Ravi Reviewer?")
            && text.contains("Works at a school in the same trust, Larkfield Learning Trust"),
        "{text}"
    );
    assert!(asked.body.contains("href=\"#reason\""), "{}", asked.body);
    assert_eq!(
        site.stored("SELECT VALUE id FROM team_member WHERE person = person:rev2")
            .await,
        json!([])
    );
    let fields = [
        ("do", "add"),
        ("person", "rev2"),
        ("reason", "The only one who knows the phase"),
    ];
    change(&site, &coord, "r1", &fields)
        .await
        .expect_redirect("/reviews/r1/team");
    let stored = site
        .stored(
            "SELECT override_reason, concerns, by_hand FROM team_member WHERE person = person:rev2",
        )
        .await;
    assert_eq!(
        stored[0]["override_reason"],
        "The only one who knows the phase"
    );
    assert!(
        stored[0]["concerns"].to_string().contains("same trust"),
        "{stored}"
    );
    assert_eq!(
        site.stored("SELECT VALUE verb FROM audit WHERE record = 'review:r1' AND detail = 'rev2, with a reason'").await,
        json!(["put into the team"])
    );
    let page = site.get(&coord, "/reviews/r1/team").await.text();
    assert!(
        page.contains("Why all the same: The only one who knows the phase"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_by_hand_never_breaks_a_hard_rule() {
    let site = Site::new().await;
    with_team(&site, "planned").await;
    site.seed(
        "UPDATE person:rev1 SET trained_on = NONE;
         CREATE team_member SET review = review:r4, person = person:rev1, lead = false, state = 'declined', answer_reason = 'A wedding';",
    )
    .await;
    let coord = site.sign_in("coord1").await;
    let refusals = [
        (
            "r3",
            vec![("do", "add"), ("person", "rev1"), ("lead", "yes")],
            "Rita Reviewer is not trained to lead",
        ),
        (
            "r3",
            vec![("do", "add"), ("person", "rev2")],
            "Ravi Reviewer is already in this team",
        ),
        (
            "r3",
            vec![("do", "add"), ("person", "rev5")],
            "does not review for this partnership",
        ),
        (
            "r3",
            vec![("do", "replace"), ("out", "rev4"), ("instead", "rev3")],
            "Rosa Reviewer works at this school",
        ),
        (
            "r3",
            vec![("do", "replace"), ("out", "rev1"), ("instead", "rev3")],
            "no longer in the team",
        ),
        (
            "r3",
            vec![("do", "add"), ("person", "../x")],
            "Choose who is to join the team",
        ),
        (
            "r4",
            vec![("do", "add"), ("person", "rev1")],
            "Rita Reviewer has declined to visit this school",
        ),
    ];
    for (review, fields, words) in refusals {
        let answer = change(
            &site,
            &coord,
            review,
            &[&fields[..], &[("reason", "I want it")]].concat(),
        )
        .await;
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(
        site.stored("RETURN count(SELECT id FROM team_member)")
            .await,
        json!(3)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn when_everybody_has_accepted_the_team_is_confirmed_by_itself() {
    let site = Site::new().await;
    with_team(&site, "planned").await;
    let coord = site.sign_in("coord1").await;
    let confirm = site
        .get(&coord, "/cycles/c1/pairing/invite")
        .await
        .expect(StatusCode::OK);
    assert!(
        confirm
            .text()
            .contains("Calder Infant School Ravi Reviewer (lead), Rob Reviewer"),
        "{}",
        confirm.text()
    );
    let (version, key) = (confirm.hidden("version"), confirm.hidden("form_key"));
    let fields = [("version", version.as_str()), ("form_key", key.as_str())];
    site.post(&coord, "/cycles/c1/pairing/invite", &fields)
        .await
        .expect_redirect(BOARD);
    site.post(&coord, "/cycles/c1/pairing/invite", &fields)
        .await
        .expect_redirect(BOARD);
    assert_eq!(
        notices(&site, "team_invitation").await,
        json!(["rev2", "rev4"])
    );
    answer(&site, "rev2", "r3", ACCEPT)
        .await
        .expect_redirect("/reviews/r3/invitation");
    assert_eq!(state_of(&site, "r3").await, json!("proposed"));
    answer(&site, "rev4", "r3", ACCEPT)
        .await
        .expect_redirect("/reviews/r3/invitation");
    assert_eq!(state_of(&site, "r3").await, json!("team_confirmed"));
    assert_eq!(
        notices(&site, "team_confirmed").await,
        json!(["head3", "rev2", "rev4"])
    );
    assert_eq!(
        notices(&site, "invitation_accepted").await,
        json!(["coord1", "coord1"])
    );
    let page = site.get(&coord, BOARD).await.text();
    assert!(
        page.contains("1 school of") || page.contains("1 of 4 schools have a confirmed team"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_is_complete_when_the_day_is_known_goes_on_to_date_agreed() {
    let site = Site::new().await;
    with_team(&site, "invited").await;
    site.seed("UPDATE review:r3 SET visit_date = '2027-04-20'; UPDATE team_member SET state = 'accepted' WHERE person = person:rev2;").await;
    answer(&site, "rev4", "r3", ACCEPT)
        .await
        .expect_redirect("/reviews/r3/invitation");
    assert_eq!(state_of(&site, "r3").await, json!("date_agreed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_accept_at_the_same_moment_confirm_the_team_once() {
    let site = Site::new().await;
    with_team(&site, "invited").await;
    let (a, b) = tokio::join!(
        answer(&site, "rev2", "r3", ACCEPT),
        answer(&site, "rev4", "r3", ACCEPT)
    );
    a.expect_redirect("/reviews/r3");
    b.expect_redirect("/reviews/r3");
    assert_eq!(state_of(&site, "r3").await, json!("team_confirmed"));
    assert_eq!(
        notices(&site, "team_confirmed").await,
        json!(["head3", "rev2", "rev4"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_declined_is_open_again_and_the_next_suggestion_fills_it_with_somebody_else()
 {
    let site = Site::new().await;
    with_team(&site, "invited").await;
    let coord = site.sign_in("coord1").await;
    let empty = answer(&site, "rev4", "r3", &[("answer", "decline")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty.text().contains("Say why you cannot take part"),
        "{}",
        empty.text()
    );
    let cookie = site.sign_in("rev4").await;
    let key = site
        .get(&cookie, "/reviews/r3/invitation")
        .await
        .hidden("form_key");
    let fields = [
        ("answer", "decline"),
        ("reason", "I am away that week"),
        ("form_key", key.as_str()),
    ];
    site.post(&cookie, "/reviews/r3/invitation", &fields)
        .await
        .expect_redirect("/visits");
    site.post(&cookie, "/reviews/r3/invitation", &fields)
        .await
        .expect_redirect("/visits");
    site.get(&cookie, "/reviews/r3/invitation")
        .await
        .expect(StatusCode::NOT_FOUND);
    assert_eq!(
        notices(&site, "invitation_declined").await,
        json!(["coord1"])
    );
    let page = site.get(&coord, BOARD).await.text();
    assert!(
        page.contains("Reason given: I am away that week") && page.contains("2 open places"),
        "{page}"
    );
    suggest(&site, &coord).await.expect_redirect(BOARD);
    let team = site.stored("SELECT record::id(person) AS person, state, lead FROM team_member WHERE review = review:r3 ORDER BY person").await;
    assert_eq!(
        team,
        json!([
            {"person": "rev1", "state": "planned", "lead": false},
            {"person": "rev2", "state": "invited", "lead": true},
            {"person": "rev4", "state": "declined", "lead": false}
        ])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_or_is_taken_out_reopens_a_confirmed_team() {
    let site = Site::new().await;
    with_team(&site, "accepted").await;
    site.seed("UPDATE review:r3 SET state = 'date_agreed', visit_date = '2027-04-20';")
        .await;
    answer(
        &site,
        "rev4",
        "r3",
        &[("answer", "withdraw"), ("reason", "I have changed schools")],
    )
    .await
    .expect_redirect("/visits");
    assert_eq!(state_of(&site, "r3").await, json!("proposed"));
    let coord = site.sign_in("coord1").await;
    let gone = [
        ("do", "remove"),
        ("member", "rev2"),
        ("reason", "Asked for elsewhere"),
    ];
    change(&site, &coord, "r3", &gone)
        .await
        .expect_redirect("/reviews/r3/team");
    assert_eq!(notices(&site, "removed_from_team").await, json!(["rev2"]));
    assert_eq!(
        site.stored("SELECT VALUE record::id(person) FROM team_member WHERE review = review:r3")
            .await,
        json!(["rev4"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_who_is_changed_is_asked_anew() {
    let site = Site::new().await;
    with_team(&site, "accepted").await;
    site.seed("UPDATE review:r3 SET state = 'team_confirmed';")
        .await;
    let coord = site.sign_in("coord1").await;
    change(&site, &coord, "r3", &[("do", "lead"), ("member", "rev4")])
        .await
        .expect_redirect("/reviews/r3/team");
    let team = site.stored("SELECT record::id(person) AS person, state, lead FROM team_member WHERE review = review:r3 ORDER BY person").await;
    assert_eq!(
        team,
        json!([{"person": "rev2", "state": "accepted", "lead": false}, {"person": "rev4", "state": "planned", "lead": true}])
    );
    assert_eq!(state_of(&site, "r3").await, json!("proposed"));
    change(&site, &coord, "r3", &[("do", "invite")])
        .await
        .expect_redirect("/reviews/r3/team");
    assert_eq!(notices(&site, "team_invitation").await, json!(["rev4"]));
    answer(&site, "rev4", "r3", ACCEPT)
        .await
        .expect_redirect("/reviews/r3/invitation");
    assert_eq!(state_of(&site, "r3").await, json!("team_confirmed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declared_conflict_holds_the_team_until_the_coordinator_has_settled_it() {
    let site = Site::new().await;
    with_team(&site, "invited").await;
    site.seed("UPDATE team_member SET state = 'accepted' WHERE person = person:rev2;")
        .await;
    let unsaid = answer(&site, "rev4", "r3", &[("answer", "accept")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid
            .text()
            .contains("Say whether you have a conflict of interest")
    );
    let fields = [
        ("answer", "accept"),
        ("conflict", "yes"),
        ("conflict_text", "My sister teaches there"),
    ];
    answer(&site, "rev4", "r3", &fields)
        .await
        .expect_redirect("/reviews/r3/invitation");
    assert_eq!(state_of(&site, "r3").await, json!("proposed"));
    let coord = site.sign_in("coord1").await;
    let page = site.get(&coord, "/reviews/r3/team").await.text();
    assert!(
        page.contains("Conflict to settle") && page.contains("My sister teaches there"),
        "{page}"
    );
    change(&site, &coord, "r3", &[("do", "waive"), ("member", "rev4")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let kept = [
        ("do", "waive"),
        ("member", "rev4"),
        ("waiver-rev4", "She is on leave this year"),
    ];
    change(&site, &coord, "r3", &kept)
        .await
        .expect_redirect("/reviews/r3/team");
    assert_eq!(state_of(&site, "r3").await, json!("team_confirmed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_without_a_lead_is_not_invited() {
    let site = Site::new().await;
    with_team(&site, "planned").await;
    site.seed("UPDATE team_member SET lead = false;").await;
    let coord = site.sign_in("coord1").await;
    let page = site.get(&coord, "/cycles/c1/pairing/invite").await.text();
    assert!(
        page.contains("The team has no lead yet") && !page.contains("Send 2 invitations"),
        "{page}"
    );
    let refused = change(&site, &coord, "r3", &[("do", "invite")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("The team has no lead yet"));
    assert_eq!(notices(&site, "team_invitation").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_made_on_an_old_page_is_not_made() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let old = site.get(&coord, "/reviews/r3/team").await.hidden("version");
    change(
        &site,
        &coord,
        "r4",
        &[
            ("do", "add"),
            ("person", "rev1"),
            ("lead", "yes"),
            ("reason", "To begin with"),
        ],
    )
    .await
    .expect_redirect("/reviews/r4/team");
    let fields = [
        ("do", "add"),
        ("person", "rev1"),
        ("reason", "x"),
        ("version", old.as_str()),
        ("form_key", "k1"),
    ];
    let late = site
        .post(&coord, "/reviews/r3/team", &fields)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        late.text()
            .contains("Somebody has changed a team since you opened this page"),
        "{}",
        late.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM team_member WHERE review = review:r3")
            .await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_coordinator_names_who_runs_the_workshop_and_never_somebody_from_the_team() {
    let site = Site::new().await;
    with_team(&site, "accepted").await;
    let coord = site.sign_in("coord1").await;
    let refused = change(
        &site,
        &coord,
        "r3",
        &[("do", "facilitator"), ("facilitator", "rev2")],
    )
    .await;
    assert!(
        refused
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .text()
            .contains("not in the review team")
    );
    change(
        &site,
        &coord,
        "r3",
        &[("do", "facilitator"), ("facilitator", "coord1")],
    )
    .await
    .expect_redirect("/reviews/r3/team");
    assert_eq!(
        site.stored("RETURN record::id(review:r3.facilitator)")
            .await,
        json!("coord1")
    );
    // Still possible after the visit, when the team itself can no longer be changed.
    site.seed("UPDATE review:r3 SET state = 'drafting', self_review = 'locked';")
        .await;
    change(
        &site,
        &coord,
        "r3",
        &[("do", "facilitator"), ("facilitator", "rev1")],
    )
    .await
    .expect_redirect("/reviews/r3/team");
    change(&site, &coord, "r3", &[("do", "remove"), ("member", "rev4")])
        .await
        .expect(StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_partnerships_and_other_roles_neither_see_nor_change_teams() {
    let site = Site::new().await;
    with_team(&site, "invited").await;
    let coord2 = site.sign_in("coord2").await;
    for path in [
        BOARD,
        "/cycles/c1/pairing/invite",
        "/reviews/r3/team",
        "/reviews/r3/invitation",
        "/cycles/none/pairing",
    ] {
        site.get(&coord2, path).await.expect(StatusCode::NOT_FOUND);
        site.post(
            &coord2,
            path,
            &[
                ("do", "remove"),
                ("member", "rev2"),
                ("answer", "accept"),
                ("form_key", "k"),
            ],
        )
        .await
        .expect(StatusCode::NOT_FOUND);
    }
    let head = site.sign_in("head3").await;
    for path in [BOARD, "/reviews/r3/team"] {
        site.get(&head, path).await.expect(StatusCode::FORBIDDEN);
        site.post(&head, path, &[("do", "remove"), ("member", "rev2")])
            .await
            .expect(StatusCode::FORBIDDEN);
    }
    let admin = site.sign_in("admin").await;
    let seen = site.get(&admin, BOARD).await.expect(StatusCode::OK);
    assert!(!seen.text().contains("Suggest"), "{}", seen.text());
    site.post(
        &admin,
        "/reviews/r3/team",
        &[("do", "remove"), ("member", "rev2")],
    )
    .await
    .expect(StatusCode::FORBIDDEN);
    assert_eq!(
        site.stored("RETURN count(SELECT id FROM team_member)")
            .await,
        json!(2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_sees_the_own_invitation_only_and_not_before_it_is_sent() {
    let site = Site::new().await;
    site.seed(
        "CREATE team_member SET review = review:r3, person = person:rev2, lead = true, state = 'invited';
         CREATE team_member SET review = review:r3, person = person:rev1, lead = false, state = 'planned';",
    )
    .await;
    for other in ["rev1", "rev4", "rev5", "nobody", "head3", "coord1"] {
        let cookie = site.sign_in(other).await;
        site.get(&cookie, "/reviews/r3/invitation")
            .await
            .expect(StatusCode::NOT_FOUND);
        site.post(&cookie, "/reviews/r3/invitation", ACCEPT)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
    let ravi = site.sign_in("rev2").await;
    let page = site
        .get(&ravi, "/reviews/r3/invitation")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("Lead reviewer")
            && page.contains("One day between Monday 15 March 2027 and Friday 28 May 2027"),
        "{page}"
    );
    assert!(
        !page.contains("Rita"),
        "a planned person has not been told, so nobody else hears of her: {page}"
    );
}

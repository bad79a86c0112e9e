use crate::support::{Answer, Site};
use axum::http::StatusCode;
use domain::ids::ReviewId;
use domain::tasks::{TaskKey, TaskStatus};
use serde_json::json;

/// Review r1 of s1 with a final report of two recommendations, a lead and a reviewer; likewise r6 of the other
/// partnership.
async fn site() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'final', self_review = 'locked', visit_date = '2027-01-04', visited_at = d'2027-01-04T15:00:00Z',
            checked_at = d'2027-01-10T09:00:00Z', final_at = d'2027-01-10T10:00:00Z';
        UPDATE review:r6 SET state = 'final', self_review = 'locked', visit_date = '2027-01-04', final_at = d'2027-01-10T10:00:00Z';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev4, lead = false, state = 'accepted';
        CREATE recommendation:rec1 SET review = review:r1, strand = '2.1', text = 'Give tutors the same training.', position = 0,
            saved_by = person:rev3, saved_at = d'2027-01-09T09:00:00Z';
        CREATE recommendation:rec2 SET review = review:r1, strand = '4.1', text = 'Ask families what helps.', position = 1,
            saved_by = person:rev3, saved_at = d'2027-01-09T09:00:00Z';
        CREATE action:a6 SET review = review:r6, school = school:s6, strand = '1.1', title = 'Secret of Fernhill', owner = 'SENCO',
            due = '2027-02-01', success = 'x', state = 'proposed', saved_by = person:head6, saved_at = d'2027-01-10T10:00:00Z'",
    )
    .await;
    site
}

/// What an action is typed as.
fn typed<'a>(title: &'a str, recommendation: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("strand", "2.1"),
        ("recommendation", recommendation),
        ("owner", "Deputy headteacher"),
        ("due-day", "26"),
        ("due-month", "3"),
        ("due-year", "2027"),
        ("success", "Every tutor plans from the same page"),
        ("cost", "£1,250.50"),
        ("funding", "Pupil premium"),
        ("form_key", key),
    ]
}

async fn add(site: &Site, cookie: &str, title: &str, recommendation: &str) -> String {
    let form = site
        .get(cookie, "/reviews/r1/plan/new")
        .await
        .expect(StatusCode::OK);
    let key = form.hidden("form_key");
    site.post(
        cookie,
        "/reviews/r1/plan/new",
        &typed(title, recommendation, &key),
    )
    .await
    .expect_redirect("/reviews/r1/plan");
    let id = site
        .stored(&format!(
            "SELECT VALUE record::id(id) FROM action WHERE title = '{title}'"
        ))
        .await;
    id[0].as_str().unwrap().to_owned()
}

async fn agree(site: &Site, cookie: &str) -> Answer {
    let page = site
        .get(cookie, "/reviews/r1/plan/agree")
        .await
        .expect(StatusCode::OK);
    let key = page.hidden("form_key");
    site.post(cookie, "/reviews/r1/plan/agree", &[("form_key", &key)])
        .await
}

async fn update(site: &Site, cookie: &str, id: &str, state: &str, text: &str) -> Answer {
    let path = format!("/reviews/r1/plan/{id}/update");
    let page = site.get(cookie, &path).await.expect(StatusCode::OK);
    let (from, key) = (page.hidden("from"), page.hidden("form_key"));
    site.post(
        cookie,
        &path,
        &[
            ("from", &from),
            ("state", state),
            ("text", text),
            ("form_key", &key),
        ],
    )
    .await
}

async fn notices(site: &Site, kind: &str) -> serde_json::Value {
    site.stored(&format!(
        "SELECT VALUE string::concat(record::id(person), ' ', link) FROM (SELECT person, link FROM notice WHERE kind = '{kind}' ORDER BY person)"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_final_report_to_the_closed_review() {
    let site = site().await;
    let (head, contributor) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    let (lead, coord) = (site.sign_in("rev3").await, site.sign_in("coord1").await);

    let first = add(&site, &contributor, "Train every tutor", "rec1").await;
    let plan = site
        .get(&head, "/reviews/r1/plan")
        .await
        .expect(StatusCode::OK)
        .text();
    for words in [
        "Train every tutor",
        "Give tutors the same training.",
        "it has not been agreed",
        "Pupil premium £1,250.50",
        "Proposed",
        "Who can see this",
    ] {
        assert!(plan.contains(words), "{words}: {plan}");
    }

    // A contributor drafts; the head agrees. One recommendation has no action: said, not forbidden.
    site.get(&contributor, "/reviews/r1/plan/agree")
        .await
        .expect(StatusCode::FORBIDDEN);
    let confirm = site
        .get(&head, "/reviews/r1/plan/agree")
        .await
        .expect(StatusCode::OK);
    assert!(
        confirm.text().contains("One recommendation has no action."),
        "{}",
        confirm.text()
    );
    let key = confirm.hidden("form_key");
    let agreed = [
        ("form_key", key.as_str()),
        ("left-rec2", "A survey is already running"),
    ];
    site.post(&head, "/reviews/r1/plan/agree", &agreed)
        .await
        .expect_redirect("/reviews/r1/plan");
    site.post(&head, "/reviews/r1/plan/agree", &agreed)
        .await
        .expect_redirect("/reviews/r1/plan");
    assert_eq!(
        site.stored("SELECT VALUE state FROM action WHERE review = review:r1")
            .await,
        json!(["agreed"])
    );
    assert_eq!(
        site.stored("SELECT VALUE state FROM review:r1").await,
        json!(["workshop_held"])
    );
    assert_eq!(
        site.stored("SELECT VALUE plan_agreed_at != NONE FROM review:r1")
            .await,
        json!([true])
    );
    assert_eq!(
        notices(&site, "plan_agreed").await,
        json!(["coord1 /reviews/r1", "rev3 /reviews/r1/impact"])
    );
    let plan = site.get(&head, "/reviews/r1/plan").await.text();
    assert!(
        plan.contains("Why there is no action: A survey is already running"),
        "{plan}"
    );

    update(
        &site,
        &contributor,
        &first,
        "in_progress",
        "Two sessions held",
    )
    .await
    .expect_redirect("/reviews/r1/plan/");
    update(&site, &head, &first, "done", "")
        .await
        .expect_redirect("/reviews/r1/plan/");

    // The team sees what was targeted and nothing else of the plan.
    let impact = site
        .get(&lead, "/reviews/r1/impact")
        .await
        .expect(StatusCode::OK);
    for words in [
        "Train every tutor",
        "Every tutor plans from the same page",
        "The school says that it is done.",
    ] {
        assert!(impact.text().contains(words), "{words}: {}", impact.text());
    }
    for secret in [
        "Deputy headteacher",
        "1,250",
        "Pupil premium",
        "Two sessions held",
        "A survey is already running",
    ] {
        assert!(!impact.body.contains(secret), "{secret}");
    }
    let key = impact.hidden("form_key");
    let half = [
        ("form_key", key.as_str()),
        ("impact-rec1", "made"),
        ("text-rec1", "Tutors quote the same page"),
    ];
    let page = site
        .post(&lead, "/reviews/r1/impact", &half)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("href=\"#impact-rec2\"")
            && page.body.contains("Tutors quote the same page")
    );
    assert_eq!(
        site.stored("SELECT VALUE impact FROM recommendation WHERE impact != NONE")
            .await,
        json!([])
    );
    let all = [
        &half[..],
        &[
            ("impact-rec2", "too_early"),
            ("text-rec2", "Ask again in autumn"),
        ],
    ]
    .concat();
    site.post(&lead, "/reviews/r1/impact", &all)
        .await
        .expect_redirect("/reviews/r1/impact");
    site.post(&lead, "/reviews/r1/impact", &all)
        .await
        .expect_redirect("/reviews/r1/impact");
    let read = site
        .get(&head, "/reviews/r1/impact")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        read.contains("Made a difference Tutors quote the same page")
            && read.contains("Too early to say"),
        "{read}"
    );
    assert_eq!(
        notices(&site, "impact_recorded").await,
        json!(["coord1 /reviews/r1", "head1 /reviews/r1/impact"])
    );

    let confirm = site
        .get(&coord, "/reviews/r1/close")
        .await
        .expect(StatusCode::OK);
    assert!(
        confirm
            .text()
            .contains("can no longer read anything of the school (Rosa Reviewer, Rob Reviewer)"),
        "{}",
        confirm.text()
    );
    let key = confirm.hidden("form_key");
    site.post(&coord, "/reviews/r1/close", &[("form_key", &key)])
        .await
        .expect_redirect("/reviews/r1");
    site.post(&coord, "/reviews/r1/close", &[("form_key", &key)])
        .await
        .expect_redirect("/reviews/r1");
    assert_eq!(
        site.stored("SELECT VALUE state FROM review:r1").await,
        json!(["closed"])
    );
    assert_eq!(
        notices(&site, "review_closed").await,
        json!(["head1 /reviews/r1"])
    );
    // The team's access has ended; the school keeps reading and can no longer change.
    site.get(&lead, "/reviews/r1/impact")
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&head, "/reviews/r1/impact")
        .await
        .expect(StatusCode::OK);
    site.get(&head, "/reviews/r1/plan")
        .await
        .expect(StatusCode::OK);
    site.get(&head, "/reviews/r1/plan/new")
        .await
        .expect(StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_school_reads_its_plan() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let id = add(&site, &head, "Train every tutor", "rec1").await;
    let pages = [
        "/reviews/r1/plan".to_owned(),
        "/reviews/r1/plan/new".to_owned(),
        format!("/reviews/r1/plan/{id}"),
        format!("/reviews/r1/plan/{id}/edit"),
        format!("/reviews/r1/plan/{id}/update"),
    ];
    let who = [
        ("rev3", StatusCode::FORBIDDEN),
        ("rev4", StatusCode::FORBIDDEN),
        ("coord1", StatusCode::FORBIDDEN),
        ("la", StatusCode::FORBIDDEN),
        ("trust1", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("governor1", StatusCode::NOT_FOUND),
        ("head6", StatusCode::NOT_FOUND),
        ("coord2", StatusCode::NOT_FOUND),
        ("rev5", StatusCode::NOT_FOUND),
        ("nobody", StatusCode::NOT_FOUND),
    ];
    for (person, status) in who {
        let cookie = site.sign_in(person).await;
        for path in &pages {
            let answer = site.get(&cookie, path).await;
            assert_eq!(answer.status, status, "{person} {path}");
            assert!(
                !answer.body.contains("Train every tutor"),
                "{person} {path}"
            );
        }
        let post = site
            .post(
                &cookie,
                "/reviews/r1/plan/new",
                &typed("Not mine", "rec1", "k"),
            )
            .await;
        assert_eq!(post.status, status, "{person}");
    }
    // An action is found only under its own review.
    site.get(&head, "/reviews/r1/plan/a6")
        .await
        .expect(StatusCode::NOT_FOUND);
    site.get(&head, "/reviews/r6/plan/a6")
        .await
        .expect(StatusCode::NOT_FOUND);
    let path = "/reviews/r1/plan/a6/update";
    site.post(
        &head,
        path,
        &[
            ("from", "proposed"),
            ("state", "dropped"),
            ("text", "Mine now"),
        ],
    )
    .await
    .expect(StatusCode::NOT_FOUND);
    // A recommendation of another review cannot be answered here.
    let fields = typed("Elsewhere", "rec-of-r6", "k2");
    site.post(&head, "/reviews/r1/plan/new", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cost_is_stored_in_pence_and_a_slip_is_asked_about() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    for (at, (cost, stored)) in [
        ("£1,250.50", json!(125_050)),
        ("0", json!(0)),
        ("", json!(null)),
        ("12.5", json!(1_250)),
    ]
    .into_iter()
    .enumerate()
    {
        let (title, key) = (format!("Action {at}"), format!("key-{at}"));
        let mut fields = typed(&title, "", &key);
        fields.retain(|(n, _)| *n != "cost");
        fields.push(("cost", cost));
        site.post(&head, "/reviews/r1/plan/new", &fields)
            .await
            .expect_redirect("/reviews/r1/plan");
        let found = site
            .stored(&format!(
                "SELECT VALUE cost_pence ?? NULL FROM action WHERE title = '{title}'"
            ))
            .await;
        assert_eq!(found, json!([stored]), "{cost}");
    }
    for cost in ["1,25", "lots", "-5", "99999999999"] {
        let mut fields = typed("Keep my words", "", "other-key");
        fields.retain(|(n, _)| *n != "cost");
        fields.push(("cost", cost));
        let page = site
            .post(&head, "/reviews/r1/plan/new", &fields)
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.body.contains("href=\"#cost\"") && page.body.contains("Keep my words"),
            "{cost}"
        );
        assert!(
            page.body.contains(&format!("value=\"{cost}\"")),
            "{cost}: {}",
            page.body
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_and_dropped_need_a_reason_and_done_is_not_impact() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    // Before the plan is agreed an action can only be dropped.
    let early = add(&site, &head, "Too much", "").await;
    let page = site
        .get(&head, &format!("/reviews/r1/plan/{early}/update"))
        .await
        .text();
    assert!(
        page.contains("Dropped") && !page.contains("Agreed") && !page.contains("In progress"),
        "{page}"
    );
    update(&site, &head, &early, "done", "x")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    update(&site, &head, &early, "dropped", " ")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    update(&site, &head, &early, "dropped", "No room for it")
        .await
        .expect_redirect("/reviews/r1/plan/");

    // A plan of nothing but dropped actions cannot be agreed.
    let refused = site
        .post(&head, "/reviews/r1/plan/agree", &[("form_key", "k")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Add at least one action"),
        "{}",
        refused.text()
    );

    let id = add(&site, &head, "Train every tutor", "rec1").await;
    agree(&site, &head)
        .await
        .expect_redirect("/reviews/r1/plan");
    assert_eq!(
        site.stored(&format!("SELECT VALUE state FROM action:{early}"))
            .await,
        json!(["dropped"])
    );
    update(&site, &head, &id, "impact_evidenced", "Look")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    update(&site, &head, &id, "blocked", "")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    update(&site, &head, &id, "blocked", "The trainer is ill")
        .await
        .expect_redirect("/reviews/r1/plan/");
    assert_eq!(
        site.stored(&format!("SELECT VALUE reason FROM action:{id}"))
            .await,
        json!(["The trainer is ill"])
    );
    update(&site, &head, &id, "in_progress", "")
        .await
        .expect_redirect("/reviews/r1/plan/");
    assert_eq!(
        site.stored(&format!("SELECT VALUE reason ?? NULL FROM action:{id}"))
            .await,
        json!([null])
    );
    update(&site, &head, &id, "done", "")
        .await
        .expect_redirect("/reviews/r1/plan/");
    let page = update(&site, &head, &id, "impact_evidenced", "")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("Enter what shows that it has made a difference"),
        "{}",
        page.text()
    );
    update(&site, &head, &id, "impact_evidenced", "Reading ages rose")
        .await
        .expect_redirect("/reviews/r1/plan/");
    let shown = site
        .get(&head, &format!("/reviews/r1/plan/{id}"))
        .await
        .text();
    assert!(
        shown.contains("Made a difference")
            && shown.contains("Reading ages rose")
            && shown.contains("Hana One"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_posted_twice_have_one_effect() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let fields = typed("Once", "rec1", "the-same-key");
    for _ in 0..2 {
        site.post(&head, "/reviews/r1/plan/new", &fields)
            .await
            .expect_redirect("/reviews/r1/plan");
    }
    let ids = site
        .stored("SELECT VALUE record::id(id) FROM action WHERE title = 'Once'")
        .await;
    assert_eq!(ids.as_array().unwrap().len(), 1);
    agree(&site, &head)
        .await
        .expect_redirect("/reviews/r1/plan");
    let path = format!("/reviews/r1/plan/{}/update", ids[0].as_str().unwrap());
    let said = [
        ("from", "agreed"),
        ("state", "in_progress"),
        ("text", "Begun"),
        ("form_key", "another-key"),
    ];
    for _ in 0..2 {
        site.post(&head, &path, &said)
            .await
            .expect_redirect("/reviews/r1/plan/");
    }
    assert_eq!(
        site.stored("SELECT VALUE text FROM action_update").await,
        json!(["Begun"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_second_sees_both_texts_and_who_updates_second_keeps_the_words() {
    let site = site().await;
    let (head, contributor) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    let id = add(&site, &head, "Train every tutor", "rec1").await;
    let path = format!("/reviews/r1/plan/{id}/edit");
    let (a, b) = (
        site.get(&head, &path).await,
        site.get(&contributor, &path).await,
    );
    let (a_version, a_key) = (a.hidden("version"), a.hidden("form_key"));
    let (b_version, b_key) = (b.hidden("version"), b.hidden("form_key"));
    let mut first = typed("Train all tutors", "rec1", &a_key);
    first.push(("version", &a_version));
    site.post(&head, &path, &first)
        .await
        .expect_redirect("/reviews/r1/plan/");
    let mut second = typed("Coach every tutor", "rec1", &b_key);
    second.push(("version", &b_version));
    let both = site
        .post(&contributor, &path, &second)
        .await
        .expect(StatusCode::CONFLICT);
    let text = both.text();
    assert!(
        text.contains("Train all tutors")
            && text.contains("Coach every tutor")
            && text.contains("Hana One"),
        "{text}"
    );
    assert!(!text.contains("changed “Cost”"), "{text}");
    let (version, key) = (both.hidden("version"), both.hidden("form_key"));
    let mut chosen = typed("Coach every tutor", "rec1", &key);
    chosen.push(("version", &version));
    site.post(&contributor, &path, &chosen)
        .await
        .expect_redirect("/reviews/r1/plan/");
    assert_eq!(
        site.stored(&format!("SELECT VALUE title FROM action:{id}"))
            .await,
        json!(["Coach every tutor"])
    );

    agree(&site, &head)
        .await
        .expect_redirect("/reviews/r1/plan");
    let path = format!("/reviews/r1/plan/{id}/update");
    let page = site.get(&contributor, &path).await;
    let (from, key) = (page.hidden("from"), page.hidden("form_key"));
    update(&site, &head, &id, "blocked", "The trainer is ill")
        .await
        .expect_redirect("/reviews/r1/plan/");
    let late = [
        ("from", &*from),
        ("state", "done"),
        ("text", "All trained"),
        ("form_key", &*key),
    ];
    let page = site
        .post(&contributor, &path, &late)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        page.text().contains("Hana One changed this action") && page.body.contains("All trained"),
        "{}",
        page.text()
    );
    assert_eq!(
        site.stored(&format!("SELECT VALUE state FROM action:{id}"))
            .await,
        json!(["blocked"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn overdue_is_computed_from_the_cycles_calendar_and_never_stored() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    // Due on Good Friday 26 March; the cycle's Easter holiday ends on Friday 9 April.
    add(&site, &head, "Train every tutor", "rec1").await;
    agree(&site, &head)
        .await
        .expect_redirect("/reviews/r1/plan");
    let actor = |schools: &[&str]| domain::people::Actor {
        person: "head1".parse().unwrap(),
        roles: schools
            .iter()
            .map(|s| domain::people::Role::Headteacher(s.parse().unwrap()))
            .collect(),
    };
    for (now, overdue, words) in [
        ("2027-03-25T09:00:00Z", 0, "Overdue 0 actions"),
        ("2027-04-12T09:00:00Z", 0, "Overdue 0 actions"),
        ("2027-04-13T09:00:00Z", 1, "Overdue 1 action"),
    ] {
        site.at(now);
        let page = site.get(&head, "/reviews/r1/plan").await.text();
        assert!(page.contains(words), "{now}: {page}");
        let today = now[..10].parse().unwrap();
        let r1 = site
            .app
            .store
            .find_review(&"r1".parse().unwrap(), today)
            .await
            .unwrap()
            .unwrap();
        let r2 = site
            .app
            .store
            .find_review(&"r2".parse().unwrap(), today)
            .await
            .unwrap()
            .unwrap();
        let counts = site
            .app
            .store
            .count_actions(&[r1, r2], today)
            .await
            .unwrap();
        let of = |id: &str| counts[&id.parse::<ReviewId>().unwrap()];
        assert_eq!(
            (of("r1").open, of("r1").overdue, of("r2").open),
            (1, overdue, 0),
            "{now}"
        );
    }
    let mine = site
        .app
        .store
        .list_open_actions(&domain::policy::review_scope(&actor(&["s1"])))
        .await
        .unwrap();
    assert_eq!(
        mine.iter()
            .map(|a| (a.title.as_str(), a.school_name.as_str()))
            .collect::<Vec<_>>(),
        [("Train every tutor", "Ashby Primary School")]
    );
    for nothing in [actor(&["s2"]), actor(&[])] {
        assert!(
            site.app
                .store
                .list_open_actions(&domain::policy::review_scope(&nothing))
                .await
                .unwrap()
                .is_empty()
        );
    }
    let coordinator = domain::people::Actor {
        person: "coord1".parse().unwrap(),
        roles: vec![
            domain::people::Role::Coordinator("p1".parse().unwrap()),
            domain::people::Role::Administrator,
        ],
    };
    assert!(
        site.app
            .store
            .list_open_actions(&domain::policy::review_scope(&coordinator))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_after_the_plan_was_agreed_ends_the_task_to_update_it() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let id = add(&site, &head, "Train every tutor", "rec1").await;
    update(&site, &head, &id, "proposed", "Still talking")
        .await
        .expect_redirect("/reviews/r1/plan/");
    site.at("2027-01-12T09:00:00Z");
    agree(&site, &head)
        .await
        .expect_redirect("/reviews/r1/plan");
    let status = async || {
        let review = site
            .app
            .store
            .find_review(&"r1".parse().unwrap(), "2027-01-13".parse().unwrap())
            .await
            .unwrap()
            .unwrap();
        review
            .tasks()
            .into_iter()
            .find(|t| t.key == TaskKey::UpdateProgress)
            .unwrap()
            .status
    };
    assert_eq!(status().await, TaskStatus::Open);
    site.at("2027-01-13T09:00:00Z");
    update(&site, &head, &id, "in_progress", "Begun")
        .await
        .expect_redirect("/reviews/r1/plan/");
    assert_eq!(status().await, TaskStatus::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_date_lies_ahead_and_one_that_has_passed_may_stay() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let mut fields = typed("Yesterday", "rec1", "k");
    fields.retain(|(n, _)| !n.starts_with("due-"));
    fields.extend([("due-day", "10"), ("due-month", "1"), ("due-year", "2027")]);
    let page = site
        .post(&head, "/reviews/r1/plan/new", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("href=\"#due-day\"") && page.text().contains("must be today or later"),
        "{}",
        page.text()
    );
    let id = add(&site, &head, "Train every tutor", "rec1").await;
    site.at("2027-05-04T09:00:00Z");
    let path = format!("/reviews/r1/plan/{id}/edit");
    let form = site.get(&head, &path).await;
    let (version, key) = (form.hidden("version"), form.hidden("form_key"));
    let mut fields = typed("Train every single tutor", "rec1", &key);
    fields.push(("version", &version));
    site.post(&head, &path, &fields)
        .await
        .expect_redirect("/reviews/r1/plan/");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_is_never_html() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let fields = typed("<script>alert(1)</script>", "rec1", "k");
    site.post(&head, "/reviews/r1/plan/new", &fields)
        .await
        .expect_redirect("/reviews/r1/plan");
    let page = site.get(&head, "/reviews/r1/plan").await;
    assert!(
        page.body.contains("&lt;script&gt;alert(1)") && !page.body.contains("<script>alert(1)")
    );
}

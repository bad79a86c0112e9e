use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

/// Review r1 on its visit: rev3 leads, rev2 is with her; the school is at level 3 in 1.1 and 2.1.
async fn site() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'visited', self_review = 'locked', released_at = d'2027-01-08T09:00:00Z', visit_date = '2027-01-11';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted';
        CREATE strand_entry:⟨r1-self-1-1⟩ SET review = review:r1, side = 'self', strand = '1.1', level = 3, narrative = 'We meet every week.',
            saved_by = person:head1, saved_at = d'2027-01-06T09:00:00Z';
        CREATE strand_entry:⟨r1-self-2-1⟩ SET review = review:r1, side = 'self', strand = '2.1', level = 3, narrative = 'We teach well.',
            saved_by = person:head1, saved_at = d'2027-01-06T09:00:00Z'",
    )
    .await;
    site
}

async fn give(site: &Site, cookie: &str, strand: &str, level: &str) {
    let path = format!("/reviews/r1/notes/{strand}/level");
    site.post(
        cookie,
        &path,
        &[
            ("level", level),
            ("reason", "Two kinds of evidence."),
            ("version", "0"),
        ],
    )
    .await
    .expect_redirect(&format!("/reviews/r1/notes/{strand}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_cycle_says_so_a_reviewer_sees_no_level_before_giving_one() {
    let site = site().await;
    site.seed(
        "UPDATE cycle:c1 SET own_levels_first = true; UPDATE review:r1 SET state = 'preparing'",
    )
    .await;
    let (lead, reviewer, head) = (
        site.sign_in("rev3").await,
        site.sign_in("rev2").await,
        site.sign_in("head1").await,
    );
    give(&site, &lead, "1.1", "2").await;
    let pages = [
        "/reviews/r1/pack",
        "/reviews/r1/notes",
        "/reviews/r1/notes/1.1",
        "/reviews/r1/discussion",
        "/reviews/r1/discussion/1.1",
        "/reviews/r1/levels",
    ];
    for page in pages {
        let text = site
            .get(&reviewer, page)
            .await
            .expect(StatusCode::OK)
            .text();
        // The descriptors name all levels; what was given stands behind these words.
        assert!(
            text.to_lowercase().contains("hidden") || text.contains("once you have given"),
            "{page}: {text}"
        );
        for shown in [
            "School’s level: Secure",
            "School’s level: Developing",
            "Rosa Reviewer: Developing",
        ] {
            assert!(!text.contains(shown), "{page} shows {shown}: {text}");
        }
    }
    let table = site.get(&reviewer, "/reviews/r1/levels").await.text();
    assert!(
        !table.contains("Secure") && !table.contains("Developing"),
        "{table}"
    );
    // The school sees its own pack as it is.
    let own = site.get(&head, "/reviews/r1/pack").await.text();
    assert!(own.contains("School’s level: Secure"), "{own}");
    // Once given, it shows, for this strand alone.
    give(&site, &reviewer, "1.1", "4").await;
    let text = site
        .get(&reviewer, "/reviews/r1/discussion/1.1")
        .await
        .text();
    for words in [
        "School Secure",
        "Rosa Reviewer Developing",
        "The reviewers are two levels apart.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = site.get(&reviewer, "/reviews/r1/notes/2.1").await.text();
    assert!(
        text.contains("hidden until you have given your own"),
        "{text}"
    );
    // A draft of the report keeps the secret too.
    site.seed("UPDATE review:r1 SET state = 'drafting'").await;
    let text = site
        .get(&reviewer, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        text.contains("Levels") && text.contains("1.1 ") && !text.contains("2.1 "),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reviewer_has_an_own_level_and_the_lead_agrees_one_with_a_reason_where_it_differs() {
    let site = site().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    give(&site, &lead, "1.1", "2").await;
    give(&site, &reviewer, "1.1", "2").await;
    assert_eq!(
        site.stored("SELECT VALUE [record::id(person), level] FROM peer_level ORDER BY person")
            .await,
        json!([["rev2", 2], ["rev3", 2]])
    );
    let path = "/reviews/r1/discussion/1.1/level";
    let fields = |level: &'static str, reason: &'static str| {
        [("level", level), ("reason", reason), ("version", "0")]
    };
    site.post(&reviewer, path, &fields("2", "x"))
        .await
        .expect(StatusCode::FORBIDDEN);
    let page = site
        .post(&lead, path, &fields("2", ""))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#reason\""), "{}", page.text());
    site.post(&lead, path, &fields("2", "Help differs from room to room."))
        .await
        .expect_redirect("/reviews/r1/discussion/1.1");
    let text = site
        .get(&reviewer, "/reviews/r1/levels")
        .await
        .expect(StatusCode::OK)
        .text();
    for words in [
        "Rosa Reviewer: Developing",
        "Help differs from room to room.",
        "The team is one level below the school’s own level.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Of one mind: one button, and no reason.
    give(&site, &lead, "2.1", "3").await;
    give(&site, &reviewer, "2.1", "3").await;
    let page = site
        .get(&lead, "/reviews/r1/discussion")
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("In 1 strand the school and all reviewers are of one mind."),
        "{}",
        page.text()
    );
    site.post(&lead, "/reviews/r1/discussion/agree", &[("form_key", "a")])
        .await
        .expect_redirect("/reviews/r1/discussion");
    assert_eq!(
        site.stored("SELECT VALUE [strand, level, for_school] FROM strand_entry WHERE side = 'peer' ORDER BY strand").await,
        json!([["1.1", 2, true], ["2.1", 3, true]])
    );
    // Two windows: the second sees the first.
    let late = site
        .post(&lead, path, &fields("4", "Better than we thought."))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        late.text().contains("Help differs from room to room."),
        "{}",
        late.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_sees_the_levels_where_they_stand_in_its_report_and_never_whose_they_are() {
    let site = site().await;
    let (lead, head, contributor) = (
        site.sign_in("rev3").await,
        site.sign_in("head1").await,
        site.sign_in("contrib1").await,
    );
    give(&site, &lead, "1.1", "4").await;
    site.post(
        &lead,
        "/reviews/r1/discussion/1.1/level",
        &[
            ("level", "4"),
            ("reason", "More than the school claims."),
            ("version", "0"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1/discussion/1.1");
    let page = "/reviews/r1/levels";
    site.get(&head, page).await.expect(StatusCode::FORBIDDEN);
    site.seed(
        "UPDATE review:r1 SET state = 'accuracy_check', reported_at = d'2027-01-11T09:00:00Z'",
    )
    .await;
    let text = site.get(&head, page).await.expect(StatusCode::OK).text();
    assert!(
        text.contains("More than the school claims.") && text.contains("Leading"),
        "{text}"
    );
    assert!(
        !text.contains("Rosa") && !text.contains("Two kinds of evidence."),
        "{text}"
    );
    site.get(&contributor, page)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.seed("UPDATE review:r1 SET state = 'closed', checked_at = d'2027-01-11T09:00:00Z', final_at = d'2027-01-11T09:00:00Z'").await;
    site.get(&contributor, page).await.expect(StatusCode::OK);
    site.get(&lead, page).await.expect(StatusCode::FORBIDDEN);
    for (person, status) in [
        ("coord1", StatusCode::FORBIDDEN),
        ("la", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        assert_eq!(site.get(&cookie, page).await.status, status, "{person}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_named_in_the_discussion_hears_of_it_without_what_was_written() {
    let site = site().await;
    let (lead, reviewer, head) = (
        site.sign_in("rev3").await,
        site.sign_in("rev2").await,
        site.sign_in("head1").await,
    );
    let path = "/reviews/r1/discussion/1.1";
    let fields = [
        ("text", "Did you see the same in Year 4?"),
        ("mentions", "rev2"),
        ("form_key", "p"),
    ];
    site.post(&lead, path, &fields).await.expect_redirect(path);
    site.post(&lead, path, &fields).await.expect_redirect(path);
    let stored = site.stored("SELECT VALUE [record::id(person), detail, link] FROM notice WHERE kind = 'mentioned_in_discussion'").await;
    assert_eq!(stored, json!([["rev2", "Ashby Primary School", path]]));
    let page = site.get(&reviewer, path).await.expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("For Ravi Reviewer Did you see the same in Year 4?"),
        "{}",
        page.text()
    );
    // What looks like one pupil is asked about first.
    let doubtful = site
        .post(
            &lead,
            path,
            &[
                ("text", "Maisie, aged 9, told us she feels safe."),
                ("form_key", "q"),
            ],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        doubtful
            .text()
            .contains("Could somebody tell which pupil is meant?"),
        "{}",
        doubtful.text()
    );
    // Only members of the team can be named, and only who wrote it takes it back.
    let wrong = site
        .post(
            &lead,
            path,
            &[("text", "Keep <b>me</b>"), ("mentions", "head1")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Keep &lt;b&gt;me"), "{}", wrong.body);
    let id = site
        .stored("SELECT VALUE record::id(id) FROM discussion_post")
        .await[0]
        .as_str()
        .unwrap()
        .to_owned();
    site.post(&reviewer, &format!("{path}/remove"), &[("post", &id)])
        .await
        .expect(StatusCode::NOT_FOUND);
    site.get(&head, path).await.expect(StatusCode::FORBIDDEN);
    site.post(&lead, &format!("{path}/remove"), &[("post", &id)])
        .await
        .expect_redirect(path);
    site.seed("UPDATE review:r1 SET state = 'closed'").await;
    site.get(&reviewer, path)
        .await
        .expect(StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setting_is_made_before_the_launch_and_stands_on_the_cycles_page() {
    let site = Site::new().await;
    let coordinator = site.sign_in("coord1").await;
    let mut fields = vec![
        ("name", "Spring 2028"),
        ("framework", "five-principles-1"),
        ("levels", "on"),
        ("own_levels_first", "yes"),
        ("schools", "s1"),
        ("schools", "s2"),
        ("closed_days", ""),
        ("terms", ""),
        ("form_key", "c"),
    ];
    for (field, day, month) in [
        ("starts_on", "4", "1"),
        ("visits_from", "15", "3"),
        ("visits_until", "28", "5"),
        ("ends_on", "17", "12"),
    ] {
        for (part, value) in [("day", day), ("month", month), ("year", "2027")] {
            fields.push((Box::leak(format!("{field}-{part}").into_boxed_str()), value));
        }
    }
    let made = site
        .post(&coordinator, "/partnerships/p1/cycles/new", &fields)
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = made.location.unwrap();
    let text = site
        .get(&coordinator, &page)
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        text.contains("Reviewers give their own before they see the school’s."),
        "{text}"
    );
    let form = site
        .get(&coordinator, &format!("{page}/edit"))
        .await
        .expect(StatusCode::OK);
    let box_of = form
        .body
        .split("<input")
        .find(|i| i.contains("name=\"own_levels_first\""));
    assert!(
        box_of
            .unwrap()
            .split('>')
            .next()
            .unwrap()
            .contains("checked")
    );
}

mod accuracy;
mod files;
mod quality;
mod sharing;
mod versions;

use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

/// Review r1 with its pack released and its visit today: rev3 leads, rev2 is with her.
async fn released() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'preparing', self_review = 'locked', released_at = d'2027-01-08T09:00:00Z', visit_date = '2027-01-11',
            questions = ['To what extent do families shape support?'], focus = ['1.1'];
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted';
        CREATE strand_entry:⟨r1-self-1-1⟩ SET review = review:r1, side = 'self', strand = '1.1', level = 3, narrative = 'We greet every family.',
            saved_by = person:head1, saved_at = d'2027-01-06T09:00:00Z';
        CREATE evidence SET review = review:r1, side = 'self', strand = '1.1', kind = 'data', stance = 'supports', text = 'Attendance since 2024',
            added_by = person:contrib1, added_at = d'2027-01-06T09:00:00Z'",
    )
    .await;
    site
}

/// The same, visited, with a note, a strength of strand 1.1 and a recommendation.
async fn visited() -> Site {
    let site = released().await;
    site.seed(
        "UPDATE review:r1 SET state = 'visited', visited_at = d'2027-01-11T08:00:00Z';
        CREATE evidence:n1 SET review = review:r1, side = 'peer', strand = '1.1', kind = 'pupil_voice', stance = 'supports', text = 'Pupils say hello',
            added_by = person:rev2, added_at = d'2027-01-11T08:00:00Z';
        CREATE finding:f1 SET review = review:r1, kind = 'strength', strand = '1.1', text = 'Warm starts', saved_by = person:rev2, saved_at = d'2027-01-11T08:00:00Z';
        CREATE recommendation:k1 SET review = review:r1, strand = '2.1', text = 'Share plans with families', saved_by = person:rev2, saved_at = d'2027-01-11T08:00:00Z'",
    )
    .await;
    site
}

/// The same, with a report that is with the school.
async fn at_school() -> Site {
    let site = visited().await;
    let lead = site.sign_in("rev3").await;
    save(&site, &lead, "0", "The SECRET summary").await;
    site.post(&lead, "/reviews/r1/report/send", &[("form_key", "send")])
        .await
        .expect_redirect("/reviews/r1/report");
    site
}

/// The same, checked without points and final.
async fn finished() -> Site {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    site.post(
        &head,
        "/reviews/r1/report/accuracy/finish",
        &[("form_key", "c")],
    )
    .await
    .expect_redirect("/reviews/r1/report/accuracy");
    let lead = site.sign_in("rev3").await;
    site.post(&lead, "/reviews/r1/report/finish", &[("form_key", "f")])
        .await
        .expect_redirect("/reviews/r1/report");
    site
}

async fn save(site: &Site, lead: &str, version: &str, summary: &str) {
    let fields = [
        ("summary", summary),
        ("answers", "They do."),
        ("version", version),
        ("form_key", ""),
    ];
    site.post(lead, "/reviews/r1/report", &fields)
        .await
        .expect_redirect("/reviews/r1/report");
}

async fn state(site: &Site) -> String {
    site.stored("SELECT VALUE state FROM review:r1").await[0]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn told(site: &Site, kind: &str) -> Vec<String> {
    let all = site
        .stored("SELECT kind, record::id(person) AS person FROM notice")
        .await;
    let mut out: Vec<String> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|n| n["kind"] == kind)
        .map(|n| n["person"].as_str().unwrap().to_owned())
        .collect();
    out.sort();
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_goes_from_its_pack_to_a_final_report_by_posts_alone() {
    let site = released().await;
    let (lead, reviewer, head) = (
        site.sign_in("rev3").await,
        site.sign_in("rev2").await,
        site.sign_in("head1").await,
    );
    let visits = site
        .get(&lead, "/visits")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        visits.contains("Ashby Primary School")
            && visits.contains("Record that the visit has taken place"),
        "{visits}"
    );
    let pack = site
        .get(&reviewer, "/reviews/r1/pack")
        .await
        .expect(StatusCode::OK)
        .text();
    for part in [
        "We greet every family.",
        "Attendance since 2024",
        "To what extent do families",
        "900001",
        "designated safeguarding lead",
        "Rosa Reviewer (lead reviewer)",
    ] {
        assert!(pack.contains(part), "{part}: {pack}");
    }
    // A note, posted twice, is one note.
    let strand = "/reviews/r1/notes/1.1";
    let key = site
        .get(&reviewer, strand)
        .await
        .expect(StatusCode::OK)
        .hidden("form_key");
    let note = [
        ("text", "Pupils knew the routine"),
        ("kind", "learning_walk"),
        ("stance", "supports"),
        ("link", ""),
        ("form_key", &key),
    ];
    for _ in 0..2 {
        site.post(&reviewer, strand, &note)
            .await
            .expect_redirect("/reviews/r1/notes/1.1?added=learning_walk");
    }
    let shown = site.get(&lead, strand).await.expect(StatusCode::OK).text();
    assert_eq!(shown.matches("Pupils knew the routine").count(), 1);
    assert!(shown.contains("Ravi Reviewer"));
    let level = [
        ("level", "2"),
        ("reason", "Not yet in every class"),
        ("version", "0"),
        ("form_key", "level"),
    ];
    site.post(&lead, "/reviews/r1/notes/1.1/level", &level)
        .await
        .expect_redirect("/reviews/r1/notes/1.1");
    site.post(&lead, "/reviews/r1/visited", &[("form_key", "v")])
        .await
        .expect_redirect("/reviews/r1/findings");
    site.post(&lead, "/reviews/r1/visited", &[("form_key", "v")])
        .await
        .expect_redirect("/reviews/r1/findings");
    assert_eq!(state(&site).await, "visited");
    for (key, kind, strand, text) in [
        ("a", "strength", "1.1", "Warm starts"),
        ("b", "strength", "2.1", "Clear lessons"),
        ("c", "even_better_if", "3.1", "Plans were shared"),
    ] {
        let fields = [
            ("kind", kind),
            ("strand", strand),
            ("text", text),
            ("form_key", key),
        ];
        site.post(&reviewer, "/reviews/r1/findings/new", &fields)
            .await
            .expect_redirect("/reviews/r1/findings");
    }
    // The finding of strand 1.1 rests on the note of the team and on what the school has shown; others' evidence and
    // what is no evidence are not taken.
    let evidence = site
        .stored("SELECT VALUE record::id(id) FROM evidence WHERE review = review:r1 ORDER BY side")
        .await;
    let finding = site
        .stored("SELECT VALUE record::id(id) FROM finding WHERE strand = '1.1'")
        .await;
    let path = format!(
        "/reviews/r1/findings/{}/evidence",
        finding[0].as_str().unwrap()
    );
    let form = site.get(&reviewer, &path).await.expect(StatusCode::OK);
    assert!(
        form.text().contains("Learning walk, by the team")
            && form.text().contains("Data, from the school"),
        "{}",
        form.text()
    );
    let ticked: Vec<(&str, &str)> = evidence
        .as_array()
        .unwrap()
        .iter()
        .map(|e| ("evidence", e.as_str().unwrap()))
        .chain([
            ("evidence", "nothing"),
            ("version", "1"),
            ("form_key", "rests"),
        ])
        .collect();
    for _ in 0..2 {
        site.post(&reviewer, &path, &ticked)
            .await
            .expect_redirect("/reviews/r1/findings");
    }
    site.post(&reviewer, &path, &[("version", "1"), ("form_key", "old")])
        .await
        .expect(StatusCode::CONFLICT);
    let fields = [
        ("strand", "3.1"),
        ("text", "Share plans"),
        ("form_key", "r"),
    ];
    site.post(&lead, "/reviews/r1/recommendations/new", &fields)
        .await
        .expect_redirect("/reviews/r1/findings");
    let findings = site
        .get(&reviewer, "/reviews/r1/findings")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        findings.contains("Learning walk, by the team : Pupils knew the routine")
            && findings.contains("Data, from the school : Attendance since 2024")
            && findings.contains("No evidence ticked yet"),
        "{findings}"
    );
    // The lead says on which level the team agrees; the school reads the reason.
    let agreed = [
        ("level", "2"),
        ("reason", "Not every family is greeted."),
        ("version", "0"),
        ("form_key", "agreed"),
    ];
    site.post(&lead, "/reviews/r1/discussion/1.1/level", &agreed)
        .await
        .expect_redirect("/reviews/r1/discussion/1.1");
    // Only the lead writes the report; the first save begins the draft.
    let fields = [
        ("summary", "A warm school."),
        ("answers", ""),
        ("version", "0"),
        ("form_key", "s"),
    ];
    site.post(&reviewer, "/reviews/r1/report", &fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&lead, "/reviews/r1/report", &fields)
        .await
        .expect_redirect("/reviews/r1/report?saved=1");
    assert_eq!(state(&site).await, "drafting");
    let ask = site
        .get(&lead, "/reviews/r1/report/send")
        .await
        .expect(StatusCode::OK)
        .text();
    for warning in [
        "have no answers",
        "A strength in 2.1",
        "An “even better if” in 3.1",
        "without a pupil’s voice: 1.1",
        "at least 500",
    ] {
        assert!(ask.contains(warning), "{warning}: {ask}");
    }
    assert!(!ask.contains("A strength in 1.1"), "{ask}");
    for _ in 0..2 {
        site.post(&lead, "/reviews/r1/report/send", &[("form_key", "send")])
            .await
            .expect_redirect("/reviews/r1/report");
    }
    assert_eq!(state(&site).await, "accuracy_check");
    assert_eq!(told(&site, "report_to_check").await, ["head1"]);
    // The school checks; nothing is final before it has.
    site.post(&lead, "/reviews/r1/report/finish", &[("form_key", "f0")])
        .await
        .expect(StatusCode::FORBIDDEN);
    let check = "/reviews/r1/report/accuracy";
    assert!(
        site.get(&head, check)
            .await
            .expect(StatusCode::OK)
            .text()
            .contains("A warm school.")
    );
    for (key, passage) in [("p1", "warm"), ("p2", "school")] {
        let fields = [
            ("place", "summary"),
            ("number", "1"),
            ("passage", passage),
            ("correction", "It was in Year 4"),
            ("form_key", key),
        ];
        site.post(&head, check, &fields)
            .await
            .expect_redirect(check);
    }
    let points = site
        .stored("SELECT VALUE record::id(id) FROM accuracy_point ORDER BY raised_at, id")
        .await;
    let (first, second) = (points[0].as_str().unwrap(), points[1].as_str().unwrap());
    site.post(
        &head,
        "/reviews/r1/report/accuracy/remove",
        &[("point", second)],
    )
    .await
    .expect_redirect(check);
    for _ in 0..2 {
        site.post(
            &head,
            "/reviews/r1/report/accuracy/finish",
            &[("form_key", "done")],
        )
        .await
        .expect_redirect(check);
    }
    assert_eq!(told(&site, "accuracy_checked").await, ["rev3"]);
    let late = [
        ("passage", "More"),
        ("correction", "More"),
        ("form_key", "p3"),
    ];
    site.post(&head, check, &late)
        .await
        .expect(StatusCode::FORBIDDEN);
    let open = site
        .post(&lead, "/reviews/r1/report/finish", &[("form_key", "f1")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(
        open.text()
            .contains("1 point of the school has no answer yet"),
        "{}",
        open.text()
    );
    let answer = format!("/reviews/r1/report/points/{first}");
    let empty = site
        .post(
            &lead,
            &answer,
            &[("answer", "declined"), ("reason", ""), ("form_key", "a1")],
        )
        .await;
    assert!(
        empty
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .body
            .contains("href=\"#reason\"")
    );
    site.post(
        &lead,
        &answer,
        &[
            ("answer", "accepted"),
            ("reason", "Put right."),
            ("form_key", "a2"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1/report");
    for _ in 0..2 {
        site.post(&lead, "/reviews/r1/report/finish", &[("form_key", "f2")])
            .await
            .expect_redirect("/reviews/r1/report");
    }
    assert_eq!(state(&site).await, "final");
    assert_eq!(told(&site, "report_final").await, ["head1"]);
    assert_eq!(told(&site, "report_shared").await, ["coord1"]);
    let report = site
        .get(&head, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK)
        .text();
    for part in [
        "A warm school.",
        "Warm starts",
        "Plans were shared",
        "Share plans",
        "Secure",
        "Developing",
        "Cora Dean",
        "Hana One",
        "Rests on learning walk and data.",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(
        !report.contains("It was in Year 4") && !report.contains("Pupils knew the routine"),
        "{report}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_read_by_the_team_and_in_its_check_by_the_head_and_by_nobody_else() {
    let site = visited().await;
    let lead = site.sign_in("rev3").await;
    save(&site, &lead, "0", "The SECRET summary").await;
    let outside = [
        ("coord1", StatusCode::FORBIDDEN),
        ("la", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("trust1", StatusCode::FORBIDDEN),
        ("contrib1", StatusCode::FORBIDDEN),
        ("governor1", StatusCode::NOT_FOUND),
        ("head2", StatusCode::NOT_FOUND),
        ("coord2", StatusCode::NOT_FOUND),
        ("la2", StatusCode::NOT_FOUND),
        ("rev5", StatusCode::NOT_FOUND),
        ("nobody", StatusCode::NOT_FOUND),
    ];
    let head = site.sign_in("head1").await;
    site.get(&head, "/reviews/r1/report")
        .await
        .expect(StatusCode::FORBIDDEN);
    for stage in ["drafting", "accuracy_check"] {
        assert_eq!(state(&site).await, stage);
        for (person, status) in outside {
            let cookie = site.sign_in(person).await;
            for page in [
                "report",
                "report/accuracy",
                "findings",
                "notes",
                "notes/1.1",
                "report/send",
                "report/finish",
            ] {
                let answer = site.get(&cookie, &format!("/reviews/r1/{page}")).await;
                assert_eq!(answer.status, status, "{stage}: {person}: {page}");
                assert!(
                    !answer.body.contains("SECRET") && !answer.body.contains("Warm starts"),
                    "{person}: {page}"
                );
            }
        }
        if stage == "drafting" {
            site.post(&lead, "/reviews/r1/report/send", &[("form_key", "x")])
                .await
                .expect_redirect("/reviews/r1/report");
        }
    }
    for person in ["head1", "rev2", "rev3"] {
        let cookie = site.sign_in(person).await;
        let page = site
            .get(&cookie, "/reviews/r1/report")
            .await
            .expect(StatusCode::OK);
        assert!(page.text().contains("The SECRET summary"), "{person}");
    }
    // The head reads the draft, never the team's notes.
    for page in ["notes", "notes/1.1", "findings"] {
        site.get(&head, &format!("/reviews/r1/{page}"))
            .await
            .expect(StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_report_is_read_by_those_whom_policy_and_head_name_until_taken_back() {
    let site = finished().await;
    let reads = async |person: &str| {
        let cookie = site.sign_in(person).await;
        let answer = site.get(&cookie, "/reviews/r1/report").await;
        assert_eq!(
            answer.status == StatusCode::OK,
            answer.body.contains("The SECRET summary"),
            "{person}"
        );
        answer.status == StatusCode::OK
    };
    for (person, may) in [
        ("head1", true),
        ("contrib1", true),
        ("rev2", true),
        ("coord1", true),
        ("la", false),
        ("head2", false),
        ("governor1", false),
        ("trust1", false),
        ("admin", false),
        ("coord2", false),
    ] {
        assert_eq!(reads(person).await, may, "{person}");
    }
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/report/share";
    let coord = site.sign_in("coord1").await;
    site.get(&coord, path).await.expect(StatusCode::FORBIDDEN);
    let form = site.get(&head, path).await.expect(StatusCode::OK);
    assert!(
        form.text().contains("Gus Governor") && form.text().contains("Lara Lead"),
        "{}",
        form.text()
    );
    for (key, audience) in [("s1", "governors"), ("s2", "la_lead")] {
        let version = site.get(&head, path).await.hidden("version");
        let fields = [
            ("audience", audience),
            ("reason", "For the meeting in June"),
            ("version", &*version),
            ("form_key", key),
        ];
        for _ in 0..2 {
            site.post(&head, path, &fields).await.expect_redirect(path);
        }
    }
    assert_eq!(
        told(&site, "report_shared").await,
        ["coord1", "governor1", "la"]
    );
    for (person, may) in [
        ("governor1", true),
        ("la", true),
        ("head2", false),
        ("trust1", false),
        ("la2", false),
    ] {
        assert_eq!(reads(person).await, may, "{person}");
    }
    let page = site.get(&head, "/reviews/r1/report").await.text();
    assert!(
        page.contains("Gus Governor") && page.contains("(shared by the school)"),
        "{page}"
    );
    let lines = site
        .stored("SELECT VALUE record::id(id) FROM report_share ORDER BY since, audience")
        .await;
    for (at, line) in lines.as_array().unwrap().iter().enumerate() {
        let key = format!("end{at}");
        let fields = [("share", line.as_str().unwrap()), ("form_key", &*key)];
        for _ in 0..2 {
            site.post(&head, "/reviews/r1/report/share/end", &fields)
                .await
                .expect_redirect(path);
        }
    }
    for (person, may) in [("governor1", false), ("la", false), ("coord1", true)] {
        assert_eq!(reads(person).await, may, "{person}");
    }
    let audit = site.stored("SELECT VALUE detail FROM audit WHERE verb IN ['shared the report', 'stopped sharing the report'] ORDER BY at").await;
    assert_eq!(audit.as_array().unwrap().len(), 4, "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_loses_access_when_the_review_closes() {
    let site = finished().await;
    let reviewer = site.sign_in("rev2").await;
    let pages = ["pack", "notes", "notes/1.1", "findings", "report"];
    for page in pages {
        site.get(&reviewer, &format!("/reviews/r1/{page}"))
            .await
            .expect(StatusCode::OK);
    }
    site.seed("UPDATE review:r1 SET state = 'closed', closed_at = d'2027-06-01T09:00:00Z'")
        .await;
    for page in pages {
        let answer = site
            .get(&reviewer, &format!("/reviews/r1/{page}"))
            .await
            .expect(StatusCode::FORBIDDEN);
        assert!(
            !answer.body.contains("SECRET") && !answer.body.contains("We greet"),
            "{page}"
        );
    }
    let head = site.sign_in("head1").await;
    let report = site
        .get(&head, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(!report.contains("the review team, until"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_a_text_second_sees_both_and_loses_nothing() {
    let site = visited().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    // A finding.
    let path = "/reviews/r1/findings/f1";
    let fields = |text, key| {
        [
            ("kind", "strength"),
            ("strand", "1.1"),
            ("text", text),
            ("version", "1"),
            ("form_key", key),
        ]
    };
    site.post(&lead, path, &fields("Mine first", "k1"))
        .await
        .expect_redirect("/reviews/r1/findings");
    let both = site
        .post(&reviewer, path, &fields("Mine second", "k2"))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        both.text().contains("Mine first")
            && both.text().contains("Mine second")
            && both.text().contains("Rosa Reviewer"),
        "{}",
        both.text()
    );
    assert_eq!(both.hidden("version"), "2");
    // The report: two windows of the same lead, both opened before anything was saved.
    let fields = |summary, version, key| {
        [
            ("summary", summary),
            ("answers", ""),
            ("version", version),
            ("form_key", key),
        ]
    };
    site.post(
        &lead,
        "/reviews/r1/report",
        &fields("Window one", "0", "w1"),
    )
    .await
    .expect_redirect("/reviews/r1/report");
    let both = site
        .post(
            &lead,
            "/reviews/r1/report",
            &fields("Window two", "0", "w2"),
        )
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        both.text().contains("Window one") && both.body.contains("Window two"),
        "{}",
        both.text()
    );
    site.post(
        &lead,
        "/reviews/r1/report",
        &fields("Window two", &both.hidden("version"), "w3"),
    )
    .await
    .expect_redirect("/reviews/r1/report");
    assert_eq!(
        site.stored("SELECT VALUE summary FROM report").await,
        json!(["Window two"])
    );
    // One's own level, in two windows.
    let path = "/reviews/r1/notes/1.1/level";
    let fields = |level, reason, key| {
        [
            ("level", level),
            ("reason", reason),
            ("version", "0"),
            ("form_key", key),
        ]
    };
    site.post(&reviewer, path, &fields("3", "I saw it", "l1"))
        .await
        .expect_redirect("/reviews/r1/notes/1.1");
    let both = site
        .post(&reviewer, path, &fields("2", "I did not", "l2"))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        both.text().contains("I saw it") && both.text().contains("I did not"),
        "{}",
        both.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE level FROM peer_level").await,
        json!([3])
    );
    assert_eq!(
        site.stored("SELECT VALUE level FROM strand_entry WHERE side = 'self'")
            .await,
        json!([3])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_taken_back_is_checked_anew() {
    let site = at_school().await;
    let (lead, head) = (site.sign_in("rev3").await, site.sign_in("head1").await);
    site.post(
        &head,
        "/reviews/r1/report/accuracy/finish",
        &[("form_key", "c")],
    )
    .await
    .expect_redirect("/reviews/r1/report/accuracy");
    // Findings are closed while the school has the draft, and open again afterwards.
    let finding = [
        ("kind", "strength"),
        ("strand", "1.1"),
        ("text", "Later"),
        ("form_key", "n"),
    ];
    site.post(&lead, "/reviews/r1/findings/new", &finding)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&lead, "/reviews/r1/report/back", &[("form_key", "b")])
        .await
        .expect_redirect("/reviews/r1/report");
    assert_eq!(state(&site).await, "drafting");
    site.get(&head, "/reviews/r1/report/accuracy")
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&lead, "/reviews/r1/findings/new", &finding)
        .await
        .expect_redirect("/reviews/r1/findings");
    site.post(&lead, "/reviews/r1/report/send", &[("form_key", "again")])
        .await
        .expect_redirect("/reviews/r1/report");
    site.post(&lead, "/reviews/r1/report/finish", &[("form_key", "f")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert_eq!(told(&site, "report_to_check").await, ["head1", "head1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_report_is_not_sent() {
    let site = visited().await;
    let lead = site.sign_in("rev3").await;
    site.get(&lead, "/reviews/r1/report/send")
        .await
        .expect(StatusCode::FORBIDDEN);
    site.seed("DELETE finding; DELETE recommendation").await;
    let fields = [
        ("summary", ""),
        ("answers", ""),
        ("version", "0"),
        ("form_key", ""),
    ];
    site.post(&lead, "/reviews/r1/report", &fields)
        .await
        .expect_redirect("/reviews/r1/report");
    let answer = site
        .post(&lead, "/reviews/r1/report/send", &[("form_key", "s")])
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(answer.text().contains("The report is empty"));
    assert_eq!(state(&site).await, "drafting");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_removed_only_in_the_version_that_was_shown() {
    let site = visited().await;
    let lead = site.sign_in("rev3").await;
    let form = site
        .get(&lead, "/reviews/r1/findings/f1")
        .await
        .expect(StatusCode::OK);
    assert!(form.text().contains("Warm starts"));
    site.seed("UPDATE finding:f1 SET text = 'Changed', version = 2")
        .await;
    site.post(
        &lead,
        "/reviews/r1/findings/f1/remove",
        &[("version", "1"), ("form_key", "r1")],
    )
    .await
    .expect(StatusCode::CONFLICT);
    site.post(
        &lead,
        "/reviews/r1/findings/f1/remove",
        &[("version", "2"), ("form_key", "r2")],
    )
    .await
    .expect_redirect("/reviews/r1/findings");
    site.post(
        &lead,
        "/reviews/r1/recommendations/k1/remove",
        &[("version", "1"), ("form_key", "r3")],
    )
    .await
    .expect_redirect("/reviews/r1/findings");
    assert_eq!(
        site.stored("SELECT VALUE text FROM finding, recommendation")
            .await,
        json!([])
    );
    // Another review's finding is not found by its id.
    site.seed("CREATE finding:f9 SET review = review:r2, kind = 'strength', strand = '1.1', text = 'Theirs', saved_by = person:rev1, saved_at = d'2027-01-11T08:00:00Z'").await;
    site.get(&lead, "/reviews/r1/findings/f9")
        .await
        .expect(StatusCode::NOT_FOUND);
}

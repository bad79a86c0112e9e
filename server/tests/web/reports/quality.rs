//! Quality assurance: chosen by the coordinator, returned with points, passed on; drafts stay with those who make them.

use super::{save, state, told, visited};
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

/// A draft of r1 in a cycle with quality assurance, not handed over yet.
async fn drafted() -> Site {
    let site = visited().await;
    site.seed("UPDATE cycle:c1 SET quality = true").await;
    let lead = site.sign_in("rev3").await;
    save(&site, &lead, "0", "The SECRET summary, with Mrs Smith").await;
    site
}

/// The same, moderated by rev4 and handed over.
async fn handed_over() -> Site {
    let site = drafted().await;
    site.seed("UPDATE review:r1 SET moderator = person:rev4")
        .await;
    let lead = site.sign_in("rev3").await;
    hand_over(&site, &lead, "h1").await;
    site
}

async fn hand_over(site: &Site, lead: &str, key: &str) {
    site.post(lead, "/reviews/r1/report/send", &[("form_key", key)])
        .await
        .expect_redirect("/reviews/r1/report");
}

const PAGE: &str = "/reviews/r1/report/quality";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_to_the_moderator_back_with_points_and_on_to_the_school() {
    let site = drafted().await;
    let (coord, lead, moderator, head) = (
        site.sign_in("coord1").await,
        site.sign_in("rev3").await,
        site.sign_in("rev4").await,
        site.sign_in("head1").await,
    );
    // The coordinator chooses among reviewers from outside the team who do not work at the school.
    let form = site
        .get(&coord, "/reviews/r1/moderator")
        .await
        .expect(StatusCode::OK);
    let text = form.text();
    assert!(text.contains("Rob Reviewer"), "{text}");
    for other in [
        "Ravi Reviewer",
        "Rosa Reviewer",
        "Rita Reviewer",
        "Ruth Reviewer",
    ] {
        assert!(!text.contains(other), "{other}: {text}");
    }
    for wrong in ["rev3", "rev1", "rev5", "head1", "nobody-there"] {
        site.post(&coord, "/reviews/r1/moderator", &[("person", wrong)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    for _ in 0..2 {
        let fields = [("person", "rev4"), ("form_key", "choose")];
        site.post(&coord, "/reviews/r1/moderator", &fields)
            .await
            .expect_redirect("/reviews/r1");
    }
    assert_eq!(told(&site, "moderator_chosen").await, ["rev4"]);
    // The moderator sees the review, and nothing of the draft before it is handed over.
    site.get(&moderator, "/reviews/r1")
        .await
        .expect(StatusCode::OK);
    site.get(&moderator, PAGE)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&moderator, "/reviews/r1/report")
        .await
        .expect(StatusCode::FORBIDDEN);
    let ask = site
        .get(&lead, "/reviews/r1/report/send")
        .await
        .expect(StatusCode::OK)
        .text();
    for part in [
        "Hand the report to the moderator?",
        "Rob Reviewer",
        "“Mrs Smith” looks like a name",
    ] {
        assert!(ask.contains(part), "{part}: {ask}");
    }
    for _ in 0..2 {
        hand_over(&site, &lead, "h1").await;
    }
    assert_eq!(state(&site).await, "in_quality_assurance");
    assert_eq!(told(&site, "report_to_moderate").await, ["rev4"]);
    assert!(told(&site, "report_to_check").await.is_empty());
    // Nobody of the team changes anything now, and the school has nothing yet.
    let finding = [
        ("kind", "strength"),
        ("strand", "1.1"),
        ("text", "Late"),
        ("form_key", "l"),
    ];
    site.post(&lead, "/reviews/r1/findings/new", &finding)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&head, "/reviews/r1/report")
        .await
        .expect(StatusCode::FORBIDDEN);
    let page = site
        .get(&moderator, PAGE)
        .await
        .expect(StatusCode::OK)
        .text();
    for part in [
        "The SECRET summary",
        "What to look at",
        "A strength in 1.1",
        "working days left, until",
        "You have raised no point.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // A return needs a point; a point forbids to pass.
    site.post(&moderator, &format!("{PAGE}/return"), &[("form_key", "r0")])
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&moderator, PAGE, &[("text", " "), ("form_key", "p0")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let fields = [("text", "Take the name out."), ("form_key", "p1")];
        site.post(&moderator, PAGE, &fields)
            .await
            .expect_redirect(PAGE);
    }
    site.post(&moderator, &format!("{PAGE}/pass"), &[("form_key", "x")])
        .await
        .expect(StatusCode::FORBIDDEN);
    for _ in 0..2 {
        site.post(&moderator, &format!("{PAGE}/return"), &[("form_key", "r1")])
            .await
            .expect_redirect("/reviews/r1");
    }
    assert_eq!(state(&site).await, "drafting");
    assert_eq!(told(&site, "report_returned").await, ["rev3"]);
    site.get(&moderator, PAGE)
        .await
        .expect(StatusCode::FORBIDDEN);
    // The lead reads the point, answers it, changes the report and hands it over again.
    let page = site
        .get(&lead, "/reviews/r1/report")
        .await
        .expect(StatusCode::OK);
    assert!(
        page.text().contains("Take the name out."),
        "{}",
        page.text()
    );
    let point = page.hidden("point");
    let reply = [("point", &*point), ("reply", "Done."), ("form_key", "y")];
    site.post(&lead, &format!("{PAGE}/reply"), &reply)
        .await
        .expect_redirect("/reviews/r1/report");
    save(&site, &lead, "1", "The SECRET summary").await;
    hand_over(&site, &lead, "h2").await;
    let page = site
        .get(&moderator, PAGE)
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("Done.") && !page.contains("Mrs Smith”"),
        "{page}"
    );
    for _ in 0..2 {
        site.post(&moderator, &format!("{PAGE}/pass"), &[("form_key", "ok")])
            .await
            .expect_redirect("/reviews/r1");
    }
    assert_eq!(state(&site).await, "accuracy_check");
    assert_eq!(told(&site, "report_to_check").await, ["head1"]);
    assert_eq!(told(&site, "report_passed").await, ["rev3"]);
    site.get(&moderator, PAGE)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&moderator, "/reviews/r1/report")
        .await
        .expect(StatusCode::FORBIDDEN);
    // The head reads the draft and never the moderator's points.
    let draft = site
        .get(&head, "/reviews/r1/report/accuracy")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        draft.contains("The SECRET summary") && !draft.contains("Take the name out"),
        "{draft}"
    );
    assert_eq!(
        site.stored("SELECT VALUE hand_over FROM report_version ORDER BY number")
            .await,
        json!(["moderator", "moderator", "school"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_with_its_pdf_word_and_versions_is_for_team_and_moderator_alone() {
    let site = handed_over().await;
    let everybody = [
        "admin",
        "coord1",
        "coord2",
        "head1",
        "head2",
        "head3",
        "contrib1",
        "governor1",
        "la",
        "la2",
        "trust1",
        "rev1",
        "rev5",
        "nobody",
    ];
    for person in everybody {
        let cookie = site.sign_in(person).await;
        for page in [
            "report",
            "report.pdf",
            "report.docx",
            "report/versions",
            "report/quality",
            "report/accuracy",
            "findings",
            "findings/f1/evidence",
        ] {
            let answer = site.get(&cookie, &format!("/reviews/r1/{page}")).await;
            let status = answer.status;
            assert!(
                status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN,
                "{person}: {page}: {status}"
            );
            assert!(
                !answer.body.contains("SECRET") && !answer.body.contains("%PDF"),
                "{person}: {page}"
            );
        }
    }
    for person in ["rev2", "rev3", "rev4"] {
        let cookie = site.sign_in(person).await;
        for page in ["report.pdf", "report.docx", "report/versions"] {
            site.get(&cookie, &format!("/reviews/r1/{page}"))
                .await
                .expect(StatusCode::OK);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_who_joins_the_team_or_is_replaced_no_longer_moderates() {
    let site = handed_over().await;
    let moderator = site.sign_in("rev4").await;
    site.get(&moderator, PAGE).await.expect(StatusCode::OK);
    site.seed("CREATE team_member:late SET review = review:r1, person = person:rev4, lead = false, state = 'accepted'").await;
    site.get(&moderator, PAGE)
        .await
        .expect(StatusCode::FORBIDDEN);
    site.seed("DELETE team_member:late; UPDATE review:r1 SET moderator = NONE, version += 1")
        .await;
    site.get(&moderator, PAGE)
        .await
        .expect(StatusCode::NOT_FOUND);
    site.post(&moderator, &format!("{PAGE}/pass"), &[("form_key", "x")])
        .await
        .expect(StatusCode::NOT_FOUND);
    // Without a moderator the coordinator's list asks for one, with the draft waiting.
    let coord = site.sign_in("coord1").await;
    let hub = site
        .get(&coord, "/reviews/r1")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(hub.contains("Choose who moderates the report"), "{hub}");
    let fields = [("person", "rev4"), ("form_key", "again")];
    site.post(&coord, "/reviews/r1/moderator", &fields)
        .await
        .expect_redirect("/reviews/r1");
    assert_eq!(told(&site, "report_to_moderate").await, ["rev4", "rev4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_without_quality_assurance_has_no_moderator() {
    let site = visited().await;
    let coord = site.sign_in("coord1").await;
    site.get(&coord, "/reviews/r1/moderator")
        .await
        .expect(StatusCode::FORBIDDEN);
    let hub = site
        .get(&coord, "/reviews/r1")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(!hub.contains("moderates"), "{hub}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_while_a_draft_is_handed_over_is_not_lost_between_versions() {
    let site = drafted().await;
    let lead = site.sign_in("rev3").await;
    site.seed("UPDATE review:r1 SET moderator = person:rev4")
        .await;
    // Fifty times at once the same form: one version.
    let site = std::sync::Arc::new(site);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (site, lead) = (site.clone(), lead.clone());
        tasks.spawn(async move {
            site.post(&lead, "/reviews/r1/report/send", &[("form_key", "same")])
                .await
        });
    }
    for answer in tasks.join_all().await {
        answer.expect_redirect("/reviews/r1/report");
    }
    let versions = site.stored("SELECT number, text FROM report_version").await;
    assert_eq!(versions.as_array().unwrap().len(), 1, "{versions}");
    let text = versions[0]["text"].as_str().unwrap();
    for part in [
        "The SECRET summary",
        "They do.",
        "Warm starts",
        "Share plans with families",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (_, broken) = site.app.store.check_invariants().await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
}

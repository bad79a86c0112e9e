//! Suggestions from the question to the planned teams: the job, its progress and its end, conflicts and what changes.

use crate::support::{Answer, Site};
use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value, json};

pub const BOARD: &str = "/cycles/c1/pairing";
pub const RUN: &str = "/cycles/c1/pairing/run";
const RULES: &str = "/cycles/c1/pairing/rules";

/// Asks for a suggestion with the usual sizes.
pub async fn ask(site: &Site, coord: &str, more: &[(&str, &str)]) -> Answer {
    let page = site.get(coord, BOARD).await.expect(StatusCode::OK);
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let mut fields = vec![
        ("size", "3"),
        ("least", "2"),
        ("max_km", ""),
        ("version", version.as_str()),
        ("form_key", key.as_str()),
    ];
    fields.extend_from_slice(more);
    site.post(coord, BOARD, &fields).await
}

/// Lets the jobs do what is due.
pub async fn work(site: &Site) {
    let now = site.app.clock.now();
    server::jobs::run_due(&site.app, now).await.unwrap();
}

/// Uses the suggestion, with a reason for every conflict in it.
pub async fn take(site: &Site, coord: &str) -> Answer {
    decide(
        site,
        coord,
        "take",
        &[("reason-all", "There is nobody else")],
    )
    .await
}

/// Presses a button of the suggestion's page.
async fn decide(site: &Site, coord: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let page = site.get(coord, RUN).await.expect(StatusCode::OK);
    let key = format!("{}-{what}", page.hidden("form_key"));
    let mut fields = vec![("do", what), ("form_key", key.as_str())];
    fields.extend_from_slice(more);
    site.post(coord, RUN, &fields).await
}

async fn state(site: &Site) -> Value {
    site.stored("RETURN (SELECT VALUE state FROM pairing_run ORDER BY asked_at DESC LIMIT 1)[0]")
        .await
}

async fn members(site: &Site) -> Value {
    site.stored("SELECT VALUE [record::id(review), record::id(person), lead] FROM team_member ORDER BY review, person").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_changes_nothing_until_it_is_used() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    site.get(&coord, RUN).await.expect(StatusCode::NOT_FOUND);
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    let waiting = site.get(&coord, RUN).await.expect(StatusCode::OK);
    assert!(waiting.text().contains("0 % done"), "{}", waiting.text());
    assert_eq!(waiting.headers["refresh"], "3");
    let second = ask(&site, &coord, &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        second.text().contains("is being worked out already"),
        "{}",
        second.text()
    );

    work(&site).await;
    assert_eq!(state(&site).await, json!("done"));
    assert_eq!(members(&site).await, json!([]));
    let board = site.get(&coord, BOARD).await.text();
    assert!(board.contains("Suggested teams wait for you"), "{board}");
    let page = site.get(&coord, RUN).await.expect(StatusCode::OK);
    assert!(!page.headers.contains_key("refresh"));
    let text = page.text();
    for words in [
        "How good it is",
        "This is the best answer there is",
        "joins",
        "Trained to lead",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    take(&site, &coord).await.expect_redirect(BOARD);
    assert_eq!(state(&site).await, json!("taken"));
    assert!(members(&site).await.as_array().unwrap().len() >= 8);
    // It is over: it can neither be used again nor thrown away.
    let again = site
        .post(&coord, RUN, &[("do", "drop"), ("form_key", "another")])
        .await;
    assert_eq!(again.status, StatusCode::FORBIDDEN, "{}", again.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_again_without_a_change_nobody_moves_and_throwing_away_changes_nothing() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    work(&site).await;
    take(&site, &coord).await.expect_redirect(BOARD);
    let before = members(&site).await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    work(&site).await;
    let text = site.get(&coord, RUN).await.text();
    assert!(text.contains("Nobody joins or leaves a team."), "{text}");
    decide(&site, &coord, "drop", &[])
        .await
        .expect_redirect(BOARD);
    assert_eq!(state(&site).await, json!("dropped"));
    assert_eq!(members(&site).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_needs_a_reason_which_is_kept_and_stands_in_the_audit() {
    let site = Site::new().await;
    // Everybody has an interest in Ashby, so there is no way round it.
    site.seed("UPDATE person SET interests = [school:s1] WHERE reviewer;")
        .await;
    let coord = site.sign_in("coord1").await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    work(&site).await;
    let refused = decide(&site, &coord, "take", &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .contains("Has declared an interest in this school"),
        "{}",
        refused.text()
    );
    assert!(
        refused.body.contains("href=\"#reason-r1-"),
        "{}",
        refused.body
    );
    assert_eq!(members(&site).await, json!([]));
    decide(
        &site,
        &coord,
        "take",
        &[("reason-all", "The interest is long past")],
    )
    .await
    .expect_redirect(BOARD);
    let reasons = site
        .stored("SELECT VALUE override_reason FROM team_member WHERE review = review:r1")
        .await;
    let reasons = reasons.as_array().unwrap();
    assert!(reasons.len() >= 2 && reasons.iter().all(|r| r == "The interest is long past"));
    let told = site
        .stored("SELECT VALUE detail FROM audit WHERE verb = 'waived a conflict of interest' AND record = 'review:r1'")
        .await;
    let told = told.as_array().unwrap();
    assert_eq!(told.len(), reasons.len());
    assert!(
        told[0].as_str().unwrap().ends_with(": declared_interest"),
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_for_teams_that_have_changed_since_cannot_be_used() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    work(&site).await;
    site.seed("UPDATE cycle:c1 SET teams_version += 1;").await;
    let page = site.get(&coord, RUN).await.text();
    assert!(page.contains("Somebody has changed a team"), "{page}");
    let refused = take(&site, &coord)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("ask for another suggestion"),
        "{}",
        refused.text()
    );
    assert_eq!(members(&site).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_cancelled_before_it_begins_and_stopped_with_the_best_so_far() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    decide(&site, &coord, "cancel", &[])
        .await
        .expect_redirect(RUN);
    assert_eq!(state(&site).await, json!("cancelled"));
    work(&site).await;
    assert_eq!(state(&site).await, json!("cancelled"));
    let text = site.get(&coord, RUN).await.text();
    assert!(text.contains("This suggestion was cancelled."), "{text}");
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    decide(&site, &coord, "stop", &[])
        .await
        .expect_redirect(RUN);
    work(&site).await;
    let text = site.get(&coord, RUN).await.text();
    assert!(text.contains("It was stopped early"), "{text}");
    take(&site, &coord).await.expect_redirect(BOARD);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_machine_stopped_is_taken_up_again_and_in_the_end_given_up_in_words() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    let now = site.app.clock.now();
    let lease = |minutes: i64| (now + Duration::minutes(minutes)).to_rfc3339();
    let running = |attempts: u32, minutes: i64| {
        format!(
            "UPDATE pairing_run SET state = 'running', holder = 'gone', attempts = {attempts}, leased_until = d'{}';",
            lease(minutes)
        )
    };
    // Somebody is at work on it.
    site.seed(&running(1, 1)).await;
    work(&site).await;
    assert_eq!(state(&site).await, json!("running"));
    // The lease is over.
    site.seed(&running(1, -1)).await;
    work(&site).await;
    assert_eq!(state(&site).await, json!("done"));
    site.seed(&running(3, -1)).await;
    work(&site).await;
    assert_eq!(state(&site).await, json!("failed"));
    let text = site.get(&coord, RUN).await.text();
    assert!(text.contains("The work was cut off three times."), "{text}");
    assert!(
        site.get(&coord, BOARD)
            .await
            .text()
            .contains("Teams could not be suggested")
    );
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_kept_within_bounds_and_named_when_they_clash() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let page = site.get(&coord, RULES).await.expect(StatusCode::OK);
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let mut fields: Vec<(&str, &str)> = domain::pairing::Rule::ALL
        .iter()
        .map(|rule| (rule.key(), "5"))
        .collect();
    fields.extend([("version", version.as_str()), ("form_key", key.as_str())]);
    let mut wrong = fields.clone();
    wrong[0].1 = "101";
    wrong.push(("strict", "travel"));
    let refused = site
        .post(&coord, RULES, &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .contains("Enter a whole number from 0 to 100"),
        "{}",
        refused.text()
    );
    assert!(
        refused.text().contains("Choose rules from the list"),
        "{}",
        refused.text()
    );

    fields.extend([("strict", "load_over_limit"), ("ring", "yes")]);
    site.post(&coord, RULES, &fields)
        .await
        .expect_redirect(BOARD);
    let board = site.get(&coord, BOARD).await.text();
    for words in [
        "Schools visit each other in a ring",
        "Too many visits: never in a suggestion",
        "Same trust: 5 points, not 50",
    ] {
        assert!(board.contains(words), "{words}: {board}");
    }
    let ring = site.get(&coord, RULES).await.text();
    assert!(ring.contains("The ring as it is now"), "{ring}");

    // Four teams of two need eight visits, and there are four.
    site.seed("UPDATE person SET max_load = 1 WHERE reviewer;")
        .await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    work(&site).await;
    let text = site.get(&coord, RUN).await.text();
    assert!(
        text.contains("These rules cannot all be kept for"),
        "{text}"
    );
    assert!(text.contains("Never: too many visits"), "{text}");
    assert!(
        text.contains("Each team has at least so many people as you have set"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_run_the_cycle_see_its_suggestions() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    ask(&site, &coord, &[]).await.expect_redirect(RUN);
    work(&site).await;
    for who in ["coord2", "head1", "rev1", "la", "trust1", "nobody"] {
        let cookie = site.sign_in(who).await;
        for path in [RUN, RULES, "/cycles/c1/pairing/move"] {
            let seen = site.get(&cookie, path).await;
            assert_ne!(seen.status, StatusCode::OK, "{who} sees {path}");
            let sent = site.post(&cookie, path, &[("do", "take")]).await;
            assert!(
                [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&sent.status),
                "{who} posts {path}: {}",
                sent.status
            );
        }
    }
    assert_eq!(members(&site).await, json!([]));
}

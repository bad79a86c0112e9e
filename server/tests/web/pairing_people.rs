//! People moved by hand, conflicts that were found, reviewers' days and posts, and the fictional school.

use crate::support::{Answer, Site};
use axum::http::StatusCode;
use serde_json::{Value, json};

const MOVE: &str = "/cycles/c1/pairing/move";

/// Rita leads at Calder with Rob; Rosa leads at Dunmore with Rita.
async fn with_teams(site: &Site, state: &str) {
    site.seed(&format!(
        "CREATE team_member SET review = review:r3, person = person:rev2, lead = true, state = '{state}', by_hand = true;
         CREATE team_member SET review = review:r3, person = person:rev4, lead = false, state = '{state}', by_hand = true;
         CREATE team_member SET review = review:r4, person = person:rev3, lead = true, state = '{state}', by_hand = true;
         CREATE team_member SET review = review:r4, person = person:rev1, lead = false, state = '{state}', by_hand = true;"
    ))
    .await;
}

async fn teams(site: &Site) -> Value {
    site.stored("SELECT VALUE [record::id(review), record::id(person), lead, state] FROM (SELECT * FROM team_member ORDER BY review, person)").await
}

/// Looks at a move, and saves it with `more`.
async fn rearrange(site: &Site, who: &str, to: &str, more: &[(&str, &str)]) -> Answer {
    let coord = site.sign_in("coord1").await;
    let looked = site.post(&coord, MOVE, &[("who", who), ("to", to)]).await;
    if looked.status != StatusCode::OK || !looked.body.contains("value=\"save\"") {
        return looked;
    }
    let (version, key) = (looked.hidden("version"), looked.hidden("form_key"));
    let mut fields = vec![
        ("do", "save"),
        ("who", who),
        ("to", to),
        ("version", version.as_str()),
        ("form_key", key.as_str()),
    ];
    fields.extend_from_slice(more);
    site.post(&coord, MOVE, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_is_looked_at_before_it_is_saved_and_a_hard_rule_stops_it() {
    let site = Site::new().await;
    with_teams(&site, "planned").await;
    let before = teams(&site).await;
    let coord = site.sign_in("coord1").await;
    let looked = site
        .post(&coord, MOVE, &[("who", "r3 rev4"), ("to", "r4")])
        .await
        .expect(StatusCode::OK);
    assert!(
        looked.text().contains("Rob Reviewer works at this school"),
        "{}",
        looked.text()
    );
    assert!(!looked.body.contains("value=\"save\""), "{}", looked.body);
    assert_eq!(teams(&site).await, before);
    for (who, to) in [
        ("", ""),
        ("r3 rev9", "r4"),
        ("r3 rev4", "r3"),
        ("r3", "x y z"),
    ] {
        let wrong = site.post(&coord, MOVE, &[("who", who), ("to", to)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{who} {to}");
    }
    // Saved all the same, without having looked.
    let version = site
        .get(&coord, "/cycles/c1/pairing")
        .await
        .hidden("version");
    let fields = [
        ("do", "save"),
        ("who", "r3 rev4"),
        ("to", "r4"),
        ("version", version.as_str()),
    ];
    site.post(&coord, MOVE, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(teams(&site).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_change_places_with_a_reason_and_those_who_were_asked_hear_of_it() {
    let site = Site::new().await;
    with_teams(&site, "invited").await;
    site.seed("UPDATE person:rev1 SET interests = [school:s3];")
        .await;
    let refused = rearrange(&site, "r3 rev2", "r4 rev1", &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("Has declared an interest"),
        "{}",
        refused.text()
    );
    rearrange(
        &site,
        "r3 rev2",
        "r4 rev1",
        &[("reason", "Both asked for it")],
    )
    .await
    .expect_redirect("/cycles/c1/pairing");
    assert_eq!(
        teams(&site).await,
        json!([
            ["r3", "rev1", true, "planned"],
            ["r3", "rev4", false, "invited"],
            ["r4", "rev2", false, "planned"],
            ["r4", "rev3", true, "invited"]
        ])
    );
    let told = site
        .stored("SELECT VALUE record::id(person) FROM (SELECT person FROM notice WHERE kind = 'removed_from_team' ORDER BY person)")
        .await;
    assert_eq!(told, json!(["rev1", "rev2"]));
    let audit = site
        .stored("SELECT VALUE detail FROM audit WHERE verb = 'moved into the team' AND record = 'review:r3'")
        .await;
    assert_eq!(audit, json!(["rev1, with a reason"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_that_is_found_later_can_be_waived_with_a_reason() {
    let site = Site::new().await;
    with_teams(&site, "invited").await;
    site.seed("UPDATE person:rev4 SET posts = [{ school: school:s3, until: '2026-08-31' }];")
        .await;
    let coord = site.sign_in("coord1").await;
    let path = "/reviews/r3/team";
    let page = site.get(&coord, path).await.expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("Held a post at this school in the last three years"),
        "{}",
        page.text()
    );
    let version = page.hidden("version");
    let send = async |reason: &str, key: &str| {
        let fields = [
            ("do", "detected"),
            ("member", "rev4"),
            ("detected-rev4", reason),
            ("version", version.as_str()),
            ("form_key", key),
        ];
        site.post(&coord, path, &fields).await
    };
    send("", "one")
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    send("A term of cover only", "two")
        .await
        .expect_redirect(path);
    let page = site.get(&coord, path).await.text();
    assert!(
        page.contains("Why all the same: A term of cover only"),
        "{page}"
    );
    assert!(!page.contains("Waive the conflict"), "{page}");
    assert_eq!(
        site.stored("SELECT VALUE detail FROM audit WHERE verb = 'waived a conflict of interest'")
            .await,
        json!(["rev4: recent_post"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_says_when_and_where_and_the_coordinator_sees_it() {
    let site = Site::new().await;
    let me = site.sign_in("rev1").await;
    let page = site.get(&me, "/me/reviewer").await.expect(StatusCode::OK);
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let mut fields = vec![
        ("phases", "Primary"),
        ("max_load", "2"),
        ("weekdays", "2"),
        ("weekdays", "4"),
        ("away", "12 to 16 April 2027"),
        ("post_school", "Calder Infant School"),
        ("post_until-day", "31"),
        ("post_until-month", "8"),
        ("post_until-year", "2026"),
        ("version", version.as_str()),
        ("form_key", key.as_str()),
    ];
    let mut wrong = fields.clone();
    wrong[4].1 = "some time";
    wrong[5].1 = "No such school";
    let refused = site
        .post(&me, "/me/reviewer", &wrong)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Line 1:"), "{}", refused.text());
    site.post(&me, "/me/reviewer", &fields)
        .await
        .expect_redirect("/me");
    let text = site.get(&me, "/me").await.text();
    for words in [
        "Tuesday, Thursday",
        "16 April 2027",
        "Calder Infant School, until 31 August 2026",
        "Not done yet",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let coord = site.sign_in("coord1").await;
    let seen = site
        .get(&coord, "/partnerships/p1/people/rev1")
        .await
        .text();
    assert!(
        seen.contains("Tuesday, Thursday") && seen.contains("Calder Infant School"),
        "{seen}"
    );
    // Without the tick the post is taken off again.
    let page = site.get(&me, "/me/reviewer").await;
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    fields.truncate(4);
    fields.extend([("version", version.as_str()), ("form_key", key.as_str())]);
    site.post(&me, "/me/reviewer", &fields)
        .await
        .expect_redirect("/me");
    assert_eq!(site.stored("RETURN person:rev1.posts").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_rates_the_fictional_school_once_and_sees_the_reference_only_then() {
    let site = Site::new().await;
    let me = site.sign_in("rev1").await;
    let path = "/me/calibration";
    let page = site.get(&me, path).await.expect(StatusCode::OK);
    assert!(page.text().contains("Millbrook Primary School"));
    assert!(!page.text().contains("Reference"), "{}", page.text());
    let key = page.hidden("form_key");
    let missing = site
        .post(&me, path, &[("level-1-1", "3"), ("form_key", key.as_str())])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        missing.body.contains("href=\"#level-5-2\""),
        "{}",
        missing.body
    );
    let fields = [
        ("level-1-1", "3"),
        ("level-2-1", "3"),
        ("level-3-2", "4"),
        ("level-4-1", "4"),
        ("level-5-2", "2"),
        ("form_key", key.as_str()),
    ];
    site.post(&me, path, &fields).await.expect_redirect(path);
    let text = site.get(&me, path).await.text();
    assert!(
        text.contains("3 of your 5 levels are the same as the reference."),
        "{text}"
    );
    assert!(text.contains("1 is more than one level away"), "{text}");
    assert!(text.contains("Why not another level"), "{text}");
    // They are given once.
    let again = [("level-1-1", "1"), ("form_key", "another")];
    site.post(&me, path, &again).await.expect_redirect(path);
    assert_eq!(
        site.stored("RETURN calibration:rev1.levels").await,
        json!({"1.1": 3, "2.1": 3, "3.2": 4, "4.1": 4, "5.2": 2})
    );
    let coord = site.sign_in("coord1").await;
    let seen = site
        .get(&coord, "/partnerships/p1/people/rev1")
        .await
        .text();
    assert!(seen.contains("Has compared how they rate Done"), "{seen}");
    assert!(!seen.contains("Reference"), "{seen}");
    let head = site.sign_in("head1").await;
    site.get(&head, path).await.expect(StatusCode::NOT_FOUND);
}

use super::{STRAND, save};
use crate::support::{Answer, Site};
use axum::http::StatusCode;
use serde_json::json;

const SHARES: &str = "/reviews/r1/self-review/strands";

async fn give(site: &Site, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let page = site.get(cookie, SHARES).await.expect(StatusCode::OK);
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let mut all = vec![("version", version.as_str()), ("form_key", key.as_str())];
    all.extend_from_slice(fields);
    site.post(cookie, SHARES, &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_gives_out_strands_and_everybody_sees_who_has_which() {
    let site = Site::new().await;
    let (head, contributor) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    let page = site.get(&head, SHARES).await.expect(StatusCode::OK);
    assert_eq!(page.body.matches("<select").count(), 17);
    assert!(
        page.text().contains("Connie Senco") && page.text().contains("Hana One"),
        "{}",
        page.text()
    );
    give(
        &site,
        &head,
        &[
            ("person-1-1", "contrib1"),
            ("person-2-1", "contrib1"),
            ("person-5-1", "head1"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1/self-review?done=given");
    let list = site.get(&contributor, "/reviews/r1/self-review").await;
    let text = list.text();
    assert!(
        text.contains("Your strands 1.1 Early identification Connie Senco has it"),
        "{text}"
    );
    assert!(text.contains("Hana One has it"), "{text}");
    // One's own stand first, and in their principle too.
    assert_eq!(text.matches("Connie Senco has it").count(), 4);
    let strand = site.get(&contributor, STRAND).await;
    assert!(
        strand.text().contains("You have this strand."),
        "{}",
        strand.text()
    );

    // Whoever has not been given a strand may write in it all the same, and is told who has it.
    let page = site.get(&head, STRAND).await.expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("Connie Senco has this strand. You can write in it too"),
        "{}",
        page.text()
    );
    save(&site, &head, &page, &[("narrative", "By the head")])
        .await
        .expect_redirect(STRAND);
    let home = site.get(&contributor, "/").await;
    for words in [
        "Write your strands of the self-review",
        "Strands 1.1, 2.1.",
        "8 March 2027",
    ] {
        assert!(home.text().contains(words), "{words}: {}", home.text());
    }
    assert_eq!(
        site.stored("SELECT VALUE [verb, detail] FROM audit WHERE verb = 'gave out strands'")
            .await,
        json!([["gave out strands", "1.1, 2.1, 5.1"]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strand_is_marked_as_ready_and_the_task_goes_when_all_are() {
    let site = Site::new().await;
    let (head, contributor) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    give(
        &site,
        &head,
        &[("person-1-1", "contrib1"), ("person-1-2", "contrib1")],
    )
    .await
    .expect_redirect("/");
    let page = site.get(&contributor, STRAND).await;
    let empty = save(&site, &contributor, &page, &[("then", "ready")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        empty
            .text()
            .contains("nothing here yet that could be ready")
    );
    let fields = [("narrative", "Done"), ("level", "2"), ("then", "ready")];
    save(&site, &contributor, &page, &fields)
        .await
        .expect_redirect("/reviews/r1/self-review?done=ready");
    let list = site.get(&head, "/reviews/r1/self-review").await;
    assert!(
        list.text()
            .contains("Marked as ready by Connie Senco at 9:00am on 11 January 2027")
            && list.text().contains("Ready: Developing"),
        "{}",
        list.text()
    );
    let home = site.get(&contributor, "/").await;
    assert!(home.text().contains("Strand 1.2."), "{}", home.text());

    // Writing on does not take the mark away; saying so does.
    let page = site.get(&contributor, STRAND).await;
    save(
        &site,
        &contributor,
        &page,
        &[("narrative", "Done, a little better")],
    )
    .await
    .expect_redirect(STRAND);
    let page = site.get(&contributor, STRAND).await;
    assert!(page.text().contains("Marked as ready by Connie Senco"));
    let fields = [
        ("narrative", "Done, a little better"),
        ("then", "not_ready"),
    ];
    save(&site, &contributor, &page, &fields)
        .await
        .expect_redirect(STRAND);
    assert!(
        !site
            .get(&contributor, STRAND)
            .await
            .text()
            .contains("Marked as ready")
    );
    for path in [STRAND, "/reviews/r1/self-review/1.2"] {
        let page = site.get(&contributor, path).await;
        let fields = [
            ("version", &*page.hidden("version")),
            ("form_key", &*page.hidden("form_key")),
            ("narrative", "Done"),
            ("then", "ready"),
        ];
        site.post(&contributor, path, &fields)
            .await
            .expect_redirect("/reviews/r1/self-review");
    }
    let home = site.get(&contributor, "/").await;
    assert!(
        !home.text().contains("Write your strands"),
        "{}",
        home.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strand_goes_to_nobody_outside_the_school_and_only_the_head_gives_it() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    for stranger in ["head2", "governor1", "coord1", "rev2", "nobody"] {
        give(&site, &head, &[("person-1-1", stranger)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(site.stored("SELECT id FROM strand_work").await, json!([]));
    for (person, status) in [
        ("contrib1", StatusCode::FORBIDDEN),
        ("coord1", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("governor1", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        site.get(&cookie, SHARES).await.expect(status);
        site.post(&cookie, SHARES, &[("version", "0"), ("person-1-1", person)])
            .await
            .expect(status);
    }
    site.seed(
        "UPDATE review:r1 SET self_review = 'submitted', submitted_at = d'2027-01-05T10:00:00Z'",
    )
    .await;
    site.get(&head, SHARES).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_heads_do_not_undo_each_others_page_unseen() {
    let site = Site::new().await;
    site.seed("CREATE role:second SET person = person:nobody, kind = 'headteacher', scope = 's1', since = '2026-09-01', why = 'Acting'").await;
    let (one, two) = (site.sign_in("head1").await, site.sign_in("nobody").await);
    let page = site.get(&two, SHARES).await.expect(StatusCode::OK);
    give(&site, &one, &[("person-1-1", "contrib1")])
        .await
        .expect_redirect("/");
    let fields = [
        ("version", &*page.hidden("version")),
        ("form_key", &*page.hidden("form_key")),
        ("person-1-1", ""),
        ("person-1-2", "head1"),
    ];
    site.post(&two, SHARES, &fields)
        .await
        .expect(StatusCode::CONFLICT);
    assert_eq!(
        site.stored("SELECT VALUE [strand, record::id(person)] FROM strand_work")
            .await,
        json!([["1.1", "contrib1"]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_left_the_school_is_asked_for_nothing_and_the_mark_goes_with_the_strand() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    give(&site, &head, &[("person-1-1", "contrib1")])
        .await
        .expect_redirect("/");
    site.seed(
        "UPDATE strand_work SET ready_by = person:contrib1, ready_at = d'2027-01-10T09:00:00Z'",
    )
    .await;
    give(
        &site,
        &head,
        &[("person-1-1", "head1"), ("person-1-2", "contrib1")],
    )
    .await
    .expect_redirect("/");
    assert_eq!(
        site.stored("SELECT VALUE [record::id(person), ready_at] FROM strand_work ORDER BY strand")
            .await,
        json!([["head1", null], ["contrib1", null]])
    );
    // Ten working days before the self-review is wanted.
    let mails = "SELECT VALUE text FROM message WHERE person = person:contrib1 AND kind = 'daily'";
    let day = "2027-02-22T09:00:00Z";
    for (left, expected) in [(true, 0), (false, 1)] {
        let until = if left { "'2027-01-31'" } else { "NONE" };
        site.seed(&format!("UPDATE role:⟨role-contrib1⟩ SET until = {until}"))
            .await;
        let day = if left { day } else { "2027-03-03T09:00:00Z" };
        server::jobs::run_due(&site.app, day.parse().unwrap())
            .await
            .unwrap();
        let found = site.stored(mails).await;
        assert_eq!(found.as_array().unwrap().len(), expected, "{found}");
        if let Some(text) = found[0].as_str() {
            assert!(text.contains("Your part of the self-review"), "{text}");
        }
    }
    // It is the school's own affair: the coordinator hears nothing of it, however late.
    server::jobs::run_due(&site.app, "2027-03-22T09:00:00Z".parse().unwrap())
        .await
        .unwrap();
    let coordinator = site
        .stored("SELECT VALUE text FROM message WHERE person = person:coord1 AND kind = 'daily'")
        .await;
    assert!(
        !coordinator.to_string().contains("Your part of"),
        "{coordinator}"
    );
}

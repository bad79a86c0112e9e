mod autosave;
mod carry_over;
mod checks;
mod offline;
mod shares;

use crate::support::{Answer, Site};
use axum::http::StatusCode;
use serde_json::json;

const STRAND: &str = "/reviews/r1/self-review/1.1";
/// Team and day are there, so that the pack can be released.
const READY: &str = "
    CREATE team_member:t1 SET review = review:r1, person = person:rev2, lead = true, state = 'accepted';
    CREATE team_member:t2 SET review = review:r1, person = person:rev3, lead = false, state = 'accepted';
    UPDATE review:r1 SET state = 'date_agreed', visit_date = '2027-03-18';";

/// The fields of the strand's page as a browser sends them, with `more` in place of what was shown.
pub(crate) async fn save(
    site: &Site,
    cookie: &str,
    page: &Answer,
    more: &[(&str, &str)],
) -> Answer {
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let mut fields = vec![("version", version.as_str()), ("form_key", key.as_str())];
    fields.extend_from_slice(more);
    site.post(cookie, STRAND, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_is_a_draft_and_says_so() {
    let site = Site::new().await;
    let contributor = site.sign_in("contrib1").await;
    let page = site.get(&contributor, STRAND).await.expect(StatusCode::OK);
    assert!(
        page.text().contains("1.1 Early identification") && page.text().contains("Emerging"),
        "{}",
        page.text()
    );
    let fields = [
        ("level", "2"),
        ("narrative", "We check <b>every</b> term.\r\n\r\nIt helps."),
        ("then", "stay"),
    ];
    save(&site, &contributor, &page, &fields)
        .await
        .expect_redirect("/reviews/r1/self-review/1.1?done=saved");
    save(&site, &contributor, &page, &fields)
        .await
        .expect_redirect("/reviews/r1/self-review/1.1?done=saved");
    let shown = site
        .get(&contributor, "/reviews/r1/self-review/1.1?done=saved")
        .await;
    assert!(
        shown
            .text()
            .contains("Saved as a draft. It is not submitted yet."),
        "{}",
        shown.text()
    );
    assert!(
        shown
            .body
            .contains("We check &lt;b&gt;every&lt;/b&gt; term."),
        "{}",
        shown.body
    );
    let stored = site.stored("SELECT VALUE [level, not_explored, narrative, version, record::id(saved_by)] FROM strand_entry").await;
    assert_eq!(
        stored,
        json!([[
            2,
            false,
            "We check <b>every</b> term.\n\nIt helps.",
            1,
            "contrib1"
        ]])
    );
    assert_eq!(
        site.stored("SELECT VALUE self_review FROM review:r1").await,
        json!(["in_progress"])
    );
    let list = site
        .get(&site.sign_in("head1").await, "/reviews/r1/self-review")
        .await
        .expect(StatusCode::OK);
    assert!(
        list.text().contains("1 of 17 strands saved")
            && list.text().contains("Saved by Connie Senco"),
        "{}",
        list.text()
    );
    assert!(list.text().contains("Saved: Developing"), "{}", list.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn save_and_continue_leads_on_and_at_the_end_to_the_list() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, STRAND).await;
    save(&site, &head, &page, &[("narrative", "x"), ("then", "next")])
        .await
        .expect_redirect("/reviews/r1/self-review/1.2");
    let last = site.get(&head, "/reviews/r1/self-review").await;
    let code = last
        .body
        .rsplit("/reviews/r1/self-review/")
        .find(|p| p.as_bytes()[0] == b'5')
        .unwrap()[..3]
        .to_owned();
    let path = format!("/reviews/r1/self-review/{code}");
    let page = site.get(&head, &path).await.expect(StatusCode::OK);
    let fields = [
        ("version", &*page.hidden("version")),
        ("form_key", &*page.hidden("form_key")),
        ("level", "not_explored"),
        ("then", "next"),
    ];
    site.post(&head, &path, &fields)
        .await
        .expect_redirect("/reviews/r1/self-review?done=saved");
    assert!(
        site.get(&head, "/reviews/r1/self-review")
            .await
            .text()
            .contains("Not explored")
    );
    site.get(&head, "/reviews/r1/self-review/9.9")
        .await
        .expect(StatusCode::NOT_FOUND);
    site.get(&head, "/reviews/r1/self-review/xx")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_form_saves_nothing() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, STRAND).await;
    let refused = save(&site, &head, &page, &[("narrative", " "), ("then", "stay")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("nothing to save"),
        "{}",
        refused.text()
    );
    save(&site, &head, &page, &[("narrative", ""), ("then", "next")])
        .await
        .expect_redirect("/reviews/r1/self-review/1.2");
    assert_eq!(
        site.stored("SELECT VALUE self_review FROM review:r1").await,
        json!(["not_started"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_added_and_removed_beside_the_text() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, STRAND).await;
    let bad = save(
        &site,
        &head,
        &page,
        &[
            ("narrative", "Keep me"),
            ("then", "evidence"),
            ("evidence_kind", "data"),
            ("evidence_text", "Keep this too"),
            ("evidence_stance", "supports"),
            ("evidence_link", "javascript:alert(1)"),
        ],
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        bad.text().contains("https://")
            && bad.body.contains("Keep me")
            && bad.body.contains("Keep this too"),
        "{}",
        bad.text()
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence").await,
        json!([])
    );

    let good = [
        ("narrative", "Keep me"),
        ("then", "evidence"),
        ("evidence_kind", "pupil_voice"),
        ("evidence_text", "They <i>like</i> it"),
        ("evidence_stance", "challenges"),
        ("evidence_link", "https://school.example/policy?a=1&b=2"),
    ];
    save(&site, &head, &page, &good)
        .await
        .expect_redirect("/reviews/r1/self-review/1.1?done=saved#evidence");
    save(&site, &head, &page, &good)
        .await
        .expect_redirect("/reviews/r1/self-review/1.1?done=saved#evidence");
    let stored = site
        .stored("SELECT VALUE [side, strand, kind, stance, text, link] FROM evidence")
        .await;
    assert_eq!(
        stored,
        json!([[
            "self",
            "1.1",
            "pupil_voice",
            "challenges",
            "They <i>like</i> it",
            "https://school.example/policy?a=1&b=2"
        ]])
    );
    let page = site.get(&head, STRAND).await;
    assert!(
        page.body.contains("They &lt;i&gt;like")
            && page.text().contains("Challenges our judgement"),
        "{}",
        page.body
    );

    // Another school's evidence is not touched, whatever id is sent.
    site.seed("CREATE evidence:other SET review = review:r2, side = 'self', strand = '1.1', kind = 'data', stance = 'supports', text = 't', added_by = person:head2, added_at = d'2027-01-05T09:00:00Z'").await;
    save(
        &site,
        &head,
        &page,
        &[("narrative", "Keep me"), ("remove", "other")],
    )
    .await
    .expect_redirect(STRAND);
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence")
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let id = site
        .stored("SELECT VALUE record::id(id) FROM evidence WHERE review = review:r1")
        .await[0]
        .as_str()
        .unwrap()
        .to_owned();
    let page = site.get(&head, STRAND).await;
    save(
        &site,
        &head,
        &page,
        &[("narrative", "Typed meanwhile"), ("remove", &id)],
    )
    .await
    .expect_redirect(STRAND);
    assert_eq!(
        site.stored("SELECT VALUE record::id(id) FROM evidence")
            .await,
        json!(["other"])
    );
    assert_eq!(
        site.stored("SELECT VALUE narrative FROM strand_entry")
            .await,
        json!(["Typed meanwhile"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_second_sees_both_texts_and_chooses() {
    let site = Site::new().await;
    let (head, contributor) = (site.sign_in("head1").await, site.sign_in("contrib1").await);
    let (a, b) = (
        site.get(&contributor, STRAND).await,
        site.get(&head, STRAND).await,
    );
    save(
        &site,
        &contributor,
        &a,
        &[("narrative", "Connie's text"), ("level", "1")],
    )
    .await
    .expect_redirect(STRAND);
    let both = save(
        &site,
        &head,
        &b,
        &[("narrative", "Hana's text"), ("level", "2")],
    )
    .await
    .expect(StatusCode::CONFLICT);
    for words in [
        "Connie's text",
        "Hana's text",
        "Connie Senco",
        "Level 1, Emerging",
    ] {
        assert!(both.text().contains(words), "{words}: {}", both.text());
    }
    assert_eq!(
        site.stored("SELECT VALUE narrative FROM strand_entry")
            .await,
        json!(["Connie's text"])
    );
    save(
        &site,
        &head,
        &both,
        &[("narrative", "Both texts"), ("level", "2")],
    )
    .await
    .expect_redirect(STRAND);
    assert_eq!(
        site.stored("SELECT VALUE [narrative, level, version] FROM strand_entry")
            .await,
        json!([["Both texts", 2, 2]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_too_long_is_refused_in_words_and_kept() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, STRAND).await;
    let long = "Zebra ".repeat(5_000);
    let refused = save(
        &site,
        &head,
        &page,
        &[("narrative", &long), ("evidence_text", "Stays")],
    )
    .await
    .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("characters long"),
        "{}",
        &refused.text()[..2000]
    );
    assert_eq!(refused.body.matches("Zebra").count(), 5_000);
    assert!(refused.body.contains("Stays"));
    // Two megabytes that were pasted by mistake, as a browser encodes them: refused, and still there.
    let huge = "A word, and a line.\n".repeat(100_000);
    let refused = save(&site, &head, &page, &[("narrative", &huge)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("1999999 characters long"));
    assert_eq!(refused.body.matches("A word, and a line.").count(), 100_000);
    let vast = "x".repeat(9 * 1024 * 1024);
    let refused = save(&site, &head, &page, &[("narrative", &vast)])
        .await
        .expect(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        refused.text().contains("longer than can be saved"),
        "{}",
        refused.text()
    );
    let control = save(&site, &head, &page, &[("narrative", "a\u{0}b")]).await;
    assert_eq!(control.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_without_levels_asks_for_none_and_takes_none() {
    let site = Site::new().await;
    site.seed("UPDATE cycle:c1 SET levels = false").await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, STRAND).await;
    assert!(
        !page.body.contains("type=\"radio\" value=\"2\"") && page.text().contains("Not explored"),
        "{}",
        page.text()
    );
    save(&site, &head, &page, &[("level", "2"), ("narrative", "x")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    save(&site, &head, &page, &[("level", "not_explored")])
        .await
        .expect_redirect(STRAND);
}

#[tokio::test(flavor = "multi_thread")]
async fn from_draft_to_the_team_and_no_further() {
    let site = Site::new().await;
    site.seed(READY).await;
    let (head, contributor, coordinator) = (
        site.sign_in("head1").await,
        site.sign_in("contrib1").await,
        site.sign_in("coord1").await,
    );
    let reviewer = site.sign_in("rev2").await;
    let page = site.get(&head, STRAND).await;
    save(
        &site,
        &head,
        &page,
        &[("narrative", "SECRETWORD"), ("level", "3")],
    )
    .await
    .expect_redirect(STRAND);

    // The check warns and does not forbid; a contributor cannot submit.
    let submit = "/reviews/r1/self-review/submit";
    let check = site.get(&head, submit).await.expect(StatusCode::OK);
    assert!(
        check.text().contains("at least two kinds of evidence")
            && check.text().contains("1 of 17 strands"),
        "{}",
        check.text()
    );
    let key = check.hidden("form_key");
    assert!(
        site.get(&contributor, submit)
            .await
            .text()
            .contains("Only the headteacher can submit")
    );
    assert!(
        !site
            .get(&contributor, submit)
            .await
            .body
            .contains("<form method=\"post\" novalidate")
    );
    site.post(&contributor, submit, &[("attest", "yes")])
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&head, submit, &[("form_key", &key)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    site.post(&head, submit, &[("form_key", &key), ("attest", "yes")])
        .await
        .expect_redirect("/reviews/r1?done=submitted");
    site.post(&head, submit, &[("form_key", &key), ("attest", "yes")])
        .await
        .expect_redirect("/reviews/r1?done=submitted");
    assert_eq!(
        site.stored("SELECT VALUE [record::id(person), kind] FROM notice")
            .await,
        json!([["coord1", "self_review_submitted"]])
    );

    // Who was still writing keeps the text, and nothing is saved.
    let fields = [
        ("version", "1"),
        ("narrative", "Too late, but not lost"),
        ("form_key", "k1"),
    ];
    let late = site
        .post(&contributor, STRAND, &fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(
        late.text()
            .contains("has been submitted and cannot be changed")
            && late.body.contains("Too late, but not lost"),
        "{}",
        late.text()
    );
    assert!(
        !site
            .get(&head, STRAND)
            .await
            .expect(StatusCode::OK)
            .body
            .contains("<textarea")
    );

    // Sent back with a reason, which the school reads; submitted again; released.
    let back = "/reviews/r1/self-review/return";
    site.get(&head, back).await.expect(StatusCode::FORBIDDEN);
    let form = site.get(&coordinator, back).await.expect(StatusCode::OK);
    assert!(!form.body.contains("SECRETWORD"));
    let key = form.hidden("form_key");
    site.post(&coordinator, back, &[("form_key", &key), ("reason", "")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    site.post(
        &coordinator,
        back,
        &[
            ("form_key", &key),
            ("reason", "Sixteen strands are missing"),
        ],
    )
    .await
    .expect_redirect("/reviews/r1");
    let notices = site.stored("SELECT VALUE record::id(person) FROM notice WHERE kind = 'self_review_returned' ORDER BY person").await;
    assert_eq!(notices, json!(["contrib1", "head1"]));
    assert!(
        site.get(&contributor, "/reviews/r1/self-review")
            .await
            .text()
            .contains("Sixteen strands are missing")
    );
    site.get(&reviewer, "/reviews/r1/self-review/read")
        .await
        .expect(StatusCode::FORBIDDEN);
    site.get(&coordinator, "/reviews/r1/release")
        .await
        .expect(StatusCode::FORBIDDEN);
    let check = site.get(&head, submit).await;
    site.post(
        &head,
        submit,
        &[("form_key", &check.hidden("form_key")), ("attest", "yes")],
    )
    .await
    .expect_redirect("/reviews/r1");

    let form = site
        .get(&coordinator, "/reviews/r1/release")
        .await
        .expect(StatusCode::OK);
    let key = form.hidden("form_key");
    site.post(&head, "/reviews/r1/release", &[("form_key", &key)])
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&coordinator, "/reviews/r1/release", &[("form_key", &key)])
        .await
        .expect_redirect("/reviews/r1?done=released");
    site.post(&coordinator, "/reviews/r1/release", &[("form_key", &key)])
        .await
        .expect_redirect("/reviews/r1?done=released");
    let stored = site
        .stored("SELECT VALUE [state, self_review, returned_reason] FROM review:r1")
        .await;
    assert_eq!(stored, json!([["preparing", "locked", null]]));
    let notices = site.stored("SELECT VALUE record::id(person) FROM notice WHERE kind = 'pack_released' ORDER BY person").await;
    assert_eq!(notices, json!(["rev2", "rev3"]));
    assert!(
        site.get(&reviewer, "/reviews/r1/self-review/read")
            .await
            .expect(StatusCode::OK)
            .body
            .contains("SECRETWORD")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_school_writes_is_read_by_nobody_whom_the_page_does_not_name() {
    let site = Site::new().await;
    site.seed(READY).await;
    site.seed("
        UPDATE review:r1 SET self_review = 'in_progress', questions = ['To what extent SECRETWORD?'];
        CREATE strand_entry:⟨r1-self-1-1⟩ SET review = review:r1, side = 'self', strand = '1.1', narrative = 'SECRETWORD', saved_by = person:head1, saved_at = d'2027-01-05T09:00:00Z';
        CREATE evidence:e1 SET review = review:r1, side = 'self', strand = '1.1', kind = 'data', stance = 'supports', text = 'SECRETWORD', added_by = person:head1, added_at = d'2027-01-05T09:00:00Z'").await;
    let pages = [
        "",
        "/agreement",
        "/self-review",
        "/self-review/1.1",
        "/self-review/read",
        "/self-review/submit",
        "/self-review/return",
        "/questions",
        "/release",
        "/visit-date",
    ];
    for person in [
        "admin",
        "coord1",
        "coord2",
        "head2",
        "head6",
        "governor1",
        "la",
        "la2",
        "trust1",
        "rev2",
        "rev4",
        "nobody",
    ] {
        let cookie = site.sign_in(person).await;
        for page in pages {
            let answer = site.get(&cookie, &format!("/reviews/r1{page}")).await;
            assert!(!answer.body.contains("SECRETWORD"), "{person} {page}");
        }
        for page in ["/self-review/1.1", "/questions"] {
            let fields = [
                ("version", "1"),
                ("narrative", "Changed"),
                ("question-1", "Changed"),
            ];
            let answer = site
                .post(&cookie, &format!("/reviews/r1{page}"), &fields)
                .await;
            assert!(
                matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN),
                "{person} {page}: {}",
                answer.status
            );
        }
    }
    assert_eq!(
        site.stored("SELECT VALUE narrative FROM strand_entry")
            .await,
        json!(["SECRETWORD"])
    );
    let own = site
        .get(
            &site.sign_in("contrib1").await,
            "/reviews/r1/self-review/read",
        )
        .await
        .expect(StatusCode::OK);
    assert_eq!(own.body.matches("SECRETWORD").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn enquiry_questions_are_up_to_three_and_saved_once() {
    let site = Site::new().await;
    let contributor = site.sign_in("contrib1").await;
    let path = "/reviews/r1/questions";
    let page = site.get(&contributor, path).await.expect(StatusCode::OK);
    assert!(
        page.text()
            .contains("To what extent do we notice need early"),
        "{}",
        page.text()
    );
    let (version, key) = (page.hidden("version"), page.hidden("form_key"));
    let five = [
        ("version", &*version),
        ("question-1", "Q <1>"),
        ("focus", "1.1"),
        ("focus", "1.2"),
        ("focus", "1.3"),
        ("focus", "2.1"),
        ("focus", "2.2"),
    ];
    let refused = site
        .post(&contributor, path, &five)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("up to 4 strands") && refused.body.contains("Q &lt;1&gt;"),
        "{}",
        refused.text()
    );
    let good = [
        ("version", &*version),
        ("form_key", &*key),
        ("question-1", "To what extent do we listen?"),
        ("question-3", "And act?"),
        ("focus", "2.1"),
        ("focus", "1.1"),
    ];
    site.post(&contributor, path, &good)
        .await
        .expect_redirect(path);
    site.post(&contributor, path, &good)
        .await
        .expect_redirect(path);
    let stored = site
        .stored("SELECT VALUE [questions, focus, questions_version] FROM review:r1")
        .await;
    assert_eq!(
        stored,
        json!([[
            ["To what extent do we listen?", "And act?"],
            ["1.1", "2.1"],
            1
        ]])
    );

    let head = site.sign_in("head1").await;
    let mine = [("version", "0"), ("question-1", "Mine")];
    let both = site
        .post(&head, path, &mine)
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        both.text().contains("And act?")
            && both.body.contains("Mine")
            && both.text().contains("Connie Senco"),
        "{}",
        both.text()
    );
    let chosen = [
        ("version", &*both.hidden("version")),
        ("question-1", "Mine"),
    ];
    site.post(&head, path, &chosen).await.expect_redirect(path);
    site.seed("UPDATE review:r1 SET state = 'visited'").await;
    let closed = site.get(&head, path).await.expect(StatusCode::OK);
    assert!(
        closed.text().contains("can no longer be changed") && !closed.body.contains("<textarea"),
        "{}",
        closed.text()
    );
    site.post(&head, path, &chosen)
        .await
        .expect(StatusCode::FORBIDDEN);
}

use super::{READY, STRAND, save};
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const SUBMIT: &str = "/reviews/r1/self-review/submit";

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_what_is_thin_with_a_link_and_forbids_nothing() {
    let site = Site::new().await;
    site.seed("
        UPDATE review:r1 SET self_review = 'in_progress';
        FOR $s IN [['1-1', '1.1', 3], ['1-2', '1.2', 2], ['1-3', '1.3', 4]] {
            CREATE type::record('strand_entry', string::concat('r1-self-', $s[0])) SET review = review:r1, side = 'self', strand = $s[1],
                level = $s[2], narrative = 'Text', saved_by = person:head1, saved_at = d'2027-01-05T09:00:00Z';
        };
        CREATE strand_entry:⟨r1-self-2-1⟩ SET review = review:r1, side = 'self', strand = '2.1', not_explored = true,
            saved_by = person:head1, saved_at = d'2027-01-05T09:00:00Z';
        FOR $e IN [['1.1', 'data'], ['1.2', 'pupil_voice'], ['1.3', 'data'], ['1.3', 'book_look'], ['1.1', 'data']] {
            CREATE evidence SET review = review:r1, side = 'self', strand = $e[0], kind = $e[1], stance = 'supports', text = 'Seen',
                added_by = person:head1, added_at = d'2027-01-05T09:00:00Z';
        };
        CREATE strand_work:⟨r1-self-1-3⟩ SET review = review:r1, strand = '1.3', person = person:contrib1;
        CREATE evidence SET review = review:r1, side = 'peer', strand = '1.2', kind = 'data', stance = 'supports', text = 'By the team',
            added_by = person:rev2, added_at = d'2027-01-05T09:00:00Z'").await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, SUBMIT).await.expect(StatusCode::OK);
    let text = page.text();
    for words in [
        "Level 3 or 4 rests on at least two kinds of evidence. The only one is: data.",
        "The judgement rests on one source alone: pupil voice.",
        "Connie Senco has it and has not marked it as ready.",
        "Nothing has been saved. If nobody has looked at it",
        "Not explored You have said that nobody has looked at these yet. That is an answer too. 2.1",
    ] {
        assert!(text.contains(words), "{words:?} is missing: {text}");
    }
    for code in ["1.1", "1.2", "1.3", "2.1", "5.1"] {
        assert!(
            page.body
                .contains(&format!("href=\"/reviews/r1/self-review/{code}\"")),
            "{code}"
        );
    }
    // A strand with a high level, a text and two kinds is named only for whom it waits.
    assert_eq!(text.matches("Look again").count(), 16);
    let fields = [("form_key", &*page.hidden("form_key")), ("attest", "yes")];
    site.post(&head, SUBMIT, &fields)
        .await
        .expect_redirect("/reviews/r1");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_submit_gets_the_check_and_no_form() {
    let site = Site::new().await;
    let contributor = site.sign_in("contrib1").await;
    let head = site.sign_in("head1").await;
    // Nothing has been started: not even the head can submit.
    for cookie in [&contributor, &head] {
        let page = site.get(cookie, SUBMIT).await.expect(StatusCode::OK);
        assert!(!page.body.contains("name=\"attest\""), "{}", page.text());
    }
    let page = site.get(&contributor, STRAND).await;
    save(&site, &contributor, &page, &[("narrative", "Text")])
        .await
        .expect_redirect(STRAND);
    let page = site.get(&contributor, SUBMIT).await.expect(StatusCode::OK);
    assert!(
        !page.body.contains("name=\"attest\"")
            && page.text().contains("Only the headteacher can submit")
            && !page.text().contains("Level 3")
            && page.text().contains("Check the self-review"),
        "{}",
        page.text()
    );
    let list = site.get(&contributor, "/reviews/r1/self-review").await;
    assert!(!list.text().contains("Check and submit"), "{}", list.text());
    let list = site.get(&head, "/reviews/r1/self-review").await;
    assert!(list.text().contains("Check and submit"), "{}", list.text());
    assert!(
        site.get(&head, SUBMIT)
            .await
            .body
            .contains("name=\"attest\"")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sentence_that_was_ticked_is_kept_with_who_and_when_and_the_team_reads_it() {
    let site = Site::new().await;
    site.seed(READY).await;
    let (head, coordinator) = (site.sign_in("head1").await, site.sign_in("coord1").await);
    let reviewer = site.sign_in("rev2").await;
    let page = site.get(&head, STRAND).await;
    save(&site, &head, &page, &[("narrative", "Text")])
        .await
        .expect_redirect(STRAND);
    let submit = async || {
        let page = site.get(&head, SUBMIT).await.expect(StatusCode::OK);
        let fields = [("form_key", &*page.hidden("form_key")), ("attest", "yes")];
        site.post(&head, SUBMIT, &fields)
            .await
            .expect_redirect("/reviews/r1");
    };
    submit().await;
    let stored =
        "SELECT VALUE [attested, record::id(submitted_by), submitted_at != NONE] FROM review:r1";
    let sentence = "I have read it. It is the view of Ashby Primary School, and it names no pupil and gives nothing away by which a pupil could be recognised.";
    assert_eq!(
        site.stored(stored).await,
        json!([[sentence, "head1", true]])
    );

    // Sent back: the head has not vouched for what comes next. The reason is for head and contributors.
    let back = "/reviews/r1/self-review/return";
    let form = site.get(&coordinator, back).await;
    let fields = [
        ("form_key", &*form.hidden("form_key")),
        ("reason", "Look at 1.2 again"),
    ];
    site.post(&coordinator, back, &fields)
        .await
        .expect_redirect("/reviews/r1");
    assert_eq!(
        site.stored("SELECT VALUE [attested, submitted_at] FROM review:r1")
            .await,
        json!([[null, null]])
    );
    for person in ["head1", "contrib1"] {
        let cookie = site.sign_in(person).await;
        let list = site.get(&cookie, "/reviews/r1/self-review").await;
        assert!(list.text().contains("Look at 1.2 again"), "{person}");
    }
    submit().await;

    let form = site.get(&coordinator, "/reviews/r1/release").await;
    let fields = [("form_key", &*form.hidden("form_key"))];
    site.post(&coordinator, "/reviews/r1/release", &fields)
        .await
        .expect_redirect("/reviews/r1");
    for page in ["/reviews/r1/pack", "/reviews/r1/self-review/read"] {
        let read = site.get(&reviewer, page).await.expect(StatusCode::OK);
        assert!(
            read.text()
                .contains("Hana One submitted it at 9:00am on 11 January 2027")
                && read.text().contains(sentence),
            "{page}: {}",
            read.text()
        );
    }
}

use super::{PDF, PIECE, at_school, piece_path, with_team};
use crate::support::Answer;
use axum::http::StatusCode;
use serde_json::json;

/// The value of the box that is asked to be ticked.
fn box_value(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"personal_data_ok\"").unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_with_a_childs_name_and_age_is_questioned_and_saved_only_with_the_box_ticked() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let mut fields = PIECE.to_vec();
    fields[0] = ("text", "Ahmed, 9, reads to us. UPN A123456789012.");
    fields.push(("form_key", "k"));
    let path = "/reviews/r1/evidence/new";
    let page = site
        .post_form(&head, path, &fields, &[("plan.pdf", PDF)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(
        text.contains("“Ahmed, 9” looks like a child’s name with an age or year group"),
        "{text}"
    );
    assert!(
        text.contains("“A123456789012” looks like a pupil’s UPN"),
        "{text}"
    );
    assert!(
        text.contains("plan.pdf") && page.body.contains("reads to us"),
        "{text}"
    );
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence").await,
        json!([])
    );

    let ok = box_value(&page);
    assert!(
        page.body
            .contains(&format!("href=\"#personal_data_ok-{ok}\""))
    );
    fields.push(("personal_data_ok", &ok));
    let saved = site
        .post_form(&head, path, &fields, &[])
        .await
        .expect_redirect("/reviews/r1/evidence/");
    let audit = site
        .stored("SELECT VALUE detail FROM audit WHERE verb = 'saved text that looks like personal data'")
        .await;
    assert_eq!(
        audit,
        json!(["a child’s name with an age or year group in text, a pupil’s UPN in text"])
    );
    assert!(
        !site
            .stored("SELECT * FROM audit")
            .await
            .to_string()
            .contains("Ahmed")
    );

    // What was asked about once is not asked about again when something else is changed.
    let edit = format!("{}/edit", piece_path(&saved));
    let mut change = PIECE.to_vec();
    change[0] = (
        "text",
        "Ahmed, 9, reads to us. UPN A123456789012. Twice a week.",
    );
    change.extend([("version", "1"), ("form_key", "e")]);
    site.post(&head, &edit, &change)
        .await
        .expect_redirect("/reviews/r1/evidence/");
    change[0] = ("text", "Ahmed, 9, and Mia, 8.");
    change[7] = ("version", "2");
    change[8] = ("form_key", "f");
    let page = site
        .post(&head, &edit, &change)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("“Mia, 8”") && !page.text().contains("“Ahmed, 9” looks"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_was_ticked_for_other_words_does_not_count() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let mut fields = PIECE.to_vec();
    fields[0] = ("text", "Ahmed, 9, reads.");
    fields.push(("personal_data_ok", "0123456789abcdef"));
    fields.push(("personal_data_ok", "on"));
    site.post(&head, "/reviews/r1/evidence/new", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        site.stored("SELECT VALUE id FROM evidence").await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_narrative_of_a_strand_and_its_quick_evidence_are_questioned_too() {
    let site = at_school().await;
    let head = site.sign_in("head1").await;
    let path = "/reviews/r1/self-review/1.1";
    let typed = [
        ("version", "0"),
        ("form_key", "a"),
        ("then", "stay"),
        ("level", "2"),
        ("narrative", "Date of birth 14/03/2015 is noted."),
    ];
    let page = site
        .post(&head, path, &typed)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text()
            .contains("“14/03/2015” looks like a date of birth"),
        "{}",
        page.text()
    );
    assert!(page.body.contains("is noted."));
    let ok = box_value(&page);
    let mut again = typed.to_vec();
    again.push(("personal_data_ok", &ok));
    site.post(&head, path, &again).await.expect_redirect(path);
    // Saving evidence beside the same text asks about the evidence alone.
    let mut evidence = typed.to_vec();
    evidence[0] = ("version", "1");
    evidence[1] = ("form_key", "b");
    evidence.extend([
        ("evidence_kind", "data"),
        ("evidence_stance", "supports"),
        ("evidence_text", "NHS number 943 476 5919"),
    ]);
    let page = site
        .post(&head, path, &evidence)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text().contains("an NHS number")
            && !page.text().contains("looks like a date of birth"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_note_and_a_reason_for_a_level_are_questioned_each_in_its_own_form() {
    let site = with_team().await;
    let reviewer = site.sign_in("rev2").await;
    let path = "/reviews/r1/notes/1.1";
    let note = [
        ("text", "Ahmed in Year 4 was proud"),
        ("kind", "pupil_voice"),
        ("stance", "supports"),
        ("form_key", "n"),
    ];
    let page = site
        .post(&reviewer, path, &note)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.body.matches("name=\"personal_data_ok\"").count(), 1);
    let ok = box_value(&page);
    let mut again = note.to_vec();
    again.push(("personal_data_ok", &ok));
    site.post(&reviewer, path, &again)
        .await
        .expect_redirect(path);
    let level = [
        ("level", "2"),
        ("reason", "Mia, 8, was alone"),
        ("version", "0"),
        ("form_key", "l"),
    ];
    let page = site
        .post(&reviewer, &format!("{path}/level"), &level)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.body.matches("name=\"personal_data_ok\"").count(), 1);
}

use crate::support::{Answer, Site};
use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

const PAGE: &str = "/reviews/r1/notebook";
const SYNC: &str = "/reviews/r1/notebook/sync";

/// Review r1 on the morning of its visit. rev3 leads, rev2 is with her, rev4 has not answered.
async fn visit_day() -> Site {
    let site = Site::on_disk().await;
    site.seed(
        "UPDATE review:r1 SET state = 'preparing', self_review = 'locked', released_at = d'2027-01-08T09:00:00Z', visit_date = '2027-01-11';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev4, lead = false, state = 'invited'",
    )
    .await;
    site
}

fn name(n: u32) -> String {
    format!("{n:032x}")
}

fn note(n: u32) -> Value {
    json!({
        "id": name(n), "text": format!("Note {n}"), "strand": "1.1", "kind": "pupil_voice", "stance": "supports",
        "heard_kind": "pupils", "heard_size": "6", "written_at": "2027-01-11T08:30:00Z",
    })
}

async fn send(site: &Site, cookie: &str, path: &str, body: &str) -> Answer {
    let headers = [("content-type", "application/json")];
    site.send(Method::POST, cookie, path, Some(body.to_owned()), &headers)
        .await
}

/// Sends notes as `person` and gives name and outcome of each.
async fn sync(site: &Site, cookie: &str, person: &str, notes: &[Value]) -> Vec<(String, String)> {
    let body = json!({ "person": person, "notes": notes }).to_string();
    let answer = send(site, cookie, SYNC, &body).await.expect(StatusCode::OK);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer["other_person"], false);
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    answer["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (text(&n["id"]), text(&n["outcome"])))
        .collect()
}

async fn count(site: &Site) -> usize {
    let stored = site.stored("SELECT VALUE id FROM evidence").await;
    stored.as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_by_the_plain_form_says_who_was_heard_and_the_next_one_begins_where_it_was() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    let page = site.get(&reviewer, PAGE).await.expect(StatusCode::OK);
    let fields = [
        ("text", "Pupils know whom to ask"),
        ("strand", "1.1"),
        ("kind", "pupil_voice"),
        ("stance", "supports"),
        ("heard_kind", "pupils"),
        ("heard_size", "7"),
        ("form_key", &page.hidden("form_key")),
    ];
    let to = site
        .post(&reviewer, PAGE, &fields)
        .await
        .expect_redirect(PAGE)
        .location
        .unwrap();
    let page = site.get(&reviewer, &to).await.expect(StatusCode::OK);
    let text = page.text();
    for words in [
        "Your note has been saved.",
        "Pupils know whom to ask",
        "Pupil voice (Pupils, 7 heard)",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(
        page.body.contains("value=\"1.1\" selected"),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("name=\"heard_size\" type=\"text\" value=\"7\"")
    );
    // The same form once more, as when somebody goes back.
    site.post(&reviewer, PAGE, &fields)
        .await
        .expect_redirect(&to);
    assert_eq!(count(&site).await, 1);
    // Tomorrow it is no note of today any more.
    site.at("2027-01-12T09:00:00Z");
    let page = site.get(&reviewer, PAGE).await.expect(StatusCode::OK);
    assert!(!page.text().contains("Pupils know"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_s_notes_are_not_among_one_s_own() {
    let site = visit_day().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    sync(&site, &lead, "rev3", &[note(1)]).await;
    let page = site.get(&reviewer, PAGE).await.expect(StatusCode::OK);
    assert!(page.text().contains("None yet."), "{}", page.text());
    // The team's notes hold it like any other.
    let page = site.get(&reviewer, "/reviews/r1/notes/1.1").await;
    assert!(page.text().contains("Note 1"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_note_is_said_beside_it_and_nothing_typed_is_lost() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    let fields = [
        ("text", "Keep <b>me</b>"),
        ("strand", "9.9"),
        ("kind", ""),
        ("stance", ""),
        ("heard_kind", ""),
        ("heard_size", "four"),
        ("form_key", "n"),
    ];
    let page = site
        .post(&reviewer, PAGE, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["strand", "kind", "stance", "heard_size"] {
        assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(page.body.contains("Keep &lt;b&gt;me&lt;/b&gt;"));
    assert!(page.body.contains("value=\"four\""));
    assert_eq!(count(&site).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_of_a_device_are_saved_once_however_often_they_come() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    let first = sync(&site, &reviewer, "rev2", &[note(1), note(2)]).await;
    assert_eq!(
        first,
        [(name(1), "saved".to_owned()), (name(2), "saved".to_owned())]
    );
    let again = sync(&site, &reviewer, "rev2", &[note(2), note(3), note(3)]).await;
    assert_eq!(
        again,
        [
            (name(2), "already".to_owned()),
            (name(3), "saved".to_owned()),
            (name(3), "already".to_owned())
        ]
    );
    assert_eq!(count(&site).await, 3);
    assert_eq!(
        site.stored("SELECT VALUE [heard_kind, heard_size, written_at = d'2027-01-11T08:30:00Z'] FROM evidence WHERE client_id = '00000000000000000000000000000001'").await,
        json!([["pupils", 6, true]])
    );
    assert_eq!(
        site.stored("SELECT VALUE detail FROM audit WHERE verb = 'added a note'")
            .await,
        json!(["1.1", "1.1", "1.1"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_its_writer_has_removed_does_not_come_back_when_it_is_sent_again() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    sync(&site, &reviewer, "rev2", &[note(1)]).await;
    let id = site
        .stored("SELECT VALUE record::id(id) FROM evidence")
        .await[0]
        .as_str()
        .unwrap()
        .to_owned();
    site.post(&reviewer, "/reviews/r1/notes/1.1/remove", &[("note", &id)])
        .await
        .expect_redirect("/reviews/r1/notes");
    let again = sync(&site, &reviewer, "rev2", &[note(1)]).await;
    assert_eq!(again, [(name(1), "already".to_owned())]);
    assert_eq!(count(&site).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_windows_that_send_the_same_notes_at_once_save_each_once() {
    let site = Arc::new(visit_day().await);
    let reviewer = site.sign_in("rev2").await;
    let notes: Vec<Value> = (0..4).map(note).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (site, cookie, notes) = (site.clone(), reviewer.clone(), notes.clone());
        tasks.spawn(async move { sync(&site, &cookie, "rev2", &notes).await });
    }
    let answers: Vec<(String, String)> = tasks.join_all().await.into_iter().flatten().collect();
    let saved = answers.iter().filter(|(_, o)| o == "saved").count();
    assert_eq!(saved, 4, "{answers:?}");
    assert!(
        answers.iter().all(|(_, o)| o == "saved" || o == "already"),
        "{answers:?}"
    );
    assert_eq!(count(&site).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_name_on_two_people_s_devices_is_two_notes() {
    let site = visit_day().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    for (cookie, person) in [(&lead, "rev3"), (&reviewer, "rev2")] {
        let answer = sync(&site, cookie, person, &[note(1)]).await;
        assert_eq!(answer, [(name(1), "saved".to_owned())]);
    }
    assert_eq!(count(&site).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_of_one_person_are_never_saved_in_the_name_of_another() {
    let site = visit_day().await;
    let lead = site.sign_in("rev3").await;
    let body = json!({ "person": "rev2", "notes": [note(1)] }).to_string();
    let answer = send(&site, &lead, SYNC, &body).await.expect(StatusCode::OK);
    assert_eq!(
        serde_json::from_str::<Value>(&answer.body).unwrap(),
        json!({ "other_person": true, "notes": [] })
    );
    assert_eq!(count(&site).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_note_that_cannot_be_saved_holds_up_none_of_the_others() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    let mut no_strand = note(2);
    no_strand["strand"] = json!("9.9");
    let mut long = note(3);
    long["text"] = json!("x".repeat(20_001));
    let notes = [note(1), no_strand, long, json!("nonsense"), note(5)];
    let body = json!({ "person": "rev2", "notes": notes }).to_string();
    let answer = send(&site, &reviewer, SYNC, &body)
        .await
        .expect(StatusCode::OK);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    let of = |n: usize, field: &str| answer["notes"][n][field].as_str().unwrap().to_owned();
    assert_eq!(of(0, "outcome"), "saved");
    assert_eq!(
        (of(1, "outcome"), of(1, "words")),
        ("refused".into(), "Choose a strand".into())
    );
    assert!(of(2, "words").contains("20001 characters"), "{answer}");
    assert_eq!(of(3, "outcome"), "refused");
    assert_eq!(of(4, "outcome"), "saved");
    assert_eq!(count(&site).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_looks_like_a_pupil_is_asked_about_and_may_go_on_on_the_record() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    let mut child = note(1);
    child["text"] = json!("Ahmed, 9, helps the others");
    let sent = |note: &Value| json!({ "person": "rev2", "notes": [note] }).to_string();
    let answer = send(&site, &reviewer, SYNC, &sent(&child)).await;
    let answer: Value = serde_json::from_str(&answer.expect(StatusCode::OK).body).unwrap();
    assert_eq!(answer["notes"][0]["outcome"], "asked");
    let words = answer["notes"][0]["words"].as_str().unwrap();
    assert!(words.contains("looks like a child"), "{words}");
    assert_eq!(count(&site).await, 0);
    child["personal_data_ok"] = answer["notes"][0]["ok"].clone();
    let again = sync(&site, &reviewer, "rev2", &[child]).await;
    assert_eq!(again, [(name(1), "saved".to_owned())]);
    let logged = site
        .stored("SELECT VALUE detail FROM audit WHERE verb = 'saved text that looks like personal data'")
        .await
        .to_string();
    assert!(
        logged.contains("in text") && !logged.contains("Ahmed"),
        "{logged}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_review_takes_no_note_and_says_why_but_knows_those_that_have_arrived() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    sync(&site, &reviewer, "rev2", &[note(1)]).await;
    site.seed("UPDATE review:r1 SET state = 'closed', checked_at = d'2027-01-20T09:00:00Z', final_at = d'2027-01-20T09:00:00Z'").await;
    let body = json!({ "person": "rev2", "notes": [note(1), note(2)] }).to_string();
    let answer = send(&site, &reviewer, SYNC, &body)
        .await
        .expect(StatusCode::OK);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer["notes"][0]["outcome"], "already");
    assert_eq!(answer["notes"][1]["outcome"], "refused");
    assert!(
        answer["notes"][1]["words"]
            .as_str()
            .unwrap()
            .contains("until the report is handed over")
    );
    assert_eq!(count(&site).await, 1);
    // The page says why, and still has what the device holds.
    let page = site
        .get(&reviewer, PAGE)
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(page.text().contains("You cannot write notes now"));
    assert!(page.body.contains("notebook-device"), "{}", page.body);
    assert!(!page.body.contains("notebook-form"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notebook_belongs_to_the_team_alone() {
    let site = visit_day().await;
    let body = json!({ "person": "x", "notes": [note(1)] }).to_string();
    for (person, status) in [
        ("coord1", StatusCode::FORBIDDEN),
        ("head1", StatusCode::FORBIDDEN),
        ("rev4", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("rev5", StatusCode::NOT_FOUND),
        ("head2", StatusCode::NOT_FOUND),
        ("coord2", StatusCode::NOT_FOUND),
        ("nobody", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        for path in [PAGE, "/reviews/r1/notebook/sheets"] {
            assert_eq!(site.get(&cookie, path).await.status, status, "{person}");
        }
        assert_eq!(
            send(&site, &cookie, SYNC, &body).await.status,
            status,
            "{person}"
        );
    }
    let out = send(&site, "", SYNC, &body).await;
    out.expect_redirect("/sign-in");
    let reviewer = site.sign_in("rev2").await;
    for path in ["/reviews/r6/notebook/sync", "/reviews/none/notebook/sync"] {
        send(&site, &reviewer, path, &body)
            .await
            .expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_keeps_of_the_page_holds_nothing_that_anybody_has_written() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    sync(&site, &reviewer, "rev2", &[note(1)]).await;
    let page = site.get(&reviewer, PAGE).await.expect(StatusCode::OK);
    assert!(page.text().contains("Note 1"), "{}", page.text());
    let copy = site
        .get(&reviewer, &format!("{PAGE}?copy=device"))
        .await
        .expect(StatusCode::OK);
    assert!(!copy.text().contains("Note 1"), "{}", copy.text());
    assert!(copy.body.contains("notebook-form"));
    assert!(copy.text().contains("as this device keeps it"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheets_have_a_page_for_each_principle_with_boxes_for_panels() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    let page = site
        .get(&reviewer, "/reviews/r1/notebook/sheets")
        .await
        .expect(StatusCode::OK);
    assert_eq!(page.body.matches("class=\"quintet-sheet\"").count(), 5);
    let text = page.text();
    for words in [
        "Ashby Primary School",
        "11 January 2027",
        "Parents and carers",
        "how many",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_is_served_from_the_root_and_asked_for_anew_each_time() {
    let site = Site::empty().await;
    let worker = site.get("", "/sw.js").await.expect(StatusCode::OK);
    assert_eq!(
        worker.headers["content-type"],
        "text/javascript; charset=utf-8"
    );
    assert_eq!(worker.headers["cache-control"], "no-cache");
    let page = site.get("", "/sign-in").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("worker-src 'self'"), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notebook_as_a_phone_gets_it() {
    let site = visit_day().await;
    let reviewer = site.sign_in("rev2").await;
    sync(&site, &reviewer, "rev2", &[note(1)]).await;
    let page = site.get(&reviewer, PAGE).await.expect(StatusCode::OK);
    let main = page.body.split("<main").nth(1).unwrap();
    let main = main.split("</main>").next().unwrap();
    let id = site
        .stored("SELECT VALUE record::id(id) FROM evidence")
        .await[0]
        .as_str()
        .unwrap()
        .to_owned();
    // A photo of a display is added on the page of the saved note.
    let photo = format!("/reviews/r1/evidence/{id}");
    assert!(main.contains(&format!("href=\"{photo}#files\"")));
    let note_page = site.get(&reviewer, &photo).await.expect(StatusCode::OK);
    assert!(
        note_page.body.contains("id=\"files\""),
        "{}",
        note_page.body
    );
    let main = main
        .replace(&page.hidden("form_key"), "FORM-KEY")
        .replace(&id, "NOTE")
        .replace("><", ">\n<");
    insta::assert_snapshot!("notebook_page", main);
}

fn hostile_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        Just(json!(name(7))),
        Just(json!("rev2")),
        Just(json!("1.1")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let field = prop_oneof![
            Just("id".to_owned()),
            Just("text".to_owned()),
            Just("strand".to_owned()),
            Just("person".to_owned()),
            Just("notes".to_owned()),
            Just("written_at".to_owned()),
            ".{0,8}"
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((field, inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

#[test]
fn whatever_json_comes_it_is_answered_in_words_and_is_no_fault_of_ours() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(8 * 1024 * 1024)
        .build()
        .unwrap();
    let (site, cookie) = runtime.block_on(async {
        let site = visit_day().await;
        let cookie = site.sign_in("rev2").await;
        (site, cookie)
    });
    let odd = [
        "",
        "{",
        "[]",
        "null",
        "{\"person\":\"rev2\"}",
        "\u{0}",
        "{\"person\":\"rev2\",\"notes\":{}}",
    ];
    for body in odd {
        let answer = runtime.block_on(send(&site, &cookie, SYNC, body));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert!(answer.body.contains("<h1"), "{body}");
    }
    let many: Vec<Value> = (0..51).map(note).collect();
    let body = json!({ "person": "rev2", "notes": many }).to_string();
    let answer = runtime.block_on(send(&site, &cookie, SYNC, &body));
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let answer = runtime.block_on(send(&site, &cookie, SYNC, &deep));
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let cases = ProptestConfig::with_cases(300);
    proptest!(cases, |(whole in hostile_value(), notes in prop::collection::vec(hostile_value(), 0..5))| {
        for body in [whole, json!({ "person": "rev2", "notes": notes })] {
            let answer = runtime.block_on(send(&site, &cookie, SYNC, &body.to_string()));
            prop_assert!(answer.status.as_u16() < 500, "{} {}", answer.status, body);
        }
    });
}

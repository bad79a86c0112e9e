use super::{STRAND, save};
use crate::support::{Answer, Site};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const AUTOSAVE: &str = "/reviews/r1/self-review/1.1/autosave";

/// Posts as the page's script does.
async fn post(site: &Site, cookie: &str, fields: &[(&str, &str)]) -> (StatusCode, Value) {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = site
        .send(Method::POST, cookie, AUTOSAVE, Some(body), &headers)
        .await;
    let json = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer.status, json)
}

/// An opened page that saves by itself.
struct Page<'a> {
    site: &'a Site,
    cookie: String,
    key: String,
    version: String,
    turn: u32,
}

impl<'a> Page<'a> {
    async fn open(site: &'a Site, person: &str) -> Self {
        let cookie = site.sign_in(person).await;
        let page = site.get(&cookie, STRAND).await.expect(StatusCode::OK);
        assert!(page.body.contains("<leptos-island") && page.body.contains(AUTOSAVE));
        Self {
            site,
            cookie,
            key: page.hidden("form_key"),
            version: page.hidden("version"),
            turn: 0,
        }
    }

    async fn write(&mut self, text: &str) -> (StatusCode, Value) {
        self.turn += 1;
        let turn = self.turn.to_string();
        self.send(text, &turn).await
    }

    async fn send(&self, text: &str, turn: &str) -> (StatusCode, Value) {
        let fields = [
            ("level", "2"),
            ("narrative", text),
            ("version", &self.version),
            ("form_key", &self.key),
            ("turn", turn),
        ];
        post(self.site, &self.cookie, &fields).await
    }

    /// As the script does when the answer has arrived.
    async fn hear(&mut self, text: &str) {
        let (status, told) = self.write(text).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        self.version = told["version"].as_str().unwrap().to_owned();
    }

    async fn press(&self, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![
            ("version", self.version.as_str()),
            ("form_key", self.key.as_str()),
        ];
        all.extend_from_slice(fields);
        self.site.post(&self.cookie, STRAND, &all).await
    }
}

async fn stored(site: &Site) -> Value {
    site.stored("SELECT VALUE [narrative, level, version, record::id(saved_by)] FROM strand_entry")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_saved_as_a_draft_and_the_audit_log_hears_once_a_page() {
    let site = Site::new().await;
    let mut page = Page::open(&site, "contrib1").await;
    let (status, told) = page.write("First").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        told,
        json!({ "version": "1", "said": "Saved at 9:00am as a draft." })
    );
    page.version = "1".into();
    for n in 2..=20 {
        page.hear(&format!("First, and {n}")).await;
    }
    assert_eq!(
        stored(&site).await,
        json!([["First, and 20", 2, 20, "contrib1"]])
    );
    assert_eq!(
        site.stored("SELECT VALUE self_review FROM review:r1").await,
        json!(["in_progress"])
    );
    let audit =
        "SELECT VALUE [verb, detail] FROM audit WHERE record = 'review:r1' ORDER BY at, verb";
    assert_eq!(
        site.stored(audit).await,
        json!([["wrote in a strand, saved by itself", "1.1"]])
    );
    // The button saves what is new, and is an event of its own.
    page.press(&[("narrative", "By hand"), ("level", "3")])
        .await
        .expect_redirect(STRAND);
    let mut again = Page::open(&site, "contrib1").await;
    again.hear("Another page").await;
    again.hear("Another page still").await;
    let verbs = site
        .stored("SELECT VALUE verb FROM audit WHERE record = 'review:r1'")
        .await;
    assert_eq!(verbs.as_array().unwrap().len(), 3, "{verbs}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_on_the_way_is_no_conflict_with_oneself() {
    let site = Site::new().await;
    let mut page = Page::open(&site, "head1").await;
    // The page never hears of the first two.
    assert_eq!(page.write("One").await.0, StatusCode::OK);
    assert_eq!(page.write("One two").await.0, StatusCode::OK);
    // A late first one does not put the old text back.
    assert_eq!(page.send("One", "1").await.0, StatusCode::OK);
    assert_eq!(stored(&site).await[0][0], "One two");
    page.press(&[("narrative", "One two three"), ("level", "2")])
        .await
        .expect_redirect(STRAND);
    // Nor does one that comes after the button.
    assert_eq!(page.send("One two", "9").await.0, StatusCode::OK);
    assert_eq!(stored(&site).await[0][0], "One two three");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_window_and_another_person_are_never_written_over() {
    let site = Site::new().await;
    let mut first = Page::open(&site, "head1").await;
    let mut second = Page::open(&site, "head1").await;
    let mut connie = Page::open(&site, "contrib1").await;
    first.hear("From the first window").await;
    let (status, told) = second.write("From the second window").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        told["said"]
            .as_str()
            .unwrap()
            .starts_with("You saved this strand in another window at 9:00am"),
        "{told}"
    );
    let (status, told) = connie.write("From Connie").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        told["said"]
            .as_str()
            .unwrap()
            .starts_with("Hana One saved this strand at"),
        "{told}"
    );
    assert_eq!(stored(&site).await[0][0], "From the first window");
    // The comparison is the one that the button leads to.
    let both = connie
        .press(&[("narrative", "From Connie"), ("level", "1")])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        both.text().contains("From the first window") && both.text().contains("From Connie"),
        "{}",
        both.text()
    );
    // There the person decides, and not the page.
    assert!(!both.body.contains("<leptos-island"));
    first.hear("The first window goes on").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_save_for_the_first_time_one_is_saved_and_the_others_are_told() {
    let site = Site::on_disk().await;
    let (mut a, mut b) = (
        Page::open(&site, "head1").await,
        Page::open(&site, "contrib1").await,
    );
    let (one, two) = tokio::join!(a.write("From a"), b.write("From b"));
    let mut statuses = [one.0.as_u16(), two.0.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let kept = if one.0 == StatusCode::OK {
        "From a"
    } else {
        "From b"
    };
    assert_eq!(stored(&site).await[0][0], kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_button_refuses_is_refused_and_said() {
    let site = Site::new().await;
    let mut page = Page::open(&site, "head1").await;
    let (status, told) = page.write(&"x".repeat(20_001)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told["said"].as_str().unwrap().contains("20001 characters"));
    let (status, _) = page.write("a\u{0}b").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stored(&site).await, json!([]));
    // An empty page has nothing to save, and begins nothing.
    let fields = [("level", ""), ("narrative", ""), ("version", "0")];
    let (status, told) = post(&site, &page.cookie, &fields).await;
    assert_eq!((status, &told["version"]), (StatusCode::OK, &json!("0")));
    assert_eq!(
        site.stored("SELECT VALUE self_review FROM review:r1").await,
        json!(["not_started"])
    );
    site.seed(
        "UPDATE review:r1 SET self_review = 'submitted', submitted_at = d'2027-01-05T10:00:00Z'",
    )
    .await;
    let (status, told) = page.write("Too late").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let said = told["said"].as_str().unwrap();
    assert!(
        said.contains("has been submitted") && said.contains("not saved"),
        "{said}"
    );
    let shown = site.get(&page.cookie, STRAND).await;
    assert!(!shown.body.contains("<leptos-island"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_and_no_other_site_saves() {
    let site = Site::new().await;
    for (person, status) in [
        ("coord1", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("rev2", StatusCode::NOT_FOUND),
        ("governor1", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        let fields = [("narrative", "x"), ("version", "0")];
        assert_eq!(post(&site, &cookie, &fields).await.0, status, "{person}");
    }
    let head = site.sign_in("head1").await;
    let elsewhere = [
        ("accept", "application/json"),
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = Some("narrative=x&version=0".to_owned());
    site.send(Method::POST, &head, AUTOSAVE, body, &elsewhere)
        .await
        .expect(StatusCode::FORBIDDEN);
    // Signed out in the meantime: sent to sign in, which is no answer for a script.
    let (status, _) = post(&site, "", &[("narrative", "x")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&site).await, json!([]));
    // A plain form gets plain pages.
    let page = site.get(&head, STRAND).await;
    save(&site, &head, &page, &[("narrative", "Saved")])
        .await
        .expect_redirect(STRAND);
    let plain = site
        .post(&head, AUTOSAVE, &[("narrative", "x"), ("version", "0")])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(plain.body.contains("<h1"));
}

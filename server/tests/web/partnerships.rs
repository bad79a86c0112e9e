use crate::support::Site;
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_finds_the_own_partnership_and_not_the_other() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let list = site
        .get(&coord, "/partnerships")
        .await
        .expect(StatusCode::OK);
    assert!(
        list.text().contains("Wend Valley Partnership 4"),
        "{}",
        list.text()
    );
    assert!(!list.text().contains("Coastal"));
    site.get(&coord, "/partnerships/p1")
        .await
        .expect(StatusCode::OK);
    site.get(&coord, "/partnerships/p2")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_posted_twice_makes_one_partnership() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let form = site.get(&admin, "/partnerships/new").await;
    let fields = [
        ("name", "New Partnership"),
        ("vision", ""),
        ("form_key", &*form.hidden("form_key")),
    ];
    let first = site
        .post(&admin, "/partnerships/new", &fields)
        .await
        .expect_redirect("/partnerships/");
    let second = site
        .post(&admin, "/partnerships/new", &fields)
        .await
        .expect_redirect("/partnerships/");
    assert_eq!(first.location, second.location);
    assert_eq!(
        site.stored("SELECT VALUE name FROM partnership WHERE name = 'New Partnership'")
            .await,
        serde_json::json!(["New Partnership"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_second_sees_both_texts_and_loses_nothing() {
    let site = Site::new().await;
    let coord = site.sign_in("coord1").await;
    let admin = site.sign_in("admin").await;
    let path = "/partnerships/p1/edit";
    let (a, b) = (site.get(&coord, path).await, site.get(&admin, path).await);
    let save = |vision: &'static str, page: &crate::support::Answer| {
        vec![
            ("name", "Wend Valley".to_owned()),
            ("vision", vision.to_owned()),
            ("version", page.hidden("version")),
            ("form_key", page.hidden("form_key")),
        ]
    };
    let first = save("Mine first", &a);
    site.post(&coord, path, &pairs(&first))
        .await
        .expect_redirect("/partnerships/p1");
    let second = save("Mine second", &b);
    let both = site
        .post(&admin, path, &pairs(&second))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        both.text().contains("Mine first")
            && both.body.contains("Mine second")
            && both.text().contains("Cora Dean"),
        "{}",
        both.text()
    );
    let chosen = save("Mine second", &both);
    site.post(&admin, path, &pairs(&chosen))
        .await
        .expect_redirect("/partnerships/p1");
    assert_eq!(
        site.stored("SELECT VALUE vision FROM partnership:p1").await,
        serde_json::json!(["Mine second"])
    );
}

fn pairs(fields: &[(&'static str, String)]) -> Vec<(&'static str, &'static str)> {
    // Leaked on purpose: a few bytes for the length of a test.
    fields
        .iter()
        .map(|(n, v)| (*n, &*Box::leak(v.clone().into_boxed_str())))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_name_is_refused_beside_the_field_and_the_vision_is_kept() {
    let site = Site::new().await;
    let admin = site.sign_in("admin").await;
    let form = site.get(&admin, "/partnerships/new").await;
    let key = form.hidden("form_key");
    let fields = [
        ("name", " "),
        ("vision", "Keep <b>me</b>"),
        ("form_key", key.as_str()),
    ];
    let page = site
        .post(&admin, "/partnerships/new", &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Error: Set up a partnership"));
    assert!(page.body.contains("href=\"#name\""), "{}", page.body);
    assert!(page.body.contains("Keep &lt;b&gt;me&lt;/b&gt;"));
}

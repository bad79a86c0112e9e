use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;
use server::error::Error;
use server::usecases::people::invite_by_operator::{Order, invite};
use store::{Kind, Store};

async fn order(site: &Site, email: &str, role: &str) -> Result<String, Error> {
    let order = Order {
        email,
        name: " Nina  New ",
        role,
        base_url: "https://quintet.example/",
    };
    invite(&site.app.store, site.app.clock.now(), &order).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_comes_in_on_an_empty_database_which_becomes_a_real_one() {
    let store = Store::connect("mem://").await.unwrap();
    let now = "2027-01-11T09:00:00Z".parse().unwrap();
    store.migrate(now).await.unwrap();
    let order = |role| Order {
        email: "Ada@Example.org",
        name: "Ada",
        role,
        base_url: "https://quintet.example",
    };
    assert!(
        invite(&store, now, &order("headteacher:100001"))
            .await
            .is_err()
    );
    assert_eq!(store.kind().await.unwrap(), Kind::Empty);
    let link = invite(&store, now, &order("administrator")).await.unwrap();
    assert!(
        link.starts_with("https://quintet.example/sign-in/"),
        "{link}"
    );
    assert_eq!(store.kind().await.unwrap(), Kind::Real);
    assert_eq!(
        store
            .inspect("SELECT VALUE email FROM person")
            .await
            .unwrap(),
        json!(["ada@example.org"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_link_signs_in_and_nothing_is_mailed() {
    let site = Site::new().await;
    let link = order(&site, "nina@example.org", "headteacher:900005")
        .await
        .unwrap();
    let path = link.strip_prefix("https://quintet.example").unwrap();
    let entered = site.post("", path, &[]).await.expect_redirect("/");
    let page = site
        .get(&entered.cookie.unwrap(), "/me")
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("Nina New") && page.contains("Headteacher, Elm Park School"),
        "{page}"
    );
    assert!(
        page.contains("Named by the operator of this website"),
        "{page}"
    );
    assert_eq!(site.stored("SELECT VALUE id FROM message").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_prints_another_link_and_gives_nothing_twice() {
    let site = Site::new().await;
    let first = order(&site, "nina@example.org", "administrator")
        .await
        .unwrap();
    let second = order(&site, "NINA@example.org", "administrator")
        .await
        .unwrap();
    assert_ne!(first, second);
    assert_eq!(
        site.stored("SELECT VALUE kind FROM role WHERE person.email = 'nina@example.org'")
            .await,
        json!(["administrator"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_is_found_by_present_or_former_urn_by_id_or_by_whole_name() {
    let site = Site::new().await;
    site.seed("UPDATE school:s5 SET former_urns = ['890005', '880005']")
        .await;
    for (n, (role, stored)) in [
        ("headteacher:900005", "s5"),
        ("contributor:890005", "s5"),
        ("governor:880005", "s5"),
        ("headteacher:s5", "s5"),
        ("coordinator:p1", "p1"),
        ("coordinator: Coastal Partnership ", "p2"),
        ("la-lead:901", "901"),
        ("trust-lead:5001", "5001"),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("n{n}@example.org");
        order(&site, &email, role)
            .await
            .unwrap_or_else(|e| panic!("{role}: {e}"));
        let scope = site
            .stored(&format!(
                "SELECT VALUE scope FROM role WHERE person.email = '{email}'"
            ))
            .await;
        assert_eq!(scope, json!([stored]), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_scope_role_or_address_is_told_in_words_and_nothing_is_written() {
    let site = Site::new().await;
    site.seed("CREATE partnership:p3 SET name = 'Coastal Partnership', created_at = d'2027-01-01T00:00:00Z'").await;
    for (email, role, words) in [
        (
            "nina@example.org",
            "headteacher:999999",
            "There is no school with the URN \"999999\"",
        ),
        (
            "nina@example.org",
            "headteacher:Ashby Primary School",
            "There is no school with the URN",
        ),
        (
            "nina@example.org",
            "coordinator:Wend",
            "There is no partnership with the id or name \"Wend\"",
        ),
        (
            "nina@example.org",
            "coordinator:Coastal Partnership",
            "2 partnerships are called",
        ),
        (
            "nina@example.org",
            "la-lead:903",
            "There is no local authority with the number \"903\"",
        ),
        (
            "nina@example.org",
            "trust-lead:Larkfield Learning Trust",
            "There is no trust with the number",
        ),
        ("nina@example.org", "headteacher", "not a role"),
        ("nina@example.org", "administrator:x", "not a role"),
        ("nina@example.org", "boss", "not a role"),
        ("nina", "administrator", "is not an e-mail address"),
    ] {
        match order(&site, email, role).await {
            Err(Error::BadRequest(said)) => assert!(said.contains(words), "{role}: {said}"),
            other => panic!("{role}: {other:?}"),
        }
    }
    assert_eq!(
        site.stored("SELECT VALUE id FROM person WHERE name = 'Nina New'")
            .await,
        json!([])
    );
}

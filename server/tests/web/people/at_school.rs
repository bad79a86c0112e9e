use super::post_form;
use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

const PEOPLE: &str = "/schools/s1/people";
const INVITE: &str = "/schools/s1/people/invite";

#[tokio::test(flavor = "multi_thread")]
async fn head_coordinator_and_administrator_see_the_people_of_a_school_and_nobody_else_does() {
    let site = Site::new().await;
    for person in ["head1", "coord1", "admin"] {
        let cookie = site.sign_in(person).await;
        let page = site
            .get(&cookie, PEOPLE)
            .await
            .expect(StatusCode::OK)
            .text();
        for words in [
            "Hana One head1@example.org Headteacher",
            "Connie Senco",
            "Gus Governor governor1@example.org Governor",
        ] {
            assert!(page.contains(words), "{person}: {words} is not in {page}");
        }
    }
    for person in [
        "head2",
        "coord2",
        "contrib1",
        "governor1",
        "rev1",
        "la",
        "trust1",
        "nobody",
    ] {
        let cookie = site.sign_in(person).await;
        for path in [PEOPLE, INVITE, "/schools/s1/people/roles/role-contrib1/end"] {
            let page = site.get(&cookie, path).await.expect(StatusCode::FORBIDDEN);
            assert!(
                !page.body.contains("@example.org") && !page.body.contains("Hana One"),
                "{person} {path}"
            );
        }
    }
    let admin = site.sign_in("admin").await;
    site.get(&admin, "/schools/none/people")
        .await
        .expect(StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_invites_contributors_and_governors_of_the_own_school_only() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let fields = |role: &'static str| {
        vec![
            ("name", "Nina New"),
            ("email", "nina@example.org"),
            ("role", role),
        ]
    };
    site.post(&head, "/schools/s2/people/invite", &fields("contributor"))
        .await
        .expect(StatusCode::FORBIDDEN);
    for role in [
        "headteacher",
        "administrator",
        "coordinator",
        "la-lead",
        "reviewer",
        "",
    ] {
        let page = post_form(&site, &head, INVITE, &fields(role))
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.body.contains("href=\"#role\"") && page.body.contains("value=\"Nina New\""),
            "{role}: {}",
            page.text()
        );
    }
    assert_eq!(
        site.stored("SELECT VALUE id FROM role WHERE person.name = 'Nina New'")
            .await,
        json!([])
    );
    let key = site.get(&head, INVITE).await.hidden("form_key");
    let mut right = fields("contributor");
    // A scope that is slipped in changes nothing: the school is that of the page.
    right.extend([("form_key", &*key), ("scope", "s2"), ("school", "s2")]);
    for _ in 0..2 {
        site.post(&head, INVITE, &right)
            .await
            .expect_redirect(PEOPLE);
    }
    assert_eq!(
        site.stored("SELECT kind, scope, why FROM role WHERE person.name = 'Nina New'")
            .await,
        json!([{"kind": "contributor", "scope": "s1", "why": "By invitation"}])
    );
    let mail = site.stored("SELECT VALUE text FROM message").await;
    let text = mail[0]
        .as_str()
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        text.contains(
            "Hana One invites you to join Quintet as a contributor for Ashby Primary School."
        ),
        "{text}"
    );
    assert!(
        text.contains("Hana One entered your address to invite you."),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_ends_a_contributor_but_not_a_head() {
    let site = Site::new().await;
    let head = site.sign_in("head1").await;
    let yesterday = [
        ("until-day", "10"),
        ("until-month", "1"),
        ("until-year", "2027"),
    ];
    for role in ["role-head1", "role-head2", "nosuch"] {
        site.post(
            &head,
            &format!("/schools/s1/people/roles/{role}/end"),
            &yesterday,
        )
        .await
        .expect(StatusCode::NOT_FOUND);
    }
    let contributor = site.sign_in("contrib1").await;
    site.get(&contributor, "/partnerships/p1")
        .await
        .expect(StatusCode::OK);
    let path = "/schools/s1/people/roles/role-contrib1/end";
    let missing = post_form(&site, &head, path, &[])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        missing.text().contains("Enter the last day of the role"),
        "{}",
        missing.text()
    );
    post_form(&site, &head, path, &yesterday)
        .await
        .expect_redirect(PEOPLE);
    site.get(&contributor, "/partnerships/p1")
        .await
        .expect(StatusCode::NOT_FOUND);
    assert!(!site.get(&head, PEOPLE).await.text().contains("Connie"));
    assert_eq!(
        site.stored("SELECT VALUE by FROM audit WHERE verb = 'ended a role'")
            .await,
        json!(["person:head1"])
    );
}

//! Posts from other sites, and the headers that tell browsers what they may not do.

use super::{in_words, own};
use crate::routes::{rich, sessions};
use crate::support::Answer;
use axum::http::Method;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_post_from_another_site_is_refused_on_every_route_and_does_nothing() {
    let site = rich().await;
    let cookies = sessions(&site).await;
    let audit = site.stored("SELECT VALUE id FROM audit ORDER BY id").await;
    let foreign: [&[(&str, &str)]; 4] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        &[
            ("sec-fetch-site", "same-site"),
            ("origin", "http://other.127.0.0.1:3000"),
        ],
    ];
    let mut routes = 0;
    for place in own().into_iter().filter(|p| p.route.method == "POST") {
        routes += 1;
        for headers in foreign {
            for person in ["admin", "head1"] {
                let answer = site
                    .send(
                        Method::POST,
                        &cookies[person],
                        &place.path,
                        Some("name=x".into()),
                        headers,
                    )
                    .await;
                assert_eq!(answer.status, 403, "{} {headers:?}", place.path);
                in_words(&place.path, &answer);
            }
        }
    }
    assert!(routes > 50, "{routes}");
    assert_eq!(
        site.stored("SELECT VALUE id FROM audit ORDER BY id").await,
        audit
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers_whatever_its_status() {
    let site = rich().await;
    let cookies = sessions(&site).await;
    let mut seen = BTreeSet::new();
    let mut check = |what: &str, answer: &Answer| {
        let header = |name: &str| {
            answer
                .headers
                .get(name)
                .unwrap_or_else(|| panic!("{what}: {} without {name}", answer.status))
                .to_str()
                .unwrap()
                .to_owned()
        };
        let policy = header("content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{what}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval'; script"),
            "{what}: {policy}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(header("x-frame-options"), "DENY", "{what}");
        assert_eq!(header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(
            header("cross-origin-opener-policy"),
            "same-origin",
            "{what}"
        );
        if !what.contains("/assets/") {
            assert_eq!(header("cache-control"), "no-store", "{what}");
        }
        seen.insert(answer.status.as_u16());
    };
    for place in own() {
        if place.route.method == "GET" {
            for person in ["admin", "head1", "-"] {
                check(&place.path, &site.get(&cookies[person], &place.path).await);
            }
        } else {
            let answer = site
                .send(Method::POST, "", &place.path, Some(String::new()), &[])
                .await;
            check(&place.path, &answer);
        }
    }
    let admin = &cookies["admin"];
    for path in [
        "/no-such-page",
        "/assets/no-such-file.css",
        "/reviews/%FF",
        "/sign-in/x",
    ] {
        check(path, &site.get(admin, path).await);
    }
    check(
        "another method",
        &site
            .send(Method::DELETE, admin, "/partnerships", None, &[])
            .await,
    );
    check(
        "another site",
        &site
            .send(
                Method::POST,
                admin,
                "/partnerships/new",
                Some(String::new()),
                &[("origin", "https://evil.example")],
            )
            .await,
    );
    check(
        "no name",
        &site.post(admin, "/partnerships/new", &[("name", "")]).await,
    );
    check(
        "too large",
        &site
            .post(
                admin,
                "/partnerships/new",
                &[("name", &"x".repeat(3 << 20))],
            )
            .await,
    );
    site.seed("REMOVE TABLE membership; REMOVE TABLE partnership")
        .await;
    let fault = site.get(admin, "/partnerships").await;
    assert_eq!(fault.status, 500);
    check("a fault of ours", &fault);
    site.seed("REMOVE TABLE session").await;
    let fault = site.get(admin, "/partnerships").await;
    assert_eq!(fault.status, 500);
    check("a fault before anybody is known", &fault);
    for status in [200, 303, 400, 403, 404, 405, 413, 422, 500] {
        assert!(seen.contains(&status), "{status} was not among {seen:?}");
    }
}

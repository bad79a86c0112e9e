//! What the frame promises of every page.

use super::*;
use crate::components::{TextArea, WordRange};

fn props() -> ShellProps {
    ShellProps {
        title: "Cycles".to_owned(),
        assets: Assets {
            base: "/assets".to_owned(),
            version: "abc".to_owned(),
        },
        user: Some(UserBar {
            name: "Sam <Okafor>".to_owned(),
            links: vec![("Your account".to_owned(), "/account".to_owned())],
            sign_out: "/sign-out".to_owned(),
        }),
        nav: vec![
            NavItem {
                text: "Home".to_owned(),
                href: "/".to_owned(),
                current: false,
            },
            NavItem {
                text: "Cycles".to_owned(),
                href: "/cycles".to_owned(),
                current: true,
            },
        ],
        ..ShellProps::default()
    }
}

fn page() -> String {
    shell(props(), || view! { <h1>"Cycles"</h1> })
}

#[test]
fn it_is_a_whole_document_in_english_with_the_products_name_in_its_title() {
    let html = page();
    assert!(
        html.starts_with("<!DOCTYPE html>\n<html lang=\"en\" class=\"govuk-template\"><head>"),
        "{html}"
    );
    assert!(html.ends_with("</body></html>"), "{html}");
    assert!(html.contains("<title>Cycles – Quintet</title>"), "{html}");
    assert!(
        html.contains(
            r#"<main id="main-content" class="govuk-main-wrapper"><h1>Cycles</h1></main>"#
        ),
        "{html}"
    );
    assert!(!html.contains("<!>"), "{html}");
}

#[test]
fn the_skip_link_is_first_and_the_footer_leads_to_the_rules() {
    let html = page();
    assert!(
        html.contains(r##"<body class="govuk-template__body"><a href="#main-content""##),
        "{html}"
    );
    for href in ["/privacy", "/accessibility", "/help"] {
        assert!(html.contains(&format!(r#"href="{href}""#)), "{html}");
    }
}

#[test]
fn signing_out_is_posted_and_names_are_escaped() {
    let html = page();
    assert!(
        html.contains(r#"<form method="post" action="/sign-out""#),
        "{html}"
    );
    assert!(html.contains("Sam &lt;Okafor&gt;"), "{html}");
}

#[test]
fn one_place_is_current() {
    let html = page();
    assert_eq!(html.matches("aria-current").count(), 1, "{html}");
    assert!(
        html.contains(r#"href="/cycles" aria-current="true""#),
        "{html}"
    );
}

#[test]
fn a_page_without_an_island_loads_no_script_and_one_with_it_loads_one() {
    assert!(!page().contains("<script"), "{}", page());
    let html = shell(
        ShellProps {
            nonce: Some("n0nce".to_owned()),
            ..props()
        },
        || {
            view! {
                <TextArea name="report" label="Report" words=WordRange { least: 500, most: 1000 }/>
            }
        },
    );
    assert_eq!(html.matches("<script").count(), 1, "{html}");
    assert!(
        html.contains(
            r#"<script type="module" src="/assets/pkg/start.js?v=abc" nonce="n0nce"></script>"#
        ),
        "{html}"
    );
}

#[test]
fn nothing_breaks_a_strict_content_security_policy() {
    let html = shell(
        ShellProps {
            demo: Some(DemoBar {
                text: "You are Sam.".to_owned(),
                links: vec![("Change".to_owned(), "/demo".to_owned())],
                buttons: vec![("Next day".to_owned(), "/demo/clock".to_owned())],
            }),
            above: Above::Breadcrumbs(vec![Crumb::new("Home", "/")]),
            ..props()
        },
        || view! { <h1>"Cycles"</h1> },
    );
    for forbidden in [
        " style=",
        "<style",
        " onclick",
        "javascript:",
        "http://",
        "https://",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}: {html}");
    }
}

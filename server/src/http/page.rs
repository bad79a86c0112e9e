//! From a view to a response: the frame with the visitor's navigation, the status, and the pages for errors.

use super::ctx::Ctx;
use crate::error::Words;
use crate::state::App;
use app::components::{Crumb, WarningText};
use app::shell::{Above, Assets, DemoBar, NavItem, ShellProps, UserBar, shell};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::people::Role;
use domain::policy::{SiteAction, can_site};
use leptos::prelude::*;

/// A page with status 200. `trail` is the breadcrumbs: text and address of the pages above.
pub fn page<V: IntoView + 'static>(
    app: &App,
    ctx: &Ctx,
    title: impl Into<String>,
    trail: &[(&str, &str)],
    main: impl FnOnce() -> V,
) -> Response {
    page_with(app, ctx, StatusCode::OK, title, trail, main)
}

/// A page with another status: 422 with errors beside the fields, 409 with both texts. The title of a page with
/// errors is prefixed with "Error: " here.
pub fn page_with<V: IntoView + 'static>(
    app: &App,
    ctx: &Ctx,
    status: StatusCode,
    title: impl Into<String>,
    trail: &[(&str, &str)],
    main: impl FnOnce() -> V,
) -> Response {
    let title = title.into();
    let title = match status {
        StatusCode::UNPROCESSABLE_ENTITY => format!("Error: {title}"),
        _ => title,
    };
    let above = if trail.is_empty() {
        Above::Nothing
    } else {
        Above::Breadcrumbs(
            trail
                .iter()
                .map(|(text, href)| Crumb::new(*text, *href))
                .collect(),
        )
    };
    let props = ShellProps {
        title,
        assets: Assets {
            base: "/assets".into(),
            version: super::assets::version().into(),
        },
        nonce: None,
        user: ctx.person.as_ref().map(|p| UserBar {
            name: p.name.clone(),
            links: vec![("Your account".into(), "/me".into())],
            sign_out: "/sign-out".into(),
        }),
        nav: navigation(ctx),
        demo: app.settings.demo.then(|| demo_bar(ctx)),
        above,
    };
    (status, Html(shell(props, main))).into_response()
}

/// A moment as people read it: "3:05pm on 4 March 2027", in London.
pub fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.with_timezone(&chrono_tz::Europe::London)
        .format("%-I:%M%P on %-d %B %Y")
        .to_string()
}

/// On to another page after a post.
pub fn see_other(location: impl AsRef<str>) -> Response {
    Redirect::to(location.as_ref()).into_response()
}

/// The main places of the person who is signed in.
fn navigation(ctx: &Ctx) -> Vec<NavItem> {
    let Some(person) = &ctx.person else {
        return Vec::new();
    };
    let actor = &person.actor;
    let mut places = vec![("Home", "/")];
    if actor
        .roles
        .iter()
        .any(|r| !matches!(r, Role::LaLead(_) | Role::TrustLead(_)))
    {
        places.push(("Partnerships", "/partnerships"));
    }
    if person.reviewer {
        places.push(("My visits", "/visits"));
    }
    places.push(("Schools", "/schools"));
    places.push(("Framework", "/frameworks"));
    if can_site(actor, SiteAction::ManagePeople) {
        places.push(("People", "/admin/people"));
        places.push(("Register", "/admin/register"));
        places.push(("Messages", "/admin/messages"));
    }
    places
        .into_iter()
        .map(|(text, href)| NavItem {
            text: text.into(),
            href: href.into(),
            current: if href == "/" {
                ctx.path == "/"
            } else {
                ctx.path.starts_with(href)
            },
        })
        .collect()
}

/// Who one is in the demonstration, and what day it is.
fn demo_bar(ctx: &Ctx) -> DemoBar {
    let who = ctx.person.as_ref().map_or_else(
        || "Nobody is signed in.".to_owned(),
        |p| format!("You are {}.", p.name),
    );
    DemoBar {
        text: format!(
            "with invented schools and people. {who} Today is {}.",
            ctx.today.format("%A %-d %B %Y")
        ),
        links: vec![("Change person or move the clock".into(), "/demo".into())],
        buttons: Vec::new(),
    }
}

/// What is said when the router or a reader of requests refuses by itself.
fn words_for(status: StatusCode) -> Option<Words> {
    let (title, text) = match status {
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "We could not read what was sent",
            "Nothing was saved. Go back, load the page again, and try once more.",
        ),
        StatusCode::FORBIDDEN => (
            "This was sent from another website",
            "Nothing was saved. Open the page in Quintet itself and try again there.",
        ),
        StatusCode::NOT_FOUND => (
            "Page not found",
            "If you typed the address, check it is correct. If you followed a link, the page may have been removed.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "This page cannot be used that way",
            "Go back and use the buttons on the page.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "This is too large",
            "Nothing was saved. Go back and send less at once.",
        ),
        _ => return None,
    };
    Some(Words {
        title,
        text: text.into(),
        reference: false,
    })
}

/// Gives an error its page: what happened, what to do next, and the reference where it helps.
pub fn dress(app: &App, ctx: &Ctx, mut response: Response) -> Response {
    let words = response.extensions_mut().remove::<Words>().or_else(|| {
        // Refused before a handler of ours saw it: without a body, or with the framework's own line of text.
        let bare = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
        if bare {
            words_for(response.status())
        } else {
            None
        }
    });
    let Some(words) = words else { return response };
    let reference = words.reference.then(|| ctx.request_id.clone());
    page_with(app, ctx, response.status(), words.title, &[], move || {
        view! {
            <h1 class="govuk-heading-l">{words.title}</h1>
            <p class="govuk-body">{words.text}</p>
            {reference.map(|r| view! { <WarningText text=format!("Reference: {r}")/> })}
            <p class="govuk-body"><a class="govuk-link" href="/">"Go to your home page"</a></p>
        }
    })
}

//! The frame around every page: head, header, navigation, footer. It knows no page and no person but
//! what it is told.
//!
//! A page loads one stylesheet and, only where it holds an island, one script. Nothing here or in the
//! components writes an inline style or script, so a strict Content-Security-Policy holds.

use crate::components::{BackLink, Breadcrumbs, ButtonKind, Crumb, PostButton};
use crate::render::{has_island, render_marked, without_markers};
use leptos::prelude::*;

/// What a page is framed with.
#[derive(Clone, Debug, Default)]
pub struct ShellProps {
    /// The page's title, without the product's name. On a page with errors the caller begins it with
    /// “Error: ”.
    pub title: String,
    /// Where the files for browsers are.
    pub assets: Assets,
    /// The nonce of the Content-Security-Policy, if it has one.
    pub nonce: Option<String>,
    /// The person signed in.
    pub user: Option<UserBar>,
    /// The main places, in the order they are shown.
    pub nav: Vec<NavItem>,
    /// The demonstration's banner.
    pub demo: Option<DemoBar>,
    /// The way back or up, before the main content.
    pub above: Above,
}

/// Where the files for browsers are: `{base}/app.css`, `{base}/favicon.svg`, `{base}/pkg/start.js`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// The address they begin with, without a slash at the end: `/assets`. Empty for the root.
    pub base: String,
    /// Anything that changes when one of the files does. It is put behind each address, so that browsers may
    /// keep the files for ever.
    pub version: String,
}

impl Assets {
    fn href(&self, file: &str) -> String {
        format!("{}/{file}?v={}", self.base, self.version)
    }
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserBar {
    /// The person's name.
    pub name: String,
    /// Links beside it, such as to the person's account: text and address.
    pub links: Vec<(String, String)>,
    /// Where the sign-out button posts to.
    pub sign_out: String,
}

/// One of the main places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What it is called.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// Whether this page is in it.
    pub current: bool,
}

/// The demonstration's banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoBar {
    /// What is to be known: who one is, what day it is.
    pub text: String,
    /// Text and address.
    pub links: Vec<(String, String)>,
    /// Buttons that do something at once, such as moving the clock: text, and where they post to.
    pub buttons: Vec<(String, String)>,
}

/// What stands before the main content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Above {
    /// Nothing: a home.
    #[default]
    Nothing,
    /// A link back, where a page is a step of a journey. The address.
    Back(String),
    /// The pages above this one.
    Breadcrumbs(Vec<Crumb>),
}

/// A complete HTML document around the main content, which begins with a level 1 heading or with what is
/// to be read before it (`ErrorSummary`, `NotificationBanner`).
pub fn shell<V: IntoView + 'static>(props: ShellProps, main: impl FnOnce() -> V) -> String {
    // First, since it says whether the page needs the script
    let main = render_marked(main);
    let script = has_island(&main).then(|| props.assets.href("pkg/start.js"));
    let title = if props.title.is_empty() {
        "Quintet".to_owned()
    } else {
        format!("{} – Quintet", props.title)
    };
    let html = render_marked(|| {
        view! {
            <html lang="en" class="govuk-template">
                <head>
                    <meta charset="utf-8"/>
                    <title>{title}</title>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="theme-color" content=BRAND/>
                    <link rel="stylesheet" href=props.assets.href("app.css")/>
                    <link rel="icon" type="image/svg+xml" href=props.assets.href("favicon.svg")/>
                    {script.map(|src| view! { <script type="module" src=src nonce=props.nonce></script> })}
                </head>
                <body class="govuk-template__body">
                    <a href="#main-content" class="govuk-skip-link">"Skip to main content"</a>
                    {props.demo.map(demo_bar)}
                    {header(props.user, props.nav)}
                    <div class="govuk-width-container">
                        {above(props.above)}
                        <main class="govuk-main-wrapper" id="main-content" inner_html=main></main>
                    </div>
                    {footer()}
                </body>
            </html>
        }
    });
    format!("<!DOCTYPE html>\n{}", without_markers(&html))
}

/// The colour of `$quintet-plum` in the stylesheet, for what a phone draws around the page.
const BRAND: &str = "#532a5c";

fn header(user: Option<UserBar>, nav: Vec<NavItem>) -> impl IntoView {
    view! {
        <header class="govuk-template__header">
            <div class="govuk-generic-header quintet-header">
                <div class="govuk-generic-header__container govuk-width-container quintet-header__container">
                    <div class="govuk-generic-header__logo">
                        <a href="/" class="govuk-generic-header__homepage-link">
                            {mark()}
                            "Quintet"
                        </a>
                    </div>
                    {user.map(user_bar)}
                </div>
            </div>
            {(!nav.is_empty()).then(|| navigation(nav))}
        </header>
    }
}

/// Five places in a ring: a quintet, and the five principles.
fn mark() -> impl IntoView {
    view! {
        <svg class="quintet-header__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path
                d="M16 5 26.5 12.6 22.5 25H9.5L5.5 12.6Z"
                fill="none"
                stroke="currentColor"
                stroke-width="1.8"
            ></path>
            <g fill="currentColor">
                <circle cx="16" cy="5" r="3.6"></circle>
                <circle cx="26.5" cy="12.6" r="3.6"></circle>
                <circle cx="22.5" cy="25" r="3.6"></circle>
                <circle cx="9.5" cy="25" r="3.6"></circle>
                <circle cx="5.5" cy="12.6" r="3.6"></circle>
            </g>
        </svg>
    }
}

fn user_bar(user: UserBar) -> impl IntoView {
    let links = user
        .links
        .into_iter()
        .map(|(text, href)| {
            view! { <li><a class="quintet-header__link" href=href>{text}</a></li> }
        })
        .collect_view();
    view! {
        <ul class="quintet-header__user">
            <li class="quintet-header__name">{user.name}</li>
            {links}
            <li>
                <PostButton text="Sign out" action=user.sign_out kind=ButtonKind::InverseLink/>
            </li>
        </ul>
    }
}

fn navigation(nav: Vec<NavItem>) -> impl IntoView {
    let items = nav
        .into_iter()
        .map(|item| {
            let class = if item.current {
                "govuk-service-navigation__item govuk-service-navigation__item--active"
            } else {
                "govuk-service-navigation__item"
            };
            // Said by weight too, for those who see no colours of ours
            let text = if item.current {
                view! { <strong class="govuk-service-navigation__active-fallback">{item.text}</strong> }
                    .into_any()
            } else {
                item.text.into_any()
            };
            view! {
                <li class=class>
                    <a
                        class="govuk-service-navigation__link"
                        href=item.href
                        aria-current=item.current.then_some("true")
                    >
                        {text}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="govuk-service-navigation">
            <div class="govuk-width-container">
                <div class="govuk-service-navigation__container">
                    <nav aria-label="Menu" class="govuk-service-navigation__wrapper">
                        <ul class="govuk-service-navigation__list">{items}</ul>
                    </nav>
                </div>
            </div>
        </div>
    }
}

fn demo_bar(demo: DemoBar) -> impl IntoView {
    let links = demo
        .links
        .into_iter()
        .map(|(text, href)| view! { <a class="govuk-link" href=href>{text}</a> })
        .collect_view();
    let buttons = demo
        .buttons
        .into_iter()
        .map(|(text, action)| view! { <PostButton text action kind=ButtonKind::Link/> })
        .collect_view();
    view! {
        <section class="quintet-demo" aria-label="Demonstration">
            <div class="govuk-width-container quintet-demo__container">
                <p><strong>"Demonstration"</strong> " " {demo.text}</p>
                {links}
                {buttons}
            </div>
        </section>
    }
}

fn above(above: Above) -> impl IntoView {
    match above {
        Above::Nothing => ().into_any(),
        Above::Back(href) => view! { <BackLink href/> }.into_any(),
        Above::Breadcrumbs(crumbs) => view! { <Breadcrumbs crumbs/> }.into_any(),
    }
}

fn footer() -> impl IntoView {
    view! {
        <footer class="govuk-template__footer quintet-footer">
            <div class="govuk-width-container">
                <h2 class="govuk-visually-hidden">"Help and information"</h2>
                <ul class="quintet-footer__links">
                    <li><a class="govuk-link" href="/help">"Help"</a></li>
                    <li><a class="govuk-link" href="/privacy">"Privacy"</a></li>
                    <li><a class="govuk-link" href="/accessibility">"Accessibility"</a></li>
                </ul>
                <p class="quintet-footer__note">
                    "Quintet helps schools to review each other’s inclusion. It is not a government service."
                </p>
            </div>
        </footer>
    }
}

#[cfg(test)]
#[path = "shell_tests.rs"]
mod tests;

//! Where the page stands in the whole.

use leptos::prelude::*;

/// A page above this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub text: String,
    /// Where it is.
    pub href: String,
}

impl Crumb {
    /// A crumb with these words and this address.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }
}

/// The pages above this one, from the top. They stand before the main content: `shell` places them.
#[component]
pub fn Breadcrumbs(
    /// From the top down, without the page itself.
    crumbs: Vec<Crumb>,
) -> impl IntoView {
    let items = crumbs
        .into_iter()
        .map(|crumb| {
            view! {
                <li class="govuk-breadcrumbs__list-item">
                    <a class="govuk-breadcrumbs__link" href=crumb.href>{crumb.text}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile" aria-label="Breadcrumb">
            <ol class="govuk-breadcrumbs__list">{items}</ol>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn pages_are_listed_from_the_top() {
        let html = render(|| {
            view! { <Breadcrumbs crumbs=vec![Crumb::new("Home", "/"), Crumb::new("Cycle", "/c/1")]/> }
        });
        let home = html.find(r#"href="/" class="govuk-breadcrumbs__link">Home"#);
        let cycle = html.find(r#"href="/c/1" class="govuk-breadcrumbs__link">Cycle"#);
        assert!(home.is_some() && home < cycle, "{html}");
        assert!(html.contains(r#"aria-label="Breadcrumb""#), "{html}");
    }
}

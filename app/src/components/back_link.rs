//! The way back to the page before.

use super::field::MaybeText;
use leptos::prelude::*;

/// A link to where the person came from. It stands before the main content: `shell` places it.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// “Back” without it.
    #[prop(into, optional)]
    text: MaybeText,
) -> impl IntoView {
    view! { <a href=href class="govuk-back-link">{text.or("Back")}</a> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn it_says_back_unless_told_otherwise() {
        let html = render(|| view! { <BackLink href="/cycles/1"/> });
        assert_eq!(
            html,
            r#"<a href="/cycles/1" class="govuk-back-link">Back</a>"#
        );
    }
}

//! A text set apart from its surroundings.

use leptos::prelude::*;

/// A quotation, an example, or a fact to notice.
#[component]
pub fn InsetText(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! { <div class="govuk-inset-text">{children()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn it_holds_what_it_is_given() {
        let html = render(|| view! { <InsetText>"The review is on 12 May."</InsetText> });
        assert_eq!(
            html,
            r#"<div class="govuk-inset-text">The review is on 12 May.</div>"#
        );
    }
}

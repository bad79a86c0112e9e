//! The end of a journey.

use leptos::prelude::*;

/// Says in large letters that all is done. Its title is the page's heading.
#[component]
pub fn Panel(
    /// What has been done.
    #[prop(into)]
    title: String,
    /// One line more, such as a reference.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let body = children.map(|children| view! { <div class="govuk-panel__body">{children()}</div> });
    view! {
        <div class="govuk-panel govuk-panel--confirmation">
            <h1 class="govuk-panel__title">{title}</h1>
            {body}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn the_title_is_the_pages_heading() {
        let html = render(|| view! { <Panel title="Self-review submitted"/> });
        assert!(
            html.contains(r#"<h1 class="govuk-panel__title">Self-review submitted</h1>"#),
            "{html}"
        );
        assert!(!html.contains("govuk-panel__body"), "{html}");
    }
}

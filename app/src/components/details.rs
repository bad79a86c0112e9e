//! What only some people need to read.

use leptos::prelude::*;

/// Text that opens when its summary is pressed. Printed in full.
#[component]
pub fn Details(
    /// What it is about.
    #[prop(into)]
    summary: String,
    /// Whether it is open when the page opens.
    #[prop(optional)]
    open: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="govuk-details" open=open>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{summary}</span>
            </summary>
            <div class="govuk-details__text">{children()}</div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn it_is_closed_unless_asked() {
        let html = render(|| view! { <Details summary="Why we ask">"Because."</Details> });
        assert!(
            html.starts_with(r#"<details class="govuk-details"><summary"#),
            "{html}"
        );
        let html = render(|| view! { <Details summary="Why" open=true>"Because."</Details> });
        assert!(
            html.starts_with(r#"<details open class="govuk-details">"#),
            "{html}"
        );
    }
}

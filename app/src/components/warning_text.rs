//! What may go badly.

use leptos::prelude::*;

/// A warning before something that cannot be taken back, or that has a deadline.
#[component]
pub fn WarningText(
    /// The warning, in a sentence.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">"!"</span>
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">"Warning: "</span>
                {text}
            </strong>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn the_sign_is_said_in_words_too() {
        let html = render(|| view! { <WarningText text="This cannot be undone."/> });
        assert!(
            html.contains(
                r#"<span class="govuk-visually-hidden">Warning: </span>This cannot be undone."#
            ),
            "{html}"
        );
    }
}

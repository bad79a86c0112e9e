//! Somebody wrote while the self-review was submitted: the text is shown again, so that it is not lost.

use crate::components::TextArea;
use leptos::prelude::*;

/// The page.
#[component]
pub fn TooLate(
    /// Why it cannot be saved, in a sentence.
    why: String,
    /// What was written.
    text: String,
    /// Back to the self-review.
    back: String,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Your text was not saved"</h1>
        <p class="govuk-body">{why} " Copy your text if you want to keep it."</p>
        {(!text.trim().is_empty())
            .then(|| view! { <TextArea name="narrative" label="What you wrote" value=text rows=12/> })}
        <p class="govuk-body"><a class="govuk-link" href=back>"Go to the self-review"</a></p>
    }
}

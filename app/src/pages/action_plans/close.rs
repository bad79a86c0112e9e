//! The page on which the coordinator closes a review.

use crate::components::{Button, ButtonKind, WarningText};
use leptos::prelude::*;

/// What is to be closed.
#[derive(Debug, Clone)]
pub struct CloseView {
    /// Name of the school.
    pub school: String,
    /// Names of the team whose access ends.
    pub team: Vec<String>,
    /// Address of the review.
    pub review: String,
    /// The form's key.
    pub form_key: String,
}

/// The page.
#[component]
pub fn Close(
    /// What is to be closed.
    view: CloseView,
) -> impl IntoView {
    let CloseView {
        school,
        team,
        review,
        form_key,
    } = view;
    view! {
        <h1 class="govuk-heading-l">{format!("Close the review of {school}")}</h1>
        <p class="govuk-body">"The impact review has been recorded. When you close the review:"</p>
        <ul class="govuk-list govuk-list--bullet">
            <li>
                "the team can no longer read anything of the school"
                {(!team.is_empty()).then(|| format!(" ({})", team.join(", ")))}
            </li>
            <li>"the school keeps its self-review, its report, its plan and the impact review, and can read them, but not change them"</li>
            <li>"the headteacher is told"</li>
        </ul>
        <WarningText text="A closed review cannot be opened again."/>
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form_key/>
            <Button text="Close the review" kind=ButtonKind::Warning/>
        </form>
        <p class="govuk-body"><a class="govuk-link" href=review>"Go back to the review"</a></p>
    }
}

//! What is asked before evidence or a file goes.

use crate::components::{Button, ButtonGroup, ButtonKind, WhoCanSee};
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct ConfirmView {
    /// The school.
    pub school: String,
    /// The question.
    pub title: String,
    /// What goes with it.
    pub text: String,
    /// On the button.
    pub button: &'static str,
    /// A fresh form key.
    pub form_key: String,
    /// Back, without doing it.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn Confirm(
    /// Everything on it.
    view: ConfirmView,
) -> impl IntoView {
    view! {
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{view.title}</h1>
        <p class="govuk-body">{view.text}</p>
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=view.form_key/>
            <ButtonGroup>
                <Button text=view.button kind=ButtonKind::Warning/>
                <a class="govuk-link" href=view.back>"Cancel"</a>
            </ButtonGroup>
        </form>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

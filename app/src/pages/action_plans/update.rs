//! The form by which somebody says how far an action has got.

use super::state_tag;
use crate::components::{
    BannerKind, Button, Choice, ErrorSummary, NotificationBanner, Radios, SummaryList, SummaryRow,
    TextArea, WhoCanSee,
};
use domain::action_plans::state_in_words;
use domain::forms::{FieldErrors, RawForm};
use domain::states::ActionState;
use leptos::prelude::*;

/// The form.
#[derive(Debug, Clone)]
pub struct UpdateFormView {
    /// The action's title.
    pub title: String,
    /// How the school wanted to know that it has worked.
    pub success: String,
    /// Its state now.
    pub state: ActionState,
    /// The states that may follow.
    pub next: Vec<ActionState>,
    /// What was typed.
    pub form: RawForm,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// What somebody else did meanwhile, in a sentence.
    pub meanwhile: Option<String>,
    /// Who will read it.
    pub who: Vec<String>,
}

/// The page with the form.
#[component]
pub fn UpdatePage(
    /// The form.
    view: UpdateFormView,
) -> impl IntoView {
    let UpdateFormView {
        title,
        success,
        state,
        next,
        form,
        errors,
        meanwhile,
        who,
    } = view;
    let mut choices = vec![Choice::new(
        state.as_str(),
        format!("{}, as before", state_in_words(state)),
    )];
    choices.extend(
        next.into_iter()
            .map(|s| Choice::new(s.as_str(), state_in_words(s)).hint(meaning(s))),
    );
    view! {
        {meanwhile.map(|text| view! { <NotificationBanner text kind=BannerKind::Important/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">{title}</span>
            "Add an update"
        </h1>
        <SummaryList rows=vec![
            SummaryRow::view("How it stands", state_tag(state)),
            SummaryRow::text("How you will know that it has worked", success),
        ]/>
        <form method="post" novalidate>
            <input type="hidden" name="from" value=state.as_str()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <Radios
                name="state"
                label="How does the action stand now?"
                choices=choices
                value=form.get("state").to_owned()
                error=errors.get("state")
            />
            <TextArea
                name="text"
                label="What has happened"
                hint="If it is blocked or dropped, say why. If it has made a difference, say what shows it. Name no pupils and no staff."
                value=form.get("text").to_owned()
                error=errors.get("text")
                rows=6
            />
            <Button text="Save the update"/>
        </form>
        <WhoCanSee people=who note="The review team does not see updates."/>
    }
}

/// What a state means, where the word alone may be misread.
fn meaning(state: ActionState) -> Option<&'static str> {
    match state {
        ActionState::Done => {
            Some("The work is done. Whether it has made a difference is another question.")
        }
        ActionState::ImpactEvidenced => Some("You can show what has changed for pupils."),
        ActionState::Blocked => Some("Something holds it up. Say what."),
        ActionState::Dropped => Some("You will not do it. Say why. It cannot be taken up again."),
        ActionState::Proposed | ActionState::Agreed | ActionState::InProgress => None,
    }
}

//! Starting every empty strand from last cycle's text: what would be filled, and what stays as it is.

use crate::components::{Button, ButtonGroup, ErrorSummary, WhoCanSee};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct CarryOverView {
    /// The school.
    pub school: String,
    /// Name of the cycle before.
    pub cycle: String,
    /// Titles of the strands that would be filled.
    pub fills: Vec<String>,
    /// Titles of those that stay, since something is written there.
    pub stays: Vec<String>,
    /// Back to the list.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn CarryOver(
    /// Everything on it.
    view: CarryOverView,
    /// The form's key.
    form: RawForm,
    /// What is wrong.
    errors: FieldErrors,
) -> impl IntoView {
    let list = |titles: Vec<String>| {
        let items = titles
            .into_iter()
            .map(|t| view! { <li>{t}</li> })
            .collect_view();
        view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }
    };
    let nothing = view.fills.is_empty();
    let stays = (!view.stays.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"Strands that stay as they are"</h2>
            <p class="govuk-body">"Something is written there already, or they are not explored. You find last cycle’s text on the page of each strand."</p>
            {list(view.stays)}
        }
    });
    let back = view.back.clone();
    let body = if nothing {
        view! {
            <p class="govuk-body">"There is no empty strand left to fill."</p>
            <p class="govuk-body"><a class="govuk-link" href=back>"Go back"</a></p>
        }
        .into_any()
    } else {
        view! {
            <p class="govuk-body">
                {format!("The texts of the cycle “{}” are put into the strands that are still empty. Levels are not taken over: choose them anew.", view.cycle)}
            </p>
            <h2 class="govuk-heading-m">"Strands that are filled"</h2>
            {list(view.fills)}
            <form method="post" novalidate>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                <ButtonGroup>
                    <Button text="Start from last cycle’s texts"/>
                    <a class="govuk-link" href=back>"Go back"</a>
                </ButtonGroup>
            </form>
        }
        .into_any()
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Start from last cycle’s texts"</h1>
        {body}
        {stays}
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

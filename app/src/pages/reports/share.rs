//! The head shares the final report with more people.

use super::document::ReadersView;
use crate::components::{Button, Checkboxes, Choice, ErrorSummary, InsetText, WhoCanSee};
use domain::forms::{FieldErrors, RawForm, capital};
use domain::visibility::Audience;
use leptos::prelude::*;

/// Sharing.
#[component]
pub fn Share(
    /// Name of the school.
    school: String,
    /// Who can read the report now.
    readers: ReadersView,
    /// Audiences that the head may add or take back: with the names of who is in each today.
    choices: Vec<(Audience, Vec<String>)>,
    /// What was ticked.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// True when somebody else changed the review since the form was shown.
    conflict: bool,
    /// Address of the report.
    back: String,
) -> impl IntoView {
    let none = choices.is_empty();
    let values: Vec<String> = form
        .all("audience")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let choices = choices
        .into_iter()
        .map(|(audience, names)| {
            let who = if names.is_empty() {
                "Nobody holds this role at the moment. Whoever gets it can read the report."
                    .to_owned()
            } else {
                format!("Today: {}", names.join(", "))
            };
            Choice::new(audience.as_str(), capital(audience.in_words())).hint(who)
        })
        .collect::<Vec<_>>();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school}</span>
        <h1 class="govuk-heading-l">"Share the report with more people"</h1>
        {conflict.then(|| view! {
            <InsetText>"Somebody changed this review while you were choosing. Nothing of yours was saved. Look at your choice again and save it."</InsetText>
        })}
        <p class="govuk-body">"The report belongs to your school. You can let more people read it, and you can take back what you have added. Those whom the cycle’s policy names stay: your school accepted that before the cycle began."</p>
        <WhoCanSee people=readers.lines() note=readers.note/>
        {if none {
            view! { <p class="govuk-body">"Everybody who could be added can read the report already."</p> }.into_any()
        } else {
            view! {
                <form method="post" novalidate>
                    <input type="hidden" name="version" value=form.get("version").to_owned()/>
                    <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                    <Checkboxes
                        name="audience"
                        label="Who else may read the report?"
                        hint="People whom you add are told by e-mail. The e-mail has a link and no text of the report."
                        choices=choices
                        values=values
                        error=errors.get("audience")
                    />
                    <Button text="Save"/>
                </form>
            }.into_any()
        }}
        <p class="govuk-body"><a class="govuk-link" href=back>"Back to the report"</a></p>
    }
}

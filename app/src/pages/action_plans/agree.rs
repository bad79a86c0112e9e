//! The page on which the school agrees its plan.

use crate::components::{Button, ErrorSummary, TextArea, WarningText, WhoCanSee, paragraphs};
use domain::forms::FieldErrors;
use leptos::prelude::*;

/// A recommendation that no action answers.
#[derive(Debug, Clone)]
pub struct Unanswered {
    /// The name of the field for the reason.
    pub field: String,
    /// Heading: "Recommendation 1".
    pub heading: String,
    /// The text of the recommendation.
    pub text: String,
    /// The reason as typed.
    pub reason: String,
}

/// What is to be agreed.
#[derive(Debug, Clone)]
pub struct AgreeView {
    /// Address of the plan.
    pub plan: String,
    /// Titles of the proposed actions.
    pub actions: Vec<String>,
    /// Recommendations without an action.
    pub unanswered: Vec<Unanswered>,
    /// When the impact review is due, in words.
    pub impact: Option<String>,
    /// The form's key.
    pub form_key: String,
    /// What is wrong.
    pub errors: FieldErrors,
    /// Who reads the plan.
    pub who: Vec<String>,
}

/// The page.
#[component]
pub fn Agree(
    /// What is to be agreed.
    view: AgreeView,
) -> impl IntoView {
    let AgreeView {
        plan,
        actions,
        unanswered,
        impact,
        form_key,
        errors,
        who,
    } = view;
    let none = actions.is_empty();
    let count = if actions.len() == 1 {
        "This action becomes agreed:"
    } else {
        "These actions become agreed:"
    };
    let warning = match unanswered.len() {
        0 => None,
        1 => Some("One recommendation has no action.".to_owned()),
        n => Some(format!("{n} recommendations have no action.")),
    };
    let reasons = unanswered
        .into_iter()
        .map(|u| {
            let error = errors.get(&u.field).map(str::to_owned);
            view! {
                <h2 class="govuk-heading-m">{u.heading.clone()}</h2>
                {paragraphs(&u.text)}
                <TextArea
                    name=u.field
                    label=format!("Why there is no action for {} (optional)", u.heading.to_lowercase())
                    value=u.reason
                    error=error
                    rows=3
                />
            }
        })
        .collect_view();
    let back = view! { <p class="govuk-body"><a class="govuk-link" href=plan>"Go back to the plan"</a></p> };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">"Agree the action plan"</h1>
        {if none {
            view! {
                <p class="govuk-body">"There is no action to agree yet. Add at least one first."</p>
                {back}
            }.into_any()
        } else {
            view! {
                <p class="govuk-body">"Do this when the workshop has been held. "{count}</p>
                <ul class="govuk-list govuk-list--bullet">
                    {actions.into_iter().map(|a| view! { <li>{a}</li> }).collect_view()}
                </ul>
                <p class="govuk-body">
                    "The coordinators and the lead reviewer are told that the plan is agreed. They are not told what is in it. "
                    {impact.map(|day| format!("The impact review is due on {day}."))}
                </p>
                <p class="govuk-body">"You can still add actions and change them afterwards."</p>
                <form method="post" novalidate>
                    <input type="hidden" name="form_key" value=form_key/>
                    {warning.map(|text| view! { <WarningText text/> })}
                    {reasons}
                    <Button text="Agree the plan"/>
                </form>
                {back}
            }.into_any()
        }}
        <WhoCanSee people=who/>
    }
}

//! A page that asks before something is done for good, with a reason where one is needed.

use crate::components::{
    Button, ButtonGroup, ButtonKind, ErrorSummary, Limit, TextArea, WarningText, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The field for a reason.
#[derive(Debug, Clone)]
pub struct ReasonField {
    /// What is asked.
    pub label: &'static str,
    /// What to write and what not.
    pub hint: &'static str,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct ConfirmView {
    /// The question, as the heading.
    pub title: String,
    /// What happens then, a sentence or two each.
    pub paragraphs: Vec<String>,
    /// What cannot be taken back.
    pub warning: Option<&'static str>,
    /// The reason, where one is needed.
    pub reason: Option<ReasonField>,
    /// The button's verb.
    pub button: &'static str,
    /// True for what ends something.
    pub danger: bool,
    /// Where "Go back" leads.
    pub back: String,
    /// Who reads the reason.
    pub who: Vec<String>,
}

/// The page. The reason is the field `reason`.
#[component]
pub fn Confirm(
    /// What is asked.
    view: ConfirmView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let kind = if view.danger {
        ButtonKind::Warning
    } else {
        ButtonKind::Primary
    };
    let paragraphs = view
        .paragraphs
        .into_iter()
        .map(|text| view! { <p class="govuk-body">{text}</p> })
        .collect_view();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{view.title}</h1>
        {paragraphs}
        {view.warning.map(|text| view! { <WarningText text/> })}
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {view
                .reason
                .map(|reason| {
                    view! {
                        <TextArea
                            name="reason"
                            label=reason.label
                            hint=reason.hint
                            value=form.get("reason").to_owned()
                            error=errors.get("reason")
                            rows=4
                            limit=Limit::Characters(1000)
                        />
                    }
                })}
            <ButtonGroup>
                <Button text=view.button kind/>
                <a class="govuk-link" href=view.back>"Go back"</a>
            </ButtonGroup>
        </form>
        {(!view.who.is_empty()).then(|| view! { <WhoCanSee people=view.who/> })}
    }
}

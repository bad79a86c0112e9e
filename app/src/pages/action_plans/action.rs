//! One action with everything that was said of it.

use super::state_tag;
use crate::components::{
    ButtonGroup, ButtonKind, LinkButton, SummaryList, SummaryRow, WhoCanSee, paragraphs,
};
use domain::states::ActionState;
use leptos::prelude::*;

/// Name and value of one thing that is known of an action.
pub type Fact = (&'static str, String);

/// An update as it is shown.
#[derive(Debug, Clone)]
pub struct UpdateView {
    /// The state of the action after it.
    pub state: ActionState,
    /// The words.
    pub text: String,
    /// Who and when.
    pub by: String,
}

/// The page of an action.
#[component]
pub fn ActionPage(
    /// Address of the action.
    href: String,
    /// What will be done.
    title: String,
    /// Its state.
    state: ActionState,
    /// Everything that was typed, in the order of the form.
    facts: Vec<Fact>,
    /// Updates, newest first.
    updates: Vec<UpdateView>,
    /// Whether to offer changing it.
    may_edit: bool,
    /// Who reads it.
    who: Vec<String>,
) -> impl IntoView {
    let mut rows = vec![SummaryRow::view("How it stands", state_tag(state))];
    rows.extend(
        facts
            .into_iter()
            .map(|(name, value)| SummaryRow::text(name, value)),
    );
    let none = updates.is_empty();
    let updates = updates
        .into_iter()
        .map(|u| {
            view! {
                <h3 class="govuk-heading-s govuk-!-margin-bottom-1">{state_tag(u.state)} " " {u.by}</h3>
                {paragraphs(&u.text)}
            }
        })
        .collect_view();
    view! {
        <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">"Action"</span>
            {title}
        </h1>
        <SummaryList rows=rows/>
        {may_edit.then(|| view! {
            <ButtonGroup>
                <LinkButton text="Add an update" href=format!("{href}/update")/>
                <LinkButton text="Change the action" href=format!("{href}/edit") kind=ButtonKind::Secondary/>
            </ButtonGroup>
        })}
        <h2 class="govuk-heading-m">"Updates"</h2>
        {none.then(|| view! { <p class="govuk-body">"Nobody has added an update yet."</p> })}
        {updates}
        <WhoCanSee people=who note="The review team does not see owners, dates, costs or updates."/>
    }
}

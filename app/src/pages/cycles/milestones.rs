//! The milestones of a cycle: working days from the visit, with the dates that they give.

use super::long_day;
use crate::components::{Button, ButtonGroup, ButtonKind, ErrorSummary, InsetText, TextInput};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// One milestone.
#[derive(Debug, Clone)]
pub struct Row {
    /// The field's name.
    pub field: &'static str,
    /// What is due.
    pub name: &'static str,
    /// The date for a visit on the provisional day; none where the numbers give no plan.
    pub date: Option<NaiveDate>,
    /// True for the visit itself, which lies at 0.
    pub visit: bool,
}

/// The form.
#[component]
pub fn Milestones(
    /// The cycle's name.
    cycle: String,
    /// The provisional day of the visit.
    visit: NaiveDate,
    /// In the order in which they fall due.
    rows: Vec<Row>,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// Who saved in the meantime, and when.
    other: Option<(String, String)>,
    /// What to know about the dates: a visit on a day off, bank holidays not known yet.
    notes: Vec<String>,
    /// Address of the cycle's page.
    back: String,
) -> impl IntoView {
    let conflict = other.map(|(who, when)| {
        view! {
            <InsetText>
                {format!("{who} saved this cycle at {when}, while you were changing it. Your numbers are below and are not saved yet. Save again to put them in place.")}
            </InsetText>
        }
    });
    let notes = notes
        .into_iter()
        .map(|n| view! { <InsetText>{n}</InsetText> })
        .collect_view();
    let fields = rows
        .into_iter()
        .map(|row| {
            let date = row.date.map(long_day);
            if row.visit {
                let words = date.unwrap_or_default();
                return view! {
                    <p class="govuk-body"><strong>{row.name}</strong> {format!(": day 0, {words}")}</p>
                }
                .into_any();
            }
            view! {
                <TextInput
                    name=row.field
                    label=row.name
                    hint=date.map(|d| format!("Falls on {d}"))
                    value=form.get(row.field).to_owned()
                    error=errors.get(row.field)
                    width=4
                />
            }
            .into_any()
        })
        .collect_view();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{cycle}</span>
        <h1 class="govuk-heading-l">"Milestones"</h1>
        {conflict}
        <p class="govuk-body">
            "Each number is how many working days before (with a minus) or after the visit a step is due. "
            {format!("The dates are those of a visit on {}, the first day for visits. ", long_day(visit))}
            "A school that has agreed its day has its own dates."
        </p>
        {notes}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {fields}
            <ButtonGroup>
                <Button text="Save"/>
                <Button text="Show the dates" kind=ButtonKind::Secondary name="preview" value="yes"/>
                <a class="govuk-link" href=back>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
}

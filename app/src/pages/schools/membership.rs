//! Schools joining and leaving a partnership.

use super::{Results, hits, search_form};
use crate::components::{Button, Cell, Column, DateInput, ErrorSummary, Table, WarningText};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A school that is or was in the partnership.
#[derive(Debug, Clone)]
pub struct MemberLine {
    /// Address of the school's page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// First day.
    pub joined: NaiveDate,
    /// Last day.
    pub left: Option<NaiveDate>,
    /// Where one says that it leaves; none when that has been said.
    pub leave: Option<String>,
}

/// The schools of a partnership, with a search for more.
#[component]
pub fn Members(
    /// What the search found.
    results: Results,
    /// The schools, past and present.
    members: Vec<MemberLine>,
) -> impl IntoView {
    let day = |d: NaiveDate| d.format("%-d %B %Y").to_string();
    let rows = members
        .into_iter()
        .map(|m| {
            let end = match (m.leave, m.left) {
                (_, Some(left)) => Cell::text(day(left)),
                (Some(href), None) => Cell::view(view! {
                    <a class="govuk-link" href=href>
                        "Say when it leaves"
                        <span class="govuk-visually-hidden">{format!(": {}", m.name)}</span>
                    </a>
                }),
                (None, None) => Cell::text(""),
            };
            vec![
                Cell::link(m.name.clone(), m.href),
                Cell::text(day(m.joined)),
                end,
            ]
        })
        .collect();
    view! {
        <h1 class="govuk-heading-l">"Schools of the partnership"</h1>
        <h2 class="govuk-heading-m">"Add a school"</h2>
        <p class="govuk-body">"Search, then choose the school to say when it joins."</p>
        {search_form(&results.words)}
        {hits(results)}
        <Table
            caption="Schools in this partnership"
            columns=vec![Column::new("School"), Column::new("Joined"), Column::new("Last day")]
            rows=rows
            empty="No school has joined yet."
        />
    }
}

/// The form with which a school is added.
#[component]
pub fn Add(
    /// Name of the school.
    school: String,
    /// Its status in words, unless it is open.
    closed: Option<String>,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let wrong = errors.get("school").map(str::to_owned);
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{format!("Add {school}")}</h1>
        {closed.map(|status| view! {
            <WarningText text=format!("The register says of this school: {status}. A closed school is never paired with reviewers.")/>
        })}
        {wrong.map(|words| view! { <p class="govuk-error-message" id="school">{words}</p> })}
        <form method="post" novalidate>
            <input type="hidden" name="school" value=form.get("school").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <DateInput
                name="joined"
                label="First day in the partnership"
                hint="For example, 27 3 2027"
                day=form.get("joined-day").to_owned()
                month=form.get("joined-month").to_owned()
                year=form.get("joined-year").to_owned()
                error=errors.get("joined-day")
            />
            <Button text="Add this school"/>
        </form>
    }
}

/// The form that ends a membership.
#[component]
pub fn Leave(
    /// Name of the school.
    name: String,
    /// Its first day, in words.
    joined: String,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{format!("When does {name} leave?")}</h1>
        <p class="govuk-body">
            {format!("It joined on {joined}. Reviews that have been done stay, and the school keeps its reports.")}
        </p>
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <DateInput
                name="left"
                label="Last day in the partnership"
                hint="For example, 27 3 2027"
                day=form.get("left-day").to_owned()
                month=form.get("left-month").to_owned()
                year=form.get("left-year").to_owned()
                error=errors.get("left-day")
            />
            <Button text="Save"/>
        </form>
    }
}

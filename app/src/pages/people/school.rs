//! People of a school.

use super::roles::{RoleView, end_link};
use crate::components::{Cell, Column, LinkButton, Table, WhoCanSee};
use leptos::prelude::*;

/// One person with one role.
#[derive(Debug, Clone)]
pub struct Line {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The role.
    pub role: RoleView,
}

/// Who holds which role at a school.
#[component]
pub fn List(
    /// Name of the school.
    school: String,
    /// Where people are invited.
    invite: String,
    /// One a role, by name of the person.
    lines: Vec<Line>,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|l| {
            let about = format!("{} of {}", l.role.title, l.name);
            vec![
                Cell::text(l.name),
                Cell::text(l.email),
                Cell::text(l.role.title),
                Cell::text(super::day(l.role.from)),
                Cell::text(
                    l.role
                        .until
                        .map_or_else(|| "No last day".to_owned(), super::day),
                ),
                end_link(l.role.end, about),
            ]
        })
        .collect::<Vec<_>>();
    view! {
        <h1 class="govuk-heading-l">{format!("People of {school}")}</h1>
        <p class="govuk-body">"Contributors draft the self-review, evidence and actions; the headteacher submits. Governors read what the headteacher shares."</p>
        <LinkButton text="Invite a contributor or governor" href=invite/>
        <Table
            caption="Who holds which role"
            columns=vec![
                Column::new("Name"),
                Column::new("E-mail address"),
                Column::new("Role"),
                Column::new("From"),
                Column::new("Until"),
                Column::hidden("Action"),
            ]
            rows
            empty="Nobody at this school has been invited yet."
        />
        <WhoCanSee
            people=vec![
                "The headteacher of this school".to_owned(),
                "The coordinators of its partnerships".to_owned(),
                "The administrators of this website".to_owned(),
            ]
            note="Contributors, governors and other schools do not see this list."
        />
    }
}

//! A table of roles: what, where, since when, until when, why.

use super::day;
use crate::components::{Cell, Column, Table, Tag, TagColour};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Whether a role counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Today.
    Now,
    /// From a later day on.
    Later,
    /// No more.
    Ended,
}

/// A role that somebody holds.
#[derive(Debug, Clone)]
pub struct RoleView {
    /// "Headteacher".
    pub title: String,
    /// Name of the partnership, school, local authority or trust; empty for an administrator.
    pub place: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// The ground.
    pub why: String,
    /// Name of who gave it; empty when it was the operator.
    pub granted_by: String,
    /// Whether it counts today.
    pub counts: Counts,
    /// Where the role can be ended; none when this reader may not, or it has ended.
    pub end: Option<String>,
}

impl RoleView {
    /// "Headteacher, Ashby Primary School".
    pub fn in_one_line(&self) -> String {
        if self.place.is_empty() {
            self.title.clone()
        } else {
            format!("{}, {}", self.title, self.place)
        }
    }
}

/// The roles of one person.
#[component]
pub fn RoleTable(
    /// The title of the table.
    #[prop(into)]
    caption: String,
    /// One a role.
    roles: Vec<RoleView>,
    /// Said when there is none.
    #[prop(into)]
    empty: String,
) -> impl IntoView {
    let any_end = roles.iter().any(|r| r.end.is_some());
    let mut columns = vec![
        Column::new("Role"),
        Column::new("From"),
        Column::new("Until"),
        Column::new("Why"),
        Column::new("Given by"),
        Column::new("Counts"),
    ];
    if any_end {
        columns.push(Column::hidden("Action"));
    }
    let rows = roles
        .into_iter()
        .map(|r| {
            let about = r.in_one_line();
            let counts = match r.counts {
                Counts::Now => Cell::view(view! { <Tag text="Now" colour=TagColour::Green/> }),
                Counts::Later => Cell::view(view! { <Tag text="Not yet" colour=TagColour::Blue/> }),
                Counts::Ended => Cell::view(view! { <Tag text="Ended" colour=TagColour::Grey/> }),
            };
            let mut cells = vec![
                Cell::text(about.clone()),
                Cell::text(day(r.from)),
                Cell::text(r.until.map_or_else(|| "No last day".to_owned(), day)),
                Cell::text(r.why),
                Cell::text(r.granted_by),
                counts,
            ];
            if any_end {
                cells.push(end_link(r.end, about));
            }
            cells
        })
        .collect();
    view! { <Table caption columns rows empty/> }
}

/// The link to the page on which a role is ended.
pub(super) fn end_link(href: Option<String>, about: String) -> Cell {
    Cell::view(href.map(|href| {
        view! {
            <a class="govuk-link" href=href>
                "End"
                <span class="govuk-visually-hidden">{format!(" the role {about}")}</span>
            </a>
        }
    }))
}

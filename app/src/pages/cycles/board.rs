//! The coordinator's board: where each school stands.

use super::{day, review_state};
use crate::components::{Cell, Column, Table, Tag, TagColour};
use chrono::NaiveDate;
use domain::states::ReviewState;
use leptos::prelude::*;

/// One school.
#[derive(Debug, Clone)]
pub struct BoardRow {
    /// Its name.
    pub school: String,
    /// Address of its review.
    pub href: String,
    /// The state of its review.
    pub state: ReviewState,
    /// The day of the visit, and whether it has been agreed.
    pub visit: (NaiveDate, bool),
    /// What is to be done next, by whom and by when.
    pub next: Option<(String, String, NaiveDate)>,
    /// What is late, and by how many working days.
    pub late: Vec<(String, u32)>,
}

/// One figure above the board.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The number.
    pub number: usize,
    /// What it counts.
    pub label: &'static str,
}

/// The board.
#[component]
pub fn Board(
    /// The figures, in the order of a review.
    figures: Vec<Figure>,
    /// How many schools there are.
    of: usize,
    /// The schools, those with something late first.
    rows: Vec<BoardRow>,
) -> impl IntoView {
    let figures = figures
        .into_iter()
        .map(|f| view! { <li><strong>{format!("{} of {of}", f.number)}</strong> {format!(" {}", f.label)}</li> })
        .collect_view();
    let rows = rows.into_iter().map(row).collect();
    view! {
        <h2 class="govuk-heading-m">"Where each school stands"</h2>
        <ul class="govuk-list">{figures}</ul>
        <Table
            caption="Schools in this cycle, those with something late first"
            caption_size="s"
            columns=vec![
                Column::new("School"),
                Column::new("State"),
                Column::new("Visit"),
                Column::new("Next"),
                Column::new("Late"),
            ]
            rows=rows
            empty="No school takes part yet."
        />
    }
}

fn row(r: BoardRow) -> Vec<Cell> {
    let (text, colour) = review_state(r.state);
    let (visit, agreed) = r.visit;
    let visit = if agreed {
        day(visit)
    } else {
        format!("Not agreed; counted from {}", day(visit))
    };
    let next = match r.next {
        Some((title, who, due)) => format!("{title} ({who}), due {}", day(due)),
        None => "Nothing to do now".to_owned(),
    };
    let late = if r.late.is_empty() {
        Cell::text("Nothing")
    } else {
        let items = r
            .late
            .into_iter()
            .map(|(title, days)| {
                let unit = if days == 1 {
                    "working day"
                } else {
                    "working days"
                };
                view! {
                    <li>
                        <Tag text=format!("{days} {unit} late") colour=TagColour::Red/>
                        {format!(" {title}")}
                    </li>
                }
            })
            .collect_view();
        Cell::view(view! { <ul class="govuk-list">{items}</ul> })
    };
    vec![
        Cell::link(r.school, r.href),
        Cell::view(view! { <Tag text colour/> }),
        Cell::text(visit),
        Cell::text(next),
        late,
    ]
}

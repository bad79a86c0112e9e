//! The team's notes: every strand, with how much has been written to it.

use super::{TeamLinks, TeamNav, count};
use crate::components::{Cell, Column, Table, Tag, TagColour, WhoCanSee};
use leptos::prelude::*;

/// One strand.
#[derive(Debug, Clone)]
pub struct NoteCount {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Notes that support the school's judgement.
    pub supports: usize,
    /// Notes that challenge it.
    pub challenges: usize,
    /// The school's level by name.
    pub school_level: Option<String>,
    /// The level that the reader has given.
    pub own_level: Option<String>,
    /// The level on which the team agrees, by name, or "Not explored".
    pub team_level: Option<String>,
    /// True when the school asks the team to look here.
    pub focus: bool,
}

/// The list.
#[derive(Debug, Clone)]
pub struct NotesView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Address of the page, without a slash at its end.
    pub href: String,
    /// Title of each principle with its strands.
    pub principles: Vec<(String, Vec<NoteCount>)>,
    /// True when the cycle uses levels.
    pub levels: bool,
}

/// The notes by strand.
#[component]
pub fn Notes(
    /// The list.
    view: NotesView,
) -> impl IntoView {
    let levels = view.levels;
    let tables = view
        .principles
        .into_iter()
        .map(|(title, strands)| {
            let mut columns = vec![Column::new("Strand"), Column::new("Team’s notes")];
            if levels {
                columns.push(Column::new("School’s level"));
                columns.push(Column::new("Your level"));
                columns.push(Column::new("Agreed level"));
            }
            let rows = strands
                .into_iter()
                .map(|s| row(s, &view.href, levels))
                .collect();
            view! { <Table caption=title columns=columns rows=rows/> }
        })
        .collect_view();
    view! {
        <h1 class="govuk-heading-l">{format!("Notes on {}", view.school)}</h1>
        <TeamNav links=view.links/>
        <p class="govuk-body">"Choose a strand to read its prompts and to add what you see, hear or read."</p>
        <WhoCanSee people=vec!["The review team, until the review closes".to_owned()] note="Nobody else ever sees the notes. The school reads the findings that you write from them."/>
        {tables}
    }
}

fn row(strand: NoteCount, href: &str, levels: bool) -> Vec<Cell> {
    let total = strand.supports + strand.challenges;
    let name = view! {
        <a class="govuk-link" href=format!("{href}/{}", strand.code)>{format!("{} {}", strand.code, strand.title)}</a>
        {strand.focus.then(|| view! { " " <Tag text="Focus" colour=TagColour::Purple/> })}
    };
    let notes = match total {
        0 => "None yet".to_owned(),
        n if strand.challenges > 0 => format!(
            "{} ({} challenging)",
            count(n, "note", "notes"),
            strand.challenges
        ),
        n => count(n, "note", "notes"),
    };
    let mut cells = vec![Cell::view(name), Cell::text(notes)];
    if levels {
        cells.push(Cell::text(
            strand.school_level.unwrap_or_else(|| "None".into()),
        ));
        cells.push(Cell::text(
            strand.own_level.unwrap_or_else(|| "Not yet".into()),
        ));
        cells.push(Cell::text(
            strand.team_level.unwrap_or_else(|| "Not yet".into()),
        ));
    }
    cells
}

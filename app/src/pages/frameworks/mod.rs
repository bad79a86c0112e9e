//! Framework versions: the list, one version to read or print, bringing a file in, and publishing it.

mod import;
mod show;

pub use import::{Import, ImportProps};
pub use show::{Show, ShowProps};

use crate::components::{
    Button, ButtonGroup, ButtonKind, Cell, Column, LinkButton, Table, Tag, TagColour, WarningText,
};
use leptos::prelude::*;

/// One version in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of its page.
    pub href: String,
    /// What people call the framework.
    pub title: String,
    /// Version number.
    pub number: u32,
    /// The day of its publication in words; a draft has none.
    pub published: Option<String>,
}

/// The state of a version, in a word.
fn state(published: bool) -> impl IntoView {
    if published {
        view! { <Tag text="Published" colour=TagColour::Green/> }
    } else {
        view! { <Tag text="Draft" colour=TagColour::Yellow/> }
    }
}

/// The versions that a person may read.
#[component]
pub fn List(
    /// By title, newest version first.
    lines: Vec<Line>,
    /// Whether to offer bringing a file in.
    may_import: bool,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|l| {
            vec![
                Cell::link(format!("{}, version {}", l.title, l.number), l.href),
                Cell::view(state(l.published.is_some())),
                Cell::text(l.published.unwrap_or_else(|| "Not yet".into())),
            ]
        })
        .collect();
    view! {
        <h1 class="govuk-heading-l">"Inclusion frameworks"</h1>
        <p class="govuk-body">
            "A framework says what schools look at when they review each other. Each cycle uses one version from its beginning to its end, so a published version never changes."
        </p>
        <Table
            caption="Versions"
            columns=vec![Column::new("Framework"), Column::new("State"), Column::new("Published")]
            rows=rows
            empty="There is no framework yet."
        />
        {may_import.then(|| view! { <LinkButton text="Import a framework file" href="/frameworks/import"/> })}
    }
}

/// Before a draft is published.
#[component]
pub fn Publish(
    /// Title and version.
    name: String,
    /// Address of the version's page.
    back: String,
    /// Key against a second post.
    form_key: String,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">{format!("Publish {name}?")}</h1>
        <p class="govuk-body">"Coordinators can then choose it for new cycles. Cycles that are under way keep the version they began with."</p>
        <WarningText text="A published version never changes and cannot be deleted. To correct it, import a new version."/>
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form_key/>
            <ButtonGroup>
                <Button text="Publish"/>
                <a class="govuk-link" href=back>"Go back without publishing"</a>
            </ButtonGroup>
        </form>
    }
}

/// Before a draft is deleted.
#[component]
pub fn Delete(
    /// Title and version.
    name: String,
    /// Address of the version's page.
    back: String,
    /// Key against a second post.
    form_key: String,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">{format!("Delete the draft {name}?")}</h1>
        <p class="govuk-body">"No cycle uses it, since it has not been published. Download the file first if you want to keep it."</p>
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form_key/>
            <ButtonGroup>
                <Button text="Delete the draft" kind=ButtonKind::Warning/>
                <a class="govuk-link" href=back>"Go back without deleting"</a>
            </ButtonGroup>
        </form>
    }
}

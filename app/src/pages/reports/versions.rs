//! The versions of a report, and what changed between two of them.

use crate::components::{
    Button, ButtonKind, Cell, Choice, Column, InsetText, Select, Table, WhoCanSee,
};
use leptos::prelude::*;

/// A version in the list.
#[derive(Debug, Clone)]
pub struct VersionLine {
    /// From 1.
    pub number: u32,
    /// What happened with it: "sent to the school".
    pub what: String,
    /// By whom and when, in words.
    pub by: String,
    /// Address of what changed since the version before; none for the first.
    pub changes: Option<String>,
}

/// How some words changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Not at all.
    Same,
    /// They are new.
    Added,
    /// They are gone.
    Removed,
}

/// A paragraph of a comparison.
#[derive(Debug, Clone)]
pub struct Compared {
    /// 1 or 2 for a heading, 0 for a text.
    pub heading: u8,
    /// Its pieces, in order.
    pub pieces: Vec<(Mark, String)>,
}

/// What changed between two versions.
#[derive(Debug, Clone)]
pub struct ComparedView {
    /// The numbers of the older and the newer version.
    pub numbers: (u32, u32),
    /// Words added and removed.
    pub counts: (usize, usize),
    /// The report, with what was added and removed.
    pub paragraphs: Vec<Compared>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct VersionsView {
    /// Name of the school.
    pub school: String,
    /// Oldest first.
    pub versions: Vec<VersionLine>,
    /// What was asked for.
    pub compared: Option<ComparedView>,
    /// The words when what was asked for is not there.
    pub missing: Option<String>,
    /// Who can see the page.
    pub who: Vec<String>,
    /// Address of the report.
    pub back: String,
}

/// Versions, and a comparison when one was asked for.
#[component]
pub fn Versions(
    /// The page.
    view: VersionsView,
) -> impl IntoView {
    let rows = view
        .versions
        .iter()
        .rev()
        .map(|v| {
            let changes = match &v.changes {
                Some(href) => {
                    let number = v.number;
                    view! {
                        <a class="govuk-link" href=href.clone()>
                            "What changed"<span class="govuk-visually-hidden">{format!(" in version {number}")}</span>
                        </a>
                    }
                    .into_any()
                }
                None => "The first that you can see".into_any(),
            };
            vec![
                Cell::text(format!("Version {}", v.number)),
                Cell::text(v.what.clone()),
                Cell::text(v.by.clone()),
                Cell::view(changes),
            ]
        })
        .collect();
    let choose = (view.versions.len() > 1).then(|| {
        let choices = || -> Vec<Choice> {
            view.versions
                .iter()
                .map(|v| Choice::new(v.number.to_string(), format!("Version {}, {}", v.number, v.what)))
                .collect()
        };
        let (from, to) = view.compared.as_ref().map_or_else(
            || (String::new(), String::new()),
            |c| (c.numbers.0.to_string(), c.numbers.1.to_string()),
        );
        view! {
            <h2 class="govuk-heading-m">"Compare two versions"</h2>
            <form method="get" action=format!("{}/versions", view.back) novalidate>
                <Select name="from" label="Older version" choices=choices() value=from prompt="Choose a version"/>
                <Select name="to" label="Newer version" choices=choices() value=to prompt="Choose a version"/>
                <Button text="Show what changed" kind=ButtonKind::Secondary/>
            </form>
        }
    });
    let none = view.versions.is_empty();
    view! {
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Versions of the report"</h1>
        <p class="govuk-body">"Each time the report is handed on, its text is kept as a version that never changes."</p>
        <WhoCanSee people=view.who/>
        {if none {
            view! { <p class="govuk-body">"No version has been handed on yet."</p> }.into_any()
        } else {
            view! {
                <Table
                    caption="Versions, newest first"
                    columns=vec![Column::new("Version"), Column::new("What happened"), Column::new("By"), Column::new("Changes")]
                    rows=rows
                />
            }
            .into_any()
        }}
        {view.missing.map(|words| view! { <InsetText>{words}</InsetText> })}
        {view.compared.map(compared)}
        {choose}
        <p class="govuk-body"><a class="govuk-link" href=view.back.clone()>"Back to the report"</a></p>
    }
}

fn compared(view: ComparedView) -> impl IntoView {
    let (from, to) = view.numbers;
    let words = |n: usize| {
        if n == 1 {
            "1 word".to_owned()
        } else {
            format!("{n} words")
        }
    };
    let summary = match view.counts {
        (0, 0) => "Nothing has changed between these two versions.".to_owned(),
        (added, removed) => format!("{} added, {} removed.", words(added), words(removed)),
    };
    let paragraphs = view.paragraphs.into_iter().map(paragraph).collect_view();
    view! {
        <section aria-labelledby="compared">
            <h2 class="govuk-heading-m" id="compared">{format!("From version {from} to version {to}")}</h2>
            <p class="govuk-body">{summary}" Added words are underlined, removed words are struck through."</p>
            <div class="quintet-compared">{paragraphs}</div>
        </section>
    }
}

/// A paragraph; what was added and removed is said in words too, for those who hear the page.
fn paragraph(paragraph: Compared) -> AnyView {
    let pieces = paragraph
        .pieces
        .into_iter()
        .map(|(mark, text)| match mark {
            Mark::Same => text.into_any(),
            Mark::Added => view! {
                <ins><span class="govuk-visually-hidden">" [added: "</span>{text}<span class="govuk-visually-hidden">"] "</span></ins>
            }
            .into_any(),
            Mark::Removed => view! {
                <del><span class="govuk-visually-hidden">" [removed: "</span>{text}<span class="govuk-visually-hidden">"] "</span></del>
            }
            .into_any(),
        })
        .collect_view();
    match paragraph.heading {
        1 => view! { <h3 class="govuk-heading-m">{pieces}</h3> }.into_any(),
        2 => view! { <h4 class="govuk-heading-s">{pieces}</h4> }.into_any(),
        _ => view! { <p class="govuk-body">{pieces}</p> }.into_any(),
    }
}

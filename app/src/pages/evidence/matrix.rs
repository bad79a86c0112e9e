//! Which kinds of evidence each strand rests on, and what is missing. On a phone each strand becomes a block in which
//! every count names its kind.

use crate::components::{Cell, Column, InsetText, Table, Tag, TagColour, WhoCanSee};
use domain::evidence::matrix::{Count, Gap};
use leptos::prelude::*;

/// One count.
#[derive(Debug, Clone)]
pub struct MatrixCell {
    /// How many.
    pub count: Count,
    /// The list of these pieces.
    pub href: String,
}

/// One strand.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    /// "1.1 Early identification".
    pub title: String,
    /// The list of its evidence.
    pub href: String,
    /// One for each kind.
    pub cells: Vec<MatrixCell>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct MatrixView {
    /// The school.
    pub school: String,
    /// Kinds in words, in the order of the cells.
    pub kinds: Vec<&'static str>,
    /// The strands.
    pub rows: Vec<MatrixRow>,
    /// All strands together; a piece for several strands counts once.
    pub totals: Vec<Count>,
    /// True when the reader sees both sides.
    pub both: bool,
    /// What stands out, in sentences.
    pub summary: Vec<String>,
    /// Where evidence is added, when it may be.
    pub add: Option<String>,
    /// The list.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn MatrixPage(
    /// Everything on it.
    view: MatrixView,
) -> impl IntoView {
    let both = view.both;
    let mut columns = vec![Column::new("Strand")];
    columns.extend(view.kinds.iter().map(|k| Column::new(*k)));
    columns.push(Column::new("What is missing"));
    let mut rows: Vec<Vec<Cell>> = view
        .rows
        .into_iter()
        .map(|row| {
            let mut cells = vec![Cell::link(row.title, row.href)];
            cells.extend(
                row.cells
                    .into_iter()
                    .map(|c| Cell::view(counted(c.count, Some(c.href), both))),
            );
            cells.push(Cell::view(gaps(row.gaps)));
            cells
        })
        .collect();
    let mut last = vec![Cell::text("All strands")];
    last.extend(
        view.totals
            .into_iter()
            .map(|c| Cell::view(counted(c, None, both))),
    );
    last.push(Cell::text(""));
    rows.push(last);
    let legend = if both {
        "Each number before the plus is the school’s evidence, each after it the team’s. A dash means that there is none."
    } else {
        "Each number says how many pieces of evidence there are. A dash means that there is none."
    };
    let summary = view
        .summary
        .into_iter()
        .map(|s| view! { <li>{s}</li> })
        .collect_view();
    let add = view
        .add
        .map(|href| view! { <p class="govuk-body"><a class="govuk-link" href=href>"Add evidence"</a></p> });
    view! {
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"What the judgements rest on"</h1>
        <p class="govuk-body">
            "A judgement stands firmer when several kinds of evidence say the same. This shows where there is one source only, and whose voice is missing."
        </p>
        <InsetText><ul class="govuk-list">{summary}</ul></InsetText>
        {add}
        <p class="govuk-body">{legend}</p>
        <div class="quintet-matrix" role="region" tabindex="0" aria-label="Evidence by strand and kind">
            <Table caption="Evidence by strand and kind" columns=columns rows=rows/>
        </div>
        <p class="govuk-body"><a class="govuk-link" href=view.back>"All evidence"</a></p>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

fn counted(count: Count, href: Option<String>, both: bool) -> AnyView {
    if count.total() == 0 {
        return view! { <span aria-hidden="true">"–"</span><span class="govuk-visually-hidden">"None"</span> }
            .into_any();
    }
    let words = if both {
        view! {
            <span aria-hidden="true">{format!("{} + {}", count.school, count.team)}</span>
            <span class="govuk-visually-hidden">{format!("{} of the school, {} of the team", count.school, count.team)}</span>
        }
        .into_any()
    } else {
        count.total().to_string().into_any()
    };
    match href {
        Some(href) => view! { <a class="govuk-link" href=href>{words}</a> }.into_any(),
        None => words,
    }
}

fn gaps(gaps: Vec<Gap>) -> AnyView {
    if gaps.is_empty() {
        return view! { <span>"Nothing"</span> }.into_any();
    }
    gaps.into_iter()
        .map(|gap| {
            let colour = match gap {
                Gap::JudgedOnNothing | Gap::JudgedOnOneSource => TagColour::Red,
                Gap::NoEvidence => TagColour::Grey,
                Gap::OneSource | Gap::NoPupilVoice | Gap::NoParentVoice => TagColour::Yellow,
            };
            view! { <div><Tag text=gap.in_words() colour=colour/></div> }
        })
        .collect_view()
        .into_any()
}

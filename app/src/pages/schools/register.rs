//! The register import: the form for its files, and one import from comparing to its result.

use crate::components::{
    BannerKind, Button, Cell, Column, Details, ErrorSummary, FileUpload, InsetText,
    NotificationBanner, PostButton, SummaryList, SummaryRow, Table, WarningText,
};
use domain::forms::FieldErrors;
use leptos::prelude::*;

/// The form for the files.
#[component]
pub fn UploadForm(
    /// What is wrong with what was sent.
    errors: FieldErrors,
    /// Which register is held, in words.
    source: Option<String>,
) -> impl IntoView {
    let held = source.map_or_else(
        || "No register has been brought in yet.".to_owned(),
        |source| format!("Held now: {source}."),
    );
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">"Import the register of schools"</h1>
        <p class="govuk-body">
            "Schools, local authorities and trusts come from the national register, Get Information About Schools. Download its file of all establishments and choose it here. You see what would change before anything is changed."
        </p>
        <InsetText>{held}</InsetText>
        <form method="post" enctype="multipart/form-data" novalidate>
            <FileUpload
                name="register"
                label="Register file"
                hint="A CSV file named like edubasealldata20260112.csv. All files together: at most 150 MB."
                accept=".csv,text/csv"
                error=errors.get("register")
            />
            <FileUpload
                name="links"
                label="Links file (optional)"
                hint="Named like links_edubasealldata20260112.csv. With it, a school that has a new URN, such as a new academy, keeps its history."
                accept=".csv,text/csv"
                error=errors.get("links")
            />
            <Button text="Upload and compare"/>
        </form>
    }
}

/// Figures of an import.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Rows read.
    pub read: u64,
    /// Schools that are new.
    pub created: u64,
    /// Schools that changed.
    pub updated: u64,
    /// Schools that stay as they are.
    pub unchanged: u64,
    /// Schools that closed.
    pub closed: u64,
    /// Lines that could not be read.
    pub faulty: u64,
    /// Whether applying has any effect.
    pub changes: bool,
    /// Rows that are not schools, by reason.
    pub skipped: Vec<(String, u64)>,
    /// The first faulty lines: number and cause.
    pub errors: Vec<(u64, String)>,
    /// What the links file says.
    pub links: Option<Links>,
}

/// Figures of a links file.
#[derive(Debug, Clone)]
pub struct Links {
    /// Successions with one clear answer.
    pub found: u64,
    /// Applied now.
    pub applied: u64,
    /// Applied by an earlier import.
    pub before: u64,
    /// Not yet in effect.
    pub waiting: u64,
    /// Of schools that are not held.
    pub not_held: u64,
    /// That do not say which follows which.
    pub unclear: u64,
    /// Predecessor and successor where both have a history.
    pub apart: Vec<(String, String)>,
    /// The first faulty lines.
    pub errors: Vec<(u64, String)>,
}

/// How an import stands.
#[derive(Debug, Clone)]
pub enum Stage {
    /// Compared; waits to be applied.
    Waiting(Counts),
    /// Something works on it.
    Running {
        /// Whether it is being applied, and not only compared.
        applying: bool,
        /// Rows done.
        rows: u64,
        /// Percent done.
        percent: u64,
    },
    /// Applied.
    Done(Counts),
    /// It failed, for this reason.
    Failed(String),
    /// The program was stopped while it worked.
    Interrupted,
}

/// One import.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// Where the button posts to.
    pub action: String,
    /// Name of the register file.
    pub name: String,
    /// Name of the links file.
    pub links_name: Option<String>,
    /// When it was uploaded, in words.
    pub uploaded: String,
    /// How it stands.
    pub stage: Stage,
}

/// The page's heading.
pub fn title(stage: &Stage) -> &'static str {
    match stage {
        Stage::Waiting(_) => "What would change",
        Stage::Running { applying: true, .. } => "Importing the register",
        Stage::Running { .. } => "Comparing the register",
        Stage::Done(_) => "The register has been imported",
        Stage::Failed(_) => "The import failed",
        Stage::Interrupted => "The import was interrupted",
    }
}

/// One import's page. While something works on it, the page is loaded again every two seconds.
#[component]
pub fn Import(
    /// The import.
    view: ImportView,
) -> impl IntoView {
    let heading = title(&view.stage);
    let action = view.action;
    let file = match view.links_name {
        Some(links) => format!("{} with {links}, uploaded at {}", view.name, view.uploaded),
        None => format!("{}, uploaded at {}", view.name, view.uploaded),
    };
    let body = match view.stage {
        Stage::Running { applying, rows, percent } => {
            let note = if applying {
                "You can leave this page. If the program is stopped, apply the file again: what is done is kept."
            } else {
                "Nothing is changed yet."
            };
            view! {
                <p class="govuk-body" role="status">{format!("{rows} rows done, {percent}%.")}</p>
                <progress max="100" value=percent.to_string() aria-label="How much of the file is done"></progress>
                <p class="govuk-body">{note}</p>
                <p class="govuk-body"><a class="govuk-link" href=action>"Load this page again"</a></p>
            }
            .into_any()
        }
        Stage::Waiting(counts) => {
            let changes = counts.changes;
            view! {
                {figures(counts, false)}
                {if changes {
                    view! {
                        <PostButton text="Apply" action=action/>
                        <p class="govuk-body"><a class="govuk-link" href="/admin/register">"Use another file"</a></p>
                    }.into_any()
                } else {
                    view! {
                        <p class="govuk-body">"There is nothing to change."</p>
                        <PostButton text="Apply all the same" action=action kind=crate::components::ButtonKind::Secondary/>
                    }.into_any()
                }}
            }
            .into_any()
        }
        Stage::Done(counts) => view! {
            {figures(counts, true)}
            <p class="govuk-body"><a class="govuk-link" href="/schools">"Find a school"</a></p>
        }
        .into_any(),
        Stage::Failed(words) => view! {
            <WarningText text=words/>
            <p class="govuk-body">"What was done before stays. Applying again goes on with what is left."</p>
            <PostButton text="Try again" action=action/>
        }
        .into_any(),
        Stage::Interrupted => view! {
            <p class="govuk-body">"The program was stopped in the middle. What was done stays."</p>
            <PostButton text="Go on" action=action/>
        }
        .into_any(),
    };
    view! {
        <h1 class="govuk-heading-l">{heading}</h1>
        <p class="govuk-body">{file}</p>
        {body}
    }
}

fn figures(c: Counts, done: bool) -> AnyView {
    let number = |n: u64| n.to_string();
    let rows = vec![
        SummaryRow::text("Rows in the file", number(c.read)),
        SummaryRow::text("New schools", number(c.created)),
        SummaryRow::text("Changed schools", number(c.updated)),
        SummaryRow::text("Closed schools", number(c.closed)),
        SummaryRow::text("Unchanged schools", number(c.unchanged)),
        SummaryRow::text(
            "Not schools, left out",
            number(c.skipped.iter().map(|s| s.1).sum()),
        ),
        SummaryRow::text("Lines that cannot be read", number(c.faulty)),
    ];
    let skipped = c
        .skipped
        .into_iter()
        .map(|(why, n)| vec![Cell::text(why), Cell::text(number(n))])
        .collect::<Vec<_>>();
    view! {
        {done.then(|| view! { <NotificationBanner text="The register has been imported" kind=BannerKind::Success/> })}
        <SummaryList rows=rows/>
        {(!skipped.is_empty()).then(|| view! {
            <Details summary="What was left out, by type">
                <Table
                    caption="Left out"
                    columns=vec![Column::new("Type"), Column::numeric("Rows")]
                    rows=skipped
                />
            </Details>
        })}
        {faults("Lines that cannot be read", c.errors, c.faulty)}
        {c.links.map(|l| links(l, done))}
    }
    .into_any()
}

fn faults(title: &'static str, errors: Vec<(u64, String)>, all: u64) -> Option<AnyView> {
    let shown = errors.len() as u64;
    if shown == 0 {
        return None;
    }
    let rows = errors
        .into_iter()
        .map(|(line, cause)| vec![Cell::text(line.to_string()), Cell::text(cause)])
        .collect();
    Some(
        view! {
            <Table caption=title columns=vec![Column::new("Line"), Column::new("Cause")] rows=rows/>
            {(all > shown).then(|| view! { <p class="govuk-body">{format!("These are the first {shown} of {all}.")}</p> })}
        }
        .into_any(),
    )
}

fn links(l: Links, done: bool) -> AnyView {
    let mut rows = vec![SummaryRow::text(
        "Schools that follow another",
        l.found.to_string(),
    )];
    if done {
        rows.push(SummaryRow::text(
            "Joined to their past now",
            l.applied.to_string(),
        ));
        rows.push(SummaryRow::text("Joined before", l.before.to_string()));
        rows.push(SummaryRow::text("Not yet in effect", l.waiting.to_string()));
        rows.push(SummaryRow::text("Schools not held", l.not_held.to_string()));
    }
    rows.push(SummaryRow::text(
        "Unclear which follows which",
        l.unclear.to_string(),
    ));
    let apart = l
        .apart
        .into_iter()
        .map(|(from, to)| {
            view! {
                <li>
                    <a class="govuk-link" href=format!("/schools/{from}")>{from.clone()}</a>
                    " and its successor "
                    <a class="govuk-link" href=format!("/schools/{to}")>{to.clone()}</a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let count = l.errors.len() as u64;
    view! {
        <h2 class="govuk-heading-m">"Links file"</h2>
        <SummaryList rows=rows/>
        {(!apart.is_empty()).then(|| view! {
            <p class="govuk-body">
                "Both of these schools have partnerships, people or reviews here, so they were left apart. Decide which one to use."
            </p>
            <ul class="govuk-list govuk-list--bullet">{apart}</ul>
        })}
        {faults("Lines of the links file that cannot be read", l.errors, count)}
    }
    .into_any()
}

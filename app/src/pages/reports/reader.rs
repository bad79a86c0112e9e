//! The pages of those who read a report and do not write it: the draft, and the final report.

use super::accuracy::{PointView, Points};
use super::checks::{CheckLine, Checks};
use super::document::{Document, DocumentView};
use crate::components::{InsetText, LinkButton, WhoCanSee};
use crate::pages::visits::{TeamLinks, TeamNav};
use leptos::prelude::*;

/// The report as files, and what else belongs to it.
#[derive(Debug, Clone)]
pub struct FileLinks {
    /// Address of the report, without an ending.
    pub href: String,
    /// True for a draft.
    pub draft: bool,
    /// Address of its versions, where the reader may see them.
    pub versions: Option<String>,
}

/// Links to the report as a file and to its versions.
#[component]
pub fn Files(
    /// The addresses.
    links: FileLinks,
) -> impl IntoView {
    let what = if links.draft {
        "the draft"
    } else {
        "the report"
    };
    view! {
        <ul class="govuk-list quintet-no-print">
            <li><a class="govuk-link" href=format!("{}.pdf", links.href) download="">{format!("Download {what} as PDF")}</a></li>
            <li><a class="govuk-link" href=format!("{}.docx", links.href) download="">{format!("Download {what} as Word")}</a></li>
            {links.versions.map(|href| view! {
                <li><a class="govuk-link" href=href>"See its versions and what changed"</a></li>
            })}
        </ul>
    }
}

/// Who can read the final report.
#[derive(Debug, Clone)]
pub struct ReadersView {
    /// Each group in words, with the names of the people who are in it today.
    pub groups: Vec<(String, Vec<String>)>,
    /// The rule behind it, in a sentence.
    pub note: String,
}

impl ReadersView {
    /// One line a group: "the governors of the school: A, B".
    pub fn lines(&self) -> Vec<String> {
        self.groups
            .iter()
            .map(|(group, names)| {
                if names.is_empty() {
                    format!("{}: nobody at the moment", domain::forms::capital(group))
                } else {
                    format!("{}: {}", domain::forms::capital(group), names.join(", "))
                }
            })
            .collect()
    }
}

/// Who can read the report, as a plain list.
#[component]
pub fn ReaderList(
    /// One a group.
    lines: Vec<String>,
) -> impl IntoView {
    let items = lines
        .into_iter()
        .map(|l| view! { <li>{l}</li> })
        .collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }
}

/// The draft, for those who read it and do not write it.
#[derive(Debug, Clone)]
pub struct DraftView {
    /// The draft.
    pub document: DocumentView,
    /// Links between the review's pages, for the team.
    pub links: TeamLinks,
    /// The school's points.
    pub points: Vec<PointView>,
    /// Address of the accuracy check, for the head.
    pub check: Option<String>,
    /// How the draft stands, in a sentence.
    pub state: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// What to look at; for the team, while it can still change something.
    pub checks: Vec<CheckLine>,
    /// The draft as a file.
    pub files: FileLinks,
}

/// The draft's page.
#[component]
pub fn Draft(
    /// The draft.
    view: DraftView,
) -> impl IntoView {
    let school = view.document.school.clone();
    let points = (!view.points.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m" id="points">"The school’s points"</h2>
            <Points points=view.points/>
        }
    });
    view! {
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Draft report"</h1>
        <TeamNav links=view.links/>
        <InsetText>{view.state}</InsetText>
        {view.check.map(|href| view! { <LinkButton text="Check it for accuracy" href=href/> })}
        <WhoCanSee
            people=view.who
            note="Coordinators and the local authority see the state only, never the text of a draft."
        />
        <Files links=view.files/>
        <Checks list=view.checks/>
        <Document view=view.document/>
        {points}
    }
}

/// The final report's page.
#[component]
pub fn FinalReport(
    /// The report.
    view: DocumentView,
    /// Who can read it.
    readers: ReadersView,
    /// Address of the page for sharing, where the reader may share.
    share: Option<String>,
    /// Address of the action plan, where the reader may see it.
    plan: Option<String>,
    /// The report as a file.
    files: FileLinks,
) -> impl IntoView {
    let title = format!("Report on {}", view.school);
    view! {
        <h1 class="govuk-heading-l">{title}</h1>
        <WhoCanSee people=readers.lines() note=readers.note/>
        {share.map(|href| view! {
            <p class="govuk-body quintet-no-print"><a class="govuk-link" href=href>"Share the report, or take back what you shared"</a></p>
        })}
        {plan.map(|href| view! {
            <p class="govuk-body quintet-no-print"><a class="govuk-link" href=href>"Go to the action plan"</a></p>
        })}
        <Files links=files/>
        <Document view/>
        <InsetText>"The report belongs to the school. It was checked for accuracy by the school before it became final."</InsetText>
    }
}

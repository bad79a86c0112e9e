//! The team's findings and recommendations, each with the notes it rests on.

use super::checks::{CheckLine, Checks};
use super::document::{EvidenceLine, RestsOn, rests_on};
use crate::components::{ButtonKind, LinkButton, SummaryList, SummaryRow, WhoCanSee, paragraphs};
use crate::pages::visits::{TeamLinks, TeamNav, count};
use leptos::prelude::*;

/// A finding or recommendation.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// Code and title of the strand.
    pub strand: String,
    /// The text.
    pub text: String,
    /// The evidence on which a finding rests; none for a recommendation.
    pub rests_on: Option<Vec<EvidenceLine>>,
    /// Address of its form.
    pub href: String,
    /// Address of the form for its evidence.
    pub evidence: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct FindingsView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Strengths by strand.
    pub strengths: Vec<FindingLine>,
    /// "Even better ifs" by strand.
    pub even_better: Vec<FindingLine>,
    /// Recommendations in order.
    pub recommendations: Vec<FindingLine>,
    /// Strands that have notes and no finding: name, number of notes, address of a new finding.
    pub open: Vec<(String, usize, String)>,
    /// Address under which findings and recommendations are added, when the reader may.
    pub add: Option<String>,
    /// Most recommendations that are suggested.
    pub suggested: usize,
    /// What to look at.
    pub checks: Vec<CheckLine>,
}

/// Findings and recommendations.
#[component]
pub fn Findings(
    /// The page.
    view: FindingsView,
) -> impl IntoView {
    let may = view.add.is_some();
    let add = |what: &'static str, href: &'static str| {
        view.add.clone().map(|base| {
            view! { <LinkButton text=what href=format!("{base}{href}") kind=ButtonKind::Secondary/> }
        })
    };
    let many = view.recommendations.len() > view.suggested;
    let open = (!view.open.is_empty()).then(|| {
        let items = view
            .open
            .clone()
            .into_iter()
            .map(|(strand, notes, href)| {
                let words = format!("{strand}: {}", count(notes, "note", "notes"));
                if may {
                    view! { <li><a class="govuk-link" href=href>{words}</a></li> }.into_any()
                } else {
                    view! { <li>{words}</li> }.into_any()
                }
            })
            .collect_view();
        view! {
            <h2 class="govuk-heading-m">"Strands with notes and no finding"</h2>
            <ul class="govuk-list">{items}</ul>
        }
    });
    view! {
        <span class="govuk-caption-l">{view.school.clone()}</span>
        <h1 class="govuk-heading-l">"Findings"</h1>
        <TeamNav links=view.links.clone()/>
        <p class="govuk-body">"Findings and recommendations go into the report as you write them here. Say for each finding on which evidence it rests."</p>
        <WhoCanSee
            people=vec!["The review team, while the report is a draft".to_owned(), format!("The headteacher of {}, in the accuracy check", view.school)]
            note="In the final report, those whom the cycle’s policy names read them too."
        />
        <h2 class="govuk-heading-m" id="strengths">"Strengths"</h2>
        {lines(view.strengths, may, "No strength has been written down yet.")}
        {add("Add a strength", "/findings/new?kind=strength")}
        <h2 class="govuk-heading-m" id="even-better-if">"Even better if"</h2>
        {lines(view.even_better, may, "Nothing has been written down yet.")}
        {add("Add an “even better if”", "/findings/new?kind=even_better_if")}
        <h2 class="govuk-heading-m" id="recommendations">"Recommendations"</h2>
        <p class="govuk-body">{format!("Up to {} is what a school can act on at once.", view.suggested)}</p>
        {many.then(|| view! { <p class="govuk-body"><strong>"There are more than that. Can some be joined or left out?"</strong></p> })}
        {lines(view.recommendations, may, "No recommendation has been written down yet.")}
        {add("Add a recommendation", "/recommendations/new")}
        {open}
        <Checks list=view.checks/>
    }
}

fn lines(list: Vec<FindingLine>, may: bool, otherwise: &'static str) -> AnyView {
    if list.is_empty() {
        return view! { <p class="govuk-body">{otherwise}</p> }.into_any();
    }
    let rows = list
        .into_iter()
        .map(|l| {
            let value = view! {
                {paragraphs(&l.text)}
                {l.rests_on.map(|lines| rests_on(RestsOn::Evidence(lines)))}
            };
            let mut row = SummaryRow::view(l.strand.clone(), value.into_any());
            if !may {
                return row;
            }
            if let Some(href) = l.evidence {
                row = row.action("Evidence", format!("for {}", l.strand), href);
            }
            row.action("Change", format!("or remove: {}", l.strand), l.href)
        })
        .collect();
    view! { <SummaryList rows=rows/> }.into_any()
}

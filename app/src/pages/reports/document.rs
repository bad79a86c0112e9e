//! The report itself, as a draft or final: one page that reads well and prints well.

use super::accuracy::{PointView, Points};
use crate::components::{
    Cell, Column, InsetText, LinkButton, SummaryList, SummaryRow, Table, Tag, TagColour, WhoCanSee,
    paragraphs,
};
use crate::pages::visits::{TeamLinks, TeamNav, count, day};
use chrono::NaiveDate;
use leptos::prelude::*;

/// A finding as it stands in the report.
#[derive(Debug, Clone)]
pub struct FindingText {
    /// Code and title of the strand.
    pub strand: String,
    /// The text.
    pub text: String,
    /// How many of the team's notes it rests on; none when the reader is not to know.
    pub notes: Option<usize>,
}

/// A recommendation as it stands in the report.
#[derive(Debug, Clone)]
pub struct Recommended {
    /// Code and title of the strand.
    pub strand: String,
    /// The text.
    pub text: String,
}

/// Both levels of a strand.
#[derive(Debug, Clone)]
pub struct LevelLine {
    /// Code and title of the strand.
    pub strand: String,
    /// The school's own level by name.
    pub school: String,
    /// The team's level by name.
    pub team: String,
}

/// The report.
#[derive(Debug, Clone)]
pub struct DocumentView {
    /// Name of the school.
    pub school: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Name of the cycle.
    pub cycle: String,
    /// The day of the visit.
    pub visit: Option<NaiveDate>,
    /// When it became final, in words.
    pub final_on: Option<String>,
    /// Names of the team; the lead is marked.
    pub team: Vec<String>,
    /// The summary.
    pub summary: String,
    /// The school's enquiry questions.
    pub questions: Vec<String>,
    /// What the team says to them.
    pub answers: String,
    /// Strengths by strand.
    pub strengths: Vec<FindingText>,
    /// "Even better ifs" by strand.
    pub even_better: Vec<FindingText>,
    /// Recommendations in order.
    pub recommendations: Vec<Recommended>,
    /// Levels; empty when the cycle does not use them.
    pub levels: Vec<LevelLine>,
}

/// The report's text, without the page's heading.
#[component]
pub fn Document(
    /// The report.
    view: DocumentView,
) -> impl IntoView {
    let mut rows = vec![
        SummaryRow::text("School", view.school),
        SummaryRow::text(
            "Partnership and cycle",
            format!("{}, {}", view.partnership, view.cycle),
        ),
        SummaryRow::text("Day of the visit", view.visit.map(day).unwrap_or_default()),
        SummaryRow::text("Review team", view.team.join("\n")),
    ];
    if let Some(on) = view.final_on {
        rows.push(SummaryRow::text("Final since", on));
    }
    let questions = view
        .questions
        .into_iter()
        .map(|q| view! { <li>{q}</li> })
        .collect_view();
    let asked = !questions.is_empty();
    let answers = view.answers;
    let recommendations = view.recommendations;
    let none_recommended = recommendations.is_empty();
    let recommended = recommendations
        .into_iter()
        .map(|r| view! { <li><p class="govuk-body-s">{r.strand}</p>{paragraphs(&r.text)}</li> })
        .collect_view();
    let levels = (!view.levels.is_empty()).then(|| {
        let rows = view
            .levels
            .into_iter()
            .map(|l| vec![Cell::text(l.strand), Cell::text(l.school), Cell::text(l.team)])
            .collect();
        view! {
            <h2 class="govuk-heading-m">"Levels"</h2>
            <p class="govuk-body">"The school’s own level and the team’s stand side by side. Neither replaces the other."</p>
            <Table
                caption="Levels by strand"
                caption_hidden=true
                columns=vec![Column::new("Strand"), Column::new("School"), Column::new("Review team")]
                rows=rows
            />
        }
    });
    view! {
        <SummaryList rows=rows/>
        <h2 class="govuk-heading-m">"Summary"</h2>
        {text_or(&view.summary, "No summary has been written yet.")}
        {(asked || !answers.trim().is_empty()).then(|| view! {
            <h2 class="govuk-heading-m">"What the school asked"</h2>
            <ol class="govuk-list govuk-list--number">{questions}</ol>
            {text_or(&answers, "The questions have not been answered yet.")}
        })}
        <h2 class="govuk-heading-m">"Strengths"</h2>
        {findings(view.strengths, "No strength has been written down yet.")}
        <h2 class="govuk-heading-m">"Even better if"</h2>
        {findings(view.even_better, "Nothing has been written down yet.")}
        <h2 class="govuk-heading-m">"Recommendations"</h2>
        {if none_recommended {
            view! { <p class="govuk-body">"No recommendation has been written down yet."</p> }.into_any()
        } else {
            view! { <ol class="govuk-list govuk-list--number govuk-list--spaced">{recommended}</ol> }.into_any()
        }}
        {levels}
    }
}

fn text_or(text: &str, otherwise: &'static str) -> AnyView {
    if text.trim().is_empty() {
        view! { <p class="govuk-body quintet-text--none">{otherwise}</p> }.into_any()
    } else {
        paragraphs(text)
    }
}

fn findings(list: Vec<FindingText>, otherwise: &'static str) -> AnyView {
    if list.is_empty() {
        return view! { <p class="govuk-body quintet-text--none">{otherwise}</p> }.into_any();
    }
    list.into_iter()
        .map(|f| {
            view! {
                <h3 class="govuk-heading-s">{f.strand}</h3>
                {paragraphs(&f.text)}
                {f.notes.map(rests_on)}
            }
        })
        .collect_view()
        .into_any()
}

/// On how much a finding rests.
pub(super) fn rests_on(notes: usize) -> AnyView {
    if notes == 0 {
        view! { <p class="govuk-body-s"><Tag text="No evidence recorded yet" colour=TagColour::Red/></p> }.into_any()
    } else {
        let words = format!("Rests on {} of the team", count(notes, "note", "notes"));
        view! { <p class="govuk-body-s">{words}</p> }.into_any()
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
    /// True while the school checks it.
    pub at_school: bool,
}

/// The draft's page.
#[component]
pub fn Draft(
    /// The draft.
    view: DraftView,
) -> impl IntoView {
    let school = view.document.school.clone();
    let state = if view.at_school {
        format!("This is a draft. {school} is checking it for accuracy.")
    } else {
        "This is a draft. The lead reviewer writes it and sends it to the school.".to_owned()
    };
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
        <InsetText>{state}</InsetText>
        {view.check.map(|href| view! { <LinkButton text="Check it for accuracy" href=href/> })}
        <WhoCanSee
            people=vec!["The review team".to_owned(), format!("The headteacher of {school}, during the accuracy check")]
            note="Coordinators and the local authority see the state only, never the text of a draft."
        />
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
) -> impl IntoView {
    let title = format!("Report on {}", view.school);
    view! {
        <h1 class="govuk-heading-l">{title}</h1>
        <WhoCanSee people=readers.lines() note=readers.note/>
        {share.map(|href| view! {
            <p class="govuk-body quintet-no-print"><a class="govuk-link" href=href>"Share with more people, or take back what you shared"</a></p>
        })}
        {plan.map(|href| view! {
            <p class="govuk-body quintet-no-print"><a class="govuk-link" href=href>"Go to the action plan"</a></p>
        })}
        <Document view/>
        <InsetText>"The report belongs to the school. It was checked for accuracy by the school before it became final."</InsetText>
    }
}

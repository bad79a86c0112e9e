//! The report itself, as a draft or final: one text that reads well and prints well.

use crate::components::{Cell, Column, SummaryList, SummaryRow, Table, Tag, TagColour, paragraphs};
use crate::pages::visits::day;
use chrono::NaiveDate;
use leptos::prelude::*;

/// A finding as it stands in the report.
#[derive(Debug, Clone)]
pub struct FindingText {
    /// Code and title of the strand.
    pub strand: String,
    /// The text.
    pub text: String,
    /// What it rests on, as far as the reader may know.
    pub rests_on: RestsOn,
}

/// What a finding rests on.
#[derive(Debug, Clone)]
pub enum RestsOn {
    /// For the school and its readers: the kinds of evidence, in a sentence; empty when nothing is said.
    Kinds(String),
    /// For the team and its moderator: each piece.
    Evidence(Vec<EvidenceLine>),
}

/// A piece of evidence under a finding.
#[derive(Debug, Clone)]
pub struct EvidenceLine {
    /// Its kind, and whose it is: "Pupil voice, by the team".
    pub what: String,
    /// What it shows.
    pub text: String,
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
                {rests_on(f.rests_on)}
            }
        })
        .collect_view()
        .into_any()
}

/// What a finding rests on, under it.
pub(super) fn rests_on(what: RestsOn) -> AnyView {
    match what {
        RestsOn::Kinds(words) if words.is_empty() => ().into_any(),
        RestsOn::Kinds(words) => view! { <p class="govuk-body-s">{words}</p> }.into_any(),
        RestsOn::Evidence(lines) if lines.is_empty() => view! {
            <p class="govuk-body-s"><Tag text="No evidence ticked yet" colour=TagColour::Red/></p>
        }
        .into_any(),
        RestsOn::Evidence(lines) => {
            let items = lines
                .into_iter()
                .map(|l| view! { <li><strong>{l.what}</strong>": " {short(&l.text)}</li> })
                .collect_view();
            view! {
                <p class="govuk-body-s govuk-!-margin-bottom-1">"Rests on:"</p>
                <ul class="govuk-list govuk-list--bullet govuk-body-s">{items}</ul>
            }
            .into_any()
        }
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 {
        return line;
    }
    let cut: String = line.chars().take(159).collect();
    format!("{}…", cut.trim_end())
}

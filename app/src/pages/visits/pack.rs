//! The pack: one page that can be printed and taken along.

use super::strand::{NoteView, note_list};
use super::{TeamLinks, TeamNav, day};
use crate::components::{
    Cell, Column, SummaryList, SummaryRow, Table, Tag, TagColour, WarningText, WhoCanSee,
    paragraphs,
};
use crate::pages::timetables::{DayTable, Line};
use chrono::NaiveDate;
use leptos::prelude::*;

/// One strand of the self-review.
#[derive(Debug, Clone)]
pub struct StrandReading {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The school's level by name; none when it gave none.
    pub level: Option<String>,
    /// True when the school says that it has not looked at the strand.
    pub not_explored: bool,
    /// True when the reader has to give the own level before seeing the school's.
    pub hidden: bool,
    /// The narrative.
    pub narrative: String,
    /// The school's evidence.
    pub evidence: Vec<NoteView>,
    /// True when the school asks the team to look here.
    pub focus: bool,
}

/// What stands in the pack.
#[derive(Debug, Clone)]
pub struct PackView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Name of the school.
    pub school: String,
    /// Name of the cycle.
    pub cycle: String,
    /// Facts from the register: name and value.
    pub facts: Vec<(String, String)>,
    /// The agreed day of the visit.
    pub visit: Option<NaiveDate>,
    /// Names of the team, the lead first and marked.
    pub team: Vec<String>,
    /// Enquiry questions.
    pub questions: Vec<String>,
    /// Who submitted the self-review, when and in which words.
    pub attested: Option<String>,
    /// By strand, in the order of the framework.
    pub strands: Vec<StrandReading>,
    /// Name and day of each step of the review from the briefing on.
    pub dates: Vec<(String, NaiveDate)>,
    /// True when the cycle uses levels.
    pub levels: bool,
    /// The timetable of the day; empty when nothing is planned yet.
    pub timetable: Vec<Line>,
    /// What became of the school's last review in this partnership.
    pub earlier: Option<EarlierView>,
}

/// An action of the school's last cycle.
#[derive(Debug, Clone)]
pub struct EarlierLine {
    /// What was to be done.
    pub title: String,
    /// Code of its strand.
    pub strand: String,
    /// How it stands, in words.
    pub state: &'static str,
}

/// The school's last cycle.
#[derive(Debug, Clone)]
pub struct EarlierView {
    /// Its name.
    pub cycle: String,
    /// Its actions.
    pub actions: Vec<EarlierLine>,
}

/// The pack.
#[component]
pub fn Pack(
    /// What stands in it.
    view: PackView,
) -> impl IntoView {
    let school = view.school.clone();
    let focus: Vec<String> = view
        .strands
        .iter()
        .filter(|s| s.focus)
        .map(|s| format!("{} {}", s.code, s.title))
        .collect();
    let visit = vec![
        SummaryRow::text("Day of the visit", view.visit.map(day).unwrap_or_default()),
        SummaryRow::text("Review team", view.team.join("\n")),
        SummaryRow::text("Cycle", view.cycle),
    ];
    let facts = view
        .facts
        .into_iter()
        .map(|(k, v)| SummaryRow::text(k, v))
        .collect();
    let dates = view
        .dates
        .into_iter()
        .map(|(name, date)| SummaryRow::text(name, day(date)))
        .collect();
    let questions = view
        .questions
        .into_iter()
        .map(|q| view! { <li>{q}</li> })
        .collect_view();
    let no_questions = questions.is_empty();
    let focus_items = focus
        .iter()
        .cloned()
        .map(|f| view! { <li>{f}</li> })
        .collect_view();
    let levels = view.levels;
    let earlier = view.earlier.map(|e| {
        let rows = e
            .actions
            .into_iter()
            .map(|a| vec![Cell::text(a.title), Cell::text(a.strand), Cell::text(a.state)])
            .collect();
        view! {
            <h2 class="govuk-heading-m" id="earlier">"What the school did after its last review"</h2>
            <p class="govuk-body">{format!("Actions from {}, in which this partnership reviewed the school before.", e.cycle)}</p>
            <Table
                caption="Actions of the last cycle"
                caption_hidden=true
                columns=vec![Column::new("Action"), Column::new("Strand"), Column::new("How it stands")]
                rows
                empty="The plan had no actions."
            />
        }
    });
    view! {
        <h1 class="govuk-heading-l">{format!("Pack for the visit to {}", view.school)}</h1>
        <TeamNav links=view.links/>
        <WhoCanSee
            people=vec![
                format!("The headteacher and contributors of {school}"),
                "The review team, until the review closes".to_owned(),
            ]
            note="The pack belongs to the school. If you print it, keep it out of sight of others, and destroy it when the report is final."
        />
        <SummaryList rows=visit/>
        <h2 class="govuk-heading-m" id="questions">"What the school asks"</h2>
        {if no_questions {
            view! { <p class="govuk-body">"The school has not written enquiry questions."</p> }.into_any()
        } else {
            view! { <ol class="govuk-list govuk-list--number">{questions}</ol> }.into_any()
        }}
        {(!focus.is_empty()).then(|| view! {
            <p class="govuk-body">"The school asks you to look most closely at:"</p>
            <ul class="govuk-list govuk-list--bullet">{focus_items}</ul>
        })}
        <h2 class="govuk-heading-m" id="timetable">"The day"</h2>
        <DayTable lines=view.timetable/>
        <h2 class="govuk-heading-m" id="concerns">"If you are worried about a child"</h2>
        <WarningText text="Tell the school’s designated safeguarding lead at once, in person. If you cannot find them, tell the headteacher."/>
        <ul class="govuk-list govuk-list--bullet">
            <li>"Ask at reception on arrival who the designated safeguarding lead is today."</li>
            <li>"Do not wait for the end of the visit, and do not look into it yourself."</li>
            <li>"Tell the lead reviewer that you have done so, and nothing of what it is about."</li>
            <li>"Never write anything about it here: no names, no details. Your notes are about practice, not about children."</li>
            <li>"Ask the school to confirm that it has been recorded in the school’s own system."</li>
        </ul>
        <h2 class="govuk-heading-m" id="school">"The school"</h2>
        <SummaryList rows=facts/>
        <h2 class="govuk-heading-m" id="self-review">"The school’s self-review"</h2>
        {view.attested.map(|words| view! { <p class="govuk-body">{words}</p> })}
        {view.strands.into_iter().map(|s| strand(s, levels)).collect_view()}
        {earlier}
        <h2 class="govuk-heading-m" id="dates">"Dates"</h2>
        <SummaryList rows=dates/>
    }
}

fn strand(strand: StrandReading, levels: bool) -> impl IntoView {
    let level = levels.then(|| {
        let words = match (&strand.level, strand.not_explored) {
            _ if strand.hidden => "School’s level: hidden until you have given your own".to_owned(),
            (Some(name), _) => format!("School’s level: {name}"),
            (None, true) => "Not explored by the school".to_owned(),
            (None, false) => "No level given".to_owned(),
        };
        view! { <p class="govuk-body"><strong>{words}</strong></p> }
    });
    let narrative = if strand.narrative.trim().is_empty() {
        view! { <p class="govuk-body quintet-text--none">"The school has written nothing here."</p> }.into_any()
    } else {
        paragraphs(&strand.narrative)
    };
    let evidence = (!strand.evidence.is_empty()).then(|| {
        view! {
            <h4 class="govuk-heading-s">"Evidence that the school names"</h4>
            {note_list(strand.evidence, None)}
        }
    });
    view! {
        <section class="quintet-strand">
            <h3 class="govuk-heading-s">
                {format!("{} {}", strand.code, strand.title)}
                {strand.focus.then(|| view! { " " <Tag text="Focus" colour=TagColour::Purple/> })}
            </h3>
            {level}
            {narrative}
            {evidence}
        </section>
    }
}

//! Sheets for the visit day, to be printed: one page a principle, with lines to write on.

use super::StrandGroup;
use crate::pages::visits::day;
use chrono::NaiveDate;
use domain::evidence::{EvidenceKind, Stance};
use domain::notebook::HeardKind;
use leptos::prelude::*;

/// How many notes fit on a page.
const NOTES: usize = 4;
/// How many lines a note has.
const LINES: usize = 4;

/// What stands on the sheets.
#[derive(Debug, Clone)]
pub struct SheetsView {
    /// Name of the school.
    pub school: String,
    /// The agreed day of the visit.
    pub visit: Option<NaiveDate>,
    /// Names of the team, the lead first and marked.
    pub team: Vec<String>,
    /// Strands by principle.
    pub groups: Vec<StrandGroup>,
}

/// The sheets.
#[component]
pub fn Sheets(
    /// What stands on them.
    view: SheetsView,
) -> impl IntoView {
    let visit = view.visit.map(day).unwrap_or_default();
    let team = view.team.join(", ");
    let pages = view
        .groups
        .into_iter()
        .map(|group| sheet(group, &view.school, &visit))
        .collect_view();
    view! {
        <span class="govuk-caption-l">{view.school.clone()}</span>
        <h1 class="govuk-heading-l">"Sheets for the visit"</h1>
        <div class="quintet-no-print">
            <p class="govuk-body">"Print this page: each principle starts on a new sheet. After the visit, type the notes into the notebook, which can take them until the report goes to the school."</p>
            <p class="govuk-body">"Hand the paper to the lead reviewer or destroy it when the notes are typed in."</p>
        </div>
        <p class="govuk-body">{format!("Review team: {team}")}</p>
        <p class="govuk-body"><strong>"Write about practice, never about one child, and name nobody. "</strong>"If you are worried about a child, tell the school’s designated safeguarding lead at once, in person, and write nothing down here."</p>
        {pages}
    }
}

fn boxes(words: impl Iterator<Item = &'static str>) -> impl IntoView {
    words
        .map(|w| view! { <li><span class="quintet-sheet__box" aria-hidden="true"></span>{w}</li> })
        .collect_view()
}

fn sheet(group: StrandGroup, school: &str, visit: &str) -> impl IntoView + use<> {
    let strands = group
        .strands
        .iter()
        .map(|(code, title)| view! { <li>{format!("{code} {title}")}</li> })
        .collect_view();
    let codes: Vec<String> = group.strands.into_iter().map(|(code, _)| code).collect();
    let notes = (1..=NOTES).map(|n| note(n, &codes)).collect_view();
    view! {
        <section class="quintet-sheet">
            <h2 class="govuk-heading-m">{group.title}</h2>
            <p class="govuk-body-s">{format!("{school}, {visit}. Reviewer (initials): ")}<span class="quintet-sheet__blank"></span></p>
            <ul class="quintet-sheet__strands">{strands}</ul>
            {notes}
        </section>
    }
}

fn note(number: usize, codes: &[String]) -> impl IntoView + use<> {
    let codes = codes
        .iter()
        .map(|c| view! { <li><span class="quintet-sheet__box" aria-hidden="true"></span>{c.clone()}</li> })
        .collect_view();
    let lines = (0..LINES)
        .map(|_| view! { <div class="quintet-sheet__line"></div> })
        .collect_view();
    view! {
        <div class="quintet-sheet__note">
            <h3 class="govuk-heading-s">{format!("Note {number}")}</h3>
            <ul class="quintet-sheet__boxes">{codes}{boxes(Stance::ALL.iter().map(|s| s.in_words()))}</ul>
            <ul class="quintet-sheet__boxes">{boxes(EvidenceKind::ALL.iter().map(|k| k.in_words()))}</ul>
            <ul class="quintet-sheet__boxes">
                <li>"Heard:"</li>
                {boxes(HeardKind::ALL.into_iter().map(HeardKind::in_words))}
                <li>"how many: "<span class="quintet-sheet__blank"></span></li>
            </ul>
            <div aria-hidden="true">{lines}</div>
        </div>
    }
}

//! The page of one cycle: what it is, what comes next, and for coordinators the board.

use super::board::{Board, BoardRow, Figure};
use super::{cycle_state, day, review_state};
use crate::components::{
    ButtonGroup, ButtonKind, Cell, Column, InsetText, LinkButton, PostButton, SummaryList,
    SummaryRow, Table, Tag, WhoCanSee, paragraphs,
};
use domain::cycles::CycleDates;
use domain::states::{CycleState, ReviewState};
use leptos::prelude::*;

/// A review that the person takes part in.
#[derive(Debug, Clone)]
pub struct OwnReview {
    /// Name of the school.
    pub school: String,
    /// Address of the review.
    pub href: String,
    /// How far it is.
    pub state: ReviewState,
}

/// What the person may do with the cycle now.
#[derive(Debug, Clone)]
pub enum NextStep {
    /// A page: its words, its address, whether it is the main thing to do.
    Page(&'static str, String, bool),
    /// Something done at once: its words, where it is posted to, the form's key.
    Post(&'static str, String, String),
}

/// A cycle as its page shows it.
#[derive(Debug, Clone)]
pub struct CycleView {
    /// Its name.
    pub name: String,
    /// The partnership: name and address.
    pub partnership: (String, String),
    /// Its state.
    pub state: CycleState,
    /// What the state means for the reader: what happened, what is next.
    pub meaning: String,
    /// Its days.
    pub dates: CycleDates,
    /// The framework version: title and address.
    pub framework: (String, String),
    /// True when levels are given.
    pub levels: bool,
    /// True when a moderator reads each draft report.
    pub quality: bool,
    /// True when reviewers give their own level before they see the school's.
    pub own_levels_first: bool,
    /// The policy as each school accepts it.
    pub words: Vec<String>,
    /// What the partnership adds to the agreement.
    pub terms: String,
    /// Days when schools are closed.
    pub closed_days: String,
    /// Names of the schools.
    pub schools: Vec<String>,
    /// The reviews that the person takes part in.
    pub own: Vec<OwnReview>,
    /// What the person may do.
    pub steps: Vec<NextStep>,
    /// Whether the settings can be changed, and where.
    pub edit: Option<String>,
    /// Where the milestones are.
    pub milestones: Option<String>,
    /// The board, for those who may see it.
    pub board: Option<(Vec<Figure>, Vec<BoardRow>)>,
    /// Who can see the page.
    pub who: Vec<String>,
}

/// A cycle's page.
#[component]
pub fn Show(
    /// The cycle.
    view: CycleView,
) -> impl IntoView {
    let v = view;
    let (state, colour) = cycle_state(v.state);
    let own = (!v.own.is_empty()).then(|| {
        let rows = v
            .own
            .into_iter()
            .map(|o| {
                let (text, colour) = review_state(o.state);
                vec![
                    Cell::link(o.school, o.href),
                    Cell::view(view! { <Tag text colour/> }),
                ]
            })
            .collect();
        view! {
            <Table
                caption="Your reviews in this cycle"
                columns=vec![Column::new("School"), Column::new("State")]
                rows=rows
            />
        }
    });
    let steps = (!v.steps.is_empty()).then(|| {
        let steps = v.steps.into_iter().map(step).collect_view();
        view! { <ButtonGroup>{steps}</ButtonGroup> }
    });
    let board = v.board.map(|(figures, rows)| {
        let of = rows
            .iter()
            .filter(|r| r.state != ReviewState::Cancelled)
            .count();
        view! { <Board figures of rows/> }
    });
    let change = |row: SummaryRow, about: &'static str| match &v.edit {
        Some(href) => row.action("Change", about, href.clone()),
        None => row,
    };
    let words = v
        .words
        .into_iter()
        .map(|w| view! { <li>{w}</li> })
        .collect_view();
    let terms = if v.terms.is_empty() {
        view! { <p class="govuk-body">"Nothing is added."</p> }.into_any()
    } else {
        paragraphs(&v.terms)
    };
    let (framework, framework_href) = v.framework;
    let milestones = v.milestones.map(|href| {
        view! { <p class="govuk-body"><a class="govuk-link" href=href>"Milestones and their dates"</a></p> }
    });
    let schools = v
        .schools
        .into_iter()
        .map(|s| view! { <li>{s}</li> })
        .collect_view();
    view! {
        <span class="govuk-caption-l">{v.partnership.0}</span>
        <h1 class="govuk-heading-l">{v.name}</h1>
        <p class="govuk-body"><Tag text=state colour/></p>
        <InsetText>{v.meaning}</InsetText>
        {own}
        {steps}
        {board}
        <h2 class="govuk-heading-m">"About this cycle"</h2>
        <SummaryList rows=vec![
            change(
                SummaryRow::text("Cycle", format!("{} to {}", day(v.dates.starts_on), day(v.dates.ends_on))),
                "the days of the cycle",
            ),
            change(
                SummaryRow::text("Visits", format!("{} to {}", day(v.dates.visits_from), day(v.dates.visits_until))),
                "the days for visits",
            ),
            SummaryRow::view("Framework", view! { <a class="govuk-link" href=framework_href>{framework}</a> }),
            SummaryRow::text("Levels", match (v.levels, v.own_levels_first) {
                (false, _) => "No levels, words only",
                (true, false) => "Schools and teams give levels",
                (true, true) => "Schools and teams give levels. Reviewers give their own before they see the school’s.",
            }),
            SummaryRow::text("Quality assurance", if v.quality { "A moderator reads each draft report before the school does" } else { "None: drafts go from the team to the school" }),
            change(SummaryRow::text("Schools closed", v.closed_days), "the days when schools are closed"),
            SummaryRow::view("Schools", view! { <ul class="govuk-list">{schools}</ul> }),
        ]/>
        {milestones}
        <h2 class="govuk-heading-m">"What each school accepts"</h2>
        <ul class="govuk-list govuk-list--bullet">{words}</ul>
        <h3 class="govuk-heading-s">"Terms added by the partnership"</h3>
        {terms}
        <WhoCanSee people=v.who/>
    }
}

fn step(step: NextStep) -> AnyView {
    match step {
        NextStep::Page(text, href, main) => {
            let kind = if main {
                ButtonKind::Primary
            } else {
                ButtonKind::Secondary
            };
            view! { <LinkButton text href kind/> }.into_any()
        }
        NextStep::Post(text, action, key) => {
            let fields = vec![("form_key".to_owned(), key)];
            view! { <PostButton text action kind=ButtonKind::Secondary fields/> }.into_any()
        }
    }
}

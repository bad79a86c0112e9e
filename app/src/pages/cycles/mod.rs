//! Cycles: the form, the milestones, the page of one cycle with the coordinator's board, and the steps of its life.

mod board;
mod form;
mod milestones;
mod show;
mod steps;

pub use board::{Board, BoardProps, BoardRow, Figure};
pub use form::{Edit, EditProps, FormChoices, Other};
pub use milestones::{Milestones, MilestonesProps, Row};
pub use show::{CycleView, NextStep, OwnReview, Show, ShowProps};
pub use steps::{AddSchool, AddSchoolProps, End, EndProps, Launch, LaunchProps, LaunchView};

use crate::components::{Cell, Column, LinkButton, Table, Tag, TagColour};
use chrono::NaiveDate;
use domain::cycles::CycleDates;
use domain::milestones::MilestoneKey;
use domain::states::{CycleState, ReviewState};
use leptos::prelude::*;

/// A milestone's name on screens.
pub fn milestone_name(key: MilestoneKey) -> &'static str {
    match key {
        MilestoneKey::TeamAndDate => "Agreement accepted, team and day of the visit confirmed",
        MilestoneKey::SelfReviewOpens => "Self-review opens",
        MilestoneKey::Questions => "Enquiry questions agreed",
        MilestoneKey::VisitPlan => "Visit plan and timetable agreed",
        MilestoneKey::SelfReviewSubmitted => "Self-review submitted",
        MilestoneKey::Briefing => "Team briefing",
        MilestoneKey::Visit => "Visit",
        MilestoneKey::DraftReport => "Draft report sent to the school",
        MilestoneKey::QualityAssurance => "Quality assurance",
        MilestoneKey::ReportFinal => "Accuracy checked, report final",
        MilestoneKey::ActionPlan => "Workshop held, action plan agreed",
        MilestoneKey::ProgressUpdate => "First progress update",
        MilestoneKey::ImpactReview => "Impact review",
    }
}

/// A cycle's state in words, with its colour.
pub fn cycle_state(state: CycleState) -> (&'static str, TagColour) {
    match state {
        CycleState::Draft => ("Draft", TagColour::Yellow),
        CycleState::Recruiting => ("Schools are accepting", TagColour::Purple),
        CycleState::Active => ("Under way", TagColour::Blue),
        CycleState::Closing => ("Closing", TagColour::Orange),
        CycleState::Closed => ("Closed", TagColour::Grey),
    }
}

/// A review's state in words, with its colour.
pub fn review_state(state: ReviewState) -> (&'static str, TagColour) {
    match state {
        ReviewState::Proposed => ("Team not confirmed", TagColour::Grey),
        ReviewState::TeamConfirmed => ("Team confirmed", TagColour::Purple),
        ReviewState::DateAgreed => ("Day agreed", TagColour::Purple),
        ReviewState::Preparing => ("Pack released", TagColour::Blue),
        ReviewState::Visited => ("Visited", TagColour::Blue),
        ReviewState::Drafting => ("Report being written", TagColour::Blue),
        ReviewState::InQualityAssurance => ("Report in quality assurance", TagColour::Blue),
        ReviewState::AccuracyCheck => ("Accuracy check", TagColour::Blue),
        ReviewState::Final => ("Report final", TagColour::Green),
        ReviewState::WorkshopHeld => ("Plan agreed", TagColour::Green),
        ReviewState::ImpactReviewed => ("Impact reviewed", TagColour::Green),
        ReviewState::Closed => ("Closed", TagColour::Grey),
        ReviewState::Postponed => ("Postponed", TagColour::Orange),
        ReviewState::Cancelled => ("Cancelled", TagColour::Red),
    }
}

/// A day as people write it, with its weekday.
pub fn long_day(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// A day as people write it.
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// One cycle in a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: CycleState,
    /// Its days.
    pub dates: CycleDates,
}

/// The cycles of a partnership, for its page.
#[component]
pub fn Section(
    /// The one that began last first.
    lines: Vec<Line>,
    /// Where a new one is set up, if the person may.
    new: Option<String>,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|l| {
            let (text, colour) = cycle_state(l.state);
            vec![
                Cell::link(l.name, l.href),
                Cell::view(view! { <Tag text colour/> }),
                Cell::text(format!(
                    "{} to {}",
                    day(l.dates.visits_from),
                    day(l.dates.visits_until)
                )),
            ]
        })
        .collect();
    view! {
        <h2 class="govuk-heading-m">"Review cycles"</h2>
        <Table
            caption="Cycles of this partnership"
            caption_hidden=true
            columns=vec![Column::new("Cycle"), Column::new("State"), Column::new("Visits")]
            rows=rows
            empty="No cycle has been launched yet."
        />
        {new.map(|href| view! { <LinkButton text="Set up a cycle" href/> })}
    }
}

//! The action plan of a school, the impact review, and the end of a review.

mod action;
mod agree;
mod close;
mod form;
mod impact;
mod my_actions;
mod plan;
mod update;

pub use action::{ActionPage, Fact, UpdateView};
pub use agree::{Agree, AgreeView, Unanswered};
pub use close::{Close, CloseView};
pub use form::{ActionFormPage, FormView, Other};
pub use impact::{AnswerView, Impact, ImpactView, TargetActionView, TargetView};
pub use my_actions::{MyAction, MyActions};
pub use plan::{ActionLine, Group, PlanPage, PlanView};
pub use update::{UpdateFormView, UpdatePage};

use crate::components::{Tag, TagColour};
use chrono::NaiveDate;
use domain::action_plans::{Due, state_in_words};
use domain::states::ActionState;
use leptos::prelude::*;

/// A date as people write it: "4 March 2027".
fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// The state as a tag.
fn state_tag(state: ActionState) -> impl IntoView {
    let colour = match state {
        ActionState::Proposed | ActionState::Dropped => TagColour::Grey,
        ActionState::Agreed => TagColour::Teal,
        ActionState::InProgress => TagColour::Blue,
        ActionState::Done | ActionState::ImpactEvidenced => TagColour::Green,
        ActionState::Blocked => TagColour::Orange,
    };
    view! { <Tag text=state_in_words(state) colour/> }
}

/// The date by which something is due, with a tag where it asks for attention.
fn due_cell(date: NaiveDate, at: Due) -> impl IntoView {
    let tag = match at {
        Due::Overdue => Some(("Overdue", TagColour::Red)),
        Due::Soon => Some(("Due soon", TagColour::Yellow)),
        Due::Later | Due::Finished => None,
    };
    view! {
        {day(date)}
        {tag.map(|(text, colour)| view! { " " <Tag text colour/> })}
    }
}

/// "1 action", "2 actions".
fn actions(n: u32) -> String {
    if n == 1 {
        "1 action".to_owned()
    } else {
        format!("{n} actions")
    }
}

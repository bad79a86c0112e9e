//! The open actions of a person's schools, for the home page.

use super::{due_cell, state_tag};
use crate::components::{Cell, Column, Table};
use chrono::NaiveDate;
use domain::action_plans::Due;
use domain::states::ActionState;
use leptos::prelude::*;

/// An open action.
#[derive(Debug, Clone)]
pub struct MyAction {
    /// Address of its page.
    pub href: String,
    /// School and cycle.
    pub place: String,
    /// What will be done.
    pub title: String,
    /// The role that sees to it.
    pub owner: String,
    /// By when.
    pub due: NaiveDate,
    /// How that stands today.
    pub at: Due,
    /// Its state.
    pub state: ActionState,
}

/// A section "My actions"; nothing at all for who has none.
#[component]
pub fn MyActions(
    /// The actions, in the order in which they are shown: overdue first.
    actions: Vec<MyAction>,
) -> impl IntoView {
    (!actions.is_empty()).then(|| {
        let rows = actions
            .into_iter()
            .map(|a| {
                vec![
                    Cell::view(view! {
                        <a class="govuk-link" href=a.href>{a.title}</a>
                        <p class="govuk-hint govuk-!-margin-bottom-0">{a.place}</p>
                    }),
                    Cell::text(a.owner),
                    Cell::view(due_cell(a.due, a.at)),
                    Cell::view(state_tag(a.state)),
                ]
            })
            .collect();
        view! {
            <Table
                caption="My actions"
                columns=vec![
                    Column::new("Action"),
                    Column::new("Who"),
                    Column::new("By when"),
                    Column::new("How it stands"),
                ]
                rows=rows
            />
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn an_overdue_action_says_so_in_words_and_leads_to_its_page() {
        let action = MyAction {
            href: "/reviews/r1/plan/a1".into(),
            place: "Ashby Primary School, Spring 2027".into(),
            title: "Train tutors".into(),
            owner: "SENCO".into(),
            due: "2027-03-04".parse().unwrap(),
            at: Due::Overdue,
            state: ActionState::InProgress,
        };
        let html = render(|| view! { <MyActions actions=vec![action]/> });
        assert!(
            html.contains("Overdue") && html.contains("4 March 2027"),
            "{html}"
        );
        assert!(html.contains(r#"href="/reviews/r1/plan/a1""#), "{html}");
        assert_eq!(render(|| view! { <MyActions actions=vec![]/> }), "");
    }
}

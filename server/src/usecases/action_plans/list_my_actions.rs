//! The open actions of a head's or contributor's schools, for their home.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use ::app::pages::action_plans::MyAction;
use domain::action_plans::{Due, due};
use domain::calendar::{WorkingCalendar, parse_closed_days};
use domain::policy;
use store::action_plans::OpenAction;

/// An open action with how it stands today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyOpenAction {
    /// The action.
    pub action: OpenAction,
    /// How it stands today.
    pub at: Due,
}

impl From<MyOpenAction> for MyAction {
    fn from(my: MyOpenAction) -> Self {
        let a = my.action;
        Self {
            href: format!("/reviews/{}/plan/{}", a.review, a.id),
            place: format!("{}, {}", a.school_name, a.cycle_name),
            title: a.title,
            owner: a.owner,
            due: a.due,
            at: my.at,
            state: a.state,
        }
    }
}

/// The open actions over all reviews of the person's schools: overdue first, then by date. Empty for who has no school.
pub async fn list_my_actions(app: &App, user: &User) -> Result<Vec<MyOpenAction>, Error> {
    let actions = app
        .store
        .list_open_actions(&policy::review_scope(&user.actor))
        .await?;
    let mut mine: Vec<MyOpenAction> = actions
        .into_iter()
        .map(|action| {
            let closed = parse_closed_days(&action.closed_days).unwrap_or_default();
            let calendar = WorkingCalendar::england().with_closed(&closed);
            let at = due(action.state, action.due, user.today, &calendar);
            MyOpenAction { action, at }
        })
        .collect();
    mine.sort_by_key(|m| (m.at, m.action.due));
    Ok(mine)
}

//! The coordinator's board: where each school stands, what it has to do next, and what is late. Everything comes out of
//! the one function that also makes task lists and reminders.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::policy::{self, act};
use domain::states::{ReviewState, SelfReviewState};
use domain::tasks::{Task, next_task};
use store::cycles::Cycle;
use store::reviews::Review;

/// One school on the board.
#[derive(Debug)]
pub struct Place {
    /// The review.
    pub review: Review,
    /// What is to be done next, if anything can be.
    pub next: Option<Task>,
    /// What is late, with the number of working days, the latest first.
    pub late: Vec<(Task, u32)>,
}

/// How many schools have come how far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Schools in the cycle, without those that have been given up.
    pub schools: usize,
    /// Have accepted the agreement.
    pub agreed: usize,
    /// Have submitted their self-review.
    pub submitted: usize,
    /// Have been visited.
    pub visited: usize,
    /// Have a final report.
    pub reported: usize,
    /// Have agreed their plan.
    pub planned: usize,
    /// Have something late.
    pub late: usize,
}

/// Every school of the cycle, those with something late first, then by what is due next.
pub async fn list_places(app: &App, user: &User, cycle: &Cycle) -> Result<Vec<Place>, Error> {
    let permit = policy::cycle::<act::SeeBoard>(&user.actor, &cycle.facts)?;
    let reviews = app.store.list_reviews_of_cycle(&permit, user.today).await?;
    let calendar = cycle.calendar();
    let mut places: Vec<Place> = reviews
        .into_iter()
        .map(|review| {
            let tasks = review.tasks();
            let mut late: Vec<(Task, u32)> = tasks
                .iter()
                .filter_map(|t| {
                    t.late_by(user.today, &calendar)
                        .map(|days| (t.clone(), days))
                })
                .collect();
            late.sort_by_key(|(task, days)| (std::cmp::Reverse(*days), task.key));
            Place {
                next: next_task(&tasks).cloned(),
                review,
                late,
            }
        })
        .collect();
    places.sort_by_key(|p| {
        let days = p.late.first().map_or(0, |(_, days)| *days);
        (
            std::cmp::Reverse(days),
            p.next.as_ref().map_or(chrono::NaiveDate::MAX, |t| t.due),
        )
    });
    Ok(places)
}

/// The figures above the board.
pub fn count(places: &[Place]) -> Counts {
    let going: Vec<&Place> = places
        .iter()
        .filter(|p| p.review.facts.state != ReviewState::Cancelled)
        .collect();
    let of = |test: fn(&Place) -> bool| going.iter().filter(|p| test(p)).count();
    Counts {
        schools: going.len(),
        agreed: of(|p| p.review.facts.agreed),
        submitted: of(|p| {
            matches!(
                p.review.facts.self_review,
                SelfReviewState::Submitted | SelfReviewState::Locked
            )
        }),
        visited: of(|p| p.review.facts.state.is_after_visit()),
        reported: of(|p| p.review.facts.state.has_final_report()),
        planned: of(|p| p.review.times.planned.is_some()),
        late: of(|p| !p.late.is_empty()),
    }
}

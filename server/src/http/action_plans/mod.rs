//! The action plan, the impact review, and the end of a review.

mod actions;
mod impact;
mod plan;

use super::Routes;
use super::page::moment;
use domain::milestones::MilestoneKey;
use store::action_plans::Update;
use store::reviews::Review;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/plan", plan::show)
        .get("/reviews/{id}/plan/new", actions::new)
        .post("/reviews/{id}/plan/new", actions::create)
        .get("/reviews/{id}/plan/agree", plan::agree)
        .post("/reviews/{id}/plan/agree", plan::save_agreement)
        .get("/reviews/{id}/plan/{action}", actions::show)
        .get("/reviews/{id}/plan/{action}/edit", actions::edit)
        .post("/reviews/{id}/plan/{action}/edit", actions::save)
        .get("/reviews/{id}/plan/{action}/update", actions::update)
        .post("/reviews/{id}/plan/{action}/update", actions::save_update)
        .get("/reviews/{id}/impact", impact::show)
        .post("/reviews/{id}/impact", impact::record)
        .get("/reviews/{id}/close", impact::confirm_close)
        .post("/reviews/{id}/close", impact::close)
}

const HOME: (&str, &str) = ("Home", "/");

/// Who reads a plan, in words.
fn readers(review: &Review) -> Vec<String> {
    let mut who = vec![format!(
        "The headteacher and contributors of {}",
        review.school_name
    )];
    if review.facts.facilitator.is_some() {
        who.push("The facilitator of the workshop".to_owned());
    }
    who
}

/// A date as people write it.
fn day(date: chrono::NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// The day on which a milestone of the review is due, in words.
fn milestone(review: &Review, key: MilestoneKey) -> Option<String> {
    review.milestone_dates(&review.calendar()).get(key).map(day)
}

/// Who said something, and when.
fn by(update: &Update) -> String {
    format!("{}, {}", update.by, moment(update.at))
}

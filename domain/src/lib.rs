//! The nouns, states and rules of Quintet, as pure functions over plain values.
//!
//! Knows nothing of databases, HTTP, screens or the clock: time comes in as a value. What a role may do is decided in
//! [`policy`] and nowhere else.

pub mod action_plans;
pub mod calendar;
pub mod concerns;
pub mod cycles;
pub mod evidence;
pub mod forms;
pub mod framework;
pub mod ids;
pub mod impact;
pub mod milestones;
pub mod notebook;
pub mod notices;
pub mod pairing;
pub mod pauses;
pub mod people;
pub mod personal_data;
pub mod policy;
pub mod quality;
pub mod register;
pub mod reports;
pub mod self_reviews;
pub mod sharing;
pub mod states;
pub mod tasks;
pub mod timetable;
pub mod visibility;
pub mod visit_date;
pub mod visits;

//! Pages by area. A page is a component over plain values: it reads nothing and decides nothing.

pub mod action_plans;
pub mod area;
pub mod concerns;
pub mod cycles;
pub mod demonstration;
pub mod evidence;
pub mod frameworks;
pub mod home;
pub mod messages;
pub mod notebook;
pub mod pairing;
pub mod partnerships;
pub mod people;
pub mod reports;
pub mod reviews;
pub mod schools;
pub mod self_reviews;
pub mod site;
pub mod timetables;
pub mod visits;

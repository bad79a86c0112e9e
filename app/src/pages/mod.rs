//! Pages by area. A page is a component over plain values: it reads nothing and decides nothing.

pub mod cycles;
pub mod frameworks;
pub mod area;
pub mod home;
pub mod action_plans;
pub mod pairing;
pub mod messages;
pub mod partnerships;
pub mod people;
pub mod schools;
pub mod site;
pub mod reports;
pub mod visits;
pub mod reviews;
pub mod self_reviews;

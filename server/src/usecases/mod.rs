//! What people can do, one file a deed, named after it. Each begins with the permission (a permit of
//! `domain::policy`), decides with pure rules, and writes once: change, audit event and notices in one transaction.

pub mod cycles;
pub mod frameworks;
pub mod home;
pub mod action_plans;
pub mod pairing;
pub mod messages;
pub mod partnerships;
pub mod people;
pub mod reports;
pub mod visits;
pub mod area;
pub mod schools;
pub mod reviews;
pub mod self_reviews;

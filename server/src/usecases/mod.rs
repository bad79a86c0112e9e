//! What people can do, one file a deed, named after it. Each begins with the permission (a permit of
//! `domain::policy`), decides with pure rules, and writes once: change, audit event and notices in one transaction.

pub mod action_plans;
pub mod area;
pub mod cycles;
pub mod demonstration;
pub mod frameworks;
pub mod home;
pub mod messages;
pub mod pairing;
pub mod partnerships;
pub mod people;
pub mod reports;
pub mod reviews;
pub mod schools;
pub mod self_reviews;
pub mod visits;

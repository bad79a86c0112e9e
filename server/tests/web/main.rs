//! The whole website without a browser: every handler through the real router, on a real embedded database, with a
//! fixed clock. One binary for all areas, since each costs a link.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/smtp_peer.rs"]
mod smtp_peer;
mod support;

mod cycles;
mod cycles_run;
mod frameworks;
mod action_plans;
mod pairing;
mod partnerships;
mod people;
mod reports;
mod area;
mod register;
mod register_import;
mod schools;
mod reviews;
mod self_reviews;
mod mail_delivery;
mod messages;
mod reminders;
mod sign_in;
mod visits;

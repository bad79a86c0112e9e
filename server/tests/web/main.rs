//! The whole website without a browser: every handler through the real router, on a real embedded database, with a
//! fixed clock. One binary for all areas, since each costs a link.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/smtp_peer.rs"]
mod smtp_peer;
mod support;

mod action_plans;
mod area;
mod concerns;
mod cycles;
mod cycles_run;
mod evidence;
mod frameworks;
mod home;
mod hostile;
mod mail_delivery;
mod messages;
mod notebook;
mod pairing;
mod pairing_people;
mod pairing_runs;
mod partnerships;
mod people;
mod register;
mod register_import;
mod reminders;
mod reports;
mod reviews;
mod routes;
mod schools;
mod self_reviews;
mod sign_in;
mod timetables;
mod visits;
mod visits_calendar;
mod visits_dates;
mod visits_levels;

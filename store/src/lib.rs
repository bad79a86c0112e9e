//! The only crate that knows SurrealDB: functions by aggregate over private rows, migrations, transactions, outbox.
//!
//! Reads are functions that take a [`Store`] and a scope or an id. Writes are [`Statement`]s, made from a permit of
//! `domain::policy`, collected in a [`Write`] together with the audit event and the notices that belong to the change,
//! and committed in one transaction. Holds no decision about who may do what, no HTTP, no wording.

pub mod action_plans;
pub mod areas;
pub mod calendars;
pub mod check;
pub mod concerns;
pub mod cycles;
pub mod discussions;
pub mod error;
pub mod evidence;
pub mod frameworks;
pub mod mail;
mod migrate;
pub mod notebook;
mod open;
pub mod partnerships;
pub mod people;
pub mod reports;
pub mod reviews;
mod row;
pub mod schools;
pub mod self_reviews;
pub mod sessions;
pub mod teams;
pub mod timetables;
pub mod visit_dates;
pub mod visits;
pub mod write;

pub use error::Error;
pub use open::{Kind, Store, set_setting};
pub use row::{date, key, opt_date, opt_key, rid};
pub use write::{Meta, Statement, Write};

/// Everything that reads or writes returns this.
pub type Result<T> = std::result::Result<T, Error>;

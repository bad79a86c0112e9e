//! The whole website without a browser: every handler through the real router, on a real embedded database, with a
//! fixed clock. One binary for all areas, since each costs a link.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

mod action_plans;
mod partnerships;
mod sign_in;

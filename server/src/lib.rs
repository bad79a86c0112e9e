//! Everything with a side effect: the web, use cases, jobs, e-mail, imports, and the command line around them.
//!
//! Holds no HTML (that is `app`), no query (that is `store`) and no rule that could be pure (that is `domain`).

pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod email;
pub mod error;
pub mod files;
pub mod http;
pub mod imports;
pub mod jobs;
pub mod state;
pub mod usecases;

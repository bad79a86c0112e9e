//! `quintet check`: tries every invariant over the whole database.

use super::open;
use crate::config::Database;
use crate::error::Error;
use std::process::ExitCode;

/// Prints what is broken, one a line; status 1 if anything is.
pub async fn check(database: &Database) -> Result<ExitCode, Error> {
    let store = open(database).await?;
    let missing = store.missing_migrations().await?;
    if !missing.is_empty() {
        eprintln!(
            "Migrations missing: {}. Run `quintet migrate` first.",
            missing.join(", ")
        );
        return Ok(ExitCode::FAILURE);
    }
    let (tried, broken) = store.check_invariants().await?;
    for b in &broken {
        println!("BROKEN {}: {}", b.name, b.records.join(", "));
    }
    println!("{tried} invariants tried, {} broken", broken.len());
    Ok(if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

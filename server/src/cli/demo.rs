//! `quintet demo load`, and the links that the demonstration prints when it starts.

use super::open_migrated;
use crate::auth::links;
use crate::clock::Clock;
use crate::config::Demo;
use crate::demo::{self, PERSONAS};
use crate::error::Error;
use crate::files::Files;
use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use std::process::ExitCode;
use store::{Meta, Store, Write};

/// Runs a subcommand of `demo`.
pub async fn run(what: Demo) -> Result<ExitCode, Error> {
    let Demo::Load { base_url, database } = what;
    let clock = Clock::system();
    let store = open_migrated(&database, &clock).await?;
    demo::load(&store, &Files::in_folder(&database.data)?, clock.now()).await?;
    eprintln!("Loaded the demonstration: 12 schools, 2 partnerships, 2 cycles");
    print_links(&store, clock.now(), base_url.trim_end_matches('/')).await?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a link for each role, on standard output: role, tab, link.
pub async fn print_links(store: &Store, now: DateTime<Utc>, base_url: &str) -> Result<(), Error> {
    let mut write = Write::new(&Meta {
        by: None,
        now,
        request: "start".into(),
    });
    let mut lines = Vec::new();
    for persona in PERSONAS {
        let person: PersonId = persona.id.parse()?;
        let link = links::create_at(&mut write, base_url, &person, links::INVITATION_LASTS, "/");
        lines.push(format!("{}\t{link}", persona.role));
    }
    store.commit(write).await?;
    println!("Sign in with one of these links; each works once:");
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

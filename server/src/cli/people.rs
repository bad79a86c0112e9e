//! `quintet people invite`: the link alone goes to standard output, so that a script can take it.

use super::open_migrated;
use crate::clock::Clock;
use crate::config::People;
use crate::error::Error;
use crate::usecases::people::invite_by_operator::{Order, invite};
use std::process::ExitCode;

/// Runs what was asked for.
pub(super) async fn run(what: People) -> Result<ExitCode, Error> {
    let People::Invite {
        email,
        name,
        role,
        base_url,
        database,
    } = what;
    let clock = Clock::system();
    let store = open_migrated(&database, &clock).await?;
    let order = Order {
        email: &email,
        name: &name,
        role: &role,
        base_url: &base_url,
    };
    let link = invite(&store, clock.now(), &order).await?;
    eprintln!(
        "This link signs {email} in once, within 14 days. No e-mail was sent: pass the link on."
    );
    println!("{link}");
    Ok(ExitCode::SUCCESS)
}

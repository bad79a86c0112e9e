//! The subcommands. Results go to standard output, progress and faults to standard error; a fault ends with status 1,
//! a wrong command line with 2 (clap), a fault of ours with 70.

mod check;
mod demo;
pub mod import;
mod people;
mod run_jobs;
mod serve;

use crate::clock::Clock;
use crate::config::{Command, Database, Demo, FileSettings, Import, Jobs, Mail, People};
use crate::email::Mailer;
use crate::error::Error;
use crate::files::Files;
use crate::state::{App, Settings};
use crate::usecases::frameworks::ensure_first_framework;
use std::process::ExitCode;
use std::sync::Arc;
use store::Store;

/// Runs a subcommand.
pub async fn run(command: Command) -> ExitCode {
    let database = database_of(&command).clone();
    let outcome = match command {
        Command::Serve(settings) => serve::serve(settings).await,
        Command::Import { what } => import::run(what).await,
        Command::Migrate { database } => migrate(&database).await,
        Command::People { what } => people::run(what).await,
        Command::Jobs {
            what:
                Jobs::Run {
                    now,
                    mail,
                    files,
                    database,
                },
        } => run_jobs::run_jobs(now, &mail, &files, &database).await,
        Command::Demo { what } => demo::run(what).await,
        Command::Check { database } => check::check(&database).await,
    };
    // Who could not open the folder must not wait for the one that holds it.
    if outcome.is_ok() && database.database.is_none() {
        Store::wait_until_closed(&database.data).await;
    }
    match outcome {
        Ok(code) => code,
        Err(e) => {
            eprintln!("{}", in_words(&e));
            ExitCode::FAILURE
        }
    }
}

/// The database that a command works on.
fn database_of(command: &Command) -> &Database {
    match command {
        Command::Serve(settings) => &settings.database,
        Command::Import {
            what: Import::Register { database, .. },
        }
        | Command::Migrate { database }
        | Command::People {
            what: People::Invite { database, .. },
        }
        | Command::Jobs {
            what: Jobs::Run { database, .. },
        }
        | Command::Demo {
            what: Demo::Load { database, .. },
        }
        | Command::Check { database } => database,
    }
}

/// A fault as a technician reads it.
fn in_words(e: &Error) -> String {
    match e {
        Error::Unavailable(words) | Error::Forbidden(words) | Error::BadRequest(words) => {
            words.clone()
        }
        Error::Invalid(errors) => errors
            .items()
            .iter()
            .map(|(_, m)| m.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    }
}

/// Opens the database that the command line names.
pub(crate) async fn open(database: &Database) -> Result<Store, Error> {
    Ok(match &database.database {
        Some(url) => Store::connect(url).await?,
        None => Store::open_folder(&database.data).await?,
    })
}

/// Opens the database and brings it up to date.
pub(crate) async fn open_migrated(database: &Database, clock: &Clock) -> Result<Store, Error> {
    let store = open(database).await?;
    for name in store.migrate(clock.now()).await? {
        eprintln!("Applied migration {name}");
    }
    ensure_first_framework(&store, clock.now()).await?;
    Ok(store)
}

/// The program's parts, put together from the settings.
pub(crate) fn app(
    store: Store,
    clock: Clock,
    mail: &Mail,
    files: &FileSettings,
    database: &Database,
    demo: bool,
    base_url: String,
) -> Result<App, Error> {
    let mailer = Mailer::from_settings(
        mail.smtp_url.as_deref(),
        database.data.clone(),
        &mail.mail_from,
    )
    .map_err(|e| Error::Unavailable(e.to_string()))?;
    Ok(App {
        store,
        clock,
        settings: Arc::new(Settings {
            base_url,
            demo,
            data: database.data.clone(),
            smtp: mailer.folder().is_none(),
        }),
        mailer,
        files: Files::from_settings(files, &database.data)?,
        wake: Arc::default(),
        frameworks: Arc::default(),
    })
}

/// `quintet migrate`
async fn migrate(database: &Database) -> Result<ExitCode, Error> {
    let store = open(database).await?;
    let now = Clock::system().now();
    let done = store.migrate(now).await?;
    ensure_first_framework(&store, now).await?;
    if done.is_empty() {
        println!("The database is up to date.");
    }
    for name in done {
        println!("Applied migration {name}");
    }
    Ok(ExitCode::SUCCESS)
}

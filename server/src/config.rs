//! The command line: every setting a flag and an environment variable.

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Runs school partnerships through peer reviews of inclusion.
#[derive(Debug, Parser)]
#[command(
    name = "quintet",
    version,
    about,
    long_about = "Quintet runs partnerships of schools through peer reviews of inclusion: self-review, visit, report, action plan, impact review, with reminders by e-mail.\n\nEvery option can also be set by the environment variable named beside it."
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the website, and send what is due, until it is told to stop
    Serve(Serve),
    /// Bring the database up to date with this version of the program
    Migrate {
        /// Which database
        #[command(flatten)]
        database: Database,
    },
    /// Bring in data from files
    Import {
        /// What to bring in
        #[command(subcommand)]
        what: Import,
    },
    /// Invite people
    People {
        /// What to do
        #[command(subcommand)]
        what: People,
    },
    /// The demonstration: invented schools and people
    Demo {
        /// What to do
        #[command(subcommand)]
        what: Demo,
    },
    /// Work that is done in the background
    Jobs {
        /// What to do
        #[command(subcommand)]
        what: Jobs,
    },
    /// Verify the whole database; ends with status 1 if anything is wrong
    Check {
        /// Which database
        #[command(flatten)]
        database: Database,
    },
}

/// Where the data is: a folder on this machine, or a SurrealDB server.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// Folder that holds the database and, without a mail server, the mail
    #[arg(long, env = "QUINTET_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// Address of a SurrealDB server to use instead of the folder, such as ws://127.0.0.1:8000
    #[arg(long, env = "QUINTET_DATABASE", value_name = "URL")]
    pub database: Option<String>,
}

/// Where files that people upload are kept, and what looks at them.
#[derive(Debug, Clone, Args)]
pub struct FileSettings {
    /// Where files are kept: s3://bucket/prefix, with the usual AWS environment variables, or file:///folder; without it, the folder "files" in the data folder
    #[arg(long, env = "QUINTET_FILES_URL", value_name = "URL")]
    pub files_url: Option<String>,
    /// Largest file that is taken, in megabytes
    #[arg(
        long,
        env = "QUINTET_FILE_LIMIT_MB",
        default_value_t = 25,
        value_name = "MB",
        value_parser = clap::value_parser!(u64).range(1..=500)
    )]
    pub file_limit_mb: u64,
    /// Virus checker: address of clamd. Files wait until it has passed them; without it, files are not checked for viruses
    #[arg(long, env = "QUINTET_CLAMD", value_name = "HOST:PORT")]
    pub clamd: Option<String>,
}

/// How mail leaves.
#[derive(Debug, Clone, Args)]
pub struct Mail {
    /// Mail server, such as smtps://user:password@mail.example.org; without it, mail is written into the data folder
    #[arg(
        long,
        env = "QUINTET_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub smtp_url: Option<String>,
    /// Address that mail comes from
    #[arg(
        long,
        env = "QUINTET_MAIL_FROM",
        default_value = "Quintet <no-reply@localhost>",
        value_name = "ADDRESS"
    )]
    pub mail_from: String,
    /// Address of the website as people type it; links in mail begin with it. [default: http:// and the address on
    /// which the website listens, http://127.0.0.1:3000]
    #[arg(long, env = "QUINTET_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
}

/// Where the website listens, unless told otherwise.
const ADDRESS: &str = "127.0.0.1:3000";

impl Mail {
    /// What links begin with: as told, or else the address on which the website listens.
    pub fn base_url(&self, address: Option<SocketAddr>) -> String {
        match (&self.base_url, address) {
            (Some(told), _) => told.trim_end_matches('/').to_owned(),
            (None, Some(address)) => format!("http://{address}"),
            (None, None) => format!("http://{ADDRESS}"),
        }
    }
}

/// Settings of the website.
#[derive(Debug, Args)]
pub struct Serve {
    /// Which database
    #[command(flatten)]
    pub database: Database,
    /// Where to listen
    #[arg(
        long,
        env = "QUINTET_ADDRESS",
        default_value = ADDRESS,
        value_name = "HOST:PORT"
    )]
    pub address: SocketAddr,
    /// How mail leaves
    #[command(flatten)]
    pub mail: Mail,
    /// Files that people upload
    #[command(flatten)]
    pub files: FileSettings,
    /// Show the demonstration: anybody may become any of its invented people. Refused on a database with real data
    #[arg(long, env = "QUINTET_DEMO")]
    pub demo: bool,
    /// Start the demonstration's clock at this time, such as 2027-01-11T09:00:00Z. Refused without --demo
    #[arg(long, env = "QUINTET_NOW", value_name = "RFC3339", requires = "demo")]
    pub now: Option<DateTime<Utc>>,
    /// How the log is written: "text" for people, "json" for machines
    #[arg(long, env = "QUINTET_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub log_format: String,
}

/// What can be brought in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The national register of schools: the daily file edubasealldataYYYYMMDD.csv
    Register {
        /// The file
        file: PathBuf,
        /// The file of links, links_edubasealldataYYYYMMDD.csv: a successor keeps its predecessor's history
        #[arg(long, value_name = "FILE")]
        links: Option<PathBuf>,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Print the result as one JSON object
        #[arg(long)]
        json: bool,
        /// Which database
        #[command(flatten)]
        database: Database,
    },
}

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub enum People {
    /// Give somebody a role and print a one-time link with which they sign in
    Invite {
        /// E-mail address
        email: String,
        /// Name
        #[arg(long)]
        name: String,
        /// administrator, coordinator:PARTNERSHIP, headteacher:URN, contributor:URN, governor:URN, la-lead:CODE or trust-lead:ID
        #[arg(long, value_name = "ROLE[:SCOPE]")]
        role: String,
        /// Address of the website as people type it; the link begins with it
        #[arg(
            long,
            env = "QUINTET_BASE_URL",
            default_value = "http://127.0.0.1:3000",
            value_name = "URL"
        )]
        base_url: String,
        /// Which database
        #[command(flatten)]
        database: Database,
    },
}

/// What can be done with the demonstration.
#[derive(Debug, Subcommand)]
pub enum Demo {
    /// Fill an empty database with the invented schools and people
    Load {
        /// Address of the website as people type it; the printed links begin with it
        #[arg(
            long,
            env = "QUINTET_BASE_URL",
            default_value = "http://127.0.0.1:3000",
            value_name = "URL"
        )]
        base_url: String,
        /// Which database
        #[command(flatten)]
        database: Database,
    },
}

/// What can be done with background work.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// Do everything that is due, once, and return
    Run {
        /// Act as if it were this time; for trials
        #[arg(long, value_name = "RFC3339")]
        now: Option<DateTime<Utc>>,
        /// How mail leaves
        #[command(flatten)]
        mail: Mail,
        /// Files that people upload
        #[command(flatten)]
        files: FileSettings,
        /// Which database
        #[command(flatten)]
        database: Database,
    },
}

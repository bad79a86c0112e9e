//! The demonstration: twelve invented schools in an invented local authority, two partnerships, one cycle in
//! mid-flight and one finished, all dated around the day on which it is loaded.
//!
//! Goes only into an empty database, which is then marked as a demonstration for ever.

mod evidence;
mod notebook;
mod pairing;
mod reports;
mod review;
mod self_reviews;
mod visit;
mod world;

use crate::error::Error;
use crate::files::Files;
use chrono::{DateTime, Utc};
use store::{Kind, Store};

/// One of the invented people, to be offered on the page where a visitor chooses whom to be.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    /// The person's id.
    pub id: &'static str,
    /// The role in words.
    pub role: &'static str,
    /// What there is to see as this person.
    pub see: &'static str,
}

/// One person for each role, in the order in which a newcomer might look.
pub const PERSONAS: &[Persona] = &[
    Persona {
        id: "coordinator",
        role: "Coordinator",
        see: "Where each school stands, what is late, pairing, reminders",
    },
    Persona {
        id: "head7",
        role: "Headteacher, before the visit",
        see: "A self-review that has been begun, questions, the day of the visit",
    },
    Persona {
        id: "head3",
        role: "Headteacher, after the visit",
        see: "A draft report to check for accuracy",
    },
    Persona {
        id: "head1",
        role: "Headteacher, with an action plan",
        see: "A final report, actions and updates",
    },
    Persona {
        id: "senco7",
        role: "Contributor (SENCO)",
        see: "Writing the own strands of the school's self-review, last year's texts, saving as you write",
    },
    Persona {
        id: "reviewer5",
        role: "Lead reviewer",
        see: "A report to write, visits to prepare",
    },
    Persona {
        id: "reviewer1",
        role: "Reviewer",
        see: "Packs and notes of the schools to visit, and a notebook for the day",
    },
    Persona {
        id: "governor1",
        role: "Governor",
        see: "What the headteacher has shared",
    },
    Persona {
        id: "la-lead",
        role: "Local authority lead",
        see: "Coverage, states and overdue counts of the area",
    },
    Persona {
        id: "trust-lead",
        role: "Trust lead",
        see: "The same for the schools of a trust",
    },
    Persona {
        id: "coordinator2",
        role: "Coordinator of the other partnership",
        see: "A finished cycle, and a new one whose suggested teams wait",
    },
    Persona {
        id: "administrator",
        role: "Administrator",
        see: "Register import, people, frameworks, messages",
    },
];

/// Fills an empty database. Refuses one that holds anything else.
pub async fn load(store: &Store, files: &Files, now: DateTime<Utc>) -> Result<(), Error> {
    if store.kind().await? != Kind::Empty {
        return Err(Error::Unavailable(
            "This database is not empty. The demonstration goes only into an empty one: give another folder with --data.".into(),
        ));
    }
    let world = world::build(now).map_err(Error::Internal)?;
    store.set_kind(Kind::Demonstration).await?;
    store
        .seed(include_str!("world.surql"), [("world", world)])
        .await?;
    evidence::load(store, files, now).await?;
    notebook::load(store, now).await?;
    self_reviews::add(store, now).await?;
    visit::seed(store, now).await?;
    pairing::load(store, now).await?;
    reports::add(store, now).await?;
    Ok(())
}

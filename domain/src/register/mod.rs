//! The national register of schools (Get Information About Schools): what its daily file and its links file say,
//! as types. Rows go in as text, schools, skips and faults come out.
//!
//! Must not hold: files, encodings, the database, or anything about a person. The register names headteachers and
//! proprietors; those columns are never looked up here, so that nothing downstream can keep them.

mod change;
mod columns;
mod establishment_type;
mod links;
mod phase;
mod school;
mod status;
mod successions;
mod text;
mod urn;

#[cfg(test)]
mod hostile_input;

pub use change::{Change, Held};
pub use columns::{Columns, MissingColumns, RowOutcome};
pub use establishment_type::{Classified, EstablishmentType, Provision};
pub use links::{LinkColumns, LinkKind, LinkOutcome, LinkRow};
pub use phase::Phase;
pub use school::{Address, GridReference, RegisterBody, RegisterSchool, SenUnit};
pub use status::SchoolStatus;
pub use successions::{Succession, SuccessionKind, SuccessionReport, UndecidedLink, successions};
pub use urn::{InvalidUrn, Urn};

//! What a row of the register would do to what is already held.
//!
//! A school that is missing from a file is not closed by that: extracts leave schools out, and only the register's
//! own status closes one.

use serde::{Deserialize, Serialize};

use super::{RegisterSchool, SchoolStatus};

/// What is held about a school before the import: enough to see whether a row changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// [`RegisterSchool::fingerprint`] of the row it was last written from.
    pub fingerprint: String,
    /// Its status then.
    pub status: SchoolStatus,
}

/// The four things that a row of a school can do; each row does exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The school was not held. A school that is closed already when first read is created, too.
    Created,
    /// Something that we keep is different.
    Updated,
    /// Nothing that we keep is different.
    Unchanged,
    /// It was not closed before, and is now. Other fields may differ as well; it counts once, here.
    Closed,
}

impl Change {
    /// What `row` does to what is `held`.
    #[must_use]
    pub fn of(held: Option<&Held>, row: &RegisterSchool) -> Self {
        let Some(held) = held else {
            return Self::Created;
        };
        if row.status == SchoolStatus::Closed && held.status != SchoolStatus::Closed {
            Self::Closed
        } else if held.fingerprint == row.fingerprint() {
            Self::Unchanged
        } else {
            Self::Updated
        }
    }
}

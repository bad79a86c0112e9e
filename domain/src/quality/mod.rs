//! Quality assurance of a report: what is looked at all the time while it is written, and by whom before the school
//! gets it, where the cycle has that step.
//!
//! Holds no wording of the checks for screens and no decision about who may moderate: that is `policy`.

mod checks;
mod names;

pub use checks::{Check, checks};
pub use names::names_in;

use crate::ids::PersonId;

/// Whether the cycle has quality assurance, and who moderates this review's report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assurance {
    /// True when a moderator reads each draft before the school gets it.
    pub used: bool,
    /// The moderator, once the coordinator has chosen one.
    pub moderator: Option<PersonId>,
}

/// What a school accepts when its cycle has quality assurance, in words; stored with the agreement.
pub const IN_WORDS: &str = "Before the draft of your report comes to you, a moderator who is not in your review team reads it. The moderator is chosen by the coordinators.";

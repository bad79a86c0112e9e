//! Rules for the report: its parts, its passages and versions, how the accuracy check is answered, and who holds the
//! roles that its audiences name.
//!
//! Who may read and write a report is decided in `policy`; what to look at before it goes on is in `quality`. The
//! wording of warnings is the screens'.

mod contents;
mod deadline;
mod passages;
mod versions;

pub use contents::{Contents, FindingPart, RecommendationPart};
pub use deadline::{Deadline, deadline};
pub use passages::{Passage, Place, PlaceError, corrected, passages};
pub use versions::{HandOver, snapshot};

use crate::people::Role;
use crate::policy::ReviewFacts;
use crate::visibility::Audience;

/// Fewest and most words of a whole report, as one local authority's programme asks (domain.md, source 6).
pub const WORDS: (usize, usize) = (500, 1_000);

/// Most recommendations that a school can act on at once. A suggestion: more are taken, with a remark.
pub const RECOMMENDATIONS: usize = 5;

/// How a point of the accuracy check was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointAnswer {
    /// The report was put right.
    Accepted,
    /// The report stays as it is.
    Declined,
}

impl PointAnswer {
    /// As stored and as a form value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }
}

/// The text is no answer to a point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an answer")]
pub struct UnknownAnswer;

impl std::str::FromStr for PointAnswer {
    type Err = UnknownAnswer;
    fn from_str(text: &str) -> Result<Self, UnknownAnswer> {
        match text {
            "accepted" => Ok(Self::Accepted),
            "declined" => Ok(Self::Declined),
            _ => Err(UnknownAnswer),
        }
    }
}

/// The roles whose holders an audience means, for this review.
pub fn roles_of(audience: Audience, facts: &ReviewFacts) -> Vec<Role> {
    match audience {
        Audience::Coordinator => vec![Role::Coordinator(facts.partnership.clone())],
        Audience::PartnershipHeads => facts
            .partner_schools
            .iter()
            .filter(|school| **school != facts.school)
            .map(|school| Role::Headteacher(school.clone()))
            .collect(),
        Audience::LaLead => vec![Role::LaLead(facts.la.clone())],
        Audience::TrustLead => facts
            .trust
            .iter()
            .map(|t| Role::TrustLead(t.clone()))
            .collect(),
        Audience::Governors => vec![Role::Governor(facts.school.clone())],
    }
}

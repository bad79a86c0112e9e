//! Identifiers as newtypes, so that a review's id is never taken for a school's.
//!
//! Ids are short lower-case strings that may stand in a URL. They are made by the server (random) or come from the
//! national register (a school's first URN, a local authority's code, a trust's group id); this module only checks
//! their shape.

use std::fmt;
use std::str::FromStr;

/// The text is not an identifier: empty, longer than 40 characters, or with other than `a-z`, `0-9`, `-`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct InvalidId;

/// True when `text` may serve as an identifier and as one segment of a URL.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId) }
            }
        }
        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> { text.parse() }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String { id.0 }
        }
    )*};
}

ids! {
    /// A person who may sign in.
    PersonId;
    /// A dated role that a person holds.
    RoleId;
    /// A school, keyed by the first URN under which the register named it; it keeps this id across changes of URN.
    SchoolId;
    /// A local authority, by its three-digit code in the register.
    LaCode;
    /// A trust, by its group id in the register.
    TrustId;
    /// A partnership of schools.
    PartnershipId;
    /// One version of an inclusion framework.
    FrameworkId;
    /// A cycle of reviews.
    CycleId;
    /// The review of one school in one cycle.
    ReviewId;
    /// A reviewer's place in a review's team.
    TeamMemberId;
    /// A note, file or link that supports or challenges a judgement.
    EvidenceId;
    /// A file that belongs to a piece of evidence; its revisions share it.
    FileId;
    /// A strength or an "even better if".
    FindingId;
    /// What the school could do next.
    RecommendationId;
    /// One point that the school raises in the accuracy check.
    PointId;
    /// An action of a school's plan.
    ActionId;
    /// A point that the moderator raises in quality assurance.
    QualityPointId;
    /// An entry in the ledger of sharing.
    ShareId;
    /// A record that the safeguarding protocol was started.
    ConcernId;
    /// One line of the timetable of a visit.
    TimetableItemId;
    /// One contribution to the team's discussion.
    PostId;
    /// A notice that waits to be put into a person's next e-mail.
    NoticeId;
    /// An e-mail.
    MessageId;
    /// A register file that was uploaded and waits to be applied.
    ImportId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_only_what_may_stand_in_a_url() {
        for bad in ["", "a b", "A", "../x", "a/b", "a:b", "é", &"x".repeat(41)] {
            assert_eq!(bad.parse::<ReviewId>(), Err(InvalidId), "{bad:?}");
        }
        assert!("k3-9x".parse::<ReviewId>().is_ok());
    }
}

//! Whether an establishment is open.

use serde::{Deserialize, Serialize};

use super::phase::letters_and_digits;

/// The register's status of a school.
///
/// A school that is proposed to open is imported like any other, so that a partnership can plan with it; it is
/// not open ([`SchoolStatus::is_open`]), so it is not paired and takes no predecessor's history yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolStatus {
    /// Teaching pupils.
    Open,
    /// Teaching pupils, with a proposal to close.
    OpenProposedToClose,
    /// No longer a school under this URN.
    Closed,
    /// Not yet teaching; its URN can still change before it opens.
    ProposedToOpen,
}

/// What the two status fields of a row say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadStatus {
    /// One of the four that a school can have.
    School(SchoolStatus),
    /// A record that never was a school in the end, such as one created in error; with the register's name for it.
    NeverASchool(&'static str),
    /// Neither the name nor the code is known.
    Unknown,
}

/// Statuses of records that the register keeps for its own housekeeping.
const NEVER_A_SCHOOL: [&str; 5] = [
    "Created in error",
    "De-registered as EY Setting",
    "Pending approval",
    "Quarantine",
    "Rejected opening",
];

impl SchoolStatus {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::OpenProposedToClose,
        Self::Closed,
        Self::ProposedToOpen,
    ];

    /// The register's code, 1 to 4.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Open => 1,
            Self::Closed => 2,
            Self::OpenProposedToClose => 3,
            Self::ProposedToOpen => 4,
        }
    }

    /// The status as stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OpenProposedToClose => "open_proposed_to_close",
            Self::Closed => "closed",
            Self::ProposedToOpen => "proposed_to_open",
        }
    }

    /// The status that was stored as `text`.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// The register's name for it, for screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::OpenProposedToClose => "Open, but proposed to close",
            Self::Closed => "Closed",
            Self::ProposedToOpen => "Proposed to open",
        }
    }

    /// Whether pupils are taught there now.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::OpenProposedToClose)
    }

    pub(super) fn from_register(name: &str, code: &str) -> ReadStatus {
        let name = letters_and_digits(name);
        if !name.is_empty() {
            if let Some(status) = Self::ALL
                .into_iter()
                .find(|status| letters_and_digits(status.label()) == name)
            {
                return ReadStatus::School(status);
            }
            if let Some(status) = NEVER_A_SCHOOL
                .into_iter()
                .find(|status| letters_and_digits(status) == name)
            {
                return ReadStatus::NeverASchool(status);
            }
        }
        code.trim()
            .parse::<u8>()
            .ok()
            .and_then(|code| Self::ALL.into_iter().find(|status| status.code() == code))
            .map_or(ReadStatus::Unknown, ReadStatus::School)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_reads_back_as_stored() {
        for status in SchoolStatus::ALL {
            assert_eq!(SchoolStatus::from_stored(status.as_str()), Some(status));
        }
        assert_eq!(SchoolStatus::from_stored("Open"), None);
    }

    #[test]
    fn every_status_is_found_by_its_name_and_by_its_code() {
        for status in SchoolStatus::ALL {
            let found = ReadStatus::School(status);
            assert_eq!(
                SchoolStatus::from_register(&status.label().to_uppercase(), ""),
                found
            );
            assert_eq!(
                SchoolStatus::from_register("", &format!(" 0{} ", status.code())),
                found
            );
        }
    }

    #[test]
    fn records_created_in_error_are_told_from_statuses_that_nobody_knows() {
        assert_eq!(
            SchoolStatus::from_register("created in error", "8"),
            ReadStatus::NeverASchool("Created in error")
        );
        assert_eq!(
            SchoolStatus::from_register("Mothballed", ""),
            ReadStatus::Unknown
        );
        assert_eq!(SchoolStatus::from_register("", ""), ReadStatus::Unknown);
    }

    #[test]
    fn a_school_that_is_proposed_to_open_is_not_open() {
        assert!(!SchoolStatus::ProposedToOpen.is_open());
        assert!(!SchoolStatus::Closed.is_open());
        assert!(SchoolStatus::OpenProposedToClose.is_open());
    }
}

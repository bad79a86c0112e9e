//! What an import did, or would do: the one object that `quintet import register --json` prints.

use std::collections::BTreeMap;

use domain::register::Change;
use serde::{Deserialize, Serialize};

/// Faults that are kept with their line; more are only counted, so that a hostile file cannot fill the memory.
pub const MOST_ERRORS: usize = 1_000;
/// Reasons for skipping that are kept apart; more are counted together.
pub const MOST_REASONS: usize = 200;
/// Under which reason rows are counted once there are [`MOST_REASONS`] others.
pub const OTHER_REASONS: &str = "Other reasons";

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineError {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The cause, in words.
    pub message: String,
}

/// Counts over the rows of one establishment file. Every row is in exactly one of them: `read` is the sum of
/// `created`, `updated`, `unchanged`, `closed`, all that were skipped, and all that were faulty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSummary {
    /// Rows after the header.
    pub read: u64,
    /// Schools that were not held.
    pub created: u64,
    /// Schools of which something changed.
    pub updated: u64,
    /// Schools of which nothing changed.
    pub unchanged: u64,
    /// Schools that were open or planned, and are now closed.
    pub closed: u64,
    /// Rows that are not schools, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// The first [`MOST_ERRORS`] rows that could not be read.
    pub errors: Vec<LineError>,
    /// How many more there were; left out of the JSON when there were none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub errors_not_listed: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes references
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl ImportSummary {
    /// Counts a row that is a school.
    pub const fn note_change(&mut self, change: Change) {
        self.read += 1;
        match change {
            Change::Created => self.created += 1,
            Change::Updated => self.updated += 1,
            Change::Unchanged => self.unchanged += 1,
            Change::Closed => self.closed += 1,
        }
    }

    /// Counts a row that is none.
    pub fn note_skipped(&mut self, reason: String) {
        self.read += 1;
        let full = self.skipped.len() >= MOST_REASONS && !self.skipped.contains_key(&reason);
        let reason = if full {
            OTHER_REASONS.to_owned()
        } else {
            reason
        };
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// Counts a row that cannot be read.
    pub fn note_faulty(&mut self, line: u64, message: String) {
        self.read += 1;
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(LineError { line, message });
        } else {
            self.errors_not_listed += 1;
        }
    }

    /// All faulty rows, listed or not.
    #[must_use]
    pub fn error_count(&self) -> u64 {
        self.errors.len() as u64 + self.errors_not_listed
    }

    /// All skipped rows.
    #[must_use]
    pub fn skipped_count(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Whether applying the file would write anything about schools.
    #[must_use]
    pub const fn changes_anything(&self) -> bool {
        self.created + self.updated + self.closed > 0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_each_row_once_and_stays_small() {
        let mut summary = ImportSummary::default();
        for row in 0..5_000 {
            summary.note_faulty(row, "broken".to_owned());
            summary.note_skipped(format!("Kind {row}"));
        }
        summary.note_change(Change::Unchanged);
        assert_eq!(
            (summary.errors.len(), summary.error_count()),
            (MOST_ERRORS, 5_000)
        );
        assert_eq!(
            (summary.skipped.len(), summary.skipped_count()),
            (MOST_REASONS + 1, 5_000)
        );
        assert_eq!(summary.skipped[OTHER_REASONS], 5_000 - MOST_REASONS as u64);
        assert_eq!(summary.read, 10_001);
        assert!(!summary.changes_anything());
    }

    #[test]
    fn the_summarys_json_is_the_one_that_was_agreed() {
        let mut summary = ImportSummary::default();
        summary.note_change(Change::Created);
        summary.note_skipped("Children's centre".to_owned());
        summary.note_faulty(4, "URN: empty".to_owned());
        assert_eq!(
            serde_json::to_value(&summary).unwrap(),
            serde_json::json!({
                "read": 3, "created": 1, "updated": 0, "unchanged": 0, "closed": 0,
                "skipped": { "Children's centre": 1 },
                "errors": [{ "line": 4, "message": "URN: empty" }],
            })
        );
    }
}

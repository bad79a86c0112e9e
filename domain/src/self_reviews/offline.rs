//! The form that a school fills in without a network: what one of its rows says, and what it would change.
//!
//! Three things meet in a row: what stood there when the form was downloaded, what the file says now, and what has been
//! saved since. A text that somebody saved in the meantime is never replaced without being shown. Knows nothing of
//! spreadsheets: cells come as texts.

use super::{Judgement, NOT_EXPLORED, StrandForm, read_strand};
use crate::forms::{RawForm, Reader};
use sha2::{Digest, Sha256};

/// What the file remembers of a strand from the day it was downloaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Downloaded {
    /// The version that was saved then; 0 when nothing was.
    pub version: u32,
    /// The [`fingerprint`] of what stood there.
    pub fingerprint: String,
}

/// What applying a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Nothing: the file says what is saved, or nobody has touched the row.
    Unchanged,
    /// The strand is empty so far.
    New,
    /// What is saved is what was downloaded, and would be replaced.
    Changed,
    /// Somebody has saved something else since the download: both texts are shown, and a person chooses.
    Conflict,
}

/// Stands for a level and a text, so that a file need not carry both twice.
pub fn fingerprint(strand: &StrandForm) -> String {
    let mut hash = Sha256::new();
    hash.update(strand.judgement.as_field());
    hash.update([0]);
    hash.update(&strand.narrative);
    hex::encode(hash.finalize()).chars().take(32).collect()
}

/// Compares a row with what is saved now: its version (0 when nothing is) and its content.
pub fn compare(
    downloaded: &Downloaded,
    file: &StrandForm,
    version: u32,
    saved: &StrandForm,
) -> Change {
    if file == saved || fingerprint(file) == downloaded.fingerprint {
        Change::Unchanged
    } else if version != downloaded.version {
        Change::Conflict
    } else if saved.judgement == Judgement::Open && saved.narrative.is_empty() {
        Change::New
    } else {
        Change::Changed
    }
}

/// Reads the cells of a row: a level ("2 Developing", "2"), "yes" where the strand is not explored, the narrative.
/// Refuses in words what the strand's own page would refuse.
pub fn read_row(
    level: &str,
    not_explored: &str,
    narrative: &str,
    levels: bool,
) -> Result<StrandForm, String> {
    let not_explored = match not_explored.trim().to_lowercase().as_str() {
        "" | "no" | "n" | "false" | "0" => false,
        "yes" | "y" | "x" | "true" | "1" | "not explored" => true,
        _ => return Err("The column “Not explored” takes “yes” or nothing.".into()),
    };
    let level = level.trim();
    let field = match (not_explored, level) {
        (true, "") => NOT_EXPLORED.to_owned(),
        (true, _) => {
            return Err(
                "The row has a level and says “not explored”. Take one of the two away.".into(),
            );
        }
        (false, level) => {
            // The drop-down's answers begin with the number of the level.
            let number: String = level.chars().take_while(char::is_ascii_digit).collect();
            let rest = level.get(number.len()..).unwrap_or_default();
            if !level.is_empty()
                && (number.is_empty() || rest.starts_with(|c: char| c.is_alphanumeric()))
            {
                return Err("Choose one of the levels in the column “Level”.".into());
            }
            number
        }
    };
    let raw = RawForm::new(vec![
        ("level".into(), field),
        ("narrative".into(), narrative.to_owned()),
    ]);
    let mut reader = Reader::new(&raw);
    let strand = read_strand(&mut reader, levels);
    reader.finish(strand).map_err(|errors| {
        let all: Vec<&str> = errors.items().iter().map(|(_, m)| m.as_str()).collect();
        format!("{}.", all.join(". ").trim_end_matches('.'))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::Level;
    use proptest::prelude::*;

    fn strand(level: u8, narrative: &str) -> StrandForm {
        StrandForm {
            judgement: Level::try_from(level).map_or(Judgement::Open, Judgement::Level),
            narrative: narrative.to_owned(),
        }
    }

    #[test]
    fn what_somebody_saved_since_the_download_is_never_replaced_without_a_choice() {
        let then = strand(2, "As it was.");
        let mine = strand(3, "As I wrote it offline.");
        let theirs = strand(2, "As somebody saved it since.");
        let base = Downloaded {
            version: 4,
            fingerprint: fingerprint(&then),
        };
        assert_eq!(compare(&base, &mine, 4, &then), Change::Changed);
        assert_eq!(compare(&base, &mine, 5, &theirs), Change::Conflict);
        // A row that nobody touched offline takes nothing back.
        assert_eq!(compare(&base, &then, 5, &theirs), Change::Unchanged);
        // Both wrote the same.
        assert_eq!(compare(&base, &mine, 5, &mine), Change::Unchanged);
        let empty = strand(0, "");
        let fresh = Downloaded {
            version: 0,
            fingerprint: fingerprint(&empty),
        };
        assert_eq!(compare(&fresh, &mine, 0, &empty), Change::New);
        assert_eq!(compare(&fresh, &empty, 0, &empty), Change::Unchanged);
        assert_eq!(compare(&fresh, &mine, 1, &theirs), Change::Conflict);
        // Emptied offline: that is a change like any other.
        assert_eq!(compare(&base, &empty, 4, &then), Change::Changed);
    }

    #[test]
    fn a_row_is_read_as_people_fill_it_in() {
        for level in ["2 Developing", "2", " 2 – Developing ", "2. Developing"] {
            assert_eq!(
                read_row(level, "", "Text", true).unwrap(),
                strand(2, "Text"),
                "{level}"
            );
        }
        for yes in ["yes", "Yes ", "x", "TRUE"] {
            assert_eq!(
                read_row("", yes, "", true).unwrap().judgement,
                Judgement::NotExplored
            );
        }
        assert_eq!(read_row("", "no", "", true).unwrap(), strand(0, ""));
        assert_eq!(read_row("", "", "a\r\nb ", true).unwrap().narrative, "a\nb");
    }

    #[test]
    fn a_row_that_cannot_be_taken_says_why() {
        for (level, not_explored, narrative, levels, why) in [
            ("2", "yes", "", true, "Take one of the two away"),
            ("Developing", "", "", true, "Choose one of the levels"),
            ("5", "", "", true, "Choose one of the levels"),
            ("2nd", "", "", true, "Choose one of the levels"),
            ("2", "", "", false, "does not use levels"),
            ("", "perhaps", "", true, "takes “yes” or nothing"),
            ("", "", "a\u{7}b", true, "cannot be shown"),
        ] {
            let words = read_row(level, not_explored, narrative, levels).unwrap_err();
            assert!(words.contains(why), "{level} {not_explored}: {words}");
        }
        let long = "x".repeat(crate::forms::LONG_TEXT + 1);
        assert!(
            read_row("", "", &long, true)
                .unwrap_err()
                .contains("20001 characters")
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn hostile_cells_never_panic(level in ".{0,12}", not_explored in ".{0,12}", narrative in ".{0,40}", levels: bool) {
            if let Ok(strand) = read_row(&level, &not_explored, &narrative, levels) {
                prop_assert!(levels || strand.judgement.level().is_none());
            }
        }
    }
}

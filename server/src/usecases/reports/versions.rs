//! The versions of a report, and what changed from one to another, word by word.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::load_review;
use domain::ids::ReviewId;
use domain::policy::{self, ReviewRelation, act};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;
use store::reports::Version;
use store::reviews::Review;

/// The versions that the person may read.
#[derive(Debug)]
pub struct Versions {
    /// The review.
    pub review: Review,
    /// Oldest first.
    pub versions: Vec<Version>,
    /// True for those who read every version; the school reads those that it was sent.
    pub all: bool,
}

/// What happened to some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They stand in both.
    Same,
    /// They stand in the newer alone.
    Added,
    /// They stood in the older alone.
    Removed,
}

/// A paragraph of a comparison: a heading or a text, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// 1 or 2 for headings, 0 for a text.
    pub heading: u8,
    /// The pieces, in order.
    pub pieces: Vec<(Change, String)>,
}

/// Two versions beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Paragraphs in the order of the report.
    pub paragraphs: Vec<Paragraph>,
    /// Words that were added.
    pub added: usize,
    /// Words that were removed.
    pub removed: usize,
}

/// Comparing takes at most this long; what is not done by then is shown as removed and added as a whole.
const PATIENCE: Duration = Duration::from_millis(500);

/// The versions, for those who may read them.
pub async fn find_versions(app: &App, user: &User, id: &ReviewId) -> Result<Versions, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadVersions>(&user.actor, &review.facts)?;
    let relations = review.facts.relations(&user.actor);
    let all = [
        ReviewRelation::Lead,
        ReviewRelation::Reviewer,
        ReviewRelation::Moderator,
    ]
    .iter()
    .any(|r| relations.contains(r));
    let mut versions = app.store.list_versions(id).await?;
    versions.retain(|v| all || v.hand_over.was_seen_by_school());
    Ok(Versions {
        review,
        versions,
        all,
    })
}

impl Comparison {
    /// What changed from `old` to `new`, by words. Equal texts have no added and no removed words.
    pub fn new(old: &str, new: &str) -> Self {
        let mut lines = Lines::default();
        let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
        let (mut added, mut removed) = (0, 0);
        for change in diff.iter_all_changes() {
            let words = usize::from(!change.value().trim().is_empty());
            let kind = match change.tag() {
                ChangeTag::Equal => Change::Same,
                ChangeTag::Insert => {
                    added += words;
                    Change::Added
                }
                ChangeTag::Delete => {
                    removed += words;
                    Change::Removed
                }
            };
            lines.add(kind, change.value());
        }
        Self {
            paragraphs: lines.finish(),
            added,
            removed,
        }
    }
}

/// Puts words together to paragraphs.
#[derive(Default)]
struct Lines {
    done: Vec<Paragraph>,
    open: Vec<(Change, String)>,
}

impl Lines {
    fn add(&mut self, change: Change, text: &str) {
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                self.close();
            }
            if part.is_empty() {
                continue;
            }
            match self.open.last_mut() {
                Some((last, words)) if *last == change => words.push_str(part),
                _ => self.open.push((change, part.to_owned())),
            }
        }
    }

    fn close(&mut self) {
        let pieces = std::mem::take(&mut self.open);
        if pieces.iter().all(|(_, words)| words.trim().is_empty()) {
            return;
        }
        // A heading is marked in each version in which it stands; the mark itself is not shown.
        let marks: String = pieces.iter().map(|(_, words)| words.as_str()).collect();
        let heading = if marks.starts_with("## ") {
            2
        } else {
            u8::from(marks.starts_with("# "))
        };
        let pieces = pieces
            .into_iter()
            .map(|(change, words)| match heading {
                0 => (change, words),
                _ => (
                    change,
                    words
                        .replace("## ", "")
                        .replace("# ", "")
                        .replace(['#'], ""),
                ),
            })
            .filter(|(_, words)| !words.is_empty())
            .collect();
        self.done.push(Paragraph { heading, pieces });
    }

    fn finish(mut self) -> Vec<Paragraph> {
        self.close();
        self.done
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(comparison: &Comparison, without: Change) -> String {
        let paragraphs = comparison.paragraphs.iter().map(|p| {
            p.pieces
                .iter()
                .filter(|(c, _)| *c != without)
                .map(|(_, w)| w.as_str())
                .collect::<String>()
        });
        paragraphs
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn what_was_added_and_removed_is_told_apart_by_words() {
        let old = "# Summary\n\nA warm school in Year 3.\n\nIt knows its children.";
        let new = "# Summary\n\nA warm school in Year 4.\n\nIt knows all its children.";
        let found = Comparison::new(old, new);
        assert_eq!((found.added, found.removed), (2, 1));
        assert_eq!(found.paragraphs.len(), 3);
        assert_eq!(found.paragraphs[0].heading, 1);
        assert_eq!(
            found.paragraphs[0].pieces,
            [(Change::Same, "Summary".to_owned())]
        );
        assert!(
            found.paragraphs[1]
                .pieces
                .contains(&(Change::Removed, "3.".to_owned()))
        );
        assert!(
            found.paragraphs[1]
                .pieces
                .contains(&(Change::Added, "4.".to_owned()))
        );
    }

    #[test]
    fn the_same_text_has_not_changed() {
        let text = "# Summary\n\nOne two.";
        let found = Comparison::new(text, text);
        assert_eq!((found.added, found.removed), (0, 0));
    }

    #[test]
    fn very_long_texts_are_compared_in_time() {
        let old: String = (0..40_000)
            .map(|n| format!("w{} ", n * 7 % 1_009))
            .collect();
        let new: String = (0..40_000)
            .map(|n| format!("w{} ", n * 11 % 1_013))
            .collect();
        let begun = std::time::Instant::now();
        let found = Comparison::new(&old, &new);
        assert!(found.added > 0 && begun.elapsed() < Duration::from_secs(20));
    }

    proptest! {
        #[test]
        fn each_version_can_be_read_out_of_the_comparison(old in "[a-d .\n]{0,80}", new in "[a-d .\n]{0,80}") {
            let found = Comparison::new(&old, &new);
            let flat = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
            // Words that stand on one line in one version and on two in the other are kept apart by a space at least.
            let squeeze = |t: String| t.replace(' ', "");
            prop_assert_eq!(squeeze(words(&found, Change::Added)), squeeze(flat(&old)));
            prop_assert_eq!(squeeze(words(&found, Change::Removed)), squeeze(flat(&new)));
        }
    }
}

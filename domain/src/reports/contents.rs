//! The parts of a report as the rules look at them: texts, and on what the findings rest.

use crate::evidence::{EvidenceKind, FindingKind};
use crate::framework::StrandCode;
use crate::ids::{FindingId, RecommendationId};
use std::collections::BTreeSet;

/// A strength or an "even better if".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPart<'a> {
    /// Its id.
    pub id: FindingId,
    /// Which of the two.
    pub kind: FindingKind,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: &'a str,
    /// The kind of each piece of evidence that the team has ticked for it.
    pub rests_on: Vec<EvidenceKind>,
}

/// What the school could do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecommendationPart<'a> {
    /// Its id.
    pub id: RecommendationId,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: &'a str,
}

/// A report as far as the rules look at it.
#[derive(Debug, Clone, Default)]
pub struct Contents<'a> {
    /// The summary.
    pub summary: &'a str,
    /// What the team says to the enquiry questions.
    pub answers: &'a str,
    /// True when the school asked questions.
    pub asked: bool,
    /// Findings, by strand.
    pub findings: Vec<FindingPart<'a>>,
    /// Recommendations, in order.
    pub recommendations: Vec<RecommendationPart<'a>>,
    /// Strands for which the team has given a level.
    pub levelled: BTreeSet<StrandCode>,
    /// Strands on which the team has a pupil's voice among its evidence.
    pub pupils_heard: BTreeSet<StrandCode>,
}

impl Contents<'_> {
    /// Words in all texts together.
    pub fn words(&self) -> usize {
        let count = |text: &str| text.split_whitespace().count();
        count(self.summary)
            + count(self.answers)
            + self.findings.iter().map(|f| count(f.text)).sum::<usize>()
            + self
                .recommendations
                .iter()
                .map(|r| count(r.text))
                .sum::<usize>()
    }

    /// True when nothing has been written at all: such a report cannot be handed over.
    pub fn is_empty(&self) -> bool {
        self.words() == 0
    }

    /// Strands that the report judges: those of its findings, and those that have a level of the team.
    pub fn judged(&self) -> BTreeSet<StrandCode> {
        let found = self.findings.iter().map(|f| f.strand);
        found.chain(self.levelled.iter().copied()).collect()
    }
}

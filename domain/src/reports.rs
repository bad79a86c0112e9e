//! Rules for the report: how long it should be, what to look at before it goes to the school, and who holds the roles
//! that its audiences name.
//!
//! Who may read and write a report is decided in `policy`; this module must not repeat it. The wording of warnings is
//! the screens'.

use crate::evidence::FindingKind;
use crate::framework::StrandCode;
use crate::people::Role;
use crate::policy::ReviewFacts;
use crate::visibility::Audience;
use std::collections::{BTreeMap, BTreeSet};

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

/// The texts of a report, as far as the rules look at them.
#[derive(Debug, Clone, Default)]
pub struct Contents<'a> {
    /// The summary.
    pub summary: &'a str,
    /// What the team says to the enquiry questions.
    pub answers: &'a str,
    /// True when the school asked questions.
    pub asked: bool,
    /// Kind, strand and text of each finding.
    pub findings: Vec<(FindingKind, StrandCode, &'a str)>,
    /// Text of each recommendation.
    pub recommendations: Vec<&'a str>,
    /// How many notes of the team there are for a strand; strands without a note may be missing.
    pub notes: BTreeMap<StrandCode, usize>,
}

/// Something to look at before a report goes to the school. None of them forbids to send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// There is no summary.
    NoSummary,
    /// The school asked questions, and there is no answer.
    NoAnswers,
    /// No strength has been written down.
    NoStrength,
    /// No "even better if" has been written down.
    NoEvenBetterIf,
    /// There is no recommendation, so the workshop has nothing to start from.
    NoRecommendation,
    /// More recommendations than a school can act on: how many.
    ManyRecommendations(usize),
    /// Fewer words than the programme asks for: how many.
    Short(usize),
    /// More words than the programme asks for: how many.
    Long(usize),
    /// A strength of this strand rests on no note of the team.
    StrengthWithoutEvidence(StrandCode),
}

impl Contents<'_> {
    /// Words in all texts together.
    pub fn words(&self) -> usize {
        let count = |text: &str| text.split_whitespace().count();
        count(self.summary)
            + count(self.answers)
            + self
                .findings
                .iter()
                .map(|(_, _, t)| count(t))
                .sum::<usize>()
            + self.recommendations.iter().map(|t| count(t)).sum::<usize>()
    }

    /// True when nothing has been written at all: such a report cannot be sent.
    pub fn is_empty(&self) -> bool {
        self.words() == 0
    }

    /// How many notes of the team a finding of this strand rests on.
    pub fn notes_for(&self, strand: StrandCode) -> usize {
        self.notes.get(&strand).copied().unwrap_or(0)
    }

    /// What to look at before the report goes to the school, in the order of the report.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut out = Vec::new();
        let mut warn = |condition: bool, warning: Warning| {
            if condition {
                out.push(warning);
            }
        };
        let has = |kind| self.findings.iter().any(|(k, _, _)| *k == kind);
        warn(self.summary.trim().is_empty(), Warning::NoSummary);
        warn(
            self.asked && self.answers.trim().is_empty(),
            Warning::NoAnswers,
        );
        warn(!has(FindingKind::Strength), Warning::NoStrength);
        warn(!has(FindingKind::EvenBetterIf), Warning::NoEvenBetterIf);
        let unproven: BTreeSet<StrandCode> = self
            .findings
            .iter()
            .filter(|(kind, strand, _)| {
                *kind == FindingKind::Strength && self.notes_for(*strand) == 0
            })
            .map(|(_, strand, _)| *strand)
            .collect();
        for strand in unproven {
            warn(true, Warning::StrengthWithoutEvidence(strand));
        }
        let recommendations = self.recommendations.len();
        warn(recommendations == 0, Warning::NoRecommendation);
        warn(
            recommendations > RECOMMENDATIONS,
            Warning::ManyRecommendations(recommendations),
        );
        let words = self.words();
        warn(words < WORDS.0, Warning::Short(words));
        warn(words > WORDS.1, Warning::Long(words));
        out
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn code(text: &str) -> StrandCode {
        text.parse().unwrap()
    }

    #[test]
    fn an_empty_report_is_empty_and_everything_in_it_is_missing() {
        let empty = Contents {
            asked: true,
            ..Contents::default()
        };
        assert!(empty.is_empty());
        assert_eq!(
            empty.warnings(),
            [
                Warning::NoSummary,
                Warning::NoAnswers,
                Warning::NoStrength,
                Warning::NoEvenBetterIf,
                Warning::NoRecommendation,
                Warning::Short(0),
            ]
        );
    }

    #[test]
    fn a_full_report_on_evidence_has_nothing_to_look_at() {
        let summary = "word ".repeat(500);
        let contents = Contents {
            summary: &summary,
            answers: "They do.",
            asked: true,
            findings: vec![
                (FindingKind::Strength, code("1.1"), "Warm starts"),
                (FindingKind::EvenBetterIf, code("1.2"), "Share more"),
            ],
            recommendations: vec!["Share plans with families"],
            notes: BTreeMap::from([(code("1.1"), 2)]),
        };
        assert_eq!(contents.words(), 510);
        assert!(contents.warnings().is_empty(), "{:?}", contents.warnings());
    }

    #[test]
    fn a_strength_without_evidence_is_named_once_a_strand_and_an_even_better_if_is_not() {
        let contents = Contents {
            findings: vec![
                (FindingKind::Strength, code("2.1"), "a"),
                (FindingKind::Strength, code("2.1"), "b"),
                (FindingKind::EvenBetterIf, code("3.1"), "c"),
            ],
            ..Contents::default()
        };
        let unproven: Vec<_> = contents
            .warnings()
            .into_iter()
            .filter(|w| matches!(w, Warning::StrengthWithoutEvidence(_)))
            .collect();
        assert_eq!(unproven, [Warning::StrengthWithoutEvidence(code("2.1"))]);
    }

    #[test]
    fn more_than_five_recommendations_and_more_than_a_thousand_words_are_remarked_on() {
        let summary = "word ".repeat(1_000);
        let contents = Contents {
            summary: &summary,
            recommendations: vec!["x"; 6],
            ..Contents::default()
        };
        let warnings = contents.warnings();
        assert!(warnings.contains(&Warning::ManyRecommendations(6)));
        assert!(warnings.contains(&Warning::Long(1_006)));
    }
}

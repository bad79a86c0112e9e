//! The checks that are always on: what to look at before a report goes on. None of them forbids to hand it over.

use super::names_in;
use crate::evidence::{EvidenceKind, FindingKind};
use crate::framework::StrandCode;
use crate::ids::{FindingId, RecommendationId};
use crate::reports::{Contents, Place, RECOMMENDATIONS, WORDS};
use std::collections::BTreeSet;

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// There is no summary.
    NoSummary,
    /// The school asked questions, and there is no answer.
    NoAnswers,
    /// No strength has been written down.
    NoStrength,
    /// No "even better if" has been written down.
    NoEvenBetterIf,
    /// A finding for which no evidence has been ticked.
    WithoutEvidence(FindingId, FindingKind, StrandCode),
    /// Strands that the report judges, by a finding or a level, without a pupil's voice among the evidence.
    WithoutPupilVoice(BTreeSet<StrandCode>),
    /// There is no recommendation, so the workshop has nothing to start from.
    NoRecommendation,
    /// A recommendation in whose strand the team has found nothing.
    WithoutFinding(RecommendationId, StrandCode),
    /// More recommendations than a school can act on: how many.
    ManyRecommendations(usize),
    /// Words that look like somebody's name.
    Name(Place, String),
    /// Fewer words than the programme asks for: how many.
    Short(usize),
    /// More words than the programme asks for: how many.
    Long(usize),
}

/// Everything to look at, in the order of the report.
pub fn checks(contents: &Contents<'_>) -> Vec<Check> {
    let mut out = Vec::new();
    let has = |kind| contents.findings.iter().any(|f| f.kind == kind);
    let mut note = |condition: bool, check: Check| {
        if condition {
            out.push(check);
        }
    };
    note(contents.summary.trim().is_empty(), Check::NoSummary);
    note(
        contents.asked && contents.answers.trim().is_empty(),
        Check::NoAnswers,
    );
    note(!has(FindingKind::Strength), Check::NoStrength);
    note(!has(FindingKind::EvenBetterIf), Check::NoEvenBetterIf);
    for finding in contents.findings.iter().filter(|f| f.rests_on.is_empty()) {
        let check = Check::WithoutEvidence(finding.id.clone(), finding.kind, finding.strand);
        note(true, check);
    }
    let silent = without_pupils(contents);
    note(!silent.is_empty(), Check::WithoutPupilVoice(silent));
    let recommendations = contents.recommendations.len();
    note(recommendations == 0, Check::NoRecommendation);
    for recommendation in &contents.recommendations {
        let found = contents
            .findings
            .iter()
            .any(|f| f.strand == recommendation.strand);
        let check = Check::WithoutFinding(recommendation.id.clone(), recommendation.strand);
        note(!found, check);
    }
    note(
        recommendations > RECOMMENDATIONS,
        Check::ManyRecommendations(recommendations),
    );
    for (place, text) in texts(contents) {
        for name in names_in(text) {
            note(true, Check::Name(place.clone(), name));
        }
    }
    let words = contents.words();
    note(words < WORDS.0, Check::Short(words));
    note(words > WORDS.1, Check::Long(words));
    out
}

/// Judged strands on which no pupil was heard: neither in the team's evidence nor in what a finding rests on.
fn without_pupils(contents: &Contents<'_>) -> BTreeSet<StrandCode> {
    let rests = |strand: StrandCode| {
        contents
            .findings
            .iter()
            .filter(|f| f.strand == strand)
            .any(|f| f.rests_on.contains(&EvidenceKind::PupilVoice))
    };
    contents
        .judged()
        .into_iter()
        .filter(|s| !contents.pupils_heard.contains(s) && !rests(*s))
        .collect()
}

fn texts<'a>(contents: &Contents<'a>) -> Vec<(Place, &'a str)> {
    let mut out = vec![
        (Place::Summary, contents.summary),
        (Place::Answers, contents.answers),
    ];
    let findings = contents.findings.iter();
    out.extend(findings.map(|f| (Place::Finding(f.id.clone()), f.text)));
    let recommendations = contents.recommendations.iter();
    out.extend(recommendations.map(|r| (Place::Recommendation(r.id.clone()), r.text)));
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::reports::{FindingPart, RecommendationPart};

    fn code(text: &str) -> StrandCode {
        text.parse().unwrap()
    }

    fn finding<'a>(
        id: &str,
        kind: FindingKind,
        strand: &str,
        text: &'a str,
        rests_on: &[EvidenceKind],
    ) -> FindingPart<'a> {
        FindingPart {
            id: id.parse().unwrap(),
            kind,
            strand: code(strand),
            text,
            rests_on: rests_on.to_vec(),
        }
    }

    fn recommendation<'a>(id: &str, strand: &str, text: &'a str) -> RecommendationPart<'a> {
        RecommendationPart {
            id: id.parse().unwrap(),
            strand: code(strand),
            text,
        }
    }

    /// 510 words on evidence with pupils' voices.
    fn sound(summary: &str) -> Contents<'_> {
        Contents {
            summary,
            answers: "They do.",
            asked: true,
            findings: vec![
                finding(
                    "f1",
                    FindingKind::Strength,
                    "1.1",
                    "Warm starts",
                    &[EvidenceKind::PupilVoice],
                ),
                finding(
                    "f2",
                    FindingKind::EvenBetterIf,
                    "1.2",
                    "Share more",
                    &[EvidenceKind::BookLook],
                ),
            ],
            recommendations: vec![recommendation("k1", "1.2", "Share plans with families")],
            levelled: [code("1.1")].into(),
            pupils_heard: [code("1.2")].into(),
        }
    }

    #[test]
    fn an_empty_report_is_empty_and_everything_in_it_is_missing() {
        let empty = Contents {
            asked: true,
            ..Contents::default()
        };
        assert!(empty.is_empty());
        assert_eq!(
            checks(&empty),
            [
                Check::NoSummary,
                Check::NoAnswers,
                Check::NoStrength,
                Check::NoEvenBetterIf,
                Check::NoRecommendation,
                Check::Short(0),
            ]
        );
    }

    #[test]
    fn a_full_report_on_evidence_has_nothing_to_look_at() {
        let summary = "word ".repeat(500);
        let contents = sound(&summary);
        assert_eq!(contents.words(), 510);
        assert_eq!(checks(&contents), []);
    }

    #[test]
    fn each_fault_is_found_and_found_alone() {
        let summary = "word ".repeat(500);
        type Spoil = fn(&mut Contents<'_>);
        let cases: [(Spoil, Check); 7] = [
            (
                |c| c.findings[0].rests_on.clear(),
                Check::WithoutEvidence("f1".parse().unwrap(), FindingKind::Strength, code("1.1")),
            ),
            (
                |c| c.findings[1].rests_on.clear(),
                Check::WithoutEvidence(
                    "f2".parse().unwrap(),
                    FindingKind::EvenBetterIf,
                    code("1.2"),
                ),
            ),
            (
                |c| c.pupils_heard.clear(),
                Check::WithoutPupilVoice([code("1.2")].into()),
            ),
            (
                |c| {
                    c.levelled.insert(code("5.1"));
                },
                Check::WithoutPupilVoice([code("5.1")].into()),
            ),
            (
                |c| c.recommendations.push(recommendation("k2", "4.1", "Meet")),
                Check::WithoutFinding("k2".parse().unwrap(), code("4.1")),
            ),
            (
                |c| c.answers = "Mrs Smith does.",
                Check::Name(Place::Answers, "Mrs Smith".into()),
            ),
            (
                |c| {
                    for n in 0..5 {
                        c.recommendations
                            .push(recommendation(&format!("m{n}"), "1.1", "Go on"));
                    }
                },
                Check::ManyRecommendations(6),
            ),
        ];
        for (spoil, expected) in cases {
            let mut contents = sound(&summary);
            spoil(&mut contents);
            let found = checks(&contents);
            assert!(found.contains(&expected), "{expected:?}: {found:?}");
            // A finding that rests on nothing rests on no pupil's voice either.
            let same = |c: &Check| *c == expected || matches!(c, Check::WithoutPupilVoice(_));
            assert!(found.iter().all(same), "{expected:?}: {found:?}");
        }
    }

    #[test]
    fn the_count_of_words_is_remarked_on_outside_its_range_and_not_at_its_ends() {
        for (words, expected) in [
            (489, Some(Check::Short(499))),
            (490, None),
            (990, None),
            (991, Some(Check::Long(1_001))),
        ] {
            let summary = "word ".repeat(words);
            assert_eq!(
                checks(&sound(&summary)),
                Vec::from_iter(expected),
                "{words}"
            );
        }
    }
}

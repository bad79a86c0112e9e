//! The versions of a report: the text as it was each time it was handed on.

use super::Contents;
use crate::evidence::FindingKind;
use crate::framework::StrandCode;

/// To whom a version was handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HandOver {
    /// To the moderator, for quality assurance.
    Moderator,
    /// To the school, for its accuracy check.
    School,
    /// Back to the lead, when the school has finished its check.
    Checked,
    /// To everybody who may read the final report.
    Final,
}

impl HandOver {
    /// All, in the order in which a report goes through them.
    pub const ALL: [Self; 4] = [Self::Moderator, Self::School, Self::Checked, Self::Final];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Moderator => "moderator",
            Self::School => "school",
            Self::Checked => "checked",
            Self::Final => "final",
        }
    }

    /// In words, to follow the version's number.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Moderator => "handed to the moderator",
            Self::School => "sent to the school for its accuracy check",
            Self::Checked => "as it stood when the school finished its check",
            Self::Final => "made final",
        }
    }

    /// True when the school has seen this version: the others stay with the team and its moderator.
    pub fn was_seen_by_school(self) -> bool {
        self != Self::Moderator
    }
}

/// The text names no hand-over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a hand-over of a report")]
pub struct UnknownHandOver;

impl std::str::FromStr for HandOver {
    type Err = UnknownHandOver;
    fn from_str(text: &str) -> Result<Self, UnknownHandOver> {
        Self::ALL
            .into_iter()
            .find(|h| h.as_str() == text)
            .ok_or(UnknownHandOver)
    }
}

/// The whole report as one text: a line that begins with `# ` is a heading, `## ` the strand of what follows. What
/// people have written never begins so, since a space is put before it.
pub fn snapshot(contents: &Contents<'_>, title: impl Fn(StrandCode) -> String) -> String {
    let mut out = String::new();
    let mut part = |heading: &str, text: &str| {
        out.push_str(heading);
        out.push_str("\n\n");
        for line in text.trim().lines() {
            if line.starts_with('#') {
                out.push(' ');
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    };
    part("# Summary", contents.summary);
    if contents.asked || !contents.answers.trim().is_empty() {
        part("# Answers to the school’s questions", contents.answers);
    }
    for (kind, heading) in [
        (FindingKind::Strength, "# Strengths"),
        (FindingKind::EvenBetterIf, "# Even better if"),
    ] {
        part(heading, "");
        for finding in contents.findings.iter().filter(|f| f.kind == kind) {
            part(&format!("## {}", title(finding.strand)), finding.text);
        }
    }
    part("# Recommendations", "");
    for recommendation in &contents.recommendations {
        part(
            &format!("## {}", title(recommendation.strand)),
            recommendation.text,
        );
    }
    let mut text = String::with_capacity(out.len());
    // An empty part leaves no gap behind it.
    let mut gap = true;
    for line in out.lines() {
        if line.is_empty() && gap {
            continue;
        }
        gap = line.is_empty();
        text.push_str(line);
        text.push('\n');
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::reports::{FindingPart, RecommendationPart};

    #[test]
    fn every_hand_over_reads_back_as_stored_and_only_the_moderators_stays_from_the_school() {
        for hand_over in HandOver::ALL {
            assert_eq!(hand_over.as_str().parse::<HandOver>().unwrap(), hand_over);
        }
        let seen = HandOver::ALL.map(HandOver::was_seen_by_school);
        assert_eq!(seen, [false, true, true, true]);
    }

    #[test]
    fn a_snapshot_has_every_text_under_its_heading_and_no_text_can_look_like_one() {
        let contents = Contents {
            summary: "A warm school.\n\n# Recommendations\nmore",
            asked: true,
            answers: "They do.",
            findings: vec![FindingPart {
                id: "f1".parse().unwrap(),
                kind: FindingKind::Strength,
                strand: "1.1".parse().unwrap(),
                text: "Warm starts",
                rests_on: vec![],
            }],
            recommendations: vec![RecommendationPart {
                id: "k1".parse().unwrap(),
                strand: "2.1".parse().unwrap(),
                text: "Share plans",
            }],
            ..Contents::default()
        };
        assert_eq!(
            snapshot(&contents, |code| format!("{code} Strand")),
            "# Summary\n\nA warm school.\n\n # Recommendations\nmore\n\n# Answers to the school’s questions\n\nThey do.\n\n# Strengths\n\n## 1.1 Strand\n\nWarm starts\n\n# Even better if\n\n# Recommendations\n\n## 2.1 Strand\n\nShare plans"
        );
    }
}

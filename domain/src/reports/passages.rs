//! The passages of a report, each with its place, so that the school can mark one and the lead can put it right.

use super::Contents;
use crate::ids::{FindingId, RecommendationId};
use std::fmt;
use std::str::FromStr;

/// Which text of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The summary.
    Summary,
    /// The answers to the school's questions.
    Answers,
    /// A finding.
    Finding(FindingId),
    /// A recommendation.
    Recommendation(RecommendationId),
}

impl fmt::Display for Place {
    /// As stored and as a form value: `summary`, `finding-k3x`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Summary => f.write_str("summary"),
            Self::Answers => f.write_str("answers"),
            Self::Finding(id) => write!(f, "finding-{id}"),
            Self::Recommendation(id) => write!(f, "recommendation-{id}"),
        }
    }
}

/// The text names no place in a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a report")]
pub struct PlaceError;

impl FromStr for Place {
    type Err = PlaceError;
    fn from_str(text: &str) -> Result<Self, PlaceError> {
        match text.split_once('-') {
            None if text == "summary" => Ok(Self::Summary),
            None if text == "answers" => Ok(Self::Answers),
            Some(("finding", id)) => id.parse().map(Self::Finding).map_err(|_| PlaceError),
            Some(("recommendation", id)) => {
                id.parse().map(Self::Recommendation).map_err(|_| PlaceError)
            }
            _ => Err(PlaceError),
        }
    }
}

/// A paragraph of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The text in which it stands.
    pub place: Place,
    /// Which paragraph of that text, from 1.
    pub number: usize,
    /// The paragraph.
    pub text: &'a str,
}

impl<'a> Contents<'a> {
    /// The whole text at a place; none when there is no such place.
    pub fn text_at(&self, place: &Place) -> Option<&'a str> {
        match place {
            Place::Summary => Some(self.summary),
            Place::Answers => Some(self.answers),
            Place::Finding(id) => self.findings.iter().find(|f| f.id == *id).map(|f| f.text),
            Place::Recommendation(id) => self
                .recommendations
                .iter()
                .find(|r| r.id == *id)
                .map(|r| r.text),
        }
    }
}

/// Every paragraph of the report, in its order.
pub fn passages<'a>(contents: &Contents<'a>) -> Vec<Passage<'a>> {
    let mut texts = vec![
        (Place::Summary, contents.summary),
        (Place::Answers, contents.answers),
    ];
    texts.extend(
        contents
            .findings
            .iter()
            .map(|f| (Place::Finding(f.id.clone()), f.text)),
    );
    texts.extend(
        contents
            .recommendations
            .iter()
            .map(|r| (Place::Recommendation(r.id.clone()), r.text)),
    );
    let mut out = Vec::new();
    for (place, text) in texts {
        let paragraphs = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        out.extend(paragraphs.enumerate().map(|(n, text)| Passage {
            place: place.clone(),
            number: n + 1,
            text,
        }));
    }
    out
}

/// The text with the correction in place of the passage; none when the passage does not stand in it exactly once, so
/// that nobody puts right the wrong words.
pub fn corrected(text: &str, passage: &str, correction: &str) -> Option<String> {
    if passage.is_empty() {
        return None;
    }
    let mut found = text.match_indices(passage);
    let (at, _) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let (before, rest) = text.split_at(at);
    let after = rest.get(passage.len()..).unwrap_or_default();
    Some(format!("{before}{correction}{after}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::evidence::FindingKind;
    use crate::reports::FindingPart;
    use proptest::prelude::*;

    #[test]
    fn every_paragraph_is_a_passage_of_the_text_in_which_it_stands() {
        let contents = Contents {
            summary: "One.\n\nTwo\nlines.\n\n\n",
            findings: vec![FindingPart {
                id: "f1".parse().unwrap(),
                kind: FindingKind::Strength,
                strand: "1.1".parse().unwrap(),
                text: "Warm starts",
                rests_on: vec![],
            }],
            ..Contents::default()
        };
        let found: Vec<(String, usize, &str)> = passages(&contents)
            .iter()
            .map(|p| (p.place.to_string(), p.number, p.text))
            .collect();
        assert_eq!(
            found,
            [
                ("summary".into(), 1, "One."),
                ("summary".into(), 2, "Two\nlines."),
                ("finding-f1".into(), 1, "Warm starts"),
            ]
        );
        for passage in passages(&contents) {
            let place: Place = passage.place.to_string().parse().unwrap();
            assert!(contents.text_at(&place).unwrap().contains(passage.text));
        }
    }

    #[test]
    fn a_place_reads_back_as_written_and_nothing_else_is_one() {
        for text in ["summary", "answers", "finding-a-b", "recommendation-k3"] {
            assert_eq!(text.parse::<Place>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "finding-",
            "finding-A",
            "title",
            "summary-1",
            "finding-../x",
        ] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_correction_stands_only_where_its_passage_still_stands_and_stands_once() {
        let text = "It was Year 3. It was warm.";
        assert_eq!(
            corrected(text, "Year 3", "Year 4").as_deref(),
            Some("It was Year 4. It was warm.")
        );
        assert_eq!(corrected(text, "It was", "It is"), None);
        assert_eq!(corrected(text, "Year 5", "Year 4"), None);
        assert_eq!(corrected(text, "", "Year 4"), None);
    }

    proptest! {
        #[test]
        fn a_correction_changes_nothing_but_its_passage(before in "\\PC{0,20}", passage in "[A-Z]{3,8}", after in "[a-z é€]{0,20}", new in "\\PC{0,20}") {
            let text = format!("{before}{passage}{after}");
            if let Some(now) = corrected(&text, &passage, &new) {
                prop_assert_eq!(now, format!("{before}{new}{after}"));
            } else {
                prop_assert!(text.matches(passage.as_str()).count() != 1);
            }
        }
    }
}

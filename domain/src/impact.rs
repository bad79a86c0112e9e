//! The impact review: what the peers say, about a term later, of each recommendation.
//!
//! "Done" and "made a difference" are two things; this is the second. Holds no rule about who may say it.

use crate::forms::{FieldErrors, RawForm, Reader};
use crate::ids::RecommendationId;
use std::str::FromStr;

/// How far what was recommended has made a difference. Deliberately no scale of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// It can be shown that it made a difference.
    Made,
    /// For some pupils, or in part.
    Some,
    /// Nothing has changed yet.
    NotYet,
    /// The work has not had the time to show.
    TooEarly,
}

impl Difference {
    /// All of them, in the order of screens.
    pub const ALL: [Self; 4] = [Self::Made, Self::Some, Self::NotYet, Self::TooEarly];

    /// The key as stored and as a form value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Some => "some",
            Self::NotYet => "not_yet",
            Self::TooEarly => "too_early",
        }
    }

    /// In words, as screens and documents say it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Made => "Made a difference",
            Self::Some => "Made some difference",
            Self::NotYet => "No difference yet",
            Self::TooEarly => "Too early to say",
        }
    }
}

/// The text is no key of a difference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an answer of the impact review")]
pub struct UnknownDifference;

impl FromStr for Difference {
    type Err = UnknownDifference;
    fn from_str(text: &str) -> Result<Self, UnknownDifference> {
        Self::ALL
            .into_iter()
            .find(|d| d.as_str() == text)
            .ok_or(UnknownDifference)
    }
}

/// What the team says of one recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactAnswer {
    /// Of which.
    pub recommendation: RecommendationId,
    /// How far.
    pub difference: Difference,
    /// What has changed and what shows it.
    pub text: String,
}

/// Reads the answers to every one of `recommendations`, from the fields `impact-ID` and `text-ID`.
///
/// # Errors
/// Every recommendation without an answer or without words: a judgement that says nothing of what it rests on helps
/// nobody, and "too early" needs to say what to look for.
pub fn parse_answers(
    raw: &RawForm,
    recommendations: &[RecommendationId],
) -> Result<Vec<ImpactAnswer>, FieldErrors> {
    let mut reader = Reader::new(raw);
    let mut answers = Vec::new();
    for (at, id) in recommendations.iter().enumerate() {
        let number = at + 1;
        let difference = reader.parsed(
            &format!("impact-{id}"),
            &format!("Say how far recommendation {number} has made a difference"),
        );
        let text = reader.text(
            &format!("text-{id}"),
            &format!("Recommendation {number}: say what has changed and what shows it"),
        );
        if let Some(difference) = difference {
            answers.push(ImpactAnswer {
                recommendation: id.clone(),
                difference,
                text,
            });
        }
    }
    reader.finish(Some(answers))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_reads_back_as_stored() {
        for d in Difference::ALL {
            assert_eq!(d.as_str().parse::<Difference>().unwrap(), d);
        }
    }

    #[test]
    fn every_recommendation_needs_an_answer_with_words() {
        let ids: Vec<RecommendationId> = ["a", "b"].iter().map(|i| i.parse().unwrap()).collect();
        let mut raw = RawForm::default();
        raw.set("impact-a", "made");
        let errors = parse_answers(&raw, &ids).unwrap_err();
        assert!(errors.get("impact-a").is_none());
        assert!(errors.get("text-a").unwrap().contains("Recommendation 1"));
        assert!(errors.get("impact-b").is_some() && errors.get("text-b").is_some());
        raw.set("text-a", "Attendance of the group rose");
        raw.set("impact-b", "too_early");
        raw.set("text-b", "Look again in autumn");
        let answers = parse_answers(&raw, &ids).unwrap();
        assert_eq!(answers[1].difference, Difference::TooEarly);
    }
}

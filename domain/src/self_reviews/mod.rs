//! The school's own judgement of each strand: the form for it, the enquiry questions, who writes which strand, the form
//! for working offline, and what is still thin before the school submits.
//!
//! Holds no decision about who may write, and no state: both are in `policy` and `states`.

mod checks;
pub mod drafts;
mod evidence;
pub mod offline;
mod shares;

pub use checks::{Checked, Gap, Saved, check};
pub use evidence::{
    LINK_TEXT, NOTE_TEXT, NewEvidence, is_given, is_web_link, read as read_evidence,
};
pub use shares::{parse_shares, share_field};

use crate::forms::{FieldErrors, RawForm, Reader};
use crate::framework::{Framework, Level, StrandCode};
use std::collections::BTreeSet;

/// What a school says of one strand. "Not explored" is not the lowest level: nobody has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Judgement {
    /// Nothing has been chosen yet.
    #[default]
    Open,
    /// Deliberately left out.
    NotExplored,
    /// A level, in cycles that use levels.
    Level(Level),
}

impl Judgement {
    /// From what is stored: a level 1 to 4, and the mark "not explored", which wins.
    pub fn from_parts(level: Option<i64>, not_explored: bool) -> Self {
        let level = level
            .and_then(|n| u8::try_from(n).ok())
            .and_then(|n| Level::try_from(n).ok());
        match (not_explored, level) {
            (true, _) => Self::NotExplored,
            (false, Some(level)) => Self::Level(level),
            (false, None) => Self::Open,
        }
    }
    /// The level, if there is one.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(level),
            _ => None,
        }
    }
    /// The value of the form's field `level`: `1` to `4`, `not_explored`, or nothing.
    pub fn as_field(self) -> String {
        match self {
            Self::Open => String::new(),
            Self::NotExplored => NOT_EXPLORED.to_owned(),
            Self::Level(level) => level.number().to_string(),
        }
    }
}

/// The sentence that the head ticks when submitting. It is kept with the self-review, and the team reads it.
pub fn attestation(school: &str) -> String {
    format!(
        "I have read it. It is the view of {school}, and it names no pupil and gives nothing away by which a pupil could be recognised."
    )
}

/// The form value of "not explored".
pub const NOT_EXPLORED: &str = "not_explored";

/// A strand as typed: fields `level` and `narrative`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandForm {
    /// What was chosen.
    pub judgement: Judgement,
    /// What the school writes, which may be nothing yet.
    pub narrative: String,
}

/// Reads a strand. A level is taken only where the cycle uses levels.
pub fn read_strand(reader: &mut Reader<'_>, levels: bool) -> Option<StrandForm> {
    let narrative = reader.optional_text("narrative");
    let judgement = match reader.raw().get("level").trim() {
        "" => Judgement::Open,
        NOT_EXPLORED => Judgement::NotExplored,
        text => match text
            .parse::<u8>()
            .ok()
            .and_then(|n| Level::try_from(n).ok())
        {
            Some(level) if levels => Judgement::Level(level),
            Some(_) => {
                reader.error("level", "This cycle does not use levels");
                return None;
            }
            None => {
                reader.error("level", "Choose one of the levels");
                return None;
            }
        },
    };
    Some(StrandForm {
        judgement,
        narrative,
    })
}

/// Most enquiry questions that a school can ask.
pub const QUESTIONS: usize = 3;
/// Longest enquiry question, in characters.
pub const QUESTION_TEXT: usize = 300;
/// Most strands that a school can ask its peers to look at.
pub const FOCUS: usize = 4;

/// What the school asks its peers: fields `question-1` to `question-3` and the checkboxes `focus`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionsForm {
    /// One to three questions, in the order of the fields.
    pub questions: Vec<String>,
    /// At most four strands of the framework, in its order.
    pub focus: Vec<StrandCode>,
}

/// Parses the enquiry questions.
pub fn parse_questions(raw: &RawForm, framework: &Framework) -> Result<QuestionsForm, FieldErrors> {
    let mut reader = Reader::new(raw);
    let mut questions = Vec::new();
    for n in 1..=QUESTIONS {
        let field = format!("question-{n}");
        let text = raw
            .get(&field)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let length = text.chars().count();
        if length > QUESTION_TEXT {
            reader.error(
                &field,
                format!("Question {n} is {length} characters long. A question can have up to {QUESTION_TEXT}."),
            );
        } else if text.chars().any(char::is_control) {
            reader.error(
                &field,
                "This contains characters that cannot be shown. Type the question again.",
            );
        } else if !text.is_empty() {
            questions.push(text);
        }
    }
    if questions.is_empty() {
        reader.error("question-1", "Enter at least one question");
    }
    let ticked: BTreeSet<StrandCode> = reader
        .every("focus", "Choose strands of the framework")
        .into_iter()
        .collect();
    if ticked.iter().any(|code| framework.strand(code).is_none()) {
        reader.error("focus", "Choose strands of the framework");
    }
    if ticked.len() > FOCUS {
        reader.error(
            "focus",
            format!(
                "Choose up to {FOCUS} strands. You have chosen {}.",
                ticked.len()
            ),
        );
    }
    reader.finish(Some(QuestionsForm {
        questions,
        focus: ticked.into_iter().collect(),
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    fn form(pairs: &[(&str, &str)]) -> RawForm {
        RawForm::new(
            pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
        )
    }

    fn strand(pairs: &[(&str, &str)], levels: bool) -> Result<StrandForm, FieldErrors> {
        let raw = form(pairs);
        let mut reader = Reader::new(&raw);
        let read = read_strand(&mut reader, levels);
        reader.finish(read)
    }

    #[test]
    fn not_explored_is_never_a_level() {
        let read = strand(&[("level", "not_explored"), ("narrative", "")], true).unwrap();
        assert_eq!(read.judgement, Judgement::NotExplored);
        assert_eq!(read.judgement.level(), None);
        assert_eq!(Judgement::from_parts(Some(1), true), Judgement::NotExplored);
    }

    #[test]
    fn a_cycle_without_levels_takes_none() {
        assert!(strand(&[("level", "3")], false).is_err());
        assert!(strand(&[("level", "5")], true).is_err());
        assert_eq!(
            strand(&[("level", "3")], true).unwrap().judgement.level(),
            Some(Level::Secure)
        );
    }

    #[test]
    fn questions_are_one_to_three_and_focus_at_most_four_strands_of_the_framework() {
        let five = parse(FIVE_PRINCIPLES).unwrap();
        let good = form(&[
            ("question-1", ""),
            ("question-2", " To what  extent …? "),
            ("focus", "2.1"),
            ("focus", "1.1"),
        ]);
        let read = parse_questions(&good, &five).unwrap();
        assert_eq!(read.questions, vec!["To what extent …?"]);
        assert_eq!(
            read.focus,
            vec!["1.1".parse().unwrap(), "2.1".parse().unwrap()]
        );
        assert!(parse_questions(&form(&[("question-1", " ")]), &five).is_err());
        let many = form(&[
            ("question-1", "x"),
            ("focus", "1.1"),
            ("focus", "1.2"),
            ("focus", "1.3"),
            ("focus", "2.1"),
            ("focus", "2.2"),
        ]);
        assert!(
            parse_questions(&many, &five)
                .unwrap_err()
                .get("focus")
                .unwrap()
                .contains("up to 4")
        );
        for stranger in ["9.9", "x"] {
            assert!(
                parse_questions(&form(&[("question-1", "x"), ("focus", stranger)]), &five).is_err()
            );
        }
    }
}

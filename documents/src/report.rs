//! The report on a school as a document: the same parts in the same order for PDF and Word.
//!
//! Who may have it, and what of it, is decided before: everything that comes in here comes out.

use crate::block::{Block, Document, Item};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;

/// A strength or an "even better if".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Code and title of the strand.
    pub strand: String,
    /// The text.
    pub text: String,
    /// On which kinds of evidence it rests, in words; empty when nothing is said of it.
    pub rests_on: String,
}

/// What the school could do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// Code and title of the strand.
    pub strand: String,
    /// The text.
    pub text: String,
}

/// Both levels of a strand, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    /// Code and title of the strand.
    pub strand: String,
    /// The school's own.
    pub school: String,
    /// The team's.
    pub team: String,
}

/// Whether it is a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// For those who write and check it alone.
    Draft,
    /// Final since this moment.
    Final(DateTime<Utc>),
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Name of the school.
    pub school: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Name of the cycle.
    pub cycle: String,
    /// Title of the framework.
    pub framework: String,
    /// The day of the visit.
    pub visit: Option<NaiveDate>,
    /// Names of the team; the lead is marked.
    pub team: Vec<String>,
    /// Who can read it, one group a line.
    pub readers: Vec<String>,
    /// The summary.
    pub summary: String,
    /// The school's enquiry questions.
    pub questions: Vec<String>,
    /// What the team says to them.
    pub answers: String,
    /// Strengths, by strand.
    pub strengths: Vec<Finding>,
    /// "Even better ifs", by strand.
    pub even_better: Vec<Finding>,
    /// In order.
    pub recommendations: Vec<Recommendation>,
    /// Empty when the cycle does not use levels.
    pub levels: Vec<Levels>,
    /// How it was made, a sentence each.
    pub made: Vec<String>,
    /// Draft or final.
    pub standing: Standing,
    /// The number of its version; none when no version has been handed over.
    pub version: Option<u32>,
    /// When its text was last changed.
    pub changed: DateTime<Utc>,
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

fn london_day(at: DateTime<Utc>) -> String {
    day(at.with_timezone(&London).date_naive())
}

impl Report {
    /// The parts of the document.
    #[must_use]
    pub fn document(&self) -> Document {
        let draft = self.standing == Standing::Draft;
        let title = if draft {
            format!("Draft report on {}", self.school)
        } else {
            format!("Report on {}", self.school)
        };
        let version = self
            .version
            .map_or_else(String::new, |n| format!("Version {n}, "));
        let dated = match self.standing {
            Standing::Draft => format!("{version}draft of {}", london_day(self.changed)),
            Standing::Final(at) => format!("{version}final on {}", london_day(at)),
        };
        let dated = capital(&dated);
        let mut blocks = Vec::new();
        if draft {
            blocks.push(Block::Note(
                "This is a draft. It can still change, the school may not have checked it, and it is for those who write and check it alone. Do not pass it on.".to_owned(),
            ));
        }
        blocks.push(Block::Facts(self.facts(&dated)));
        blocks.push(Block::Heading(1, "Summary".into()));
        blocks.push(text_or(&self.summary, "No summary has been written."));
        if !self.questions.is_empty() || !self.answers.trim().is_empty() {
            blocks.push(Block::Heading(1, "What the school asked".into()));
            let items = self.questions.iter().map(|q| Item {
                about: String::new(),
                text: q.clone(),
            });
            blocks.push(Block::Numbered(items.collect()));
            blocks.push(text_or(
                &self.answers,
                "The questions have not been answered.",
            ));
        }
        findings(&mut blocks, "Strengths", &self.strengths);
        findings(&mut blocks, "Even better if", &self.even_better);
        blocks.push(Block::Heading(1, "Recommendations".into()));
        if self.recommendations.is_empty() {
            blocks.push(Block::Text("There is no recommendation.".into()));
        } else {
            let items = self.recommendations.iter().map(|r| Item {
                about: r.strand.clone(),
                text: r.text.clone(),
            });
            blocks.push(Block::Numbered(items.collect()));
        }
        if !self.levels.is_empty() {
            blocks.push(Block::Heading(1, "Levels".into()));
            blocks.push(Block::Text(
                "The school’s own level and the team’s stand side by side. Neither replaces the other.".into(),
            ));
            blocks.push(Block::Table {
                columns: ["Strand", "School", "Review team"]
                    .map(str::to_owned)
                    .into(),
                rows: self
                    .levels
                    .iter()
                    .map(|l| vec![l.strand.clone(), l.school.clone(), l.team.clone()])
                    .collect(),
            });
        }
        blocks.push(Block::Heading(1, "How this report was made".into()));
        blocks.push(Block::Bullets(self.made.clone()));
        if !self.readers.is_empty() {
            blocks.push(Block::Heading(1, "Who can read it".into()));
            blocks.push(Block::Bullets(self.readers.clone()));
            blocks.push(Block::Text(
                "The report belongs to the school, and only the school can share it further."
                    .into(),
            ));
        }
        Document {
            about: format!(
                "Report of the peer review of {} in {} of {}",
                self.school, self.cycle, self.partnership
            ),
            mark: draft.then(|| "Draft".to_owned()),
            foot: format!("{title}. {dated}."),
            changed: self.changed,
            title,
            blocks,
        }
    }

    fn facts(&self, dated: &str) -> Vec<(String, String)> {
        let mut facts = vec![
            ("School", self.school.clone()),
            ("Partnership", self.partnership.clone()),
            ("Cycle", self.cycle.clone()),
            ("Framework", self.framework.clone()),
        ];
        if let Some(visit) = self.visit {
            facts.push(("Day of the visit", day(visit)));
        }
        facts.push(("Review team", self.team.join("\n")));
        facts.push(("Version", dated.to_owned()));
        facts
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

fn findings(blocks: &mut Vec<Block>, heading: &str, list: &[Finding]) {
    blocks.push(Block::Heading(1, heading.to_owned()));
    if list.is_empty() {
        blocks.push(Block::Text("Nothing has been written down.".into()));
    }
    for finding in list {
        blocks.push(Block::Heading(2, finding.strand.clone()));
        blocks.push(Block::Text(finding.text.clone()));
        if !finding.rests_on.is_empty() {
            blocks.push(Block::Small(finding.rests_on.clone()));
        }
    }
}

fn text_or(text: &str, otherwise: &str) -> Block {
    let text = if text.trim().is_empty() {
        otherwise
    } else {
        text
    };
    Block::Text(text.to_owned())
}

fn capital(text: &str) -> String {
    domain::forms::capital(text)
}

//! The inclusion framework: principles, strands, level descriptions and prompts, read from a file.
//!
//! A framework is data that schools own, not code: a coordinator edits the file, imports it, and is told the
//! line of everything that is wrong. What may stand in a file is decided in [`parse()`]; [`to_toml`] writes the
//! one canonical form of it; [`checksum`] tells whether two texts are the same file.
//!
//! This module must not hold ratings, cycles, crosswalks or publication states, nor any wording of screens:
//! the names of levels and all descriptions come from the file. Messages about a faulty file are the one
//! exception, since only the parser knows what it met.

mod checksum;
mod code;
mod export;
mod level;
mod levels;
mod parse;
mod problems;
mod section;
mod text;

#[cfg(test)]
mod tests;

pub use checksum::checksum;
pub use code::{StrandCode, StrandCodeError};
pub use export::to_toml;
pub use level::{Level, LevelError};
pub use parse::{MAX_FILE_BYTES, parse};
pub use problems::FrameworkError;

/// The framework that comes with the product: five principles, 17 strands, in our own words.
///
/// The text of the file as it stands in the repository, comments included, so that an administrator can
/// download and adapt it. A test promises that it parses.
pub const FIVE_PRINCIPLES: &str = include_str!("../../frameworks/five-principles.toml");

/// One version of an inclusion framework, as it stands in its file.
///
/// A value that came out of [`parse()`] keeps these promises: all texts are one line, trimmed, not empty and of
/// limited length; principles and strands are in ascending order; each strand's code belongs to its principle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Names the framework across its versions, such as `five-principles`: small letters, digits, hyphens.
    pub key: String,
    /// What people call it.
    pub title: String,
    /// Counts from 1. A published version never changes; a correction is a new version.
    pub version: u32,
    /// One paragraph: what the framework is for.
    pub summary: String,
    /// How to choose a level and use the prompts, for self-reviewers and reviewers alike.
    pub guidance: String,
    /// Where the content comes from and who may use it.
    pub attribution: String,
    /// What is different from the version before.
    pub changes: String,
    /// The four levels, lowest first.
    pub levels: [LevelName; Level::COUNT],
    /// One to nine principles, in ascending order of their numbers.
    pub principles: Vec<Principle>,
}

/// What a framework calls one of the four levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelName {
    /// Which of the four.
    pub level: Level,
    /// A word or two, such as "Secure". Never the name of an inspection grade.
    pub name: String,
    /// A sentence that helps to tell this level from its neighbours.
    pub meaning: String,
}

/// A principle: a heading over strands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principle {
    /// 1 to 9, the first digit of its strands' codes.
    pub number: u8,
    /// What people call it.
    pub title: String,
    /// A sentence or two on what it asks of a school.
    pub about: String,
    /// One to nine strands, in ascending order of their codes.
    pub strands: Vec<Strand>,
}

/// A strand: the unit that is rated, and to which evidence, findings and actions are attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strand {
    /// Unique in the framework, and stable across its versions.
    pub code: StrandCode,
    /// What people call it.
    pub title: String,
    /// A sentence on what it looks at.
    pub about: String,
    /// What a school at each level is like, lowest first. Read one with [`Strand::descriptor`].
    pub descriptors: [String; Level::COUNT],
    /// One to six things that a reviewer might see.
    pub see: Vec<String>,
    /// One to six things that a reviewer might hear.
    pub hear: Vec<String>,
    /// One to six things that a reviewer might read.
    pub read: Vec<String>,
    /// An example of an enquiry question about this strand.
    pub question: String,
}

impl Framework {
    /// All strands, in the order of the file, which is the order of their codes.
    pub fn strands(&self) -> impl Iterator<Item = &Strand> {
        self.principles
            .iter()
            .flat_map(|principle| &principle.strands)
    }

    /// The strand with this code, if this version of the framework has it.
    pub fn strand(&self, code: &StrandCode) -> Option<&Strand> {
        self.principle(code.principle())?
            .strands
            .iter()
            .find(|strand| strand.code == *code)
    }

    /// The principle with this number, if this version of the framework has it.
    pub fn principle(&self, number: u8) -> Option<&Principle> {
        self.principles
            .iter()
            .find(|principle| principle.number == number)
    }

    /// What this framework calls a level, and means by it.
    pub fn level(&self, level: Level) -> &LevelName {
        &self.levels[level.index()]
    }
}

impl Strand {
    /// What a school at this level is like in this strand.
    pub fn descriptor(&self, level: Level) -> &str {
        &self.descriptors[level.index()]
    }
}

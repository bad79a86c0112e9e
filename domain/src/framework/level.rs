//! The four levels as an ordered value. Their names are data of a framework and never stand here.

use serde::{Deserialize, Serialize};

/// One of the four levels of a strand, lowest first.
///
/// The variants are called after the first framework; another framework may call them differently, so screens
/// take the name from [`Framework::level`](super::Framework::level). "Not explored" is the absence of a level
/// (`Option::None`), never the lowest one. Stored and sent as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Level {
    /// Level 1.
    Emerging = 1,
    /// Level 2.
    Developing = 2,
    /// Level 3. From here on a rating rests on at least two kinds of evidence.
    Secure = 3,
    /// Level 4.
    Leading = 4,
}

/// A number that is not one of the four levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a level: levels are numbered 1 to 4")]
pub struct LevelError(pub u8);

impl Level {
    /// How many levels there are. Fixed in this release: ratings, trends and layouts rely on it.
    pub const COUNT: usize = 4;

    /// All levels, lowest first.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Emerging,
        Self::Developing,
        Self::Secure,
        Self::Leading,
    ];

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// 0 to 3, the level's place in an array of four.
    pub(super) const fn index(self) -> usize {
        self as usize - 1
    }
}

impl TryFrom<u8> for Level {
    type Error = LevelError;

    fn try_from(number: u8) -> Result<Self, LevelError> {
        Self::ALL
            .into_iter()
            .find(|level| level.number() == number)
            .ok_or(LevelError(number))
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.number()
    }
}

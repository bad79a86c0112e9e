//! The code of a strand, such as `1.2`: a value that other records keep when they point at a strand.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A strand's code: the number of its principle, a dot, its own number; both 1 to 9.
///
/// Ordered as the framework is read. Stored and sent as text, such as `"1.2"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StrandCode {
    principle: u8,
    strand: u8,
}

/// A text that is not a strand code. It does not carry the text, which may be hostile or very long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a strand code is two digits from 1 to 9 with a dot between them, such as 1.2")]
pub struct StrandCodeError;

impl StrandCode {
    /// The code of the given strand of the given principle; both must be 1 to 9.
    pub fn new(principle: u8, strand: u8) -> Result<Self, StrandCodeError> {
        if (1..=9).contains(&principle) && (1..=9).contains(&strand) {
            Ok(Self { principle, strand })
        } else {
            Err(StrandCodeError)
        }
    }

    /// The number of the principle, 1 to 9.
    pub const fn principle(self) -> u8 {
        self.principle
    }

    /// The number of the strand within its principle, 1 to 9.
    pub const fn strand(self) -> u8 {
        self.strand
    }
}

impl fmt::Display for StrandCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.principle, self.strand)
    }
}

impl FromStr for StrandCode {
    type Err = StrandCodeError;

    /// Accepts the exact form only: no spaces, no leading zeros, no other digits than ASCII ones.
    fn from_str(text: &str) -> Result<Self, StrandCodeError> {
        match text.as_bytes() {
            [principle @ b'1'..=b'9', b'.', strand @ b'1'..=b'9'] => {
                Self::new(principle - b'0', strand - b'0')
            }
            _ => Err(StrandCodeError),
        }
    }
}

impl TryFrom<String> for StrandCode {
    type Error = StrandCodeError;

    fn try_from(text: String) -> Result<Self, StrandCodeError> {
        text.parse()
    }
}

impl From<StrandCode> for String {
    fn from(code: StrandCode) -> Self {
        code.to_string()
    }
}

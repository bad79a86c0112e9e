//! The unique reference number that keys every establishment in the register.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A unique reference number: five or six digits, 10000 to 999999.
///
/// Schools have six digits; children's centres have five, and a links file mentions both, so both are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Urn(u32);

/// The text or number is not a unique reference number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a URN is a number of five or six digits")]
pub struct InvalidUrn;

impl Urn {
    /// The smallest number that the register gives out.
    pub const MIN: u32 = 10_000;
    /// The largest number that fits the register's six digits.
    pub const MAX: u32 = 999_999;

    /// The number itself, between [`Urn::MIN`] and [`Urn::MAX`].
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Urn {
    type Error = InvalidUrn;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if (Self::MIN..=Self::MAX).contains(&number) {
            Ok(Self(number))
        } else {
            Err(InvalidUrn)
        }
    }
}

impl From<Urn> for u32 {
    fn from(urn: Urn) -> Self {
        urn.0
    }
}

impl FromStr for Urn {
    type Err = InvalidUrn;

    /// Digits only, with space around them allowed: `+100000`, `1e5` and `100,000` are refused.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim();
        if !matches!(digits.len(), 5 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidUrn);
        }
        digits.parse::<u32>().map_err(|_| InvalidUrn)?.try_into()
    }
}

impl fmt::Display for Urn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn five_and_six_digits_are_a_urn_and_read_back_as_written() {
        for text in ["20001", "100000", "999999", " 900001 "] {
            assert_eq!(text.parse::<Urn>().unwrap().to_string(), text.trim());
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "1234",
            "1234567",
            "+10000",
            "1e500",
            "100,000",
            "00001",
            "१०००००",
            "10000a",
        ] {
            assert_eq!(text.parse::<Urn>(), Err(InvalidUrn), "{text}");
        }
        assert_eq!(Urn::try_from(9_999), Err(InvalidUrn));
        assert_eq!(Urn::try_from(1_000_000), Err(InvalidUrn));
    }
}

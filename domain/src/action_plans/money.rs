//! Amounts of money in pounds and pence, from how people type them to whole pence and back.

use std::fmt;

/// The most that one action may cost: ten million pounds. More is a slip of the finger.
pub const MAX_PENCE: i64 = 1_000_000_000;

/// An amount in pence, from nothing to [`MAX_PENCE`] where it was typed; sums may be larger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pence(pub i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    /// Not written as an amount in pounds.
    #[error("Cost must be an amount in pounds, such as 1,250 or 1,250.50")]
    NotAnAmount,
    /// More than [`MAX_PENCE`].
    #[error("Cost must be £10,000,000 or less")]
    TooMuch,
}

impl Pence {
    /// Reads pounds: `1250`, `1,250`, `£1,250.50`, `12.5`. A comma or space may only stand before three digits, so that
    /// `1,25` is asked about and not taken for something that was not meant.
    ///
    /// # Errors
    /// What is wrong, in words for the person who typed it.
    pub fn parse_pounds(text: &str) -> Result<Self, CostError> {
        let text = text.trim();
        let text = text.strip_prefix('£').unwrap_or(text).trim_start();
        let (pounds, pence) = match text.split_once('.') {
            Some((pounds, pence)) => (pounds, Some(pence)),
            None => (text, None),
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let groups: Vec<&str> = pounds.split([',', ' ']).collect();
        let grouped = groups.len() == 1
            || (groups.iter().skip(1).all(|g| g.len() == 3)
                && groups.first().is_some_and(|g| g.len() <= 3));
        if !grouped || !groups.iter().all(|g| digits(g)) {
            return Err(CostError::NotAnAmount);
        }
        let pence = match pence {
            None => 0,
            Some(p) if digits(p) && p.len() <= 2 => {
                let value: i64 = p.parse().map_err(|_| CostError::NotAnAmount)?;
                if p.len() == 1 { value * 10 } else { value }
            }
            Some(_) => return Err(CostError::NotAnAmount),
        };
        let pounds = groups.concat();
        let pounds = pounds.trim_start_matches('0');
        if pounds.len() > 9 {
            return Err(CostError::TooMuch);
        }
        let pounds: i64 = if pounds.is_empty() {
            0
        } else {
            pounds.parse().map_err(|_| CostError::NotAnAmount)?
        };
        let total = pounds * 100 + pence;
        if total > MAX_PENCE {
            return Err(CostError::TooMuch);
        }
        Ok(Self(total))
    }

    /// As a form field shows it, without the sign: `1,250.50`.
    pub fn typed(self) -> String {
        self.to_string().trim_start_matches('£').to_owned()
    }
}

impl std::iter::Sum for Pence {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, p| sum.saturating_add(p.0)))
    }
}

/// `£1,250.50`; whole pounds without pence, `£1,250`.
impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pounds, pence) = (self.0 / 100, self.0 % 100);
        let digits = pounds.to_string();
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                out.push(',');
            }
            out.push(c);
        }
        if pence == 0 {
            write!(f, "£{out}")
        } else {
            write!(f, "£{out}.{pence:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pounds_are_read_as_people_type_them() {
        let none = Err(CostError::NotAnAmount);
        let table: &[(&str, Result<i64, CostError>)] = &[
            ("1250", Ok(125_000)),
            ("1,250", Ok(125_000)),
            ("£1,250.50", Ok(125_050)),
            (" £ 1 250.5 ", Ok(125_050)),
            ("0", Ok(0)),
            ("0.99", Ok(99)),
            ("007", Ok(700)),
            ("10,000,000", Ok(1_000_000_000)),
            ("10,000,000.01", Err(CostError::TooMuch)),
            ("99999999999999999999", Err(CostError::TooMuch)),
            ("1,25", none.map(|p: Pence| p.0)),
            ("1,2500", none.map(|p: Pence| p.0)),
            ("1250,500", none.map(|p: Pence| p.0)),
            ("12.345", none.map(|p: Pence| p.0)),
            ("12.", none.map(|p: Pence| p.0)),
            (".50", none.map(|p: Pence| p.0)),
            ("-5", none.map(|p: Pence| p.0)),
            ("£", none.map(|p: Pence| p.0)),
            ("1e3", none.map(|p: Pence| p.0)),
            ("about 100", none.map(|p: Pence| p.0)),
            ("1.250,50", none.map(|p: Pence| p.0)),
        ];
        for (text, expected) in table {
            assert_eq!(
                Pence::parse_pounds(text).map(|p| p.0),
                *expected,
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(pence in 0..=MAX_PENCE) {
            let amount = Pence(pence);
            prop_assert_eq!(Pence::parse_pounds(&amount.to_string()), Ok(amount));
            prop_assert_eq!(Pence::parse_pounds(&amount.typed()), Ok(amount));
        }

        #[test]
        fn hostile_amounts_never_panic(text in ".{0,40}") {
            let _ = Pence::parse_pounds(&text);
        }
    }
}

//! The phase of education, as the register names it.

use serde::{Deserialize, Serialize};

/// A school's phase in the register. Special schools and alternative provision have none: see [`Phase::NotApplicable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before compulsory school age.
    Nursery,
    /// Up to age 11, as a rule.
    Primary,
    /// A middle school that counts as primary.
    MiddleDeemedPrimary,
    /// A middle school that counts as secondary.
    MiddleDeemedSecondary,
    /// From age 11, as a rule.
    Secondary,
    /// Primary and secondary in one school.
    AllThrough,
    /// Sixth forms and colleges.
    SixteenPlus,
    /// Special schools, alternative provision, most independent schools; also a register that does not say.
    NotApplicable,
}

impl Phase {
    /// All phases, youngest pupils first.
    pub const ALL: [Self; 8] = [
        Self::Nursery,
        Self::Primary,
        Self::MiddleDeemedPrimary,
        Self::MiddleDeemedSecondary,
        Self::Secondary,
        Self::AllThrough,
        Self::SixteenPlus,
        Self::NotApplicable,
    ];

    /// The register's code, 0 to 7.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Nursery => 1,
            Self::Primary => 2,
            Self::MiddleDeemedPrimary => 3,
            Self::Secondary => 4,
            Self::MiddleDeemedSecondary => 5,
            Self::SixteenPlus => 6,
            Self::AllThrough => 7,
        }
    }

    /// The register's name for it, for screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nursery => "Nursery",
            Self::Primary => "Primary",
            Self::MiddleDeemedPrimary => "Middle deemed primary",
            Self::MiddleDeemedSecondary => "Middle deemed secondary",
            Self::Secondary => "Secondary",
            Self::AllThrough => "All-through",
            Self::SixteenPlus => "16 plus",
            Self::NotApplicable => "Not applicable",
        }
    }

    /// By name first, since it is what people read; by code where the name is missing or new. A phase that is
    /// not known at all is [`Phase::NotApplicable`]: no school should be lost over an optional column.
    #[must_use]
    pub fn from_register(name: &str, code: &str) -> Self {
        let name = letters_and_digits(name);
        let by_name = match name.as_str() {
            "16to19" | "post16" | "sixteenplus" => Some(Self::SixteenPlus),
            _ => Self::ALL
                .into_iter()
                .find(|phase| letters_and_digits(phase.label()) == name),
        };
        let by_code = || {
            let code: u8 = code.trim().parse().ok()?;
            Self::ALL.into_iter().find(|phase| phase.code() == code)
        };
        by_name.or_else(by_code).unwrap_or(Self::NotApplicable)
    }
}

/// Lower case letters and digits only, so that hyphens, dashes and apostrophes of any kind compare equal.
pub(super) fn letters_and_digits(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_is_found_by_its_name_and_by_its_code() {
        for phase in Phase::ALL {
            assert_eq!(Phase::from_register(phase.label(), ""), phase);
            assert_eq!(Phase::from_register("", &phase.code().to_string()), phase);
        }
    }

    #[test]
    fn other_spellings_are_understood_and_an_unknown_phase_is_not_applicable() {
        assert_eq!(Phase::from_register("ALL THROUGH", ""), Phase::AllThrough);
        assert_eq!(
            Phase::from_register("Middle Deemed Secondary", ""),
            Phase::MiddleDeemedSecondary
        );
        assert_eq!(Phase::from_register("Tertiary", "9"), Phase::NotApplicable);
    }
}

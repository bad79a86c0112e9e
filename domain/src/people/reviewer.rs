//! What a reviewer says about the own work, for pairing: phases, strengths, limits, interests.
//!
//! Training and the place of work are not here: the coordinator of the partnership vouches for those.

use crate::forms::{FieldErrors, RawForm, Reader};
use crate::framework::Framework;
use crate::ids::SchoolId;
use crate::register::Phase;

/// Most visits in one cycle that anybody may offer.
pub const MOST_VISITS: u32 = 10;

/// The part of a reviewer's profile that the reviewer writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProfile {
    /// Phases in which the person has worked, by the register's name.
    pub phases: Vec<String>,
    /// Codes of the strands in which the person is strong.
    pub expertise: Vec<String>,
    /// Most visits in one cycle; 0 means none for now.
    pub max_load: u32,
    /// Ticked schools with a declared interest.
    pub interests: Vec<SchoolId>,
    /// Another school with an interest, as typed: a URN or a name; empty when none.
    pub another: String,
}

/// Phases that can be ticked: those in which schools are, not "not applicable", which says nothing of a person's work.
pub fn phases() -> impl Iterator<Item = Phase> {
    Phase::ALL
        .into_iter()
        .filter(|p| *p != Phase::NotApplicable)
}

/// Reads the form. A strand that the framework does not have is refused, since nobody could be paired by it.
pub fn read_own_profile(form: &RawForm, framework: &Framework) -> Result<OwnProfile, FieldErrors> {
    let mut reader = Reader::new(form);
    let mut ticked = |field: &str, known: &dyn Fn(&str) -> bool, wrong: &str| {
        let mut values: Vec<String> = Vec::new();
        for value in form.all(field) {
            if !known(value) {
                reader.error(field, wrong);
            } else if !values.iter().any(|v| v == value) {
                values.push(value.to_owned());
            }
        }
        values
    };
    let phases = ticked(
        "phases",
        &|v| phases().any(|p| p.label() == v),
        "Choose phases from the list",
    );
    let expertise = ticked(
        "expertise",
        &|v| framework.strands().any(|s| s.code.to_string() == v),
        "Choose strands from the list",
    );
    let wrong = "Enter a whole number from 0 to 10";
    let max_load = reader.parsed::<u32>("max_load", wrong);
    if max_load.is_some_and(|n| n > MOST_VISITS) {
        reader.error("max_load", wrong);
    }
    let interests = reader.every("interests", "Choose schools from the list");
    let another = reader.optional_line("another");
    let profile = max_load.map(|max_load| OwnProfile {
        phases,
        expertise,
        max_load,
        interests,
        another,
    });
    reader.finish(profile)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    fn read(pairs: &[(&str, &str)]) -> Result<OwnProfile, FieldErrors> {
        let raw = RawForm::new(
            pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
        );
        read_own_profile(&raw, &parse(FIVE_PRINCIPLES).unwrap())
    }

    #[test]
    fn only_strands_of_the_framework_and_phases_of_the_register_are_taken() {
        let profile = read(&[
            ("phases", "Primary"),
            ("phases", "Primary"),
            ("expertise", "1.1"),
            ("max_load", " 0 "),
        ])
        .unwrap();
        assert_eq!(profile.phases, ["Primary"]);
        assert_eq!(profile.max_load, 0);
        let errors = read(&[
            ("phases", "Kindergarten"),
            ("expertise", "9.9"),
            ("max_load", "11"),
        ])
        .unwrap_err();
        for field in ["phases", "expertise", "max_load"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }
}

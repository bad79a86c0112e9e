//! The register's types of establishment, and which of them are schools or colleges for pupils in England.
//! The rest (children's centres, universities, schools abroad, …) is skipped by the import and counted by type.

use serde::{Deserialize, Serialize};

use super::phase::letters_and_digits;
use super::text::{clean, shortened};

/// What kind of provision a type of school is, for pairing and for screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provision {
    /// Schools for all pupils, maintained, academy or independent.
    Mainstream,
    /// Special schools of every kind.
    Special,
    /// Pupil referral units and alternative provision.
    AlternativeProvision,
    /// Maintained nursery schools.
    Nursery,
    /// Sixth form centres, 16 to 19 schools, further education colleges, special post-16 institutions.
    PostSixteen,
}

/// A type of establishment that the import takes: a school or college for pupils.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EstablishmentType {
    /// The register's code.
    pub code: u8,
    /// The register's name.
    pub name: &'static str,
    /// What kind of provision it is.
    pub provision: Provision,
}

/// What a row's type is to the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Classified {
    /// A school or college: imported.
    School(EstablishmentType),
    /// Not a school or college for pupils in England; the text is the reason to count it under.
    NotASchool(String),
    /// The row says nothing about its type.
    Untold,
}

const fn school(code: u8, name: &'static str, provision: Provision) -> EstablishmentType {
    EstablishmentType {
        code,
        name,
        provision,
    }
}

use Provision::{AlternativeProvision, Mainstream, Nursery, PostSixteen, Special};

/// Codes and names as the register publishes them.
const SCHOOLS: [EstablishmentType; 30] = [
    school(1, "Community school", Mainstream),
    school(2, "Voluntary aided school", Mainstream),
    school(3, "Voluntary controlled school", Mainstream),
    school(5, "Foundation school", Mainstream),
    school(6, "City technology college", Mainstream),
    school(7, "Community special school", Special),
    school(8, "Non-maintained special school", Special),
    school(10, "Other independent special school", Special),
    school(11, "Other independent school", Mainstream),
    school(12, "Foundation special school", Special),
    school(14, "Pupil referral unit", AlternativeProvision),
    school(15, "Local authority nursery school", Nursery),
    school(18, "Further education", PostSixteen),
    school(26, "Service children's education", Mainstream),
    school(28, "Academy sponsor led", Mainstream),
    school(31, "Sixth form centres", PostSixteen),
    school(32, "Special post 16 institution", PostSixteen),
    school(33, "Academy special sponsor led", Special),
    school(34, "Academy converter", Mainstream),
    school(35, "Free schools", Mainstream),
    school(36, "Free schools special", Special),
    school(
        38,
        "Free schools alternative provision",
        AlternativeProvision,
    ),
    school(39, "Free schools 16 to 19", PostSixteen),
    school(40, "University technical college", Mainstream),
    school(41, "Studio schools", Mainstream),
    school(
        42,
        "Academy alternative provision converter",
        AlternativeProvision,
    ),
    school(
        43,
        "Academy alternative provision sponsor led",
        AlternativeProvision,
    ),
    school(44, "Academy special converter", Special),
    school(45, "Academy 16-19 converter", PostSixteen),
    school(46, "Academy 16 to 19 sponsor led", PostSixteen),
];

/// The one secure academy is an academy with pupils, so it is taken; secure units are children's homes, so they are not.
const SECURE_ACADEMY: EstablishmentType = school(57, "Academy secure 16 to 19", PostSixteen);

/// Types that are not schools or colleges for pupils in England.
const OTHERS: [(u8, &str); 10] = [
    (24, "Secure units"),
    (25, "Offshore schools"),
    (27, "Miscellaneous"),
    (29, "Higher education institutions"),
    (30, "Welsh establishment"),
    (37, "British schools overseas"),
    (47, "Children's centre"),
    (48, "Children's centre linked site"),
    (49, "Online provider"),
    (56, "Institution funded by other government department"),
];

/// Older or shorter names for the same types, in the form of [`key`].
const OTHER_NAMES: [(&str, u8); 5] = [
    ("lanurseryschool", 15),
    ("furthereducationcollege", 18),
    ("freeschool", 35),
    ("studioschool", 41),
    ("sixthformcentre", 31),
];

fn key(name: &str) -> String {
    letters_and_digits(name).replace("1619", "16to19")
}

impl EstablishmentType {
    /// Every type that the import takes.
    pub fn all() -> impl Iterator<Item = Self> {
        SCHOOLS.into_iter().chain([SECURE_ACADEMY])
    }

    /// The type by its code (with or without a leading zero) or, where the code is missing or new, by its name.
    /// A type that nobody here knows is not a school, under a reason that says so, so that a new kind of school
    /// shows in the counts instead of vanishing.
    #[must_use]
    pub fn classify(code: &str, name: &str) -> Classified {
        let (code, name) = (clean(code), clean(name));
        let by_code = code.parse::<u8>().ok().and_then(Self::by_code);
        let name_key = key(&name);
        let by_name = || {
            let own = Self::all()
                .find(|kind| key(kind.name) == name_key)
                .map(|kind| kind.code);
            let other = || {
                OTHERS
                    .iter()
                    .find(|(_, own)| key(own) == name_key)
                    .map(|(code, _)| *code)
            };
            let alias = || {
                OTHER_NAMES
                    .iter()
                    .find(|(alias, _)| *alias == name_key)
                    .map(|(_, code)| *code)
            };
            own.or_else(other).or_else(alias).and_then(Self::by_code)
        };
        if let Some(found) = by_code.or_else(by_name) {
            return found;
        }
        match (name.is_empty(), code.is_empty()) {
            (false, _) => Classified::NotASchool(format!("Unknown type: {}", shortened(&name))),
            (true, false) => {
                Classified::NotASchool(format!("Unknown type: code {}", shortened(&code)))
            }
            (true, true) => Classified::Untold,
        }
    }

    fn by_code(code: u8) -> Option<Classified> {
        let taken = Self::all()
            .find(|kind| kind.code == code)
            .map(Classified::School);
        let skipped = || {
            let (_, name) = OTHERS.iter().find(|(other, _)| *other == code)?;
            Some(Classified::NotASchool((*name).to_owned()))
        };
        taken.or_else(skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_code_alone_and_by_name_alone() {
        for kind in EstablishmentType::all() {
            let found = Classified::School(kind);
            assert_eq!(
                EstablishmentType::classify(&format!("{:02}", kind.code), ""),
                found
            );
            assert_eq!(
                EstablishmentType::classify("", &kind.name.to_uppercase()),
                found
            );
        }
        for (code, name) in OTHERS {
            let found = Classified::NotASchool(name.to_owned());
            assert_eq!(EstablishmentType::classify(&code.to_string(), ""), found);
            assert_eq!(EstablishmentType::classify("", name), found);
        }
    }

    #[test]
    fn no_code_is_both_a_school_and_not_one() {
        let mut codes: Vec<u8> = EstablishmentType::all().map(|kind| kind.code).collect();
        codes.extend(OTHERS.iter().map(|(code, _)| *code));
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }

    #[test]
    fn spellings_with_other_dashes_and_apostrophes_are_the_same_type() {
        assert_eq!(
            EstablishmentType::classify("", "Children’s Centre"),
            Classified::NotASchool("Children's centre".to_owned())
        );
        assert_eq!(
            EstablishmentType::classify("", "Academy 16 to 19 converter"),
            EstablishmentType::classify("45", "")
        );
        assert_eq!(
            EstablishmentType::classify("", "Free schools - special"),
            EstablishmentType::classify("36", "")
        );
    }

    #[test]
    fn a_type_that_nobody_knows_is_skipped_under_its_own_name() {
        assert_eq!(
            EstablishmentType::classify("77", "Floating school"),
            Classified::NotASchool("Unknown type: Floating school".to_owned())
        );
        assert_eq!(
            EstablishmentType::classify("77", ""),
            Classified::NotASchool("Unknown type: code 77".to_owned())
        );
        assert_eq!(EstablishmentType::classify(" ", ""), Classified::Untold);
    }
}

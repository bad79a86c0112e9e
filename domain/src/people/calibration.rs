//! Calibration: before a first visit a reviewer rates a fictional school's pack and then sees the own levels beside
//! reference levels with their reasons. Nothing is passed or failed.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::forms::{FieldErrors, RawForm, Reader};
use crate::framework::Level;

/// A fictional school's pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Pack {
    /// What names this version of the pack.
    pub key: String,
    /// The school's name.
    pub school: String,
    /// What the school is like, in a few sentences.
    pub about: String,
    /// What was found, by strand.
    pub strands: Vec<PackStrand>,
}

/// What the pack has for one strand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PackStrand {
    /// The strand's code in the framework "Five principles".
    pub code: String,
    /// The reference level, 1 to 4.
    pub level: u8,
    /// What was read, seen and heard.
    pub evidence: Vec<PackEvidence>,
    /// Why the reference level fits.
    pub reason: String,
    /// Why the level beside it does not.
    pub not: String,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PackEvidence {
    /// Its kind, as people read it.
    pub kind: String,
    /// What it shows.
    pub text: String,
}

/// The pack that comes with the program.
///
/// # Errors
/// In words, if the file that comes with the program cannot be read.
pub fn pack() -> Result<Pack, String> {
    toml::from_str(include_str!("../../data/calibration.toml")).map_err(|e| e.to_string())
}

/// The form's field for a strand. A dot in an id would need escaping in a link to it.
#[must_use]
pub fn field(code: &str) -> String {
    format!("level-{}", code.replace('.', "-"))
}

/// Reads a level for every strand of the pack.
///
/// # Errors
/// Beside every strand without one.
pub fn read(form: &RawForm, pack: &Pack) -> Result<BTreeMap<String, u8>, FieldErrors> {
    let mut reader = Reader::new(form);
    let mut levels = BTreeMap::new();
    for strand in &pack.strands {
        let field = field(&strand.code);
        let most = u8::try_from(Level::COUNT).unwrap_or(u8::MAX);
        match form.get(&field).parse::<u8>() {
            Ok(level) if (1..=most).contains(&level) => {
                levels.insert(strand.code.clone(), level);
            }
            _ => reader.error(&field, format!("Choose a level for strand {}", strand.code)),
        }
    }
    reader.finish(Some(levels))
}

/// How many of the own levels are the reference's, and how many are more than one level away.
#[must_use]
pub fn compared(pack: &Pack, levels: &BTreeMap<String, u8>) -> (usize, usize) {
    let away = |strand: &PackStrand| Some(levels.get(&strand.code)?.abs_diff(strand.level));
    let away: Vec<u8> = pack.strands.iter().filter_map(away).collect();
    let same = away.iter().filter(|by| **by == 0).count();
    (same, away.iter().filter(|by| **by > 1).count())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    #[test]
    fn the_pack_has_one_strand_of_each_principle_with_several_kinds_of_evidence() {
        let (pack, framework) = (pack().unwrap(), parse(FIVE_PRINCIPLES).unwrap());
        let codes: Vec<&str> = pack.strands.iter().map(|s| s.code.as_str()).collect();
        for (principle, code) in framework.principles.iter().zip(&codes) {
            assert!(
                principle
                    .strands
                    .iter()
                    .any(|s| s.code.to_string() == *code)
            );
        }
        assert_eq!(codes.len(), framework.principles.len());
        for strand in &pack.strands {
            assert!((1..=4).contains(&strand.level));
            let kinds: std::collections::BTreeSet<&str> =
                strand.evidence.iter().map(|e| e.kind.as_str()).collect();
            assert!(kinds.len() >= 4, "{}", strand.code);
            assert!(!strand.reason.is_empty() && !strand.not.is_empty());
        }
        let levels: std::collections::BTreeSet<u8> = pack.strands.iter().map(|s| s.level).collect();
        assert_eq!(
            levels.len(),
            4,
            "every level is there to be told from the others"
        );
    }

    #[test]
    fn every_strand_needs_a_level_and_only_levels_of_the_framework_are_taken() {
        let pack = pack().unwrap();
        let mut form = RawForm::default();
        for strand in &pack.strands {
            form.set(&field(&strand.code), "3");
        }
        let levels = read(&form, &pack).unwrap();
        assert_eq!(levels.len(), 5);
        // References are 3, 2, 1, 4 and 2: one is the same, and one is two away.
        assert_eq!(compared(&pack, &levels), (1, 1));
        form.set("level-1-1", "5");
        form.set("level-5-2", "");
        let errors = read(&form, &pack).unwrap_err();
        assert!(errors.get("level-1-1").is_some() && errors.get("level-5-2").is_some());
        assert_eq!(errors.items().len(), 2);
    }
}

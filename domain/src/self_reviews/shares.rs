//! Who writes which strand: the form by which the head gives strands to people, all at once.
//!
//! A strand has one person or nobody. It says who is to write, and takes nothing from anybody: every contributor may
//! edit every strand all the same, since schools help each other out and the head should not have to ask.

use crate::forms::{FieldErrors, RawForm, Reader};
use crate::framework::{Framework, StrandCode};
use crate::ids::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// The name of a strand's field: `person-1-1`.
pub fn share_field(code: StrandCode) -> String {
    format!("person-{}-{}", code.principle(), code.strand())
}

/// Reads the form: for each strand that is given to somebody, to whom. `may` are the people who can have one; whoever
/// is not among them (any more) is refused beside the strand.
pub fn parse_shares(
    raw: &RawForm,
    framework: &Framework,
    may: &BTreeSet<PersonId>,
) -> Result<BTreeMap<StrandCode, PersonId>, FieldErrors> {
    let mut reader = Reader::new(raw);
    let mut out = BTreeMap::new();
    for strand in framework.strands() {
        let field = share_field(strand.code);
        let wrong = "Choose somebody who contributes to the self-review";
        match reader.optional_parsed::<PersonId>(&field, wrong) {
            Some(person) if may.contains(&person) => {
                out.insert(strand.code, person);
            }
            Some(_) => reader.error(&field, wrong),
            None => {}
        }
    }
    reader.finish(Some(out))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    #[test]
    fn a_strand_goes_to_somebody_of_the_school_or_to_nobody() {
        let five = parse(FIVE_PRINCIPLES).unwrap();
        let may: BTreeSet<PersonId> = ["head1", "contrib1"].map(|p| p.parse().unwrap()).into();
        let form = |value: &str| {
            RawForm::new(vec![
                ("person-1-1".into(), value.into()),
                ("person-2-1".into(), "head1".into()),
                ("person-9-9".into(), "head1".into()),
            ])
        };
        let given = parse_shares(&form("contrib1"), &five, &may).unwrap();
        assert_eq!(given.len(), 2);
        assert_eq!(given[&"1.1".parse().unwrap()].as_str(), "contrib1");
        assert_eq!(parse_shares(&form(""), &five, &may).unwrap().len(), 1);
        for stranger in ["head2", "not an id", "⟨x⟩"] {
            let errors = parse_shares(&form(stranger), &five, &may).unwrap_err();
            assert!(errors.get("person-1-1").is_some(), "{stranger}");
        }
    }
}

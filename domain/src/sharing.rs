//! The ledger of sharing: with whom the head of a school has shared its final report, since when, why, and when it
//! was taken back.
//!
//! Whom the cycle's policy names is not in the ledger: the school accepted that before the cycle began, and it cannot
//! be taken back. Who has read a report is not kept anywhere.

use crate::forms::{FieldErrors, RawForm, Reader, SHORT_TEXT};
use crate::visibility::Audience;
use std::collections::BTreeSet;

/// One more audience, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareForm {
    /// With whom.
    pub audience: Audience,
    /// Why: one line.
    pub reason: String,
}

impl ShareForm {
    /// Reads the form. `open` are the audiences that can be added: not the cycle's, not those already added.
    ///
    /// # Errors
    /// Every field that is not right, by name.
    pub fn parse(raw: &RawForm, open: &BTreeSet<Audience>) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let audience =
            reader.parsed::<Audience>("audience", "Choose with whom to share the report");
        if audience.is_some_and(|a| !open.contains(&a)) {
            reader.error(
                "audience",
                "They can read the report already. Choose somebody else",
            );
        }
        let reason = reader.line("reason", "Say why you share it");
        reader.finish(audience.map(|audience| Self { audience, reason }))
    }
}

/// Most characters of a reason.
pub const REASON: usize = SHORT_TEXT;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form(audience: &str, reason: &str) -> RawForm {
        let mut raw = RawForm::default();
        raw.set("audience", audience);
        raw.set("reason", reason);
        raw
    }

    #[test]
    fn only_who_cannot_read_it_yet_can_be_added_and_with_a_reason() {
        let open = BTreeSet::from([Audience::Governors]);
        let parse = |a: &str, r: &str| ShareForm::parse(&form(a, r), &open);
        assert_eq!(
            parse("governors", " For  the meeting ").unwrap(),
            ShareForm {
                audience: Audience::Governors,
                reason: "For the meeting".into()
            }
        );
        assert!(parse("governors", " ").unwrap_err().get("reason").is_some());
        for audience in ["coordinator", "everybody", ""] {
            let errors = parse(audience, "x").unwrap_err();
            assert!(errors.get("audience").is_some(), "{audience}");
        }
    }
}

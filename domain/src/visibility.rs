//! The visibility policy of a cycle: who may read a final report, in data and in the words that each school accepts.
//!
//! A school may widen the sharing of its own report later; nobody else can (domain.md, source 2). The words live here,
//! and not with the screens, because they are what a headteacher agrees to and are stored with the agreement.

use std::collections::BTreeSet;
use std::str::FromStr;

/// A group that may read a final report beside the school's head and contributors and, until the review closes, the
/// team that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The partnership's coordinators.
    Coordinator,
    /// Headteachers of the other schools in the partnership.
    PartnershipHeads,
    /// Leads of the school's local authority.
    LaLead,
    /// Leads of the school's trust.
    TrustLead,
    /// Governors of the school.
    Governors,
}

impl Audience {
    /// All audiences, in the order of screens.
    pub const ALL: [Self; 5] = [
        Self::Coordinator,
        Self::PartnershipHeads,
        Self::LaLead,
        Self::TrustLead,
        Self::Governors,
    ];

    /// The audience as stored and as a form value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::PartnershipHeads => "partnership_heads",
            Self::LaLead => "la_lead",
            Self::TrustLead => "trust_lead",
            Self::Governors => "governors",
        }
    }

    /// The audience in words, to follow "the report can be read by".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Coordinator => "the coordinators of the partnership",
            Self::PartnershipHeads => "the headteachers of the other schools in the partnership",
            Self::LaLead => "the inclusion lead of the local authority",
            Self::TrustLead => "the inclusion lead of the school's trust",
            Self::Governors => "the governors of the school",
        }
    }
}

/// The text names no audience.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an audience")]
pub struct UnknownAudience;

impl FromStr for Audience {
    type Err = UnknownAudience;
    fn from_str(text: &str) -> Result<Self, UnknownAudience> {
        Self::ALL
            .into_iter()
            .find(|a| a.as_str() == text)
            .ok_or(UnknownAudience)
    }
}

/// The policy in words, one sentence an item, as shown before a school accepts and stored with its agreement.
pub fn in_words(audiences: &BTreeSet<Audience>) -> Vec<String> {
    let mut words = vec![
        "Your self-review is yours. The review team reads it from the day the pack is released until the review closes."
            .to_owned(),
        "The team's notes are seen by the team only.".to_owned(),
        "The report belongs to your school. Until it is final, only those who make it see it, and you when you check it for accuracy."
            .to_owned(),
    ];
    if audiences.is_empty() {
        words.push("Nobody else reads the final report unless you share it.".to_owned());
    } else {
        let named: Vec<&str> = audiences.iter().map(|a| a.in_words()).collect();
        words.push(format!(
            "When it is final, the report can also be read by {}.",
            list(&named)
        ));
        words.push(
            "You can share it with more people later. Nobody can do that for you.".to_owned(),
        );
    }
    words.push(
        "Coordinators and the local authority see how far each school has got and what is late, never the text of a draft."
            .to_owned(),
    );
    words
}

/// "a", "a and b", "a, b and c".
pub fn list(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_name_every_audience_of_the_policy_and_no_other() {
        for audience in Audience::ALL {
            let text = in_words(&BTreeSet::from([audience])).join(" ");
            for other in Audience::ALL {
                assert_eq!(
                    text.contains(other.in_words()),
                    other == audience,
                    "{other:?}"
                );
            }
        }
        assert!(in_words(&BTreeSet::new()).join(" ").contains("Nobody else"));
    }
}

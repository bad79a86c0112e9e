//! Forms by which people are invited, roles are given and ended, and the own name is changed.
//!
//! Whether the role may be given is decided by `policy`; whether the person exists already, by the caller.

use super::HeldRole;
use crate::forms::{FieldErrors, RawForm, Reader};
use chrono::{Days, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// What is said beside an address that cannot be one.
pub const WRONG_ADDRESS: &str =
    "Enter an e-mail address in the correct format, like name@example.org";

/// An e-mail address in lower case. Whether it exists shows only when mail is delivered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// The text cannot be an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address: use the format name@example.org")]
pub struct InvalidEmailAddress;

impl EmailAddress {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    /// Takes what relays take without quoting: `name@host.domain`. Lengths from RFC 5321, section 4.5.3.1.
    fn from_str(text: &str) -> Result<Self, InvalidEmailAddress> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.rsplit_once('@').ok_or(InvalidEmailAddress)?;
        let name_is_right = !name.is_empty()
            && name.len() <= 64
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains("..")
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        let label_is_right = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let host_is_right =
            host.contains('.') && host.len() <= 253 && host.split('.').all(label_is_right);
        if name_is_right && host_is_right && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err(InvalidEmailAddress)
        }
    }
}

/// Who is invited, and on what ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The name, for a person who is new here; who is known keeps the own name.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
    /// Why, in the inviter's words; the person reads it.
    pub ground: String,
}

/// What stands in place of a ground that nobody gave.
pub const NO_GROUND: &str = "By invitation";

/// Reads the fields `name`, `email` and `ground`; errors go into the reader.
pub fn read_invitee(reader: &mut Reader<'_>) -> Option<Invitee> {
    let name = reader.line("name", "Enter the person's name");
    let email = read_address(reader);
    let ground = read_ground(reader);
    Some(Invitee {
        name,
        email: email?,
        ground,
    })
}

/// Reads the field `email`.
pub fn read_address(reader: &mut Reader<'_>) -> Option<EmailAddress> {
    let typed = reader.line("email", "Enter an e-mail address");
    if typed.is_empty() {
        return None;
    }
    reader.parsed("email", WRONG_ADDRESS)
}

/// Reads the field `ground`, which may be empty.
pub fn read_ground(reader: &mut Reader<'_>) -> String {
    let ground = reader.optional_line("ground");
    if ground.is_empty() {
        NO_GROUND.to_owned()
    } else {
        ground
    }
}

/// Reads the last day of a role (`until-day` and so on). The day before the role began takes it away as if it had
/// never counted; an earlier one makes no sense.
pub fn read_last_day(form: &RawForm, held: &HeldRole) -> Result<NaiveDate, FieldErrors> {
    let mut reader = Reader::new(form);
    let until = reader.date("until", "the last day of the role");
    let earliest = held.from.checked_sub_days(Days::new(1));
    if until.is_some() && until < earliest {
        reader.error(
            "until-day",
            format!(
                "The role began on {}. Its last day must not be earlier than the day before that",
                held.from.format("%-d %B %Y")
            ),
        );
    }
    reader.finish(until)
}

/// Reads the own name.
pub fn read_name(form: &RawForm) -> Result<String, FieldErrors> {
    let mut reader = Reader::new(form);
    let name = reader.line("name", "Enter your name");
    if name.chars().count() > 100 {
        reader.error("name", "Your name must be 100 characters or fewer");
    }
    reader.finish(Some(name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::forms::set_date;
    use crate::people::Role;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_taken_in_lower_case_and_what_no_relay_takes_is_refused() {
        for (typed, taken) in [
            (" Head@School.Example.ORG ", "head@school.example.org"),
            ("o'brien+x@st-marys.sch.uk", "o'brien+x@st-marys.sch.uk"),
            ("a@b.co", "a@b.co"),
        ] {
            assert_eq!(typed.parse::<EmailAddress>().unwrap().as_str(), taken);
        }
        let long = format!("{}@example.org", "x".repeat(65));
        for bad in [
            "",
            "x",
            "@example.org",
            "x@",
            "x@localhost",
            "x@.org",
            "x@example.",
            "x@-a.org",
            "a b@example.org",
            "a@b@example.org",
            "a@exa mple.org",
            "<a@example.org>",
            "a@example.org\r\nBcc: b@example.org",
            "a,b@example.org",
            ".a@example.org",
            "a..b@example.org",
            &long,
        ] {
            assert_eq!(
                bad.parse::<EmailAddress>(),
                Err(InvalidEmailAddress),
                "{bad:?}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn an_address_never_holds_what_could_break_a_mail_header(text in ".{0,40}@.{0,20}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                prop_assert!(!address.as_str().chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;:\"".contains(c)));
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
            }
        }
    }

    #[test]
    fn a_role_can_be_taken_away_as_if_never_given_but_not_end_before_that() {
        let day = |d| NaiveDate::from_ymd_opt(2027, 1, d).unwrap();
        let held = HeldRole {
            id: "r".parse().unwrap(),
            role: Role::Administrator,
            from: day(11),
            until: None,
            why: String::new(),
        };
        let last = |d| {
            let mut form = RawForm::default();
            set_date(&mut form, "until", Some(day(d)));
            read_last_day(&form, &held)
        };
        assert_eq!(last(10), Ok(day(10)));
        assert_eq!(last(31), Ok(day(31)));
        assert!(
            last(9)
                .unwrap_err()
                .get("until-day")
                .unwrap()
                .contains("11 January 2027")
        );
    }
}

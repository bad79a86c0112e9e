//! People, the dated roles they hold, and the actor: who is asking, on which day.
//!
//! Holds no decision about what a role may do: that is `policy` alone.

pub mod calibration;
pub mod invitation;
mod kinds;
pub mod reviewer;

pub use kinds::{PlaceKind, RoleKind};

use crate::ids::{LaCode, PartnershipId, PersonId, RoleId, SchoolId, TrustId};
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// A role with its scope (domain.md, "Who may do what"). Reviewer is not among them: it is a profile, and a
/// reviewer's rights come from the teams that the person belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// People, registers, imports, settings; not a school's content.
    Administrator,
    /// Runs the cycles of one partnership.
    Coordinator(PartnershipId),
    /// Everything for the own school.
    Headteacher(SchoolId),
    /// Drafts for the own school (SENCO and others).
    Contributor(SchoolId),
    /// Reads what the head shares.
    Governor(SchoolId),
    /// Watches coverage and states in one local authority.
    LaLead(LaCode),
    /// The same for a trust's schools.
    TrustLead(TrustId),
}

impl Role {
    /// The role's name without its scope, as stored and as written on the command line.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coordinator(_) => "coordinator",
            Self::Headteacher(_) => "headteacher",
            Self::Contributor(_) => "contributor",
            Self::Governor(_) => "governor",
            Self::LaLead(_) => "la-lead",
            Self::TrustLead(_) => "trust-lead",
        }
    }

    /// The id of the partnership, school, local authority or trust; empty for an administrator.
    pub fn scope(&self) -> &str {
        match self {
            Self::Administrator => "",
            Self::Coordinator(id) => id.as_str(),
            Self::Headteacher(id) | Self::Contributor(id) | Self::Governor(id) => id.as_str(),
            Self::LaLead(code) => code.as_str(),
            Self::TrustLead(id) => id.as_str(),
        }
    }

    /// Puts a stored kind and scope together again.
    pub fn from_parts(kind: &str, scope: &str) -> Result<Self, UnknownRole> {
        let role = match kind {
            "administrator" if scope.is_empty() => Self::Administrator,
            "coordinator" => Self::Coordinator(scope.parse().map_err(|_| UnknownRole)?),
            "headteacher" => Self::Headteacher(scope.parse().map_err(|_| UnknownRole)?),
            "contributor" => Self::Contributor(scope.parse().map_err(|_| UnknownRole)?),
            "governor" => Self::Governor(scope.parse().map_err(|_| UnknownRole)?),
            "la-lead" => Self::LaLead(scope.parse().map_err(|_| UnknownRole)?),
            "trust-lead" => Self::TrustLead(scope.parse().map_err(|_| UnknownRole)?),
            _ => return Err(UnknownRole),
        };
        Ok(role)
    }
}

/// The text names no role, or names one without the scope that it needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a role: use administrator, coordinator:PARTNERSHIP, headteacher:URN, contributor:URN, governor:URN, la-lead:CODE or trust-lead:ID"
)]
pub struct UnknownRole;

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope() {
            "" => f.write_str(self.kind()),
            scope => write!(f, "{}:{scope}", self.kind()),
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    /// Reads `ROLE` or `ROLE:SCOPE`, as on the command line.
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let (kind, scope) = text.split_once(':').unwrap_or((text, ""));
        Self::from_parts(kind.trim(), scope.trim())
    }
}

/// A role as a person holds it: from a day, perhaps until one, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The record of this grant.
    pub id: RoleId,
    /// What is held.
    pub role: Role,
    /// First day on which it counts.
    pub from: NaiveDate,
    /// Last day on which it counts; open when none.
    pub until: Option<NaiveDate>,
    /// Who gave it, and on what ground, in words.
    pub why: String,
}

impl HeldRole {
    /// True when the role counts on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Who asks, with the roles that count today. Made once a request from the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The roles that count on the day of the request.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Takes of `held` what counts on `today`.
    pub fn new(person: PersonId, held: &[HeldRole], today: NaiveDate) -> Self {
        let roles = held
            .iter()
            .filter(|h| h.holds_on(today))
            .map(|h| h.role.clone())
            .collect();
        Self { person, roles }
    }

    /// True when the actor holds exactly this role.
    pub fn holds(&self, role: &Role) -> bool {
        self.roles.contains(role)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reads_back_as_it_was_written() {
        for text in [
            "administrator",
            "coordinator:p1",
            "headteacher:100001",
            "contributor:100001",
            "governor:100001",
            "la-lead:873",
            "trust-lead:5001",
        ] {
            assert_eq!(text.parse::<Role>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "head",
            "coordinator",
            "administrator:x",
            "headteacher:../x",
        ] {
            assert!(bad.parse::<Role>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_role_counts_from_its_first_to_its_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let held = HeldRole {
            id: "r1".parse().unwrap(),
            role: Role::Administrator,
            from: day(10),
            until: Some(day(12)),
            why: String::new(),
        };
        assert_eq!(
            [9, 10, 12, 13].map(|d| held.holds_on(day(d))),
            [false, true, true, false]
        );
    }
}

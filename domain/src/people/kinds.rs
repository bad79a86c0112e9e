//! The kinds of role, what each needs as its scope, and the words in which mails, screens and the command line name
//! them. Holds no decision about what a role may do.

use super::{Role, UnknownRole};
use std::str::FromStr;

/// What a role's scope names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A partnership, by its id.
    Partnership,
    /// A school, by its id.
    School,
    /// A local authority, by its code.
    LocalAuthority,
    /// A trust, by its group id.
    Trust,
}

impl PlaceKind {
    /// The noun, without an article.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Partnership => "partnership",
            Self::School => "school",
            Self::LocalAuthority => "local authority",
            Self::Trust => "trust",
        }
    }
}

/// A role without its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKind {
    /// See [`Role::Administrator`].
    Administrator,
    /// See [`Role::Coordinator`].
    Coordinator,
    /// See [`Role::Headteacher`].
    Headteacher,
    /// See [`Role::Contributor`].
    Contributor,
    /// See [`Role::Governor`].
    Governor,
    /// See [`Role::LaLead`].
    LaLead,
    /// See [`Role::TrustLead`].
    TrustLead,
}

impl RoleKind {
    /// Every kind, in the order of screens.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::Coordinator,
        Self::Headteacher,
        Self::Contributor,
        Self::Governor,
        Self::LaLead,
        Self::TrustLead,
    ];

    /// The kind as stored, as a form value and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Coordinator => "coordinator",
            Self::Headteacher => "headteacher",
            Self::Contributor => "contributor",
            Self::Governor => "governor",
            Self::LaLead => "la-lead",
            Self::TrustLead => "trust-lead",
        }
    }

    /// The kind as a heading or in a table.
    pub fn title(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Coordinator => "Coordinator",
            Self::Headteacher => "Headteacher",
            Self::Contributor => "Contributor",
            Self::Governor => "Governor",
            Self::LaLead => "Local authority lead",
            Self::TrustLead => "Trust lead",
        }
    }

    /// What somebody in this role does, in one sentence.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Administrator => {
                "Looks after people, the register of schools and settings. Does not read what schools write."
            }
            Self::Coordinator => {
                "Runs the cycles of one partnership: schools, dates, teams, reminders."
            }
            Self::Headteacher => {
                "Does everything for one school: agreement, self-review, accuracy check, plan."
            }
            Self::Contributor => "Drafts for one school, such as a SENCO. The headteacher submits.",
            Self::Governor => "Reads what the headteacher shares.",
            Self::LaLead => "Sees how far the schools of one local authority have got.",
            Self::TrustLead => "Sees how far the schools of one trust have got.",
        }
    }

    /// What the scope of this kind names; none for an administrator.
    pub fn place(self) -> Option<PlaceKind> {
        match self {
            Self::Administrator => None,
            Self::Coordinator => Some(PlaceKind::Partnership),
            Self::Headteacher | Self::Contributor | Self::Governor => Some(PlaceKind::School),
            Self::LaLead => Some(PlaceKind::LocalAuthority),
            Self::TrustLead => Some(PlaceKind::Trust),
        }
    }

    /// The role of this kind with a scope's id; empty for an administrator.
    pub fn with_scope(self, scope: &str) -> Result<Role, UnknownRole> {
        Role::from_parts(self.as_str(), scope)
    }

    /// The role to follow "as": "headteacher of Ashby Primary School". `place` is the name of what the scope names.
    pub fn in_words(self, place: &str) -> String {
        match self {
            Self::Administrator => "an administrator".to_owned(),
            Self::Coordinator => format!("a coordinator of {place}"),
            Self::Headteacher => format!("headteacher of {place}"),
            Self::Contributor => format!("a contributor for {place}"),
            Self::Governor => format!("a governor of {place}"),
            Self::LaLead | Self::TrustLead => format!("inclusion lead for {place}"),
        }
    }
}

impl FromStr for RoleKind {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|k| k.as_str() == text)
            .ok_or(UnknownRole)
    }
}

impl Role {
    /// The role without its scope.
    pub fn role_kind(&self) -> RoleKind {
        match self {
            Self::Administrator => RoleKind::Administrator,
            Self::Coordinator(_) => RoleKind::Coordinator,
            Self::Headteacher(_) => RoleKind::Headteacher,
            Self::Contributor(_) => RoleKind::Contributor,
            Self::Governor(_) => RoleKind::Governor,
            Self::LaLead(_) => RoleKind::LaLead,
            Self::TrustLead(_) => RoleKind::TrustLead,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_makes_the_role_that_it_names_and_no_scope_is_lost() {
        for kind in RoleKind::ALL {
            let scope = if kind.place().is_some() { "901" } else { "" };
            let role = kind.with_scope(scope).unwrap();
            assert_eq!(role.role_kind(), kind);
            assert_eq!((role.kind(), role.scope()), (kind.as_str(), scope));
            assert_eq!(kind.as_str().parse::<RoleKind>().unwrap(), kind);
        }
    }

    #[test]
    fn a_role_that_needs_a_place_is_not_made_without_one() {
        for kind in RoleKind::ALL.into_iter().filter(|k| k.place().is_some()) {
            assert!(kind.with_scope("").is_err(), "{kind:?}");
        }
        assert!(RoleKind::Administrator.with_scope("s1").is_err());
    }
}

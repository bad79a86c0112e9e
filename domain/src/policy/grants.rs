//! Which roles the permit to invite covers. Administrators give any role; coordinators and headteachers only those
//! that lie within their own partnership or school. The same goes for ending them.

use super::{PartnershipFacts, SchoolFacts};
use crate::people::Role;

/// True when who may invite to the partnership may give and end this role: its coordinators, and heads and
/// contributors of schools that are members today.
pub fn may_be_given_in_partnership(role: &Role, f: &PartnershipFacts) -> bool {
    match role {
        Role::Coordinator(partnership) => *partnership == f.id,
        Role::Headteacher(school) | Role::Contributor(school) => f.schools.contains(school),
        Role::Administrator | Role::Governor(_) | Role::LaLead(_) | Role::TrustLead(_) => false,
    }
}

/// True when who may invite to the school may give and end this role: its contributors and governors. A head does not
/// name another head.
pub fn may_be_given_in_school(role: &Role, f: &SchoolFacts) -> bool {
    match role {
        Role::Contributor(school) | Role::Governor(school) => *school == f.id,
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gives_a_role_outside_the_own_partnership_or_school() {
        let partnership = PartnershipFacts {
            id: "p1".parse().unwrap(),
            version: 1,
            schools: ["s1".parse().unwrap(), "s2".parse().unwrap()].into(),
        };
        let school = SchoolFacts {
            id: "s1".parse().unwrap(),
            la: "901".parse().unwrap(),
            trust: None,
            partnerships: ["p1".parse().unwrap()].into(),
        };
        let given = |text: &str| {
            let role: Role = text.parse().unwrap();
            (
                may_be_given_in_partnership(&role, &partnership),
                may_be_given_in_school(&role, &school),
            )
        };
        for (role, expected) in [
            ("administrator", (false, false)),
            ("coordinator:p1", (true, false)),
            ("coordinator:p2", (false, false)),
            ("headteacher:s1", (true, false)),
            ("headteacher:s9", (false, false)),
            ("contributor:s1", (true, true)),
            ("contributor:s2", (true, false)),
            ("contributor:s9", (false, false)),
            ("governor:s1", (false, true)),
            ("governor:s2", (false, false)),
            ("la-lead:901", (false, false)),
            ("trust-lead:t1", (false, false)),
        ] {
            assert_eq!(given(role), expected, "{role}");
        }
    }
}

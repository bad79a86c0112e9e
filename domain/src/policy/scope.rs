//! Scopes: what of a kind of record an actor may find in a list. A list in `store` takes a scope; there is no other
//! way to list.

use crate::ids::{LaCode, PartnershipId, PersonId, SchoolId, TrustId};
use crate::people::{Actor, Role};

/// Which reviews an actor finds in lists. A review is in scope when any of these names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewScope {
    everything: bool,
    partnerships: Vec<PartnershipId>,
    schools: Vec<SchoolId>,
    las: Vec<LaCode>,
    trusts: Vec<TrustId>,
    team: Option<PersonId>,
}

impl ReviewScope {
    /// True for the operator's jobs and administrators: all reviews.
    pub fn everything(&self) -> bool {
        self.everything
    }
    /// Reviews of these partnerships.
    pub fn partnerships(&self) -> &[PartnershipId] {
        &self.partnerships
    }
    /// Reviews of these schools.
    pub fn schools(&self) -> &[SchoolId] {
        &self.schools
    }
    /// Reviews of schools in these local authorities.
    pub fn las(&self) -> &[LaCode] {
        &self.las
    }
    /// Reviews of schools in these trusts.
    pub fn trusts(&self) -> &[TrustId] {
        &self.trusts
    }
    /// Reviews in whose team this person is.
    pub fn team(&self) -> Option<&PersonId> {
        self.team.as_ref()
    }
    /// Every review, for jobs that act for nobody (reminders, checks). Not reachable from a request's actor.
    pub fn for_jobs() -> Self {
        Self {
            everything: true,
            partnerships: vec![],
            schools: vec![],
            las: vec![],
            trusts: vec![],
            team: None,
        }
    }
}

/// The reviews that `actor` may find in lists.
pub fn review_scope(actor: &Actor) -> ReviewScope {
    let mut scope = ReviewScope {
        everything: actor.holds(&Role::Administrator),
        partnerships: vec![],
        schools: vec![],
        las: vec![],
        trusts: vec![],
        team: Some(actor.person.clone()),
    };
    for role in &actor.roles {
        match role {
            Role::Coordinator(id) => scope.partnerships.push(id.clone()),
            Role::Headteacher(id) | Role::Contributor(id) => scope.schools.push(id.clone()),
            Role::LaLead(code) => scope.las.push(code.clone()),
            Role::TrustLead(id) => scope.trusts.push(id.clone()),
            Role::Administrator | Role::Governor(_) => {}
        }
    }
    scope
}

/// The reviews of the schools that `actor` governs. Of these a governor finds only what the headteacher has shared: the
/// caller asks the policy about each.
pub fn governed_scope(actor: &Actor) -> ReviewScope {
    let schools = actor.roles.iter().filter_map(|role| match role {
        Role::Governor(id) => Some(id.clone()),
        _ => None,
    });
    ReviewScope {
        everything: false,
        partnerships: vec![],
        schools: schools.collect(),
        las: vec![],
        trusts: vec![],
        team: None,
    }
}

/// Which partnerships an actor finds in lists: all, or those named or having one of the schools as a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipScope {
    everything: bool,
    partnerships: Vec<PartnershipId>,
    schools: Vec<SchoolId>,
}

impl PartnershipScope {
    /// True when all partnerships are in scope.
    pub fn everything(&self) -> bool {
        self.everything
    }
    /// These partnerships.
    pub fn partnerships(&self) -> &[PartnershipId] {
        &self.partnerships
    }
    /// Partnerships that have one of these schools as a member.
    pub fn schools(&self) -> &[SchoolId] {
        &self.schools
    }
}

/// The partnerships that `actor` may find in lists.
pub fn partnership_scope(actor: &Actor) -> PartnershipScope {
    let mut scope = PartnershipScope {
        everything: actor.holds(&Role::Administrator),
        partnerships: vec![],
        schools: vec![],
    };
    for role in &actor.roles {
        match role {
            Role::Coordinator(id) => scope.partnerships.push(id.clone()),
            Role::Headteacher(id) | Role::Contributor(id) | Role::Governor(id) => {
                scope.schools.push(id.clone())
            }
            _ => {}
        }
    }
    scope
}

/// Which cycles an actor finds in lists: those of the partnerships in scope; drafts only for their coordinators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleScope {
    partnerships: PartnershipScope,
}

impl CycleScope {
    /// The partnerships whose launched cycles are in scope.
    pub fn partnerships(&self) -> &PartnershipScope {
        &self.partnerships
    }
    /// The partnerships whose drafts are in scope too.
    pub fn drafts_of(&self) -> &[PartnershipId] {
        &self.partnerships.partnerships
    }
}

/// The cycles that `actor` may find in lists.
pub fn cycle_scope(actor: &Actor) -> CycleScope {
    CycleScope {
        partnerships: partnership_scope(actor),
    }
}

/// The areas that an actor watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaScope {
    las: Vec<LaCode>,
    trusts: Vec<TrustId>,
}

impl AreaScope {
    /// Local authorities.
    pub fn las(&self) -> &[LaCode] {
        &self.las
    }
    /// Trusts.
    pub fn trusts(&self) -> &[TrustId] {
        &self.trusts
    }
}

/// The areas that `actor` watches.
pub fn area_scope(actor: &Actor) -> AreaScope {
    let mut scope = AreaScope {
        las: vec![],
        trusts: vec![],
    };
    for role in &actor.roles {
        match role {
            Role::LaLead(code) => scope.las.push(code.clone()),
            Role::TrustLead(id) => scope.trusts.push(id.clone()),
            _ => {}
        }
    }
    scope
}

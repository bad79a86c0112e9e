//! Rules for partnerships, schools, areas and the site as a whole.

use super::Denied;
use crate::ids::{LaCode, PartnershipId, SchoolId, TrustId};
use crate::people::{Actor, Role};
use std::collections::BTreeSet;

super::actions! {
    /// What can be done to a partnership.
    PartnershipAction, PartnershipMarker, partnership {
        /// See its name, vision and schools.
        SeePartnership,
        /// Change name and vision.
        EditPartnership,
        /// Add schools, and say when they leave.
        ManageMembers,
        /// Invite coordinators, heads and reviewers.
        InviteToPartnership,
        /// See who holds which role in it.
        SeePeople,
        /// Set up a cycle.
        CreateCycle,
    }
}

super::actions! {
    /// What can be done for a school outside its reviews.
    SchoolAction, SchoolMarker, school {
        /// See what the public register says of it.
        SeeSchool,
        /// Invite contributors and governors.
        InviteToSchool,
        /// See who holds which role at it.
        SeeSchoolPeople,
    }
}

super::actions! {
    /// What concerns the whole site.
    SiteAction, SiteMarker, site {
        /// Import the register of schools.
        ImportRegister,
        /// Give and end roles, invite anybody.
        ManagePeople,
        /// See the messages and the delivery log.
        SeeMessages,
        /// Import and publish framework files.
        ManageFrameworks,
        /// Read and export framework versions.
        SeeFrameworks,
        /// Set up a partnership.
        CreatePartnership,
        /// Search the register of schools.
        SearchSchools,
        /// See at which visits the safeguarding protocol was started, and when.
        SeeConcerns,
    }
}

super::actions! {
    /// What can be done for a local authority or a trust.
    AreaAction, AreaMarker, area {
        /// See coverage, states and overdue counts.
        SeeArea,
    }
}

/// What the policy needs to know of a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipFacts {
    /// The partnership.
    pub id: PartnershipId,
    /// Its version.
    pub version: u32,
    /// Schools that are members today.
    pub schools: BTreeSet<SchoolId>,
}

/// What the policy needs to know of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolFacts {
    /// The school.
    pub id: SchoolId,
    /// Its local authority.
    pub la: LaCode,
    /// Its trust.
    pub trust: Option<TrustId>,
    /// Partnerships it belongs to today.
    pub partnerships: BTreeSet<PartnershipId>,
}

pub(super) fn decide_partnership(
    actor: &Actor,
    action: PartnershipAction,
    f: &PartnershipFacts,
) -> Result<(), Denied> {
    use PartnershipAction as A;
    let administrator = actor.holds(&Role::Administrator);
    let coordinator = actor.holds(&Role::Coordinator(f.id.clone()));
    let of_a_school = actor.roles.iter().any(|r| match r {
        Role::Headteacher(s) | Role::Contributor(s) | Role::Governor(s) => f.schools.contains(s),
        _ => false,
    });
    let allowed = match action {
        A::SeePartnership => administrator || coordinator || of_a_school,
        A::EditPartnership | A::ManageMembers | A::InviteToPartnership | A::SeePeople => {
            administrator || coordinator
        }
        A::CreateCycle => coordinator,
    };
    match (allowed, administrator || coordinator || of_a_school) {
        (true, _) => Ok(()),
        (false, true) => Err(Denied::NotYours),
        (false, false) => Err(Denied::Hidden),
    }
}

pub(super) fn decide_school(
    actor: &Actor,
    action: SchoolAction,
    f: &SchoolFacts,
) -> Result<(), Denied> {
    let own_head = actor.holds(&Role::Headteacher(f.id.clone()));
    let manages = own_head
        || actor.holds(&Role::Administrator)
        || f.partnerships
            .iter()
            .any(|p| actor.holds(&Role::Coordinator(p.clone())));
    match action {
        // What the register says is public; it is shown to everybody who has signed in.
        SchoolAction::SeeSchool => Ok(()),
        SchoolAction::InviteToSchool | SchoolAction::SeeSchoolPeople if manages => Ok(()),
        SchoolAction::InviteToSchool | SchoolAction::SeeSchoolPeople => Err(Denied::NotYours),
    }
}

pub(super) fn decide_site(actor: &Actor, action: SiteAction) -> Result<(), Denied> {
    use SiteAction as A;
    let administrator = actor.holds(&Role::Administrator);
    let coordinator = actor
        .roles
        .iter()
        .any(|r| matches!(r, Role::Coordinator(_)));
    let allowed = match action {
        A::ImportRegister
        | A::ManagePeople
        | A::SeeMessages
        | A::ManageFrameworks
        | A::SeeConcerns => administrator,
        A::CreatePartnership => administrator || coordinator,
        A::SeeFrameworks | A::SearchSchools => true,
    };
    // Pages for administrators do not exist for anybody else.
    if allowed { Ok(()) } else { Err(Denied::Hidden) }
}

pub(super) fn decide_area(actor: &Actor, action: AreaAction, area: &Role) -> Result<(), Denied> {
    let AreaAction::SeeArea = action;
    let watched = matches!(area, Role::LaLead(_) | Role::TrustLead(_));
    if watched && actor.holds(area) {
        Ok(())
    } else {
        Err(Denied::Hidden)
    }
}

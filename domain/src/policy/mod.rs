//! Who may do what: one pure function over every actor, action and record.
//!
//! Here, and nowhere else, stand the constructors of [`Permit`] and of the scopes by which lists are read. A write in
//! `store` takes a permit; a handler that has none cannot write. What an actor may not even see is
//! [`Denied::Hidden`], which the web answers with 404, so that ids of other partnerships tell nothing.
//!
//! The rules are one table an aggregate (`review_rule`, `cycle_rule` and so on). The whole matrix of role × action ×
//! tenancy is a committed snapshot, `policy/matrix.txt`: a change of a rule shows there.

mod account;
mod cycle;
mod grants;
mod place;
mod review;
mod scope;

pub use account::{AccountAction, AccountFacts};
pub use cycle::{CycleAction, CycleFacts};
pub use grants::{may_be_given_in_partnership, may_be_given_in_school};
pub use place::{
    AreaAction, PartnershipAction, PartnershipFacts, SchoolAction, SchoolFacts, SiteAction,
};
pub use review::{ReviewAction, ReviewFacts, ReviewRelation, TeamFacts};
pub use scope::{
    AreaScope, CycleScope, PartnershipScope, ReviewScope, area_scope, cycle_scope, governed_scope,
    partnership_scope, review_scope,
};

use crate::ids::PersonId;
use crate::people::Actor;
use std::marker::PhantomData;

/// Why an actor may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The actor may not know that the record exists: answered as not found.
    #[error("not found")]
    Hidden,
    /// The actor sees the record but has no role that allows this.
    #[error("your role does not allow this")]
    NotYours,
    /// The actor may do this, but not in the record's present state; the words say what has to come first.
    #[error("{0}")]
    NotNow(&'static str),
}

/// Leave to do one kind of thing (`A`) to one version of one record. Made by this module alone, used up by one write.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit<A> {
    record: String,
    version: u32,
    by: PersonId,
    action: PhantomData<A>,
}

impl<A> Permit<A> {
    fn new(record: impl ToString, version: u32, actor: &Actor) -> Self {
        Self {
            record: record.to_string(),
            version,
            by: actor.person.clone(),
            action: PhantomData,
        }
    }
    /// The id of the record (a review, cycle, partnership …) that the permit is for.
    pub fn record(&self) -> &str {
        &self.record
    }
    /// The version of the record that the decision was made on.
    pub fn version(&self) -> u32 {
        self.version
    }
    /// Who acts.
    pub fn by(&self) -> &PersonId {
        &self.by
    }
}

/// Declares an action enum together with a zero-sized type for each action, by which permits are told apart.
macro_rules! actions {
    ($(#[$doc:meta])* $name:ident, $marker:ident, $module:ident { $($(#[$vdoc:meta])* $variant:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every action, for the matrix.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }

        /// Ties a marker type to its action.
        pub trait $marker {
            /// The action that the marker stands for.
            const ACTION: $name;
        }

        /// One type an action: the `A` of a `Permit<A>`.
        pub mod $module {
            $($(#[$vdoc])* #[derive(Debug, PartialEq, Eq)] pub struct $variant;
              impl super::$marker for $variant { const ACTION: super::$name = super::$name::$variant; })+
        }
    };
}
pub(crate) use actions;

/// The marker types of all actions.
pub mod act {
    pub use super::account::act::*;
    pub use super::cycle::act::*;
    pub use super::place::area::*;
    pub use super::place::partnership::*;
    pub use super::place::school::*;
    pub use super::place::site::*;
    pub use super::review::act::*;
}

/// Leave to act on a review, or why not.
pub fn review<A: review::Marker>(actor: &Actor, facts: &ReviewFacts) -> Result<Permit<A>, Denied> {
    review::decide(actor, A::ACTION, facts)?;
    Ok(Permit::new(&facts.id, facts.version, actor))
}

/// True when `actor` may do `action` to the review now: for showing or leaving out a link.
pub fn can_review(actor: &Actor, action: ReviewAction, facts: &ReviewFacts) -> bool {
    review::decide(actor, action, facts).is_ok()
}

/// Leave to act on a person's own account, or why not.
pub fn account<A: account::Marker>(
    actor: &Actor,
    facts: &AccountFacts,
) -> Result<Permit<A>, Denied> {
    account::decide(actor, A::ACTION, facts)?;
    Ok(Permit::new(&facts.person, facts.version, actor))
}

/// Leave to act on a cycle, or why not.
pub fn cycle<A: cycle::Marker>(actor: &Actor, facts: &CycleFacts) -> Result<Permit<A>, Denied> {
    cycle::decide(actor, A::ACTION, facts)?;
    Ok(Permit::new(&facts.id, facts.version, actor))
}

/// True when `actor` may do `action` to the cycle now.
pub fn can_cycle(actor: &Actor, action: CycleAction, facts: &CycleFacts) -> bool {
    cycle::decide(actor, action, facts).is_ok()
}

/// Leave to act on a partnership, or why not.
pub fn partnership<A: place::PartnershipMarker>(
    actor: &Actor,
    facts: &PartnershipFacts,
) -> Result<Permit<A>, Denied> {
    place::decide_partnership(actor, A::ACTION, facts)?;
    Ok(Permit::new(&facts.id, facts.version, actor))
}

/// True when `actor` may do `action` to the partnership now.
pub fn can_partnership(actor: &Actor, action: PartnershipAction, facts: &PartnershipFacts) -> bool {
    place::decide_partnership(actor, action, facts).is_ok()
}

/// Leave to act on a school's own affairs (not a review), or why not.
pub fn school<A: place::SchoolMarker>(
    actor: &Actor,
    facts: &SchoolFacts,
) -> Result<Permit<A>, Denied> {
    place::decide_school(actor, A::ACTION, facts)?;
    Ok(Permit::new(&facts.id, 0, actor))
}

/// True when `actor` may do `action` for the school.
pub fn can_school(actor: &Actor, action: SchoolAction, facts: &SchoolFacts) -> bool {
    place::decide_school(actor, action, facts).is_ok()
}

/// Leave to do something that concerns the whole site, or why not.
pub fn site<A: place::SiteMarker>(actor: &Actor) -> Result<Permit<A>, Denied> {
    place::decide_site(actor, A::ACTION)?;
    Ok(Permit::new("", 0, actor))
}

/// True when `actor` may do `action` on the site.
pub fn can_site(actor: &Actor, action: SiteAction) -> bool {
    place::decide_site(actor, action).is_ok()
}

/// Leave to look at a local authority's or trust's progress, or why not. `area` is `la:CODE` or `trust:ID`.
pub fn area<A: place::AreaMarker>(
    actor: &Actor,
    area: &crate::people::Role,
) -> Result<Permit<A>, Denied> {
    place::decide_area(actor, A::ACTION, area)?;
    Ok(Permit::new(area, 0, actor))
}

/// Leave for the command line, the scheduler and the demonstration, which act for the operator of the machine and not
/// for a signed-in person. Never reachable from a request.
pub mod operator {
    use super::Permit;
    use crate::ids::PersonId;
    use crate::people::Actor;

    /// A permit for a site-wide action by the operator, recorded under `by`.
    pub fn site<A: super::place::SiteMarker>(by: &PersonId) -> Permit<A> {
        let actor = Actor {
            person: by.clone(),
            roles: Vec::new(),
        };
        Permit::new("", 0, &actor)
    }
}

#[cfg(test)]
mod matrix;

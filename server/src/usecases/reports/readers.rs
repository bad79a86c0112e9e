//! Who can read the final report: the groups that the policy names, and the people who are in them today.

use crate::error::Error;
use crate::state::App;
use chrono::NaiveDate;
use domain::ids::PersonId;
use domain::people::Role;
use domain::policy::ReviewFacts;
use domain::reports::roles_of;
use domain::states::InvitationState;
use domain::visibility::Audience;
use std::collections::{BTreeMap, BTreeSet};
use store::reports::Holder;
use store::reviews::Review;

/// Everybody who can read the final report, by group; each with names.
#[derive(Debug, Default)]
pub struct Readers {
    /// Heads of the school.
    pub heads: Vec<String>,
    /// Contributors of the school.
    pub contributors: Vec<String>,
    /// The team, until the review closes, with the facilitator.
    pub team: Vec<String>,
    /// Each audience of the policy and of the school's own sharing.
    pub audiences: BTreeMap<Audience, Vec<String>>,
}

/// The people who can read the final report today.
pub async fn list_readers(app: &App, review: &Review, today: NaiveDate) -> Result<Readers, Error> {
    let facts = &review.facts;
    let head = Role::Headteacher(facts.school.clone());
    let contributor = Role::Contributor(facts.school.clone());
    let mut roles = vec![head.clone(), contributor.clone()];
    for audience in &facts.audiences {
        roles.extend(roles_of(*audience, facts));
    }
    let holders = app.store.list_holders(&roles, today).await?;
    let mut audiences = BTreeMap::new();
    for audience in &facts.audiences {
        audiences.insert(*audience, names(&holders, &roles_of(*audience, facts)));
    }
    let team = if facts.state.is_over() {
        Vec::new()
    } else {
        let accepted = review
            .team
            .iter()
            .filter(|m| m.state == InvitationState::Accepted);
        accepted.map(|m| m.name.clone()).collect()
    };
    Ok(Readers {
        heads: names(&holders, &[head]),
        contributors: names(&holders, &[contributor]),
        team,
        audiences,
    })
}

/// The people whom each of `audiences` means today, by name.
pub async fn name_audiences(
    app: &App,
    review: &Review,
    audiences: &[Audience],
    today: NaiveDate,
) -> Result<Vec<(Audience, Vec<String>)>, Error> {
    let facts = &review.facts;
    let roles: Vec<Role> = audiences.iter().flat_map(|a| roles_of(*a, facts)).collect();
    let holders = app.store.list_holders(&roles, today).await?;
    Ok(audiences
        .iter()
        .map(|a| (*a, names(&holders, &roles_of(*a, facts))))
        .collect())
}

fn names(holders: &[Holder], roles: &[Role]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for holder in holders.iter().filter(|h| roles.contains(&h.role)) {
        if seen.insert(holder.person.clone()) {
            out.push(holder.name.clone());
        }
    }
    out
}

/// The heads of the school today.
pub(super) async fn heads(
    app: &App,
    facts: &ReviewFacts,
    today: NaiveDate,
) -> Result<Vec<PersonId>, Error> {
    people(app, &[Role::Headteacher(facts.school.clone())], today).await
}

/// The people whom these audiences mean today, each once, without the heads of the school itself.
pub(super) async fn people_of(
    app: &App,
    facts: &ReviewFacts,
    audiences: &BTreeSet<Audience>,
    today: NaiveDate,
) -> Result<Vec<PersonId>, Error> {
    let roles: Vec<Role> = audiences.iter().flat_map(|a| roles_of(*a, facts)).collect();
    let heads = heads(app, facts, today).await?;
    let mut found = people(app, &roles, today).await?;
    found.retain(|p| !heads.contains(p));
    Ok(found)
}

async fn people(app: &App, roles: &[Role], today: NaiveDate) -> Result<Vec<PersonId>, Error> {
    let holders = app.store.list_holders(roles, today).await?;
    let unique: BTreeSet<PersonId> = holders.into_iter().map(|h| h.person).collect();
    Ok(unique.into_iter().collect())
}

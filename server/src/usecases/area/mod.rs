//! What those who lead a local authority or a trust watch: coverage, states, and how much is late. No text that
//! anybody has written for a review comes through here.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::people::Role;
use domain::policy::{self, ReviewAction, ReviewFacts, act, can_review};
use domain::states::{CycleState, ReviewState};
use std::collections::BTreeSet;
use store::reviews::Review;

/// Areas with fewer schools than this show no rates, so that no single school can be read out of one.
pub const SMALLEST_GROUP: u64 = 5;

/// One area that the actor watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Its name.
    pub name: String,
    /// True for a trust, false for a local authority.
    pub is_trust: bool,
    /// Schools in it that are not closed.
    pub schools: u64,
    /// Of those, how many take part in a running cycle.
    pub taking_part: u64,
    /// The share of schools that take part, in percent; none for a group that is too small.
    pub coverage: Option<u64>,
    /// Tasks that are late, over all reviews.
    pub overdue: u64,
    /// Actions of the schools' plans that are overdue, over all reviews.
    pub actions_overdue: u64,
    /// Its reviews, by name of the school.
    pub reviews: Vec<Line>,
}

/// One review of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Address of the review's page, when the actor may see it.
    pub href: Option<String>,
    /// Name of the school.
    pub school: String,
    /// Name of the cycle.
    pub cycle: String,
    /// How the review stands.
    pub state: ReviewState,
    /// Tasks that are late.
    pub overdue: u64,
    /// Actions of the plan that are overdue.
    pub actions_overdue: u64,
}

/// Every area that the actor watches; nothing found when there is none.
pub async fn overview(app: &App, user: &User) -> Result<Vec<Overview>, Error> {
    let areas = watched(user);
    if areas.is_empty() {
        return Err(Error::NotFound);
    }
    let reviews = app
        .store
        .list_reviews(&policy::review_scope(&user.actor), user.today)
        .await?;
    let actions = app.store.count_actions(&reviews, user.today).await?;
    let actions_of = |r: &Review| {
        let counts = actions.get(&r.facts.id).copied().unwrap_or_default();
        u64::from(counts.overdue)
    };
    let mut out = Vec::with_capacity(areas.len());
    for area in areas {
        let permit = policy::area::<act::SeeArea>(&user.actor, &area)?;
        let found = app.store.find_area(&permit, &area).await?;
        let lines: Vec<(&Review, u64)> = reviews
            .iter()
            .filter(|r| lies_in(&r.facts, &area))
            .map(|r| (r, overdue(r, user)))
            .collect();
        let taking_part = lines
            .iter()
            .filter(|(r, _)| takes_part(&r.facts))
            .map(|(r, _)| &r.facts.school);
        let taking_part = taking_part.collect::<BTreeSet<_>>().len() as u64;
        out.push(Overview {
            name: found.name,
            is_trust: matches!(area, Role::TrustLead(_)),
            schools: found.schools,
            taking_part,
            coverage: rate(taking_part, found.schools),
            overdue: lines.iter().map(|(_, late)| late).sum(),
            actions_overdue: lines.iter().map(|(r, _)| actions_of(r)).sum(),
            reviews: lines
                .into_iter()
                .map(|(r, late)| line(r, late, actions_of(r), user))
                .collect(),
        });
    }
    Ok(out)
}

/// True when the actor watches any area: whether to show the overview on the home page.
pub fn watches(user: &User) -> bool {
    !watched(user).is_empty()
}

fn watched(user: &User) -> Vec<Role> {
    let scope = policy::area_scope(&user.actor);
    let las = scope.las().iter().cloned().map(Role::LaLead);
    las.chain(scope.trusts().iter().cloned().map(Role::TrustLead))
        .collect()
}

fn lies_in(f: &ReviewFacts, area: &Role) -> bool {
    match area {
        Role::LaLead(code) => f.la == *code,
        Role::TrustLead(id) => f.trust.as_ref() == Some(id),
        _ => false,
    }
}

fn takes_part(f: &ReviewFacts) -> bool {
    matches!(
        f.cycle_state,
        CycleState::Recruiting | CycleState::Active | CycleState::Closing
    ) && f.state != ReviewState::Cancelled
}

fn rate(part: u64, whole: u64) -> Option<u64> {
    (whole >= SMALLEST_GROUP).then(|| (part * 100).checked_div(whole).unwrap_or(0).min(100))
}

fn line(r: &Review, overdue: u64, actions_overdue: u64, user: &User) -> Line {
    Line {
        href: can_review(&user.actor, ReviewAction::SeeReview, &r.facts)
            .then(|| format!("/reviews/{}", r.facts.id)),
        school: r.school_name.clone(),
        cycle: r.cycle_name.clone(),
        state: r.facts.state,
        overdue,
        actions_overdue,
    }
}

/// Tasks of a review that are late today.
fn overdue(r: &Review, user: &User) -> u64 {
    let calendar = r.calendar();
    let late = r
        .tasks()
        .into_iter()
        .filter(|task| task.late_by(user.today, &calendar).is_some())
        .count();
    late as u64
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn a_group_smaller_than_five_has_no_rate() {
        assert_eq!(rate(2, 4), None);
        assert_eq!(rate(2, 5), Some(40));
        assert_eq!(rate(0, 0), None);
    }
}

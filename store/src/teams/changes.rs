//! Statements that change teams, each made from a permit.

use super::TeamSettings;
use crate::{Error, Result, Statement, rid};
use chrono::{DateTime, Utc};
use domain::ids::{CycleId, PersonId, ReviewId};
use domain::policy::{Permit, act};
use domain::states::{InvitationState, ReviewState};

/// What gives leave to change who is in a team.
#[derive(Debug)]
pub enum TeamPermit<'a> {
    /// Of all teams of a cycle.
    Cycle(&'a Permit<act::PairCycle>),
    /// Of one review's team.
    Review(&'a Permit<act::ManageTeam>),
}

/// Takes hold of all teams of the cycle in the version that was looked at; a conflict when one has changed since.
pub fn lock<A>(_permit: &Permit<A>, cycle: &CycleId, seen: u32) -> Statement {
    Statement::guarded("UPDATE $cycle SET teams_version += 1 WHERE teams_version = $seen")
        .bind("cycle", rid("cycle", cycle))
        .bind("seen", i64::from(seen))
}

/// Stores how large teams are to be. Comes after [`lock`].
pub fn save_settings(permit: &Permit<act::PairCycle>, settings: TeamSettings) -> Statement {
    Statement::new(
        "UPDATE $cycle SET team_size = $size, team_min = $least, max_km = $max_km RETURN NONE",
    )
    .bind("cycle", rid("cycle", permit.record()))
    .bind("size", i64::from(settings.size))
    .bind("least", i64::from(settings.least))
    .bind("max_km", settings.max_km.map(i64::from))
}

/// Stores weights, strict rules and the ring, as `domain::pairing::CycleRules` writes them. Comes after [`lock`].
pub fn save_rules(permit: &Permit<act::PairCycle>, rules: &str) -> Statement {
    Statement::new("UPDATE $cycle SET pairing_rules = $rules RETURN NONE")
        .bind("cycle", rid("cycle", permit.record()))
        .bind("rules", rules.to_owned())
}

/// Takes out of the team whom an earlier suggestion planned and the present one does not; who was told or put in by
/// hand stays.
pub fn clear_suggested(
    _permit: &Permit<act::PairCycle>,
    review: &ReviewId,
    but: &[PersonId],
) -> Statement {
    Statement::new(
        "DELETE team_member WHERE review = $review AND state = 'planned' AND by_hand = false AND person NOT IN $people RETURN NONE",
    )
    .bind("review", rid("review", review))
    .bind("people", but.iter().map(|p| rid("person", p)).collect::<Vec<_>>())
}

/// Gives a person whom an earlier suggestion planned the part and the reasons of the present one.
pub fn plan_again(
    _permit: &Permit<act::PairCycle>,
    review: &ReviewId,
    place: NewPlace,
) -> Statement {
    Statement::guarded(
        "UPDATE team_member SET lead = $lead, reasons = $reasons, concerns = $concerns, override_reason = $override_reason
            WHERE review = $review AND person = $person AND state = 'planned' AND by_hand = false",
    )
    .bind("review", rid("review", review))
    .bind("person", rid("person", &place.person))
    .bind("lead", place.lead)
    .bind("reasons", place.reasons)
    .bind("concerns", place.concerns)
    .bind("override_reason", place.override_reason)
}

/// A person to be put into a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlace {
    /// Who.
    pub person: PersonId,
    /// True for the lead.
    pub lead: bool,
    /// True when the coordinator chose the person.
    pub by_hand: bool,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// What speaks against it, in words.
    pub concerns: Vec<String>,
    /// Why it is done all the same.
    pub override_reason: Option<String>,
}

/// Plans a person's place in a team; nobody is told yet.
pub fn plan(_permit: &TeamPermit<'_>, review: &ReviewId, place: NewPlace) -> Statement {
    Statement::new(
        "CREATE team_member SET review = $review, person = $person, lead = $lead, state = 'planned', by_hand = $by_hand,
            reasons = $reasons, concerns = $concerns, override_reason = $override_reason RETURN NONE",
    )
    .bind("review", rid("review", review))
    .bind("person", rid("person", &place.person))
    .bind("lead", place.lead)
    .bind("by_hand", place.by_hand)
    .bind("reasons", place.reasons)
    .bind("concerns", place.concerns)
    .bind("override_reason", place.override_reason)
}

/// Takes a person out of the team. Those who have declined stay on record.
pub fn remove(permit: &Permit<act::ManageTeam>, person: &PersonId) -> Statement {
    Statement::guarded("DELETE team_member WHERE review = $review AND person = $person AND state != 'declined' RETURN BEFORE")
        .bind("review", rid("review", permit.record()))
        .bind("person", rid("person", person))
}

/// Nobody leads the team any more. Comes before [`offer_lead`].
pub fn clear_lead(permit: &Permit<act::ManageTeam>) -> Statement {
    Statement::new("UPDATE team_member SET lead = false WHERE review = $review AND lead = true AND state != 'declined' RETURN NONE")
        .bind("review", rid("review", permit.record()))
}

/// Makes a member the lead. It is another task than the one that the person was asked for, so the place is offered
/// anew: planned, not yet told.
pub fn offer_lead(
    permit: &Permit<act::ManageTeam>,
    person: &PersonId,
    concerns: Vec<String>,
    override_reason: Option<String>,
) -> Statement {
    Statement::guarded(
        "UPDATE team_member SET lead = true, by_hand = true, state = 'planned', invited_at = NONE, answered_at = NONE, answer_reason = NONE,
            concerns = array::union(concerns, $concerns), override_reason = $override_reason ?? override_reason
            WHERE review = $review AND person = $person AND state != 'declined'",
    )
    .bind("review", rid("review", permit.record()))
    .bind("person", rid("person", person))
    .bind("concerns", concerns)
    .bind("override_reason", override_reason)
}

/// Records that these planned people have been asked.
pub fn invite(
    _permit: &TeamPermit<'_>,
    review: &ReviewId,
    people: &[PersonId],
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE team_member SET state = 'invited', invited_at = $now WHERE review = $review AND person IN $people AND state = 'planned'",
    )
    .bind("review", rid("review", review))
    .bind("people", people.iter().map(|p| rid("person", p)).collect::<Vec<_>>())
    .bind("now", now)
}

/// The acting person's answer to the invitation, or a change of mind. `why` is the reason for declining, `conflict` a
/// declared conflict of interest.
pub fn answer(
    permit: &Permit<act::AnswerInvitation>,
    from: InvitationState,
    to: InvitationState,
    why: Option<String>,
    conflict: Option<String>,
    now: DateTime<Utc>,
) -> Result<Statement> {
    if !from.may_become(to) {
        return Err(Error::Internal(format!(
            "an invitation cannot go from {from} to {to}"
        )));
    }
    Ok(Statement::guarded(
        "UPDATE team_member SET state = $to, answered_at = $now, answer_reason = $why, conflict = $conflict
            WHERE review = $review AND person = $person AND state = $from",
    )
    .bind("review", rid("review", permit.record()))
    .bind("person", rid("person", permit.by()))
    .bind("from", from.as_str().to_owned())
    .bind("to", to.as_str().to_owned())
    .bind("why", why)
    .bind("conflict", conflict)
    .bind("now", now))
}

/// Keeps a person in the team although a conflict of interest was declared.
pub fn waive_conflict(permit: &Permit<act::ManageTeam>, person: &PersonId, why: &str) -> Statement {
    Statement::guarded("UPDATE team_member SET conflict_waived = $why WHERE review = $review AND person = $person AND conflict != NONE")
        .bind("review", rid("review", permit.record()))
        .bind("person", rid("person", person))
        .bind("why", why.to_owned())
}

/// Keeps a person in the team although a conflict of interest was detected.
pub fn waive_detected(permit: &Permit<act::ManageTeam>, person: &PersonId, why: &str) -> Statement {
    Statement::guarded("UPDATE team_member SET override_reason = $why WHERE review = $review AND person = $person AND state != 'declined'")
        .bind("review", rid("review", permit.record()))
        .bind("person", rid("person", person))
        .bind("why", why.to_owned())
}

/// Names who runs the review's workshop, or nobody.
pub fn set_facilitator(
    permit: &Permit<act::PairCycle>,
    review: &ReviewId,
    seen: u32,
    person: Option<&PersonId>,
) -> Statement {
    Statement::guarded("UPDATE $review SET facilitator = $person, version += 1 WHERE version = $seen AND cycle = $cycle")
        .bind("review", rid("review", review))
        .bind("cycle", rid("cycle", permit.record()))
        .bind("seen", i64::from(seen))
        .bind("person", person.map(|p| rid("person", p)))
}

/// Moves the review along `path`, a way through the table of states, in one step: a team that becomes complete when
/// the day is known already goes through two states at once. A path of one state only marks the review as changed.
pub fn move_review<A>(permit: &Permit<A>, path: &[ReviewState]) -> Result<Statement> {
    let (Some(from), Some(to)) = (path.first(), path.last()) else {
        return Err(Error::Internal("a way needs a beginning".into()));
    };
    if let Some(step) = path.windows(2).find(|step| !step[0].may_become(step[1])) {
        return Err(Error::Internal(format!(
            "a review cannot go from {} to {}",
            step[0], step[1]
        )));
    }
    Ok(Statement::guarded(
        "UPDATE $review SET state = $to, version += 1 WHERE version = $seen AND state = $from",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("from", from.as_str().to_owned())
    .bind("to", to.as_str().to_owned()))
}

/// Says to which state a postponed review will return, now that its team has changed.
pub fn return_to<A>(permit: &Permit<A>, to: ReviewState) -> Statement {
    Statement::new("UPDATE $review SET state_before = $to WHERE state = 'postponed' RETURN NONE")
        .bind("review", rid("review", permit.record()))
        .bind("to", Some(to.as_str().to_owned()))
}

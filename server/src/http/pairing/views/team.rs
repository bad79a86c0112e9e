//! One team's page, and a change of it that waits for a reason.

use super::{lacks, members, team_concerns, team_state, visits, works_at};
use crate::usecases::pairing as uc;
use app::pages::pairing::wording;
use app::pages::pairing::{Pending, TeamView};
use domain::forms::RawForm;
use domain::people::Actor;
use domain::policy::{self, CycleAction, Denied, act, can_cycle};
use domain::states::InvitationState;
use domain::visibility::list;
use store::reviews::Review;
use store::teams::{CycleTeams, Host};

pub(in crate::http::pairing) fn team(
    board: &uc::Board,
    review: &Review,
    host: &Host,
    actor: &Actor,
    outdated: bool,
) -> TeamView {
    let all = &board.teams;
    let leave = policy::review::<act::ManageTeam>(actor, &review.facts);
    let planned = uc::planned(all, host);
    let may_manage = leave.is_ok();
    let facilitators = can_cycle(actor, CycleAction::PairCycle, &all.cycle).then(|| {
        uc::facilitator_choices(all, host)
            .into_iter()
            .map(|(id, name)| (id.to_string(), name))
            .collect()
    });
    let named = |id: &domain::ids::PersonId| {
        all.reviewer(id).map(|r| r.name.clone()).or_else(|| {
            all.coordinators
                .iter()
                .find(|(p, _)| p == id)
                .map(|(_, name)| name.clone())
        })
    };
    TeamView {
        school: host.name.clone(),
        href: format!("/reviews/{}/team", host.review),
        board: format!("/cycles/{}/pairing", all.cycle.id),
        partnership: all.partnership_name.clone(),
        state: team_state(host),
        summary: team_summary(all, host),
        members: members(host, &board.check, &board.names),
        concerns: team_concerns(host, &board.check, &board.names),
        candidates: candidates(all, host),
        invitable: planned
            .iter()
            .filter(|t| t.lacks.is_none() && uc::is_before_release(host))
            .flat_map(|t| t.people.iter().map(|p| p.name.clone()))
            .collect(),
        lacks: planned.and_then(|t| t.lacks),
        may_manage,
        why_not: match leave {
            Err(Denied::NotNow(words)) => Some(words.to_owned()),
            _ => None,
        },
        facilitators,
        facilitator: host.facilitator.as_ref().and_then(named),
        pending: None,
        outdated,
    }
}

fn team_summary(all: &CycleTeams, host: &Host) -> String {
    let waiting: Vec<&str> = host
        .present()
        .filter(|p| p.state == InvitationState::Invited)
        .map(|p| p.name.as_str())
        .collect();
    let next = match team_state(host).0 {
        "Confirmed" => "Everybody has accepted, so the team is confirmed.".to_owned(),
        "No team" => "Add people below, or suggest teams for the whole cycle.".to_owned(),
        "Postponed" => "The review is put off. People can be invited again when it is taken up.".to_owned(),
        "Conflict to settle" => "Somebody has declared a conflict of interest. Keep the person with a reason, or take the person out.".to_owned(),
        _ if !waiting.is_empty() => format!("Waiting for an answer from {}.", list(&waiting)),
        "Incomplete" => "Everybody has answered, but the team is not complete.".to_owned(),
        _ => "Nobody in this team has been told yet.".to_owned(),
    };
    match lacks(all, host) {
        Some(lacks) if team_state(host).0 != "Confirmed" => format!("{next} {lacks}"),
        _ => next,
    }
}

/// Whom a coordinator can choose: everybody who reviews for the partnership and is not in the team, with what helps to
/// choose. Who may not come is refused in words when chosen, so that nobody wonders where a name has gone.
fn candidates(all: &CycleTeams, host: &Host) -> Vec<(String, String)> {
    all.reviewers
        .iter()
        .filter(|r| r.available && !host.present().any(|p| p.person == r.person))
        .map(|r| {
            let trained = if r.trained_on.is_some() {
                ", can lead"
            } else {
                ""
            };
            let text = format!(
                "{}, {}{trained}, {} of {} visits",
                r.name,
                works_at(all, r),
                visits(all, r).len(),
                r.max_load
            );
            (r.person.to_string(), text)
        })
        .collect()
}

/// The change that the form asks for and what is to be avoided about it; none when it no longer makes sense.
pub(in crate::http::pairing) fn pending(
    board: &uc::Board,
    host: &Host,
    form: &RawForm,
) -> Option<Pending> {
    let change = uc::Change::read(form, host).ok()?;
    let judged = uc::judge(&board.teams, host, &change);
    if !judged.refused.is_empty() || judged.raised.is_empty() {
        return None;
    }
    let name = |id: &domain::ids::PersonId| {
        board
            .teams
            .reviewer(id)
            .map_or_else(|| id.to_string(), |r| r.name.clone())
    };
    let what = match &change {
        uc::Change::Add { person, lead: true } => format!("Add {} as the lead?", name(person)),
        uc::Change::Add { person, .. } => format!("Add {}?", name(person)),
        uc::Change::Lead { person } => format!("Make {} the lead?", name(person)),
        uc::Change::Remove { person } => format!("Take {} out of the team?", name(person)),
        uc::Change::Replace { out, person } => {
            format!("Replace {} by {}?", name(out), name(person))
        }
    };
    let concerns = judged
        .raised
        .iter()
        .map(|c| {
            let words = wording::concern(&c.concern, &board.names);
            let elsewhere = board
                .teams
                .hosts
                .iter()
                .find(|h| c.host == h.school.as_str() && h.school != host.school);
            let who = c.person.as_ref().and_then(|p| board.names.people.get(p));
            match (who, elsewhere) {
                (Some(who), Some(other)) => format!("{who} at {}: {words}", other.name),
                (Some(who), None) => format!("{who}: {words}"),
                (None, Some(other)) => format!("{}: {words}", other.name),
                (None, None) => words,
            }
        })
        .collect();
    Some(Pending { what, concerns })
}

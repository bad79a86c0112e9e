//! From what the use cases found to what the pages show; here what several of them share.

mod board;
mod invitation;
mod rearrange;
mod rules;
mod run;
mod team;

pub(super) use board::{board, invite};
pub(super) use invitation::invitation;
pub(super) use rearrange::rearrange;
pub(super) use rules::rules;
pub(super) use run::run;
pub(super) use team::{pending, team};

use crate::usecases::pairing as uc;
use app::components::TagColour;
use app::pages::pairing::MemberView;
use app::pages::pairing::wording::{self, Names};
use domain::pairing::Check;
use domain::states::{InvitationState, ReviewState};
use domain::visibility::list;
use store::teams::{CycleTeams, Host, Place, Reviewer};

/// How a team stands.
fn team_state(host: &Host) -> (&'static str, TagColour) {
    use InvitationState as I;
    use ReviewState as S;
    let any = |state: I| host.present().any(|p| p.state == state);
    match host.state {
        S::Postponed => ("Postponed", TagColour::Grey),
        S::Proposed if host.present().next().is_none() => ("No team", TagColour::Red),
        S::Proposed
            if host
                .present()
                .any(|p| p.conflict.is_some() && p.conflict_waived.is_none()) =>
        {
            ("Conflict to settle", TagColour::Red)
        }
        S::Proposed if any(I::Planned) && (any(I::Invited) || any(I::Accepted)) => {
            ("Partly invited", TagColour::Yellow)
        }
        S::Proposed if any(I::Planned) => ("Planned, nobody told", TagColour::Blue),
        S::Proposed if any(I::Invited) => ("Waiting for answers", TagColour::Yellow),
        S::Proposed => ("Incomplete", TagColour::Orange),
        _ => ("Confirmed", TagColour::Green),
    }
}

fn invitation_state(place: &Place) -> (&'static str, TagColour) {
    match place.state {
        InvitationState::Planned => ("Planned, not told", TagColour::Blue),
        InvitationState::Invited => ("Invited", TagColour::Yellow),
        InvitationState::Accepted => ("Accepted", TagColour::Green),
        InvitationState::Declined => ("Declined", TagColour::Grey),
    }
}

/// The members with what speaks against each as the teams stand now; those who have declined come last.
fn members(host: &Host, check: &Check, names: &Names) -> Vec<MemberView> {
    let concerns = |p: &Place| {
        check
            .concerns
            .iter()
            .filter(|c| {
                c.host == host.school.as_str() && c.person.as_deref() == Some(p.person.as_str())
            })
            .map(|c| wording::concern(&c.concern, names))
            .collect()
    };
    let conflict = |p: &Place| {
        check.concerns.iter().any(|c| {
            c.host == host.school.as_str()
                && c.person.as_deref() == Some(p.person.as_str())
                && c.concern.is_conflict()
        })
    };
    let mut out: Vec<MemberView> = host
        .team
        .iter()
        .map(|p| {
            let declined = p.state == InvitationState::Declined;
            MemberView {
                person: p.person.to_string(),
                name: p.name.clone(),
                lead: p.lead,
                state: invitation_state(p),
                declined,
                reasons: p.reasons.clone(),
                concerns: if declined { Vec::new() } else { concerns(p) },
                override_reason: p.override_reason.clone(),
                answer_reason: p.answer_reason.clone(),
                conflict: p.conflict.clone(),
                conflict_waived: p.conflict_waived.clone(),
                detected: !declined && p.override_reason.is_none() && conflict(p),
            }
        })
        .collect();
    out.sort_by_key(|m| m.declined);
    out
}

fn team_concerns(host: &Host, check: &Check, names: &Names) -> Vec<String> {
    check
        .concerns
        .iter()
        .filter(|c| c.host == host.school.as_str() && c.person.is_none())
        .map(|c| wording::concern(&c.concern, names))
        .collect()
}

fn lacks(all: &CycleTeams, host: &Host) -> Option<String> {
    if !uc::is_open(all, host) {
        return Some(
            "The register says that this school is closed, so nobody can visit it.".into(),
        );
    }
    let count = u32::try_from(host.present().count()).unwrap_or(u32::MAX);
    let open = all.settings.size.saturating_sub(count);
    let lead = host.present().any(|p| p.lead);
    match (open, lead, count) {
        (_, _, 0) => None,
        (0, false, _) => Some("Nobody leads this team yet.".into()),
        (0, true, _) => None,
        (1, true, _) => Some("1 open place.".into()),
        (n, true, _) => Some(format!("{n} open places.")),
        (1, false, _) => Some("1 open place, and nobody leads this team yet.".into()),
        (n, false, _) => Some(format!("{n} open places, and nobody leads this team yet.")),
    }
}

fn visits(all: &CycleTeams, reviewer: &Reviewer) -> Vec<String> {
    all.hosts
        .iter()
        .filter(|h| h.present().any(|p| p.person == reviewer.person))
        .map(|h| h.name.clone())
        .collect()
}

fn works_at(all: &CycleTeams, reviewer: &Reviewer) -> String {
    let names: Vec<&str> = reviewer
        .works_at
        .iter()
        .filter_map(|s| Some(all.schools.get(s)?.name.as_str()))
        .collect();
    if names.is_empty() {
        "No school".to_owned()
    } else {
        list(&names)
    }
}

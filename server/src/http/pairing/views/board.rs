//! The board of a cycle's teams, and the list of those to be invited.

use super::{lacks, members, team_concerns, team_state, visits, works_at};
use crate::usecases::pairing as uc;
use app::pages::pairing::wording::{self, Names};
use app::pages::pairing::{BoardView, InviteView, Invited, Load, SchoolTeam};
use domain::pairing::{Clash, RunState};
use domain::people::Actor;
use domain::policy::{CycleAction, can_cycle};
use domain::states::InvitationState;
use store::teams::runs::Run;
use store::teams::{CycleTeams, Host, Place};

fn clash_words(clashes: &[Clash], school: Option<&str>, names: &Names) -> Vec<(String, String)> {
    clashes
        .iter()
        .map(|c| wording::clash(c, names))
        .filter(|w| w.school.as_deref() == school)
        .map(|w| (w.what, w.what_to_do))
        .collect()
}

/// "1 school", "2 schools".
fn schools(count: usize) -> String {
    if count == 1 {
        "1 school".to_owned()
    } else {
        format!("{count} schools")
    }
}

pub(in crate::http::pairing) fn board(
    board: &uc::Board,
    run: Option<&Run>,
    actor: &Actor,
    outdated: bool,
) -> BoardView {
    let all = &board.teams;
    let mut rows: Vec<SchoolTeam> = all
        .hosts
        .iter()
        .map(|h| SchoolTeam {
            name: h.name.clone(),
            href: format!("/reviews/{}/team", h.review),
            state: team_state(h),
            members: members(h, &board.check, &board.names),
            concerns: team_concerns(h, &board.check, &board.names),
            lacks: lacks(all, h),
            clashes: clash_words(&board.clashes, Some(h.school.as_str()), &board.names),
        })
        .collect();
    rows.sort_by_key(|r| r.state.0 != "No team");
    let invitable: usize = uc::to_invite(all)
        .iter()
        .filter(|t| t.lacks.is_none() && uc::is_before_release(t.host))
        .map(|t| t.people.len())
        .sum();
    BoardView {
        cycle: all.cycle_name.clone(),
        partnership: all.partnership_name.clone(),
        href: format!("/cycles/{}/pairing", all.cycle.id),
        summary: summary(all, invitable),
        schools: rows,
        clashes: clash_words(&board.clashes, None, &board.names),
        loads: all
            .reviewers
            .iter()
            .map(|r| Load {
                name: r.name.clone(),
                schools: works_at(all, r),
                trained: r.trained_on.is_some(),
                calibrated: r.calibrated,
                visits: visits(all, r),
                limit: r.max_load,
            })
            .collect(),
        invitable,
        run: run.and_then(|run| waiting(all, run)),
        rules: super::rules::unusual(all),
        suggested: all.hosts.iter().any(|h| !h.team.is_empty()),
        may_pair: can_cycle(actor, CycleAction::PairCycle, &all.cycle),
        outdated,
    }
}

/// Where the last suggestion is and how it stands; none where it is over.
fn waiting(all: &CycleTeams, run: &Run) -> Option<(String, String)> {
    let words = match run.state {
        RunState::Queued | RunState::Running => "Teams are being worked out",
        RunState::Done => "Suggested teams wait for you",
        RunState::Failed => "Teams could not be suggested",
        RunState::Taken | RunState::Dropped | RunState::Cancelled => return None,
    };
    Some((
        format!("/cycles/{}/pairing/run", all.cycle.id),
        words.to_owned(),
    ))
}

/// What happened and what is next.
fn summary(all: &CycleTeams, invitable: usize) -> String {
    let confirmed = all
        .hosts
        .iter()
        .filter(|h| team_state(h).0 == "Confirmed")
        .count();
    let empty = all
        .hosts
        .iter()
        .filter(|h| team_state(h).0 == "No team")
        .count();
    let waiting = all
        .hosts
        .iter()
        .flat_map(Host::present)
        .filter(|p| p.state == InvitationState::Invited)
        .count();
    let mut out = format!(
        "{confirmed} of {} have a confirmed team.",
        schools(all.hosts.len())
    );
    if empty > 0 {
        let have = if empty == 1 { "has" } else { "have" };
        out.push_str(&format!(" {} {have} no team yet.", schools(empty)));
    }
    match waiting {
        0 => {}
        1 => out.push_str(" 1 invitation waits for an answer."),
        n => out.push_str(&format!(" {n} invitations wait for an answer.")),
    }
    if invitable > 0 {
        out.push_str(" Next: look at the planned teams, change what does not fit, then send the invitations.");
    } else if empty > 0 && waiting == 0 {
        out.push_str(" Next: suggest teams.");
    }
    out
}

pub(in crate::http::pairing) fn invite(all: &CycleTeams, outdated: bool) -> InviteView {
    InviteView {
        cycle: all.cycle_name.clone(),
        partnership: all.partnership_name.clone(),
        href: format!("/cycles/{}/pairing/invite", all.cycle.id),
        board: format!("/cycles/{}/pairing", all.cycle.id),
        teams: uc::to_invite(all)
            .into_iter()
            .map(|t| Invited {
                school: t.host.name.clone(),
                href: format!("/reviews/{}/team", t.host.review),
                people: t.people.iter().map(|p| with_part(p)).collect(),
                lacks: match t.lacks {
                    None if !uc::is_before_release(t.host) => {
                        Some("The review is put off, or under way.".to_owned())
                    }
                    other => other.map(str::to_owned),
                },
            })
            .collect(),
        outdated,
    }
}

fn with_part(p: &Place) -> String {
    if p.lead {
        format!("{} (lead)", p.name)
    } else {
        p.name.clone()
    }
}

//! From what the use cases found to what the pages show.

use crate::usecases::pairing as uc;
use app::components::TagColour;
use app::pages::pairing::wording::{self, Names};
use app::pages::pairing::{
    BoardView, InvitationView, InviteView, Invited, Load, MemberView, Pending, SchoolTeam, TeamView,
};
use domain::forms::RawForm;
use domain::pairing::{Check, Clash};
use domain::people::Actor;
use domain::policy::{self, CycleAction, Denied, ReviewAction, act, can_cycle, can_review};
use domain::states::{InvitationState, ReviewState};
use domain::visibility::list;
use store::reviews::Review;
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

fn clash_words(clashes: &[Clash], school: Option<&str>, names: &Names) -> Vec<(String, String)> {
    clashes
        .iter()
        .map(|c| wording::clash(c, names))
        .filter(|w| w.school.as_deref() == school)
        .map(|w| (w.what, w.what_to_do))
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

/// "1 school", "2 schools".
fn schools(count: usize) -> String {
    if count == 1 {
        "1 school".to_owned()
    } else {
        format!("{count} schools")
    }
}

pub(super) fn board(board: &uc::Board, actor: &Actor, outdated: bool) -> BoardView {
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
                visits: visits(all, r),
                limit: r.max_load,
            })
            .collect(),
        invitable,
        suggested: all.hosts.iter().any(|h| !h.team.is_empty()),
        may_pair: can_cycle(actor, CycleAction::PairCycle, &all.cycle),
        outdated,
    }
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

pub(super) fn invite(all: &CycleTeams, outdated: bool) -> InviteView {
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

pub(super) fn team(
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
pub(super) fn pending(board: &uc::Board, host: &Host, form: &RawForm) -> Option<Pending> {
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

pub(super) fn invitation(found: &uc::Invitation, actor: &Actor) -> InvitationView {
    let review = &found.review;
    let me = &found.place;
    let day = |d: chrono::NaiveDate| d.format("%A %-d %B %Y").to_string();
    let others: Vec<&Place> = found
        .teams
        .host(&review.facts.id)
        .into_iter()
        .flat_map(Host::present)
        .filter(|p| p.person != me.person && p.state != InvitationState::Planned)
        .collect();
    let accepted = me.state == InvitationState::Accepted;
    let waits = others.iter().any(|p| p.state != InvitationState::Accepted);
    let confirmed = review.facts.state.is_after_visit()
        || matches!(
            review.facts.state,
            ReviewState::TeamConfirmed | ReviewState::DateAgreed | ReviewState::Preparing
        );
    let next = match (accepted, confirmed) {
        (false, _) => {
            "You have been asked into this review team. Please answer below. Nothing happens until you do."
        }
        (true, true) => {
            "You have accepted, and the team is confirmed. Next: read the school’s pack when it is released."
        }
        (true, false) if me.conflict.is_some() && me.conflict_waived.is_none() => {
            "You have accepted and declared a conflict of interest. The coordinator decides whether you take part."
        }
        (true, false) if waits => {
            "You have accepted. The team is confirmed when everybody has answered."
        }
        (true, false) => "You have accepted. The coordinator completes the team.",
    };
    let part = |p: &Place| if p.lead { "lead reviewer" } else { "reviewer" };
    let answered = |p: &Place| {
        if p.state == InvitationState::Accepted {
            "has accepted"
        } else {
            "has not answered yet"
        }
    };
    let school = found.teams.schools.get(&review.facts.school);
    let coordinators: Vec<&str> = found
        .teams
        .coordinators
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    InvitationView {
        school: review.school_name.clone(),
        about_school: school
            .map(|s| s.phase.clone())
            .filter(|p| !p.is_empty() && p != "Not applicable")
            .into_iter()
            .collect(),
        cycle: format!("{}, {}", review.cycle_name, review.partnership_name),
        when: match review.visit_date {
            Some(date) => day(date),
            None => format!(
                "One day between {} and {}. The day is not fixed yet.",
                day(review.visits_from),
                day(review.visits_until)
            ),
        },
        lead: me.lead,
        others: others
            .iter()
            .map(|p| format!("{}, {}, {}", p.name, part(p), answered(p)))
            .collect(),
        accepted,
        next: next.to_owned(),
        may_answer: can_review(actor, ReviewAction::AnswerInvitation, &review.facts),
        conflict: me.conflict.clone(),
        released: review.facts.pack_released(),
        coordinators: if coordinators.is_empty() {
            "the partnership".to_owned()
        } else {
            list(&coordinators)
        },
    }
}

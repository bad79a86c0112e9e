//! A suggestion as its page shows it.

use crate::http::page::moment;
use crate::usecases::pairing as uc;
use app::components::TagColour;
use app::pages::pairing::wording::{self, Names};
use app::pages::pairing::{ClashView, ConflictView, MemberView, RunStage, RunView, SuggestedTeam};
use domain::pairing::{Assignment, CycleRules, RunState, Suggestion, Team, TeamChange};
use domain::people::Actor;
use domain::policy::{CycleAction, can_cycle};
use domain::states::InvitationState;
use domain::visibility::list;
use store::teams::runs::Run;
use store::teams::{CycleTeams, Host};

pub(in crate::http::pairing) fn run(found: &uc::Found, actor: &Actor) -> RunView {
    let (all, run) = (&found.teams, &found.run);
    let names = uc::names(all);
    let waits = run.state == RunState::Done;
    let shown = found.suggestion.as_ref().filter(|_| waits);
    let mut teams: Vec<SuggestedTeam> = shown
        .into_iter()
        .flat_map(|s| {
            all.hosts
                .iter()
                .filter_map(|h| Some((h, s.team(h.school.as_str())?)))
        })
        .map(|(host, team)| suggested(host, team, &names))
        .collect();
    let moved = shown.map(|s| changes(all, s)).unwrap_or_default();
    teams.sort_by_key(|t| t.changes.is_empty());
    let in_ring = !CycleRules::from_text(&all.rules).ring.is_empty();
    RunView {
        cycle: all.cycle_name.clone(),
        partnership: all.partnership_name.clone(),
        href: format!("/cycles/{}/pairing/run", all.cycle.id),
        board: format!("/cycles/{}/pairing", all.cycle.id),
        asked: asked(all, run),
        stage: stage(run),
        quality: shown
            .and_then(|s| s.quality)
            .map(|q| wording::quality(&q, in_ring))
            .unwrap_or_default(),
        changes: moved,
        teams,
        smallest: shown
            .into_iter()
            .flat_map(|s| &s.smallest)
            .map(|set| ClashView {
                about: wording::clashing(set, &names),
                rules: set.rules.iter().map(|r| wording::hard_rule(*r)).collect(),
            })
            .collect(),
        clashes: shown
            .into_iter()
            .flat_map(|s| &s.clashes)
            .map(|c| wording::clash(c, &names))
            .map(|w| (w.what, w.what_to_do))
            .collect(),
        conflicts: shown.map(|s| conflicts(all, s, &names)).unwrap_or_default(),
        may_pair: can_cycle(actor, CycleAction::PairCycle, &all.cycle),
        outdated: waits && run.teams_version != all.version,
    }
}

fn asked(all: &CycleTeams, run: &Run) -> String {
    let by = run.asked_by.as_ref().and_then(|p| {
        let mut coordinators = all.coordinators.iter();
        coordinators
            .find(|(c, _)| c == p)
            .map(|(_, name)| name.as_str())
    });
    let by = by.map(|name| format!(" by {name}")).unwrap_or_default();
    let how = if run.afresh {
        ", without regard to planned people"
    } else {
        ""
    };
    format!("Asked for{by} at {}{how}.", moment(run.asked_at))
}

fn stage(run: &Run) -> RunStage {
    match run.state {
        RunState::Queued | RunState::Running => RunStage::Working {
            per_cent: run.done / 10,
            so_far: (run.cost > 0 && run.bound > 0).then(|| {
                format!(
                    "The best so far has {} points. No answer can have fewer than {}.",
                    wording::points(run.cost),
                    wording::points(run.bound.min(run.cost))
                )
            }),
        },
        RunState::Done => RunStage::Waiting,
        RunState::Taken => RunStage::Over("These teams were taken over as planned.".into()),
        RunState::Dropped => RunStage::Over("This suggestion was thrown away.".into()),
        RunState::Cancelled => RunStage::Over("This suggestion was cancelled.".into()),
        RunState::Failed => RunStage::Over(
            run.failure
                .clone()
                .unwrap_or_else(|| "It could not be worked out.".into()),
        ),
    }
}

fn now(host: &Host) -> Vec<(String, bool)> {
    host.present()
        .map(|p| (p.person.to_string(), p.lead))
        .collect()
}

/// How many people change, over all schools.
fn changes(all: &CycleTeams, suggestion: &Suggestion) -> String {
    let (mut join, mut leave) = (0, 0);
    for host in &all.hosts {
        if let Some(team) = suggestion.team(host.school.as_str()) {
            let change = TeamChange::between(&now(host), team);
            join += change.join.len();
            leave += change.leave.len();
        }
    }
    let people = |n: usize| {
        if n == 1 {
            "1 person".to_owned()
        } else {
            format!("{n} people")
        }
    };
    match (join, leave) {
        (0, 0) => "Nobody joins or leaves a team.".to_owned(),
        (join, 0) => format!(
            "{} would join a team. Nobody would leave one.",
            people(join)
        ),
        (join, leave) => format!(
            "{} would join a team, and {} would leave one.",
            people(join),
            people(leave)
        ),
    }
}

fn suggested(host: &Host, team: &Team, names: &Names) -> SuggestedTeam {
    let name = |key: &String| names.people.get(key).unwrap_or(key).clone();
    let change = TeamChange::between(&now(host), team);
    let mut changes = Vec::new();
    for person in &change.join {
        changes.push(format!("{} joins", name(person)));
    }
    for person in &change.leave {
        changes.push(format!("{} leaves", name(person)));
    }
    if let Some(person) = &change.new_lead {
        changes.push(format!("{} becomes the lead", name(person)));
    }
    if !change.is_empty() {
        let gone: Vec<&str> = host
            .team
            .iter()
            .filter(|p| p.state == InvitationState::Declined)
            .map(|p| p.name.as_str())
            .collect();
        if !gone.is_empty() {
            changes.push(format!("The reason: {} declined", list(&gone)));
        }
    }
    SuggestedTeam {
        school: host.name.clone(),
        members: team
            .members
            .iter()
            .map(|m| member(host, m, names))
            .collect(),
        concerns: team
            .concerns
            .iter()
            .map(|c| wording::concern(c, names))
            .collect(),
        changes,
    }
}

fn member(host: &Host, member: &Assignment, names: &Names) -> MemberView {
    let before = host.present().find(|p| p.person.as_str() == member.person);
    MemberView {
        person: member.person.clone(),
        name: names
            .people
            .get(&member.person)
            .unwrap_or(&member.person)
            .clone(),
        lead: member.lead,
        state: match before.map(|p| p.state) {
            None => ("New here", TagColour::Blue),
            Some(InvitationState::Planned) => ("Planned before", TagColour::Grey),
            Some(_) => ("Stays", TagColour::Green),
        },
        declined: false,
        reasons: member
            .reasons
            .iter()
            .map(|r| wording::reason(r, names))
            .collect(),
        concerns: member
            .concerns
            .iter()
            .map(|c| wording::concern(c, names))
            .collect(),
        override_reason: before.and_then(|p| p.override_reason.clone()),
        answer_reason: None,
        conflict: before.and_then(|p| p.conflict.clone()),
        conflict_waived: before.and_then(|p| p.conflict_waived.clone()),
        detected: false,
    }
}

fn conflicts(all: &CycleTeams, suggestion: &Suggestion, names: &Names) -> Vec<ConflictView> {
    uc::conflicts(all, suggestion)
        .into_iter()
        .map(|c| {
            let words: Vec<String> = suggestion
                .team(&c.school)
                .into_iter()
                .flat_map(|t| &t.members)
                .filter(|m| m.person == c.person)
                .flat_map(|m| &m.concerns)
                .filter(|concern| concern.is_conflict())
                .map(|concern| wording::concern(concern, names))
                .collect();
            let name = |map: &std::collections::BTreeMap<String, String>, key: &String| {
                map.get(key).unwrap_or(key).clone()
            };
            ConflictView {
                what: format!(
                    "{} at {}: {}",
                    name(&names.people, &c.person),
                    name(&names.schools, &c.school),
                    words.join("; ")
                ),
                field: c.field,
            }
        })
        .collect()
}

//! A suggestion becomes the planned teams, with a reason for every conflict of interest in it, or is thrown away.

use super::suggestion::run_path;
use super::{Found, find_run, names, not_repeated};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use app::pages::pairing::wording::{self, Names};
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{CycleId, PersonId};
use domain::pairing::{Assignment, RunState, Suggestion, Team};
use domain::policy::{self, Permit, act};
use domain::states::InvitationState;
use store::Write;
use store::teams::{self, CycleTeams, Host, NewPlace, TeamPermit, runs};

/// A suggested pair with a conflict of interest, for which no reason is on record yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The form's field for the reason.
    pub field: String,
    /// The person's key.
    pub person: String,
    /// The school's key.
    pub school: String,
    /// Kinds of conflict, for the audit.
    pub kinds: Vec<&'static str>,
}

/// Every conflict of interest in a suggestion that the coordinator has not given a reason for before.
pub fn conflicts(teams: &CycleTeams, suggestion: &Suggestion) -> Vec<Conflict> {
    let mut out = Vec::new();
    for team in &suggestion.teams {
        let Some(host) = teams.hosts.iter().find(|h| h.school.as_str() == team.host) else {
            continue;
        };
        for member in &team.members {
            let kinds: Vec<&'static str> = member
                .concerns
                .iter()
                .filter(|c| c.is_conflict())
                .map(domain::pairing::Concern::key)
                .collect();
            let before = host.present().find(|p| p.person.as_str() == member.person);
            let settled = before.is_some_and(|p| {
                p.by_hand || p.state != InvitationState::Planned || p.override_reason.is_some()
            });
            if !kinds.is_empty() && !settled {
                out.push(Conflict {
                    field: format!("reason-{}-{}", host.review, member.person),
                    person: member.person.clone(),
                    school: team.host.clone(),
                    kinds,
                });
            }
        }
    }
    out
}

fn outdated() -> Error {
    let words = "Teams have changed since this was worked out. Throw it away and ask for another suggestion";
    FieldErrors::one("", words).into()
}

/// The run with its suggestion, when it waits for the coordinator.
async fn waiting(app: &App, user: &User, cycle: &CycleId) -> Result<(Found, Suggestion), Error> {
    let mut found = find_run(app, user, cycle).await?;
    match (found.run.state, found.suggestion.take()) {
        (RunState::Done, Some(suggestion)) => Ok((found, suggestion)),
        _ => Err(Error::Forbidden(
            "There is no suggestion to decide on. It has been taken or thrown away already.".into(),
        )),
    }
}

/// Stores the suggested teams as planned. Whoever has been invited, has accepted or was put in by hand stays. Nobody is
/// told.
pub async fn take(app: &App, user: &User, cycle: &CycleId, form: &RawForm) -> Result<(), Error> {
    find_run(app, user, cycle).await?;
    not_repeated(app, form).await?;
    let (found, suggestion) = waiting(app, user, cycle).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &found.teams.cycle)?;
    if found.run.teams_version != found.teams.version {
        return Err(outdated());
    }
    let reasons = reasons(form, &conflicts(&found.teams, &suggestion))?;
    let names = names(&found.teams);
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(&permit, cycle, found.teams.version));
    write.push(runs::end(&permit, &found.run.id, RunState::Taken, user.now));
    for host in &found.teams.hosts {
        if let Some(team) = suggestion.team(host.school.as_str()) {
            push_team(&mut write, &permit, host, team, &names, &reasons)?;
        }
    }
    for (conflict, _) in &reasons {
        if let Some(host) = found
            .teams
            .hosts
            .iter()
            .find(|h| h.school.as_str() == conflict.school)
        {
            let detail = format!("{}: {}", conflict.person, conflict.kinds.join(", "));
            write.audit(
                "waived a conflict of interest",
                format!("review:{}", host.review),
                detail,
            );
        }
    }
    let count = suggestion.teams.len();
    write.audit(
        "took the suggested teams",
        format!("cycle:{cycle}"),
        format!("{count} schools"),
    );
    write.once(form.get("form_key"), &format!("/cycles/{cycle}/pairing"));
    match app.store.commit(write).await {
        Err(store::Error::Conflict) => Err(outdated()),
        other => Ok(other?),
    }
}

/// The reason for each conflict: its own, or the one for all that have none.
fn reasons(form: &RawForm, conflicts: &[Conflict]) -> Result<Vec<(Conflict, String)>, FieldErrors> {
    let mut reader = Reader::new(form);
    let for_all = reader.optional_text("reason-all");
    let mut out = Vec::new();
    for conflict in conflicts {
        let own = reader.optional_text(&conflict.field);
        let reason = if own.is_empty() { for_all.clone() } else { own };
        if reason.is_empty() {
            reader.error(
                &conflict.field,
                "Say why this pair is right all the same, or change the rules and ask again",
            );
        }
        out.push((conflict.clone(), reason));
    }
    reader.finish(Some(out))
}

/// Stores the suggested team of one school around those who stay.
fn push_team(
    write: &mut Write,
    permit: &Permit<act::PairCycle>,
    host: &Host,
    team: &Team,
    names: &Names,
    reasons: &[(Conflict, String)],
) -> Result<(), Error> {
    let people: Vec<PersonId> = team
        .members
        .iter()
        .map(|m| m.person.parse())
        .collect::<Result<_, _>>()?;
    write.push(teams::clear_suggested(permit, &host.review, &people));
    for (member, person) in team.members.iter().zip(people) {
        let before = host.present().find(|p| p.person == person);
        let given = reasons
            .iter()
            .find(|(c, _)| c.person == member.person && c.school == team.host)
            .map(|(_, reason)| reason.clone());
        let kept = before.and_then(|p| p.override_reason.clone());
        let place = place(member, person, given.or(kept), names);
        match before {
            Some(p) if p.by_hand || p.state != InvitationState::Planned => {}
            Some(_) => {
                write.push(teams::plan_again(permit, &host.review, place));
            }
            None => {
                write.push(teams::plan(&TeamPermit::Cycle(permit), &host.review, place));
            }
        }
    }
    Ok(())
}

fn place(member: &Assignment, person: PersonId, reason: Option<String>, names: &Names) -> NewPlace {
    NewPlace {
        person,
        lead: member.lead,
        by_hand: false,
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
        override_reason: reason,
    }
}

/// Throws a suggestion away; the teams stay as they are.
pub async fn drop(app: &App, user: &User, cycle: &CycleId, form: &RawForm) -> Result<(), Error> {
    find_run(app, user, cycle).await?;
    not_repeated(app, form).await?;
    let (found, _) = waiting(app, user, cycle).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &found.teams.cycle)?;
    let mut write = Write::new(&user.meta());
    write.push(runs::end(
        &permit,
        &found.run.id,
        RunState::Dropped,
        user.now,
    ));
    write.audit(
        "threw the suggested teams away",
        format!("cycle:{cycle}"),
        "",
    );
    write.once(form.get("form_key"), &run_path(cycle));
    Ok(app.store.commit(write).await?)
}

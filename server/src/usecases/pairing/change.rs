//! One team, changed by hand. Hard rules are kept; what is to be avoided needs a reason.

use super::problem::{drafts, problem};
use super::settle::{Seat, notice, settle};
use super::{find_team, not_outdated, not_repeated, planned, push_invitations};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use app::pages::pairing::wording;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{PersonId, ReviewId};
use domain::notices::NoticeKind;
use domain::pairing::{
    Concern, DraftMember, Fixed, FixedRole, RaisedConcern, Reason, TeamDraft, Violation, check,
    solve,
};
use domain::policy::{self, Permit, act};
use domain::states::InvitationState;
use store::Write;
use store::mail::create_notice;
use store::teams::{self, CycleTeams, Host, NewPlace, Place, TeamPermit};

/// A change of one team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Somebody joins.
    Add {
        /// Who.
        person: PersonId,
        /// Whether as the lead, in place of whoever leads now.
        lead: bool,
    },
    /// A member becomes the lead.
    Lead {
        /// Who.
        person: PersonId,
    },
    /// Somebody leaves.
    Remove {
        /// Who.
        person: PersonId,
    },
    /// Somebody takes another's place.
    Replace {
        /// Who leaves.
        out: PersonId,
        /// Who comes.
        person: PersonId,
    },
}

impl Change {
    /// Reads what the form asks for; a person who is to leave or to lead must be in the team.
    pub fn read(form: &RawForm, host: &Host) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(form);
        let present = |person: &PersonId| host.present().any(|p| p.person == *person);
        let read = match form.get("do") {
            "add" => reader
                .parsed("person", "Choose who is to join the team")
                .map(|person| Self::Add {
                    person,
                    lead: form.has("lead"),
                }),
            "replace" => {
                let out = reader.parsed("out", "Choose who is to leave the team");
                let person = reader.parsed("instead", "Choose who is to come instead");
                out.zip(person)
                    .map(|(out, person)| Self::Replace { out, person })
            }
            "lead" => reader
                .parsed("member", "Choose somebody in the team")
                .map(|person| Self::Lead { person }),
            "remove" => reader
                .parsed("member", "Choose somebody in the team")
                .map(|person| Self::Remove { person }),
            _ => None,
        };
        let (field, member) = match &read {
            Some(Self::Lead { person } | Self::Remove { person }) => ("member", Some(person)),
            Some(Self::Replace { out, .. }) => ("out", Some(out)),
            _ => ("", None),
        };
        if member.is_some_and(|m| !present(m)) {
            reader.error(field, "This person is no longer in the team");
        }
        reader.finish(read)
    }

    /// The field beside which a refusal is said; none for the buttons beside a member.
    fn field(&self) -> &'static str {
        match self {
            Self::Add { .. } => "person",
            Self::Replace { .. } => "instead",
            Self::Lead { .. } | Self::Remove { .. } => "",
        }
    }

    /// Who is in the team afterwards because of this change, or has another part in it.
    fn chosen(&self) -> Option<&PersonId> {
        match self {
            Self::Add { person, .. } | Self::Lead { person } | Self::Replace { person, .. } => {
                Some(person)
            }
            Self::Remove { .. } => None,
        }
    }

    fn apply(&self, team: &mut TeamDraft) {
        match self {
            Self::Add { person, lead } => {
                if *lead {
                    team.members.iter_mut().for_each(|m| m.lead = false);
                }
                team.members.push(DraftMember {
                    person: person.to_string(),
                    lead: *lead,
                });
            }
            Self::Lead { person } => {
                team.members
                    .iter_mut()
                    .for_each(|m| m.lead = m.person == person.as_str());
            }
            Self::Remove { person } => team.members.retain(|m| m.person != person.as_str()),
            Self::Replace { out, person } => {
                let lead = team
                    .members
                    .iter()
                    .any(|m| m.person == out.as_str() && m.lead);
                team.members.retain(|m| m.person != out.as_str());
                team.members.push(DraftMember {
                    person: person.to_string(),
                    lead,
                });
            }
        }
    }
}

/// What a change brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Hard rules that it would break.
    pub refused: Vec<Violation>,
    /// What is to be avoided and was not so before, anywhere in the cycle.
    pub raised: Vec<RaisedConcern>,
}

/// Looks at the whole cycle as it would be. That a team is still too small or has no lead is not held against a single
/// change, since teams are made of several; it cannot be invited until then.
pub fn judge(all: &CycleTeams, host: &Host, change: &Change) -> Judged {
    let question = problem(all);
    let before = drafts(all);
    let mut after = before.clone();
    let school = host.school.to_string();
    let at = after
        .iter()
        .position(|t| t.host == school)
        .unwrap_or_else(|| {
            after.push(TeamDraft {
                host: school.clone(),
                members: Vec::new(),
            });
            after.len() - 1
        });
    if let Some(team) = after.get_mut(at) {
        change.apply(team);
    }
    after.retain(|t| !t.members.is_empty());
    let (was, is) = (check(&question, &before), check(&question, &after));
    let known = |v: &Violation| {
        was.violations
            .iter()
            .any(|b| b.host == school && b.violation == *v)
    };
    let unfinished =
        |v: &Violation| matches!(v, Violation::TeamTooSmall { .. } | Violation::NoLead);
    Judged {
        refused: is
            .violations
            .into_iter()
            .filter(|b| b.host == school)
            .map(|b| b.violation)
            .filter(|v| !unfinished(v) && !known(v))
            .collect(),
        raised: is
            .concerns
            .into_iter()
            .filter(|c| !was.concerns.iter().any(|w| covers(w, c)))
            .collect(),
    }
}

/// True when `is` was there before, or is no worse than what was.
fn covers(was: &RaisedConcern, is: &RaisedConcern) -> bool {
    if was.host != is.host || was.person != is.person {
        return false;
    }
    match (&was.concern, &is.concern) {
        (Concern::SmallTeam { size: a, .. }, Concern::SmallTeam { size: b, .. }) => b >= a,
        (Concern::LoadOverLimit { load: a, .. }, Concern::LoadOverLimit { load: b, .. }) => b <= a,
        (
            Concern::DirectSwap {
                school: a,
                people: before,
            },
            Concern::DirectSwap {
                school: b,
                people: now,
            },
        ) => a == b && now.iter().all(|p| before.contains(p)),
        (a, b) => a == b,
    }
}

/// What speaks for a person whom the coordinator has chosen. Load is left out: only the whole cycle knows it.
fn reasons_for(all: &CycleTeams, host: &Host, change: &Change, person: &PersonId) -> Vec<Reason> {
    let mut question = problem(all);
    let mut team = TeamDraft {
        host: host.school.to_string(),
        members: host
            .present()
            .map(|p| DraftMember {
                person: p.person.to_string(),
                lead: p.lead,
            })
            .collect(),
    };
    change.apply(&mut team);
    question.hosts.retain(|h| h.school == team.host);
    question.settings.team_size = u32::try_from(team.members.len()).unwrap_or(1);
    question.settings.min_team_size = 1;
    let role = |m: &DraftMember| {
        if m.lead {
            FixedRole::Lead
        } else {
            FixedRole::Either
        }
    };
    question.fixed = team
        .members
        .iter()
        .map(|m| Fixed {
            person: m.person.clone(),
            host: team.host.clone(),
            role: role(m),
        })
        .collect();
    let lead = team
        .members
        .iter()
        .any(|m| m.lead && m.person == person.as_str());
    let found = solve(&question)
        .ok()
        .and_then(|p| p.teams.into_iter().next());
    found
        .into_iter()
        .flat_map(|t| t.members)
        .filter(|m| m.person == person.as_str())
        .flat_map(|m| m.reasons)
        .filter(|r| match r {
            Reason::Fixed | Reason::WithinLoad { .. } => false,
            Reason::TrainedLead | Reason::OnlyPossibleLead => lead,
            _ => true,
        })
        .collect()
}

/// Changes the team, when no hard rule is in the way and everything that is to be avoided has a reason.
pub async fn change(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    let (review, board) = find_team(app, user, id).await?;
    not_repeated(app, form).await?;
    let permit = policy::review::<act::ManageTeam>(&user.actor, &review.facts)?;
    let all = &board.teams;
    let host = all.host(id).ok_or(Error::NotFound)?;
    not_outdated(all, form)?;
    let change = Change::read(form, host)?;
    if change.chosen().is_some() && change.chosen() == host.facilitator.as_ref() {
        let words = "This person runs the workshop, in which the plan is made. Choose another facilitator first";
        return Err(FieldErrors::one(change.field(), words).into());
    }
    let judged = judge(all, host, &change);
    if !judged.refused.is_empty() {
        let words: Vec<String> = judged
            .refused
            .iter()
            .map(|v| wording::violation(v, &board.names))
            .collect();
        return Err(FieldErrors::one(change.field(), words.join(". ")).into());
    }
    let mut reader = Reader::new(form);
    let reason = reader.optional_text("reason");
    if !judged.raised.is_empty() && reason.is_empty() {
        reader.error(
            "reason",
            "Give a reason for making this change all the same, or leave the team as it is",
        );
    }
    let reason = reader.finish(Some(Some(reason).filter(|r| !r.is_empty())))?;

    let mut write = Write::new(&user.meta());
    write.push(teams::lock(&permit, &all.cycle.id, all.version));
    let concerns: Vec<String> = judged
        .raised
        .iter()
        .map(|c| wording::concern(&c.concern, &board.names))
        .collect();
    let mut seats: Vec<Seat> = host.team.iter().map(Seat::from).collect();
    match &change {
        Change::Add { person, lead } => {
            if *lead {
                write.push(teams::clear_lead(&permit));
                seats.iter_mut().for_each(|s| s.lead = false);
            }
            let reasons = reasons_for(all, host, &change, person);
            push_place(
                &mut write,
                &permit,
                id,
                person,
                *lead,
                &reasons,
                concerns,
                reason.clone(),
                &board.names,
            );
            seats.push(Seat {
                person: person.clone(),
                lead: *lead,
                state: InvitationState::Planned,
                conflict: false,
            });
        }
        Change::Lead { person } => {
            write.push(teams::clear_lead(&permit));
            write.push(teams::offer_lead(&permit, person, concerns, reason.clone()));
            for seat in &mut seats {
                seat.lead = seat.person == *person;
                if seat.lead {
                    seat.state = InvitationState::Planned;
                }
            }
        }
        Change::Remove { person } => {
            push_removal(&mut write, &permit, &review, host, person);
            seats.retain(|s| s.person != *person);
        }
        Change::Replace { out, person } => {
            let lead = host.present().any(|p| p.person == *out && p.lead);
            push_removal(&mut write, &permit, &review, host, out);
            seats.retain(|s| s.person != *out);
            let reasons = reasons_for(all, host, &change, person);
            push_place(
                &mut write,
                &permit,
                id,
                person,
                lead,
                &reasons,
                concerns,
                reason.clone(),
                &board.names,
            );
            seats.push(Seat {
                person: person.clone(),
                lead,
                state: InvitationState::Planned,
                conflict: false,
            });
        }
    }
    let (verb, who) = match &change {
        Change::Add { person, .. } => ("put into the team", person),
        Change::Lead { person } => ("made lead", person),
        Change::Remove { person } => ("took out of the team", person),
        Change::Replace { person, .. } => ("replaced in the team", person),
    };
    let detail = if reason.is_some() {
        format!("{who}, with a reason")
    } else {
        who.to_string()
    };
    write.audit(verb, format!("review:{id}"), detail);
    settle(app, &mut write, &permit, &review, all, &seats, user.today).await?;
    write.once(form.get("form_key"), &format!("/reviews/{id}/team"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

#[allow(clippy::too_many_arguments)]
fn push_place(
    write: &mut Write,
    permit: &Permit<act::ManageTeam>,
    review: &ReviewId,
    person: &PersonId,
    lead: bool,
    reasons: &[Reason],
    concerns: Vec<String>,
    override_reason: Option<String>,
    names: &wording::Names,
) {
    let mut words = vec!["Chosen by the coordinator".to_owned()];
    words.extend(reasons.iter().map(|r| wording::reason(r, names)));
    let place = NewPlace {
        person: person.clone(),
        lead,
        by_hand: true,
        reasons: words,
        concerns,
        override_reason,
    };
    write.push(teams::plan(&TeamPermit::Review(permit), review, place));
}

/// Takes somebody out; who has been asked hears of it.
fn push_removal(
    write: &mut Write,
    permit: &Permit<act::ManageTeam>,
    review: &store::reviews::Review,
    host: &Host,
    person: &PersonId,
) {
    write.push(teams::remove(permit, person));
    let told = |p: &Place| p.person == *person && p.state != InvitationState::Planned;
    if host.present().any(told) {
        let now = write.meta().now;
        let news = notice(
            review,
            person,
            NoticeKind::RemovedFromTeam,
            "/visits".into(),
        );
        write.push(create_notice(&news, now));
    }
}

/// Asks the planned people of one team.
pub async fn invite_team(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let (review, board) = find_team(app, user, id).await?;
    not_repeated(app, form).await?;
    let permit = policy::review::<act::ManageTeam>(&user.actor, &review.facts)?;
    not_outdated(&board.teams, form)?;
    let host = board.teams.host(id).ok_or(Error::NotFound)?;
    let team = planned(&board.teams, host)
        .ok_or_else(|| FieldErrors::one("", "Nobody in this team is waiting to be invited"))?;
    if let Some(lacks) = team.lacks {
        return Err(FieldErrors::one("", lacks).into());
    }
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(
        &permit,
        &board.teams.cycle.id,
        board.teams.version,
    ));
    push_invitations(
        &mut write,
        &TeamPermit::Review(&permit),
        &board.teams,
        &team,
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/team"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// Keeps somebody in the team who has declared a conflict of interest.
pub async fn waive(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    let (review, board) = find_team(app, user, id).await?;
    not_repeated(app, form).await?;
    let permit = policy::review::<act::ManageTeam>(&user.actor, &review.facts)?;
    not_outdated(&board.teams, form)?;
    let host = board.teams.host(id).ok_or(Error::NotFound)?;
    let mut reader = Reader::new(form);
    let member = reader.parsed::<PersonId>("member", "Choose somebody in the team");
    let why = reader.text(
        &format!("waiver-{}", form.get("member")),
        "Say why this person can review the school all the same",
    );
    let (member, why) = reader.finish(member.map(|m| (m, why)))?;
    let mut seats: Vec<Seat> = host.team.iter().map(Seat::from).collect();
    seats
        .iter_mut()
        .filter(|s| s.person == member)
        .for_each(|s| s.conflict = false);
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(
        &permit,
        &board.teams.cycle.id,
        board.teams.version,
    ));
    write.push(teams::waive_conflict(&permit, &member, &why));
    write.audit(
        "waived a conflict of interest",
        format!("review:{id}"),
        &member,
    );
    settle(
        app,
        &mut write,
        &permit,
        &review,
        &board.teams,
        &seats,
        user.today,
    )
    .await?;
    write.once(form.get("form_key"), &format!("/reviews/{id}/team"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// Who may run the workshop: reviewers and coordinators of the partnership who are not in the team, since a reviewer
/// does not read the plan.
pub fn facilitator_choices(all: &CycleTeams, host: &Host) -> Vec<(PersonId, String)> {
    let mut people: Vec<(PersonId, String)> = all
        .reviewers
        .iter()
        .filter(|r| r.available)
        .map(|r| (r.person.clone(), r.name.clone()))
        .chain(all.coordinators.iter().cloned())
        .filter(|(p, _)| !host.present().any(|m| m.person == *p))
        .collect();
    people.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    people.dedup();
    people
}

/// Names who runs the workshop, or nobody.
pub async fn set_facilitator(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let (review, board) = find_team(app, user, id).await?;
    not_repeated(app, form).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &board.teams.cycle)?;
    let host = board.teams.host(id).ok_or(Error::NotFound)?;
    let mut reader = Reader::new(form);
    let person = reader.optional_parsed::<PersonId>("facilitator", "Choose somebody from the list");
    let choices = facilitator_choices(&board.teams, host);
    if person
        .as_ref()
        .is_some_and(|p| !choices.iter().any(|(c, _)| c == p))
    {
        reader.error(
            "facilitator",
            "Choose somebody from the list who is not in the review team",
        );
    }
    let person = reader.finish(Some(person))?;
    let mut write = Write::new(&user.meta());
    write.push(teams::set_facilitator(
        &permit,
        id,
        review.facts.version,
        person.as_ref(),
    ));
    let detail = person
        .as_ref()
        .map_or_else(|| "nobody".to_owned(), ToString::to_string);
    write.audit("named the facilitator", format!("review:{id}"), detail);
    write.once(form.get("form_key"), &format!("/reviews/{id}/team"));
    Ok(app.store.commit(write).await?)
}

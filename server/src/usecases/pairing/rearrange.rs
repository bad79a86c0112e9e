//! One person moves to another team, or two people change places: looked at first, then saved, both teams in one write.

use super::change::{push_place, push_removal};
use super::judge::{Change, Judged, judge_teams, reasons_for, team_of};
use super::settle::{Seat, settle};
use super::{drafts, find, names, not_outdated, not_repeated};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use app::pages::pairing::wording;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{CycleId, PersonId, ReviewId};
use domain::pairing::DraftMember;
use domain::policy::{self, Permit, act};
use domain::states::InvitationState;
use store::Write;
use store::reviews::Review;
use store::teams::{self, CycleTeams, Host};

/// Who goes where. The parts of a swap come in one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rearrangement {
    /// The first person, and the review whose team they leave.
    pub who: (ReviewId, PersonId),
    /// The review whose team they join.
    pub to: ReviewId,
    /// Who comes back from there in exchange.
    pub back: Option<PersonId>,
}

/// A rearrangement with what it brings.
#[derive(Debug, Clone)]
pub struct Looked {
    /// What was asked for.
    pub asked: Rearrangement,
    /// What it brings.
    pub judged: Judged,
}

/// A place as forms name it: review and person.
fn place(text: &str) -> Option<(ReviewId, PersonId)> {
    let (review, person) = text.split_once(' ')?;
    Some((review.parse().ok()?, person.parse().ok()?))
}

fn is_present(all: &CycleTeams, review: &ReviewId, person: &PersonId) -> bool {
    all.host(review)
        .is_some_and(|h| h.present().any(|p| p.person == *person))
}

fn read(all: &CycleTeams, form: &RawForm) -> Result<Rearrangement, FieldErrors> {
    let mut reader = Reader::new(form);
    let who = place(form.get("who")).filter(|(review, person)| is_present(all, review, person));
    if who.is_none() {
        reader.error("who", "Choose who is to be moved");
    }
    let target = match form.get("to").split_once(' ') {
        Some(_) => place(form.get("to"))
            .filter(|(review, person)| is_present(all, review, person))
            .map(|(review, person)| (review, Some(person))),
        None => form
            .get("to")
            .parse::<ReviewId>()
            .ok()
            .filter(|review| all.host(review).is_some())
            .map(|review| (review, None)),
    };
    match (&who, &target) {
        (_, None) => reader.error("to", "Choose where to, or with whom to change places"),
        (Some((from, _)), Some((to, _))) if from == to => {
            reader.error("to", "Choose another team than the one they are in");
        }
        _ => {}
    }
    let read = who
        .zip(target)
        .map(|(who, (to, back))| Rearrangement { who, to, back });
    reader.finish(read)
}

/// What the asked rearrangement brings. Saves nothing.
pub fn look(all: &CycleTeams, form: &RawForm) -> Result<Looked, FieldErrors> {
    let asked = read(all, form)?;
    let (Some(from), Some(to)) = (all.host(&asked.who.0), all.host(&asked.to)) else {
        return Err(FieldErrors::one("who", "Choose who is to be moved"));
    };
    let mut after = drafts(all);
    let lead =
        |host: &Host, person: &PersonId| host.present().any(|p| p.person == *person && p.lead);
    // In a swap each takes the other's part; who moves alone joins as a member.
    let joins_as_lead = asked.back.as_ref().is_some_and(|back| lead(to, back));
    let comes_as_lead = lead(from, &asked.who.1);
    let team = team_of(&mut after, from);
    team.members.retain(|m| m.person != asked.who.1.as_str());
    if let Some(back) = &asked.back {
        team.members.push(DraftMember {
            person: back.to_string(),
            lead: comes_as_lead,
        });
    }
    let team = team_of(&mut after, to);
    if let Some(back) = &asked.back {
        team.members.retain(|m| m.person != back.as_str());
    }
    team.members.push(DraftMember {
        person: asked.who.1.to_string(),
        lead: joins_as_lead,
    });
    let judged = judge_teams(all, after, &[from, to]);
    Ok(Looked { asked, judged })
}

/// Moves the person, or lets two change places, when no hard rule is in the way and everything that is to be avoided
/// has a reason. Whoever had been asked hears of it; the new places are planned and nobody is told of them yet.
pub async fn rearrange(
    app: &App,
    user: &User,
    cycle: &CycleId,
    form: &RawForm,
) -> Result<(), Error> {
    let all = find(app, user, cycle).await?;
    not_repeated(app, form).await?;
    policy::cycle::<act::PairCycle>(&user.actor, &all.cycle)?;
    not_outdated(&all, form)?;
    let Looked { asked, judged } = look(&all, form)?;
    let names = names(&all);
    if !judged.refused.is_empty() {
        let words: Vec<String> = judged
            .refused
            .iter()
            .map(|v| wording::violation(v, &names))
            .collect();
        return Err(FieldErrors::one("to", words.join(". ")).into());
    }
    let mut reader = Reader::new(form);
    let reason = reader.optional_text("reason");
    if !judged.raised.is_empty() && reason.is_empty() {
        reader.error(
            "reason",
            "Give a reason for making this change all the same",
        );
    }
    let reason = reader.finish(Some(Some(reason).filter(|r| !r.is_empty())))?;

    let (from, to) = (
        review(app, user, &asked.who.0).await?,
        review(app, user, &asked.to).await?,
    );
    let permits = (
        policy::review::<act::ManageTeam>(&user.actor, &from.facts)?,
        policy::review::<act::ManageTeam>(&user.actor, &to.facts)?,
    );
    let (Some(from_host), Some(to_host)) = (all.host(&asked.who.0), all.host(&asked.to)) else {
        return Err(Error::NotFound);
    };
    let leads =
        |host: &Host, person: &PersonId| host.present().any(|p| p.person == *person && p.lead);
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(&permits.0, cycle, all.version));
    let mover = Mover {
        app,
        user,
        all: &all,
        names: &names,
        reason: reason.as_deref(),
        judged: &judged,
    };
    let comes = asked
        .back
        .as_ref()
        .map(|back| (back, leads(from_host, &asked.who.1)));
    mover
        .one_team(
            &mut write,
            &permits.0,
            &from,
            from_host,
            Some(&asked.who.1),
            comes,
        )
        .await?;
    let joins = (
        &asked.who.1,
        asked.back.as_ref().is_some_and(|back| leads(to_host, back)),
    );
    mover
        .one_team(
            &mut write,
            &permits.1,
            &to,
            to_host,
            asked.back.as_ref(),
            Some(joins),
        )
        .await?;
    write.once(form.get("form_key"), &format!("/cycles/{cycle}/pairing"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

async fn review(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    app.store
        .find_review(id, user.today)
        .await?
        .ok_or(Error::NotFound)
}

/// What both teams' changes have in common.
struct Mover<'a> {
    app: &'a App,
    user: &'a User,
    all: &'a CycleTeams,
    names: &'a wording::Names,
    reason: Option<&'a str>,
    judged: &'a Judged,
}

impl Mover<'_> {
    /// One team: who leaves it, and who joins it with what part.
    async fn one_team(
        &self,
        write: &mut Write,
        permit: &Permit<act::ManageTeam>,
        review: &Review,
        host: &Host,
        leaves: Option<&PersonId>,
        joins: Option<(&PersonId, bool)>,
    ) -> Result<(), Error> {
        let mut seats: Vec<Seat> = host.team.iter().map(Seat::from).collect();
        if let Some(person) = leaves {
            push_removal(write, permit, review, host, person);
            seats.retain(|s| s.person != *person);
            write.audit(
                "took out of the team",
                format!("review:{}", host.review),
                person,
            );
        }
        if let Some((person, lead)) = joins {
            if host.facilitator.as_ref() == Some(person) {
                let words = "This person runs the workshop there. Choose another facilitator first";
                return Err(FieldErrors::one("to", words).into());
            }
            let change = Change::Add {
                person: person.clone(),
                lead,
            };
            let reasons = reasons_for(self.all, host, &change, person);
            let about = |c: &&domain::pairing::RaisedConcern| {
                c.host == host.school.as_str()
                    && c.person.as_deref().is_none_or(|p| p == person.as_str())
            };
            let concerns: Vec<String> = self
                .judged
                .raised
                .iter()
                .filter(about)
                .map(|c| wording::concern(&c.concern, self.names))
                .collect();
            let reason = self.reason.map(str::to_owned);
            let id = &host.review;
            push_place(
                write, permit, id, person, lead, &reasons, concerns, reason, self.names,
            );
            seats.push(Seat {
                person: person.clone(),
                lead,
                state: InvitationState::Planned,
                conflict: false,
            });
            let detail = match self.reason {
                Some(_) => format!("{person}, with a reason"),
                None => person.to_string(),
            };
            write.audit("moved into the team", format!("review:{id}"), detail);
        }
        settle(
            self.app,
            write,
            permit,
            review,
            self.all,
            &seats,
            self.user.today,
        )
        .await
    }
}

//! One team, changed by hand. Hard rules are kept; what is to be avoided needs a reason.

use super::judge::{Change, judge, reasons_for};
use super::settle::{Seat, notice, settle};
use super::{find_team, not_outdated, not_repeated};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use app::pages::pairing::wording;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{PersonId, ReviewId};
use domain::notices::NoticeKind;
use domain::pairing::Reason;
use domain::policy::{self, Permit, act};
use domain::states::InvitationState;
use store::Write;
use store::mail::create_notice;
use store::teams::{self, Host, NewPlace, Place, TeamPermit};

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
pub(super) fn push_place(
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
pub(super) fn push_removal(
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

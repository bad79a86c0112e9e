//! What else a coordinator does for one team: invite it, settle a conflict of interest, name the facilitator.

use super::settle::{Seat, settle};
use super::{find_team, not_outdated, not_repeated, planned, push_invitations};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::tell;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{PersonId, ReviewId};
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use store::Write;
use store::teams::{self, CycleTeams, Host, TeamPermit};

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

/// Keeps somebody in the team for whom a conflict of interest was found, with a reason.
pub async fn waive_detected(
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
    let mut reader = Reader::new(form);
    let member = reader
        .parsed::<PersonId>("member", "Choose somebody in the team")
        .filter(|m| host.present().any(|p| p.person == *m));
    let why = reader.text(
        &format!("detected-{}", form.get("member")),
        "Say why this person can review the school all the same",
    );
    let (member, why) = reader.finish(member.map(|m| (m, why)))?;
    let kinds: Vec<&str> = board
        .check
        .concerns
        .iter()
        .filter(|c| {
            c.host == host.school.as_str()
                && c.person.as_deref() == Some(member.as_str())
                && c.concern.is_conflict()
        })
        .map(|c| c.concern.key())
        .collect();
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(
        &permit,
        &board.teams.cycle.id,
        board.teams.version,
    ));
    write.push(teams::waive_detected(&permit, &member, &why));
    let detail = format!("{member}: {}", kinds.join(", "));
    write.audit(
        "waived a conflict of interest",
        format!("review:{id}"),
        detail,
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/team"));
    Ok(app.store.commit(write).await?)
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
    if let Some(person) = &person {
        tell(
            &mut write,
            &review,
            NoticeKind::FacilitatorNamed,
            [person.clone()],
            "",
            "",
        );
    }
    write.audit("named the facilitator", format!("review:{id}"), detail);
    write.once(form.get("form_key"), &format!("/reviews/{id}/team"));
    Ok(app.store.commit(write).await?)
}

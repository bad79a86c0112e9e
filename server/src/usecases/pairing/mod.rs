//! Pairing: teams suggested for a whole cycle, changed by hand, invited, and confirmed when everybody has accepted.

mod answer;
mod change;
mod judge;
mod problem;
mod rearrange;
mod rules;
mod settle;
mod suggestion;
mod take;
mod team;

pub use answer::{Invitation, answer, find_invitation};
pub use change::change;
pub use judge::{Change, Judged, judge};
pub use problem::{drafts, is_forming, is_open, names, problem, question};
pub use rearrange::{Looked, Rearrangement, look, rearrange};
pub use rules::{rules_form, save_rules};
pub use suggestion::{Found, find_run, start, wish};
pub use take::{Conflict, conflicts, drop, take};
pub use team::{facilitator_choices, invite_team, set_facilitator, waive, waive_detected};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use app::pages::pairing::wording::Names;
use domain::forms::RawForm;
use domain::ids::{CycleId, PersonId, ReviewId};
use domain::notices::NoticeKind;
use domain::pairing::{Check, Clash, check};
use domain::policy::{self, act};
use domain::states::InvitationState;
use store::Write;
use store::mail::{NewNotice, create_notice};
use store::reviews::Review;
use store::teams::{self, CycleTeams, Host, Place, TeamPermit};

/// The teams of a cycle with what can be said for and against them.
#[derive(Debug)]
pub struct Board {
    /// The teams.
    pub teams: CycleTeams,
    /// Names for what follows.
    pub names: Names,
    /// What speaks against the teams as they stand.
    pub check: Check,
    /// Why schools without a team cannot have one.
    pub clashes: Vec<Clash>,
}

/// The teams of a cycle, when the person may see its board.
pub async fn find(app: &App, user: &User, cycle: &CycleId) -> Result<CycleTeams, Error> {
    let found = app
        .store
        .find_cycle_teams(cycle, user.today)
        .await?
        .ok_or(Error::NotFound)?;
    policy::cycle::<act::SeeBoard>(&user.actor, &found.cycle)?;
    Ok(found)
}

/// The board of teams.
pub async fn board(app: &App, user: &User, cycle: &CycleId) -> Result<Board, Error> {
    Ok(judged(find(app, user, cycle).await?))
}

fn judged(teams: CycleTeams) -> Board {
    Board {
        names: names(&teams),
        check: check(&problem(&teams), &drafts(&teams)),
        clashes: problem::clashes_of_empty_teams(&teams),
        teams,
    }
}

/// The review and all teams of its cycle, when the person may see the cycle's board.
pub async fn find_team(app: &App, user: &User, id: &ReviewId) -> Result<(Review, Board), Error> {
    let review = app
        .store
        .find_review(id, user.today)
        .await?
        .ok_or(Error::NotFound)?;
    policy::review::<act::SeeReview>(&user.actor, &review.facts)?;
    let teams = find(app, user, &review.facts.cycle).await?;
    if teams.host(id).is_none() {
        return Err(Error::Forbidden(
            "This review is over, so its team can no longer be changed.".into(),
        ));
    }
    Ok((review, judged(teams)))
}

/// Leads on when the form has been posted before: what it did may be the reason why it cannot be done again.
pub(super) async fn not_repeated(app: &App, form: &RawForm) -> Result<(), Error> {
    let key = form.get("form_key");
    if key.is_empty() {
        return Ok(());
    }
    match app.store.posted(key).await? {
        Some(location) => Err(Error::Repeated(location)),
        None => Ok(()),
    }
}

/// A conflict when any team of the cycle has changed since the form was shown.
pub(super) fn not_outdated(teams: &CycleTeams, form: &RawForm) -> Result<(), Error> {
    if form.get("version").parse() == Ok(teams.version) {
        Ok(())
    } else {
        Err(Error::Conflict)
    }
}

/// Planned people of one team.
#[derive(Debug, Clone)]
pub struct ToInvite<'a> {
    /// The school.
    pub host: &'a Host,
    /// Who is asked.
    pub people: Vec<&'a Place>,
    /// What the team still lacks, in words; its people cannot be asked yet.
    pub lacks: Option<&'static str>,
}

/// Teams with planned people, and whether they can be asked.
pub fn to_invite(teams: &CycleTeams) -> Vec<ToInvite<'_>> {
    teams
        .hosts
        .iter()
        .filter_map(|host| planned(teams, host))
        .collect()
}

/// The planned people of a team; none when there is nobody to ask.
pub fn planned<'a>(teams: &'a CycleTeams, host: &'a Host) -> Option<ToInvite<'a>> {
    let people: Vec<&Place> = host
        .present()
        .filter(|p| p.state == InvitationState::Planned)
        .collect();
    if people.is_empty() {
        return None;
    }
    let count = u32::try_from(host.present().count()).unwrap_or(u32::MAX);
    let leads: Vec<&Place> = host.present().filter(|p| p.lead).collect();
    let trained = |p: &&Place| {
        teams
            .reviewer(&p.person)
            .is_some_and(|r| r.trained_on.is_some())
    };
    let lacks = match leads.as_slice() {
        _ if !is_open(teams, host) => Some("The school has closed."),
        [] => Some("The team has no lead yet."),
        [lead] if !trained(lead) => Some("The lead is not trained."),
        [_] if count < teams.settings.least => Some("There are not enough people in the team yet."),
        [_] => None,
        _ => Some("The team has more than one lead."),
    };
    Some(ToInvite {
        host,
        people,
        lacks,
    })
}

/// Asks every planned person of every team that is ready.
pub async fn invite_all(
    app: &App,
    user: &User,
    cycle: &CycleId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = find(app, user, cycle).await?;
    not_repeated(app, form).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &found.cycle)?;
    not_outdated(&found, form)?;
    let ready: Vec<ToInvite<'_>> = to_invite(&found)
        .into_iter()
        .filter(|t| t.lacks.is_none() && is_before_release(t.host))
        .collect();
    if ready.is_empty() {
        return Err(Error::Forbidden(
            "There is nobody to invite. Suggest teams first, or complete those that are not ready."
                .into(),
        ));
    }
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(&permit, cycle, found.version));
    for team in &ready {
        push_invitations(&mut write, &TeamPermit::Cycle(&permit), &found, team);
    }
    write.once(form.get("form_key"), &format!("/cycles/{cycle}/pairing"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// True while a team can be asked to come: the visit is being prepared and not put off.
pub fn is_before_release(host: &Host) -> bool {
    use domain::states::ReviewState as S;
    matches!(host.state, S::Proposed | S::TeamConfirmed | S::DateAgreed)
}

/// The invitation of one team's planned people, with a notice to each.
fn push_invitations(
    write: &mut Write,
    permit: &TeamPermit<'_>,
    all: &CycleTeams,
    team: &ToInvite<'_>,
) {
    let now = write.meta().now;
    let review = &team.host.review;
    let people: Vec<PersonId> = team.people.iter().map(|p| p.person.clone()).collect();
    write.push(teams::invite(permit, review, &people, now));
    for person in &people {
        let notice = NewNotice {
            id: new_id(),
            person: person.clone(),
            kind: NoticeKind::TeamInvitation,
            review: Some(review.clone()),
            cycle: Some(all.cycle.id.clone()),
            detail: team.host.name.clone(),
            link: format!("/reviews/{review}/invitation"),
        };
        write.push(create_notice(&notice, now));
    }
    write.audit(
        "invited a team",
        format!("review:{review}"),
        format!("{} people", people.len()),
    );
}

//! A reviewer's answer to an invitation, and the withdrawal of one who has accepted.

use super::not_repeated;
use super::settle::{Seat, notice, settle};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::states::InvitationState;
use store::Write;
use store::mail::create_notice;
use store::reviews::Review;
use store::teams::{self, CycleTeams, Host, Place};

/// An invitation as the invited person sees it.
#[derive(Debug)]
pub struct Invitation {
    /// The review.
    pub review: Review,
    /// The teams of the cycle; only the own one may be shown.
    pub teams: CycleTeams,
    /// The person's place.
    pub place: Place,
}

impl Invitation {
    fn host(&self) -> Result<&Host, Error> {
        self.teams
            .host(&self.review.facts.id)
            .ok_or(Error::NotFound)
    }
}

/// The own invitation; there is none for anybody who has not been asked or has declined.
pub async fn find_invitation(app: &App, user: &User, id: &ReviewId) -> Result<Invitation, Error> {
    let review = app
        .store
        .find_review(id, user.today)
        .await?
        .ok_or(Error::NotFound)?;
    // Whoever sees the review without being asked into its team has no invitation to look at.
    let asked =
        |s: InvitationState| matches!(s, InvitationState::Invited | InvitationState::Accepted);
    if !review
        .team
        .iter()
        .any(|m| m.person == user.actor.person && asked(m.state))
    {
        return Err(Error::NotFound);
    }
    policy::review::<act::SeeReview>(&user.actor, &review.facts)?;
    let teams = app
        .store
        .find_cycle_teams(&review.facts.cycle, user.today)
        .await?
        .ok_or(Error::NotFound)?;
    let host = teams.host(id).ok_or(Error::NotFound)?;
    let place = host
        .present()
        .find(|p| p.person == user.actor.person)
        .cloned()
        .ok_or(Error::NotFound)?;
    Ok(Invitation {
        review,
        teams,
        place,
    })
}

/// What was answered.
enum Answer {
    Accept { conflict: Option<String> },
    Decline { why: String },
}

fn read(form: &RawForm, from: InvitationState) -> Result<Answer, FieldErrors> {
    let mut reader = Reader::new(form);
    let answer = match (from, form.get("answer")) {
        (InvitationState::Accepted, "withdraw") => {
            let why = reader.text(
                "reason",
                "Say why you have to withdraw, so that the coordinator can find somebody else",
            );
            Some(Answer::Decline { why })
        }
        (InvitationState::Invited, "decline") => {
            let why = reader.text(
                "reason",
                "Say why you cannot take part, so that the coordinator can find somebody else",
            );
            Some(Answer::Decline { why })
        }
        (InvitationState::Invited, "accept") => match form.get("conflict") {
            "no" => Some(Answer::Accept { conflict: None }),
            "yes" => {
                let what = reader.text("conflict_text", "Say what the conflict of interest is");
                Some(Answer::Accept {
                    conflict: Some(what),
                })
            }
            _ => {
                reader.error(
                    "conflict",
                    "Say whether you have a conflict of interest with this school",
                );
                None
            }
        },
        _ => {
            reader.error("answer", "Choose whether you can take part");
            None
        }
    };
    reader.finish(answer)
}

/// Stores the answer and what follows from it: the coordinators hear, and a team in which everybody has accepted is
/// confirmed. Returns the path to go on to.
pub async fn answer(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<String, Error> {
    not_repeated(app, form).await?;
    // When two people answer at the same moment one of them decides anew, on what the other has written.
    for _ in 0..4 {
        match try_answer(app, user, id, form).await {
            Err(Error::Conflict) => {}
            other => return other,
        }
    }
    Err(Error::Conflict)
}

async fn try_answer(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<String, Error> {
    let found = find_invitation(app, user, id).await?;
    let permit = policy::review::<act::AnswerInvitation>(&user.actor, &found.review.facts)?;
    let from = found.place.state;
    let answer = read(form, from)?;
    let (to, why, conflict, kind, location) = match answer {
        Answer::Accept { conflict } => (
            InvitationState::Accepted,
            None,
            conflict,
            NoticeKind::InvitationAccepted,
            format!("/reviews/{id}/invitation"),
        ),
        Answer::Decline { why } => (
            InvitationState::Declined,
            Some(why),
            found.place.conflict.clone(),
            NoticeKind::InvitationDeclined,
            "/visits".to_owned(),
        ),
    };
    let mut seats: Vec<Seat> = found.host()?.team.iter().map(Seat::from).collect();
    for seat in seats.iter_mut().filter(|s| s.person == user.actor.person) {
        seat.state = to;
        seat.conflict = conflict.is_some();
    }
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(
        &permit,
        &found.teams.cycle.id,
        found.teams.version,
    ));
    write.push(teams::answer(&permit, from, to, why, conflict, user.now)?);
    let verb = if to == InvitationState::Accepted {
        "accepted an invitation"
    } else {
        "declined an invitation"
    };
    write.audit(verb, format!("review:{id}"), "");
    for (coordinator, _) in &found.teams.coordinators {
        let news = notice(
            &found.review,
            coordinator,
            kind,
            format!("/reviews/{id}/team"),
        );
        write.push(create_notice(&news, user.now));
    }
    settle(
        app,
        &mut write,
        &permit,
        &found.review,
        &found.teams,
        &seats,
        user.today,
    )
    .await?;
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(location)
}

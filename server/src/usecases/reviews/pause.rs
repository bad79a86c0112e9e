//! A review is put off, taken up again, or given up; always with a reason, never with loss of what was written.

use super::{Around, commit, find, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use domain::forms::{RawForm, Reader};
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::pauses::state_after;
use domain::policy::{self, Permit, act};
use domain::states::ReviewState;
use store::reviews::{Review, set_state};
use store::{Write, self_reviews};

/// Longest reason, in characters.
pub const REASON: usize = 1_000;

/// What is done to the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// Put off.
    Postpone,
    /// Taken up again.
    Resume,
    /// Given up.
    Cancel,
}

/// The review, when the person may do this to it now.
pub async fn open(
    app: &App,
    user: &User,
    id: &ReviewId,
    pause: Pause,
) -> Result<(Review, Permit<act::PostponeReview>), Error> {
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::PostponeReview>(&user.actor, &review.facts)?;
    let postponed = review.facts.state == ReviewState::Postponed;
    match pause {
        Pause::Postpone if postponed => Err(Error::Forbidden(
            "The review has already been postponed.".into(),
        )),
        Pause::Resume if !postponed => Err(Error::Forbidden(
            "The review has not been postponed.".into(),
        )),
        _ => Ok((review, permit)),
    }
}

/// Reads a reason from the field `reason`; also for returning a self-review.
pub fn read_reason(form: &RawForm, missing: &str) -> Result<String, Error> {
    let mut reader = Reader::new(form);
    let reason = reader.text("reason", missing);
    let length = reason.chars().count();
    if length > REASON {
        reader.error(
            "reason",
            format!("The reason is {length} characters long. It can have up to {REASON}."),
        );
    }
    Ok(reader.finish(Some(reason))?)
}

/// Does it.
pub async fn pause(
    app: &App,
    user: &User,
    id: &ReviewId,
    what: Pause,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (review, permit) = open(app, user, id, what).await?;
    let from = review.facts.state;
    let (to, verb, kind, done) = match what {
        Pause::Postpone => (
            ReviewState::Postponed,
            "postponed",
            NoticeKind::ReviewPostponed,
            "postponed",
        ),
        Pause::Cancel => (
            ReviewState::Cancelled,
            "cancelled",
            NoticeKind::ReviewCancelled,
            "cancelled",
        ),
        Pause::Resume => {
            let to = state_after(
                review.state_before,
                &review.facts.team,
                review.visit_date,
                user.today,
            );
            (to, "resumed", NoticeKind::ReviewResumed, "resumed")
        }
    };
    let reason = match what {
        Pause::Resume => None,
        _ => Some(read_reason(
            form,
            "Say why, so that the school and the team understand",
        )?),
    };
    let before = (what == Pause::Postpone).then_some(from);
    let around = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(set_state(&permit, from, to)?);
    write.push(self_reviews::note_pause(
        &permit,
        to,
        before,
        reason.as_deref(),
    ));
    // Calendars take the visit out, or in again.
    if review.visit_date.is_some() {
        write.push(store::calendars::visit_changed(&permit, user.now));
    }
    write.audit(verb, format!("review:{id}"), format!("{from} to {to}"));
    let people = around
        .heads()
        .into_iter()
        .chain(around.team())
        .chain(around.coordinators());
    tell(&mut write, &review, kind, people, &review.school_name, "");
    write.once(form.get("form_key"), &format!("/reviews/{id}?done={done}"));
    commit(app, write).await
}

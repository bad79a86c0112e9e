//! The school's accuracy check: the head raises points and finishes the check, the lead answers each point.

use super::report::{FullReport, find_report};
use super::tell;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::stop_repeated;
use crate::usecases::visits::load_review;
use domain::forms::{RawForm, Reader};
use domain::ids::{PointId, ReviewId};
use domain::notices::NoticeKind;
use domain::policy::{self, ReviewAction, act, can_review};
use domain::reports::PointAnswer;
use domain::states::{InvitationState, ReviewState};
use store::Write;
use store::reports;
use store::visits::while_in;

/// The draft with its points, for the head of the school; after the check it can still be looked at.
pub async fn find_check(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    if !(review.facts.checked
        && can_review(&user.actor, ReviewAction::ReadDraftReport, &review.facts))
    {
        policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    }
    find_report(app, user, id).await
}

/// Raises a point.
pub async fn raise_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let passage = reader.text("passage", "Say which part of the report is not right");
    let correction = reader.text("correction", "Say what should stand there");
    reader.finish(Some(()))?;
    let mut write = Write::new(&user.meta());
    write.push(reports::while_checking(&permit));
    write.push(reports::add_point(
        &permit,
        &new_id(),
        &passage,
        &correction,
        user.now,
    ));
    write.audit("raised a point", format!("review:{id}"), "");
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/accuracy#points"),
    );
    Ok(app.store.commit(write).await?)
}

/// Takes an own point back.
pub async fn remove_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    let point: PointId = form.get("point").parse()?;
    let mut write = Write::new(&user.meta());
    write.push(reports::while_checking(&permit));
    write.push(reports::remove_point(&permit, &point));
    write.audit("took a point back", format!("review:{id}"), "");
    match app.store.commit(write).await {
        // It has gone already, has been answered, or is somebody else's: there is no such point to take back.
        Err(store::Error::Conflict) => Err(Error::NotFound),
        other => Ok(other?),
    }
}

/// The head has finished the check, with points or without.
pub async fn finish_check(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    let mut write = Write::new(&user.meta());
    write.push(reports::finish_check(&permit, user.now));
    write.audit("finished the accuracy check", format!("review:{id}"), "");
    let leads = review
        .facts
        .team
        .iter()
        .filter(|m| m.lead && m.state == InvitationState::Accepted)
        .map(|m| m.person.clone());
    tell(
        &mut write,
        &review,
        NoticeKind::AccuracyChecked,
        leads,
        &format!("/reviews/{id}/report"),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/accuracy"),
    );
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// The lead accepts or declines a point, with a reason where it is declined.
pub async fn answer_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    point: &PointId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let answer =
        reader.parsed::<PointAnswer>("answer", "Say whether you accept or decline the point");
    let reason = reader.text(
        "reason",
        "Say what you changed, or why the report stays as it is",
    );
    let answer = reader.finish(answer)?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, &[ReviewState::AccuracyCheck]));
    write.push(reports::answer_point(
        &permit, point, answer, &reason, user.now,
    ));
    write.audit("answered a point", format!("review:{id}"), answer.as_str());
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report#points"),
    );
    match app.store.commit(write).await {
        Err(store::Error::Conflict) => Err(Error::NotFound),
        other => Ok(other?),
    }
}

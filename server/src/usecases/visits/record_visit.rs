//! The lead says that the visit has taken place.

use super::load_review;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use domain::forms::RawForm;
use domain::ids::ReviewId;
use domain::policy::{self, act};
use domain::states::ReviewState;
use store::Write;
use store::reviews::{Review, set_state};

/// The review, when the person may record its visit today.
pub async fn find_visit(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::RecordVisit>(&user.actor, &review.facts)?;
    match review.visit_date {
        Some(day) if day <= user.today => Ok(review),
        Some(day) => Err(Error::Forbidden(format!(
            "The visit is on {}. You can record it from that day on.",
            day.format("%A %-d %B %Y")
        ))),
        None => Err(Error::Forbidden(
            "The day of the visit has not been agreed yet.".into(),
        )),
    }
}

/// Preparing → visited.
pub async fn record_visit(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let location = format!("/reviews/{id}/findings");
    let review = find_visit(app, user, id).await?;
    let permit = policy::review::<act::RecordVisit>(&user.actor, &review.facts)?;
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        review.facts.state,
        ReviewState::Visited,
    )?);
    write.push(store::visits::record_visit(&permit, user.now));
    write.audit("recorded the visit", format!("review:{id}"), "");
    write.once(form.get("form_key"), &location);
    Ok(app.store.commit(write).await?)
}

//! The coordinator closes a review, which ends the team's access.

use super::load_review;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::{Around, commit, tell};
use crate::usecases::stop_repeated;
use domain::forms::RawForm;
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::states::ReviewState;
use store::reviews::{self, Review};
use store::{Write, action_plans};

/// The review, when the person may close it now.
pub async fn find_to_close(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::CloseReview>(&user.actor, &review.facts)?;
    Ok(review)
}

/// Closes the review.
pub async fn close(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CloseReview>(&user.actor, &review.facts)?;
    let people = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(reviews::set_state(
        &permit,
        ReviewState::ImpactReviewed,
        ReviewState::Closed,
    )?);
    write.push(action_plans::close_review(&permit, user.now));
    write.audit("closed the review", format!("review:{id}"), "");
    tell(
        &mut write,
        &review,
        NoticeKind::ReviewClosed,
        people.heads(),
        &review.school_name,
        "",
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}"));
    commit(app, write).await
}

//! The enquiry questions: what the school asks its peers to look at.

use super::framework_of;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::{Around, find};
use crate::usecases::stop_repeated;
use domain::forms::RawForm;
use domain::framework::Framework;
use domain::ids::ReviewId;
use domain::policy::{self, act};
use domain::self_reviews::parse_questions;
use std::sync::Arc;
use store::reviews::Review;
use store::self_reviews::Questions;
use store::{Write, self_reviews};

/// The questions as they are saved, for the school.
pub async fn open_questions(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Arc<Framework>, Questions, Around), Error> {
    let review = find(app, user, id).await?;
    policy::review::<act::ReadSelfReview>(&user.actor, &review.facts)?;
    let framework = framework_of(app, &review).await?;
    let questions = app.store.find_questions(id).await?;
    let around = Around::load(app, user, &review).await?;
    Ok((review, framework, questions, around))
}

/// Saves them; a conflict when somebody else saved since the form was shown.
pub async fn save_questions(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::EditQuestions>(&user.actor, &review.facts)?;
    let framework = framework_of(app, &review).await?;
    let parsed = parse_questions(form, &framework)?;
    let seen = form.get("version").parse().unwrap_or(0);
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::save_questions(
        &permit, seen, &parsed, user.now,
    ));
    write.audit(
        "saved the enquiry questions",
        format!("review:{id}"),
        parsed.questions.len(),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/questions?done=saved"),
    );
    Ok(app.store.commit(write).await?)
}

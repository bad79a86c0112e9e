//! The same peers say, a term later, what has changed.

use super::load_review;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::{Around, commit, tell};
use crate::usecases::stop_repeated;
use domain::forms::RawForm;
use domain::ids::{RecommendationId, ReviewId};
use domain::impact::parse_answers;
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::states::ReviewState;
use store::Write;
use store::action_plans::{self, Target};
use store::reviews::{self, Review};

/// What the impact review looks at, with what has been recorded.
#[derive(Debug, Clone)]
pub struct ReadImpact {
    /// The review.
    pub review: Review,
    /// The recommendations with the actions that answer them.
    pub targets: Vec<Target>,
}

/// The impact review, when the person may read it.
pub async fn read_impact(app: &App, user: &User, id: &ReviewId) -> Result<ReadImpact, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ReadImpact>(&user.actor, &review.facts)?;
    let targets = app.store.list_targets(&permit).await?;
    Ok(ReadImpact { review, targets })
}

/// Records the impact review, all at once.
///
/// # Errors
/// [`Error::Invalid`] for every recommendation without an answer or words.
pub async fn record_impact(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = read_impact(app, user, id).await?;
    let permit = policy::review::<act::RecordImpact>(&user.actor, &found.review.facts)?;
    let ids: Vec<RecommendationId> = found.targets.iter().map(|t| t.id.clone()).collect();
    let answers = parse_answers(form, &ids)?;
    let people = Around::load(app, user, &found.review).await?;
    let mut write = Write::new(&user.meta());
    write.push(reviews::set_state(
        &permit,
        ReviewState::WorkshopHeld,
        ReviewState::ImpactReviewed,
    )?);
    write.push(action_plans::mark_impact(&permit, user.now));
    for answer in &answers {
        write.push(action_plans::record_answer(&permit, answer));
    }
    write.audit("recorded the impact review", format!("review:{id}"), "");
    tell(
        &mut write,
        &found.review,
        NoticeKind::ImpactRecorded,
        people.heads(),
        &found.review.school_name,
        "/impact",
    );
    tell(
        &mut write,
        &found.review,
        NoticeKind::ImpactRecorded,
        people.coordinators(),
        &found.review.school_name,
        "",
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/impact"));
    commit(app, write).await
}

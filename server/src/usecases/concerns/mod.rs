//! That the safeguarding protocol was started at a visit, and when: recorded by the team, told at once to those whom
//! the cycle names. Never what about.

use crate::email::queue;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::visits::load_review;
use chrono::NaiveDate;
use domain::calendar::london_date;
use domain::concerns::{ConcernForm, Told};
use domain::forms::RawForm;
use domain::ids::ReviewId;
use domain::people::Role;
use domain::policy::{self, ReviewAction, ReviewFacts, act, can_review};
use std::collections::BTreeSet;
use store::Write;
use store::concerns::{self, Concern};
use store::reviews::Review;

/// What a person may see of a review's concerns.
#[derive(Debug)]
pub struct Concerns {
    /// The review.
    pub review: Review,
    /// All of them for those who are told; the own ones for the team.
    pub records: Vec<Concern>,
    /// True when the person is one of those who are told.
    pub told: bool,
    /// True when the person may record one now.
    pub may_record: bool,
}

/// The first day on which the protocol can have been started at this visit.
fn earliest(review: &Review, today: NaiveDate) -> NaiveDate {
    let released = review.times.released.map(london_date);
    review.visit_date.or(released).unwrap_or(today).min(today)
}

/// The page of a review: what was recorded, and whether more can be.
pub async fn find_concerns(app: &App, user: &User, id: &ReviewId) -> Result<Concerns, Error> {
    let review = load_review(app, user, id).await?;
    let told = can_review(&user.actor, ReviewAction::ReadConcerns, &review.facts);
    let may_record = can_review(&user.actor, ReviewAction::RecordConcern, &review.facts);
    if !told {
        policy::review::<act::RecordConcern>(&user.actor, &review.facts)?;
    }
    let mut records = app.store.list_concerns(id).await?;
    records.retain(|c| told || c.by == user.actor.person);
    Ok(Concerns {
        review,
        records,
        told,
        may_record,
    })
}

/// Everything that was recorded, for the administrator.
pub async fn list_all(app: &App, user: &User) -> Result<Vec<Concern>, Error> {
    let permit = policy::site::<act::SeeConcerns>(&user.actor)?;
    Ok(app.store.list_all_concerns(&permit).await?)
}

/// Records that the protocol was started; those whom the cycle names get an e-mail at once.
pub async fn record(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::RecordConcern>(&user.actor, &review.facts)?;
    let new = ConcernForm::parse(form, user.now, earliest(&review, user.today))?;
    let mut write = Write::new(&user.meta());
    write.push(concerns::record(
        &permit,
        &new_id(),
        new.started_at,
        user.now,
    ));
    write.audit(
        "recorded that the safeguarding protocol was started",
        format!("review:{id}"),
        new.started_at.to_rfc3339(),
    );
    let roles = roles(&review.facts);
    let mut seen = BTreeSet::new();
    for holder in app.store.list_holders(&roles, user.today).await? {
        if seen.insert(holder.person.clone()) {
            let link = app.link(&format!("/reviews/{id}/concern"));
            queue::concern(
                &mut write,
                &holder,
                &review.school_name,
                new.started_at,
                &link,
            )?;
        }
    }
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/concern?recorded=1"),
    );
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// The roles whose holders are told.
fn roles(facts: &ReviewFacts) -> Vec<Role> {
    facts
        .told
        .iter()
        .map(|told| match told {
            Told::Coordinator => Role::Coordinator(facts.partnership.clone()),
            Told::Headteacher => Role::Headteacher(facts.school.clone()),
        })
        .collect()
}

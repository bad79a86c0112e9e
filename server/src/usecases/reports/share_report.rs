//! The head lets more people read the final report, or takes back what the head has added.

use super::{Readers, list_readers, readers, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use crate::usecases::visits::load_review;
use domain::forms::{RawForm, Reader};
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::visibility::Audience;
use std::collections::BTreeSet;
use store::Write;
use store::reports;
use store::reviews::Review;

/// The review and who can read its report, when the person may share it.
pub async fn find_sharing(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Readers), Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ShareReport>(&user.actor, &review.facts)?;
    let found = list_readers(app, &review, user.today).await?;
    Ok((review, found))
}

/// Sets the head's own additions. The audiences of the cycle stay: the school accepted them before it began.
pub async fn share_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ShareReport>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let ticked = reader.every::<Audience>("audience", "Choose from the list");
    // The form was shown with one state of the sharing; another head may have changed it since.
    let shown = reader.version();
    let ticked = reader.finish(Some(ticked))?;
    if shown != permit.version() {
        return Err(Error::Conflict);
    }
    let wanted: BTreeSet<Audience> = ticked
        .into_iter()
        .filter(|a| !review.cycle_audiences.contains(a))
        .collect();
    let new: BTreeSet<Audience> = wanted.difference(&review.shared_with).copied().collect();
    let gone: BTreeSet<Audience> = review.shared_with.difference(&wanted).copied().collect();
    let location = format!("/reviews/{id}/report");
    if new.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let added: Vec<Audience> = wanted.iter().copied().collect();
    let mut write = Write::new(&user.meta());
    write.push(reports::share(&permit, &added));
    let list = |set: &BTreeSet<Audience>| {
        set.iter()
            .map(|a| a.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !new.is_empty() {
        write.audit("shared the report", format!("review:{id}"), list(&new));
    }
    if !gone.is_empty() {
        write.audit(
            "stopped sharing the report",
            format!("review:{id}"),
            list(&gone),
        );
    }
    let told_before =
        readers::people_of(app, &review.facts, &review.facts.audiences, user.today).await?;
    let mut people = readers::people_of(app, &review.facts, &new, user.today).await?;
    people.retain(|p| !told_before.contains(p));
    tell(
        &mut write,
        &review,
        NoticeKind::ReportShared,
        people,
        &location,
    );
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

//! The head lets more people read the final report, one audience after the other and with a reason, and takes back
//! what the head has added. Both stay in the ledger.

use super::{Readers, commit, gone, list_readers, readers, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::stop_repeated;
use crate::usecases::visits::load_review;
use domain::forms::{RawForm, Reader};
use domain::ids::{ReviewId, ShareId};
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::sharing::ShareForm;
use domain::visibility::Audience;
use std::collections::BTreeSet;
use store::Write;
use store::reports::{self, Share};
use store::reviews::Review;

/// How a report is shared.
#[derive(Debug)]
pub struct Sharing {
    /// The review.
    pub review: Review,
    /// Who can read the report now.
    pub readers: Readers,
    /// The ledger, oldest line first.
    pub ledger: Vec<Share>,
    /// Who could be added.
    pub open: BTreeSet<Audience>,
}

/// Who cannot read the report yet: neither of the cycle's policy nor added; a trust's lead only where there is a trust.
fn open(review: &Review) -> BTreeSet<Audience> {
    Audience::ALL
        .into_iter()
        .filter(|a| !review.facts.audiences.contains(a))
        .filter(|a| *a != Audience::TrustLead || review.facts.trust.is_some())
        .collect()
}

/// How the report is shared, when the person may share it.
pub async fn find_sharing(app: &App, user: &User, id: &ReviewId) -> Result<Sharing, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ShareReport>(&user.actor, &review.facts)?;
    let readers = list_readers(app, &review, user.today).await?;
    let ledger = app.store.list_shares(&permit, id).await?;
    Ok(Sharing {
        open: open(&review),
        review,
        readers,
        ledger,
    })
}

/// Lets one more audience read the report; those who could not read it before are told.
pub async fn share_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ShareReport>(&user.actor, &review.facts)?;
    // The form was shown with one state of the sharing; another head may have changed it since.
    if Reader::new(form).version() != permit.version() {
        return Err(Error::Conflict);
    }
    let new = ShareForm::parse(form, &open(&review))?;
    let mut write = Write::new(&user.meta());
    for statement in reports::share(&permit, &new_id(), new.audience, &new.reason, user.now) {
        write.push(statement);
    }
    write.audit(
        "shared the report",
        format!("review:{id}"),
        new.audience.as_str(),
    );
    let told_before =
        readers::people_of(app, &review.facts, &review.facts.audiences, user.today).await?;
    let added = BTreeSet::from([new.audience]);
    let mut people = readers::people_of(app, &review.facts, &added, user.today).await?;
    people.retain(|p| !told_before.contains(p));
    tell(
        &mut write,
        &review,
        NoticeKind::ReportShared,
        people,
        &format!("/reviews/{id}/report"),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/share?done=shared"),
    );
    commit(app, write).await
}

/// Takes back an open line of the ledger: from now on the audience cannot read the report.
pub async fn end_sharing(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ShareReport>(&user.actor, &review.facts)?;
    let line: ShareId = form.get("share").parse()?;
    let ledger = app.store.list_shares(&permit, id).await?;
    let found = ledger
        .iter()
        .find(|s| s.id == line && s.ended.is_none())
        .ok_or(Error::NotFound)?;
    let mut write = Write::new(&user.meta());
    for statement in reports::end_share(&permit, &line, found.audience, user.now) {
        write.push(statement);
    }
    write.audit(
        "stopped sharing the report",
        format!("review:{id}"),
        found.audience.as_str(),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/share?done=ended"),
    );
    gone(app.store.commit(write).await)
}

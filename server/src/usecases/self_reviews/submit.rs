//! The check before submitting, submitting, sending back, and the release of the pack to the team.

use super::{ReadAll, read_own};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::pause::read_reason;
use crate::usecases::reviews::{Around, commit, find, tell};
use crate::usecases::stop_repeated;
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, Permit, act};
use domain::self_reviews::{Checked, Saved, attestation, check as check_strands};
use domain::states::ReviewState;
use std::collections::BTreeMap;
use store::reviews::{Review, set_state};
use store::{Write, self_reviews};

/// The self-review with what is thin in it.
pub async fn check(app: &App, user: &User, id: &ReviewId) -> Result<(ReadAll, Checked), Error> {
    let own = read_own(app, user, id).await?;
    let checked = checked(&own);
    Ok((own, checked))
}

fn checked(own: &ReadAll) -> Checked {
    let mut saved: BTreeMap<StrandCode, Saved> = BTreeMap::new();
    for entry in &own.saved.entries {
        let s = saved.entry(entry.strand).or_default();
        s.judgement = entry.judgement;
        s.written = !entry.narrative.is_empty();
    }
    let evidence = own
        .saved
        .evidence
        .iter()
        .map(|e| (e.strand, e.kind))
        .collect();
    let waiting = own
        .saved
        .work
        .iter()
        .filter(|w| w.person.is_some() && w.ready.is_none())
        .map(|w| w.strand)
        .collect();
    let levels = own.review.facts.levels;
    check_strands(&own.framework, &saved, &evidence, &waiting, levels)
}

/// The head submits.
pub async fn submit(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::SubmitSelfReview>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    if form.get("attest") != "yes" {
        reader.error(
            "attest",
            "Tick the box to say that this is your school's own view",
        );
    }
    reader.finish(Some(()))?;
    let around = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::submit(
        &permit,
        review.facts.self_review,
        &attestation(&review.school_name),
        user.now,
    )?);
    write.audit("submitted the self-review", format!("review:{id}"), "");
    tell(
        &mut write,
        &review,
        NoticeKind::SelfReviewSubmitted,
        around.coordinators(),
        &review.school_name,
        "",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}?done=submitted"),
    );
    commit(app, write).await
}

/// The review, when the person may send its self-review back now.
pub async fn find_for_return(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Permit<act::ReturnSelfReview>), Error> {
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::ReturnSelfReview>(&user.actor, &review.facts)?;
    Ok((review, permit))
}

/// The coordinator sends it back with a reason, which the school reads.
pub async fn return_to_school(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (review, permit) = find_for_return(app, user, id).await?;
    let reason = read_reason(form, "Say what the school should look at again")?;
    let around = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::return_to_school(&permit, &reason));
    write.audit("returned the self-review", format!("review:{id}"), "");
    let people = around.heads().into_iter().chain(around.contributors());
    tell(
        &mut write,
        &review,
        NoticeKind::SelfReviewReturned,
        people,
        &review.school_name,
        "/self-review",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}?done=returned"),
    );
    commit(app, write).await
}

/// The review, when the person may release its pack now.
pub async fn find_for_release(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Permit<act::ReleasePack>), Error> {
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::ReleasePack>(&user.actor, &review.facts)?;
    Ok((review, permit))
}

/// The coordinator releases the pack: the self-review is locked, and the team can read.
pub async fn release(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (review, permit) = find_for_release(app, user, id).await?;
    let around = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        ReviewState::DateAgreed,
        ReviewState::Preparing,
    )?);
    write.push(self_reviews::lock(&permit, user.now));
    write.audit("released the pack", format!("review:{id}"), "");
    tell(
        &mut write,
        &review,
        NoticeKind::PackReleased,
        around.team(),
        &review.school_name,
        "/pack",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}?done=released"),
    );
    commit(app, write).await
}

//! Last cycle's texts as a starting point: for one strand (see `save_strand`), or for all that are empty.
//!
//! Texts come over, levels do not: a judgement is made anew. Nothing that somebody has written is replaced.

use super::{ReadAll, read_own};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::policy::{self, act};
use domain::self_reviews::{Judgement, StrandForm};
use store::Write;
use store::reviews::Review;
use store::self_reviews::{self, Earlier, StrandEntry};

/// What the school wrote in the cycle before, for whoever may read its self-review.
pub async fn find_earlier(
    app: &App,
    user: &User,
    review: &Review,
) -> Result<Option<Earlier>, Error> {
    let permit = policy::review::<act::ReadSelfReview>(&user.actor, &review.facts)?;
    Ok(app.store.find_earlier_self_review(&permit).await?)
}

/// What a whole carry-over would do.
#[derive(Debug)]
pub struct CarryOver {
    /// The self-review.
    pub own: ReadAll,
    /// What was written before.
    pub earlier: Earlier,
    /// Empty strands for which there is a text.
    pub fills: Vec<StrandCode>,
    /// Strands that have a text of their own, or are not explored, and stay as they are.
    pub stays: Vec<StrandCode>,
}

/// A strand into which a text may come: nothing is written, and nobody has said "not explored".
fn is_empty(entry: Option<&StrandEntry>) -> bool {
    entry.is_none_or(|e| e.narrative.is_empty() && e.judgement != Judgement::NotExplored)
}

/// What a carry-over would do now; not found when there is nothing to start from.
pub async fn find_carry_over(app: &App, user: &User, id: &ReviewId) -> Result<CarryOver, Error> {
    let own = read_own(app, user, id).await?;
    policy::review::<act::EditSelfReview>(&user.actor, &own.review.facts)?;
    let earlier = find_earlier(app, user, &own.review)
        .await?
        .ok_or(Error::NotFound)?;
    let (fills, stays) = own
        .framework
        .strands()
        .map(|s| s.code)
        .filter(|code| earlier.text(*code).is_some())
        .partition(|code| is_empty(own.entry(*code)));
    Ok(CarryOver {
        own,
        earlier,
        fills,
        stays,
    })
}

/// Puts last cycle's texts into every empty strand. [`Error::Conflict`] when somebody writes in one of them meanwhile.
pub async fn carry_over(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = find_carry_over(app, user, id).await?;
    let permit = policy::review::<act::EditSelfReview>(&user.actor, &found.own.review.facts)?;
    if found.fills.is_empty() {
        return Err(FieldErrors::one("form", "There is no empty strand left to fill").into());
    }
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::touch(&permit));
    for code in &found.fills {
        let Some(text) = found.earlier.text(*code) else {
            continue;
        };
        let held = found.own.entry(*code);
        let strand = StrandForm {
            judgement: held.map(|h| h.judgement).unwrap_or_default(),
            narrative: text.narrative.clone(),
        };
        let seen = held.map_or(0, |h| h.version);
        write.push(self_reviews::save_strand(
            &permit, *code, seen, &strand, user.now,
        ));
    }
    let codes: Vec<String> = found.fills.iter().map(ToString::to_string).collect();
    write.audit(
        "started from last cycle's texts",
        format!("review:{id}"),
        codes.join(", "),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/self-review?done=carried"),
    );
    match app.store.commit(write).await {
        Err(store::Error::Duplicate(_)) => Err(Error::Conflict),
        other => Ok(other?),
    }
}

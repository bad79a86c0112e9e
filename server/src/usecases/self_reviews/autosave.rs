//! Saves level and text of a strand while somebody writes. Each opened page sends what it has after a pause.
//!
//! A page goes on over its own saves and over nobody else's (`domain::self_reviews::drafts`). The audit log gets one
//! event a page, at its first save by itself: who began to write in which strand, and when. What the last save was, the
//! strand itself says; a save by button is an event of its own.

use super::framework_of;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::personal_data;
use domain::policy::{self, Permit, act};
use domain::self_reviews::drafts::{BY_HAND, Basis, ThisSave, basis, is_same_page, page_key};
use domain::self_reviews::{Judgement, StrandForm, read_strand};
use store::self_reviews::{self, StrandEntry};
use store::{Write, self_reviews::Reader as Reads};

/// How a save came out.
#[derive(Debug)]
pub enum Autosaved {
    /// What was sent is saved, as this version; 0 when there is nothing to save.
    Saved(u32),
    /// Somebody else, or another page of the same person, has saved since: nothing was written. What is saved now.
    Conflict(Box<StrandEntry>),
}

/// How often a save is tried again that lost against a late save of the same page.
const TRIES: usize = 3;

/// Saves what the page sends. The personal-data question and the limits of a text hold as for the button:
/// [`Error::Invalid`], and nothing is written.
pub async fn autosave(
    app: &App,
    user: &User,
    id: &ReviewId,
    code: StrandCode,
    form: &RawForm,
) -> Result<Autosaved, Error> {
    let review = reviews::find(app, user, id).await?;
    let reads = policy::review::<act::ReadSelfReview>(&user.actor, &review.facts)?;
    let permit = policy::review::<act::EditSelfReview>(&user.actor, &review.facts)?;
    framework_of(app, &review)
        .await?
        .strand(&code)
        .ok_or(Error::NotFound)?;
    let this = ThisSave {
        seen: form.get("version").parse().unwrap_or(0),
        by: &user.actor.person,
        page: page_key(form),
        turn: form.get("turn").parse().unwrap_or(1).min(BY_HAND - 1),
    };
    let mut held = None;
    for _ in 0..TRIES {
        held = app
            .store
            .find_self_entry(&Reads::School(&reads), code)
            .await?;
        let strand = read(form, review.facts.levels, held.as_ref())?;
        match write(app, user, &permit, code, &this, &strand, held.as_ref()).await {
            Ok(version) => return Ok(Autosaved::Saved(version)),
            Err(Error::Conflict) => {}
            Err(e) => return Err(e),
        }
    }
    held.map(Box::new)
        .map(Autosaved::Conflict)
        .ok_or(Error::Conflict)
}

/// Level and text. What looks like a pupil's personal data, and is new, waits for the button: there the question can be
/// answered.
fn read(
    form: &RawForm,
    levels: bool,
    held: Option<&StrandEntry>,
) -> Result<StrandForm, FieldErrors> {
    let mut reader = Reader::new(form);
    let strand = read_strand(&mut reader, levels);
    let before = held.map_or("", |h| h.narrative.as_str());
    // No box is ticked here, so nothing is accepted that would have to be recorded.
    let _ = personal_data::ask_since(&mut reader, &[("narrative", before)]);
    reader.finish(strand)
}

/// Writes over what is held, if the page may; returns the version that is then saved.
async fn write(
    app: &App,
    user: &User,
    permit: &Permit<act::EditSelfReview>,
    code: StrandCode,
    this: &ThisSave<'_>,
    strand: &StrandForm,
    held: Option<&StrandEntry>,
) -> Result<u32, Error> {
    let version = held.map_or(0, |h| h.version);
    let empty = strand.judgement == Judgement::Open && strand.narrative.is_empty();
    if held.map_or(empty, |h| h.as_form() == *strand) {
        return Ok(version);
    }
    let last = held.map(StrandEntry::last_save);
    let seen = match basis(last.as_ref(), this) {
        Basis::Version(seen) => seen,
        Basis::Overtaken => return Ok(version),
    };
    if seen != version {
        return Err(Error::Conflict);
    }
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::touch(permit));
    let save = self_reviews::save_strand(permit, code, seen, strand, user.now);
    write.push(self_reviews::from_page(save, this.page, this.turn));
    if !last.is_some_and(|last| is_same_page(&last, this)) {
        let record = format!("review:{}", permit.record());
        write.audit("wrote in a strand, saved by itself", record, code);
    }
    match app.store.commit(write).await {
        // Somebody saved the strand for the first time in the same moment.
        Err(store::Error::Duplicate(_)) => Err(Error::Conflict),
        other => {
            other?;
            Ok(seen + 1)
        }
    }
}

//! Adds, changes and removes a piece of evidence.

use super::files;
use super::{Access, find_piece, writer};
use crate::error::Error;
use crate::files::incoming::Incoming;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use domain::evidence::form::EvidenceForm;
use domain::forms::{RawForm, Reader};
use domain::ids::{EvidenceId, ReviewId};
use domain::personal_data;
use store::Write;
use store::evidence::{self as rows, Writer};

/// What was saved.
#[derive(Debug)]
pub struct Saved {
    /// The piece.
    pub evidence: EvidenceId,
    /// Its address.
    pub location: String,
}

/// Adds a piece with the files that have arrived. [`Error::Unavailable`] when the storage for files is away: then
/// nothing was saved, and the files wait where they arrived.
pub async fn add_piece(
    app: &App,
    user: &User,
    access: &Access,
    writer: &Writer,
    form: &RawForm,
    incoming: &[Incoming],
) -> Result<Saved, Error> {
    let review = &access.review.facts.id;
    let mut reader = Reader::new(form);
    let read = EvidenceForm::read(&mut reader, &access.framework);
    let accepted = personal_data::ask(&mut reader, &["text"]);
    let piece = reader.finish(read)?;

    let evidence: EvidenceId = new_id();
    let location = format!("/reviews/{review}/evidence/{evidence}");
    let kept = files::keep_all(app, incoming).await?;
    let mut write = Write::new(&user.meta());
    write.push(writer.guard());
    write.push(rows::add(writer, &evidence, &piece, user.now));
    write.audit("added evidence", format!("review:{review}"), &evidence);
    for (n, one) in kept.iter().enumerate() {
        let new = one.revision(new_id(), 1);
        let at = files::in_order(user.now, n);
        write.push(rows::add_revision(writer, &evidence, &new, at));
        write.audit("added a file", format!("evidence:{evidence}"), &new.sha256);
    }
    record(&mut write, &accepted, format!("evidence:{evidence}"));
    write.once(form.get("form_key"), &location);
    files::commit(app, write, kept).await?;
    Ok(Saved { evidence, location })
}

/// Changes what was typed of a piece. [`Error::Conflict`] when somebody else changed it since the form was shown.
pub async fn change_piece(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    form: &RawForm,
) -> Result<String, Error> {
    let shown = find_piece(app, user, id, evidence).await?;
    let writer = may_change(user, &shown)?;
    let mut reader = Reader::new(form);
    let read = EvidenceForm::read(&mut reader, &shown.access.framework);
    let accepted = personal_data::ask_since(&mut reader, &[("text", &shown.piece.form.text)]);
    let seen = reader.version();
    let piece = reader.finish(read)?;

    let location = format!("/reviews/{id}/evidence/{evidence}?done=saved");
    let mut write = Write::new(&user.meta());
    write.push(writer.guard());
    write.push(rows::change(&writer, evidence, seen, &piece, user.now));
    write.audit("changed evidence", format!("review:{id}"), evidence);
    record(&mut write, &accepted, format!("evidence:{evidence}"));
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    Ok(location)
}

/// Removes a piece with its files.
pub async fn remove_piece(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    form: &RawForm,
) -> Result<String, Error> {
    crate::usecases::stop_repeated(app, form).await?;
    let shown = find_piece(app, user, id, evidence).await?;
    let writer = may_change(user, &shown)?;
    let location = format!("/reviews/{id}/evidence?done=removed");
    let mut write = Write::new(&user.meta());
    write.push(writer.guard());
    write.push(rows::remove(&writer, evidence));
    write.audit("removed evidence", format!("review:{id}"), evidence);
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    for revision in &shown.piece.files {
        app.files.discard(&revision.blob).await;
    }
    Ok(location)
}

/// Leave to change this piece; on the team's side it is who added it that has it.
pub(super) fn may_change(user: &User, shown: &super::Shown) -> Result<Writer, Error> {
    let writer = writer(user, &shown.access.review)?;
    if shown.access.may_change(user, &shown.piece) {
        Ok(writer)
    } else if writer.side() == shown.piece.side {
        Err(Error::Forbidden(
            "Only the reviewer who added this can change it.".into(),
        ))
    } else {
        Err(Error::Forbidden(
            "This is the other side’s evidence. Only those who added it can change it.".into(),
        ))
    }
}

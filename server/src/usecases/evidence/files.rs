//! Files of a piece: added, replaced by a newer revision, removed, given out.
//!
//! Bytes first, rows second: when the rows cannot be written, the bytes are removed again, and what even that does not
//! reach is swept.

use super::find_piece;
use super::save::may_change;
use crate::error::Error;
use crate::files::incoming::Incoming;
use crate::files::new_blob;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use chrono::{DateTime, Duration, Utc};
use domain::evidence::files::FileState;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{EvidenceId, FileId, ReviewId};
use store::Write;
use store::evidence::{self as rows, NewRevision, Revision};

/// A file that lies in the storage and has no row yet.
#[derive(Debug)]
pub(super) struct Kept {
    incoming: Incoming,
    blob: String,
    held: bool,
}

impl Kept {
    /// The row for it.
    pub(super) fn revision(&self, file: FileId, number: u32) -> NewRevision {
        NewRevision {
            file,
            number,
            name: self.incoming.name.clone(),
            kind: self.incoming.kind(),
            size: self.incoming.size,
            sha256: self.incoming.sha256.clone(),
            blob: self.blob.clone(),
            state: if self.held {
                FileState::Held
            } else {
                FileState::Stored
            },
            checked: self.incoming.checked,
        }
    }
}

/// Puts all files into the storage, or none.
pub(super) async fn keep_all(app: &App, incoming: &[Incoming]) -> Result<Vec<Kept>, Error> {
    let mut kept = Vec::new();
    for one in incoming {
        let blob = new_blob();
        if let Err(e) = app.files.keep_incoming(one, &blob).await {
            discard(app, &kept).await;
            return Err(e);
        }
        kept.push(Kept {
            incoming: one.clone(),
            blob,
            held: app.files.has_virus_check() && !one.checked,
        });
    }
    Ok(kept)
}

/// When the file of this number came with its form: files stand in the order in which they were chosen.
pub(super) fn in_order(now: DateTime<Utc>, n: usize) -> DateTime<Utc> {
    now + Duration::milliseconds(i64::try_from(n).unwrap_or(0))
}

async fn discard(app: &App, kept: &[Kept]) {
    for one in kept {
        app.files.discard(&one.blob).await;
    }
}

/// Commits the rows of stored files; when that fails, the bytes go again, and the files wait on where they arrived.
pub(super) async fn commit(app: &App, write: Write, kept: Vec<Kept>) -> Result<(), Error> {
    if let Err(e) = app.store.commit(write).await {
        discard(app, &kept).await;
        return Err(match e {
            store::Error::Duplicate(_) => Error::Conflict,
            other => other.into(),
        });
    }
    for one in &kept {
        app.files.forget_incoming(&one.incoming.id).await;
    }
    Ok(())
}

/// Adds files to a piece.
pub async fn add_files(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    form: &RawForm,
    incoming: &[Incoming],
) -> Result<String, Error> {
    let shown = find_piece(app, user, id, evidence).await?;
    let writer = may_change(user, &shown)?;
    let location = format!("/reviews/{id}/evidence/{evidence}?done=files#files");
    if incoming.is_empty() {
        return Err(FieldErrors::one("files", "Choose a file").into());
    }
    let kept = keep_all(app, incoming).await?;
    let mut write = Write::new(&user.meta());
    write.push(writer.guard());
    write.push(rows::hold(&writer, evidence));
    for (n, one) in kept.iter().enumerate() {
        let new = one.revision(new_id(), 1);
        write.push(rows::add_revision(
            &writer,
            evidence,
            &new,
            in_order(user.now, n),
        ));
        write.audit("added a file", format!("evidence:{evidence}"), &new.sha256);
    }
    write.once(form.get("form_key"), &location);
    commit(app, write, kept).await?;
    Ok(location)
}

/// Puts a newer revision in place of a file; the older ones are kept.
pub async fn replace_file(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    file: &FileId,
    form: &RawForm,
    incoming: &[Incoming],
) -> Result<String, Error> {
    let shown = find_piece(app, user, id, evidence).await?;
    let writer = may_change(user, &shown)?;
    let newest = newest(&shown.piece.files, file).ok_or(Error::NotFound)?;
    let [one] = incoming else {
        return Err(FieldErrors::one("files", "Choose one file").into());
    };
    if one.sha256 == newest.sha256 && newest.state != FileState::Refused {
        return Err(FieldErrors::one(
            "files",
            format!("“{}” is the file that is there already", one.name),
        )
        .into());
    }
    let location = format!("/reviews/{id}/evidence/{evidence}?done=replaced#files");
    let kept = keep_all(app, std::slice::from_ref(one)).await?;
    let mut write = Write::new(&user.meta());
    write.push(writer.guard());
    write.push(rows::hold(&writer, evidence));
    for one in &kept {
        let new = one.revision(file.clone(), newest.number + 1);
        write.push(rows::add_revision(&writer, evidence, &new, user.now));
        write.audit(
            "replaced a file",
            format!("evidence:{evidence}"),
            &new.sha256,
        );
    }
    write.once(form.get("form_key"), &location);
    commit(app, write, kept).await?;
    Ok(location)
}

/// Removes a file with all its revisions.
pub async fn remove_file(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    file: &FileId,
    form: &RawForm,
) -> Result<String, Error> {
    crate::usecases::stop_repeated(app, form).await?;
    let shown = find_piece(app, user, id, evidence).await?;
    let writer = may_change(user, &shown)?;
    newest(&shown.piece.files, file).ok_or(Error::NotFound)?;
    let location = format!("/reviews/{id}/evidence/{evidence}?done=file-removed#files");
    let mut write = Write::new(&user.meta());
    write.push(writer.guard());
    write.push(rows::hold(&writer, evidence));
    write.push(rows::remove_file(&writer, evidence, file));
    write.audit("removed a file", format!("evidence:{evidence}"), file);
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    for revision in shown.piece.files.iter().filter(|r| r.file == *file) {
        app.files.discard(&revision.blob).await;
    }
    Ok(location)
}

/// The newest revision of a file.
pub(super) fn newest<'a>(files: &'a [Revision], file: &FileId) -> Option<&'a Revision> {
    files
        .iter()
        .filter(|r| r.file == *file)
        .max_by_key(|r| r.number)
}

/// A file to be given out.
pub struct Download {
    /// Which.
    pub revision: Revision,
    /// Its bytes, piece by piece.
    pub bytes: futures::stream::BoxStream<'static, object_store::Result<bytes::Bytes>>,
}

/// A revision of a file that the person may read: the newest that can be opened, or the one of this number.
pub async fn download(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    file: &FileId,
    number: Option<u32>,
) -> Result<Download, Error> {
    let shown = find_piece(app, user, id, evidence).await?;
    let revisions: Vec<&Revision> = shown
        .piece
        .files
        .iter()
        .filter(|r| r.file == *file && number.is_none_or(|n| r.number == n))
        .collect();
    let open = revisions
        .iter()
        .filter(|r| r.state == FileState::Stored)
        .max_by_key(|r| r.number);
    let Some(revision) = open else {
        let newest = revisions.iter().max_by_key(|r| r.number);
        return Err(match newest.map(|r| r.state) {
            None => Error::NotFound,
            Some(FileState::Refused) => Error::Forbidden(
                "The virus check refused this file, and it was removed. Whoever added it can add a clean one.".into(),
            ),
            Some(_) => Error::Forbidden(
                "This file waits for its virus check. Try again in a few minutes.".into(),
            ),
        });
    };
    let bytes = app.files.open(&revision.blob).await?;
    Ok(Download {
        revision: (*revision).clone(),
        bytes,
    })
}

//! The team's notes by strand, and its levels.

use super::{Loaded, first_save, load_framework, load_review};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use domain::evidence::{EvidenceKind, Stance};
use domain::forms::{RawForm, Reader};
use domain::framework::{Level, StrandCode};
use domain::ids::{EvidenceId, ReviewId};
use domain::personal_data;
use domain::policy::{self, act};
use domain::states::ReviewState;
use store::Write;
use store::visits::{self, NewNote, Note, PeerLevel, Side, StrandEntry};

/// In which states the team writes notes, levels and findings: those of the policy.
pub(in crate::usecases) const WRITING: &[ReviewState] = &[
    ReviewState::Preparing,
    ReviewState::Visited,
    ReviewState::Drafting,
];

/// What the team sees of the strands.
#[derive(Debug)]
pub struct Notes {
    /// Review and framework.
    pub loaded: Loaded,
    /// The self-review.
    pub school: Vec<StrandEntry>,
    /// The team's levels.
    pub team: Vec<StrandEntry>,
    /// The team's notes.
    pub notes: Vec<Note>,
}

/// The team's notes and levels beside the self-review.
pub async fn list_notes(app: &App, user: &User, id: &ReviewId) -> Result<Notes, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let school = app.store.list_strand_entries(id, Side::School).await?;
    let team = app.store.list_strand_entries(id, Side::Team).await?;
    let notes = app.store.list_notes(id, Side::Team).await?;
    Ok(Notes {
        loaded: Loaded { review, framework },
        school,
        team,
        notes,
    })
}

/// Adds a note to a strand; returns where to go next, with its kind, so that the form offers it for the next one.
pub async fn add_note(
    app: &App,
    user: &User,
    id: &ReviewId,
    strand: StrandCode,
    form: &RawForm,
) -> Result<String, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AddVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    if framework.strand(&strand).is_none() {
        return Err(Error::NotFound);
    }
    let mut reader = Reader::new(form);
    let text = reader.text("text", "Write what you saw, heard or read");
    let kind = reader.parsed::<EvidenceKind>("kind", "Choose where the note comes from");
    let stance = reader.parsed::<Stance>(
        "stance",
        "Say whether it supports or challenges the school’s judgement",
    );
    let link = read_link(&mut reader);
    let accepted = personal_data::ask(&mut reader, &["text"]);
    let (kind, stance) = reader.finish(kind.zip(stance))?;
    let note = NewNote {
        id: new_id(),
        strand,
        kind,
        stance,
        text,
        link,
    };
    let location = format!("/reviews/{id}/notes/{strand}?added={}", kind.as_str());
    let mut write = Write::new(&user.meta());
    write.push(visits::while_in(&permit, WRITING));
    write.push(visits::add_note(&permit, &note, user.now));
    write.audit("added a note", format!("review:{id}"), strand);
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    Ok(location)
}

/// A web address that may be left out.
fn read_link(reader: &mut Reader<'_>) -> Option<String> {
    let link = reader.optional_line("link");
    if link.is_empty() {
        return None;
    }
    let sound = url::Url::parse(&link)
        .is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    if !sound {
        reader.error(
            "link",
            "Enter a web address that begins with https://, or leave this empty",
        );
    }
    Some(link)
}

/// Removes a note that the person has added.
pub async fn remove_note(
    app: &App,
    user: &User,
    id: &ReviewId,
    strand: StrandCode,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AddVisitNotes>(&user.actor, &review.facts)?;
    let note: EvidenceId = form.get("note").parse()?;
    let mut write = Write::new(&user.meta());
    write.push(visits::while_in(&permit, WRITING));
    write.push(visits::remove_note(&permit, &note));
    write.audit("removed a note", format!("review:{id}"), strand);
    match app.store.commit(write).await {
        // It has gone already, or it is somebody else's: either way there is no such note to remove.
        Err(store::Error::Conflict) => Err(Error::NotFound),
        other => Ok(other?),
    }
}

/// Saves the team's level for a strand, with its reason.
pub async fn set_peer_level(
    app: &App,
    user: &User,
    id: &ReviewId,
    strand: StrandCode,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::SetPeerLevels>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    if framework.strand(&strand).is_none() {
        return Err(Error::NotFound);
    }
    let mut reader = Reader::new(form);
    let level = read_level(&mut reader);
    let reason = reader.optional_text("reason");
    if matches!(level, Some(Some(_))) && reason.is_empty() {
        reader.error("reason", "Say in a sentence why you chose this level");
    }
    let accepted = personal_data::ask(&mut reader, &["reason"]);
    let seen = reader.version();
    let level = reader.finish(level)?;
    let mut write = Write::new(&user.meta());
    write.push(visits::while_in(&permit, WRITING));
    write.push(visits::set_peer_level(
        &permit,
        &PeerLevel {
            strand,
            level,
            reason,
            seen,
        },
        user.now,
    ));
    write.audit("set a peer level", format!("review:{id}"), strand);
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/notes/{strand}"),
    );
    app.store.commit(write).await.map_err(first_save)
}

/// One of the four levels, or "not explored" (`Some(None)`).
fn read_level(reader: &mut Reader<'_>) -> Option<Option<Level>> {
    let text = reader.raw().get("level").to_owned();
    let level = match text.as_str() {
        "not_explored" => Some(None),
        number => number
            .parse::<u8>()
            .ok()
            .and_then(|n| Level::try_from(n).ok())
            .map(Some),
    };
    if level.is_none() {
        reader.error(
            "level",
            "Choose a level, or say that the strand was not explored",
        );
    }
    level
}

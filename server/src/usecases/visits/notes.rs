//! The team's notes by strand, and its levels.

use super::levels::{hide_levels, read_level};
use super::{Loaded, first_save, load_framework, load_review};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use domain::evidence::{EvidenceKind, Stance};
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, ReviewId};
use domain::personal_data;
use domain::policy::{self, act};
use domain::states::ReviewState;
use std::collections::BTreeSet;
use store::Write;
use store::discussions::{self, NewLevel, PeerLevel};
use store::visits::{self, NewNote, Note, Side, StrandEntry};

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
    /// The levels on which the team agrees.
    pub team: Vec<StrandEntry>,
    /// The levels that the reader has given.
    pub own: Vec<PeerLevel>,
    /// Strands of which the levels of others are hidden until the reader has given one.
    pub hidden: BTreeSet<StrandCode>,
    /// The team's notes.
    pub notes: Vec<Note>,
}

/// The team's notes and levels beside the self-review.
pub async fn list_notes(app: &App, user: &User, id: &ReviewId) -> Result<Notes, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let mut school = app.store.list_strand_entries(id, Side::School).await?;
    let mut team = app.store.list_strand_entries(id, Side::Team).await?;
    let hidden = hide_levels(app, user, &review, &framework, &mut school).await?;
    team.retain(|e| !hidden.contains(&e.strand));
    let own = if review.facts.levels {
        let levels = app.store.find_levels(id).await?;
        let mut peers = levels.peers;
        peers.retain(|p| p.person == user.actor.person);
        peers
    } else {
        Vec::new()
    };
    let notes = app.store.list_notes(id, Side::Team).await?;
    Ok(Notes {
        loaded: Loaded { review, framework },
        school,
        team,
        own,
        hidden,
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

/// Saves the reviewer's own level for a strand, with its reason.
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
    write.push(discussions::set_peer_level(
        &permit,
        &NewLevel {
            strand,
            level,
            reason,
            seen,
        },
        user.now,
    ));
    write.audit("gave a peer level", format!("review:{id}"), strand);
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/notes/{strand}"),
    );
    app.store.commit(write).await.map_err(first_save)
}

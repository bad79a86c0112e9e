//! Notes that a device has kept while there was no network, sent together once there is.
//!
//! Each note has an outcome of its own and is written in a transaction of its own, so one that cannot be saved holds up
//! none of the others. Sent again, whether the answer was lost or two windows send at once, a note is already there: the
//! key of person and device's id is stored in the transaction that stores the note.

use super::write_note;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::{load_framework, load_review};
use chrono::{DateTime, Utc};
use domain::forms::{FieldErrors, RawForm};
use domain::framework::Framework;
use domain::ids::{EvidenceId, ReviewId};
use domain::notebook::{ClientId, NotebookNote, written_at};
use domain::personal_data;
use domain::policy::{self, Denied, act};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Most notes of one request; a device sends fewer and comes again.
pub const MOST_NOTES: usize = 50;

/// What became of one note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Saved now.
    Saved,
    /// Saved before; nothing was written again.
    Already,
    /// Not saved, and sending it again will not help; the words say why.
    Refused,
    /// Not saved yet: the text looks like a pupil's personal data. Its writer is asked, and may send it again with `ok`.
    Asked,
    /// Not saved because something else is in the way at the moment: send it again later.
    Later,
}

/// One note's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyncedNote {
    /// The note's name on the device, as it was sent.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was refused, or what is asked, in words; empty otherwise.
    pub words: String,
    /// What a note that was asked about has to carry as `personal_data_ok` to be saved all the same; empty otherwise.
    pub ok: String,
    /// Id of the note that it has become; empty where it has not, or was removed since.
    pub evidence: String,
}

/// The answer to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Synced {
    /// True when somebody else is signed in on the device now: nothing was looked at.
    pub other_person: bool,
    /// One answer a note, in the order in which they were sent.
    pub notes: Vec<SyncedNote>,
}

#[derive(Deserialize)]
struct Sent {
    person: String,
    notes: Vec<Value>,
}

fn unreadable() -> Error {
    Error::BadRequest(
        "The notes did not arrive as a whole. They are still on your device: load the page again."
            .into(),
    )
}

/// Saves what a device has kept. `body` is JSON: the person whose notes they are, and the notes. That it could not be
/// read is said only to those who may know of the review.
pub async fn sync_notes(
    app: &App,
    user: &User,
    id: &ReviewId,
    body: Result<axum::body::Bytes, Error>,
) -> Result<Synced, Error> {
    let review = load_review(app, user, id).await?;
    let permit = match policy::review::<act::AddVisitNotes>(&user.actor, &review.facts) {
        Ok(permit) => Ok(permit),
        Err(Denied::NotNow(words)) => Err(words),
        Err(denied) => return Err(denied.into()),
    };
    let sent: Sent = serde_json::from_slice(&body?).map_err(|_| unreadable())?;
    if sent.notes.len() > MOST_NOTES {
        return Err(unreadable());
    }
    if sent.person != user.actor.person.as_str() {
        return Ok(Synced {
            other_person: true,
            notes: Vec::new(),
        });
    }
    let framework = load_framework(app, &review).await?;
    let ids: Vec<ClientId> = sent
        .notes
        .iter()
        .filter_map(|n| client_id(n).ok())
        .collect();
    let arrived: BTreeMap<String, EvidenceId> = app
        .store
        .list_arrived(&user.actor.person, &ids)
        .await?
        .into_iter()
        .collect();
    let mut notes = Vec::with_capacity(sent.notes.len());
    for note in &sent.notes {
        let name = field(note, "id").chars().take(64).collect::<String>();
        let answer = |outcome, words: String| SyncedNote {
            id: name.clone(),
            outcome,
            words,
            ok: String::new(),
            evidence: String::new(),
        };
        if let Some(evidence) = arrived.get(&name) {
            notes.push(SyncedNote {
                evidence: evidence.to_string(),
                ..answer(Outcome::Already, String::new())
            });
            continue;
        }
        let permit = match &permit {
            Ok(permit) => permit,
            Err(words) => {
                notes.push(answer(Outcome::Refused, (*words).to_owned()));
                continue;
            }
        };
        let (client_id, parsed) = match read(note, &framework) {
            Ok(read) => read,
            Err(Unread::Faulty(words)) => {
                notes.push(answer(Outcome::Refused, words));
                continue;
            }
            Err(Unread::Asked { words, ok }) => {
                notes.push(SyncedNote {
                    ok,
                    ..answer(Outcome::Asked, words)
                });
                continue;
            }
        };
        let key = format!("notebook-{}-{client_id}", user.actor.person);
        let when = written_at(moment(note), user.now);
        let location = format!("/reviews/{id}/notebook");
        let once = (key.as_str(), location.as_str());
        let (write, evidence) = write_note(user, permit, parsed, when, Some(client_id), once);
        notes.push(match app.store.commit(write).await {
            Ok(()) => SyncedNote {
                evidence: evidence.to_string(),
                ..answer(Outcome::Saved, String::new())
            },
            Err(store::Error::Repeated(_)) => answer(Outcome::Already, String::new()),
            // The review has gone on since it was read: the next try learns why.
            Err(store::Error::Conflict | store::Error::Unavailable(_)) => {
                answer(Outcome::Later, String::new())
            }
            Err(e) => return Err(e.into()),
        });
    }
    Ok(Synced {
        other_person: false,
        notes,
    })
}

/// A field as text; a number as its digits, anything else as nothing.
fn field(note: &Value, name: &str) -> String {
    match note.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn client_id(note: &Value) -> Result<ClientId, String> {
    field(note, "id")
        .parse()
        .map_err(|_| "This note cannot be told from others. Write it again.".to_owned())
}

fn moment(note: &Value) -> Option<DateTime<Utc>> {
    field(note, "written_at").parse().ok()
}

/// Why a note was not read.
enum Unread {
    /// Something is wrong with it, in words.
    Faulty(String),
    /// Its text looks like personal data.
    Asked { words: String, ok: String },
}

fn read(note: &Value, framework: &Framework) -> Result<(ClientId, NotebookNote), Unread> {
    let id = client_id(note).map_err(Unread::Faulty)?;
    let mut form = RawForm::default();
    for name in [
        "text",
        "strand",
        "kind",
        "stance",
        "heard_kind",
        "heard_size",
        personal_data::FIELD,
    ] {
        form.set(name, field(note, name));
    }
    match NotebookNote::parse(&form, framework) {
        Ok(note) => Ok((id, note)),
        Err(errors) => Err(unread(&form, &errors)),
    }
}

fn unread(form: &RawForm, errors: &FieldErrors) -> Unread {
    let only_asked = |field: &str| field == "text" || field.starts_with(personal_data::FIELD);
    if let Some((ok, false)) = personal_data::asked(form, errors)
        && errors.items().iter().all(|(field, _)| only_asked(field))
    {
        let words = errors.get("text").unwrap_or_default().to_owned();
        return Unread::Asked { words, ok };
    }
    let words: Vec<&str> = errors
        .items()
        .iter()
        .map(|(_, words)| words.trim_end_matches('.'))
        .collect();
    Unread::Faulty(words.join(". "))
}

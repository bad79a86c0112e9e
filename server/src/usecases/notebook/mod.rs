//! The notebook of the visit day: own notes, one added by the plain form, and those that a device has kept.

mod add_note;
mod open_notebook;
mod sync_notes;

pub use add_note::add_note;
pub use open_notebook::{Notebook, Opened, open_notebook, open_sheets};
pub use sync_notes::{MOST_NOTES, Outcome, Synced, SyncedNote, sync_notes};

use crate::http::ctx::User;
use crate::state::new_id;
use crate::usecases::personal_data::record;
use crate::usecases::visits::WRITING;
use domain::ids::EvidenceId;
use domain::notebook::{ClientId, NotebookNote};
use domain::policy::{Permit, act};
use store::Write;
use store::notebook::Circumstances;
use store::visits::{NewNote, while_in};

/// The write of one note with its audit event, and the note's id. `once` is what makes a second arrival harmless: key and location.
fn write_note(
    user: &User,
    permit: &Permit<act::AddVisitNotes>,
    note: NotebookNote,
    written_at: chrono::DateTime<chrono::Utc>,
    client_id: Option<ClientId>,
    once: (&str, &str),
) -> (Write, EvidenceId) {
    let (strand, accepted) = (note.strand, note.accepted);
    let id: EvidenceId = new_id();
    let new = NewNote {
        id: id.clone(),
        strand,
        kind: note.kind,
        stance: note.stance,
        text: note.text,
        link: None,
    };
    let with = Circumstances {
        heard: note.heard,
        written_at,
        client_id,
    };
    let mut write = Write::new(&user.meta());
    write.push(while_in(permit, WRITING));
    for statement in store::notebook::add_note(permit, &new, &with, user.now) {
        write.push(statement);
    }
    write.audit(
        "added a note",
        format!("review:{}", permit.record()),
        strand,
    );
    record(&mut write, &accepted, format!("review:{}", permit.record()));
    write.once(once.0, once.1);
    (write, id)
}

//! The notebook on a phone: every note is written to the device first and sent when there is a network.
//!
//! What stays on the device, and for how long:
//!
//! - each note, in IndexedDB, until the server has said that it is saved and the page has shown so for a minute; a note
//!   that the server refuses, or asks about, stays until its writer sends it again, takes it back into the form or
//!   removes it;
//! - what is being typed, in local storage, until it is saved as a note;
//! - the page itself, without anything that anybody has written, for seven days: kept by the service worker
//!   (`style/static/sw.js`), and thrown away on signing out, on signing in, when the server says that the session has
//!   ended, and when the person may no longer write in this notebook.
//!
//! Notes and drafts belong to the person who wrote them. Somebody else on the same device is told that there are some,
//! sees none and sends none. Notes are not thrown away on signing out: they may be the only copy. The device's own lock
//! protects them, as it protects paper in a bag.
//!
//! Nothing is doubled: each note has 128 random bits as its name, and the server saves a name once. Two windows may send
//! the same note; one of them learns that it is already there.

// `#[island]` makes a public struct of its own for what the browser reads, and writes no words for it
#![allow(missing_docs)]

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod form;
#[cfg(feature = "hydrate")]
mod network;
mod shown;
#[cfg(feature = "hydrate")]
mod storage;

use leptos::prelude::*;
use shown::{NoteState, Shown, ShownNote};

/// What waits on the device and what has been saved, under the form with the id `notebook-form`, if the page has one.
#[island]
pub fn NotebookDevice(
    /// The person whose notes these are.
    person: String,
    /// The review that the page is about.
    review: String,
    /// Name of its school.
    school: String,
    /// True for the page that the device has kept.
    copy: bool,
) -> impl IntoView {
    let shown = RwSignal::new(Shown::default());
    #[cfg(feature = "hydrate")]
    browser::start(
        browser::Place {
            person,
            review: review.clone(),
            school,
            copy,
        },
        shown,
    );
    #[cfg(not(feature = "hydrate"))]
    let _ = (person, school, copy);
    let sign_in = format!("/sign-in?next=/reviews/{review}/notebook");
    view! {
        <div id="notebook-device" class="quintet-device">
            <div role="alert">
                {move || shown.with(|s| s.errors.iter().cloned().map(error).collect_view())}
            </div>
            <p class="govuk-body" role="status">{move || shown.with(Shown::status)}</p>
            <p class="govuk-body" hidden=move || !shown.with(|s| s.signed_out())>
                <a class="govuk-link" href=sign_in>"Sign in again"</a>
            </p>
            <p class="govuk-body" hidden=move || shown.with(|s| s.of_others == 0)>
                {move || shown.with(Shown::others)}
            </p>
            <div>{move || shown.with(|s| s.notes.iter().cloned().map(note).collect_view())}</div>
            <p class="govuk-hint">{move || shown.with(Shown::reopening)}</p>
        </div>
    }
}

fn error(words: String) -> impl IntoView {
    view! { <p class="govuk-error-message">{words}</p> }
}

fn note(note: ShownNote) -> impl IntoView {
    let (tag, words) = match note.state {
        NoteState::Waiting => ("govuk-tag govuk-tag--yellow", "Waiting"),
        NoteState::Saved => ("govuk-tag govuk-tag--green", "Saved"),
        NoteState::Refused => ("govuk-tag govuk-tag--red", "Not saved"),
        NoteState::Asked => ("govuk-tag govuk-tag--orange", "A question"),
    };
    let button = |deed: &'static str, words: &'static str| {
        view! {
            <button type="button" class="quintet-link-button" data-deed=deed data-note=note.id.clone()>
                {words}
            </button>
            " "
        }
    };
    let asked = note.state == NoteState::Asked;
    let deeds = (asked || note.state == NoteState::Refused).then(|| {
        view! {
            <p class="govuk-error-message">{note.reason.clone()}</p>
            <p class="govuk-body-s">
                {note.here.then(|| button("back", "Put back into the form"))}
                {if asked {
                    button("accept", "Save it as it is: no pupil could be recognised")
                } else {
                    button("again", "Try again")
                }}
                {button("remove", "Remove from this device")}
            </p>
        }
    });
    view! {
        <div class="quintet-note">
            <p class="govuk-body-s">
                <strong>{note.head}</strong>
                " "
                <strong class=tag>{words}</strong>
            </p>
            <p class="quintet-text">{note.text}</p>
            <p class="govuk-body-s">{note.foot}</p>
            {note.photo.map(|href| view! {
                <p class="govuk-body-s"><a class="govuk-link" href=href>"Add a photo of a display"</a></p>
            })}
            {deeds}
        </div>
    }
}

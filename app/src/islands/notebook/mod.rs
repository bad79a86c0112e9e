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
//! The island itself is nothing but its script. What it fills stands on the page (`pages::notebook`), made by the server:
//! views of the framework weigh much in the browser, and everybody on a corridor waits for them.
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
#[cfg(feature = "hydrate")]
mod paper;
mod shown;
#[cfg(feature = "hydrate")]
mod storage;

use leptos::prelude::*;

/// Wakes the form with the id `notebook-form`, if the page has one, and the place with the id `notebook-device`.
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
    #[cfg(feature = "hydrate")]
    browser::start(browser::Place {
        person,
        review,
        school,
        copy,
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (person, review, school, copy);
    view! { <span hidden></span> }
}

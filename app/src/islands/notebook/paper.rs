//! The place on the page that the notebook writes on: errors, how things stand, the notes. Made by the server as
//! `pages::notebook::device_place`; here it is only filled, and everything goes in as text.

use super::shown::{NoteState, Shown, ShownNote};
use leptos::prelude::document;
use wasm_bindgen::UnwrapThrowExt;
use web_sys::Element;

/// Where on the page the parts are; a part is found by its `data-part`.
pub(super) struct Paper {
    place: Element,
}

fn make(tag: &str, class: &str, text: &str) -> Element {
    // It fails only for what is no name of an element, and these are ours
    let element = document().create_element(tag).unwrap_throw();
    element.set_class_name(class);
    element.set_text_content(Some(text));
    element
}

fn put(into: &Element, what: &Element) {
    let _ = into.append_child(what);
}

impl Paper {
    /// The place, if the page has it.
    pub(super) fn find() -> Option<Self> {
        let place = document().get_element_by_id("notebook-device")?;
        Some(Self { place })
    }

    /// The element that everything stands in.
    pub(super) fn place(&self) -> &Element {
        &self.place
    }

    fn part(&self, name: &str) -> Option<Element> {
        let selector = format!("[data-part={name}]");
        self.place.query_selector(&selector).ok().flatten()
    }

    /// Puts words into a part, and takes it out of sight where there are none. A reader's voice says only what changes.
    fn say(&self, name: &str, words: &str) {
        if let Some(part) = self.part(name)
            && part.text_content().as_deref() != Some(words)
        {
            part.set_text_content(Some(words));
            let _ = part.toggle_attribute_with_force("hidden", words.is_empty());
        }
    }

    /// Writes what has changed between `before` and `now`.
    pub(super) fn write(&self, before: &Shown, now: &Shown) {
        self.say("status", &now.status());
        self.say("others", &now.others());
        self.say("reopening", now.reopening());
        if let Some(way) = self.part("sign-in") {
            let _ = way.toggle_attribute_with_force("hidden", !now.signed_out());
        }
        if before.errors != now.errors
            && let Some(part) = self.part("errors")
        {
            part.set_text_content(None);
            for words in &now.errors {
                put(&part, &make("p", "govuk-error-message", words));
            }
        }
        if before.notes != now.notes
            && let Some(part) = self.part("notes")
        {
            part.set_text_content(None);
            for note in &now.notes {
                put(&part, &note_element(note));
            }
        }
    }
}

fn note_element(note: &ShownNote) -> Element {
    let (colour, word) = match note.state {
        NoteState::Waiting => ("yellow", "Waiting"),
        NoteState::Saved => ("green", "Saved"),
        NoteState::Refused => ("red", "Not saved"),
        NoteState::Asked => ("orange", "A question"),
    };
    let all = make("div", "quintet-note", "");
    let head = make("p", "govuk-body-s", "");
    put(&head, &make("strong", "govuk-!-margin-right-2", &note.head));
    put(
        &head,
        &make("strong", &format!("govuk-tag govuk-tag--{colour}"), word),
    );
    put(&all, &head);
    put(&all, &make("p", "quintet-text", &note.text));
    put(&all, &make("p", "govuk-body-s", &note.foot));
    if let Some(photo) = &note.photo {
        let link = make("a", "govuk-link", "Add a photo of a display");
        let _ = link.set_attribute("href", photo);
        let line = make("p", "govuk-body-s", "");
        put(&line, &link);
        put(&all, &line);
    }
    let deeds: &[(&str, &str)] = match note.state {
        NoteState::Waiting | NoteState::Saved => return all,
        NoteState::Refused => &[
            ("back", "Put back into the form"),
            ("again", "Try again"),
            ("remove", "Remove from this device"),
        ],
        NoteState::Asked => &[
            ("back", "Put back into the form"),
            ("accept", "Save it as it is: no pupil could be recognised"),
            ("remove", "Remove from this device"),
        ],
    };
    put(&all, &make("p", "govuk-error-message", &note.reason));
    for (deed, words) in deeds {
        if *deed == "back" && !note.here {
            continue;
        }
        let button = make("button", "quintet-link-button", words);
        for (name, value) in [
            ("type", "button"),
            ("data-deed", *deed),
            ("data-note", note.id.as_str()),
        ] {
            let _ = button.set_attribute(name, value);
        }
        let line = make("p", "govuk-body-s", "");
        put(&line, &button);
        put(&all, &line);
    }
    all
}

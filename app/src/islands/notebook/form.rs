//! The page's form, as the notebook uses it: reads it, checks it, fills it, clears it. The server checks again.

use super::storage::{object, set, text};
use js_sys::Reflect;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement};

/// The fields of a note, by their names in the form.
pub(super) const FIELDS: [&str; 6] = [
    "text",
    "strand",
    "kind",
    "stance",
    "heard_kind",
    "heard_size",
];
/// The most that the server takes; said here too, so that nobody learns it only when the network is back.
const LONGEST: usize = 20_000;

/// The form of the page.
pub(super) struct NoteForm(pub HtmlFormElement);

impl NoteForm {
    /// The form, if the page has it.
    pub(super) fn find() -> Option<Self> {
        let form = document().get_element_by_id("notebook-form")?;
        form.dyn_into().ok().map(Self)
    }

    /// What stands in its fields.
    pub(super) fn fields(&self) -> JsValue {
        let out = object(&[]);
        if let Ok(data) = FormData::new_with_form(&self.0) {
            for field in FIELDS {
                set(
                    &out,
                    field,
                    &data.get(field).as_string().unwrap_or_default(),
                );
            }
        }
        out
    }

    fn control(&self, selector: &str) -> Option<Element> {
        self.0.query_selector(selector).ok()?
    }

    /// Fills the fields that `from` has something for.
    pub(super) fn fill(&self, from: &JsValue) {
        for field in FIELDS {
            let value = text(from, field);
            if !value.is_empty() {
                self.write(field, &value);
            }
        }
    }

    fn write(&self, field: &str, value: &str) {
        if field == "stance" {
            // The values are ours and need no escaping; others find nothing
            if let Some(radio) = self.control(&format!("input[name=stance][value={value}]")) {
                let _ = Reflect::set(&radio, &"checked".into(), &true.into());
            }
        } else if let Some(control) = self.control(&format!("[name={field}]")) {
            set(&control, "value", value);
        }
    }

    /// True when nothing has been written into it.
    pub(super) fn is_empty(&self) -> bool {
        text(&self.fields(), "text").trim().is_empty()
    }

    /// Clears what differs from note to note: text and stance. Strand, source and panel stay for the next one.
    pub(super) fn clear(&self) {
        self.write("text", "");
        if let Some(radio) = self.control("input[name=stance]:checked") {
            let _ = Reflect::set(&radio, &"checked".into(), &false.into());
        }
        self.focus("text");
    }

    /// Moves the cursor into a field.
    pub(super) fn focus(&self, field: &str) {
        if let Some(control) = self.control(&format!("[name={field}]")) {
            let _ = control.unchecked_into::<HtmlElement>().focus();
        }
    }

    /// The words of the answer that is chosen in a list.
    pub(super) fn chosen(&self, field: &str) -> String {
        self.control(&format!("[name={field}] option:checked"))
            .filter(|option| !text(option, "value").is_empty())
            .and_then(|option| option.text_content())
            .unwrap_or_default()
    }
}

/// What is wrong with a note: field and words, those of the server.
pub(super) fn check(fields: &JsValue) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    let written = text(fields, "text");
    let length = written.chars().count();
    if written.trim().is_empty() {
        wrong.push(("text", "Write what you saw, heard or read".to_owned()));
    } else if length > LONGEST {
        wrong.push((
            "text",
            format!(
                "This is {length} characters long. The most that can be saved here is {LONGEST}."
            ),
        ));
    }
    for (field, words) in [
        (
            "stance",
            "Say whether it supports or challenges the school’s judgement",
        ),
        ("strand", "Choose a strand"),
        ("kind", "Choose where the note comes from"),
    ] {
        if text(fields, field).is_empty() {
            wrong.push((field, words.to_owned()));
        }
    }
    let size = text(fields, "heard_size");
    let size = size.trim();
    if !size.is_empty() {
        if !size.parse::<u16>().is_ok_and(|n| (1..=500).contains(&n)) {
            wrong.push((
                "heard_size",
                "Enter how many people as a whole number from 1 to 500, without names".to_owned(),
            ));
        } else if text(fields, "heard_kind").is_empty() {
            wrong.push((
                "heard_kind",
                "Say who was heard, or leave the number empty".to_owned(),
            ));
        }
    }
    wrong
}

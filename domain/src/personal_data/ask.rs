//! The question itself: what is said beside the fields, and the ticked box with which a form goes on.
//!
//! A use case calls [`ask`] with its reader and the names of its long fields. Concerns become errors of the form, beside
//! the fields and in the summary, unless the form carries [`FIELD`] with the digest of just these concerns: what is
//! written anew after the box was ticked is asked about anew.

use super::{ConcernKind, find};
use crate::forms::{FieldErrors, RawForm, Reader};
use sha2::{Digest, Sha256};

/// Name of the checkbox; its value is the digest of the concerns.
pub const FIELD: &str = "personal_data_ok";

/// A concern with the field in which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Name of the form's field.
    pub field: String,
    /// What was found.
    pub concern: super::Concern,
}

/// What somebody has said is not about a pupil who could be recognised; empty when nothing was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "it has to be written into the audit log with what is saved"]
pub struct Accepted(Vec<(String, ConcernKind)>);

impl Accepted {
    /// For the audit log: kinds and fields, and never the words. None when there was nothing to ask.
    pub fn detail(&self) -> Option<String> {
        let mut parts: Vec<String> = self
            .0
            .iter()
            .map(|(field, kind)| format!("{} in {field}", kind.words()))
            .collect();
        parts.dedup();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Every concern of the named fields, in their order. A field that is sent several times is read as often.
pub fn collect(form: &RawForm, fields: &[&str]) -> Vec<Found> {
    let mut out = Vec::new();
    for field in fields {
        for text in form.all(field) {
            out.extend(find(text).into_iter().map(|concern| Found {
                field: (*field).to_owned(),
                concern,
            }));
        }
    }
    out
}

/// Sixteen hexadecimal digits that stand for just these concerns.
pub fn digest(found: &[Found]) -> String {
    let mut hash = Sha256::new();
    for f in found {
        hash.update(format!(
            "{}\0{:?}\0{}\0",
            f.field, f.concern.kind, f.concern.words
        ));
    }
    hex::encode(hash.finalize()).chars().take(16).collect()
}

/// Asks about everything in the named fields that looks like personal data: adds errors to the reader, unless the box
/// was ticked for just this. What is returned goes into the audit log together with the save.
pub fn ask(reader: &mut Reader<'_>, fields: &[&str]) -> Accepted {
    let fields: Vec<(&str, &str)> = fields.iter().map(|field| (*field, "")).collect();
    ask_since(reader, &fields)
}

/// Like [`ask`], for a record that is changed: each field with the text that is saved already. What stood there before
/// was asked about when it was saved, so only what is new is asked about.
pub fn ask_since(reader: &mut Reader<'_>, fields: &[(&str, &str)]) -> Accepted {
    let mut found = Vec::new();
    for (field, before) in fields {
        let known = find(before);
        let is_new = |f: &Found| {
            !known
                .iter()
                .any(|k| k.kind == f.concern.kind && k.words == f.concern.words)
        };
        found.extend(collect(reader.raw(), &[*field]).into_iter().filter(is_new));
    }
    if found.is_empty() {
        return Accepted::default();
    }
    let digest = digest(&found);
    if reader.raw().all(FIELD).contains(&digest.as_str()) {
        return Accepted(
            found
                .into_iter()
                .map(|f| (f.field, f.concern.kind))
                .collect(),
        );
    }
    for (field, _) in fields {
        let here: Vec<&Found> = found.iter().filter(|f| f.field == *field).collect();
        if !here.is_empty() {
            reader.error(field, message(&here));
        }
    }
    reader.error(
        &format!("{FIELD}-{digest}"),
        "Take this out, or tick the box to say that it is not about a pupil who could be recognised",
    );
    Accepted::default()
}

/// How many concerns of a field are named.
const NAMED: usize = 3;

/// What is said beside a field.
fn message(found: &[&Found]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for f in found.iter().take(NAMED) {
        let words: String = f
            .concern
            .words
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        parts.push(format!(
            "“{words}” looks like {}. {}",
            f.concern.kind.words(),
            f.concern.reason()
        ));
    }
    match found.len().saturating_sub(NAMED) {
        0 => {}
        1 => parts.push("One more place looks like personal data.".to_owned()),
        n => parts.push(format!("{n} more places look like personal data.")),
    }
    parts.join(" ")
}

/// The value that the checkbox has to have: from the errors of a form that was asked about, or from a form whose box
/// was ticked and which comes back for another reason; true when it is ticked. None for another form of the same page:
/// the errors are not about anything that it holds.
pub fn asked(form: &RawForm, errors: &FieldErrors) -> Option<(String, bool)> {
    let open = errors
        .items()
        .iter()
        .find_map(|(field, _)| field.strip_prefix(FIELD)?.strip_prefix('-'))
        .filter(|_| errors.items().iter().any(|(f, _)| !form.get(f).is_empty()));
    match open {
        Some(digest) => Some((digest.to_owned(), false)),
        None => {
            let ticked = form.get(FIELD);
            let sound = ticked.len() == 16 && ticked.bytes().all(|b| b.is_ascii_hexdigit());
            (sound && !errors.is_empty()).then(|| (ticked.to_owned(), true))
        }
    }
}

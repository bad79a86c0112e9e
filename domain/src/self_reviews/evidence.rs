//! The form by which a school adds evidence to a strand: kind, stance, note, and perhaps a link.

use crate::evidence::{EvidenceKind, Stance};
use crate::forms::{RawForm, Reader};

/// Longest note of one piece of evidence, in characters: what was seen or heard, not an essay.
pub const NOTE_TEXT: usize = 2_000;
/// Longest link, in characters.
pub const LINK_TEXT: usize = 500;

/// A piece of evidence as typed into the fields `evidence_kind`, `evidence_stance`, `evidence_text`, `evidence_link`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// What it shows.
    pub text: String,
    /// Where it can be read, by http or https.
    pub link: Option<String>,
}

/// True when something was typed into one of the fields for new evidence. The stance alone does not count: it is a
/// choice that people tick before they write.
pub fn is_given(form: &RawForm) -> bool {
    ["evidence_kind", "evidence_text", "evidence_link"]
        .iter()
        .any(|field| !form.get(field).trim().is_empty())
}

/// Reads new evidence; errors stand beside the fields.
pub fn read(reader: &mut Reader<'_>) -> Option<NewEvidence> {
    let kind = reader.parsed("evidence_kind", "Choose what kind of evidence it is");
    let stance = reader.parsed(
        "evidence_stance",
        "Choose whether it supports or challenges your judgement",
    );
    let text = reader.text("evidence_text", "Say what the evidence shows");
    let length = text.chars().count();
    if length > NOTE_TEXT {
        reader.error(
            "evidence_text",
            format!(
                "This is {length} characters long. A piece of evidence can have up to {NOTE_TEXT}."
            ),
        );
    }
    let typed = reader.raw().get("evidence_link").trim();
    let link = if typed.is_empty() {
        None
    } else if is_web_link(typed) {
        Some(typed.to_owned())
    } else {
        reader.error(
            "evidence_link",
            "Enter a web address that starts with https:// or http://, such as https://www.example.org/policy",
        );
        None
    };
    Some(NewEvidence {
        kind: kind?,
        stance: stance?,
        text,
        link,
    })
}

/// True for an address that a browser opens as a web page: `http` or `https`, a host, nothing that cannot be seen.
/// Other schemes could run a script when the link is followed.
pub fn is_web_link(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    let host = rest.map(|r| r.split(['/', '?', '#']).next().unwrap_or_default());
    text.chars().count() <= LINK_TEXT
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "\"<>\\`".contains(c))
        && host.is_some_and(|h| h.chars().any(char::is_alphanumeric) && !h.contains('@'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> RawForm {
        RawForm::new(
            pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
        )
    }

    #[test]
    fn a_link_is_a_web_address_and_nothing_that_runs() {
        for good in [
            "https://school.example/send",
            "HTTP://a.b",
            "https://a/b?c=d#e",
        ] {
            assert!(is_web_link(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///x",
            "ftp://a.b",
            "www.a.b",
            "https://a b",
            "https://a\u{0}b",
            "https://good.example@evil.example/",
            "https://a/\"onmouseover=x",
            &format!("https://a/{}", "x".repeat(LINK_TEXT)),
        ] {
            assert!(!is_web_link(bad), "{bad}");
        }
    }

    #[test]
    fn all_that_is_wrong_with_evidence_is_said_at_once() {
        let raw = form(&[
            ("evidence_kind", "gossip"),
            ("evidence_link", "javascript:x"),
        ]);
        assert!(is_given(&raw));
        let mut reader = Reader::new(&raw);
        let read = read(&mut reader);
        let errors = reader.finish(read).unwrap_err();
        assert_eq!(errors.items().len(), 4, "{errors:?}");
    }

    #[test]
    fn a_stance_alone_is_no_evidence() {
        assert!(!is_given(&form(&[
            ("evidence_stance", "supports"),
            ("evidence_text", " \n")
        ])));
    }
}

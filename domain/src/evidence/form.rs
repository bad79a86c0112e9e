//! The form for a piece of evidence: what it shows, of which kind, for which strands, under which themes.

use super::{EvidenceKind, Stance, Theme};
use crate::forms::{RawForm, Reader};
use crate::framework::{Framework, StrandCode};
use crate::self_reviews::{LINK_TEXT, NOTE_TEXT, is_web_link};
use std::collections::BTreeSet;

/// A piece of evidence as typed into the fields `strand` (ticked), `kind`, `stance`, `theme` (ticked), `text`, `link`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceForm {
    /// The strands that it is about, at least one, in the framework's order.
    pub strands: Vec<StrandCode>,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// Themes of the call for evidence, in their order; often none.
    pub themes: Vec<Theme>,
    /// What it shows.
    pub text: String,
    /// Where it can be read, by http or https.
    pub link: Option<String>,
}

impl EvidenceForm {
    /// Reads the form; errors stand beside the fields. Strands that the framework does not have are refused.
    pub fn read(reader: &mut Reader<'_>, framework: &Framework) -> Option<Self> {
        let text = reader.text("text", "Say what the evidence shows");
        let length = text.chars().count();
        if length > NOTE_TEXT {
            reader.error(
                "text",
                format!("This is {length} characters long. A piece of evidence can have up to {NOTE_TEXT}."),
            );
        }
        let kind = reader.parsed("kind", "Choose what kind of evidence it is");
        let stance = reader.parsed(
            "stance",
            "Choose whether it supports or challenges the school’s judgement",
        );
        let strands: BTreeSet<StrandCode> = reader
            .every("strand", "Choose strands from the list")
            .into_iter()
            .filter(|code| framework.strand(code).is_some())
            .collect();
        if strands.is_empty() {
            reader.error("strand", "Choose at least one strand");
        }
        let themes: BTreeSet<Theme> = reader
            .every("theme", "Choose themes from the list")
            .into_iter()
            .collect();
        let link = read_link(reader);
        Some(Self {
            strands: strands.into_iter().collect(),
            kind: kind?,
            stance: stance?,
            themes: themes.into_iter().collect(),
            text,
            link,
        })
    }

    /// Puts a saved piece into the fields.
    pub fn fill(&self, form: &mut RawForm) {
        form.set("text", self.text.clone());
        form.set("kind", self.kind.as_str());
        form.set("stance", self.stance.as_str());
        form.set("link", self.link.clone().unwrap_or_default());
        for strand in &self.strands {
            form.add("strand", strand.to_string());
        }
        for theme in &self.themes {
            form.add("theme", theme.as_str());
        }
    }
}

fn read_link(reader: &mut Reader<'_>) -> Option<String> {
    let typed = reader.raw().get("link").trim();
    if typed.is_empty() {
        None
    } else if is_web_link(typed) {
        Some(typed.to_owned())
    } else {
        reader.error(
            "link",
            format!("Enter a web address of up to {LINK_TEXT} characters that starts with https:// or http://, such as https://www.example.org/policy"),
        );
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    fn form(pairs: &[(&str, &str)]) -> RawForm {
        RawForm::new(
            pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
        )
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let framework = parse(FIVE_PRINCIPLES).unwrap();
        let raw = form(&[
            ("strand", "99.1"),
            ("kind", "gossip"),
            ("theme", "x"),
            ("link", "javascript:x"),
        ]);
        let mut reader = Reader::new(&raw);
        let read = EvidenceForm::read(&mut reader, &framework);
        let errors = reader.finish(read).unwrap_err();
        for field in ["text", "kind", "stance", "strand", "theme", "link"] {
            assert!(errors.get(field).is_some(), "{field}: {errors:?}");
        }
    }

    #[test]
    fn a_piece_is_read_back_as_it_was_filled_in_and_strands_count_once() {
        let framework = parse(FIVE_PRINCIPLES).unwrap();
        let raw = form(&[
            ("strand", "2.1"),
            ("strand", "1.1"),
            ("strand", "2.1"),
            ("kind", "pupil_voice"),
            ("stance", "challenges"),
            ("theme", "sen_unit"),
            ("text", "Pupils said so.\r\nTwice."),
            ("link", " https://school.example/send "),
        ]);
        let mut reader = Reader::new(&raw);
        let read = EvidenceForm::read(&mut reader, &framework);
        let piece = reader.finish(read).unwrap();
        let codes: Vec<String> = piece.strands.iter().map(ToString::to_string).collect();
        assert_eq!(codes, ["1.1", "2.1"]);
        let mut again = RawForm::default();
        piece.fill(&mut again);
        let mut reader = Reader::new(&again);
        let read = EvidenceForm::read(&mut reader, &framework);
        assert_eq!(reader.finish(read).unwrap(), piece);
    }
}

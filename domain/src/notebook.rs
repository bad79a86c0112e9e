//! A note that is taken down on the visit: what it needs, who was heard, and when it was written.
//!
//! A notebook may write while there is no network, so the same note can arrive twice and late: [`ClientId`] tells notes
//! apart, [`written_at`] settles what is believed of the device's clock. Holds no transport and no storage.

use crate::evidence::{EvidenceKind, Stance};
use crate::forms::{FieldErrors, RawForm, Reader};
use crate::framework::{Framework, StrandCode};
use crate::personal_data::{self, Accepted};
use chrono::{DateTime, Duration, Utc};
use std::fmt;
use std::str::FromStr;

/// Most people that one panel can have been; more is a slip of the finger.
pub const MOST_HEARD: u16 = 500;

/// Who was listened to, as a group: never by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeardKind {
    /// Children and young people.
    Pupils,
    /// Parents and carers.
    Parents,
    /// Teachers.
    Teachers,
    /// Teaching assistants and other support staff.
    SupportStaff,
    /// The headteacher and other leaders, the SENCO among them.
    Leaders,
    /// Governors or trustees.
    Governors,
    /// Professionals from outside the school, such as therapists.
    Partners,
}

/// The text is no [`HeardKind`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of panel")]
pub struct UnknownPanel;

impl HeardKind {
    /// Every value, in the order of screens.
    pub const ALL: [Self; 7] = [
        Self::Pupils,
        Self::Parents,
        Self::Teachers,
        Self::SupportStaff,
        Self::Leaders,
        Self::Governors,
        Self::Partners,
    ];

    /// As stored and as a form value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pupils => "pupils",
            Self::Parents => "parents",
            Self::Teachers => "teachers",
            Self::SupportStaff => "support_staff",
            Self::Leaders => "leaders",
            Self::Governors => "governors",
            Self::Partners => "partners",
        }
    }

    /// The group as people name it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Pupils => "Pupils",
            Self::Parents => "Parents and carers",
            Self::Teachers => "Teachers",
            Self::SupportStaff => "Support staff",
            Self::Leaders => "Leaders or SENCO",
            Self::Governors => "Governors",
            Self::Partners => "Professionals from outside",
        }
    }
}

impl FromStr for HeardKind {
    type Err = UnknownPanel;
    fn from_str(text: &str) -> Result<Self, UnknownPanel> {
        Self::ALL
            .into_iter()
            .find(|k| k.as_str() == text)
            .ok_or(UnknownPanel)
    }
}

/// A panel: kind and, where it was counted, size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Which group.
    pub kind: HeardKind,
    /// How many people, 1 to [`MOST_HEARD`].
    pub size: Option<u16>,
}

impl Heard {
    /// "Pupils, 6 heard", or the group alone.
    pub fn in_words(self) -> String {
        match self.size {
            Some(n) => format!("{}, {n} heard", self.kind.in_words()),
            None => self.kind.in_words().to_owned(),
        }
    }
}

/// What a device calls its note: 128 random bits as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(String);

/// The text is no [`ClientId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a note on a device")]
pub struct InvalidClientId;

impl ClientId {
    /// The 32 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ClientId {
    type Err = InvalidClientId;
    fn from_str(text: &str) -> Result<Self, InvalidClientId> {
        let digits = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() == 32 && text.bytes().all(digits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidClientId)
        }
    }
}

/// A note as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotebookNote {
    /// The strand that it is about.
    pub strand: StrandCode,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// What was seen, heard or read.
    pub text: String,
    /// Who was heard, if anybody.
    pub heard: Option<Heard>,
    /// What the writer has said is not about a pupil who could be recognised.
    pub accepted: Accepted,
}

impl NotebookNote {
    /// Reads the fields `text`, `strand`, `kind`, `stance`, `heard_kind` and `heard_size`. The strand must be one of
    /// the framework's. A text that looks like a pupil's personal data is asked about first.
    pub fn parse(raw: &RawForm, framework: &Framework) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let text = reader.text("text", "Write what you saw, heard or read");
        let strand = reader
            .parsed::<StrandCode>("strand", "Choose a strand")
            .filter(|code| {
                let known = framework.strand(code).is_some();
                if !known {
                    reader.error("strand", "Choose a strand");
                }
                known
            });
        let kind = reader.parsed::<EvidenceKind>("kind", "Choose where the note comes from");
        let stance = reader.parsed::<Stance>(
            "stance",
            "Say whether it supports or challenges the school’s judgement",
        );
        let heard_kind =
            reader.optional_parsed::<HeardKind>("heard_kind", "Choose who was heard from the list");
        let heard_size = read_size(&mut reader);
        if heard_kind.is_none() && heard_size.is_some() {
            reader.error("heard_kind", "Say who was heard, or leave the number empty");
        }
        let heard = heard_kind.map(|kind| Heard {
            kind,
            size: heard_size,
        });
        let accepted = personal_data::ask(&mut reader, &["text"]);
        let value = strand
            .zip(kind)
            .zip(stance)
            .map(|((strand, kind), stance)| Self {
                strand,
                kind,
                stance,
                text,
                heard,
                accepted,
            });
        reader.finish(value)
    }
}

fn read_size(reader: &mut Reader<'_>) -> Option<u16> {
    const WRONG: &str = "Enter how many people as a whole number from 1 to 500, without names";
    let size = reader.optional_parsed::<u16>("heard_size", WRONG)?;
    if (1..=MOST_HEARD).contains(&size) {
        return Some(size);
    }
    reader.error("heard_size", WRONG);
    None
}

/// When a note was written. A device's clock may be wrong: a moment in the future, or more than two weeks back, is not
/// believed, and the moment of its arrival stands in for it.
pub fn written_at(claimed: Option<DateTime<Utc>>, arrived: DateTime<Utc>) -> DateTime<Utc> {
    match claimed {
        Some(at) if at <= arrived && arrived - at <= Duration::days(14) => at,
        _ => arrived,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn framework() -> Framework {
        crate::framework::parse(crate::framework::FIVE_PRINCIPLES).unwrap()
    }

    fn note(changes: &[(&str, &str)]) -> RawForm {
        let mut raw = RawForm::default();
        for (name, value) in [
            ("text", "Calm corridors"),
            ("strand", "1.1"),
            ("kind", "pupil_voice"),
            ("stance", "supports"),
            ("heard_kind", "pupils"),
            ("heard_size", "6"),
        ]
        .iter()
        .chain(changes)
        {
            raw.set(name, *value);
        }
        raw
    }

    #[test]
    fn a_note_says_who_was_heard_as_a_group_with_its_size() {
        let read = NotebookNote::parse(&note(&[]), &framework()).unwrap();
        assert_eq!(read.heard.unwrap().in_words(), "Pupils, 6 heard");
        let read = NotebookNote::parse(
            &note(&[("heard_kind", ""), ("heard_size", " ")]),
            &framework(),
        )
        .unwrap();
        assert_eq!(read.heard, None);
    }

    #[test]
    fn what_is_wrong_with_a_note_is_said_field_by_field() {
        for (field, value, named) in [
            ("text", " ", "text"),
            ("strand", "9.9", "strand"),
            ("strand", "", "strand"),
            ("kind", "gossip", "kind"),
            ("stance", "", "stance"),
            ("heard_kind", "Amina", "heard_kind"),
            ("heard_size", "six", "heard_size"),
            ("heard_size", "0", "heard_size"),
            ("heard_size", "501", "heard_size"),
            ("heard_kind", "", "heard_kind"),
        ] {
            let errors = NotebookNote::parse(&note(&[(field, value)]), &framework()).unwrap_err();
            assert_eq!(errors.items().len(), 1, "{field}={value}: {errors:?}");
            assert!(errors.get(named).is_some(), "{field}={value}: {errors:?}");
        }
    }

    #[test]
    fn a_text_that_looks_like_a_pupil_is_asked_about_before_it_is_saved() {
        let asked = note(&[("text", "Ahmed, 9, told us")]);
        let errors = NotebookNote::parse(&asked, &framework()).unwrap_err();
        let (digest, _) = personal_data::asked(&asked, &errors).unwrap();
        let mut ticked = asked;
        ticked.set(personal_data::FIELD, digest);
        let read = NotebookNote::parse(&ticked, &framework()).unwrap();
        assert!(read.accepted.detail().is_some());
    }

    #[test]
    fn a_device_with_a_wrong_clock_is_not_believed() {
        let now: DateTime<Utc> = "2027-01-12T12:00:00Z".parse().unwrap();
        let hour = Duration::hours(1);
        assert_eq!(written_at(Some(now - hour), now), now - hour);
        assert_eq!(written_at(Some(now + hour), now), now);
        assert_eq!(written_at(Some(now - Duration::days(15)), now), now);
        assert_eq!(written_at(None, now), now);
    }

    #[test]
    fn every_panel_reads_back_as_stored() {
        for kind in HeardKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
    }

    proptest! {
        #[test]
        fn an_id_of_a_device_is_32_hexadecimal_digits(text in "\\PC{0,40}") {
            let fits = text.len() == 32 && text.bytes().all(|b| b"0123456789abcdef".contains(&b));
            prop_assert_eq!(text.parse::<ClientId>().is_ok(), fits);
        }

        #[test]
        fn hostile_values_never_panic(text in ".{0,60}", strand in ".{0,8}", size in ".{0,8}") {
            let raw = note(&[("text", &text), ("strand", &strand), ("heard_size", &size)]);
            let _ = NotebookNote::parse(&raw, &framework());
        }
    }
}

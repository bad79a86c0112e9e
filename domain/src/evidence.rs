//! What a judgement rests on: kinds of evidence, and whether it supports or challenges.
//!
//! The school and the team use the same kinds. Holds no text that people have written and no bytes of files: what a
//! file's bytes are is looked into by the server, by the rules of [`files`].

pub mod files;
pub mod form;
pub mod matrix;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $unknown:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of screens.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// As stored and as a form value.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $text,)+ } }
            /// The noun that people use.
            pub fn in_words(self) -> &'static str { match self { $(Self::$variant => $words,)+ } }
        }
        impl std::str::FromStr for $name {
            type Err = Unknown;
            fn from_str(text: &str) -> Result<Self, Unknown> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(Unknown($unknown)) }
            }
        }
    };
}

/// The stored or sent text is none of the values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not {0}")]
pub struct Unknown(&'static str);

words! {
    /// Where a piece of evidence comes from (domain.md, "Evidence").
    EvidenceKind, "a kind of evidence" {
        /// A walk through lessons and other places.
        LearningWalk = "learning_walk", "Learning walk";
        /// What pupils say.
        PupilVoice = "pupil_voice", "Pupil voice";
        /// What parents and carers say.
        ParentVoice = "parent_voice", "Parent and carer voice";
        /// What staff say.
        StaffVoice = "staff_voice", "Staff voice";
        /// What governors say.
        GovernorVoice = "governor_voice", "Governor voice";
        /// A look at pupils' work.
        BookLook = "book_look", "Book look";
        /// A policy, plan or other paper.
        Document = "document", "Document";
        /// Figures.
        Data = "data", "Data";
        /// The school's website.
        Website = "website", "Website";
    }
}

words! {
    /// Which way a piece of evidence points.
    Stance, "a stance" {
        /// It supports the school's own judgement.
        Supports = "supports", "Supports";
        /// It puts the judgement in question.
        Challenges = "challenges", "Challenges";
    }
}

words! {
    /// What the national call for evidence asks about, as tags of a piece of evidence.
    Theme, "a theme" {
        /// How needs are found early.
        EarlyIdentification = "early_identification", "Early identification";
        /// What staff know and can do.
        WorkforceExpertise = "workforce_expertise", "Workforce expertise";
        /// How families take part.
        WorkingWithFamilies = "working_with_families", "Working with families";
        /// Places kept for pupils with a need, within a mainstream school.
        ResourcedProvision = "resourced_provision", "Resourced provision";
        /// A unit within a mainstream school.
        SenUnit = "sen_unit", "SEN unit";
        /// Assistants trained for a need.
        SpecialistAssistants = "specialist_assistants", "Specialist assistants";
        /// Things and rooms.
        Equipment = "equipment", "Equipment";
        /// Money.
        Funding = "funding", "Funding";
        /// How it is led.
        Leadership = "leadership", "Leadership";
    }
}

words! {
    /// The five groups of themes.
    ThemeGroup, "a group of themes" {
        /// How needs are found early.
        EarlyIdentification = "early_identification", "Early identification";
        /// What staff know and can do.
        WorkforceExpertise = "workforce_expertise", "Workforce expertise";
        /// How families take part.
        WorkingWithFamilies = "working_with_families", "Working with families";
        /// What there is for pupils with needs.
        Provision = "provision", "Provision";
        /// What makes it possible.
        Enablers = "enablers", "Enablers";
    }
}

impl Theme {
    /// The group in which it stands.
    pub fn group(self) -> ThemeGroup {
        match self {
            Self::EarlyIdentification => ThemeGroup::EarlyIdentification,
            Self::WorkforceExpertise => ThemeGroup::WorkforceExpertise,
            Self::WorkingWithFamilies => ThemeGroup::WorkingWithFamilies,
            Self::ResourcedProvision
            | Self::SenUnit
            | Self::SpecialistAssistants
            | Self::Equipment => ThemeGroup::Provision,
            Self::Funding | Self::Leadership => ThemeGroup::Enablers,
        }
    }
    /// "Provision: SEN unit"; the group alone where it has one theme.
    pub fn in_full(self) -> String {
        let group = self.group().in_words();
        if group == self.in_words() {
            group.to_owned()
        } else {
            format!("{group}: {}", self.in_words())
        }
    }
}

impl ThemeGroup {
    /// The themes in it.
    pub fn themes(self) -> impl Iterator<Item = Theme> {
        Theme::ALL
            .iter()
            .copied()
            .filter(move |t| t.group() == self)
    }
}

words! {
    /// Whose evidence it is, as the database and addresses name it.
    Side, "a side" {
        /// The school's own.
        School = "self", "The school’s evidence";
        /// The review team's.
        Team = "peer", "The team’s evidence";
    }
}

words! {
    /// What the team found in a strand.
    FindingKind, "a kind of finding" {
        /// Something that works well.
        Strength = "strength", "Strength";
        /// Something that would make it better still.
        EvenBetterIf = "even_better_if", "Even better if";
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_as_stored() {
        for kind in EvidenceKind::ALL {
            assert_eq!(kind.as_str().parse::<EvidenceKind>().unwrap(), *kind);
        }
        for stance in Stance::ALL {
            assert_eq!(stance.as_str().parse::<Stance>().unwrap(), *stance);
        }
        for kind in FindingKind::ALL {
            assert_eq!(kind.as_str().parse::<FindingKind>().unwrap(), *kind);
        }
        for theme in Theme::ALL {
            assert_eq!(theme.as_str().parse::<Theme>().unwrap(), *theme);
            assert!(theme.group().themes().any(|t| t == *theme));
        }
        assert!("gossip".parse::<EvidenceKind>().is_err());
    }
}

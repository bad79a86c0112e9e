//! The timetable of a visit day: its items, the template from which it begins, what is read from forms, and what a
//! careful planner would notice.
//!
//! An item says with whom by role, never by name; only the team's own members are named, by id. Holds no decision about
//! who plans or agrees: the policy does.

mod checks;
mod forms;
mod template;

pub use checks::{Plan, warnings};
pub use forms::{DayForm, ItemForm, parse_time};
pub use template::{NewItem, template};

use crate::ids::{PersonId, TimetableItemId};
use chrono::{NaiveTime, Timelike};
use std::collections::BTreeSet;

/// How big a pupil panel is (domain.md, "Visit day").
pub const PANEL: std::ops::RangeInclusive<u32> = 6..=8;

/// When the day begins and ends until the school says otherwise: minutes after midnight.
const USUAL_DAY: (u32, u32) = (8 * 60 + 30, 15 * 60 + 30);

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $words:literal;)+) => {
        /// A part of a visit day.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ItemKind { $($(#[$doc])* $variant,)+ }

        impl ItemKind {
            /// Every kind, in the order in which a day usually has them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// As stored and as a form value.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $text,)+ } }
            /// As people call it.
            #[must_use]
            pub fn in_words(self) -> &'static str { match self { $(Self::$variant => $words,)+ } }
        }
        impl std::str::FromStr for ItemKind {
            type Err = UnknownKind;
            fn from_str(text: &str) -> Result<Self, UnknownKind> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(UnknownKind) }
            }
        }
    };
}

/// The text names no part of a visit day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a part of a visit day")]
pub struct UnknownKind;

kinds! {
    /// The team arrives and hears how the day goes.
    Briefing = "briefing", "Briefing";
    /// Leaders say how they lead inclusion.
    LeadingInclusion = "leading_inclusion", "Leading inclusion meeting";
    /// Through lessons and other places.
    LearningWalk = "learning_walk", "Learning walk";
    /// Six to eight pupils, without staff.
    PupilPanel = "pupil_panel", "Pupil panel";
    /// Parents and carers.
    ParentPanel = "parent_panel", "Parent and carer panel";
    /// Teachers and other staff.
    Staff = "staff", "Meeting with staff";
    /// The special educational needs co-ordinator.
    Senco = "senco", "Meeting with the SENCO";
    /// The team puts its heads together, at break or lunch.
    CatchUp = "catch_up", "Catch-up of the team";
    /// The team writes down what it will say.
    Drafting = "drafting", "Drafting";
    /// Spoken feedback to the school.
    Feedback = "feedback", "Feedback to the school";
    /// Whatever else a school plans.
    Other = "other", "Something else";
}

/// Who of the team takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// The whole team, whoever is in it.
    Everyone,
    /// Some of its members, one at least.
    Some(BTreeSet<PersonId>),
}

impl Who {
    /// True when this person takes part.
    #[must_use]
    pub fn has(&self, person: &PersonId) -> bool {
        match self {
            Self::Everyone => true,
            Self::Some(people) => people.contains(person),
        }
    }
}

/// One line of a timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: TimetableItemId,
    /// What it is.
    pub kind: ItemKind,
    /// The school's own words for it; empty for the usual ones.
    pub title: String,
    /// From when, on the clock of the school.
    pub starts: NaiveTime,
    /// Until when; after `starts`.
    pub ends: NaiveTime,
    /// Where; may be empty.
    pub place: String,
    /// With whom, by role.
    pub with: String,
    /// Who of the team.
    pub who: Who,
    /// How many people sit in a panel, where it is known.
    pub size: Option<u32>,
    /// Its version.
    pub version: u32,
}

impl Item {
    /// The item as it stands on a page: the school's words, or the usual ones.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.title.is_empty() {
            self.kind.in_words()
        } else {
            &self.title
        }
    }
}

/// "9:30am": the clock as people in England write it.
#[must_use]
pub fn clock(time: NaiveTime) -> String {
    time.format("%-I:%M%P").to_string()
}

/// The day until the school says otherwise.
#[must_use]
pub fn usual_day() -> (NaiveTime, NaiveTime) {
    (at(USUAL_DAY.0), at(USUAL_DAY.1))
}

/// So many minutes after midnight; midnight when there are not so many in a day.
pub(crate) fn at(minutes: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap_or(NaiveTime::MIN)
}

/// Minutes after midnight.
pub(crate) fn minutes(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight() / 60)
}

/// Everything that begins at `from` or later, moved by so many minutes: ids with new times. `except` stays.
///
/// # Errors
/// The name of an item that would leave the day of the calendar.
pub fn moved(
    items: &[Item],
    from: NaiveTime,
    by: i64,
    except: &TimetableItemId,
) -> Result<Vec<(TimetableItemId, NaiveTime, NaiveTime)>, String> {
    items
        .iter()
        .filter(|i| i.starts >= from && i.id != *except)
        .map(|i| {
            let shift = |time: NaiveTime| {
                u32::try_from(minutes(time) + by)
                    .ok()
                    .filter(|m| *m < 24 * 60)
                    .map(at)
            };
            match (shift(i.starts), shift(i.ends)) {
                (Some(starts), Some(ends)) if starts < ends => Ok((i.id.clone(), starts, ends)),
                _ => Err(i.name().to_owned()),
            }
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn time(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    pub(crate) fn item(id: &str, kind: ItemKind, from: &str, until: &str, who: &[&str]) -> Item {
        Item {
            id: id.parse().unwrap(),
            kind,
            title: String::new(),
            starts: time(from),
            ends: time(until),
            place: String::new(),
            with: String::new(),
            who: if who.is_empty() {
                Who::Everyone
            } else {
                Who::Some(who.iter().map(|p| p.parse().unwrap()).collect())
            },
            size: None,
            version: 1,
        }
    }

    #[test]
    fn every_kind_reads_back_as_stored() {
        for kind in ItemKind::ALL {
            assert_eq!(kind.as_str().parse::<ItemKind>().unwrap(), *kind);
        }
        assert!("assembly".parse::<ItemKind>().is_err());
    }

    #[test]
    fn what_comes_later_moves_along_and_never_over_midnight() {
        let items = [
            item("a", ItemKind::Briefing, "08:30", "09:00", &[]),
            item("b", ItemKind::LearningWalk, "09:00", "10:00", &[]),
            item("c", ItemKind::Feedback, "15:00", "15:30", &[]),
        ];
        let moved_on = moved(&items, time("09:00"), 10, &"b".parse().unwrap()).unwrap();
        assert_eq!(
            moved_on,
            [("c".parse().unwrap(), time("15:10"), time("15:40"))]
        );
        let fault = moved(&items, time("09:00"), 9 * 60, &"b".parse().unwrap());
        assert_eq!(fault.unwrap_err(), "Feedback to the school");
        assert!(moved(&items, time("08:00"), -600, &"b".parse().unwrap()).is_err());
    }
}

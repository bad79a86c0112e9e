//! A cycle's plan of milestones, and the dates that it gives for one visit.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::MilestoneKey;
use crate::calendar::WorkingCalendar;

/// How far from the visit a milestone may lie, in working days either way: more than a school year.
pub const MAX_OFFSET: i32 = 250;

/// For each milestone the working days from the visit. Always whole and in order: a step never falls due before the
/// one that it follows, and the visit lies at 0.
///
/// Stored as a map of key to number; reading a map that breaks a rule fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "BTreeMap<MilestoneKey, i32>",
    into = "BTreeMap<MilestoneKey, i32>"
)]
pub struct MilestonePlan {
    /// By [`MilestoneKey::index`].
    offsets: [i32; MilestoneKey::ALL.len()],
}

/// What is wrong with one milestone's number of days.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OffsetError {
    /// Nothing was given.
    #[error("enter a number of working days")]
    Missing,
    /// What was typed is no whole number.
    #[error("the number of working days must be a whole number, such as -5 or 10")]
    NotANumber,
    /// Further away than [`MAX_OFFSET`] either way.
    #[error("the number of working days must be between -{MAX_OFFSET} and {MAX_OFFSET}")]
    OutOfRange,
    /// The visit is what all others are counted from.
    #[error("the visit must be at 0")]
    VisitNotZero,
    /// It would fall due before the milestone that it follows.
    #[error("must not be before {0}")]
    BeforePrevious(MilestoneKey),
}

/// Every fault of a plan, by milestone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanErrors(
    /// At least one, in the order of the milestones.
    pub BTreeMap<MilestoneKey, OffsetError>,
);

impl fmt::Display for PlanErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (key, error)) in self.0.iter().enumerate() {
            let gap = if at == 0 { "" } else { "; " };
            write!(f, "{gap}{key}: {error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanErrors {}

impl Default for MilestonePlan {
    fn default() -> Self {
        Self {
            offsets: MilestoneKey::ALL.map(MilestoneKey::default_offset),
        }
    }
}

impl MilestonePlan {
    /// A plan of these numbers, one for each milestone.
    ///
    /// # Errors
    /// All faults: a milestone that is missing, too far away, before its predecessor, or a visit that is not at 0.
    pub fn new(offsets: &BTreeMap<MilestoneKey, i32>) -> Result<Self, PlanErrors> {
        Self::build(|key| offsets.get(&key).copied().ok_or(OffsetError::Missing))
    }

    /// A plan from what was typed for each milestone, `None` or blank where nothing was. Spaces, a plus sign and the
    /// long minus of a word processor are taken as meant. The visit may be left out.
    ///
    /// # Errors
    /// All faults, as in [`MilestonePlan::new`], and texts that are no whole number.
    pub fn parse<'a>(typed: impl Fn(MilestoneKey) -> Option<&'a str>) -> Result<Self, PlanErrors> {
        Self::build(|key| match typed(key).map(str::trim) {
            None | Some("") if key == MilestoneKey::Visit => Ok(0),
            None | Some("") => Err(OffsetError::Missing),
            Some(text) => parse_offset(text),
        })
    }

    fn build(
        offset: impl Fn(MilestoneKey) -> Result<i32, OffsetError>,
    ) -> Result<Self, PlanErrors> {
        let mut plan = Self::default();
        let mut errors = BTreeMap::new();
        // Compared with the last good one before it, so that one slip is one message.
        let mut previous: Option<(MilestoneKey, i32)> = None;
        for key in MilestoneKey::ALL {
            let checked = offset(key).and_then(|days| check(key, days, previous));
            match checked {
                Ok(days) => {
                    plan.offsets[key.index()] = days;
                    previous = Some((key, days));
                }
                Err(error) => {
                    errors.insert(key, error);
                }
            }
        }
        if errors.is_empty() {
            Ok(plan)
        } else {
            Err(PlanErrors(errors))
        }
    }

    /// Working days from the visit to this milestone, negative before it.
    #[must_use]
    pub const fn offset(&self, key: MilestoneKey) -> i32 {
        self.offsets[key.index()]
    }

    /// The date of each milestone for a visit on this date. The visit keeps its date, even on a day off, and so does
    /// whatever else lies at 0; every other milestone falls on a working day.
    #[must_use]
    pub fn dates(&self, cal: &WorkingCalendar, visit: NaiveDate) -> MilestoneDates {
        MilestoneDates(
            MilestoneKey::ALL
                .into_iter()
                .map(|key| (key, cal.add_working_days(visit, self.offset(key))))
                .collect(),
        )
    }
}

impl TryFrom<BTreeMap<MilestoneKey, i32>> for MilestonePlan {
    type Error = PlanErrors;

    fn try_from(offsets: BTreeMap<MilestoneKey, i32>) -> Result<Self, Self::Error> {
        Self::new(&offsets)
    }
}

impl From<MilestonePlan> for BTreeMap<MilestoneKey, i32> {
    fn from(plan: MilestonePlan) -> Self {
        MilestoneKey::ALL
            .into_iter()
            .map(|key| (key, plan.offset(key)))
            .collect()
    }
}

/// The dates of one school's review. Never empty where a [`MilestonePlan`] made it; a stored one may lack a milestone
/// that was added later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MilestoneDates(BTreeMap<MilestoneKey, NaiveDate>);

impl MilestoneDates {
    /// The date of one milestone.
    #[must_use]
    pub fn get(&self, key: MilestoneKey) -> Option<NaiveDate> {
        self.0.get(&key).copied()
    }

    /// Each milestone with its date, in order.
    pub fn iter(&self) -> impl Iterator<Item = (MilestoneKey, NaiveDate)> + '_ {
        self.0.iter().map(|(key, date)| (*key, *date))
    }
}

fn parse_offset(text: &str) -> Result<i32, OffsetError> {
    let plain = text.replace(['−', '–'], "-").replace(' ', "");
    let digits = plain.trim_start_matches(['-', '+']);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OffsetError::NotANumber);
    }
    // So long a number that it does not fit is out of range, not a slip of another kind.
    if digits.len() > 6 {
        return Err(OffsetError::OutOfRange);
    }
    plain.parse().map_err(|_| OffsetError::NotANumber)
}

fn check(
    key: MilestoneKey,
    days: i32,
    previous: Option<(MilestoneKey, i32)>,
) -> Result<i32, OffsetError> {
    if !(-MAX_OFFSET..=MAX_OFFSET).contains(&days) {
        return Err(OffsetError::OutOfRange);
    }
    if key == MilestoneKey::Visit && days != 0 {
        return Err(OffsetError::VisitNotZero);
    }
    match previous {
        Some((before, least)) if days < least => Err(OffsetError::BeforePrevious(before)),
        _ => Ok(days),
    }
}

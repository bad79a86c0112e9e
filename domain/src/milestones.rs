//! The dates that hang on a visit, and when people are reminded of them.
//!
//! A cycle has a [`MilestonePlan`]: how many working days before or after the visit each step is due. With the
//! cycle's calendar and a school's visit date it gives that school's dates. [`reminder_due`] says whether a date is to
//! be spoken of today. Everything counts in days of the calendar on the wall, so a change of the clock changes
//! nothing here.
//!
//! It must not hold who is told, what is done already, or any wording: a task that is done is never asked about.

mod plan;
mod reminders;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use plan::{MAX_OFFSET, MilestoneDates, MilestonePlan, OffsetError, PlanErrors};
pub use reminders::{ReminderKind, escalates_to_coordinator, reminder_due, scheduled_reminders};

/// A step of every review, in the order in which the steps fall due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKey {
    /// Team and date confirmed, agreement accepted.
    TeamAndDate,
    /// The school can start its self-review.
    SelfReviewOpens,
    /// Enquiry questions agreed.
    Questions,
    /// Visit plan and timetable agreed.
    VisitPlan,
    /// Self-review and pack submitted.
    SelfReviewSubmitted,
    /// Team briefing.
    Briefing,
    /// Visit and spoken feedback.
    Visit,
    /// Draft report.
    DraftReport,
    /// Quality assurance, in cycles that have it.
    QualityAssurance,
    /// Accuracy check done, report final.
    ReportFinal,
    /// Workshop held, action plan agreed.
    ActionPlan,
    /// The first progress update; later ones follow by the half-term.
    ProgressUpdate,
    /// Impact review.
    ImpactReview,
}

impl MilestoneKey {
    /// All of them, in order.
    pub const ALL: [Self; 13] = [
        Self::TeamAndDate,
        Self::SelfReviewOpens,
        Self::Questions,
        Self::VisitPlan,
        Self::SelfReviewSubmitted,
        Self::Briefing,
        Self::Visit,
        Self::DraftReport,
        Self::QualityAssurance,
        Self::ReportFinal,
        Self::ActionPlan,
        Self::ProgressUpdate,
        Self::ImpactReview,
    ];

    /// The key as it is stored and as form fields are named: `self_review_opens`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TeamAndDate => "team_and_date",
            Self::SelfReviewOpens => "self_review_opens",
            Self::Questions => "questions",
            Self::VisitPlan => "visit_plan",
            Self::SelfReviewSubmitted => "self_review_submitted",
            Self::Briefing => "briefing",
            Self::Visit => "visit",
            Self::DraftReport => "draft_report",
            Self::QualityAssurance => "quality_assurance",
            Self::ReportFinal => "report_final",
            Self::ActionPlan => "action_plan",
            Self::ProgressUpdate => "progress_update",
            Self::ImpactReview => "impact_review",
        }
    }

    /// Working days from the visit, negative before it, unless the cycle says otherwise. The days from the self-review
    /// to the final report follow what one local authority's programme publishes; the rest is our proposal.
    #[must_use]
    pub const fn default_offset(self) -> i32 {
        match self {
            Self::TeamAndDate => -40,
            Self::SelfReviewOpens => -30,
            Self::Questions => -15,
            Self::VisitPlan => -10,
            Self::SelfReviewSubmitted => -5,
            Self::Briefing => -3,
            Self::Visit => 0,
            Self::DraftReport => 5,
            Self::QualityAssurance => 7,
            Self::ReportFinal => 10,
            Self::ActionPlan => 15,
            Self::ProgressUpdate => 30,
            Self::ImpactReview => 60,
        }
    }

    /// Its place in [`MilestoneKey::ALL`].
    const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for MilestoneKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no milestone's key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a milestone")]
pub struct UnknownMilestone(
    /// What was given.
    pub String,
);

impl FromStr for MilestoneKey {
    type Err = UnknownMilestone;

    fn from_str(key: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|known| known.as_str() == key)
            .ok_or_else(|| UnknownMilestone(key.to_owned()))
    }
}

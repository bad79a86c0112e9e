//! States and milestones in the words of screens, the same on every page.

use crate::components::TagColour;
use chrono::NaiveDate;
use domain::milestones::MilestoneKey;
use domain::states::{InvitationState, ReviewState, SelfReviewState};

/// A day as people read it: "4 March 2027".
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A day with its weekday: "Thursday 4 March 2027".
pub fn weekday(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// The state of a review as a tag.
pub fn review_state(state: ReviewState) -> (&'static str, TagColour) {
    use ReviewState as S;
    match state {
        S::Proposed => ("Team or date open", TagColour::Grey),
        S::TeamConfirmed => ("Team confirmed", TagColour::Blue),
        S::DateAgreed => ("Date agreed", TagColour::Blue),
        S::Preparing => ("Team preparing", TagColour::Blue),
        S::Visited => ("Visited", TagColour::Blue),
        S::Drafting => ("Report being written", TagColour::Blue),
        S::InQualityAssurance => ("Report in quality assurance", TagColour::Blue),
        S::AccuracyCheck => ("Accuracy check", TagColour::Yellow),
        S::Final => ("Report final", TagColour::Green),
        S::WorkshopHeld => ("Plan agreed", TagColour::Green),
        S::ImpactReviewed => ("Impact reviewed", TagColour::Green),
        S::Closed => ("Closed", TagColour::Grey),
        S::Postponed => ("Postponed", TagColour::Orange),
        S::Cancelled => ("Cancelled", TagColour::Red),
    }
}

/// The state of a self-review as a tag.
pub fn self_review_state(state: SelfReviewState) -> (&'static str, TagColour) {
    match state {
        SelfReviewState::NotStarted => ("Not started", TagColour::Grey),
        SelfReviewState::InProgress => ("In progress, not submitted", TagColour::Blue),
        SelfReviewState::Submitted => ("Submitted", TagColour::Green),
        SelfReviewState::Returned => ("Returned to the school", TagColour::Orange),
        SelfReviewState::Locked => ("With the review team", TagColour::Green),
    }
}

/// A reviewer's answer, to stand behind a name.
pub fn invitation(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Planned => "not invited yet",
        InvitationState::Invited => "invited, no answer yet",
        InvitationState::Accepted => "comes",
        InvitationState::Declined => "declined",
    }
}

/// What is to be done by a milestone.
pub fn milestone(key: MilestoneKey) -> &'static str {
    use MilestoneKey as M;
    match key {
        M::TeamAndDate => "Team and date confirmed",
        M::SelfReviewOpens => "Self-review opens",
        M::Questions => "Enquiry questions agreed",
        M::VisitPlan => "Visit plan and timetable agreed",
        M::SelfReviewSubmitted => "Self-review submitted",
        M::Briefing => "Team briefing",
        M::Visit => "Visit",
        M::DraftReport => "Draft report",
        M::QualityAssurance => "Quality assurance",
        M::ReportFinal => "Report checked and final",
        M::ActionPlan => "Workshop held, plan agreed",
        M::ProgressUpdate => "First progress update",
        M::ImpactReview => "Impact review",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_of_a_review_read_alike() {
        let mut words: Vec<_> = ReviewState::ALL
            .iter()
            .map(|s| review_state(*s).0)
            .collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), ReviewState::ALL.len());
    }
}

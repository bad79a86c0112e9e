//! What a reviewer does next in a review: one pure function over the policy's facts.
//!
//! Holds no wording; dates come from the milestones.

pub mod levels;

use crate::ids::PersonId;
use crate::milestones::MilestoneKey;
use crate::policy::ReviewFacts;
use crate::states::{InvitationState, ReviewState};
use chrono::NaiveDate;

/// What comes next for one member of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitStep {
    /// Say yes or no to the invitation.
    AnswerInvitation,
    /// The team or the day of the visit is still open.
    WaitForDate,
    /// The school has not handed in its pack, or the coordinator has not released it.
    WaitForPack,
    /// Read the pack before the visit.
    ReadPack,
    /// Write down what is seen and heard.
    WriteNotes,
    /// Say that the visit has taken place (lead).
    RecordVisit,
    /// Write findings from the notes.
    WriteFindings,
    /// Write the report and send it to the school (lead).
    WriteReport,
    /// A moderator reads the draft.
    WaitForModerator,
    /// The school checks the draft.
    WaitForSchool,
    /// Answer the school's points and make the report final (lead).
    FinishReport,
    /// The lead finishes the report.
    WaitForLead,
    /// The school makes its plan; the report can be read.
    WaitForPlan,
    /// Look at what has changed, and record it.
    RecordImpact,
    /// The coordinator closes the review.
    WaitForClosing,
    /// Put off.
    Postponed,
    /// Given up.
    Cancelled,
    /// Over; the team's access has ended.
    Over,
}

/// In which part of "my visits" a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitPart {
    /// Waits for the person's answer.
    Invited,
    /// Before or on the day of the visit.
    Coming,
    /// After the visit, with work to do or to wait for.
    AfterVisit,
    /// Closed or given up.
    Done,
}

impl VisitStep {
    /// The milestone by which the step is due; none where there is nothing to do or no date.
    pub fn milestone(self) -> Option<MilestoneKey> {
        match self {
            Self::AnswerInvitation => Some(MilestoneKey::TeamAndDate),
            Self::ReadPack => Some(MilestoneKey::Briefing),
            Self::WriteNotes | Self::RecordVisit => Some(MilestoneKey::Visit),
            Self::WriteFindings | Self::WriteReport => Some(MilestoneKey::DraftReport),
            Self::WaitForModerator => Some(MilestoneKey::QualityAssurance),
            Self::WaitForSchool | Self::FinishReport | Self::WaitForLead => {
                Some(MilestoneKey::ReportFinal)
            }
            Self::RecordImpact => Some(MilestoneKey::ImpactReview),
            Self::WaitForPack => Some(MilestoneKey::Briefing),
            Self::WaitForPlan => Some(MilestoneKey::ActionPlan),
            Self::WaitForDate
            | Self::WaitForClosing
            | Self::Postponed
            | Self::Cancelled
            | Self::Over => None,
        }
    }

    /// True when the step is the person's own to take and the review shows whether it was taken, so that it can be late.
    pub fn is_own(self) -> bool {
        matches!(
            self,
            Self::AnswerInvitation
                | Self::RecordVisit
                | Self::WriteReport
                | Self::FinishReport
                | Self::RecordImpact
        )
    }

    /// The end of the address of the page on which it is done, below the review's; none where there is no such page.
    pub fn page(self) -> Option<&'static str> {
        match self {
            Self::AnswerInvitation => Some("invitation"),
            Self::ReadPack => Some("pack"),
            Self::WriteNotes => Some("notes"),
            Self::RecordVisit => Some("visited"),
            Self::WriteFindings => Some("findings"),
            Self::WriteReport
            | Self::FinishReport
            | Self::WaitForModerator
            | Self::WaitForSchool
            | Self::WaitForLead
            | Self::WaitForPlan => Some("report"),
            Self::RecordImpact => Some("impact"),
            _ => None,
        }
    }
}

/// Part and next step for `person`; none when the person has not been asked or has declined.
pub fn next_step(
    facts: &ReviewFacts,
    person: &PersonId,
    visit_date: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<(VisitPart, VisitStep)> {
    use ReviewState as S;
    use VisitPart as P;
    use VisitStep as N;
    let member = facts.team.iter().find(|m| m.person == *person)?;
    let before_visit = !facts.state.is_after_visit() && !facts.state.is_over();
    match member.state {
        InvitationState::Planned | InvitationState::Declined => return None,
        InvitationState::Invited if before_visit && facts.state != S::Postponed => {
            return Some((P::Invited, N::AnswerInvitation));
        }
        // An invitation that was never answered asks for nothing once the visit has passed.
        InvitationState::Invited => return None,
        InvitationState::Accepted => {}
    }
    let lead = member.lead;
    let today_or_past = visit_date.is_some_and(|day| day <= today);
    Some(match facts.state {
        S::Proposed | S::TeamConfirmed => (P::Coming, N::WaitForDate),
        S::DateAgreed => (P::Coming, N::WaitForPack),
        S::Preparing if today_or_past && lead => (P::Coming, N::RecordVisit),
        S::Preparing if today_or_past => (P::Coming, N::WriteNotes),
        S::Preparing => (P::Coming, N::ReadPack),
        S::Visited | S::Drafting if lead => (P::AfterVisit, N::WriteReport),
        S::Visited | S::Drafting => (P::AfterVisit, N::WriteFindings),
        S::InQualityAssurance => (P::AfterVisit, N::WaitForModerator),
        S::AccuracyCheck if !facts.checked => (P::AfterVisit, N::WaitForSchool),
        S::AccuracyCheck if lead => (P::AfterVisit, N::FinishReport),
        S::AccuracyCheck => (P::AfterVisit, N::WaitForLead),
        S::Final => (P::AfterVisit, N::WaitForPlan),
        S::WorkshopHeld => (P::AfterVisit, N::RecordImpact),
        S::ImpactReviewed => (P::AfterVisit, N::WaitForClosing),
        S::Postponed => (P::Coming, N::Postponed),
        S::Closed => (P::Done, N::Over),
        S::Cancelled => (P::Done, N::Cancelled),
    })
}

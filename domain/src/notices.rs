//! What people are told of by e-mail when it happens, beside the reminders of what is due.
//!
//! A notice names an event and never carries what somebody has written. Wording is in the mail templates.

mod holds;

pub use holds::still_holds;

use std::str::FromStr;

macro_rules! notices {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// An event of which a person is told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum NoticeKind { $($(#[$doc])* $variant,)+ }

        impl NoticeKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The kind as stored.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $text,)+ } }
        }
        impl FromStr for NoticeKind {
            type Err = UnknownNotice;
            fn from_str(text: &str) -> Result<Self, UnknownNotice> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(UnknownNotice) }
            }
        }
    };
}

/// The stored text names no kind of notice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a notice")]
pub struct UnknownNotice;

notices! {
    /// To heads: a cycle has begun; accept the agreement.
    CycleLaunched = "cycle_launched",
    /// To coordinators: a school has accepted.
    AgreementAccepted = "agreement_accepted",
    /// To a reviewer: asked into a team.
    TeamInvitation = "team_invitation",
    /// To coordinators: a reviewer has accepted.
    InvitationAccepted = "invitation_accepted",
    /// To coordinators: a reviewer has declined; the team needs another.
    InvitationDeclined = "invitation_declined",
    /// To a reviewer: no longer in the team.
    RemovedFromTeam = "removed_from_team",
    /// To the head and the team: the team is complete.
    TeamConfirmed = "team_confirmed",
    /// To the facilitator: named to run the workshop.
    FacilitatorNamed = "facilitator_named",
    /// To the team and coordinators: the day of the visit is fixed, or has moved.
    VisitDateAgreed = "visit_date_agreed",
    /// To the team: the school has proposed days for the visit.
    VisitDatesProposed = "visit_dates_proposed",
    /// To who chooses the day: everybody in the team has said when they can come.
    VisitDatesAnswered = "visit_dates_answered",
    /// To the other side: the timetable waits for its agreement.
    TimetableToAgree = "timetable_to_agree",
    /// To those who had agreed it: the timetable was changed afterwards.
    TimetableChanged = "timetable_changed",
    /// To a member of the team: named in the discussion.
    MentionedInDiscussion = "mentioned_in_discussion",
    /// To coordinators: the self-review is in.
    SelfReviewSubmitted = "self_review_submitted",
    /// To the school: the self-review has come back with a reason.
    SelfReviewReturned = "self_review_returned",
    /// To the team: the pack can be read.
    PackReleased = "pack_released",
    /// To a reviewer: chosen to moderate a report.
    ModeratorChosen = "moderator_chosen",
    /// To the moderator: a draft is ready for quality assurance.
    ReportToModerate = "report_to_moderate",
    /// To the lead: the moderator has sent the draft back with points.
    ReportReturned = "report_returned",
    /// To the team: the draft has passed its quality assurance and is with the school.
    ReportPassed = "report_passed",
    /// To the head: the draft report is ready for the accuracy check.
    ReportToCheck = "report_to_check",
    /// To the lead: the head has finished the accuracy check.
    AccuracyChecked = "accuracy_checked",
    /// To the head: the report is final.
    ReportFinal = "report_final",
    /// To those whom the policy or the head names: a final report can be read.
    ReportShared = "report_shared",
    /// To coordinators: the plan is agreed.
    PlanAgreed = "plan_agreed",
    /// To the head and coordinators: the impact review is recorded.
    ImpactRecorded = "impact_recorded",
    /// To the head: the review is closed.
    ReviewClosed = "review_closed",
    /// To the head and the team: put off.
    ReviewPostponed = "review_postponed",
    /// To the head and the team: taken up again.
    ReviewResumed = "review_resumed",
    /// To the head and the team: given up.
    ReviewCancelled = "review_cancelled",
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_as_stored() {
        for kind in NoticeKind::ALL {
            assert_eq!(kind.as_str().parse::<NoticeKind>().unwrap(), *kind);
        }
    }
}

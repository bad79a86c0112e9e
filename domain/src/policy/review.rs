//! Rules for a review: the table that says which relation to a review allows which action, and when.

use super::Denied;
use crate::concerns::Told;
use crate::ids::{CycleId, LaCode, PartnershipId, PersonId, ReviewId, SchoolId, TrustId};
use crate::people::{Actor, Role};
use crate::quality::Assurance;
use crate::states::{CycleState, InvitationState, ReviewState, SelfReviewState};
use crate::visibility::Audience;
use std::collections::BTreeSet;

super::actions! {
    /// What can be done to a review.
    ReviewAction, Marker, act {
        /// See that the review exists, its dates and its state.
        SeeReview,
        /// Accept the cycle's terms for the school.
        AcceptAgreement,
        /// Read the self-review.
        ReadSelfReview,
        /// Save a strand of the self-review.
        EditSelfReview,
        /// Give strands of the self-review to people of the school.
        GiveStrands,
        /// Submit the self-review.
        SubmitSelfReview,
        /// Send a submitted self-review back with a reason.
        ReturnSelfReview,
        /// Release the pack to the team, which locks the self-review.
        ReleasePack,
        /// Write the enquiry questions.
        EditQuestions,
        /// Fix the day of the visit.
        AgreeVisitDate,
        /// Propose days for the visit to the team.
        ProposeVisitDates,
        /// Say on which of the proposed days one can come.
        AnswerVisitDates,
        /// Choose one of the proposed days.
        ChooseVisitDate,
        /// Read the days proposed for the visit and its timetable.
        SeeTimetable,
        /// Write and change the timetable.
        EditTimetable,
        /// Agree the timetable for the school or for the team.
        AgreeTimetable,
        /// Put the review off or give it up, with a reason; take it up again.
        PostponeReview,
        /// Put people into the team or take them out.
        ManageTeam,
        /// Accept or decline a place in the team.
        AnswerInvitation,
        /// Read the school's pack.
        ReadPack,
        /// Read the team's notes and evidence.
        ReadVisitNotes,
        /// Add notes and evidence on the visit.
        AddVisitNotes,
        /// Give one's own level as a peer.
        SetPeerLevels,
        /// Read levels of school, peers and team side by side.
        ReadLevels,
        /// Set the level that the team agrees on.
        SetAgreedLevels,
        /// Write in the team's discussion.
        Discuss,
        /// Say that the visit has taken place.
        RecordVisit,
        /// Write findings and recommendations.
        EditFindings,
        /// Write the report and hand it to the school for the accuracy check.
        EditReport,
        /// Choose who moderates the report.
        ChooseModerator,
        /// Raise points on a draft in quality assurance, send it back or pass it on to the school.
        ModerateReport,
        /// Read the report before it is final.
        ReadDraftReport,
        /// Read the versions that were handed over, and what changed between them.
        ReadVersions,
        /// Raise points in the accuracy check and finish it.
        CheckAccuracy,
        /// Answer the points of the accuracy check.
        AnswerAccuracy,
        /// Make the report final.
        FinishReport,
        /// Read the final report.
        ReadReport,
        /// Let more people read the final report.
        ShareReport,
        /// Record that the safeguarding protocol was started, and when.
        RecordConcern,
        /// Read that it was started, and when.
        ReadConcerns,
        /// Read the action plan.
        ReadPlan,
        /// Draft and change actions, add updates.
        EditPlan,
        /// Agree the plan: the workshop has been held.
        AgreePlan,
        /// Read what the impact review looks at.
        ReadImpact,
        /// Record the impact review.
        RecordImpact,
        /// Close the review.
        CloseReview,
    }
}

/// A member of the team, as far as the policy needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamFacts {
    /// Who.
    pub person: PersonId,
    /// True for the lead reviewer.
    pub lead: bool,
    /// The answer to the invitation.
    pub state: InvitationState,
}

/// What the policy needs to know of a review; loaded in one query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewFacts {
    /// The review.
    pub id: ReviewId,
    /// Its version.
    pub version: u32,
    /// Its cycle.
    pub cycle: CycleId,
    /// The partnership that runs the cycle.
    pub partnership: PartnershipId,
    /// The school reviewed.
    pub school: SchoolId,
    /// The school's local authority.
    pub la: LaCode,
    /// The school's trust, if it has one.
    pub trust: Option<TrustId>,
    /// The cycle's state.
    pub cycle_state: CycleState,
    /// True when the cycle uses levels.
    pub levels: bool,
    /// The review's state.
    pub state: ReviewState,
    /// How far the self-review is.
    pub self_review: SelfReviewState,
    /// True once the school has accepted the agreement.
    pub agreed: bool,
    /// True once the day of the visit is fixed.
    pub dated: bool,
    /// True once the head has finished the accuracy check of the present draft.
    pub checked: bool,
    /// The team, with those who have declined.
    pub team: Vec<TeamFacts>,
    /// The facilitator of the workshop, if there is one.
    pub facilitator: Option<PersonId>,
    /// Whether the cycle has quality assurance, and who moderates this report.
    pub assurance: Assurance,
    /// Who is told that the safeguarding protocol was started.
    pub told: BTreeSet<Told>,
    /// Who may read the final report: the cycle's policy and what the school has added.
    pub audiences: BTreeSet<Audience>,
    /// All schools that are in the partnership today.
    pub partner_schools: BTreeSet<SchoolId>,
}

/// How an actor stands to a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewRelation {
    /// Administrator of the site.
    Administrator,
    /// Coordinator of the partnership.
    Coordinator,
    /// Head of the school.
    Headteacher,
    /// Contributor at the school.
    Contributor,
    /// Governor of the school.
    Governor,
    /// Head of another school of the partnership.
    PartnerHead,
    /// Lead reviewer who has accepted.
    Lead,
    /// Reviewer who has accepted.
    Reviewer,
    /// Invited, not yet answered.
    Invited,
    /// Facilitator of the workshop.
    Facilitator,
    /// Moderator of the report, from outside the team.
    Moderator,
    /// Lead of the school's local authority.
    LaLead,
    /// Lead of the school's trust.
    TrustLead,
}

impl ReviewFacts {
    /// Every way in which `actor` stands to the review.
    pub fn relations(&self, actor: &Actor) -> BTreeSet<ReviewRelation> {
        use ReviewRelation as R;
        let mut out = BTreeSet::new();
        for role in &actor.roles {
            let relation = match role {
                Role::Administrator => Some(R::Administrator),
                Role::Coordinator(id) if *id == self.partnership => Some(R::Coordinator),
                Role::Headteacher(id) if *id == self.school => Some(R::Headteacher),
                Role::Headteacher(id) if self.partner_schools.contains(id) => Some(R::PartnerHead),
                Role::Contributor(id) if *id == self.school => Some(R::Contributor),
                Role::Governor(id) if *id == self.school => Some(R::Governor),
                Role::LaLead(code) if *code == self.la => Some(R::LaLead),
                Role::TrustLead(id) if Some(id) == self.trust.as_ref() => Some(R::TrustLead),
                _ => None,
            };
            out.extend(relation);
        }
        for member in self.team.iter().filter(|m| m.person == actor.person) {
            match member.state {
                InvitationState::Accepted if member.lead => {
                    out.insert(R::Lead);
                }
                InvitationState::Accepted => {
                    out.insert(R::Reviewer);
                }
                InvitationState::Invited => {
                    out.insert(R::Invited);
                }
                InvitationState::Planned | InvitationState::Declined => {}
            }
        }
        if self.facilitator.as_ref() == Some(&actor.person) {
            out.insert(R::Facilitator);
        }
        // Nobody moderates what the own team has written, or what is written about the own school.
        let concerned = [
            R::Lead,
            R::Reviewer,
            R::Invited,
            R::Headteacher,
            R::Contributor,
        ];
        if self.assurance.used
            && self.assurance.moderator.as_ref() == Some(&actor.person)
            && !concerned.iter().any(|r| out.contains(r))
        {
            out.insert(R::Moderator);
        }
        out
    }

    /// True once the team may read the pack.
    pub fn pack_released(&self) -> bool {
        self.self_review == SelfReviewState::Locked
    }

    /// True while the cycle is running, so that work on the review may be done.
    pub fn cycle_runs(&self) -> bool {
        matches!(
            self.cycle_state,
            CycleState::Recruiting | CycleState::Active | CycleState::Closing
        )
    }
}

/// The relations that allow an action at all, and the condition in words that must hold now.
fn rule(
    action: ReviewAction,
    f: &ReviewFacts,
) -> (&'static [ReviewRelation], Result<(), &'static str>) {
    use ReviewAction as A;
    use ReviewRelation as R;
    use ReviewState as S;
    let when =
        |condition: bool, otherwise: &'static str| if condition { Ok(()) } else { Err(otherwise) };
    let before_visit = matches!(
        f.state,
        S::Proposed | S::TeamConfirmed | S::DateAgreed | S::Preparing | S::Postponed
    );
    let before_release = matches!(
        f.state,
        S::Proposed | S::TeamConfirmed | S::DateAgreed | S::Postponed
    );
    match action {
        A::SeeReview => (
            &[
                R::Administrator, R::Coordinator, R::Headteacher, R::Contributor, R::Lead, R::Reviewer,
                R::Invited, R::Facilitator, R::Moderator, R::LaLead, R::TrustLead,
            ],
            Ok(()),
        ),
        A::AcceptAgreement => (&[R::Headteacher], when(!f.agreed, "The agreement has already been accepted.")),
        A::ReadSelfReview => (&[R::Headteacher, R::Contributor], when(f.agreed, "Accept the agreement first.")),
        A::EditSelfReview | A::GiveStrands => (
            if action == A::GiveStrands { &[R::Headteacher] } else { &[R::Headteacher, R::Contributor] },
            when(f.agreed, "Accept the agreement first.").and(when(
                matches!(
                    f.self_review,
                    SelfReviewState::NotStarted | SelfReviewState::InProgress | SelfReviewState::Returned
                ),
                "The self-review has been submitted and cannot be changed.",
            )),
        ),
        A::SubmitSelfReview => (
            &[R::Headteacher],
            when(
                matches!(f.self_review, SelfReviewState::InProgress | SelfReviewState::Returned),
                "Only a self-review that has been started, and not yet submitted, can be submitted.",
            ),
        ),
        A::ReturnSelfReview => (
            &[R::Coordinator],
            when(f.self_review == SelfReviewState::Submitted, "Only a submitted self-review can be returned."),
        ),
        A::ReleasePack => (
            &[R::Coordinator],
            when(f.self_review == SelfReviewState::Submitted, "The school has not submitted its self-review yet.")
                .and(when(
                    f.state == S::DateAgreed,
                    "The team must be confirmed and the day of the visit agreed first.",
                )),
        ),
        A::EditQuestions => (
            &[R::Headteacher, R::Contributor],
            when(f.agreed, "Accept the agreement first.")
                .and(when(before_visit, "The visit has taken place; the questions can no longer be changed.")),
        ),
        A::AgreeVisitDate => (
            &[R::Headteacher, R::Coordinator],
            when(f.agreed, "The school must accept the agreement first.")
                .and(when(before_visit, "The visit has taken place; its day can no longer be changed.")),
        ),
        A::ProposeVisitDates => (
            &[R::Headteacher],
            when(f.agreed, "Accept the agreement first.")
                .and(when(before_visit, "The visit has taken place; its day can no longer be changed.")),
        ),
        A::AnswerVisitDates => (
            &[R::Lead, R::Reviewer],
            when(before_visit, "The visit has taken place; its day can no longer be changed."),
        ),
        A::ChooseVisitDate => (
            &[R::Lead, R::Headteacher, R::Coordinator],
            when(f.agreed, "The school must accept the agreement first.")
                .and(when(before_visit, "The visit has taken place; its day can no longer be changed.")),
        ),
        A::SeeTimetable => (
            &[R::Headteacher, R::Contributor, R::Coordinator, R::Lead, R::Reviewer],
            when(f.agreed, "The school must accept the agreement first.")
                .and(when(!f.state.is_over(), "The review is closed.")),
        ),
        A::EditTimetable | A::AgreeTimetable => (
            if action == A::EditTimetable {
                &[R::Headteacher, R::Contributor, R::Lead]
            } else {
                &[R::Headteacher, R::Lead]
            },
            when(f.agreed, "The school must accept the agreement first.").and(when(
                before_visit && f.state != S::Postponed,
                "The timetable can be changed until the visit has taken place, and not while the review is put off.",
            )),
        ),
        A::PostponeReview => (&[R::Coordinator], when(before_visit, "The visit has already taken place.")),
        A::ManageTeam => (
            &[R::Coordinator],
            when(before_release, "The pack has been released to the team; the team can no longer be changed."),
        ),
        A::AnswerInvitation => (
            &[R::Invited, R::Lead, R::Reviewer],
            when(before_visit, "The visit has taken place."),
        ),
        A::ReadPack => (
            &[R::Headteacher, R::Contributor, R::Lead, R::Reviewer],
            when(f.pack_released(), "The pack has not been released to the team yet.")
                .and(when(!f.state.is_over(), "The review is closed.")),
        ),
        A::ReadVisitNotes => (
            &[R::Lead, R::Reviewer],
            when(f.pack_released(), "The pack has not been released to the team yet.")
                .and(when(!f.state.is_over(), "The review is closed.")),
        ),
        A::AddVisitNotes | A::SetPeerLevels | A::EditFindings => (
            &[R::Lead, R::Reviewer],
            when(action != A::SetPeerLevels || f.levels, "This cycle does not use levels.").and(when(
                matches!(f.state, S::Preparing | S::Visited | S::Drafting),
                "Notes and findings can be written from the release of the pack until the report is handed over.",
            )),
        ),
        A::Discuss => (
            &[R::Lead, R::Reviewer],
            when(
                matches!(
                    f.state,
                    S::Preparing | S::Visited | S::Drafting | S::InQualityAssurance | S::AccuracyCheck
                ),
                "The team discusses from the release of the pack until the report is final.",
            ),
        ),
        A::SetAgreedLevels => (
            &[R::Lead],
            when(f.levels, "This cycle does not use levels.").and(when(
                matches!(f.state, S::Visited | S::Drafting),
                "Levels are agreed from the visit until the report goes to the school.",
            )),
        ),
        A::ReadLevels => (
            // The school sees them where they stand in its report; the team's access ends when the review closes.
            match f.state {
                S::Closed => &[R::Headteacher, R::Contributor],
                S::AccuracyCheck => &[R::Headteacher, R::Lead, R::Reviewer],
                _ if f.state.has_final_report() => &[R::Headteacher, R::Contributor, R::Lead, R::Reviewer],
                _ => &[R::Lead, R::Reviewer],
            },
            when(f.levels, "This cycle does not use levels.")
                .and(when(f.pack_released(), "The pack has not been released to the team yet."))
                .and(when(f.state != S::Cancelled, "The review has been cancelled.")),
        ),
        A::RecordVisit => (&[R::Lead], when(f.state == S::Preparing, "The pack must be released first, and the visit can be recorded once.")),
        A::EditReport => (
            &[R::Lead],
            when(
                matches!(f.state, S::Visited | S::Drafting),
                "The report can be written from the visit until it is handed over.",
            ),
        ),
        A::ChooseModerator => (
            &[R::Coordinator],
            when(f.assurance.used, "This cycle has no quality assurance.").and(when(
                before_visit && f.state != S::Postponed
                    || matches!(f.state, S::Visited | S::Drafting | S::InQualityAssurance),
                "The report has passed its quality assurance, or the review is not running.",
            )),
        ),
        A::ModerateReport => (
            &[R::Moderator],
            when(f.state == S::InQualityAssurance, "The report is not in quality assurance."),
        ),
        A::ReadVersions => {
            // The school sees those that it was sent, from the moment when the draft is with it.
            let with_school = f.state == S::AccuracyCheck || f.state.has_final_report();
            let relations: &[R] = if f.state.is_over() {
                &[R::Headteacher]
            } else if f.state == S::InQualityAssurance {
                &[R::Lead, R::Reviewer, R::Moderator]
            } else if with_school {
                &[R::Lead, R::Reviewer, R::Headteacher]
            } else {
                &[R::Lead, R::Reviewer]
            };
            (relations, when(f.state >= S::Drafting && f.state <= S::Closed, "No version of the report has been handed over yet."))
        }
        A::ReadDraftReport => (
            match f.state {
                S::AccuracyCheck => &[R::Lead, R::Reviewer, R::Headteacher],
                S::InQualityAssurance => &[R::Lead, R::Reviewer, R::Moderator],
                _ => &[R::Lead, R::Reviewer],
            },
            when(
                matches!(f.state, S::Visited | S::Drafting | S::InQualityAssurance | S::AccuracyCheck),
                "There is no draft report.",
            ),
        ),
        A::CheckAccuracy => (
            &[R::Headteacher],
            when(f.state == S::AccuracyCheck, "The report is not with the school for its accuracy check.")
                .and(when(!f.checked, "You have finished the accuracy check. The lead reviewer now answers your points.")),
        ),
        A::AnswerAccuracy => (&[R::Lead], when(f.state == S::AccuracyCheck, "The report is not in its accuracy check.")),
        A::FinishReport => (
            &[R::Lead],
            when(
                f.state == S::AccuracyCheck && f.checked,
                "A report becomes final only after the school has finished its accuracy check.",
            ),
        ),
        A::ReadReport => {
            let relations: &[R] = &[
                R::Headteacher, R::Contributor, R::Lead, R::Reviewer, R::Coordinator, R::PartnerHead,
                R::LaLead, R::TrustLead, R::Governor, R::Facilitator,
            ];
            (relations, when(f.state.has_final_report(), "The report is not final yet."))
        }
        A::RecordConcern => (
            &[R::Lead, R::Reviewer],
            when(
                matches!(f.state, S::Preparing | S::Visited | S::Drafting),
                "This is recorded from the release of the pack until the report is handed over.",
            ),
        ),
        A::ReadConcerns => {
            let relations: &[R] = match (f.told.contains(&Told::Coordinator), f.told.contains(&Told::Headteacher)) {
                (true, true) => &[R::Coordinator, R::Headteacher],
                (true, false) => &[R::Coordinator],
                (false, true) => &[R::Headteacher],
                (false, false) => &[],
            };
            (relations, Ok(()))
        }
        A::ShareReport => (&[R::Headteacher], when(f.state.has_final_report(), "The report is not final yet.")),
        A::ReadPlan => (
            &[R::Headteacher, R::Contributor, R::Facilitator],
            when(f.state.has_final_report(), "The plan begins when the report is final."),
        ),
        A::EditPlan => (
            &[R::Headteacher, R::Contributor, R::Facilitator],
            when(
                matches!(f.state, S::Final | S::WorkshopHeld | S::ImpactReviewed),
                "The plan can be changed from the final report until the review closes.",
            ),
        ),
        A::AgreePlan => (&[R::Headteacher, R::Facilitator], when(f.state == S::Final, "The plan is agreed once, after the report is final.")),
        A::ReadImpact => (
            // The team's access ends when the review closes.
            if f.state == S::Closed {
                &[R::Headteacher, R::Contributor]
            } else {
                &[R::Headteacher, R::Contributor, R::Lead, R::Reviewer]
            },
            when(
                matches!(f.state, S::WorkshopHeld | S::ImpactReviewed)
                    || f.state == S::Closed,
                "The impact review begins when the plan has been agreed.",
            ),
        ),
        A::RecordImpact => (
            &[R::Lead, R::Reviewer],
            when(f.state == S::WorkshopHeld, "The impact review is recorded once, after the plan has been agreed."),
        ),
        A::CloseReview => (
            &[R::Coordinator],
            when(f.state == S::ImpactReviewed, "A review is closed after its impact review."),
        ),
    }
}

/// True when the relation may read a final report of these audiences. A team's access ends when the review closes.
fn reads_report(relation: ReviewRelation, f: &ReviewFacts) -> bool {
    use ReviewRelation as R;
    match relation {
        R::Headteacher | R::Contributor => true,
        R::Lead | R::Reviewer | R::Facilitator => !f.state.is_over(),
        R::Coordinator => f.audiences.contains(&Audience::Coordinator),
        R::PartnerHead => f.audiences.contains(&Audience::PartnershipHeads),
        R::LaLead => f.audiences.contains(&Audience::LaLead),
        R::TrustLead => f.audiences.contains(&Audience::TrustLead),
        R::Governor => f.audiences.contains(&Audience::Governors),
        R::Administrator | R::Invited | R::Moderator => false,
    }
}

/// Decides: hidden when the actor may not even see the review, not yours when no relation allows it, not now when the
/// state forbids it.
pub(super) fn decide(actor: &Actor, action: ReviewAction, f: &ReviewFacts) -> Result<(), Denied> {
    use ReviewAction as A;
    use ReviewRelation as R;
    let relations = f.relations(actor);
    let (allowed, condition) = rule(action, f);
    let reads = |r: &R| allowed.contains(r) && (action != A::ReadReport || reads_report(*r, f));
    let draft = f.cycle_state == CycleState::Draft;
    if draft && !relations.contains(&R::Coordinator) {
        return Err(Denied::Hidden);
    }
    if !relations.iter().any(reads) {
        let (seeing, _) = rule(A::SeeReview, f);
        let sees = relations.iter().any(|r| seeing.contains(r));
        return Err(if sees {
            Denied::NotYours
        } else {
            Denied::Hidden
        });
    }
    condition.map_err(Denied::NotNow)?;
    let read_only = matches!(
        action,
        A::SeeReview
            | A::ReadSelfReview
            | A::ReadPack
            | A::SeeTimetable
            | A::ReadVisitNotes
            | A::ReadLevels
            | A::ReadDraftReport
            | A::ReadVersions
            | A::ReadReport
            | A::ReadConcerns
            | A::ReadPlan
            | A::ReadImpact
            | A::ShareReport
    );
    if !read_only && !f.cycle_runs() {
        return Err(Denied::NotNow("The cycle is not running."));
    }
    if !read_only && f.state == ReviewState::Cancelled {
        return Err(Denied::NotNow("The review has been cancelled."));
    }
    Ok(())
}

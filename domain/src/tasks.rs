//! What is to be done in a review, by whom, and by when: one pure function from which task lists, homes, boards, overdue
//! counts and reminders are all made, so that they can never disagree.
//!
//! Nothing here is stored. A task that is done is done because the review says so; moving the visit moves the dates.

use crate::calendar::WorkingCalendar;
use crate::framework::StrandCode;
use crate::ids::{PartnershipId, PersonId, ReviewId, SchoolId};
use crate::milestones::{MilestoneDates, MilestoneKey};
use crate::people::{Actor, Role};
use crate::policy::ReviewFacts;
use crate::states::{CycleState, InvitationState, ReviewState, SelfReviewState};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A kind of task, in the order in which a review goes through them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKey {
    /// The head accepts the cycle's terms.
    AcceptAgreement,
    /// The coordinator finds a team that has accepted.
    FormTeam,
    /// A reviewer answers an invitation.
    AnswerInvitation,
    /// The head fixes the day of the visit.
    AgreeVisitDate,
    /// The school writes its enquiry questions.
    WriteQuestions,
    /// A contributor writes the strands of the self-review that the head has given to them.
    WriteStrands,
    /// The head submits the self-review.
    SubmitSelfReview,
    /// Head and lead each agree the timetable of the visit.
    AgreeTimetable,
    /// The coordinator releases the pack to the team.
    ReleasePack,
    /// The lead says that the visit has taken place.
    RecordVisit,
    /// The lead sends the draft report to the school.
    SendReport,
    /// The coordinator chooses who moderates the report, in cycles with quality assurance.
    ChooseModerator,
    /// The moderator returns the draft or passes it on to the school.
    ModerateReport,
    /// The head checks the draft for accuracy.
    CheckAccuracy,
    /// The lead answers the head's points and makes the report final.
    FinishReport,
    /// The school agrees its action plan in the workshop.
    AgreePlan,
    /// The school says how far its actions have got.
    UpdateProgress,
    /// The team records the impact review.
    RecordImpact,
    /// The coordinator closes the review.
    CloseReview,
}

impl TaskKey {
    /// Every kind, in order.
    pub const ALL: [Self; 19] = [
        Self::AcceptAgreement,
        Self::FormTeam,
        Self::AnswerInvitation,
        Self::AgreeVisitDate,
        Self::WriteQuestions,
        Self::WriteStrands,
        Self::SubmitSelfReview,
        Self::AgreeTimetable,
        Self::ReleasePack,
        Self::RecordVisit,
        Self::SendReport,
        Self::ChooseModerator,
        Self::ModerateReport,
        Self::CheckAccuracy,
        Self::FinishReport,
        Self::AgreePlan,
        Self::UpdateProgress,
        Self::RecordImpact,
        Self::CloseReview,
    ];

    /// The task's name, the same on screens and in e-mails.
    pub fn title(self) -> &'static str {
        match self {
            Self::AcceptAgreement => "Accept the agreement",
            Self::FormTeam => "Confirm the review team",
            Self::AnswerInvitation => "Answer the invitation to review",
            Self::AgreeVisitDate => "Agree the day of the visit",
            Self::WriteQuestions => "Write the enquiry questions",
            Self::WriteStrands => "Write your strands of the self-review",
            Self::SubmitSelfReview => "Submit the self-review",
            Self::AgreeTimetable => "Agree the timetable of the visit",
            Self::ReleasePack => "Release the pack to the team",
            Self::RecordVisit => "Record that the visit has taken place",
            Self::SendReport => "Write and hand over the draft report",
            Self::ChooseModerator => "Choose who moderates the report",
            Self::ModerateReport => "Moderate the draft report",
            Self::CheckAccuracy => "Check the draft report for accuracy",
            Self::FinishReport => "Make the report final",
            Self::AgreePlan => "Hold the workshop and agree the action plan",
            Self::UpdateProgress => "Update the action plan",
            Self::RecordImpact => "Record the impact review",
            Self::CloseReview => "Close the review",
        }
    }

    /// The milestone by which it is due.
    pub fn milestone(self) -> MilestoneKey {
        match self {
            Self::AcceptAgreement
            | Self::FormTeam
            | Self::AnswerInvitation
            | Self::AgreeVisitDate => MilestoneKey::TeamAndDate,
            Self::WriteQuestions => MilestoneKey::Questions,
            Self::WriteStrands | Self::SubmitSelfReview => MilestoneKey::SelfReviewSubmitted,
            Self::AgreeTimetable => MilestoneKey::VisitPlan,
            Self::ReleasePack => MilestoneKey::Briefing,
            Self::RecordVisit => MilestoneKey::Visit,
            Self::SendReport | Self::ChooseModerator => MilestoneKey::DraftReport,
            Self::ModerateReport => MilestoneKey::QualityAssurance,
            Self::CheckAccuracy | Self::FinishReport => MilestoneKey::ReportFinal,
            Self::AgreePlan => MilestoneKey::ActionPlan,
            Self::UpdateProgress => MilestoneKey::ProgressUpdate,
            Self::RecordImpact | Self::CloseReview => MilestoneKey::ImpactReview,
        }
    }

    /// The path of the page on which it is done.
    pub fn path(self, review: &ReviewId) -> String {
        let page = match self {
            Self::AcceptAgreement => "/agreement",
            Self::FormTeam => "/team",
            Self::AnswerInvitation => "/invitation",
            Self::AgreeVisitDate => "/visit-date",
            Self::WriteQuestions => "/questions",
            Self::WriteStrands | Self::SubmitSelfReview => "/self-review",
            Self::AgreeTimetable => "/timetable",
            Self::ReleasePack => "/release",
            Self::RecordVisit => "/visited",
            Self::SendReport | Self::FinishReport => "/report",
            Self::ChooseModerator => "/moderator",
            Self::ModerateReport => "/report/quality",
            Self::CheckAccuracy => "/report/accuracy",
            Self::AgreePlan | Self::UpdateProgress => "/plan",
            Self::RecordImpact => "/impact",
            Self::CloseReview => "/close",
        };
        format!("/reviews/{review}{page}")
    }
}

/// Who has to do a task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The heads of the school.
    Headteacher(SchoolId),
    /// The coordinators of the partnership.
    Coordinator(PartnershipId),
    /// One person: an invited reviewer, the lead.
    Person(PersonId),
}

impl Owner {
    /// True when the task is `actor`'s to do.
    pub fn is_held_by(&self, actor: &Actor) -> bool {
        match self {
            Self::Headteacher(school) => actor.holds(&Role::Headteacher(school.clone())),
            Self::Coordinator(partnership) => actor.holds(&Role::Coordinator(partnership.clone())),
            Self::Person(person) => *person == actor.person,
        }
    }
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskStatus {
    /// Something else has to come first.
    Waiting,
    /// Can be done now.
    Open,
    /// Begun and saved, but not submitted.
    InProgress,
    /// Done.
    Done,
}

/// One task of one review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Which.
    pub key: TaskKey,
    /// Who has to do it.
    pub owner: Owner,
    /// By when.
    pub due: NaiveDate,
    /// How it stands.
    pub status: TaskStatus,
}

impl Task {
    /// True when somebody can and should do it: open, or begun.
    pub fn is_open(&self) -> bool {
        matches!(self.status, TaskStatus::Open | TaskStatus::InProgress)
    }

    /// How many working days it is late on `today`; none when it is done, waits, or is not due before `today`.
    pub fn late_by(&self, today: NaiveDate, calendar: &WorkingCalendar) -> Option<u32> {
        if !self.is_open() || self.due >= today {
            return None;
        }
        let days = calendar.working_days_between(self.due, today);
        u32::try_from(days).ok().filter(|d| *d > 0)
    }
}

/// What is known of a review beside the policy's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// True once enquiry questions have been saved.
    pub questions: bool,
    /// True once the head has finished the accuracy check.
    pub checked: bool,
    /// True once the head has agreed the timetable as it stands.
    pub timetable_head: bool,
    /// True once the lead has.
    pub timetable_lead: bool,
    /// True once an action has an update, or there is nothing to update.
    pub updated: bool,
    /// The strands that have been given to somebody, while the self-review can be changed.
    pub shares: Vec<Share>,
}

/// A strand of the self-review that the head has given to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub strand: StrandCode,
    /// True once anything has been saved for it.
    pub saved: bool,
    /// True once it has been called ready for the head.
    pub ready: bool,
}

/// Every task of the review, in order; none when the cycle does not run or the review is put off or given up.
pub fn tasks_of(f: &ReviewFacts, progress: &Progress, dates: &MilestoneDates) -> Vec<Task> {
    use ReviewState as S;
    use TaskKey as K;
    let paused = matches!(f.state, S::Postponed | S::Cancelled);
    let runs = f.cycle_runs() || f.cycle_state == CycleState::Closed;
    if paused || !runs {
        return Vec::new();
    }
    let status = |done: bool, open: bool| match (done, open) {
        (true, _) => TaskStatus::Done,
        (false, true) => TaskStatus::Open,
        (false, false) => TaskStatus::Waiting,
    };
    let at_least = |s: S| f.state >= s;
    let head = Owner::Headteacher(f.school.clone());
    let coordinator = Owner::Coordinator(f.partnership.clone());
    let lead = f
        .team
        .iter()
        .find(|m| m.lead && m.state == InvitationState::Accepted)
        .map(|m| Owner::Person(m.person.clone()));
    let mut out = Vec::new();
    let mut add = |key: K, owner: Owner, status: TaskStatus| {
        if let Some(due) = dates.get(key.milestone()) {
            out.push(Task {
                key,
                owner,
                due,
                status,
            });
        }
    };
    add(K::AcceptAgreement, head.clone(), status(f.agreed, true));
    add(
        K::FormTeam,
        coordinator.clone(),
        status(at_least(S::TeamConfirmed), true),
    );
    for member in &f.team {
        let (asked, done) = match member.state {
            InvitationState::Planned => (false, false),
            InvitationState::Invited => (true, false),
            InvitationState::Accepted | InvitationState::Declined => (true, true),
        };
        if asked {
            add(
                K::AnswerInvitation,
                Owner::Person(member.person.clone()),
                status(done, true),
            );
        }
    }
    add(K::AgreeVisitDate, head.clone(), status(f.dated, f.agreed));
    add(
        K::WriteQuestions,
        head.clone(),
        status(progress.questions || at_least(S::Visited), f.agreed),
    );
    add(
        K::SubmitSelfReview,
        head.clone(),
        match f.self_review {
            SelfReviewState::Submitted | SelfReviewState::Locked => TaskStatus::Done,
            SelfReviewState::InProgress | SelfReviewState::Returned => TaskStatus::InProgress,
            SelfReviewState::NotStarted => status(false, f.agreed),
        },
    );
    // Each side ticks for itself; a visit that has taken place needs no plan any more.
    let plan = |ticked: bool| status(ticked || at_least(S::Visited), f.agreed && f.dated);
    add(
        K::AgreeTimetable,
        head.clone(),
        plan(progress.timetable_head),
    );
    if let Some(lead) = lead.clone() {
        add(K::AgreeTimetable, lead, plan(progress.timetable_lead));
    }
    add(
        K::ReleasePack,
        coordinator.clone(),
        status(
            at_least(S::Preparing),
            f.self_review == SelfReviewState::Submitted && f.state == S::DateAgreed,
        ),
    );
    // The lead's tasks belong to the coordinator as long as there is no lead.
    let lead = lead.unwrap_or_else(|| coordinator.clone());
    add(
        K::RecordVisit,
        lead.clone(),
        status(at_least(S::Visited), f.state == S::Preparing),
    );
    add(
        K::SendReport,
        lead.clone(),
        match f.state {
            S::Visited => TaskStatus::Open,
            S::Drafting => TaskStatus::InProgress,
            _ => status(at_least(S::InQualityAssurance), false),
        },
    );
    if f.assurance.used {
        let moderator = f.assurance.moderator.clone().map(Owner::Person);
        add(
            K::ChooseModerator,
            coordinator.clone(),
            status(
                moderator.is_some() || at_least(S::AccuracyCheck),
                at_least(S::Preparing),
            ),
        );
        // As long as there is no moderator, it is the coordinator's to choose one: the task above.
        if let Some(moderator) = moderator {
            add(
                K::ModerateReport,
                moderator,
                status(at_least(S::AccuracyCheck), f.state == S::InQualityAssurance),
            );
        }
    }
    add(
        K::CheckAccuracy,
        head.clone(),
        status(
            at_least(S::Final) || (f.state == S::AccuracyCheck && progress.checked),
            f.state == S::AccuracyCheck,
        ),
    );
    add(
        K::FinishReport,
        lead.clone(),
        status(
            at_least(S::Final),
            f.state == S::AccuracyCheck && progress.checked,
        ),
    );
    add(
        K::AgreePlan,
        head.clone(),
        status(at_least(S::WorkshopHeld), f.state == S::Final),
    );
    add(
        K::UpdateProgress,
        head,
        status(
            at_least(S::ImpactReviewed) || (at_least(S::WorkshopHeld) && progress.updated),
            f.state == S::WorkshopHeld,
        ),
    );
    add(
        K::RecordImpact,
        lead,
        status(at_least(S::ImpactReviewed), f.state == S::WorkshopHeld),
    );
    add(
        K::CloseReview,
        coordinator,
        status(at_least(S::Closed), f.state == S::ImpactReviewed),
    );
    out
}

/// What the school has given to its own people to do. Kept apart from [`tasks_of`], since it is the school's own affair:
/// no coordinator counts it, and nobody outside the school hears that it is late.
pub fn school_tasks_of(f: &ReviewFacts, progress: &Progress, dates: &MilestoneDates) -> Vec<Task> {
    let key = TaskKey::WriteStrands;
    let paused = matches!(f.state, ReviewState::Postponed | ReviewState::Cancelled);
    let (false, true, Some(due)) = (paused, f.cycle_runs(), dates.get(key.milestone())) else {
        return Vec::new();
    };
    let submitted = matches!(
        f.self_review,
        SelfReviewState::Submitted | SelfReviewState::Locked
    );
    let mut people: BTreeMap<&PersonId, Vec<&Share>> = BTreeMap::new();
    for share in &progress.shares {
        people.entry(&share.person).or_default().push(share);
    }
    people
        .into_iter()
        .map(|(person, shares)| Task {
            key,
            owner: Owner::Person(person.clone()),
            due,
            status: if submitted || shares.iter().all(|s| s.ready) {
                TaskStatus::Done
            } else if !f.agreed {
                TaskStatus::Waiting
            } else if shares.iter().any(|s| s.saved || s.ready) {
                TaskStatus::InProgress
            } else {
                TaskStatus::Open
            },
        })
        .collect()
}

/// The task to do next: of those that can be done, the one due first.
pub fn next_task<'a>(tasks: impl IntoIterator<Item = &'a Task>) -> Option<&'a Task> {
    tasks
        .into_iter()
        .filter(|t| t.is_open())
        .min_by_key(|t| (t.due, t.key))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::milestones::MilestonePlan;
    use crate::policy::TeamFacts;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts(state: ReviewState, self_review: SelfReviewState) -> ReviewFacts {
        ReviewFacts {
            id: "r1".parse().unwrap(),
            version: 1,
            cycle: "c1".parse().unwrap(),
            partnership: "p1".parse().unwrap(),
            school: "s1".parse().unwrap(),
            la: "901".parse().unwrap(),
            trust: None,
            cycle_state: CycleState::Active,
            levels: true,
            state,
            self_review,
            agreed: true,
            dated: state >= ReviewState::DateAgreed,
            checked: false,
            team: vec![TeamFacts {
                person: "lead".parse().unwrap(),
                lead: true,
                state: InvitationState::Accepted,
            }],
            facilitator: None,
            assurance: Default::default(),
            told: Default::default(),
            audiences: Default::default(),
            partner_schools: Default::default(),
        }
    }

    fn dates() -> MilestoneDates {
        MilestonePlan::default().dates(&WorkingCalendar::england(), day("2027-04-26"))
    }

    const NOTHING: Progress = Progress {
        questions: false,
        checked: false,
        timetable_head: false,
        timetable_lead: false,
        updated: false,
        shares: Vec::new(),
    };

    fn open(state: ReviewState, self_review: SelfReviewState, progress: &Progress) -> Vec<TaskKey> {
        tasks_of(&facts(state, self_review), progress, &dates())
            .into_iter()
            .filter(Task::is_open)
            .map(|t| t.key)
            .collect()
    }

    #[test]
    fn at_every_stage_somebody_has_something_to_do_until_the_review_is_closed() {
        use ReviewState as S;
        use SelfReviewState as R;
        use TaskKey as K;
        let checked = Progress {
            questions: true,
            checked: true,
            timetable_head: true,
            timetable_lead: true,
            updated: true,
            shares: Vec::new(),
        };
        let table: &[(S, R, &Progress, &[K])] = &[
            (
                S::Proposed,
                R::NotStarted,
                &NOTHING,
                &[
                    K::FormTeam,
                    K::AgreeVisitDate,
                    K::WriteQuestions,
                    K::SubmitSelfReview,
                ],
            ),
            (
                S::DateAgreed,
                R::InProgress,
                &NOTHING,
                &[
                    K::WriteQuestions,
                    K::SubmitSelfReview,
                    K::AgreeTimetable,
                    K::AgreeTimetable,
                ],
            ),
            (S::DateAgreed, R::Submitted, &checked, &[K::ReleasePack]),
            (S::Preparing, R::Locked, &checked, &[K::RecordVisit]),
            (S::Visited, R::Locked, &checked, &[K::SendReport]),
            (S::Drafting, R::Locked, &checked, &[K::SendReport]),
            (S::AccuracyCheck, R::Locked, &NOTHING, &[K::CheckAccuracy]),
            (S::AccuracyCheck, R::Locked, &checked, &[K::FinishReport]),
            (S::Final, R::Locked, &checked, &[K::AgreePlan]),
            (
                S::WorkshopHeld,
                R::Locked,
                &NOTHING,
                &[K::UpdateProgress, K::RecordImpact],
            ),
            (S::ImpactReviewed, R::Locked, &checked, &[K::CloseReview]),
            (S::Closed, R::Locked, &checked, &[]),
        ];
        for (state, self_review, progress, expected) in table {
            assert_eq!(
                open(*state, *self_review, progress),
                *expected,
                "{state}, {self_review}"
            );
        }
    }

    #[test]
    fn a_draft_in_quality_assurance_waits_for_its_moderator_or_for_one_to_be_chosen() {
        let mut f = facts(ReviewState::InQualityAssurance, SelfReviewState::Locked);
        f.assurance.used = true;
        let open = |f: &ReviewFacts| -> Vec<(TaskKey, Owner)> {
            tasks_of(f, &NOTHING, &dates())
                .into_iter()
                .filter(|t| t.is_open() && t.due > day("2027-04-26") && t.key < TaskKey::AgreePlan)
                .map(|t| (t.key, t.owner))
                .collect()
        };
        let coordinator = Owner::Coordinator("p1".parse().unwrap());
        assert_eq!(open(&f), [(TaskKey::ChooseModerator, coordinator)]);
        f.assurance.moderator = Some("mod".parse().unwrap());
        let moderator = Owner::Person("mod".parse().unwrap());
        assert_eq!(open(&f), [(TaskKey::ModerateReport, moderator)]);
        let due = tasks_of(&f, &NOTHING, &dates())
            .into_iter()
            .find(|t| t.key == TaskKey::ModerateReport)
            .unwrap()
            .due;
        // Seven working days from Monday 26 April, with the bank holiday of 3 May between.
        assert_eq!(due, day("2027-05-06"));
        // A draft that came back is the lead's again.
        f.state = ReviewState::Drafting;
        let lead = Owner::Person("lead".parse().unwrap());
        assert_eq!(open(&f), [(TaskKey::SendReport, lead)]);
    }

    #[test]
    fn a_review_that_is_put_off_or_given_up_asks_for_nothing() {
        for state in [ReviewState::Postponed, ReviewState::Cancelled] {
            assert!(
                tasks_of(
                    &facts(state, SelfReviewState::InProgress),
                    &NOTHING,
                    &dates()
                )
                .is_empty()
            );
        }
    }

    #[test]
    fn whoever_has_strands_is_asked_for_them_until_all_are_ready_and_nobody_else_hears() {
        let share = |person: &str, strand: &str, saved, ready| Share {
            person: person.parse().unwrap(),
            strand: strand.parse().unwrap(),
            saved,
            ready,
        };
        let statuses = |self_review, agreed, shares: &[Share]| {
            let mut f = facts(ReviewState::Proposed, self_review);
            f.agreed = agreed;
            let progress = Progress {
                shares: shares.to_vec(),
                ..NOTHING
            };
            assert!(
                tasks_of(&f, &progress, &dates())
                    .iter()
                    .all(|t| t.key != TaskKey::WriteStrands)
            );
            school_tasks_of(&f, &progress, &dates())
                .into_iter()
                .map(|t| (t.owner, t.status))
                .collect::<Vec<_>>()
        };
        let of = |person: &str, status| (Owner::Person(person.parse().unwrap()), status);
        use TaskStatus as T;
        let shares = [
            share("ann", "1.1", true, true),
            share("ann", "1.2", true, false),
            share("bo", "2.1", false, false),
            share("cy", "3.1", true, true),
        ];
        assert_eq!(
            statuses(SelfReviewState::InProgress, true, &shares),
            [
                of("ann", T::InProgress),
                of("bo", T::Open),
                of("cy", T::Done)
            ]
        );
        assert_eq!(
            statuses(SelfReviewState::NotStarted, false, &shares[2..3]),
            [of("bo", T::Waiting)]
        );
        assert_eq!(
            statuses(SelfReviewState::Submitted, true, &shares[2..3]),
            [of("bo", T::Done)]
        );
        assert!(statuses(SelfReviewState::NotStarted, true, &[]).is_empty());
    }

    #[test]
    fn late_counts_working_days_and_only_of_what_can_be_done() {
        let calendar = WorkingCalendar::england();
        let mut task = Task {
            key: TaskKey::CheckAccuracy,
            owner: Owner::Headteacher("s1".parse().unwrap()),
            due: day("2027-04-30"),
            status: TaskStatus::Open,
        };
        // Friday; the Monday after is the early May bank holiday.
        assert_eq!(task.late_by(day("2027-04-30"), &calendar), None);
        assert_eq!(task.late_by(day("2027-05-03"), &calendar), None);
        assert_eq!(task.late_by(day("2027-05-04"), &calendar), Some(1));
        task.status = TaskStatus::Waiting;
        assert_eq!(task.late_by(day("2027-06-04"), &calendar), None);
    }

    #[test]
    fn what_is_next_is_what_is_due_first() {
        let tasks = tasks_of(
            &facts(ReviewState::DateAgreed, SelfReviewState::InProgress),
            &NOTHING,
            &dates(),
        );
        assert_eq!(next_task(&tasks).unwrap().key, TaskKey::WriteQuestions);
    }
}

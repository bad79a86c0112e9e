//! The words of everything that people are told by the daily mail: each kind of notice, and the name of each task.
//!
//! A notice is worded from names of schools and cycles and from dates alone. What somebody has written (a finding, a
//! reason, a note) has no way in.

use super::messages::NoticeItem;
use super::words::Link;
use chrono::NaiveDate;
use domain::notices::NoticeKind;
use domain::tasks::{Task, TaskKey, TaskStatus};

/// What a notice is worded from.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoticeWords<'a> {
    /// Name of the school, when the notice is about a review.
    pub school: Option<&'a str>,
    /// Name of the cycle.
    pub cycle: Option<&'a str>,
    /// The agreed day of the visit.
    pub visit: Option<NaiveDate>,
}

/// Puts a notice into words; `link` leads to the page on which to act.
pub fn notice_item(kind: NoticeKind, about: NoticeWords<'_>, link: Link) -> NoticeItem {
    use NoticeKind as K;
    let school = about.school.unwrap_or("your school");
    let cycle = about.cycle.unwrap_or("A new cycle of peer reviews");
    let on_day = about.visit.map(|day| day.format("%-d %B %Y").to_string());
    let (headline, what_to_do, label) = match kind {
        K::CycleLaunched => (
            format!("{cycle} has begun"),
            format!("Read what the partnership has agreed, and accept the agreement for {school}."),
            "Read the agreement",
        ),
        K::AgreementAccepted => (
            format!("{school} has accepted the agreement"),
            nothing(),
            "See where the school stands",
        ),
        K::TeamInvitation => (
            format!("You are invited to review {school}"),
            "Say whether you can come. If you cannot, somebody else can be asked in good time."
                .into(),
            "Answer the invitation",
        ),
        K::InvitationAccepted => (
            format!("A reviewer has agreed to visit {school}"),
            nothing(),
            "See the review team",
        ),
        K::InvitationDeclined => (
            format!("A reviewer cannot visit {school}"),
            "The team needs another reviewer. Choose one and send the invitation.".into(),
            "Change the review team",
        ),
        K::RemovedFromTeam => (
            format!("You are no longer in the review team for {school}"),
            "There is nothing for you to do. If this is a surprise, ask the coordinator.".into(),
            "See your visits",
        ),
        K::TeamConfirmed => (
            format!("The review team for {school} is complete"),
            "Agree the day of the visit with each other, if you have not done so.".into(),
            "See the review team",
        ),
        K::FacilitatorNamed => (
            format!("You are asked to run the workshop of {school}"),
            "In the workshop the school turns the report's recommendations into actions. You can open the plan as soon as the report is final."
                .into(),
            "See the review",
        ),
        K::VisitDateAgreed => (
            match on_day {
                Some(day) => format!("The visit to {school} is on {day}"),
                None => format!("The day of the visit to {school} is agreed"),
            },
            "Put it into your calendar from the page. The dates of all other steps follow from it."
                .into(),
            "See all the dates",
        ),
        K::VisitDatesProposed => (
            format!("{school} has proposed days for its visit"),
            "Say on which of them you can come.".into(),
            "See the days",
        ),
        K::VisitDatesAnswered => (
            format!("Everybody has answered the days proposed for {school}"),
            "Choose the day of the visit.".into(),
            "Choose the day",
        ),
        K::TimetableToAgree => (
            format!("The timetable of the visit to {school} waits for you"),
            "Read it, change what does not suit, and agree it.".into(),
            "See the timetable",
        ),
        K::TimetableChanged => (
            format!("The timetable of the visit to {school} was changed after you agreed it"),
            "Look at it again, and agree it if it still suits.".into(),
            "See the timetable",
        ),
        K::MentionedInDiscussion => (
            format!("A colleague asks you to look at the discussion on {school}"),
            "Read what the team says, and answer there.".into(),
            "See the discussion",
        ),
        K::SelfReviewSubmitted => (
            format!("{school} has submitted its self-review"),
            "Check that it is complete, then release the pack to the review team.".into(),
            "See where the school stands",
        ),
        K::SelfReviewReturned => (
            format!("The self-review of {school} has been sent back to you"),
            "Read the reason, make the changes, and submit it again.".into(),
            "Open the self-review",
        ),
        K::PackReleased => (
            format!("The pack of {school} is ready for you to read"),
            "Read it before the visit.".into(),
            "Read the pack",
        ),
        K::ModeratorChosen => (
            format!("You are to moderate the report on {school}"),
            "There is nothing to do yet. You are told when the draft is ready for you.".into(),
            "See the dates",
        ),
        K::ReportToModerate => (
            format!("The draft report on {school} is ready for quality assurance"),
            "Read it, and send it back with points or pass it on to the school.".into(),
            "Moderate the draft report",
        ),
        K::ReportReturned => (
            format!("The moderator has sent the report on {school} back to you"),
            "Read the points, change the report, and hand it over again.".into(),
            "Open the report",
        ),
        K::ReportPassed => (
            format!("The report on {school} has passed its quality assurance"),
            "There is nothing for you to do. The school now checks it for accuracy.".into(),
            "Read the draft report",
        ),
        K::ReportToCheck => (
            format!("The draft report on {school} is ready for your accuracy check"),
            "Read it, and say point by point what is not accurate.".into(),
            "Check the draft report",
        ),
        K::AccuracyChecked => (
            format!("The accuracy check of the report on {school} is finished"),
            "Answer the points that were raised, then make the report final.".into(),
            "Open the report",
        ),
        K::ReportFinal => (
            format!("The report on {school} is final"),
            "It belongs to the school. Plan the workshop in which it becomes actions.".into(),
            "Read the report",
        ),
        K::ReportShared => (
            format!("You can read the report on {school}"),
            "There is nothing you have to do. Please do not pass it on.".into(),
            "Read the report",
        ),
        K::PlanAgreed => (
            format!("{school} has agreed its action plan"),
            nothing(),
            "See where the school stands",
        ),
        K::ImpactRecorded => (
            format!("The impact review of {school} has been recorded"),
            "Read what has changed since the visit.".into(),
            "See the impact review",
        ),
        K::ReviewClosed => (
            format!("The review of {school} is closed"),
            "There is nothing more to do. The report and the plan stay with the school.".into(),
            "See the review",
        ),
        K::ReviewPostponed => (
            format!("The review of {school} has been put off"),
            "You need not do anything until it is taken up again. What has been saved is kept."
                .into(),
            "See the review",
        ),
        K::ReviewResumed => (
            format!("The review of {school} has been taken up again"),
            "Look at the dates: they may have changed.".into(),
            "See all the dates",
        ),
        K::ReviewCancelled => (
            format!("The review of {school} has been cancelled"),
            "There is nothing for you to do. What has been saved is kept.".into(),
            "See the review",
        ),
    };
    NoticeItem {
        headline: headline.into(),
        what_to_do: what_to_do.into(),
        link_label: label.into(),
        link,
    }
}

fn nothing() -> String {
    "There is nothing for you to do.".into()
}

/// A task as a noun, to be read before "for Ashby Primary School is due on 3 March 2027".
pub fn task_noun(key: TaskKey) -> &'static str {
    match key {
        TaskKey::AcceptAgreement => "Agreement",
        TaskKey::FormTeam => "Review team",
        TaskKey::AnswerInvitation => "Answer to the invitation",
        TaskKey::AgreeVisitDate => "Date of the visit",
        TaskKey::WriteQuestions => "List of enquiry questions",
        TaskKey::WriteStrands => "Your part of the self-review",
        TaskKey::SubmitSelfReview => "Self-review",
        TaskKey::AgreeTimetable => "Timetable of the visit",
        TaskKey::ReleasePack => "Release of the pack",
        TaskKey::RecordVisit => "Record of the visit",
        TaskKey::SendReport => "Draft report",
        TaskKey::ChooseModerator => "Choice of the moderator",
        TaskKey::ModerateReport => "Quality assurance of the report",
        TaskKey::CheckAccuracy => "Accuracy check",
        TaskKey::FinishReport => "Final report",
        TaskKey::AgreePlan => "Action plan",
        TaskKey::UpdateProgress => "Progress update",
        TaskKey::RecordImpact => "Impact review",
        TaskKey::CloseReview => "Closing of the review",
    }
}

/// What to do, by the task's name on the screens; and, where something has been saved, that saving is not submitting.
pub fn task_note(task: &Task) -> String {
    let saved = match (task.key, task.status) {
        (TaskKey::SubmitSelfReview, TaskStatus::InProgress) => {
            " It has been started. It is not submitted yet."
        }
        (TaskKey::WriteStrands, TaskStatus::InProgress) => {
            " They have been started. They are not all marked as ready yet."
        }
        (_, TaskStatus::InProgress) => " It has been started. It is not sent yet.",
        _ => "",
    };
    format!("What to do: {}.{saved}", lower_first(task.key.title()))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn about() -> NoticeWords<'static> {
        NoticeWords {
            school: Some("Ashby Primary School"),
            cycle: Some("Spring 2027"),
            visit: NaiveDate::from_ymd_opt(2027, 5, 5),
        }
    }

    #[test]
    fn every_kind_of_notice_has_words_of_its_own_that_fit_the_mail() {
        let mut seen = std::collections::BTreeSet::new();
        for kind in NoticeKind::ALL {
            let item = notice_item(*kind, about(), "https://q.example/x".into());
            let headline = item.headline.as_str();
            assert!(seen.insert(headline.to_owned()), "{kind:?}: {headline}");
            assert!(!headline.ends_with('.') && headline.len() < 90, "{kind:?}");
            assert!(item.what_to_do.as_str().ends_with('.'), "{kind:?}");
            assert!(
                !item.link_label.is_empty() && !item.link_label.as_str().ends_with('.'),
                "{kind:?}"
            );
            let named =
                headline.contains("Ashby Primary School") || headline.contains("Spring 2027");
            assert!(named, "{kind:?} does not say whom it is about: {headline}");
        }
    }

    #[test]
    fn a_notice_without_a_school_still_reads_as_a_sentence() {
        for kind in NoticeKind::ALL {
            let item = notice_item(*kind, NoticeWords::default(), "https://q.example/x".into());
            let words = format!("{} {}", item.headline, item.what_to_do);
            assert!(
                !words.contains("  ") && !words.contains(" ."),
                "{kind:?}: {words}"
            );
        }
    }

    #[test]
    fn the_words_hold_nothing_but_fixed_text_names_and_the_date() {
        // Names that no sentence holds by itself: taken away, what is left is the same for every school.
        for kind in NoticeKind::ALL {
            let of = |school: &str, cycle: &str| {
                let about = NoticeWords {
                    school: Some(school),
                    cycle: Some(cycle),
                    visit: None,
                };
                let item = notice_item(*kind, about, "x".into());
                format!("{} {} {}", item.headline, item.what_to_do, item.link_label)
                    .replace(school, "#")
                    .replace(cycle, "#")
            };
            assert_eq!(of("QQ1", "WW1"), of("QQ2", "WW2"), "{kind:?}");
        }
    }

    #[test]
    fn every_task_has_a_noun_of_its_own_and_says_what_to_do_as_on_the_screens() {
        let nouns: std::collections::BTreeSet<_> =
            TaskKey::ALL.map(task_noun).into_iter().collect();
        assert_eq!(nouns.len(), TaskKey::ALL.len());
        for key in TaskKey::ALL {
            let task = Task {
                key,
                owner: domain::tasks::Owner::Person("x".parse().unwrap()),
                due: NaiveDate::from_ymd_opt(2027, 3, 3).unwrap(),
                status: TaskStatus::Open,
            };
            let title = lower_first(key.title());
            assert_eq!(task_note(&task), format!("What to do: {title}."));
        }
    }
}

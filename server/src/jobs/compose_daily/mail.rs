//! One person's daily mail as the values that the template takes: why one gets it, whom to ask, what happened, what to
//! do, who is late.

use super::Day;
use super::reminders::{About, Reminder, What};
use crate::email::Contact;
use crate::email::messages::{DailyMail, LateItem, TaskItem};
use crate::email::wording::{NoticeWords, notice_item, task_note, task_noun};
use crate::state::App;
use domain::ids::PartnershipId;
use domain::notices::NoticeKind;
use domain::people::Actor;
use domain::policy::ReviewRelation;
use domain::tasks::{Owner, TaskKey};
use std::collections::BTreeSet;
use store::mail::waiting::WaitingNotice;
use store::people::Person;
use store::reviews::Review;

/// More reasons than these are not named one by one.
const REASONS: usize = 3;

/// The mail, and the address of the person to ask.
pub(super) fn put_together(
    app: &App,
    day: &Day,
    person: &Person,
    actor: &Actor,
    told: &[(&WaitingNotice, Option<&Review>)],
    reminders: &[Reminder],
) -> (DailyMail, Option<String>) {
    let partnership = reminders
        .iter()
        .map(|r| &r.about.partnership)
        .chain(
            told.iter()
                .filter_map(|(_, review)| review.map(|r| &r.facts.partnership)),
        )
        .next();
    let ask = partnership.and_then(|p| somebody_to_ask(day, p, person));
    let mail = DailyMail {
        name: person.name.as_str().into(),
        cycle: only_cycle(told, reminders).map(Into::into),
        notices: told
            .iter()
            .map(|(notice, review)| {
                let about = NoticeWords {
                    school: review.map(|r| r.school_name.as_str()),
                    cycle: review
                        .map(|r| r.cycle_name.as_str())
                        .or(notice.cycle.as_ref().map(|c| c.1.as_str())),
                    visit: review.and_then(|r| r.visit_date),
                };
                notice_item(notice.kind, about, app.link(local(&notice.link)).into())
            })
            .collect(),
        tasks: reminders.iter().filter_map(|r| task(app, r)).collect(),
        late: reminders.iter().filter_map(|r| late(app, r)).collect(),
        weekly: told.is_empty() && reminders.iter().all(|r| r.weekly),
        home_link: app.link("/").into(),
        why: why(actor, told, reminders).into(),
        ask: ask.clone(),
    };
    (mail, ask.map(|contact| contact.address.to_string()))
}

fn task(app: &App, reminder: &Reminder) -> Option<TaskItem> {
    let What::Yours(timing) = reminder.what else {
        return None;
    };
    let task = &reminder.task;
    Some(TaskItem {
        title: task_noun(task.key).into(),
        school: Some(reminder.about.school_name.as_str().into()),
        due: task.due,
        timing,
        note: Some(task_note(task).into()),
        link: app.link(&task.key.path(&reminder.about.review)).into(),
    })
}

fn late(app: &App, reminder: &Reminder) -> Option<LateItem> {
    let What::LateByOthers(working_days_late) = reminder.what else {
        return None;
    };
    Some(LateItem {
        school: reminder.about.school_name.as_str().into(),
        task: task_noun(reminder.task.key).into(),
        working_days_late,
        link: app
            .link(&format!("/reviews/{}", reminder.about.review))
            .into(),
    })
}

/// A path of ours; a notice that was queued with anything else leads home.
fn local(link: &str) -> &str {
    crate::auth::links::local_path(link)
}

/// The coordinator who has been in the role longest, and not oneself.
fn somebody_to_ask(day: &Day, partnership: &PartnershipId, person: &Person) -> Option<Contact> {
    day.coordinators
        .get(partnership)?
        .iter()
        .find(|c| c.person != person.id)
        .map(|c| Contact::new(c.name.as_str(), c.email.as_str()))
}

/// The name of the one cycle that everything is about.
fn only_cycle<'a>(
    told: &[(&'a WaitingNotice, Option<&'a Review>)],
    reminders: &'a [Reminder],
) -> Option<&'a str> {
    let of_notices = told.iter().map(|(notice, review)| {
        review
            .map(|r| r.cycle_name.as_str())
            .or(notice.cycle.as_ref().map(|c| c.1.as_str()))
    });
    let of_reminders = reminders.iter().map(|r| Some(r.about.cycle_name.as_str()));
    let names: BTreeSet<Option<&str>> = of_notices.chain(of_reminders).collect();
    match (names.len(), names.into_iter().next()) {
        (1, Some(only)) => only,
        _ => None,
    }
}

/// The end of the sentence "Why you get this: …".
fn why(
    actor: &Actor,
    told: &[(&WaitingNotice, Option<&Review>)],
    reminders: &[Reminder],
) -> String {
    let mut reasons: Vec<String> = Vec::new();
    let mut add = |reason: String| {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    };
    for reminder in reminders {
        add(of_reminder(reminder));
    }
    for (notice, review) in told {
        if let Some(review) = review {
            add(of_review(notice.kind, actor, review));
        }
    }
    if reasons.is_empty() {
        reasons.push("you take part in peer reviews".into());
    }
    if reasons.len() > REASONS {
        reasons.truncate(REASONS - 1);
        reasons.push("you take part in other reviews too".into());
    }
    let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
    format!("{}.", domain::visibility::list(&reasons))
}

fn of_reminder(reminder: &Reminder) -> String {
    let About {
        school,
        school_name,
        partnership_name,
        ..
    } = &*reminder.about;
    match (&reminder.what, &reminder.task.owner) {
        (What::LateByOthers(_), _) | (_, Owner::Coordinator(_)) => {
            format!("you coordinate {partnership_name}")
        }
        (_, Owner::Headteacher(of)) if of == school => {
            format!("you are the headteacher of {school_name}")
        }
        _ if reminder.task.key == TaskKey::WriteStrands => {
            format!("you write part of the self-review of {school_name}")
        }
        _ => format!("you are named for the review team of {school_name}"),
    }
}

fn of_review(kind: NoticeKind, actor: &Actor, review: &Review) -> String {
    let relations = review.facts.relations(actor);
    let school = &review.school_name;
    let has = |relation: ReviewRelation| relations.contains(&relation);
    let in_team = [
        ReviewRelation::Lead,
        ReviewRelation::Reviewer,
        ReviewRelation::Invited,
    ];
    if kind == NoticeKind::RemovedFromTeam {
        format!("you were named for the review team of {school}")
    } else if in_team.into_iter().any(has) {
        format!("you are named for the review team of {school}")
    } else if has(ReviewRelation::Headteacher) {
        format!("you are the headteacher of {school}")
    } else if has(ReviewRelation::Contributor) || has(ReviewRelation::Governor) {
        format!("you have a role at {school}")
    } else if has(ReviewRelation::Coordinator) {
        format!("you coordinate {}", review.partnership_name)
    } else {
        format!("you take part in {}", review.cycle_name)
    }
}

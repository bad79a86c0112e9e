//! The subject of the daily mail: the one most important thing in it.
//!
//! One's own task that is late or due today comes first, then news, then the lateness of others, then what has
//! time.

use super::daily_mail::{DailyMail, TaskItem, Timing, days_late};
use super::{counted, long_date};

/// Words the subject of a mail whose tasks are sorted by due day.
pub(super) fn word_subject(mail: &DailyMail) -> String {
    let presses = mail.tasks.iter().any(|task| task.timing != Timing::Ahead);
    if presses {
        return about_tasks(&mail.tasks);
    }
    match mail.notices.as_slice() {
        [] if !mail.late.is_empty() => about_others(mail) + &and_tasks(mail.tasks.len()),
        [] if !mail.tasks.is_empty() => about_tasks(&mail.tasks),
        [] => match &mail.cycle {
            Some(cycle) => format!("Nothing is late in {cycle}"),
            None => "Nothing is late".to_owned(),
        },
        [only] => only.headline.to_string() + &and_tasks(mail.tasks.len()),
        several => {
            let updates = counted(several.len(), "update", "updates");
            let about = mail.cycle.as_ref().map(|cycle| format!(" about {cycle}"));
            updates + &about.unwrap_or_default() + &and_tasks(mail.tasks.len())
        }
    }
}

fn and_tasks(tasks: usize) -> String {
    match tasks {
        0 => String::new(),
        _ => format!(", and you have {} to do", counted(tasks, "thing", "things")),
    }
}

fn about_tasks(tasks: &[TaskItem]) -> String {
    let [first, others @ ..] = tasks else {
        return String::new();
    };
    if others.is_empty() {
        return about_one(first);
    }
    let things = counted(tasks.len(), "thing", "things");
    let whose = match &first.school {
        Some(school) if others.iter().all(|task| task.school == first.school) => {
            format!(" for {school}")
        }
        _ => String::new(),
    };
    let late = tasks.iter().filter(|task| task.is_late()).count();
    let lateness = match late {
        0 => String::new(),
        _ if late == tasks.len() => ", all late".to_owned(),
        _ => format!(", {late} of them late"),
    };
    format!("{things} to do{whose}{lateness}")
}

fn about_one(task: &TaskItem) -> String {
    let what = task.what();
    match task.timing {
        Timing::Ahead => format!("{what} is due on {}", long_date(task.due)),
        Timing::Today => format!("{what} is due today, {}", long_date(task.due)),
        Timing::Late { working_days: 0 } => format!("{what} is late"),
        Timing::Late { working_days } => format!("{what} is {}", days_late(working_days)),
    }
}

fn about_others(mail: &DailyMail) -> String {
    if let [only] = mail.late.as_slice() {
        return format!(
            "{} for {} is {}",
            only.task,
            only.school,
            days_late(only.working_days_late)
        );
    }
    let mut schools: Vec<&str> = mail.late.iter().map(|item| item.school.as_str()).collect();
    schools.sort_unstable();
    schools.dedup();
    let where_ = match (schools.as_slice(), &mail.cycle) {
        ([only], _) => format!(" at {only}"),
        (_, Some(cycle)) => format!(" at {} schools in {cycle}", schools.len()),
        (_, None) => format!(" at {} schools", schools.len()),
    };
    format!(
        "{} late{where_}",
        counted(mail.late.len(), "task is", "tasks are")
    )
}

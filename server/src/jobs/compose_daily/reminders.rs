//! Which tasks are to be spoken of today, and to whom. Computed from the reviews as they are now, so that moving a
//! visit moves its reminders, and what is done is never chased.

use super::Day;
use crate::email::messages::Timing;
use crate::error::Error;
use crate::state::App;
use chrono::NaiveDate;
use domain::calendar::WorkingCalendar;
use domain::ids::{PartnershipId, PersonId, ReviewId, SchoolId};
use domain::milestones::{ReminderKind, escalates_to_coordinator, reminder_due};
use domain::policy::ReviewScope;
use domain::tasks::{Owner, Task, TaskKey, school_tasks_of, tasks_of};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::reviews::Review;

/// A review, as far as a mail names it.
#[derive(Debug)]
pub(super) struct About {
    pub(super) review: ReviewId,
    pub(super) school: SchoolId,
    pub(super) school_name: String,
    pub(super) cycle_name: String,
    pub(super) partnership: PartnershipId,
    pub(super) partnership_name: String,
}

/// Something to be spoken of to one person today.
#[derive(Debug)]
pub(super) struct Reminder {
    pub(super) about: Arc<About>,
    pub(super) task: Task,
    /// True for the weekly summary.
    pub(super) weekly: bool,
    pub(super) what: What,
}

/// To whom it is spoken of.
#[derive(Debug)]
pub(super) enum What {
    /// To whoever has to do it.
    Yours(Timing),
    /// To the coordinator, since somebody else is late with it by so many working days.
    LateByOthers(u32),
}

/// Everything to be spoken of on the day, by person.
pub(super) async fn due_today(
    app: &App,
    jobs: &ReviewScope,
    day: &Day,
) -> Result<BTreeMap<PersonId, Vec<Reminder>>, Error> {
    let mut out = BTreeMap::new();
    let heads = app.store.list_heads(jobs, day.today).await?;
    for cycle in app.store.list_running_cycles(jobs).await? {
        let reviews = app
            .store
            .list_reviews_for_job(jobs, &cycle, day.today)
            .await?;
        let Some(first) = reviews.first() else {
            continue;
        };
        // One cycle, one calendar.
        let calendar = first.calendar();
        if !calendar.is_working(day.today) {
            continue;
        }
        for review in &reviews {
            of_review(day, &calendar, review, &heads, &mut out);
        }
    }
    Ok(out)
}

fn of_review(
    day: &Day,
    calendar: &WorkingCalendar,
    review: &Review,
    heads: &BTreeMap<SchoolId, Vec<PersonId>>,
    out: &mut BTreeMap<PersonId, Vec<Reminder>>,
) {
    let f = &review.facts;
    let dates = review.milestone_dates(calendar);
    let about = Arc::new(About {
        review: f.id.clone(),
        school: f.school.clone(),
        school_name: review.school_name.clone(),
        cycle_name: review.cycle_name.clone(),
        partnership: f.partnership.clone(),
        partnership_name: review.partnership_name.clone(),
    });
    let coordinators: Vec<PersonId> = day
        .coordinators
        .get(&f.partnership)
        .map(|list| list.iter().map(|c| c.person.clone()).collect())
        .unwrap_or_default();
    for task in tasks_of(f, &review.progress, &dates)
        .into_iter()
        .chain(school_tasks_of(f, &review.progress, &dates))
        .filter(Task::is_open)
    {
        let mut say = |person: &PersonId, weekly: bool, what: What| {
            let reminder = Reminder {
                about: Arc::clone(&about),
                task: task.clone(),
                weekly,
                what,
            };
            out.entry(person.clone()).or_default().push(reminder);
        };
        if let Some(kind) = reminder_due(task.due, day.today, calendar) {
            let owners: &[PersonId] = match &task.owner {
                Owner::Headteacher(school) => heads.get(school).map_or(&[], Vec::as_slice),
                Owner::Coordinator(_) => &coordinators,
                Owner::Person(person) => std::slice::from_ref(person),
            };
            for owner in owners {
                let what = What::Yours(timing(task.due, day.today, calendar));
                say(owner, kind == ReminderKind::WeeklyDigest, what);
            }
        }
        // Who writes what is the school's own affair.
        let somebody_else =
            !matches!(task.owner, Owner::Coordinator(_)) && task.key != TaskKey::WriteStrands;
        if somebody_else && escalates_to_coordinator(task.due, day.today, calendar) {
            let late = task.late_by(day.today, calendar).unwrap_or(0);
            let weekly = calendar.is_first_working_day_of_week(day.today) && late > 5;
            for coordinator in &coordinators {
                say(coordinator, weekly, What::LateByOthers(late));
            }
        }
    }
}

fn timing(due: NaiveDate, today: NaiveDate, calendar: &WorkingCalendar) -> Timing {
    match due.cmp(&today) {
        std::cmp::Ordering::Greater => Timing::Ahead,
        std::cmp::Ordering::Equal => Timing::Today,
        std::cmp::Ordering::Less => Timing::Late {
            working_days: u32::try_from(calendar.working_days_between(due, today)).unwrap_or(0),
        },
    }
}

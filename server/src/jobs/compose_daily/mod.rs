//! Puts the daily e-mail of each person together and queues it: notices that wait and still hold, with the reminders
//! that are due.
//!
//! At most one a person a day, since its id is made of person and date and a second one cannot be stored. Nothing on
//! days off, nothing at night. It reads by cycle and by page of people, and writes once a person.

mod mail;
mod reminders;

use crate::error::Error;
use crate::state::App;
use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::London;
use domain::calendar::{WorkingCalendar, london_date};
use domain::ids::{MessageId, NoticeId, PartnershipId, PersonId, ReviewId};
use domain::notices::still_holds;
use domain::people::Actor;
use domain::policy::ReviewScope;
use domain::states::CycleState;
use futures::StreamExt;
use std::collections::{BTreeMap, BTreeSet};
use store::mail::waiting::{Coordinator, Recipient, WaitingNotice, drop_notices, put_into};
use store::mail::{NewMessage, create_message};
use store::reviews::Review;
use store::{Meta, Write};

use reminders::Reminder;

/// People read at a time.
const PAGE: usize = 100;
/// People written at the same time.
const AT_ONCE: usize = 8;
/// The first hour of the day in which mail is made, in London.
const FIRST_HOUR: u32 = 7;
/// The hour from which on it waits for the next day.
const LAST_HOUR: u32 = 19;

/// What one run did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Composed {
    /// E-mails queued.
    pub queued: u64,
    /// Notices dropped, since they no longer held.
    pub dropped: u64,
}

/// What every person's mail is made with.
struct Day {
    now: DateTime<Utc>,
    today: NaiveDate,
    coordinators: BTreeMap<PartnershipId, Vec<Coordinator>>,
}

impl Day {
    fn begin(now: DateTime<Utc>) -> Option<Self> {
        let today = london_date(now);
        let england = WorkingCalendar::england();
        let hour = now.with_timezone(&London).hour();
        let awake = (FIRST_HOUR..LAST_HOUR).contains(&hour) && england.is_working(today);
        awake.then(|| Self {
            now,
            today,
            coordinators: BTreeMap::new(),
        })
    }
}

/// The id of a person's e-mail of a day.
pub fn daily_id(person: &PersonId, day: NaiveDate) -> Result<MessageId, Error> {
    let stamp = day.format("%Y%m%d");
    let plain = format!("{person}-{stamp}");
    plain
        .parse()
        // Too long for an id: a digest tells people apart as well.
        .or_else(|_| {
            format!(
                "{}-{stamp}",
                &crate::state::hash_secret(person.as_str())[..31]
            )
            .parse()
        })
        .map_err(|_| Error::Internal("an e-mail's id could not be made".into()))
}

/// True when something has happened since `since` of which somebody is to be told: then it is worth composing at once.
pub async fn is_wanted(app: &App, now: DateTime<Utc>, since: DateTime<Utc>) -> Result<bool, Error> {
    if Day::begin(now).is_none() {
        return Ok(false);
    }
    Ok(app
        .store
        .has_notices_since(&ReviewScope::for_jobs(), since)
        .await?)
}

/// Composes what is due at `now`.
pub async fn run(app: &App, now: DateTime<Utc>) -> Result<Composed, Error> {
    let Some(mut day) = Day::begin(now) else {
        return Ok(Composed::default());
    };
    let jobs = ReviewScope::for_jobs();
    day.coordinators = app.store.list_coordinators(&jobs, day.today).await?;
    let mut due = reminders::due_today(app, &jobs, &day).await?;
    let mut people = app.store.list_people_with_notices(&jobs).await?;
    people.extend(due.keys().cloned());
    let people: Vec<PersonId> = people.into_iter().collect();
    let mut done = Composed::default();
    for page in people.chunks(PAGE) {
        let page = page
            .iter()
            .map(|p| Ok((p.clone(), daily_id(p, day.today)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        let recipients: Vec<Recipient> = app
            .store
            .list_recipients(&jobs, &page)
            .await?
            .into_iter()
            // Whoever has had the day's mail waits for tomorrow's.
            .filter(|r| !r.mailed)
            .collect();
        let reviews = reviews_of(app, &jobs, &recipients, day.today).await?;
        let mut writes = Vec::with_capacity(recipients.len());
        for recipient in recipients {
            let mine = due.remove(&recipient.person.id).unwrap_or_default();
            writes.push(compose(app, &day, recipient, mine, &reviews));
        }
        let results: Vec<_> = futures::stream::iter(writes)
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        for result in results {
            match result {
                Ok(one) => {
                    done.queued += one.queued;
                    done.dropped += one.dropped;
                }
                Err(Error::Unavailable(words)) => return Err(Error::Unavailable(words)),
                // One person's mail must not hold up everybody else's.
                Err(e) => tracing::error!(reason = %e, "an e-mail could not be composed"),
            }
        }
    }
    Ok(done)
}

/// The reviews that the notices of a page are about.
async fn reviews_of(
    app: &App,
    jobs: &ReviewScope,
    recipients: &[Recipient],
    today: NaiveDate,
) -> Result<BTreeMap<ReviewId, Review>, Error> {
    let ids: BTreeSet<ReviewId> = recipients
        .iter()
        .flat_map(|r| r.notices.iter().filter_map(|n| n.review.clone()))
        .collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<ReviewId> = ids.into_iter().collect();
    let found = app
        .store
        .list_named_reviews_for_job(jobs, &ids, today)
        .await?;
    Ok(found.into_iter().map(|r| (r.facts.id.clone(), r)).collect())
}

/// One person's mail, in one transaction with the notices that go into it and those that are dropped.
async fn compose(
    app: &App,
    day: &Day,
    recipient: Recipient,
    reminders: Vec<Reminder>,
    reviews: &BTreeMap<ReviewId, Review>,
) -> Result<Composed, Error> {
    let actor = Actor::new(recipient.person.id.clone(), &recipient.roles, day.today);
    let mut told: Vec<(&WaitingNotice, Option<&Review>)> = Vec::new();
    let mut dropped: Vec<NoticeId> = Vec::new();
    let mut seen = BTreeSet::new();
    // The newest first: of two that say the same, the older is out of date.
    for notice in recipient.notices.iter().rev() {
        let review = notice.review.as_ref().and_then(|id| reviews.get(id));
        let newest = seen.insert((
            notice.kind,
            notice.review.clone(),
            notice.cycle.as_ref().map(|c| c.0.clone()),
        ));
        if !newest || !holds(notice, review, &actor, recipient.person.reviewer) {
            dropped.push(notice.id.clone());
            continue;
        }
        let works = review.is_none_or(|r| r.calendar().is_working(day.today));
        if works {
            told.push((notice, review));
        }
    }
    told.reverse();
    let mut write = Write::new(&Meta {
        by: None,
        now: day.now,
        request: "jobs".into(),
    });
    let mut done = Composed {
        queued: 0,
        dropped: dropped.len() as u64,
    };
    if !dropped.is_empty() {
        write.push(drop_notices(&dropped));
    }
    if !told.is_empty() || !reminders.is_empty() {
        let id = daily_id(&recipient.person.id, day.today)?;
        let notices: Vec<NoticeId> = told.iter().map(|(n, _)| n.id.clone()).collect();
        let (mail, ask_address) =
            mail::put_together(app, day, &recipient.person, &actor, &told, &reminders);
        let rendered = mail.render().map_err(|e| Error::Internal(e.to_string()))?;
        let message = NewMessage {
            id: id.clone(),
            person: Some(recipient.person.id.clone()),
            kind: "daily",
            to_name: recipient.person.name.clone(),
            to_address: recipient.person.email.clone(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            ask_address,
        };
        write.push(create_message(&message, day.now));
        write.push(put_into(&id, &notices));
        done.queued = 1;
    }
    if write.is_empty() {
        return Ok(done);
    }
    match app.store.commit(write).await {
        Ok(()) => Ok(done),
        // Another process has just made it.
        Err(store::Error::Duplicate(_)) => Ok(Composed::default()),
        Err(e) => Err(e.into()),
    }
}

/// True when a notice still holds for its person.
fn holds(notice: &WaitingNotice, review: Option<&Review>, actor: &Actor, reviewer: bool) -> bool {
    match (&notice.review, review) {
        (Some(_), Some(review)) => still_holds(notice.kind, actor, &review.facts),
        // The review is no more.
        (Some(_), None) => false,
        (None, _) => {
            let active = !actor.roles.is_empty() || reviewer;
            let cycle_runs = notice
                .cycle
                .as_ref()
                .is_none_or(|(_, _, state)| *state != CycleState::Closed);
            active && cycle_runs
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn begins(at: &str) -> bool {
        Day::begin(at.parse().unwrap()).is_some()
    }

    #[test]
    fn mail_is_made_on_working_days_between_seven_and_seven_in_london() {
        assert!(begins("2027-01-11T07:00:00Z"));
        assert!(!begins("2027-01-11T06:59:59Z"));
        assert!(begins("2027-01-11T18:59:59Z"));
        assert!(!begins("2027-01-11T19:00:00Z"));
        // In summer London is an hour ahead.
        assert!(begins("2027-06-14T06:00:00Z"));
        assert!(!begins("2027-06-14T18:00:00Z"));
        // Saturday, Sunday, Good Friday, the early May bank holiday.
        for day in ["2027-01-09", "2027-01-10", "2027-03-26", "2027-05-03"] {
            assert!(!begins(&format!("{day}T10:00:00Z")), "{day}");
        }
    }

    #[test]
    fn a_person_has_one_id_a_day_whatever_the_length_of_the_persons_own() {
        let day = |d| NaiveDate::from_ymd_opt(2027, 1, d).unwrap();
        let short: PersonId = "head1".parse().unwrap();
        assert_eq!(
            daily_id(&short, day(11)).unwrap().as_str(),
            "head1-20270111"
        );
        let long: PersonId = "a".repeat(40).parse().unwrap();
        let other: PersonId = "b".repeat(40).parse().unwrap();
        assert_eq!(
            daily_id(&long, day(11)).unwrap(),
            daily_id(&long, day(11)).unwrap()
        );
        assert_ne!(
            daily_id(&long, day(11)).unwrap(),
            daily_id(&long, day(12)).unwrap()
        );
        assert_ne!(
            daily_id(&long, day(11)).unwrap(),
            daily_id(&other, day(11)).unwrap()
        );
    }
}

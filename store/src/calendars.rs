//! Calendars: how often the event of a visit has changed, and the secret addresses of private calendars.
//!
//! Of a secret only its hash is stored, as of every secret here: a stolen database opens nobody's calendar, and who has
//! lost the address makes a new one.

use crate::people::Person;
use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, NaiveTime, Utc};
use domain::ids::{PersonId, ReviewId};
use domain::people::HeldRole;
use domain::policy::{Permit, act};
use std::collections::BTreeMap;
use surrealdb::types::{RecordId, SurrealValue};

/// What a calendar needs to know of a visit beside the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitEvent {
    /// How often it has changed.
    pub sequence: u32,
    /// When it changed last; none when it never did.
    pub changed_at: Option<DateTime<Utc>>,
    /// When the day begins and ends, once there is a timetable.
    pub hours: Option<(NaiveTime, NaiveTime)>,
}

#[derive(SurrealValue)]
struct ChangeRow {
    review: RecordId,
    sequence: i64,
    changed_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct HoursRow {
    review: RecordId,
    day_starts: String,
    day_ends: String,
}

const EVENTS: &str = "
    SELECT review, sequence, changed_at FROM $calendars;
    SELECT review, day_starts, day_ends FROM $timetables;";

const BY_FEED: &str = "SELECT VALUE person FROM ONLY type::record('calendar_feed', $hash)";

impl Store {
    /// What calendars need to know of these reviews' visits, in one query.
    pub async fn list_visit_events(
        &self,
        reviews: &[ReviewId],
    ) -> Result<BTreeMap<ReviewId, VisitEvent>> {
        #[derive(SurrealValue)]
        struct Vars {
            calendars: Vec<RecordId>,
            timetables: Vec<RecordId>,
        }
        let vars = Vars {
            calendars: reviews.iter().map(|r| rid("visit_calendar", r)).collect(),
            timetables: reviews.iter().map(|r| rid("timetable", r)).collect(),
        };
        let mut response = self.read(EVENTS, vars).await?;
        let changes: Vec<ChangeRow> = response.take(0)?;
        let hours: Vec<HoursRow> = response.take(1)?;
        let mut out: BTreeMap<ReviewId, VisitEvent> = reviews
            .iter()
            .map(|r| {
                (
                    r.clone(),
                    VisitEvent {
                        sequence: 0,
                        changed_at: None,
                        hours: None,
                    },
                )
            })
            .collect();
        for row in changes {
            if let Some(event) = out.get_mut(&key::<ReviewId>(&row.review)?) {
                event.sequence = u32::try_from(row.sequence).unwrap_or(0);
                event.changed_at = Some(row.changed_at);
            }
        }
        for row in hours {
            if let Some(event) = out.get_mut(&key::<ReviewId>(&row.review)?) {
                event.hours = Some((
                    crate::timetables::time(&row.day_starts)?,
                    crate::timetables::time(&row.day_ends)?,
                ));
            }
        }
        Ok(out)
    }

    /// Since when a person has had a private calendar.
    pub async fn find_feed(&self, person: &PersonId) -> Result<Option<DateTime<Utc>>> {
        Ok(self
            .read(
                "SELECT VALUE created_at FROM calendar_feed WHERE person = $person LIMIT 1",
                [("person", rid("person", person))],
            )
            .await?
            .take(0)?)
    }

    /// The person whose private calendar has this address, with every role. `hash` is that of the secret.
    pub async fn find_by_feed(&self, hash: &str) -> Result<Option<(Person, Vec<HeldRole>)>> {
        let person: Option<RecordId> = self
            .read(BY_FEED, [("hash", hash.to_owned())])
            .await?
            .take(0)?;
        match person {
            Some(person) => self.find_person(&key(&person)?).await,
            None => Ok(None),
        }
    }
}

/// The event of the visit has changed: its day, its hours, or whether it takes place at all. Goes into the write that
/// changes it, whoever may do that.
pub fn visit_changed<A>(permit: &Permit<A>, now: DateTime<Utc>) -> Statement {
    Statement::new(
        "UPSERT $id SET review = $review, sequence = IF sequence = NONE { 0 } ELSE { sequence + 1 }, changed_at = $now RETURN NONE",
    )
    .bind("id", rid("visit_calendar", permit.record()))
    .bind("review", rid("review", permit.record()))
    .bind("now", now)
}

/// Gives the permit's person a private calendar at a new address; an older address ends.
pub fn create_feed(
    permit: &Permit<act::KeepCalendar>,
    hash: &str,
    now: DateTime<Utc>,
) -> [Statement; 2] {
    let create = Statement::new(
        "CREATE type::record('calendar_feed', $hash) SET person = $person, created_at = $now RETURN NONE",
    )
    .bind("hash", hash.to_owned())
    .bind("person", rid("person", permit.by()))
    .bind("now", now);
    [end_feed(permit), create]
}

/// Switches the private calendar off.
pub fn end_feed(permit: &Permit<act::KeepCalendar>) -> Statement {
    Statement::new("DELETE calendar_feed WHERE person = $person")
        .bind("person", rid("person", permit.by()))
}

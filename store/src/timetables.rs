//! The timetable of a visit day, its items, and who has agreed it.
//!
//! Reads take an id: the caller has asked the policy about the review. Writes take a permit. Every change of an item
//! goes with [`changed`], which takes back what was agreed.

use crate::visits::stored;
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, NaiveTime, Utc};
use domain::ids::{PersonId, ReviewId, TimetableItemId};
use domain::policy::{Permit, act};
use domain::timetable::{Item, NewItem, Who};
use std::collections::BTreeSet;
use surrealdb::types::{RecordId, SurrealValue};

/// The timetable of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    /// When the day begins and ends.
    pub day: (NaiveTime, NaiveTime),
    /// Its items by time.
    pub items: Vec<Item>,
    /// Its version: changes with every item.
    pub version: u32,
    /// Who changed it last, and when.
    pub saved: (String, DateTime<Utc>),
    /// Who agreed for the school, and when.
    pub head_agreed: Option<(String, DateTime<Utc>)>,
    /// Who agreed for the team, and when.
    pub lead_agreed: Option<(String, DateTime<Utc>)>,
    /// True when it was changed after somebody had agreed it, and not agreed by both since.
    pub changed_after: bool,
}

/// For whom somebody agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreeingSide {
    /// The head, for the school.
    School,
    /// The lead, for the team.
    Team,
}

#[derive(SurrealValue)]
struct TimetableRow {
    day_starts: String,
    day_ends: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
    head_agreed_at: Option<DateTime<Utc>>,
    head_agreed_by_name: Option<String>,
    lead_agreed_at: Option<DateTime<Utc>>,
    lead_agreed_by_name: Option<String>,
    changed_after: bool,
}

#[derive(SurrealValue)]
struct ItemRow {
    id: RecordId,
    kind: String,
    title: String,
    starts: String,
    ends: String,
    place: String,
    with_whom: String,
    everyone: bool,
    people: Vec<RecordId>,
    size: Option<i64>,
    version: i64,
}

const FIND: &str = "
    SELECT day_starts, day_ends, version, saved_by.name AS saved_by_name, saved_at, head_agreed_at,
        head_agreed_by.name AS head_agreed_by_name, lead_agreed_at, lead_agreed_by.name AS lead_agreed_by_name, changed_after
        FROM $timetable;
    SELECT id, kind, title, starts, ends, place, with_whom, everyone, people, size, version
        FROM timetable_item WHERE review = $review ORDER BY starts, ends, id;";

impl Store {
    /// The timetable of a review, once it has been begun.
    pub async fn find_timetable(&self, review: &ReviewId) -> Result<Option<Timetable>> {
        let vars = [
            ("timetable", rid("timetable", review)),
            ("review", rid("review", review)),
        ];
        let mut response = self.read(FIND, vars).await?;
        let row: Option<TimetableRow> = response.take(0)?;
        let items: Vec<ItemRow> = response.take(1)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Timetable {
            day: (time(&row.day_starts)?, time(&row.day_ends)?),
            items: items.into_iter().map(item).collect::<Result<_>>()?,
            version: u32::try_from(row.version).unwrap_or(0),
            saved: (row.saved_by_name.unwrap_or_default(), row.saved_at),
            head_agreed: row
                .head_agreed_at
                .map(|at| (row.head_agreed_by_name.unwrap_or_default(), at)),
            lead_agreed: row
                .lead_agreed_at
                .map(|at| (row.lead_agreed_by_name.unwrap_or_default(), at)),
            changed_after: row.changed_after,
        }))
    }
}

fn item(row: ItemRow) -> Result<Item> {
    Ok(Item {
        id: key(&row.id)?,
        kind: stored(&row.kind)?,
        title: row.title,
        starts: time(&row.starts)?,
        ends: time(&row.ends)?,
        place: row.place,
        with: row.with_whom,
        who: if row.everyone {
            Who::Everyone
        } else {
            Who::Some(
                row.people
                    .iter()
                    .map(key)
                    .collect::<Result<BTreeSet<PersonId>>>()?,
            )
        },
        size: row.size.and_then(|n| u32::try_from(n).ok()),
        version: u32::try_from(row.version).unwrap_or(0),
    })
}

/// A stored time on the clock.
pub(crate) fn time(text: &str) -> Result<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .map_err(|_| Error::Internal(format!("{text:?} is not a time")))
}

fn written(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// Begins a timetable with these items. [`Error::Duplicate`] when somebody else has begun it.
pub fn begin(
    permit: &Permit<act::EditTimetable>,
    day: (NaiveTime, NaiveTime),
    items: &[(TimetableItemId, NewItem)],
    now: DateTime<Utc>,
) -> Vec<Statement> {
    let first = Statement::new(
        "CREATE $id SET review = $review, day_starts = $starts, day_ends = $ends, saved_by = $by, saved_at = $now RETURN NONE",
    )
    .bind("id", rid("timetable", permit.record()))
    .bind("review", rid("review", permit.record()))
    .bind("starts", written(day.0))
    .bind("ends", written(day.1))
    .bind("by", rid("person", permit.by()))
    .bind("now", now);
    std::iter::once(first)
        .chain(items.iter().map(|(id, item)| add_item(permit, id, item)))
        .collect()
}

const CHANGED: &str = "UPDATE $id SET changed_after = changed_after OR head_agreed_at != NONE OR lead_agreed_at != NONE,
    head_agreed_at = NONE, head_agreed_by = NONE, lead_agreed_at = NONE, lead_agreed_by = NONE, saved_by = $by,
    saved_at = $now, version += 1";

/// The timetable has changed: whoever had agreed it is asked again. A conflict when it has not been begun.
pub fn changed(permit: &Permit<act::EditTimetable>, now: DateTime<Utc>) -> Statement {
    Statement::guarded(CHANGED)
        .bind("id", rid("timetable", permit.record()))
        .bind("by", rid("person", permit.by()))
        .bind("now", now)
}

/// Sets when the day begins and ends; a conflict when the timetable is no longer of version `seen`.
pub fn set_day(
    permit: &Permit<act::EditTimetable>,
    seen: u32,
    day: (NaiveTime, NaiveTime),
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET day_starts = $starts, day_ends = $ends WHERE version = $seen",
    )
    .bind("id", rid("timetable", permit.record()))
    .bind("starts", written(day.0))
    .bind("ends", written(day.1))
    .bind("seen", i64::from(seen))
}

fn bind(statement: Statement, item: &NewItem) -> Statement {
    let (everyone, people) = match &item.who {
        Who::Everyone => (true, Vec::new()),
        Who::Some(people) => (false, people.iter().map(|p| rid("person", p)).collect()),
    };
    statement
        .bind("kind", item.kind.as_str().to_owned())
        .bind("title", item.title.clone())
        .bind("starts", written(item.starts))
        .bind("ends", written(item.ends))
        .bind("place", item.place.clone())
        .bind("with", item.with.clone())
        .bind("everyone", everyone)
        .bind("people", people)
        .bind("size", item.size.map(i64::from))
}

/// Adds an item.
pub fn add_item(
    permit: &Permit<act::EditTimetable>,
    id: &TimetableItemId,
    item: &NewItem,
) -> Statement {
    let statement = Statement::new(
        "CREATE $id SET review = $review, kind = $kind, title = $title, starts = $starts, ends = $ends, place = $place,
            with_whom = $with, everyone = $everyone, people = $people, size = $size RETURN NONE",
    )
    .bind("id", rid("timetable_item", id))
    .bind("review", rid("review", permit.record()));
    bind(statement, item)
}

/// Changes an item of version `seen`.
pub fn change_item(
    permit: &Permit<act::EditTimetable>,
    id: &TimetableItemId,
    seen: u32,
    item: &NewItem,
) -> Statement {
    let statement = Statement::guarded(
        "UPDATE $id SET kind = $kind, title = $title, starts = $starts, ends = $ends, place = $place, with_whom = $with,
            everyone = $everyone, people = $people, size = $size, version += 1 WHERE version = $seen AND review = $review",
    )
    .bind("id", rid("timetable_item", id))
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen));
    bind(statement, item)
}

/// Moves an item to other times.
pub fn move_item(
    permit: &Permit<act::EditTimetable>,
    id: &TimetableItemId,
    starts: NaiveTime,
    ends: NaiveTime,
) -> Statement {
    Statement::new(
        "UPDATE $id SET starts = $starts, ends = $ends, version += 1 WHERE review = $review RETURN NONE",
    )
    .bind("id", rid("timetable_item", id))
    .bind("review", rid("review", permit.record()))
    .bind("starts", written(starts))
    .bind("ends", written(ends))
}

/// Removes an item; a conflict when it has gone already.
pub fn remove_item(permit: &Permit<act::EditTimetable>, id: &TimetableItemId) -> Statement {
    Statement::guarded("DELETE $id WHERE review = $review RETURN BEFORE")
        .bind("id", rid("timetable_item", id))
        .bind("review", rid("review", permit.record()))
}

const AGREE_SCHOOL: &str = "UPDATE $id SET head_agreed_at = $now, head_agreed_by = $by,
    changed_after = changed_after AND lead_agreed_at = NONE WHERE version = $seen AND head_agreed_at = NONE";
const AGREE_TEAM: &str = "UPDATE $id SET lead_agreed_at = $now, lead_agreed_by = $by,
    changed_after = changed_after AND head_agreed_at = NONE WHERE version = $seen AND lead_agreed_at = NONE";

/// Agrees the timetable of version `seen` for one side; a conflict when it has changed since.
pub fn agree(
    permit: &Permit<act::AgreeTimetable>,
    side: AgreeingSide,
    seen: u32,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(match side {
        AgreeingSide::School => AGREE_SCHOOL,
        AgreeingSide::Team => AGREE_TEAM,
    })
    .bind("id", rid("timetable", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

//! What the daily e-mails are made of: running cycles, who has to be asked, and the notices that wait.
//!
//! For the job that composes them, which acts for nobody and so takes the scope of jobs. Reads by page or by cycle,
//! never by review.

use crate::people::Person;
use crate::{Error, Result, Statement, Store, key, opt_key, rid, row};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CycleId, MessageId, NoticeId, PartnershipId, PersonId, ReviewId, SchoolId};
use domain::notices::NoticeKind;
use domain::people::{HeldRole, Role};
use domain::policy::ReviewScope;
use domain::states::CycleState;
use std::collections::{BTreeMap, BTreeSet};
use surrealdb::types::{RecordId, SurrealValue};

/// A coordinator, as somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordinator {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
}

/// A notice that waits for its person's next e-mail.
#[derive(Debug, Clone)]
pub struct WaitingNotice {
    /// The notice.
    pub id: NoticeId,
    /// What happened.
    pub kind: NoticeKind,
    /// The review that it concerns.
    pub review: Option<ReviewId>,
    /// The cycle that it concerns, with its name and state.
    pub cycle: Option<(CycleId, String, CycleState)>,
    /// The path of the page on which to act.
    pub link: String,
    /// When it happened.
    pub created_at: DateTime<Utc>,
}

/// A person who may get an e-mail today.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The person.
    pub person: Person,
    /// Roles, past, present and future.
    pub roles: Vec<HeldRole>,
    /// Notices that wait, oldest first.
    pub notices: Vec<WaitingNotice>,
    /// True when the day's e-mail has been made already.
    pub mailed: bool,
}

#[derive(SurrealValue)]
struct CoordinatorRow {
    scope: String,
    person: RecordId,
    name: String,
    email: String,
}

#[derive(SurrealValue)]
struct HeadRow {
    scope: String,
    person: RecordId,
}

#[derive(SurrealValue)]
struct PersonRow {
    id: RecordId,
    name: String,
    email: String,
    reviewer: bool,
}

#[derive(SurrealValue)]
struct RoleRow {
    id: RecordId,
    person: RecordId,
    kind: String,
    scope: String,
    since: String,
    until: Option<String>,
    why: String,
}

#[derive(SurrealValue)]
struct NoticeRow {
    id: RecordId,
    person: RecordId,
    kind: String,
    review: Option<RecordId>,
    cycle: Option<RecordId>,
    cycle_name: Option<String>,
    cycle_state: Option<String>,
    link: String,
    created_at: DateTime<Utc>,
}

const RUNNING: &str =
    "SELECT VALUE id FROM cycle WHERE state IN ['recruiting', 'active', 'closing'] ORDER BY id";
const COORDINATORS: &str = "
    SELECT scope, person, person.name AS name, person.email AS email, since, id FROM role
        WHERE kind = 'coordinator' AND since <= $today AND (until = NONE OR until >= $today) ORDER BY since, id";
const HEADS: &str = "
    SELECT scope, person FROM role
        WHERE kind = 'headteacher' AND since <= $today AND (until = NONE OR until >= $today)";
const WAITING: &str = "SELECT VALUE person FROM notice WHERE message = NONE AND dropped = false";
const NEWS: &str = "SELECT VALUE id FROM notice WHERE message = NONE AND dropped = false AND created_at >= $since LIMIT 1";
const RECIPIENTS: &str = "
    SELECT id, name, email, reviewer FROM $people;
    SELECT id, person, kind, scope, since, until, why FROM role WHERE person IN $people;
    SELECT id, person, kind, review, cycle, cycle.name AS cycle_name, cycle.state AS cycle_state, link, created_at
        FROM notice WHERE person IN $people AND message = NONE AND dropped = false ORDER BY created_at, id;
    SELECT VALUE person FROM $messages;";

#[derive(SurrealValue)]
struct RecipientVars {
    people: Vec<RecordId>,
    messages: Vec<RecordId>,
}

impl Store {
    /// The cycles that run.
    pub async fn list_running_cycles(&self, _: &ReviewScope) -> Result<Vec<CycleId>> {
        let ids: Vec<RecordId> = self.read(RUNNING, ()).await?.take(0)?;
        ids.iter().map(key).collect()
    }

    /// Today's coordinators of every partnership, those longest in the role first.
    pub async fn list_coordinators(
        &self,
        _: &ReviewScope,
        today: NaiveDate,
    ) -> Result<BTreeMap<PartnershipId, Vec<Coordinator>>> {
        let rows: Vec<CoordinatorRow> = self
            .read(COORDINATORS, [("today", today.to_string())])
            .await?
            .take(0)?;
        let mut out: BTreeMap<PartnershipId, Vec<Coordinator>> = BTreeMap::new();
        for row in rows {
            let Ok(partnership) = row.scope.parse() else {
                continue;
            };
            let who = Coordinator {
                person: key(&row.person)?,
                name: row.name,
                email: row.email,
            };
            out.entry(partnership).or_default().push(who);
        }
        Ok(out)
    }

    /// Today's heads of every school: few enough to be held at once, and far quicker to read so than by cycle.
    pub async fn list_heads(
        &self,
        _: &ReviewScope,
        today: NaiveDate,
    ) -> Result<BTreeMap<SchoolId, Vec<PersonId>>> {
        let rows: Vec<HeadRow> = self
            .read(HEADS, [("today", today.to_string())])
            .await?
            .take(0)?;
        let mut out: BTreeMap<SchoolId, Vec<PersonId>> = BTreeMap::new();
        for row in rows {
            let Ok(school) = row.scope.parse() else {
                continue;
            };
            out.entry(school).or_default().push(key(&row.person)?);
        }
        Ok(out)
    }

    /// Everybody for whom a notice waits.
    pub async fn list_people_with_notices(&self, _: &ReviewScope) -> Result<BTreeSet<PersonId>> {
        let ids: Vec<RecordId> = self.read(WAITING, ()).await?.take(0)?;
        ids.iter().map(key).collect()
    }

    /// True when a notice waits that came at `since` or later.
    pub async fn has_notices_since(&self, _: &ReviewScope, since: DateTime<Utc>) -> Result<bool> {
        let found: Vec<RecordId> = self.read(NEWS, [("since", since)]).await?.take(0)?;
        Ok(!found.is_empty())
    }

    /// One page of people, each with the id that the day's e-mail would have.
    pub async fn list_recipients(
        &self,
        _: &ReviewScope,
        page: &[(PersonId, MessageId)],
    ) -> Result<Vec<Recipient>> {
        let vars = RecipientVars {
            people: page.iter().map(|(p, _)| rid("person", p)).collect(),
            messages: page.iter().map(|(_, m)| rid("message", m)).collect(),
        };
        let mut response = self.read(RECIPIENTS, vars).await?;
        let people: Vec<PersonRow> = response.take(0)?;
        let roles: Vec<RoleRow> = response.take(1)?;
        let notices: Vec<NoticeRow> = response.take(2)?;
        let mailed: Vec<Option<RecordId>> = response.take(3)?;
        let mailed: BTreeSet<PersonId> = mailed.iter().flatten().map(key).collect::<Result<_>>()?;
        let mut held: BTreeMap<PersonId, Vec<HeldRole>> = BTreeMap::new();
        for row in roles {
            held.entry(key(&row.person)?).or_default().push(role(row)?);
        }
        let mut waiting: BTreeMap<PersonId, Vec<WaitingNotice>> = BTreeMap::new();
        for row in notices {
            waiting
                .entry(key(&row.person)?)
                .or_default()
                .push(notice(row)?);
        }
        people
            .into_iter()
            .map(|row| {
                let id: PersonId = key(&row.id)?;
                Ok(Recipient {
                    roles: held.remove(&id).unwrap_or_default(),
                    notices: waiting.remove(&id).unwrap_or_default(),
                    mailed: mailed.contains(&id),
                    person: Person {
                        id,
                        name: row.name,
                        email: row.email,
                        reviewer: row.reviewer,
                    },
                })
            })
            .collect()
    }
}

fn role(row: RoleRow) -> Result<HeldRole> {
    Ok(HeldRole {
        id: key(&row.id)?,
        role: Role::from_parts(&row.kind, &row.scope)
            .map_err(|e| Error::Internal(e.to_string()))?,
        from: row::date(&row.since)?,
        until: row::opt_date(row.until.as_deref())?,
        why: row.why,
    })
}

fn notice(row: NoticeRow) -> Result<WaitingNotice> {
    let cycle: Option<CycleId> = opt_key(row.cycle.as_ref())?;
    let state = row
        .cycle_state
        .as_deref()
        .map(crate::reviews::state::<CycleState>)
        .transpose()?;
    Ok(WaitingNotice {
        id: key(&row.id)?,
        kind: row
            .kind
            .parse()
            .map_err(|_| Error::Internal(format!("{:?} is not a notice", row.kind)))?,
        review: opt_key(row.review.as_ref())?,
        cycle: cycle
            .zip(row.cycle_name)
            .zip(state)
            .map(|((id, name), state)| (id, name, state)),
        link: row.link,
        created_at: row.created_at,
    })
}

/// Says that these notices went into an e-mail.
pub fn put_into(message: &MessageId, notices: &[NoticeId]) -> Statement {
    Statement::new("UPDATE $notices SET message = $message WHERE message = NONE AND dropped = false RETURN NONE")
        .bind("notices", notices.iter().map(|n| rid("notice", n)).collect::<Vec<_>>())
        .bind("message", rid("message", message))
}

/// Drops notices that no longer hold.
pub fn drop_notices(notices: &[NoticeId]) -> Statement {
    Statement::new("UPDATE $notices SET dropped = true WHERE message = NONE RETURN NONE").bind(
        "notices",
        notices.iter().map(|n| rid("notice", n)).collect::<Vec<_>>(),
    )
}

//! Reading cycles.

use crate::reviews::{audiences, state, told};
use crate::{Error, Result, Store, date, key, opt_date, opt_key, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{WorkingCalendar, parse_closed_days};
use domain::concerns::Told;
use domain::cycles::CycleDates;
use domain::ids::{CycleId, FrameworkId, PartnershipId, PersonId, ReviewId, SchoolId};
use domain::milestones::{MilestoneKey, MilestonePlan};
use domain::policy::{CycleFacts, CycleScope, Permit, act};
use domain::visibility::Audience;
use std::collections::{BTreeMap, BTreeSet};
use surrealdb::types::{RecordId, SurrealValue};

/// One line of a list of cycles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleLine {
    /// For the policy.
    pub facts: CycleFacts,
    /// Its name.
    pub name: String,
    /// The partnership's name.
    pub partnership_name: String,
    /// Its days.
    pub dates: CycleDates,
}

/// A cycle as its pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// For the policy.
    pub facts: CycleFacts,
    /// Its name.
    pub name: String,
    /// The partnership's name.
    pub partnership_name: String,
    /// The framework version that it freezes.
    pub framework: FrameworkId,
    /// That version's title and number.
    pub framework_title: String,
    /// Its days.
    pub dates: CycleDates,
    /// True when schools and teams give levels.
    pub levels: bool,
    /// True when a moderator reads each draft report before the school gets it.
    pub quality: bool,
    /// Who is told that the safeguarding protocol was started.
    pub told: BTreeSet<Told>,
    /// True when reviewers give their own level before they see the school's.
    pub own_levels_first: bool,
    /// The visibility policy.
    pub audiences: BTreeSet<Audience>,
    /// What the partnership adds to the agreement.
    pub terms: String,
    /// Days that do not count as working days, one range a line.
    pub closed_days: String,
    /// Milestone key → working days from the visit.
    pub offsets: BTreeMap<String, i64>,
    /// When it was launched.
    pub launched_at: Option<DateTime<Utc>>,
    /// Who saved it last, and when.
    pub saved: Option<(String, DateTime<Utc>)>,
    /// The schools that take part, by name.
    pub schools: Vec<CycleSchool>,
}

/// A school in a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleSchool {
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// True when the register says that it is closed.
    pub closed: bool,
    /// Its review, once the cycle has been launched.
    pub review: Option<ReviewId>,
}

/// A headteacher of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Of which school.
    pub school: SchoolId,
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// A school of the partnership that may be put into a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// First day in the partnership.
    pub joined: NaiveDate,
    /// Last day in the partnership.
    pub left: Option<NaiveDate>,
}

impl Cycle {
    /// The working days of the cycle: England's, without its closed days.
    pub fn calendar(&self) -> WorkingCalendar {
        // They were checked before they were stored; a line that cannot be read now closes nothing.
        let closed = parse_closed_days(&self.closed_days).unwrap_or_default();
        WorkingCalendar::england().with_closed(&closed)
    }

    /// The milestones. A stored plan that breaks a rule, as after a milestone was added, gives way to the usual one.
    pub fn plan(&self) -> MilestonePlan {
        let offset = |k: MilestoneKey| {
            self.offsets
                .get(k.as_str())
                .and_then(|d| i32::try_from(*d).ok())
        };
        let stored: BTreeMap<MilestoneKey, i32> = MilestoneKey::ALL
            .into_iter()
            .map(|k| (k, offset(k).unwrap_or(k.default_offset())))
            .collect();
        MilestonePlan::new(&stored).unwrap_or_default()
    }
}

#[derive(SurrealValue)]
struct LineRow {
    id: RecordId,
    version: i64,
    partnership: RecordId,
    partnership_name: String,
    name: String,
    state: String,
    schools: Vec<RecordId>,
    reviewed: Vec<RecordId>,
    starts_on: String,
    visits_from: String,
    visits_until: String,
    ends_on: String,
}

#[derive(SurrealValue)]
struct SettingsRow {
    framework: RecordId,
    framework_title: String,
    framework_number: i64,
    levels: bool,
    quality: bool,
    told: Vec<String>,
    own_levels_first: bool,
    audiences: Vec<String>,
    terms: String,
    closed_days: String,
    offsets: BTreeMap<String, i64>,
    launched_at: Option<DateTime<Utc>>,
    saved_by_name: Option<String>,
    saved_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct SchoolRow {
    id: RecordId,
    name: String,
    status: String,
    review: Option<RecordId>,
}

#[derive(SurrealValue)]
struct HeadRow {
    scope: String,
    person: RecordId,
    name: String,
}

#[derive(SurrealValue)]
struct NewcomerRow {
    school: RecordId,
    name: String,
    joined: String,
    left: Option<String>,
}

// The schools of a cycle are those that it names and, once it has been launched, those that have a review in it.
macro_rules! line {
    () => {
        "SELECT id, version, partnership, partnership.name AS partnership_name, name, state, schools, starts_on, visits_from,
            visits_until, ends_on, (SELECT VALUE school FROM review WHERE cycle = $parent.id) AS reviewed "
    };
}

const FIND: &str = concat!(
    line!(),
    "FROM $cycle;
    SELECT framework, framework.title AS framework_title, framework.version_number AS framework_number, levels, own_levels_first, quality, told, audiences,
        terms, closed_days, offsets, launched_at, saved_by.name AS saved_by_name, saved_at FROM $cycle;
    LET $reviewed = (SELECT VALUE school FROM review WHERE cycle = $cycle);
    LET $named = (SELECT VALUE schools FROM ONLY $cycle) ?? [];
    SELECT id, name, status, array::first((SELECT VALUE id FROM review WHERE cycle = $cycle AND school = $parent.id)) AS review
        FROM school WHERE id IN array::union($named, $reviewed) ORDER BY name, id;"
);

const IN_SCOPE: &str = concat!(
    line!(),
    "FROM cycle WHERE ($everything OR partnership IN $partnerships OR schools ANYINSIDE $schools
        OR id IN (SELECT VALUE cycle FROM review WHERE school IN $schools))
        AND (state != 'draft' OR partnership IN $drafts_of) ORDER BY starts_on DESC, name, id"
);

const HEADS: &str = "SELECT scope, person, person.name AS name FROM role WHERE kind = 'headteacher' AND scope IN $schools
    AND since <= $today AND (until = NONE OR until >= $today) ORDER BY scope, name, person";

const NEWCOMERS: &str = "SELECT school, school.name AS name, joined, left FROM membership WHERE partnership = $partnership
    AND (left = NONE OR left >= $today) AND school.status != 'closed' ORDER BY name, joined";

#[derive(SurrealValue)]
struct ScopeVars {
    everything: bool,
    partnerships: Vec<RecordId>,
    schools: Vec<RecordId>,
    drafts_of: Vec<RecordId>,
}

#[derive(SurrealValue)]
struct HeadVars {
    schools: Vec<String>,
    today: String,
}

#[derive(SurrealValue)]
struct NewcomerVars {
    partnership: RecordId,
    today: String,
}

impl Store {
    /// The cycle, with everything that decides who may do what.
    pub async fn find_cycle(&self, id: &CycleId) -> Result<Option<Cycle>> {
        let mut response = self.read(FIND, [("cycle", rid("cycle", id))]).await?;
        let line: Option<LineRow> = response.take(0)?;
        let settings: Option<SettingsRow> = response.take(1)?;
        let schools: Vec<SchoolRow> = response.take(4)?;
        line.zip(settings)
            .map(|(line, settings)| cycle(line.try_into()?, settings, schools))
            .transpose()
    }

    /// The cycles in scope, the one that began last first.
    pub async fn list_cycles(&self, scope: &CycleScope) -> Result<Vec<CycleLine>> {
        let within = scope.partnerships();
        let partnerships = |ids: &[PartnershipId]| {
            ids.iter()
                .map(|p| rid("partnership", p))
                .collect::<Vec<_>>()
        };
        let vars = ScopeVars {
            everything: within.everything(),
            partnerships: partnerships(within.partnerships()),
            schools: within.schools().iter().map(|s| rid("school", s)).collect(),
            drafts_of: partnerships(scope.drafts_of()),
        };
        let rows: Vec<LineRow> = self.read(IN_SCOPE, vars).await?.take(0)?;
        rows.into_iter().map(CycleLine::try_from).collect()
    }

    /// The headteachers of `schools` on a day, by school.
    pub async fn list_heads_for_cycle(
        &self,
        _permit: &Permit<act::EditCycle>,
        schools: impl IntoIterator<Item = &SchoolId>,
        today: NaiveDate,
    ) -> Result<Vec<Head>> {
        let schools = schools.into_iter().map(ToString::to_string).collect();
        let rows: Vec<HeadRow> = self
            .read(
                HEADS,
                HeadVars {
                    schools,
                    today: today.to_string(),
                },
            )
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                let school = r
                    .scope
                    .parse()
                    .map_err(|_| Error::Internal(format!("{:?} is not a school", r.scope)))?;
                Ok(Head {
                    school,
                    person: key(&r.person)?,
                    name: r.name,
                })
            })
            .collect()
    }

    /// The open schools that are in a partnership today or will be, by name.
    pub async fn list_newcomers(
        &self,
        partnership: &PartnershipId,
        today: NaiveDate,
    ) -> Result<Vec<Newcomer>> {
        let vars = NewcomerVars {
            partnership: rid("partnership", partnership),
            today: today.to_string(),
        };
        let rows: Vec<NewcomerRow> = self.read(NEWCOMERS, vars).await?.take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(Newcomer {
                    school: key(&r.school)?,
                    name: r.name,
                    joined: date(&r.joined)?,
                    left: opt_date(r.left.as_deref())?,
                })
            })
            .collect()
    }
}

impl TryFrom<LineRow> for CycleLine {
    type Error = Error;
    fn try_from(row: LineRow) -> Result<Self> {
        let schools = row
            .schools
            .iter()
            .chain(&row.reviewed)
            .map(key)
            .collect::<Result<_>>()?;
        Ok(Self {
            facts: CycleFacts {
                id: key(&row.id)?,
                version: u32::try_from(row.version).unwrap_or(0),
                partnership: key(&row.partnership)?,
                state: state(&row.state)?,
                schools,
            },
            name: row.name,
            partnership_name: row.partnership_name,
            dates: CycleDates {
                starts_on: date(&row.starts_on)?,
                visits_from: date(&row.visits_from)?,
                visits_until: date(&row.visits_until)?,
                ends_on: date(&row.ends_on)?,
            },
        })
    }
}

fn cycle(line: CycleLine, settings: SettingsRow, schools: Vec<SchoolRow>) -> Result<Cycle> {
    Ok(Cycle {
        facts: line.facts,
        name: line.name,
        partnership_name: line.partnership_name,
        framework: key(&settings.framework)?,
        framework_title: format!(
            "{}, version {}",
            settings.framework_title, settings.framework_number
        ),
        dates: line.dates,
        levels: settings.levels,
        quality: settings.quality,
        told: told(&settings.told)?,
        own_levels_first: settings.own_levels_first,
        audiences: audiences(&settings.audiences)?,
        terms: settings.terms,
        closed_days: settings.closed_days,
        offsets: settings.offsets,
        launched_at: settings.launched_at,
        saved: settings.saved_by_name.zip(settings.saved_at),
        schools: schools
            .into_iter()
            .map(|s| {
                Ok(CycleSchool {
                    school: key(&s.id)?,
                    name: s.name,
                    closed: s.status == "closed",
                    review: opt_key(s.review.as_ref())?,
                })
            })
            .collect::<Result<_>>()?,
    })
}

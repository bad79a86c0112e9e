//! Partnerships and the schools in them.

use crate::{Result, Statement, Store, date, key, opt_date, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{PartnershipId, SchoolId};
use domain::policy::{PartnershipFacts, PartnershipScope, Permit, act};
use std::collections::BTreeSet;
use surrealdb::types::{RecordId, SurrealValue};

/// One line of a list of partnerships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipLine {
    /// The partnership.
    pub id: PartnershipId,
    /// Its name.
    pub name: String,
    /// Schools that are members today.
    pub schools: u64,
}

/// A partnership as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    /// The partnership.
    pub id: PartnershipId,
    /// Its name.
    pub name: String,
    /// The shared vision.
    pub vision: String,
    /// Its version.
    pub version: u32,
    /// Name of who saved it last, and when.
    pub saved: Option<(String, DateTime<Utc>)>,
    /// Memberships, past and present, by name of the school.
    pub members: Vec<Member>,
}

/// A school in a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// Its present URN.
    pub urn: String,
    /// Its town.
    pub town: String,
    /// Its phase.
    pub phase: String,
    /// First day.
    pub joined: NaiveDate,
    /// Last day.
    pub left: Option<NaiveDate>,
}

impl Member {
    /// True when the school is a member on `day`.
    pub fn is_member_on(&self, day: NaiveDate) -> bool {
        self.joined <= day && self.left.is_none_or(|left| day <= left)
    }
}

impl Partnership {
    /// What the policy needs to know, on the day of the request.
    pub fn facts(&self, today: NaiveDate) -> PartnershipFacts {
        PartnershipFacts {
            id: self.id.clone(),
            version: self.version,
            schools: self
                .members
                .iter()
                .filter(|m| m.is_member_on(today))
                .map(|m| m.school.clone())
                .collect(),
        }
    }
}

#[derive(SurrealValue)]
struct PartnershipRow {
    id: RecordId,
    name: String,
    vision: String,
    version: i64,
    saved_by_name: Option<String>,
    saved_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct MemberRow {
    school: RecordId,
    name: String,
    urn: String,
    town: String,
    phase: String,
    joined: String,
    left: Option<String>,
}

#[derive(SurrealValue)]
struct LineRow {
    id: RecordId,
    name: String,
    schools: i64,
}

const FIND: &str = "
    SELECT id, name, vision, version, saved_by.name AS saved_by_name, saved_at FROM $partnership;
    SELECT school, school.name AS name, school.urn AS urn, school.town AS town, school.phase AS phase, joined, left
        FROM membership WHERE partnership = $partnership ORDER BY name, joined;";

const LIST: &str = "
    LET $of_schools = (SELECT VALUE partnership FROM membership WHERE school IN $schools AND joined <= $today AND (left = NONE OR left >= $today));
    SELECT id, name,
        count((SELECT id FROM membership WHERE partnership = $parent.id AND joined <= $today AND (left = NONE OR left >= $today))) AS schools
        FROM partnership WHERE $everything OR id IN $partnerships OR id IN $of_schools ORDER BY name;";

/// The values of a partnership scope as a query takes them.
#[derive(SurrealValue)]
pub(crate) struct ScopeVars {
    everything: bool,
    partnerships: Vec<RecordId>,
    schools: Vec<RecordId>,
    today: String,
}

impl ScopeVars {
    pub(crate) fn new(scope: &PartnershipScope, today: NaiveDate) -> Self {
        Self {
            everything: scope.everything(),
            partnerships: scope
                .partnerships()
                .iter()
                .map(|p| rid("partnership", p))
                .collect(),
            schools: scope.schools().iter().map(|s| rid("school", s)).collect(),
            today: today.to_string(),
        }
    }
}

impl Store {
    /// The partnership with its memberships.
    pub async fn find_partnership(&self, id: &PartnershipId) -> Result<Option<Partnership>> {
        let mut response = self
            .read(FIND, [("partnership", rid("partnership", id))])
            .await?;
        let row: Option<PartnershipRow> = response.take(0)?;
        let members: Vec<MemberRow> = response.take(1)?;
        row.map(|row| {
            Ok(Partnership {
                id: key(&row.id)?,
                name: row.name,
                vision: row.vision,
                version: u32::try_from(row.version).unwrap_or(0),
                saved: row.saved_by_name.zip(row.saved_at),
                members: members
                    .into_iter()
                    .map(|m| {
                        Ok(Member {
                            school: key(&m.school)?,
                            name: m.name,
                            urn: m.urn,
                            town: m.town,
                            phase: m.phase,
                            joined: date(&m.joined)?,
                            left: opt_date(m.left.as_deref())?,
                        })
                    })
                    .collect::<Result<_>>()?,
            })
        })
        .transpose()
    }

    /// The partnerships in scope, by name.
    pub async fn list_partnerships(
        &self,
        scope: &PartnershipScope,
        today: NaiveDate,
    ) -> Result<Vec<PartnershipLine>> {
        let rows: Vec<LineRow> = self
            .read(LIST, ScopeVars::new(scope, today))
            .await?
            .take(1)?;
        rows.into_iter()
            .map(|r| {
                Ok(PartnershipLine {
                    id: key(&r.id)?,
                    name: r.name,
                    schools: r.schools.unsigned_abs(),
                })
            })
            .collect()
    }

    /// The partnerships to which a school belongs on a day.
    pub async fn list_partnerships_of_school(
        &self,
        school: &SchoolId,
        today: NaiveDate,
    ) -> Result<BTreeSet<PartnershipId>> {
        #[derive(SurrealValue)]
        struct Vars {
            school: RecordId,
            today: String,
        }
        let ids: Vec<RecordId> = self
            .read(
                "SELECT VALUE partnership FROM membership WHERE school = $school AND joined <= $today AND (left = NONE OR left >= $today)",
                Vars { school: rid("school", school), today: today.to_string() },
            )
            .await?
            .take(0)?;
        ids.iter().map(key).collect()
    }
}

/// A new partnership.
pub fn create(
    permit: &Permit<act::CreatePartnership>,
    id: &PartnershipId,
    name: &str,
    vision: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET name = $name, vision = $vision, created_at = $now, saved_by = $by, saved_at = $now RETURN NONE",
    )
    .bind("id", rid("partnership", id))
    .bind("name", name.to_owned())
    .bind("vision", vision.to_owned())
    .bind("by", Some(rid("person", permit.by())))
    .bind("now", now)
}

/// Changes name and vision of the version that the form was shown with.
pub fn edit(
    permit: &Permit<act::EditPartnership>,
    seen: u32,
    name: &str,
    vision: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $id SET name = $name, vision = $vision, saved_by = $by, saved_at = $now, version += 1 WHERE version = $seen",
    )
    .bind("id", rid("partnership", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("name", name.to_owned())
    .bind("vision", vision.to_owned())
    .bind("by", Some(rid("person", permit.by())))
    .bind("now", now)
}

/// Adds a school from a day on.
pub fn add_member(
    permit: &Permit<act::ManageMembers>,
    school: &SchoolId,
    joined: NaiveDate,
) -> Statement {
    Statement::new("CREATE membership SET partnership = $partnership, school = $school, joined = $joined RETURN NONE")
        .bind("partnership", rid("partnership", permit.record()))
        .bind("school", rid("school", school))
        .bind("joined", joined.to_string())
}

/// Ends a school's present membership on a last day.
pub fn end_membership(
    permit: &Permit<act::ManageMembers>,
    school: &SchoolId,
    left: NaiveDate,
) -> Statement {
    Statement::guarded(
        "UPDATE membership SET left = $left WHERE partnership = $partnership AND school = $school AND left = NONE",
    )
    .bind("partnership", rid("partnership", permit.record()))
    .bind("school", rid("school", school))
    .bind("left", left.to_string())
}

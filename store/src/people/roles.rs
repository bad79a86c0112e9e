//! Roles as screens list them, with the names of people and places, and their ends.

use super::GrantPermit;
use crate::{Result, Statement, Store, key, rid};
use chrono::NaiveDate;
use domain::ids::PersonId;
use domain::people::HeldRole;
use domain::policy::{PartnershipFacts, Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// A role that somebody holds, in names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleLine {
    /// Who holds it.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The role.
    pub held: HeldRole,
    /// Name of the partnership, school, local authority or trust; empty for an administrator.
    pub place: String,
    /// Name of who gave it; none when the operator did.
    pub granted_by: Option<String>,
}

#[derive(SurrealValue)]
struct LineRow {
    id: RecordId,
    person: RecordId,
    name: String,
    email: String,
    kind: String,
    scope: String,
    since: String,
    until: Option<String>,
    why: String,
    place: Option<String>,
    granted_by: Option<String>,
}

impl TryFrom<LineRow> for RoleLine {
    type Error = crate::Error;
    fn try_from(row: LineRow) -> Result<Self> {
        Ok(Self {
            person: key(&row.person)?,
            name: row.name,
            email: row.email,
            held: super::held(
                &row.id,
                &row.kind,
                &row.scope,
                &row.since,
                row.until.as_deref(),
                row.why,
            )?,
            place: row.place.unwrap_or_default(),
            granted_by: row.granted_by,
        })
    }
}

/// The columns of a [`LineRow`]. A scope is kept as text, since it names one of four tables.
macro_rules! line {
    () => {
        "SELECT id, person, person.name AS name, person.email AS email, kind, scope, since, until, why,
            granted_by.name AS granted_by,
            (IF kind = 'administrator' { NONE }
             ELSE IF kind = 'coordinator' { (SELECT VALUE name FROM ONLY type::record('partnership', $parent.scope)) }
             ELSE IF kind = 'la-lead' { (SELECT VALUE name FROM ONLY type::record('local_authority', $parent.scope)) }
             ELSE IF kind = 'trust-lead' { (SELECT VALUE name FROM ONLY type::record('trust', $parent.scope)) }
             ELSE { (SELECT VALUE name FROM ONLY type::record('school', $parent.scope)) }) AS place
         FROM role "
    };
}

const OF_PERSON: &str = concat!(line!(), "WHERE person = $person ORDER BY since DESC, id");
pub(super) const OF_PEOPLE: &str = concat!(
    line!(),
    "WHERE person IN $people AND since <= $today AND (until = NONE OR until >= $today) ORDER BY since, id"
);
const OF_PARTNERSHIP: &str = concat!(
    line!(),
    "WHERE ((kind = 'coordinator' AND scope = $partnership) OR (kind IN ['headteacher', 'contributor'] AND scope IN $schools))
        AND (until = NONE OR until >= $today) ORDER BY name, since, id"
);
const OF_SCHOOL: &str = concat!(
    line!(),
    "WHERE kind IN ['headteacher', 'contributor', 'governor'] AND scope = $school AND (until = NONE OR until >= $today)
        ORDER BY name, since, id"
);

/// Reads rows of [`LineRow`] from one statement of a response.
pub(super) fn take(response: &mut surrealdb::IndexedResults, at: usize) -> Result<Vec<RoleLine>> {
    let rows: Vec<LineRow> = response.take(at)?;
    rows.into_iter().map(RoleLine::try_from).collect()
}

impl Store {
    /// Every role of a person, past, present and future, newest first. The caller shows it to the person or to an
    /// administrator.
    pub async fn list_roles(&self, person: &PersonId) -> Result<Vec<RoleLine>> {
        let mut response = self
            .read(OF_PERSON, [("person", rid("person", person))])
            .await?;
        take(&mut response, 0)
    }

    /// Who coordinates a partnership, and heads and contributors of its member schools: roles that have not ended.
    pub async fn list_roles_of_partnership(
        &self,
        permit: &Permit<act::SeePeople>,
        facts: &PartnershipFacts,
        today: NaiveDate,
    ) -> Result<Vec<RoleLine>> {
        #[derive(SurrealValue)]
        struct Vars {
            partnership: String,
            schools: Vec<String>,
            today: String,
        }
        let vars = Vars {
            partnership: permit.record().to_owned(),
            schools: facts.schools.iter().map(ToString::to_string).collect(),
            today: today.to_string(),
        };
        take(&mut self.read(OF_PARTNERSHIP, vars).await?, 0)
    }

    /// Head, contributors and governors of a school: roles that have not ended.
    pub async fn list_roles_of_school(
        &self,
        permit: &Permit<act::SeeSchoolPeople>,
        today: NaiveDate,
    ) -> Result<Vec<RoleLine>> {
        #[derive(SurrealValue)]
        struct Vars {
            school: String,
            today: String,
        }
        let vars = Vars {
            school: permit.record().to_owned(),
            today: today.to_string(),
        };
        take(&mut self.read(OF_SCHOOL, vars).await?, 0)
    }
}

/// Ends a role on a last day, if nobody else has ended it differently since it was read. The caller has checked that
/// the role lies within the permit's partnership or school.
pub fn end(_permit: &GrantPermit<'_>, held: &HeldRole, until: NaiveDate) -> Statement {
    Statement::guarded(
        "UPDATE type::record('role', $id) SET until = $until WHERE kind = $kind AND scope = $scope AND until = $seen",
    )
    .bind("id", held.id.to_string())
    .bind("kind", held.role.kind().to_owned())
    .bind("scope", held.role.scope().to_owned())
    .bind("seen", held.until.map(|d| d.to_string()))
    .bind("until", Some(until.to_string()))
}

//! People and the roles they hold.

pub mod list;
pub mod places;
pub mod reviewers;
pub mod roles;

use crate::{Result, Statement, Store, key, opt_date, rid, row};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{PartnershipId, PersonId, SchoolId};
use domain::people::{HeldRole, Role};
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// A person, without roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// Name as shown.
    pub name: String,
    /// Address in lower case.
    pub email: String,
    /// True when the person may be put into review teams.
    pub reviewer: bool,
}

#[derive(SurrealValue)]
struct PersonRow {
    id: RecordId,
    name: String,
    email: String,
    reviewer: bool,
}

impl TryFrom<PersonRow> for Person {
    type Error = crate::Error;
    fn try_from(row: PersonRow) -> Result<Self> {
        Ok(Self {
            id: key(&row.id)?,
            name: row.name,
            email: row.email,
            reviewer: row.reviewer,
        })
    }
}

/// A held role from its stored fields.
fn held(
    id: &RecordId,
    kind: &str,
    scope: &str,
    since: &str,
    until: Option<&str>,
    why: String,
) -> Result<HeldRole> {
    Ok(HeldRole {
        id: key(id)?,
        role: Role::from_parts(kind, scope).map_err(|e| crate::Error::Internal(e.to_string()))?,
        from: row::date(since)?,
        until: opt_date(until)?,
        why,
    })
}

#[derive(SurrealValue)]
struct RoleRow {
    id: RecordId,
    kind: String,
    scope: String,
    since: String,
    until: Option<String>,
    why: String,
}

impl TryFrom<RoleRow> for HeldRole {
    type Error = crate::Error;
    fn try_from(row: RoleRow) -> Result<Self> {
        held(
            &row.id,
            &row.kind,
            &row.scope,
            &row.since,
            row.until.as_deref(),
            row.why,
        )
    }
}

const BY_EMAIL: &str = "SELECT id, name, email, reviewer FROM person WHERE email = $email LIMIT 1";
const BY_SESSION: &str = "
    LET $s = (SELECT person, expires_at FROM ONLY type::record('session', $hash));
    LET $p = IF $s != NONE AND $s.expires_at > $now { $s.person } ELSE { NONE };
    SELECT id, name, email, reviewer FROM person WHERE id = $p;
    SELECT id, kind, scope, since, until, why FROM role WHERE person = $p;";
const WITH_ROLES: &str = "
    SELECT id, name, email, reviewer FROM person WHERE id = $person;
    SELECT id, kind, scope, since, until, why FROM role WHERE person = $person ORDER BY since, id;";

impl Store {
    /// The person with this address, whatever its case.
    pub async fn find_person_by_email(&self, email: &str) -> Result<Option<Person>> {
        let row: Option<PersonRow> = self
            .read(BY_EMAIL, [("email", email.trim().to_lowercase())])
            .await?
            .take(0)?;
        row.map(Person::try_from).transpose()
    }

    /// The person with every role, past, present and future.
    pub async fn find_person(&self, person: &PersonId) -> Result<Option<(Person, Vec<HeldRole>)>> {
        let mut response = self
            .read(WITH_ROLES, [("person", rid("person", person))])
            .await?;
        with_roles(&mut response, 0)
    }

    /// The person behind a session that has not ended, in one query. `session` is the hash of the cookie's secret.
    pub async fn find_by_session(
        &self,
        session: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(Person, Vec<HeldRole>)>> {
        #[derive(SurrealValue)]
        struct Vars {
            hash: String,
            now: DateTime<Utc>,
        }
        let vars = Vars {
            hash: session.to_owned(),
            now,
        };
        let mut response = self.read(BY_SESSION, vars).await?;
        with_roles(&mut response, 2)
    }
}

fn with_roles(
    response: &mut surrealdb::IndexedResults,
    at: usize,
) -> Result<Option<(Person, Vec<HeldRole>)>> {
    let person: Option<PersonRow> = response.take(at)?;
    let roles: Vec<RoleRow> = response.take(at + 1)?;
    person
        .map(|p| {
            let roles = roles
                .into_iter()
                .map(HeldRole::try_from)
                .collect::<Result<Vec<_>>>()?;
            Ok((Person::try_from(p)?, roles))
        })
        .transpose()
}

const CREATE: &str = "CREATE type::record('person', $id) SET name = $name, email = $email, created_at = $now RETURN NONE";

/// A new person. The address is stored in lower case; a second person with it is `Error::Duplicate("person_email")`.
pub fn create(id: &PersonId, name: &str, email: &str, now: DateTime<Utc>) -> Statement {
    Statement::new(CREATE)
        .bind("id", id.to_string())
        .bind("name", name.to_owned())
        .bind("email", email.trim().to_lowercase())
        .bind("now", now)
}

const GRANT: &str = "CREATE type::record('role', $id) SET person = $person, kind = $kind, scope = $scope, since = $since, until = $until, why = $why, granted_by = $by RETURN NONE";

/// What gives leave to grant a role.
#[derive(Debug)]
pub enum GrantPermit<'a> {
    /// An administrator: any role.
    Site(&'a Permit<act::ManagePeople>),
    /// The operator of the machine, who is no person here: any role.
    Operator(&'a Permit<act::ManagePeople>),
    /// A coordinator: roles in the partnership and at its schools.
    Partnership(&'a Permit<act::InviteToPartnership>),
    /// A headteacher: contributors and governors of the own school.
    School(&'a Permit<act::InviteToSchool>),
}

impl GrantPermit<'_> {
    /// Who grants; none for the operator.
    pub fn by(&self) -> Option<&PersonId> {
        match self {
            Self::Site(p) => Some(p.by()),
            Self::Operator(_) => None,
            Self::Partnership(p) => Some(p.by()),
            Self::School(p) => Some(p.by()),
        }
    }
}

/// Gives `role` to a person. The caller has checked that the role lies within the permit's partnership or school.
pub fn grant(permit: &GrantPermit<'_>, person: &PersonId, held: &HeldRole) -> Statement {
    Statement::new(GRANT)
        .bind("id", held.id.to_string())
        .bind("person", rid("person", person))
        .bind("kind", held.role.kind().to_owned())
        .bind("scope", held.role.scope().to_owned())
        .bind("since", held.from.to_string())
        .bind("until", held.until.map(|d: NaiveDate| d.to_string()))
        .bind("why", held.why.clone())
        .bind("by", permit.by().map(|p| rid("person", p)))
}

/// A reviewer's profile, for pairing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewerProfile {
    /// When trained; who is not trained cannot lead.
    pub trained_on: Option<NaiveDate>,
    /// Phases in which the person has worked, as in the register.
    pub phases: Vec<String>,
    /// Codes of the strands in which the person is strong.
    pub expertise: Vec<String>,
    /// Most visits in one cycle.
    pub max_load: u32,
    /// Schools with a declared interest.
    pub interests: Vec<SchoolId>,
    /// Schools where the person works.
    pub works_at: Vec<SchoolId>,
    /// Partnerships for which the person reviews.
    pub reviewer_for: Vec<PartnershipId>,
}

const SET_PROFILE: &str = "UPDATE $person SET reviewer = true, trained_on = $trained_on, phases = $phases, expertise = $expertise, max_load = $max_load, interests = $interests, works_at = $works_at, reviewer_for = $reviewer_for, version += 1";

/// Makes a person a reviewer, or changes the profile.
pub fn set_reviewer_profile(
    _by: &GrantPermit<'_>,
    person: &PersonId,
    profile: &ReviewerProfile,
) -> Statement {
    Statement::guarded(SET_PROFILE)
        .bind("person", rid("person", person))
        .bind("trained_on", profile.trained_on.map(|d| d.to_string()))
        .bind("phases", profile.phases.clone())
        .bind("expertise", profile.expertise.clone())
        .bind("max_load", i64::from(profile.max_load))
        .bind(
            "interests",
            profile
                .interests
                .iter()
                .map(|s| rid("school", s))
                .collect::<Vec<_>>(),
        )
        .bind(
            "works_at",
            profile
                .works_at
                .iter()
                .map(|s| rid("school", s))
                .collect::<Vec<_>>(),
        )
        .bind(
            "reviewer_for",
            profile
                .reviewer_for
                .iter()
                .map(|p| rid("partnership", p))
                .collect::<Vec<_>>(),
        )
}

/// Changes the own name, of the version that the form was shown with.
pub fn change_name(permit: &Permit<act::ChangeName>, seen: u32, name: &str) -> Statement {
    Statement::guarded("UPDATE $person SET name = $name, version += 1 WHERE version = $seen")
        .bind("person", rid("person", permit.record()))
        .bind("seen", i64::from(seen))
        .bind("name", name.to_owned())
}

/// Whoever sets up a partnership coordinates it.
pub fn become_coordinator(
    permit: &Permit<act::CreatePartnership>,
    partnership: &PartnershipId,
    role: &domain::ids::RoleId,
    today: NaiveDate,
) -> Statement {
    Statement::new(GRANT)
        .bind("id", role.to_string())
        .bind("person", rid("person", permit.by()))
        .bind("kind", "coordinator".to_owned())
        .bind("scope", partnership.to_string())
        .bind("since", today.to_string())
        .bind("until", Option::<String>::None)
        .bind("why", "You set up this partnership".to_owned())
        .bind("by", Some(rid("person", permit.by())))
}

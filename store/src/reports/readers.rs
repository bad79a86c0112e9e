//! Who holds the roles that the audiences of a report mean.

use crate::{Error, Result, Store, key};
use chrono::NaiveDate;
use domain::ids::PersonId;
use domain::people::Role;
use surrealdb::types::{RecordId, SurrealValue};

/// A person who holds a role today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// E-mail address, for what has to go out at once.
    pub email: String,
    /// The role.
    pub role: Role,
}

#[derive(SurrealValue)]
struct HolderRow {
    person: RecordId,
    name: Option<String>,
    email: Option<String>,
    kind: String,
    scope: String,
}

const HOLDERS: &str = "SELECT person, person.name AS name, person.email AS email, kind, scope FROM role
    WHERE kind IN $kinds AND scope IN $scopes AND since <= $today AND (until = NONE OR until >= $today) ORDER BY name, person";

impl Store {
    /// Who holds any of these roles on `today`, by name; a person once for each role. The caller has asked the policy
    /// about the record to which the roles belong.
    pub async fn list_holders(&self, roles: &[Role], today: NaiveDate) -> Result<Vec<Holder>> {
        #[derive(SurrealValue)]
        struct Vars {
            kinds: Vec<String>,
            scopes: Vec<String>,
            today: String,
        }
        let vars = Vars {
            kinds: roles.iter().map(|r| r.kind().to_owned()).collect(),
            scopes: roles.iter().map(|r| r.scope().to_owned()).collect(),
            today: today.to_string(),
        };
        let rows: Vec<HolderRow> = self.read(HOLDERS, vars).await?.take(0)?;
        let mut out = Vec::new();
        for row in rows {
            let role = Role::from_parts(&row.kind, &row.scope)
                .map_err(|e| Error::Internal(e.to_string()))?;
            let held = Holder {
                person: key(&row.person)?,
                name: row.name.unwrap_or_default(),
                email: row.email.unwrap_or_default(),
                role,
            };
            if roles.contains(&held.role) && !out.contains(&held) {
                out.push(held);
            }
        }
        Ok(out)
    }
}

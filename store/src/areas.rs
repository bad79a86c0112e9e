//! Local authorities and trusts: their names and how many schools they have.

use crate::{Result, Store, rid};
use domain::people::Role;
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// An area that somebody watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its name; its code where the register has not named it.
    pub name: String,
    /// Schools in it that are not closed.
    pub schools: u64,
}

const LA: &str = "
    SELECT VALUE name FROM $area;
    SELECT count() AS total FROM school WHERE la = $area AND status != 'closed' GROUP ALL;";
const TRUST: &str = "
    SELECT VALUE name FROM $area;
    SELECT count() AS total FROM school WHERE trust = $area AND status != 'closed' GROUP ALL;";

#[derive(SurrealValue)]
struct CountRow {
    total: i64,
}

impl Store {
    /// Name and size of an area. `area` is the role for which the permit was given.
    pub async fn find_area(&self, _permit: &Permit<act::SeeArea>, area: &Role) -> Result<Area> {
        let (query, id): (_, RecordId) = match area {
            Role::TrustLead(id) => (TRUST, rid("trust", id)),
            other => (LA, rid("local_authority", other.scope())),
        };
        let mut response = self.read(query, [("area", id)]).await?;
        let name: Option<String> = response.take(0)?;
        let count: Option<CountRow> = response.take(1)?;
        Ok(Area {
            name: name.unwrap_or_else(|| area.scope().to_owned()),
            schools: count.map_or(0, |c| c.total.unsigned_abs()),
        })
    }
}

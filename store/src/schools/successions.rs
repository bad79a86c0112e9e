//! Successions of schools: one record takes the place of two.

use crate::{Result, Statement, Store, key, rid};
use domain::ids::SchoolId;
use domain::policy::{Permit, act};
use std::collections::BTreeSet;
use surrealdb::types::{RecordId, SurrealValue};

/// Two records of one school that become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// The record that stays.
    pub keep: SchoolId,
    /// The record that goes; nothing refers to it.
    pub gone: SchoolId,
    /// Whether what stays takes URN and details from what goes.
    pub take_details: bool,
    /// The former URNs of what stays, oldest first.
    pub former_urns: Vec<String>,
}

#[derive(SurrealValue)]
struct FoldRow {
    keep: RecordId,
    gone: RecordId,
    take_details: bool,
    former_urns: Vec<String>,
}

#[derive(SurrealValue)]
struct Vars {
    schools: Vec<RecordId>,
    keys: Vec<String>,
}

#[derive(SurrealValue)]
struct PersonRow {
    works_at: Vec<RecordId>,
    interests: Vec<RecordId>,
}

const HISTORY: &str = "
    SELECT VALUE school FROM membership WHERE school IN $schools;
    SELECT VALUE school FROM review WHERE school IN $schools;
    SELECT VALUE scope FROM role WHERE kind IN ['headteacher', 'contributor', 'governor'] AND scope IN $keys;
    SELECT works_at, interests FROM person WHERE works_at CONTAINSANY $schools OR interests CONTAINSANY $schools;";

impl Store {
    /// Those of `schools` that anything here refers to: a membership, a role, a review, a reviewer's profile.
    pub async fn list_schools_with_history(
        &self,
        _permit: &Permit<act::ImportRegister>,
        schools: &[SchoolId],
    ) -> Result<BTreeSet<SchoolId>> {
        let vars = Vars {
            schools: schools.iter().map(|s| rid("school", s)).collect(),
            keys: schools.iter().map(SchoolId::to_string).collect(),
        };
        let mut response = self.read(HISTORY, vars).await?;
        let members: Vec<RecordId> = response.take(0)?;
        let reviews: Vec<RecordId> = response.take(1)?;
        let roles: Vec<String> = response.take(2)?;
        let people: Vec<PersonRow> = response.take(3)?;
        let mut found: BTreeSet<SchoolId> = BTreeSet::new();
        let named = people
            .into_iter()
            .flat_map(|p| p.works_at.into_iter().chain(p.interests));
        for id in members.into_iter().chain(reviews).chain(named) {
            found.insert(key(&id)?);
        }
        found.extend(roles.iter().filter_map(|text| text.parse().ok()));
        found.retain(|id| schools.contains(id));
        Ok(found)
    }
}

// That nothing refers to what goes is asked again inside the transaction: a membership may have come in between.
const FOLD: &str = "
    FOR $f IN $folds {
        LET $school = $f.gone;
        LET $used = (SELECT VALUE id FROM membership WHERE school = $school LIMIT 1);
        IF array::len($used) > 0 { THROW 'conflict' };
        LET $details = (SELECT * OMIT id FROM ONLY $school);
        DELETE $school RETURN NONE;
        IF $f.take_details { UPDATE $f.keep CONTENT $details RETURN NONE };
        LET $former = $f.former_urns;
        UPDATE $f.keep SET former_urns = $former, search = string::concat(search, ' ', array::join($former, ' ')) RETURN NONE;
    };";

/// Makes one record of two, for each fold, in order.
pub fn fold(_permit: &Permit<act::ImportRegister>, folds: &[Fold]) -> Statement {
    let rows: Vec<FoldRow> = folds
        .iter()
        .map(|f| FoldRow {
            keep: rid("school", &f.keep),
            gone: rid("school", &f.gone),
            take_details: f.take_details,
            former_urns: f.former_urns.clone(),
        })
        .collect();
    Statement::new(FOLD).bind("folds", rows)
}

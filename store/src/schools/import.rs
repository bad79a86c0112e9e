//! What the register import reads and writes: held schools by URN, and the statements of one batch.
//!
//! A batch is bounded by its caller. Writing the same batch again changes nothing, so an import that was interrupted
//! is simply run again.

use super::{search_words, status};
use crate::{Error, Result, Statement, Store, key, rid};
use chrono::NaiveDate;
use domain::ids::SchoolId;
use domain::policy::{Permit, act};
use domain::register::{Held, RegisterBody, RegisterSchool, Urn};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use surrealdb::types::{RecordId, SurrealValue, Value};

/// A school that is held already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSchool {
    /// The record.
    pub id: SchoolId,
    /// Its present URN.
    pub urn: String,
    /// URNs that it had before, oldest first.
    pub former_urns: Vec<String>,
    /// What decides whether a row changes it.
    pub held: Held,
}

/// A row that changes a school that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSchool {
    /// What is held.
    pub held: HeldSchool,
    /// What the row says.
    pub row: RegisterSchool,
}

#[derive(SurrealValue)]
struct HeldRow {
    id: RecordId,
    urn: String,
    former_urns: Vec<String>,
    fingerprint: String,
    status: String,
}

/// What a row of the register says, as it is stored.
#[derive(SurrealValue)]
struct Facts {
    urn: String,
    name: String,
    la: RecordId,
    trust: Option<RecordId>,
    federation: Option<String>,
    type_name: String,
    phase: String,
    status: String,
    street: String,
    town: String,
    postcode: String,
    website: Option<String>,
    low_age: Option<i64>,
    high_age: Option<i64>,
    pupils: Option<i64>,
    capacity: Option<i64>,
    easting: Option<i64>,
    northing: Option<i64>,
    open_date: Option<String>,
    close_date: Option<String>,
    fingerprint: String,
    search: String,
}

#[derive(SurrealValue)]
struct Row {
    id: RecordId,
    facts: Facts,
}

#[derive(SurrealValue)]
struct NamedRow {
    id: RecordId,
    name: String,
}

const HELD_NOW: &str =
    "SELECT id, urn, former_urns, fingerprint, status FROM school WHERE urn IN $urns";
const HELD_BEFORE: &str = "SELECT id, urn, former_urns, fingerprint, status FROM school WHERE former_urns CONTAINSANY $urns";

impl Store {
    /// The schools that have one of these URNs now, or had it before; each once.
    pub async fn list_held_schools(
        &self,
        _permit: &Permit<act::ImportRegister>,
        urns: &[Urn],
    ) -> Result<Vec<HeldSchool>> {
        let mut missing: BTreeSet<String> = urns.iter().map(Urn::to_string).collect();
        let asked: Vec<String> = missing.iter().cloned().collect();
        let mut rows: Vec<HeldRow> = self.read(HELD_NOW, [("urns", asked)]).await?.take(0)?;
        for row in &rows {
            missing.remove(&row.urn);
        }
        // Few URNs are former ones; those that are found above need no second look.
        if !missing.is_empty() {
            let asked: Vec<String> = missing.into_iter().collect();
            let before: Vec<HeldRow> = self.read(HELD_BEFORE, [("urns", asked)]).await?.take(0)?;
            rows.extend(before);
        }
        let mut found = BTreeMap::new();
        for row in rows {
            let id: SchoolId = key(&row.id)?;
            let held = Held {
                fingerprint: row.fingerprint,
                status: status(&row.status)?,
            };
            found.insert(
                id.clone(),
                HeldSchool {
                    id,
                    urn: row.urn,
                    former_urns: row.former_urns,
                    held,
                },
            );
        }
        Ok(found.into_values().collect())
    }
}

/// Local authorities and trusts that this import has written already, so that each is written once and not once a
/// batch. There are about 150 and 10,000 of them; past [`MOST_KNOWN`] it begins anew.
#[derive(Debug, Default)]
pub struct KnownBodies(HashMap<RecordKey, String>);

/// Table and key.
type RecordKey = (&'static str, String);

/// Bodies that are remembered.
const MOST_KNOWN: usize = 50_000;

impl KnownBodies {
    /// Whether the body has yet to be written under this name; after that it counts as written.
    fn is_news(&mut self, table: &'static str, key: &str, name: &str) -> bool {
        if self.0.len() >= MOST_KNOWN {
            self.0.clear();
        }
        let at = (table, key.to_owned());
        let news = self.0.get(&at).is_none_or(|known| known != name);
        if news {
            self.0.insert(at, name.to_owned());
        }
        news
    }
}

const BODIES: &str = "FOR $b IN $bodies { UPSERT $b.id SET name = $b.name RETURN NONE }";
// One INSERT of all rows takes three quarters of the time of a CREATE for each.
const CREATE: &str = "INSERT INTO school $rows RETURN NONE";
const UPDATE: &str = "FOR $row IN $rows { UPDATE $row.id MERGE $row.facts RETURN NONE }";

/// The statements that write a batch: the local authorities and trusts that its rows name, new schools, changed ones.
///
/// # Errors
/// [`Error::Internal`] when a new row's URN cannot be a record's key, which no URN of the register is.
pub fn write_batch(
    _permit: &Permit<act::ImportRegister>,
    created: &[RegisterSchool],
    changed: &[ChangedSchool],
    known: &mut KnownBodies,
) -> Result<Vec<Statement>> {
    let mut bodies: BTreeMap<RecordKey, String> = BTreeMap::new();
    for row in created.iter().chain(changed.iter().map(|c| &c.row)) {
        let la = ("local_authority", &row.local_authority);
        for (table, body) in [la]
            .into_iter()
            .chain(row.trust.iter().map(|t| ("trust", t)))
        {
            let key = body_key(body);
            if known.is_news(table, &key, &body.name) {
                bodies.insert((table, key), body.name.clone());
            }
        }
    }
    let mut out = Vec::new();
    if !bodies.is_empty() {
        let rows: Vec<NamedRow> = bodies
            .into_iter()
            .map(|((table, key), name)| NamedRow {
                id: rid(table, key),
                name,
            })
            .collect();
        out.push(Statement::new(BODIES).bind("bodies", rows));
    }
    if !created.is_empty() {
        let rows: Vec<Value> = created
            .iter()
            .map(|row| {
                let id: SchoolId = row
                    .urn
                    .to_string()
                    .parse()
                    .map_err(|_| Error::Internal("a URN is no key".into()))?;
                let mut value = facts(row, &[]).into_value();
                if let Value::Object(fields) = &mut value {
                    fields.insert("id", rid("school", id).into_value());
                }
                Ok(value)
            })
            .collect::<Result<_>>()?;
        out.push(Statement::new(CREATE).bind("rows", rows));
    }
    if !changed.is_empty() {
        let rows: Vec<Row> = changed
            .iter()
            .map(|c| Row {
                id: rid("school", &c.held.id),
                facts: facts(&c.row, &c.held.former_urns),
            })
            .collect();
        out.push(Statement::new(UPDATE).bind("rows", rows));
    }
    Ok(out)
}

const SOURCE: &str = "
    UPSERT setting:register_of SET value = $of RETURN NONE;
    UPSERT setting:register_imported SET value = $imported RETURN NONE;";

/// Remembers which register was brought in last, and when.
pub fn remember_source(
    _permit: &Permit<act::ImportRegister>,
    of: Option<NaiveDate>,
    today: NaiveDate,
) -> Statement {
    Statement::new(SOURCE)
        .bind("of", of.map(|d| d.to_string()).unwrap_or_default())
        .bind("imported", today.to_string())
}

/// A body's code as an id: what may not stand in one becomes a dash.
fn body_key(body: &RegisterBody) -> String {
    let dashed = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    body.code.chars().take(40).map(dashed).collect()
}

fn facts(row: &RegisterSchool, former_urns: &[String]) -> Facts {
    let address = &row.address;
    let number = |n: Option<u32>| n.map(i64::from);
    let town = address.town.clone().unwrap_or_default();
    let postcode = address.postcode.clone().unwrap_or_default();
    let street: Vec<&str> = [&address.street, &address.locality, &address.address3]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    // The postcode stands in it with and without its space, as people type it both ways.
    let compact: String = postcode.split_whitespace().collect();
    let search = [
        &row.name,
        &town,
        &postcode,
        &compact,
        &row.urn.to_string(),
        &former_urns.join(" "),
    ]
    .map(|part| part.as_str())
    .join(" ");
    Facts {
        urn: row.urn.to_string(),
        name: row.name.clone(),
        la: rid("local_authority", body_key(&row.local_authority)),
        trust: row.trust.as_ref().map(|t| rid("trust", body_key(t))),
        federation: row.federation.as_ref().map(|f| f.name.clone()),
        type_name: row.type_name.clone(),
        phase: row.phase.label().to_owned(),
        status: row.status.as_str().to_owned(),
        street: street.join(", "),
        town,
        postcode,
        website: row.website.clone(),
        low_age: number(row.lowest_age),
        high_age: number(row.highest_age),
        pupils: number(row.pupils),
        capacity: number(row.capacity),
        easting: number(row.grid_reference.map(|g| g.easting)),
        northing: number(row.grid_reference.map(|g| g.northing)),
        open_date: row.opened_on.map(|d| d.to_string()),
        close_date: row.closed_on.map(|d| d.to_string()),
        fingerprint: row.fingerprint(),
        search: every_word(&search),
    }
}

/// The searched form of a text of any length.
fn every_word(text: &str) -> String {
    text.split_whitespace()
        .map(search_words)
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

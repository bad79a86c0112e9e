//! Schools as the national register names them: finding one, and searching. The import is in [`import`].
//!
//! A school's record is keyed by the first URN under which it was read, and keeps that key when its URN changes.

pub mod import;
pub mod successions;

use crate::{Error, Result, Store, key, opt_date, opt_key, rid};
use chrono::NaiveDate;
use domain::ids::{LaCode, PartnershipId, SchoolId, TrustId};
use domain::policy::{Permit, SchoolFacts, act};
use domain::register::{SchoolStatus, Urn};
use std::collections::BTreeSet;
use surrealdb::types::{RecordId, SurrealValue};

/// One line of a list of schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolLine {
    /// The school.
    pub id: SchoolId,
    /// Its present URN.
    pub urn: String,
    /// Its name.
    pub name: String,
    /// Its town; empty where the register has none.
    pub town: String,
    /// Its postcode; empty where the register has none.
    pub postcode: String,
    /// Its phase, in the register's words.
    pub phase: String,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// Name of its local authority.
    pub la: String,
}

/// A part of what a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The schools of the page asked for: those that are not closed first, then by name.
    pub lines: Vec<SchoolLine>,
    /// How many there are on all pages.
    pub total: u64,
}

/// What is held of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// The school.
    pub id: SchoolId,
    /// Its present URN.
    pub urn: String,
    /// URNs that it had before, oldest first.
    pub former_urns: Vec<String>,
    /// Its name.
    pub name: String,
    /// Code and name of its local authority.
    pub la: (LaCode, String),
    /// Number and name of its trust.
    pub trust: Option<(TrustId, String)>,
    /// Name of its federation.
    pub federation: Option<String>,
    /// The register's name for its type.
    pub type_name: String,
    /// Its phase, in the register's words.
    pub phase: String,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// Street and locality.
    pub street: String,
    /// Town.
    pub town: String,
    /// Postcode.
    pub postcode: String,
    /// Its website, which begins with `http://` or `https://`.
    pub website: Option<String>,
    /// Youngest and oldest age that it may teach.
    pub ages: Option<(i64, i64)>,
    /// Pupils on roll at the last census.
    pub pupils: Option<i64>,
    /// Places.
    pub capacity: Option<i64>,
    /// When it opened under its present URN.
    pub opened: Option<NaiveDate>,
    /// When it closed.
    pub closed: Option<NaiveDate>,
    /// Partnerships to which it belongs on the day asked for, by name.
    pub partnerships: Vec<(PartnershipId, String)>,
}

impl School {
    /// What the policy needs to know.
    pub fn facts(&self) -> SchoolFacts {
        SchoolFacts {
            id: self.id.clone(),
            la: self.la.0.clone(),
            trust: self.trust.as_ref().map(|t| t.0.clone()),
            partnerships: self
                .partnerships
                .iter()
                .map(|p| p.0.clone())
                .collect::<BTreeSet<_>>(),
        }
    }
}

/// Where what is held comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterDate {
    /// The day that the register's file carries in its name, if it does.
    pub of: Option<NaiveDate>,
    /// The day on which it was brought in.
    pub imported: NaiveDate,
}

#[derive(SurrealValue)]
struct LineRow {
    id: RecordId,
    urn: String,
    name: String,
    town: String,
    postcode: String,
    phase: String,
    status: String,
    la_name: Option<String>,
}

#[derive(SurrealValue)]
struct SchoolRow {
    id: RecordId,
    urn: String,
    former_urns: Vec<String>,
    name: String,
    la: RecordId,
    la_name: Option<String>,
    trust: Option<RecordId>,
    trust_name: Option<String>,
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
    open_date: Option<String>,
    close_date: Option<String>,
}

#[derive(SurrealValue)]
struct PartnershipRow {
    partnership: RecordId,
    name: String,
}

/// A stored status as its type.
pub(crate) fn status(text: &str) -> Result<SchoolStatus> {
    SchoolStatus::from_stored(text)
        .ok_or_else(|| Error::Internal(format!("{text:?} is not a school's status")))
}

// Both conditions are answered by an index.
const BY_URN: &str = "
    SELECT VALUE id FROM school WHERE urn = $urn LIMIT 1;
    SELECT VALUE id FROM school WHERE former_urns CONTAINS $urn LIMIT 1;";

const FIND: &str = "
    SELECT *, la.name AS la_name, trust.name AS trust_name FROM $school;
    SELECT partnership, partnership.name AS name FROM membership
        WHERE school = $school AND joined <= $today AND (left = NONE OR left >= $today) ORDER BY name;";

const SEARCH: &str = "
    SELECT id, urn, name, town, postcode, phase, status, la.name AS la_name, status = 'closed' AS gone
        FROM school WHERE search @@ $words ORDER BY gone, name, urn LIMIT $most START $from;
    SELECT count() AS total FROM school WHERE search @@ $words GROUP ALL;";

const REGISTER_DATE: &str = "
    SELECT VALUE value FROM ONLY setting:register_of;
    SELECT VALUE value FROM ONLY setting:register_imported;";

#[derive(SurrealValue)]
struct CountRow {
    total: i64,
}

impl Store {
    /// The school that has this URN now, or had it before.
    pub async fn find_school_by_urn(&self, urn: Urn) -> Result<Option<SchoolId>> {
        let mut response = self.read(BY_URN, [("urn", urn.to_string())]).await?;
        let now: Option<RecordId> = response.take(0)?;
        let before: Option<RecordId> = response.take(1)?;
        opt_key(now.or(before).as_ref())
    }

    /// What is held of a school, with its partnerships on a day.
    pub async fn find_school(&self, id: &SchoolId, today: NaiveDate) -> Result<Option<School>> {
        #[derive(SurrealValue)]
        struct Vars {
            school: RecordId,
            today: String,
        }
        let vars = Vars {
            school: rid("school", id),
            today: today.to_string(),
        };
        let mut response = self.read(FIND, vars).await?;
        let row: Option<SchoolRow> = response.take(0)?;
        let partnerships: Vec<PartnershipRow> = response.take(1)?;
        row.map(|row| school(row, &partnerships)).transpose()
    }

    /// The schools in whose name, town, postcode or URN every word of `words` stands at the beginning of a word, from
    /// number `from` on (counted from 0), at most `most` of them. `words` are normalised as [`search_words`] does.
    pub async fn search_schools(
        &self,
        _permit: &Permit<act::SearchSchools>,
        words: &str,
        from: u32,
        most: u32,
    ) -> Result<Found> {
        #[derive(SurrealValue)]
        struct Vars {
            words: String,
            from: i64,
            most: i64,
        }
        let words = search_words(words);
        if words.is_empty() {
            return Ok(Found::default());
        }
        let vars = Vars {
            words,
            from: i64::from(from),
            most: i64::from(most),
        };
        let mut response = self.read(SEARCH, vars).await?;
        let rows: Vec<LineRow> = response.take(0)?;
        let total: Option<CountRow> = response.take(1)?;
        Ok(Found {
            lines: rows.into_iter().map(line).collect::<Result<_>>()?,
            total: total.map_or(0, |t| t.total.unsigned_abs()),
        })
    }

    /// Of which day the register is that was brought in last; none before the first import.
    pub async fn find_register_date(&self) -> Result<Option<RegisterDate>> {
        let mut response = self.read(REGISTER_DATE, ()).await?;
        let of: Option<String> = response.take(0)?;
        let imported: Option<String> = response.take(1)?;
        let of = opt_date(of.as_deref().filter(|t| !t.is_empty()))?;
        Ok(opt_date(imported.as_deref())?.map(|imported| RegisterDate { of, imported }))
    }
}

fn line(row: LineRow) -> Result<SchoolLine> {
    Ok(SchoolLine {
        id: key(&row.id)?,
        urn: row.urn,
        name: row.name,
        town: row.town,
        postcode: row.postcode,
        phase: row.phase,
        status: status(&row.status)?,
        la: row.la_name.unwrap_or_default(),
    })
}

fn school(row: SchoolRow, partnerships: &[PartnershipRow]) -> Result<School> {
    let trust: Option<TrustId> = opt_key(row.trust.as_ref())?;
    Ok(School {
        id: key(&row.id)?,
        urn: row.urn,
        former_urns: row.former_urns,
        name: row.name,
        la: (key(&row.la)?, row.la_name.unwrap_or_default()),
        trust: trust.map(|id| {
            let name = row.trust_name.clone().unwrap_or_else(|| id.to_string());
            (id, name)
        }),
        federation: row.federation,
        type_name: row.type_name,
        phase: row.phase,
        status: status(&row.status)?,
        street: row.street,
        town: row.town,
        postcode: row.postcode,
        website: row.website,
        ages: row.low_age.zip(row.high_age),
        pupils: row.pupils,
        capacity: row.capacity,
        opened: opt_date(row.open_date.as_deref())?,
        closed: opt_date(row.close_date.as_deref())?,
        partnerships: partnerships
            .iter()
            .map(|p| Ok((key(&p.partnership)?, p.name.clone())))
            .collect::<Result<_>>()?,
    })
}

/// Text as it is searched: lower case, apostrophes left out, every other mark a space. Stored and typed text go
/// through it alike, so that "St. Mary’s" is found by "st marys".
pub fn search_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '‘' | '`') && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    // One letter alone finds everything and nothing.
    let kept: Vec<&str> = out
        .split(' ')
        .filter(|w| w.chars().count() > 1)
        .take(12)
        .collect();
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::search_words;

    #[test]
    fn marks_and_case_do_not_matter_to_a_search() {
        assert_eq!(search_words("  St. Mary’s  C of E "), "st marys of");
        assert_eq!(search_words("zz9 1aa"), "zz9 1aa");
        assert_eq!(search_words("' \" ( % a"), "");
    }
}

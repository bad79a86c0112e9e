//! What the scope of a role can name, found by what people know of it: a school by URN or name, a partnership, local
//! authority or trust by id or name. All of these are public or known to administrators; nothing of a school's own
//! is read here.

use crate::schools::search_words;
use crate::{Result, Store, key, opt_key, rid};
use chrono::NaiveDate;
use domain::ids::SchoolId;
use domain::people::PlaceKind;
use domain::policy::SchoolFacts;
use surrealdb::types::{RecordId, SurrealValue};

/// Something that a role's scope can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The scope as stored.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What tells it from others of the same name: town and URN of a school, else its code.
    pub detail: String,
}

/// What a search for places brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Those whose code or whole name is what was typed.
    pub exact: Vec<Place>,
    /// Those whose name contains what was typed; at most [`MOST`], by name.
    pub similar: Vec<Place>,
}

/// Most places that are offered to choose from.
pub const MOST: usize = 20;

#[derive(SurrealValue)]
struct SchoolRow {
    id: RecordId,
    name: String,
    urn: String,
    town: String,
}

#[derive(SurrealValue)]
struct NamedRow {
    id: RecordId,
    name: String,
}

impl TryFrom<SchoolRow> for Place {
    type Error = crate::Error;
    fn try_from(row: SchoolRow) -> Result<Self> {
        let detail = match row.town.as_str() {
            "" => format!("URN {}", row.urn),
            town => format!("{town}, URN {}", row.urn),
        };
        Ok(Self {
            id: key::<SchoolId>(&row.id)?.into(),
            name: row.name,
            detail,
        })
    }
}

impl TryFrom<NamedRow> for Place {
    type Error = crate::Error;
    fn try_from(row: NamedRow) -> Result<Self> {
        let id: SchoolId = key(&row.id)?;
        Ok(Self {
            detail: id.to_string(),
            id: id.into(),
            name: row.name,
        })
    }
}

fn places<R>(rows: Vec<R>) -> Result<Vec<Place>>
where
    Place: TryFrom<R, Error = crate::Error>,
{
    rows.into_iter().map(Place::try_from).collect()
}

// A present URN first, by its index; then the record's own id, which is the first URN; then any URN in between.
const SCHOOL_BY_URN: &str = "
    SELECT id, name, urn, town FROM school WHERE urn = $text;
    SELECT id, name, urn, town FROM type::record('school', $text);";
const SCHOOL_BY_FORMER_URN: &str = "SELECT id, name, urn, town FROM school WHERE former_urns CONTAINS $text ORDER BY name LIMIT 20";
const SCHOOL_BY_NAME: &str = "
    SELECT id, name, urn, town FROM school WHERE search @@ $words AND string::lowercase(name) = $lower ORDER BY name, urn LIMIT 20;
    SELECT id, name, urn, town FROM school WHERE search @@ $words ORDER BY name, urn LIMIT 20;";
const PARTNERSHIP: &str = "
    SELECT id, name FROM partnership WHERE id = type::record('partnership', $text) OR string::lowercase(name) = $lower ORDER BY name LIMIT 20;
    SELECT id, name FROM partnership WHERE string::contains(string::lowercase(name), $lower) ORDER BY name LIMIT 20;";
const LOCAL_AUTHORITY: &str = "
    SELECT id, name FROM local_authority WHERE id = type::record('local_authority', $text) OR string::lowercase(name) = $lower ORDER BY name LIMIT 20;
    SELECT id, name FROM local_authority WHERE string::contains(string::lowercase(name), $lower) ORDER BY name LIMIT 20;";
const TRUST: &str = "
    SELECT id, name FROM trust WHERE id = type::record('trust', $text) OR string::lowercase(name) = $lower ORDER BY name LIMIT 20;
    SELECT id, name FROM trust WHERE string::contains(string::lowercase(name), $lower) ORDER BY name LIMIT 20;";

#[derive(SurrealValue)]
struct Vars {
    text: String,
    lower: String,
    words: String,
}

impl Vars {
    fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            lower: text.to_lowercase(),
            words: search_words(text),
        }
    }
}

impl Store {
    /// Places of a kind by code or name; none for an empty text.
    pub async fn find_places(&self, kind: PlaceKind, text: &str) -> Result<Places> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Places::default());
        }
        let sql = match kind {
            PlaceKind::School => {
                let exact = self.find_schools_by_urn(text).await?;
                if !exact.is_empty() {
                    return Ok(Places {
                        exact,
                        similar: Vec::new(),
                    });
                }
                if search_words(text).is_empty() {
                    return Ok(Places::default());
                }
                let mut response = self.read(SCHOOL_BY_NAME, Vars::new(text)).await?;
                return Ok(Places {
                    exact: places::<SchoolRow>(response.take(0)?)?,
                    similar: places::<SchoolRow>(response.take(1)?)?,
                });
            }
            PlaceKind::Partnership => PARTNERSHIP,
            PlaceKind::LocalAuthority => LOCAL_AUTHORITY,
            PlaceKind::Trust => TRUST,
        };
        let mut response = self.read(sql, Vars::new(text)).await?;
        Ok(Places {
            exact: places::<NamedRow>(response.take(0)?)?,
            similar: places::<NamedRow>(response.take(1)?)?,
        })
    }

    /// The school with this present URN, record id or former URN. Several only when two schools came out of one.
    pub async fn find_schools_by_urn(&self, text: &str) -> Result<Vec<Place>> {
        if text.parse::<SchoolId>().is_err() {
            return Ok(Vec::new());
        }
        let mut response = self.read(SCHOOL_BY_URN, Vars::new(text)).await?;
        for at in 0..2 {
            let rows: Vec<SchoolRow> = response.take(at)?;
            if !rows.is_empty() {
                return places(rows);
            }
        }
        places::<SchoolRow>(
            self.read(SCHOOL_BY_FORMER_URN, Vars::new(text))
                .await?
                .take(0)?,
        )
    }

    /// A school's name and what the policy needs to know of it, on a day.
    pub async fn find_school_for_people(
        &self,
        id: &SchoolId,
        today: NaiveDate,
    ) -> Result<Option<(String, SchoolFacts)>> {
        #[derive(SurrealValue)]
        struct FactsRow {
            name: String,
            la: RecordId,
            trust: Option<RecordId>,
        }
        let row: Option<FactsRow> = self
            .read(
                "SELECT name, la, trust FROM $school",
                [("school", rid("school", id))],
            )
            .await?
            .take(0)?;
        let Some(row) = row else { return Ok(None) };
        let facts = SchoolFacts {
            id: id.clone(),
            la: key(&row.la)?,
            trust: opt_key(row.trust.as_ref())?,
            partnerships: self.list_partnerships_of_school(id, today).await?,
        };
        Ok(Some((row.name, facts)))
    }
}

//! Everybody, for administrators: searched, a page at a time.

use super::roles::{self, RoleLine};
use super::{Person, PersonRow};
use crate::{Result, Store};
use chrono::NaiveDate;
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// People on one page of the list.
pub const PAGE: u32 = 50;

/// What an administrator looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleSearch {
    /// Part of a name or an address; everybody when empty.
    pub words: String,
    /// A kind of role that is held today, or `reviewer`; any when empty.
    pub role: String,
    /// Page, counted from one.
    pub page: u32,
}

/// One page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// Each with the roles that count today.
    pub people: Vec<(Person, Vec<RoleLine>)>,
    /// How many people the search finds in all.
    pub total: u64,
}

const FIND: &str = "
    LET $holders = (SELECT VALUE person FROM role WHERE kind = $role AND since <= $today AND (until = NONE OR until >= $today));
    SELECT count() AS n FROM person WHERE
        ($words = '' OR string::contains(string::lowercase(name), $words) OR string::contains(email, $words))
        AND ($role = '' OR ($role = 'reviewer' AND reviewer) OR id IN $holders) GROUP ALL;
    SELECT id, name, email, reviewer FROM person WHERE
        ($words = '' OR string::contains(string::lowercase(name), $words) OR string::contains(email, $words))
        AND ($role = '' OR ($role = 'reviewer' AND reviewer) OR id IN $holders)
        ORDER BY name, id LIMIT $limit START $start;";

impl Store {
    /// The people whom `search` finds, by name.
    pub async fn list_people(
        &self,
        _permit: &Permit<act::ManagePeople>,
        search: &PeopleSearch,
        today: NaiveDate,
    ) -> Result<PeoplePage> {
        #[derive(SurrealValue)]
        struct Vars {
            words: String,
            role: String,
            today: String,
            limit: i64,
            start: i64,
        }
        let vars = Vars {
            words: search.words.trim().to_lowercase(),
            role: search.role.clone(),
            today: today.to_string(),
            limit: i64::from(PAGE),
            start: i64::from(search.page.max(1) - 1) * i64::from(PAGE),
        };
        let mut response = self.read(FIND, vars).await?;
        let total: Option<i64> = response.take((1, "n"))?;
        let rows: Vec<PersonRow> = response.take(2)?;
        let ids: Vec<RecordId> = rows.iter().map(|r| r.id.clone()).collect();
        let roles = self.list_roles_of_people(ids, today).await?;
        let people = rows
            .into_iter()
            .map(|row| {
                let person = Person::try_from(row)?;
                let own = roles
                    .iter()
                    .filter(|r| r.person == person.id)
                    .cloned()
                    .collect();
                Ok((person, own))
            })
            .collect::<Result<_>>()?;
        Ok(PeoplePage {
            people,
            total: total.unwrap_or(0).unsigned_abs(),
        })
    }

    async fn list_roles_of_people(
        &self,
        people: Vec<RecordId>,
        today: NaiveDate,
    ) -> Result<Vec<RoleLine>> {
        #[derive(SurrealValue)]
        struct Vars {
            people: Vec<RecordId>,
            today: String,
        }
        let vars = Vars {
            people,
            today: today.to_string(),
        };
        roles::take(&mut self.read(roles::OF_PEOPLE, vars).await?, 0)
    }

    /// How many people other than the holder of `except` are administrators from `day` on, without an end.
    pub async fn count_other_administrators(
        &self,
        _permit: &Permit<act::ManagePeople>,
        except: &domain::ids::RoleId,
        day: NaiveDate,
    ) -> Result<u64> {
        #[derive(SurrealValue)]
        struct Vars {
            except: String,
            day: String,
        }
        let n: Option<i64> = self
            .read(
                "SELECT count() AS n FROM role WHERE kind = 'administrator' AND until = NONE AND since <= $day AND id != type::record('role', $except) GROUP ALL",
                Vars { except: except.to_string(), day: day.to_string() },
            )
            .await?
            .take((0, "n"))?;
        Ok(n.unwrap_or(0).unsigned_abs())
    }
}

//! Inviting from the command line, for whoever runs the machine: the first administrator comes in this way. No mail is
//! sent; the link is printed.

use super::invite::{first_page, grant, holds};
use crate::auth::links;
use crate::error::Error;
use crate::state::new_id;
use chrono::{DateTime, Utc};
use domain::calendar::london_date;
use domain::ids::PersonId;
use domain::people::invitation::EmailAddress;
use domain::people::{PlaceKind, Role, RoleKind, UnknownRole};
use domain::policy::{act, operator};
use store::people::places::Place;
use store::people::{self, GrantPermit};
use store::{Kind, Meta, Store, Write};

/// What a person reads on the own account page.
const GROUND: &str = "Named by the operator of this website";

/// What to invite to, as typed.
#[derive(Debug)]
pub struct Order<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// Name, for a person who is new here.
    pub name: &'a str,
    /// `ROLE` or `ROLE:SCOPE`.
    pub role: &'a str,
    /// Address of the website, with which the link begins.
    pub base_url: &'a str,
}

/// Gives the role, unless the person holds it already, and returns a new one-time link. An empty database becomes a
/// real one. What is wrong is told as [`Error::BadRequest`] in words.
pub async fn invite(store: &Store, now: DateTime<Utc>, order: &Order<'_>) -> Result<String, Error> {
    let today = london_date(now);
    let email: EmailAddress = order.email.parse().map_err(|_| {
        wrong(format!(
            "{:?} is not an e-mail address: use the format name@example.org",
            order.email
        ))
    })?;
    let name = order.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(wrong("Give the person's name with --name"));
    }
    let role = read_role(store, order.role).await?;
    if store.kind().await? == Kind::Empty {
        store.set_kind(Kind::Real).await?;
    }
    let mut write = Write::new(&Meta {
        by: None,
        now,
        request: "command line".into(),
    });
    let known = store.find_person_by_email(email.as_str()).await?;
    let held = match &known {
        Some(person) => store
            .find_person(&person.id)
            .await?
            .map(|(_, held)| held)
            .unwrap_or_default(),
        None => Vec::new(),
    };
    let person: PersonId = match known {
        Some(person) => person.id,
        None => {
            let id = new_id();
            write.push(people::create(&id, &name, email.as_str(), now));
            id
        }
    };
    if !holds(&held, &role, today) {
        let permit = operator::site::<act::ManagePeople>(&person);
        grant(
            &mut write,
            &GrantPermit::Operator(&permit),
            &person,
            &role,
            GROUND,
            today,
        );
    }
    let base_url = order.base_url.trim_end_matches('/');
    let link = links::create_at(
        &mut write,
        base_url,
        &person,
        links::INVITATION_LASTS,
        &first_page(&role),
    );
    write.audit("invited", format!("person:{person}"), &role);
    store.commit(write).await?;
    Ok(link)
}

fn wrong(words: impl Into<String>) -> Error {
    Error::BadRequest(words.into())
}

/// Reads `ROLE[:SCOPE]` and finds what the scope names: a school by a present or former URN or by its id, a
/// partnership by its id or whole name, a local authority by its code, a trust by its group id.
async fn read_role(store: &Store, text: &str) -> Result<Role, Error> {
    let (kind, scope) = text.split_once(':').unwrap_or((text, ""));
    let (kind, scope) = (kind.trim(), scope.trim());
    let unknown = || wrong(format!("{text:?} is {UnknownRole}"));
    let kind: RoleKind = kind.parse().map_err(|_| unknown())?;
    let Some(place_kind) = kind.place() else {
        return kind.with_scope(scope).map_err(|_| unknown());
    };
    if scope.is_empty() {
        return Err(unknown());
    }
    let mut found = match place_kind {
        PlaceKind::School => store.find_schools_by_urn(scope).await?,
        _ => store.find_places(place_kind, scope).await?.exact,
    };
    // An authority or trust is named by its number alone here: names of trusts are not unique.
    if matches!(place_kind, PlaceKind::LocalAuthority | PlaceKind::Trust) {
        found.retain(|p| p.id == scope);
    }
    let noun = place_kind.noun();
    match found.as_slice() {
        [Place { id, .. }] => kind.with_scope(id).map_err(|_| unknown()),
        [] => Err(wrong(match place_kind {
            PlaceKind::School => format!(
                "There is no school with the URN {scope:?}. Import the register first, or check the URN."
            ),
            PlaceKind::Partnership => {
                format!("There is no partnership with the id or name {scope:?}.")
            }
            _ => format!(
                "There is no {noun} with the number {scope:?}. Import the register first, or check the number."
            ),
        })),
        several => Err(wrong(format!(
            "{} {noun}s are called {scope:?}. Give the id of one of them: {}",
            several.len(),
            several
                .iter()
                .map(|p| p.id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}

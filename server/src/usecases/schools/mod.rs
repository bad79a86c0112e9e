//! Schools: found, searched, and brought in from the national register.

pub mod import_register;
pub mod succeed;
pub mod uploads;

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::ids::SchoolId;
use domain::policy::{self, act};
use domain::register::Urn;
use store::schools::{Found, RegisterDate, School};

/// Schools on one page of a search.
pub const PAGE: u32 = 25;

/// What is held of a school, and of which register it is. `text` is the school's id or any URN that it has or had.
pub async fn find(
    app: &App,
    user: &User,
    text: &str,
) -> Result<(School, Option<RegisterDate>), Error> {
    let id: SchoolId = text.parse()?;
    let found = match app.store.find_school(&id, user.today).await? {
        Some(school) => Some(school),
        None => match text.parse::<Urn>() {
            Ok(urn) => match app.store.find_school_by_urn(urn).await? {
                Some(id) => app.store.find_school(&id, user.today).await?,
                None => None,
            },
            Err(_) => None,
        },
    };
    let school = found.ok_or(Error::NotFound)?;
    policy::school::<act::SeeSchool>(&user.actor, &school.facts())?;
    Ok((school, app.store.find_register_date().await?))
}

/// Schools by name, town, postcode or URN; `page` is counted from 1.
pub async fn search(app: &App, user: &User, words: &str, page: u32) -> Result<Found, Error> {
    let permit = policy::site::<act::SearchSchools>(&user.actor)?;
    let from = page.saturating_sub(1).min(10_000) * PAGE;
    Ok(app.store.search_schools(&permit, words, from, PAGE).await?)
}

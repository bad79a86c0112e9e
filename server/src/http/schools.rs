//! Schools: searched, shown, and added to partnerships.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{page, page_with, see_other};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::{partnerships, schools as uc};
use ::app::pages::schools as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{PartnershipId, SchoolId};
use domain::policy::{self, SchoolAction, act};
use leptos::prelude::*;
use store::schools::{Found, RegisterDate, School, SchoolLine};

const HOME: (&str, &str) = ("Home", "/");
const LIST: (&str, &str) = ("Schools", "/schools");

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/schools", search)
        .get("/schools/{id}", show)
        .get("/partnerships/{id}/schools", members)
        .get("/partnerships/{id}/schools/add", add_form)
        .post("/partnerships/{id}/schools/add", add)
        .get("/partnerships/{id}/schools/{school}/leave", leave_form)
        .post("/partnerships/{id}/schools/{school}/leave", leave)
}

/// What a search shows; `base` is the address of the page without its query, `to` makes a line's address.
fn results(
    words: &str,
    page: u32,
    base: &str,
    found: Found,
    to: impl Fn(&SchoolLine) -> String,
) -> pages::Results {
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .append_pair("page", "")
        .finish();
    pages::Results {
        words: words.to_owned(),
        total: found.total,
        page: page as usize,
        pages: found.total.div_ceil(u64::from(uc::PAGE)) as usize,
        href: format!("{base}?{query}"),
        lines: found
            .lines
            .into_iter()
            .map(|l| pages::Line {
                href: to(&l),
                closed: (!l.status.is_open()).then(|| l.status.label().to_owned()),
                place: [l.town, l.postcode]
                    .into_iter()
                    .filter(|p| !p.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
                urn: l.urn,
                name: l.name,
                phase: l.phase,
                la: l.la,
            })
            .collect(),
    }
}

/// The words and the page number of a search.
fn asked(query: &RawForm) -> (String, u32) {
    let words: String = query
        .get("q")
        .trim()
        .chars()
        .take(domain::forms::SHORT_TEXT)
        .collect();
    (
        words,
        query.get("page").parse().unwrap_or(1).clamp(1, 10_000),
    )
}

/// GET /schools
async fn search(
    State(app): State<App>,
    user: User,
    Query(query): Query,
) -> Result<Response, Error> {
    let (words, number) = asked(&query);
    let found = uc::search(&app, &user, &words, number).await?;
    let source = app
        .store
        .find_register_date()
        .await?
        .map(|d| source_in_words(&d));
    let results = results(&words, number, "/schools", found, |l| {
        format!("/schools/{}", l.id)
    });
    Ok(page(
        &app,
        &user.ctx,
        "Find a school",
        &[HOME],
        || view! { <pages::Search results source/> },
    ))
}

/// GET /schools/{id}
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (school, source) = uc::find(&app, &user, &id).await?;
    if school.id.as_str() != id {
        return Ok(see_other(format!("/schools/{}", school.id)));
    }
    let seen = partnerships::list(&app, &user).await?;
    let mut view = school_view(&school, source.as_ref(), |p| {
        seen.iter().any(|s| s.id == *p)
    });
    if policy::can_school(&user.actor, SchoolAction::SeeSchoolPeople, &school.facts()) {
        view.people = Some(format!("/schools/{}/people", school.id));
    }
    Ok(page(
        &app,
        &user.ctx,
        school.name.clone(),
        &[HOME, LIST],
        || view! { <pages::Show view/> },
    ))
}

fn school_view(
    s: &School,
    source: Option<&RegisterDate>,
    sees: impl Fn(&PartnershipId) -> bool,
) -> pages::SchoolView {
    let day = |d: chrono::NaiveDate| d.format("%-d %B %Y").to_string();
    let address: Vec<&str> = [&s.street, &s.town, &s.postcode]
        .into_iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    pages::SchoolView {
        name: s.name.clone(),
        urn: s.urn.clone(),
        former_urns: s.former_urns.clone(),
        status: s.status.label().to_owned(),
        open: s.status.is_open(),
        type_name: s.type_name.clone(),
        phase: s.phase.clone(),
        ages: s.ages.map(|(low, high)| format!("{low} to {high}")),
        pupils: s.pupils.map(|p| match s.capacity {
            Some(capacity) => format!("{p} on roll, {capacity} places"),
            None => format!("{p} on roll"),
        }),
        la: s.la.1.clone(),
        trust: s.trust.as_ref().map(|t| t.1.clone()),
        federation: s.federation.clone(),
        address: address.join("\n"),
        website: s.website.clone(),
        opened: s.opened.map(day),
        closed: s.closed.map(day),
        partnerships: s
            .partnerships
            .iter()
            .filter(|(id, _)| sees(id))
            .map(|(id, name)| (name.clone(), format!("/partnerships/{id}")))
            .collect(),
        people: None,
        source: source.map(source_in_words),
    }
}

/// Where register facts come from, in words.
pub(super) fn source_in_words(date: &RegisterDate) -> String {
    let day = |d: chrono::NaiveDate| d.format("%-d %B %Y").to_string();
    match date.of {
        Some(of) => format!(
            "Get Information About Schools, the register of {}, brought in on {}",
            day(of),
            day(date.imported)
        ),
        None => format!(
            "Get Information About Schools, brought in on {}",
            day(date.imported)
        ),
    }
}

/// The partnership, when the person may add schools and end memberships.
async fn managed(
    app: &App,
    user: &User,
    id: &PartnershipId,
) -> Result<store::partnerships::Partnership, Error> {
    let found = partnerships::find(app, user, id).await?;
    policy::partnership::<act::ManageMembers>(&user.actor, &found.facts(user.today))?;
    Ok(found)
}

/// GET /partnerships/{id}/schools
async fn members(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let id: PartnershipId = id.parse()?;
    let found = managed(&app, &user, &id).await?;
    let (words, number) = asked(&query);
    let hits = uc::search(&app, &user, &words, number).await?;
    let base = format!("/partnerships/{id}/schools");
    let results = results(&words, number, &base, hits, |l| {
        format!("{base}/add?school={}", l.id)
    });
    let members = found
        .members
        .iter()
        .map(|m| pages::membership::MemberLine {
            href: format!("/schools/{}", m.school),
            leave: m
                .left
                .is_none()
                .then(|| format!("{base}/{}/leave", m.school)),
            name: m.name.clone(),
            joined: m.joined,
            left: m.left,
        })
        .collect();
    let up = format!("/partnerships/{id}");
    let trail = [
        HOME,
        ("Partnerships", "/partnerships"),
        (found.name.as_str(), up.as_str()),
    ];
    Ok(page(
        &app,
        &user.ctx,
        "Schools of the partnership",
        &trail,
        || {
            view! { <pages::membership::Members results members/> }
        },
    ))
}

/// GET /partnerships/{id}/schools/add?school=…
async fn add_form(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let id: PartnershipId = id.parse()?;
    managed(&app, &user, &id).await?;
    if query.get("school").is_empty() {
        return Ok(see_other(format!("/partnerships/{id}/schools")));
    }
    let mut form = RawForm::default();
    form.set("school", query.get("school"));
    form.set("form_key", new_secret());
    domain::forms::set_date(&mut form, "joined", Some(user.today));
    add_page(&app, &user, &id, StatusCode::OK, form, FieldErrors::new()).await
}

async fn add_page(
    app: &App,
    user: &User,
    id: &PartnershipId,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let found = managed(app, user, id).await?;
    let (school, _) = uc::find(app, user, form.get("school")).await?;
    let closed = (!school.status.is_open()).then(|| school.status.label().to_owned());
    let (up, list) = (
        format!("/partnerships/{id}"),
        format!("/partnerships/{id}/schools"),
    );
    let trail = [
        HOME,
        (found.name.as_str(), up.as_str()),
        ("Schools", list.as_str()),
    ];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        format!("Add {}", school.name),
        &trail,
        || {
            view! { <pages::membership::Add school=school.name.clone() closed form errors/> }
        },
    ))
}

/// POST /partnerships/{id}/schools/add
async fn add(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: PartnershipId = id.parse()?;
    managed(&app, &user, &id).await?;
    // The school has to exist before a membership refers to it.
    uc::find(&app, &user, form.get("school")).await?;
    match partnerships::add_school(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/partnerships/{id}"))),
        Err(Error::Invalid(errors)) => {
            add_page(
                &app,
                &user,
                &id,
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

/// GET /partnerships/{id}/schools/{school}/leave
async fn leave_form(
    State(app): State<App>,
    user: User,
    Path((id, school)): Path<(String, String)>,
) -> Result<Response, Error> {
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    leave_page(
        &app,
        &user,
        &id.parse()?,
        &school.parse()?,
        StatusCode::OK,
        form,
        FieldErrors::new(),
    )
    .await
}

async fn leave_page(
    app: &App,
    user: &User,
    id: &PartnershipId,
    school: &SchoolId,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let found = managed(app, user, id).await?;
    let member = found
        .members
        .iter()
        .find(|m| m.school == *school && m.left.is_none())
        .ok_or(Error::NotFound)?;
    let name = member.name.clone();
    let joined = member.joined.format("%-d %B %Y").to_string();
    let (up, list) = (
        format!("/partnerships/{id}"),
        format!("/partnerships/{id}/schools"),
    );
    let trail = [
        HOME,
        (found.name.as_str(), up.as_str()),
        ("Schools", list.as_str()),
    ];
    let title = format!("When does {name} leave?");
    Ok(page_with(app, &user.ctx, status, title, &trail, || {
        view! { <pages::membership::Leave name joined form errors/> }
    }))
}

/// POST /partnerships/{id}/schools/{school}/leave
async fn leave(
    State(app): State<App>,
    user: User,
    Path((id, school)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, school): (PartnershipId, SchoolId) = (id.parse()?, school.parse()?);
    match partnerships::end_membership(&app, &user, &id, &school, &form).await {
        Ok(()) => Ok(see_other(format!("/partnerships/{id}"))),
        Err(Error::Invalid(errors)) => {
            leave_page(
                &app,
                &user,
                &id,
                &school,
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

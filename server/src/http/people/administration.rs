//! Everybody, for administrators.

use super::super::Routes;
use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{page, page_with, see_other};
use super::{HOME, new_form, profile_view, role_choices, role_view};
use crate::error::Error;
use crate::state::App;
use crate::usecases::people::{administration as uc, find_place};
use ::app::components::Choice;
use ::app::pages::people::{directory as pages, end_role, invite};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm, set_date};
use domain::ids::{PersonId, RoleId};
use domain::people::RoleKind;
use leptos::prelude::*;
use store::people::list::{PAGE, PeopleSearch};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/admin/people", list)
        .get("/admin/people/invite", invite_form)
        .post("/admin/people/invite", send_invitation)
        .get("/admin/people/{person}", show)
        .get("/admin/people/{person}/roles/new", role_form)
        .post("/admin/people/{person}/roles/new", give_role)
        .get("/admin/people/{person}/roles/{role}/end", end_form)
        .post("/admin/people/{person}/roles/{role}/end", end)
}

const PEOPLE: (&str, &str) = ("People", "/admin/people");

/// GET /admin/people?q=&role=&page=
async fn list(State(app): State<App>, user: User, Query(search): Query) -> Result<Response, Error> {
    let wanted = PeopleSearch {
        words: search.get("q").to_owned(),
        role: search.get("role").to_owned(),
        page: search.get("page").parse().unwrap_or(1).max(1),
    };
    let found = uc::list(&app, &user, &wanted).await?;
    let lines = found
        .people
        .into_iter()
        .map(|(person, roles)| pages::Line {
            href: format!("/admin/people/{}", person.id),
            name: person.name,
            email: person.email,
            roles: roles
                .iter()
                .map(|l| role_view(l, &user, None).in_one_line())
                .chain(person.reviewer.then(|| "Reviewer".to_owned()))
                .collect(),
        })
        .collect();
    let mut roles: Vec<Choice> = RoleKind::ALL
        .into_iter()
        .map(|k| Choice::new(k.as_str(), k.title()))
        .collect();
    roles.push(Choice::new("reviewer", "Reviewer"));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", &wanted.words)
        .append_pair("role", &wanted.role)
        .append_pair("page", "")
        .finish();
    let pages_href = format!("/admin/people?{query}");
    let pages = usize::try_from(found.total.div_ceil(u64::from(PAGE))).unwrap_or(usize::MAX);
    let at = usize::try_from(wanted.page).unwrap_or(1);
    let total = found.total;
    Ok(page(&app, &user.ctx, "People", &[HOME], || {
        view! { <pages::List search roles lines total page=at pages pages_href/> }
    }))
}

/// GET /admin/people/{person}
async fn show(
    State(app): State<App>,
    user: User,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let person: PersonId = person.parse()?;
    let (found, roles) = uc::find(&app, &user, &person).await?;
    let roles = roles
        .iter()
        .map(|l| {
            role_view(
                l,
                &user,
                Some(format!("/admin/people/{person}/roles/{}/end", l.held.id)),
            )
        })
        .collect();
    let profile = found.reviewer.then(|| profile_view(&found, None));
    let give = format!("/admin/people/{person}/roles/new");
    Ok(page(
        &app,
        &user.ctx,
        found.name.clone(),
        &[HOME, PEOPLE],
        || {
            view! { <pages::Person name=found.name email=found.email give roles profile/> }
        },
    ))
}

/// GET /admin/people/invite
async fn invite_form(State(app): State<App>, user: User) -> Result<Response, Error> {
    uc::may_manage(&user)?;
    Ok(invite_page(
        &app,
        &user,
        StatusCode::OK,
        None,
        new_form(),
        FieldErrors::new(),
        Vec::new(),
    ))
}

/// POST /admin/people/invite
async fn send_invitation(
    State(app): State<App>,
    user: User,
    Form(form): Form,
) -> Result<Response, Error> {
    match uc::invite(&app, &user, &form).await {
        Ok(()) => Ok(see_other("/admin/people")),
        Err(Error::Invalid(errors)) => {
            let places = choices(&app, &form).await?;
            Ok(invite_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                None,
                form,
                errors,
                places,
            ))
        }
        Err(e) => Err(e),
    }
}

/// GET /admin/people/{person}/roles/new
async fn role_form(
    State(app): State<App>,
    user: User,
    Path(person): Path<String>,
) -> Result<Response, Error> {
    let (found, _) = uc::find(&app, &user, &person.parse()?).await?;
    Ok(invite_page(
        &app,
        &user,
        StatusCode::OK,
        Some(found.name),
        new_form(),
        FieldErrors::new(),
        Vec::new(),
    ))
}

/// POST /admin/people/{person}/roles/new
async fn give_role(
    State(app): State<App>,
    user: User,
    Path(person): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let person: PersonId = person.parse()?;
    match uc::give_role(&app, &user, &person, &form).await {
        Ok(()) => Ok(see_other(format!("/admin/people/{person}"))),
        Err(Error::Invalid(errors)) => {
            let (found, _) = uc::find(&app, &user, &person).await?;
            let places = choices(&app, &form).await?;
            Ok(invite_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(found.name),
                form,
                errors,
                places,
            ))
        }
        Err(e) => Err(e),
    }
}

async fn choices(app: &App, form: &RawForm) -> Result<Vec<Choice>, Error> {
    let places = find_place::choices(app, form).await?;
    Ok(places
        .into_iter()
        .map(|p| Choice::new(p.id, format!("{} ({})", p.name, p.detail)))
        .collect())
}

/// The form for a new person, or for `known`.
fn invite_page(
    app: &App,
    user: &User,
    status: StatusCode,
    known: Option<String>,
    form: RawForm,
    errors: FieldErrors,
    places: Vec<Choice>,
) -> Response {
    let asks = invite::Asks {
        person: known.is_none(),
        roles: role_choices(&RoleKind::ALL),
        schools: Vec::new(),
        place: true,
        places,
    };
    let (title, button) = match known {
        Some(name) => (format!("Give {name} a role"), "Give the role"),
        None => ("Invite somebody".to_owned(), "Send the invitation"),
    };
    page_with(
        app,
        &user.ctx,
        status,
        title.clone(),
        &[HOME, PEOPLE],
        || {
            view! { <invite::Invite title button asks form errors/> }
        },
    )
}

/// GET /admin/people/{person}/roles/{role}/end
async fn end_form(
    State(app): State<App>,
    user: User,
    Path((person, role)): Path<(String, String)>,
) -> Result<Response, Error> {
    let mut form = new_form();
    set_date(&mut form, "until", Some(user.today));
    end_page(
        &app,
        &user,
        StatusCode::OK,
        &person.parse()?,
        &role.parse()?,
        form,
        FieldErrors::new(),
    )
    .await
}

/// POST /admin/people/{person}/roles/{role}/end
async fn end(
    State(app): State<App>,
    user: User,
    Path((person, role)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (person, role) = (person.parse()?, role.parse()?);
    match uc::end(&app, &user, &person, &role, &form).await {
        Ok(()) => Ok(see_other(format!("/admin/people/{person}"))),
        Err(Error::Invalid(errors)) => {
            end_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &person,
                &role,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

async fn end_page(
    app: &App,
    user: &User,
    status: StatusCode,
    person: &PersonId,
    role: &RoleId,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let line = uc::find_role(app, user, person, role).await?;
    let view = role_view(&line, user, None);
    let back = format!("/admin/people/{person}");
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "End a role",
        &[HOME, PEOPLE, (&line.name, &back.clone())],
        || {
            view! { <end_role::EndRole name=line.name.clone() role=view back form errors/> }
        },
    ))
}

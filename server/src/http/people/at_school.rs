//! People of a school, for its head and its coordinators.

use super::super::Routes;
use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page, page_with, see_other};
use super::{HOME, new_form, role_choices, role_view};
use crate::error::Error;
use crate::state::App;
use crate::usecases::people::at_school as uc;
use ::app::pages::people::{end_role, invite, school as pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm, set_date};
use domain::ids::{RoleId, SchoolId};
use domain::people::RoleKind;
use domain::policy::may_be_given_in_school;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/schools/{id}/people", list)
        .get("/schools/{id}/people/invite", invite_form)
        .post("/schools/{id}/people/invite", send_invitation)
        .get("/schools/{id}/people/roles/{role}/end", end_form)
        .post("/schools/{id}/people/roles/{role}/end", end)
}

/// GET /schools/{id}/people
async fn list(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: SchoolId = id.parse()?;
    let people = uc::list(&app, &user, &id).await?;
    let lines = people
        .roles
        .iter()
        .map(|l| {
            let end = may_be_given_in_school(&l.held.role, &people.facts)
                .then(|| format!("/schools/{id}/people/roles/{}/end", l.held.id));
            pages::Line {
                name: l.name.clone(),
                email: l.email.clone(),
                role: role_view(l, &user, end),
            }
        })
        .collect();
    let school = people.name;
    let above = format!("/schools/{id}");
    let invite = format!("{above}/people/invite");
    Ok(page(
        &app,
        &user.ctx,
        format!("People of {school}"),
        &[HOME, (&school.clone(), &above)],
        || {
            view! { <pages::List school invite lines/> }
        },
    ))
}

/// GET /schools/{id}/people/invite
async fn invite_form(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    invite_page(
        &app,
        &user,
        StatusCode::OK,
        &id.parse()?,
        new_form(),
        FieldErrors::new(),
    )
    .await
}

/// POST /schools/{id}/people/invite
async fn send_invitation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: SchoolId = id.parse()?;
    match uc::invite(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/schools/{id}/people"))),
        Err(Error::Invalid(errors)) => {
            invite_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &id,
                form,
                errors,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

async fn invite_page(
    app: &App,
    user: &User,
    status: StatusCode,
    id: &SchoolId,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let school = uc::may_invite(app, user, id).await?;
    let asks = invite::Asks {
        person: true,
        roles: role_choices(&[RoleKind::Contributor, RoleKind::Governor]),
        ..invite::Asks::default()
    };
    let title = format!("Invite somebody to {school}");
    let above = format!("/schools/{id}");
    let people = format!("{above}/people");
    let trail = [HOME, (&*school, &*above), ("People", &*people)];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        title.clone(),
        &trail,
        || {
            view! { <invite::Invite title button="Send the invitation" asks form errors/> }
        },
    ))
}

/// GET /schools/{id}/people/roles/{role}/end
async fn end_form(
    State(app): State<App>,
    user: User,
    Path((id, role)): Path<(String, String)>,
) -> Result<Response, Error> {
    let mut form = new_form();
    set_date(&mut form, "until", Some(user.today));
    end_page(
        &app,
        &user,
        StatusCode::OK,
        &id.parse()?,
        &role.parse()?,
        form,
        FieldErrors::new(),
    )
    .await
}

/// POST /schools/{id}/people/roles/{role}/end
async fn end(
    State(app): State<App>,
    user: User,
    Path((id, role)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, role) = (id.parse()?, role.parse()?);
    match uc::end(&app, &user, &id, &role, &form).await {
        Ok(()) => Ok(see_other(format!("/schools/{id}/people"))),
        Err(Error::Invalid(errors)) => {
            end_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &id,
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
    id: &SchoolId,
    role: &RoleId,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let school = uc::may_invite(app, user, id).await?;
    let line = uc::find_role(app, user, id, role).await?;
    let view = role_view(&line, user, None);
    let above = format!("/schools/{id}");
    let back = format!("{above}/people");
    let trail = [HOME, (&*school, &*above), ("People", &*back)];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "End a role",
        &trail,
        || {
            view! { <end_role::EndRole name=line.name.clone() role=view back=back.clone() form errors/> }
        },
    ))
}

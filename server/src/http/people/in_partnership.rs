//! People of a partnership, for its coordinators.

use super::super::Routes;
use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page, page_with, see_other};
use super::{HOME, again, new_form, profile_view, role_choices, role_view};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::people::in_partnership as uc;
use ::app::components::Choice;
use ::app::pages::people::{end_role, invite, partnership as pages};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm, set_date};
use domain::ids::{PartnershipId, PersonId, RoleId};
use domain::people::RoleKind;
use domain::policy::{PartnershipAction, can_partnership, may_be_given_in_partnership};
use leptos::prelude::*;
use store::partnerships::Partnership;
use store::people::reviewers::Reviewer;
use store::people::roles::RoleLine;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/partnerships/{id}/people", list)
        .get("/partnerships/{id}/people/invite", invite_form)
        .post("/partnerships/{id}/people/invite", send_invitation)
        .get("/partnerships/{id}/people/{person}", show)
        .post("/partnerships/{id}/people/{person}", set_training)
        .post(
            "/partnerships/{id}/people/{person}/stop-reviewing",
            stop_reviewing,
        )
        .get(
            "/partnerships/{id}/people/{person}/roles/{role}/end",
            end_form,
        )
        .post("/partnerships/{id}/people/{person}/roles/{role}/end", end)
}

const LIST: (&str, &str) = ("Partnerships", "/partnerships");

/// The pages above a page of this area.
fn trail(partnership: &Partnership) -> [(String, String); 4] {
    let own = |(text, href): (&str, &str)| (text.to_owned(), href.to_owned());
    let href = format!("/partnerships/{}", partnership.id);
    [
        own(HOME),
        own(LIST),
        (partnership.name.clone(), href.clone()),
        ("People".to_owned(), format!("{href}/people")),
    ]
}

fn borrowed(trail: &[(String, String)]) -> Vec<(&str, &str)> {
    trail
        .iter()
        .map(|(text, href)| (text.as_str(), href.as_str()))
        .collect()
}

/// GET /partnerships/{id}/people
async fn list(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let people = uc::list(&app, &user, &id.parse()?).await?;
    let facts = people.partnership.facts(user.today);
    let base = format!("/partnerships/{}/people", people.partnership.id);
    let may_invite = can_partnership(&user.actor, PartnershipAction::InviteToPartnership, &facts);
    let invite = may_invite.then(|| format!("{base}/invite"));
    let line = |l: &RoleLine| pages::Line {
        href: format!("{base}/{}", l.person),
        name: l.name.clone(),
        email: l.email.clone(),
        what: l.held.role.role_kind().title().to_owned(),
        place: l.place.clone(),
    };
    let (coordinators, at_schools): (Vec<&RoleLine>, Vec<&RoleLine>) = people
        .roles
        .iter()
        .partition(|l| l.held.role.role_kind() == RoleKind::Coordinator);
    let has_head = |school: &str| {
        people.roles.iter().any(|l| {
            l.held.role.role_kind() == RoleKind::Headteacher && l.held.role.scope() == school
        })
    };
    let without_head = people
        .partnership
        .members
        .iter()
        .filter(|m| m.is_member_on(user.today) && !has_head(m.school.as_str()))
        .map(|m| m.name.clone())
        .collect();
    let reviewers = people
        .reviewers
        .iter()
        .map(|r| reviewer_line(r, &base))
        .collect();
    let (coordinators, at_schools) = (
        coordinators.into_iter().map(line).collect(),
        at_schools.into_iter().map(line).collect(),
    );
    let name = people.partnership.name.clone();
    let above = trail(&people.partnership);
    Ok(page(
        &app,
        &user.ctx,
        format!("People of {name}"),
        &borrowed(&above[..3]),
        || {
            view! { <pages::List name invite coordinators at_schools without_head reviewers/> }
        },
    ))
}

fn reviewer_line(r: &Reviewer, base: &str) -> pages::Line {
    pages::Line {
        href: format!("{base}/{}", r.id),
        name: r.name.clone(),
        email: r.email.clone(),
        what: r.profile.trained_on.map_or_else(
            || "Not recorded".to_owned(),
            |d| d.format("%-d %B %Y").to_string(),
        ),
        place: r.profile.max_load.to_string(),
    }
}

/// GET /partnerships/{id}/people/invite
async fn invite_form(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let partnership = uc::may_invite(&app, &user, &id.parse()?).await?;
    Ok(invite_page(
        &app,
        &user,
        StatusCode::OK,
        &partnership,
        new_form(),
        FieldErrors::new(),
    ))
}

/// POST /partnerships/{id}/people/invite
async fn send_invitation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: PartnershipId = id.parse()?;
    match uc::invite(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/partnerships/{id}/people"))),
        Err(Error::Invalid(errors)) => {
            let partnership = uc::may_invite(&app, &user, &id).await?;
            Ok(invite_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &partnership,
                form,
                errors,
            ))
        }
        Err(e) => Err(e),
    }
}

fn members(partnership: &Partnership, user: &User) -> Vec<Choice> {
    partnership
        .members
        .iter()
        .filter(|m| m.is_member_on(user.today))
        .map(|m| Choice::new(m.school.as_str(), m.name.clone()))
        .collect()
}

fn invite_page(
    app: &App,
    user: &User,
    status: StatusCode,
    partnership: &Partnership,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let mut roles = role_choices(&[
        RoleKind::Coordinator,
        RoleKind::Headteacher,
        RoleKind::Contributor,
    ]);
    roles
        .push(Choice::new("reviewer", "Reviewer").hint("Visits other schools of the partnership."));
    let asks = invite::Asks {
        person: true,
        roles,
        schools: members(partnership, user),
        place: false,
        places: Vec::new(),
    };
    let title = format!("Invite somebody to {}", partnership.name);
    page_with(
        app,
        &user.ctx,
        status,
        title.clone(),
        &borrowed(&trail(partnership)),
        || {
            view! { <invite::Invite title button="Send the invitation" asks form errors/> }
        },
    )
}

/// GET /partnerships/{id}/people/{person}
async fn show(
    State(app): State<App>,
    user: User,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response, Error> {
    let member = uc::find(&app, &user, &id.parse()?, &person.parse()?).await?;
    let mut form = new_form();
    if let Some(r) = &member.reviewer {
        set_date(&mut form, "trained", r.profile.trained_on);
        for school in &r.profile.works_at {
            form.add("works_at", school.to_string());
        }
        form.set("version", r.version.to_string());
    }
    Ok(member_page(
        &app,
        &user,
        StatusCode::OK,
        &member,
        form,
        FieldErrors::new(),
    ))
}

/// POST /partnerships/{id}/people/{person}
async fn set_training(
    State(app): State<App>,
    user: User,
    Path((id, person)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let (id, person): (PartnershipId, PersonId) = (id.parse()?, person.parse()?);
    match uc::set_training(&app, &user, &id, &person, &form).await {
        Ok(()) => Ok(see_other(format!("/partnerships/{id}/people"))),
        Err(Error::Invalid(errors)) => {
            let member = uc::find(&app, &user, &id, &person).await?;
            Ok(member_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &member,
                form,
                errors,
            ))
        }
        Err(Error::Conflict) => {
            let member = uc::find(&app, &user, &id, &person).await?;
            again(&mut form, member.reviewer.as_ref().map_or(0, |r| r.version));
            Ok(member_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                &member,
                form,
                FieldErrors::new(),
            ))
        }
        Err(e) => Err(e),
    }
}

/// One person; a role leads to its end when it lies within the partnership.
fn member_page(
    app: &App,
    user: &User,
    status: StatusCode,
    member: &uc::Member,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let facts = member.partnership.facts(user.today);
    let may = can_partnership(&user.actor, PartnershipAction::InviteToPartnership, &facts);
    let base = format!("/partnerships/{}/people/{}", facts.id, member.person);
    let end = |l: &RoleLine| {
        (may && may_be_given_in_partnership(&l.held.role, &facts))
            .then(|| format!("{base}/roles/{}/end", l.held.id))
    };
    let roles = member
        .roles
        .iter()
        .map(|l| role_view(l, user, end(l)))
        .collect();
    // Other partnerships of the reviewer are not this coordinator's business.
    let profile = member.reviewer.as_ref().map(|r| {
        let mut view = profile_view(r, None);
        view.partnerships = vec![member.partnership.name.clone()];
        view
    });
    let training = (may && member.reviewer.is_some()).then(|| pages::TrainingForm {
        form,
        errors,
        schools: members(&member.partnership, user),
        conflict: status == StatusCode::CONFLICT,
        stop: format!("{base}/stop-reviewing"),
        stop_key: new_secret(),
    });
    let (name, email) = (member.name.clone(), member.email.clone());
    page_with(
        app,
        &user.ctx,
        status,
        name.clone(),
        &borrowed(&trail(&member.partnership)),
        || {
            view! { <pages::Member name email roles profile training/> }
        },
    )
}

/// POST /partnerships/{id}/people/{person}/stop-reviewing
async fn stop_reviewing(
    State(app): State<App>,
    user: User,
    Path((id, person)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: PartnershipId = id.parse()?;
    uc::end_reviewing(&app, &user, &id, &person.parse()?, &form).await?;
    Ok(see_other(format!("/partnerships/{id}/people")))
}

/// What the path to the end of a role names.
type RolePath = Path<(String, String, String)>;

/// GET /partnerships/{id}/people/{person}/roles/{role}/end
async fn end_form(
    State(app): State<App>,
    user: User,
    Path((id, person, role)): RolePath,
) -> Result<Response, Error> {
    let mut form = new_form();
    set_date(&mut form, "until", Some(user.today));
    end_page(
        &app,
        &user,
        StatusCode::OK,
        (&id.parse()?, &person.parse()?, &role.parse()?),
        form,
        FieldErrors::new(),
    )
    .await
}

/// POST /partnerships/{id}/people/{person}/roles/{role}/end
async fn end(
    State(app): State<App>,
    user: User,
    Path((id, person, role)): RolePath,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, person, role) = (id.parse()?, person.parse()?, role.parse()?);
    match uc::end(&app, &user, &id, &person, &role, &form).await {
        Ok(()) => Ok(see_other(format!("/partnerships/{id}/people"))),
        Err(Error::Invalid(errors)) => {
            end_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                (&id, &person, &role),
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
    (id, person, role): (&PartnershipId, &PersonId, &RoleId),
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let partnership = uc::may_invite(app, user, id).await?;
    let line = uc::find_role(app, user, id, person, role).await?;
    let view = role_view(&line, user, None);
    let back = format!("/partnerships/{id}/people/{person}");
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "End a role",
        &borrowed(&trail(&partnership)),
        || {
            view! { <end_role::EndRole name=line.name.clone() role=view back form errors/> }
        },
    ))
}

//! People of a school: its contributors and governors, invited by the head, a coordinator or an administrator.

use super::invite::{Gift, What};
use super::{end_role, invite, once};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::{RawForm, Reader};
use domain::ids::{RoleId, SchoolId};
use domain::people::Role;
use domain::people::invitation::read_invitee;
use domain::policy::{self, SchoolFacts, act};
use store::people::GrantPermit;
use store::people::roles::RoleLine;

/// A school with who holds which role at it.
#[derive(Debug)]
pub struct People {
    /// Its name.
    pub name: String,
    /// For deciding which roles can be ended.
    pub facts: SchoolFacts,
    /// Roles that count today or later, by name.
    pub roles: Vec<RoleLine>,
}

async fn school(app: &App, user: &User, id: &SchoolId) -> Result<(String, SchoolFacts), Error> {
    app.store
        .find_school_for_people(id, user.today)
        .await?
        .ok_or(Error::NotFound)
}

/// Everybody of the school.
pub async fn list(app: &App, user: &User, id: &SchoolId) -> Result<People, Error> {
    let (name, facts) = school(app, user, id).await?;
    let permit = policy::school::<act::SeeSchoolPeople>(&user.actor, &facts)?;
    let roles = app.store.list_roles_of_school(&permit, user.today).await?;
    Ok(People { name, facts, roles })
}

/// The school's name, when the person may invite to it: for showing the form.
pub async fn may_invite(app: &App, user: &User, id: &SchoolId) -> Result<String, Error> {
    let (name, facts) = school(app, user, id).await?;
    policy::school::<act::InviteToSchool>(&user.actor, &facts)?;
    Ok(name)
}

/// A role at the school that can still be ended by who may invite to it.
pub async fn find_role(
    app: &App,
    user: &User,
    id: &SchoolId,
    role: &RoleId,
) -> Result<RoleLine, Error> {
    let people = list(app, user, id).await?;
    people
        .roles
        .into_iter()
        .find(|l| {
            l.held.id == *role
                && end_role::is_open(&l.held, user)
                && policy::may_be_given_in_school(&l.held.role, &people.facts)
        })
        .ok_or(Error::NotFound)
}

/// Invites a contributor or a governor.
pub async fn invite(app: &App, user: &User, id: &SchoolId, form: &RawForm) -> Result<(), Error> {
    let (place, facts) = school(app, user, id).await?;
    let permit = policy::school::<act::InviteToSchool>(&user.actor, &facts)?;
    once(app, form).await?;
    let mut reader = Reader::new(form);
    let invitee = read_invitee(&mut reader);
    let role = Role::from_parts(form.get("role"), id.as_str())
        .ok()
        .filter(|role| policy::may_be_given_in_school(role, &facts));
    if role.is_none() {
        reader.error("role", "Choose a role");
    }
    let (invitee, role) = reader.finish(invitee.zip(role))?;
    let gift = Gift {
        what: What::Role(GrantPermit::School(&permit), role),
        place,
    };
    invite::send(
        app,
        user,
        &gift,
        &invitee,
        form.get("form_key"),
        &format!("/schools/{id}/people"),
    )
    .await
}

/// Ends the role of a contributor or governor.
pub async fn end(
    app: &App,
    user: &User,
    id: &SchoolId,
    role: &RoleId,
    form: &RawForm,
) -> Result<(), Error> {
    let (_, facts) = school(app, user, id).await?;
    let permit = policy::school::<act::InviteToSchool>(&user.actor, &facts)?;
    once(app, form).await?;
    let line = find_role(app, user, id, role).await?;
    end_role::end(
        app,
        user,
        &GrantPermit::School(&permit),
        &line,
        form,
        &format!("/schools/{id}/people"),
    )
    .await
}

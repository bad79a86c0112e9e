//! What administrators do: find anybody, see every role, give roles, end them, invite.

use super::invite::{Gift, What};
use super::{end_role, find_place, invite, once};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{PersonId, RoleId};
use domain::people::invitation::{Invitee, read_ground, read_invitee};
use domain::policy::{self, act};
use store::people::GrantPermit;
use store::people::list::{PeoplePage, PeopleSearch};
use store::people::reviewers::Reviewer;
use store::people::roles::RoleLine;

/// One page of the people whom `search` finds.
pub async fn list(app: &App, user: &User, search: &PeopleSearch) -> Result<PeoplePage, Error> {
    let permit = policy::site::<act::ManagePeople>(&user.actor)?;
    Ok(app.store.list_people(&permit, search, user.today).await?)
}

/// A person with every role.
pub async fn find(
    app: &App,
    user: &User,
    person: &PersonId,
) -> Result<(Reviewer, Vec<RoleLine>), Error> {
    policy::site::<act::ManagePeople>(&user.actor)?;
    let found = app
        .store
        .find_account(person)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((found, app.store.list_roles(person).await?))
}

/// A role of a person that can still be ended.
pub async fn find_role(
    app: &App,
    user: &User,
    person: &PersonId,
    role: &RoleId,
) -> Result<RoleLine, Error> {
    let (_, roles) = find(app, user, person).await?;
    roles
        .into_iter()
        .find(|l| l.held.id == *role && end_role::is_open(&l.held, user))
        .ok_or(Error::NotFound)
}

/// Leave to show the forms of this module.
pub fn may_manage(user: &User) -> Result<(), Error> {
    policy::site::<act::ManagePeople>(&user.actor)?;
    Ok(())
}

/// Invites anybody to any role.
pub async fn invite(app: &App, user: &User, form: &RawForm) -> Result<(), Error> {
    let permit = policy::site::<act::ManagePeople>(&user.actor)?;
    once(app, form).await?;
    let mut reader = Reader::new(form);
    let invitee = read_invitee(&mut reader);
    let invitee = reader.finish(invitee);
    let role = find_place::read_role(app, form).await;
    let (invitee, (role, place)) = both(invitee, role)?;
    let gift = Gift {
        what: What::Role(GrantPermit::Site(&permit), role),
        place,
    };
    invite::send(
        app,
        user,
        &gift,
        &invitee,
        form.get("form_key"),
        "/admin/people",
    )
    .await
}

/// Gives a person another role and tells the person by mail.
pub async fn give_role(
    app: &App,
    user: &User,
    person: &PersonId,
    form: &RawForm,
) -> Result<(), Error> {
    let permit = policy::site::<act::ManagePeople>(&user.actor)?;
    once(app, form).await?;
    let (found, _) = find(app, user, person).await?;
    let mut reader = Reader::new(form);
    let ground = read_ground(&mut reader);
    let ground = reader.finish(Some(ground));
    let role = find_place::read_role(app, form).await;
    let (ground, (role, place)) = both(ground, role)?;
    let email = found
        .email
        .parse()
        .map_err(|_| Error::Internal("a stored address is not one".into()))?;
    let invitee = Invitee {
        name: found.name,
        email,
        ground,
    };
    let gift = Gift {
        what: What::Role(GrantPermit::Site(&permit), role),
        place,
    };
    let location = format!("/admin/people/{person}");
    let outcome = invite::send(app, user, &gift, &invitee, form.get("form_key"), &location).await;
    // The form has no address field: what is wrong with the pair of person and role stands beside the role.
    outcome.map_err(|e| match e {
        Error::Invalid(errors) => match errors.get("email") {
            Some(words) => FieldErrors::one("role", words).into(),
            None => Error::Invalid(errors),
        },
        e => e,
    })
}

/// Ends a role of a person.
pub async fn end(
    app: &App,
    user: &User,
    person: &PersonId,
    role: &RoleId,
    form: &RawForm,
) -> Result<(), Error> {
    let permit = policy::site::<act::ManagePeople>(&user.actor)?;
    once(app, form).await?;
    let line = find_role(app, user, person, role).await?;
    let location = format!("/admin/people/{person}");
    end_role::end(
        app,
        user,
        &GrantPermit::Site(&permit),
        &line,
        form,
        &location,
    )
    .await
}

/// Both values, or the errors of both parts of a form together.
pub(super) fn both<A, B>(
    first: Result<A, FieldErrors>,
    second: Result<B, Error>,
) -> Result<(A, B), Error> {
    match (first, second) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(mut errors), Err(Error::Invalid(more))) => {
            for (field, message) in more.items() {
                errors.add(field.clone(), message.clone());
            }
            Err(errors.into())
        }
        (_, Err(e)) => Err(e),
        (Err(errors), Ok(_)) => Err(errors.into()),
    }
}

//! People of a partnership: its coordinators, heads and contributors of its schools, its reviewers.

use super::invite::{Gift, What};
use super::{end_role, invite, once};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::partnerships as partnership;
use domain::forms::{RawForm, Reader};
use domain::ids::{PartnershipId, PersonId, RoleId, SchoolId};
use domain::people::Role;
use domain::people::invitation::read_invitee;
use domain::policy::{self, act};
use store::Write;
use store::partnerships::Partnership;
use store::people::GrantPermit;
use store::people::reviewers::{self, Reviewer};
use store::people::roles::RoleLine;

/// Who holds which role in a partnership.
#[derive(Debug)]
pub struct People {
    /// The partnership.
    pub partnership: Partnership,
    /// Roles that count today or later, by name.
    pub roles: Vec<RoleLine>,
    /// Who reviews for it, by name.
    pub reviewers: Vec<Reviewer>,
}

/// One person, as far as the partnership is concerned.
#[derive(Debug)]
pub struct Member {
    /// The partnership.
    pub partnership: Partnership,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Roles in this partnership alone.
    pub roles: Vec<RoleLine>,
    /// The profile, when the person reviews for this partnership.
    pub reviewer: Option<Reviewer>,
}

/// Everybody of the partnership.
pub async fn list(app: &App, user: &User, id: &PartnershipId) -> Result<People, Error> {
    let partnership = partnership::find(app, user, id).await?;
    let facts = partnership.facts(user.today);
    let permit = policy::partnership::<act::SeePeople>(&user.actor, &facts)?;
    let roles = app
        .store
        .list_roles_of_partnership(&permit, &facts, user.today)
        .await?;
    let reviewers = app.store.list_reviewers(&permit).await?;
    Ok(People {
        partnership,
        roles,
        reviewers,
    })
}

/// One person of the partnership; who has nothing to do with it is not found.
pub async fn find(
    app: &App,
    user: &User,
    id: &PartnershipId,
    person: &PersonId,
) -> Result<Member, Error> {
    let people = list(app, user, id).await?;
    let roles: Vec<RoleLine> = people
        .roles
        .into_iter()
        .filter(|l| l.person == *person)
        .collect();
    let reviewer = people.reviewers.into_iter().find(|r| r.id == *person);
    let (name, email) = match (&reviewer, roles.first()) {
        (Some(r), _) => (r.name.clone(), r.email.clone()),
        (None, Some(line)) => (line.name.clone(), line.email.clone()),
        (None, None) => return Err(Error::NotFound),
    };
    Ok(Member {
        partnership: people.partnership,
        person: person.clone(),
        name,
        email,
        roles,
        reviewer,
    })
}

/// A role of a person in the partnership that can still be ended.
pub async fn find_role(
    app: &App,
    user: &User,
    id: &PartnershipId,
    person: &PersonId,
    role: &RoleId,
) -> Result<RoleLine, Error> {
    let member = find(app, user, id, person).await?;
    member
        .roles
        .into_iter()
        .find(|l| l.held.id == *role && end_role::is_open(&l.held, user))
        .ok_or(Error::NotFound)
}

/// The partnership, when the person may invite to it: for showing the form.
pub async fn may_invite(app: &App, user: &User, id: &PartnershipId) -> Result<Partnership, Error> {
    let found = partnership::find(app, user, id).await?;
    policy::partnership::<act::InviteToPartnership>(&user.actor, &found.facts(user.today))?;
    Ok(found)
}

/// Invites a coordinator, a head or contributor of a member school, or a reviewer.
pub async fn invite(
    app: &App,
    user: &User,
    id: &PartnershipId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = partnership::find(app, user, id).await?;
    let facts = found.facts(user.today);
    let permit = policy::partnership::<act::InviteToPartnership>(&user.actor, &facts)?;
    once(app, form).await?;
    let mut reader = Reader::new(form);
    let invitee = read_invitee(&mut reader);
    let grant = || GrantPermit::Partnership(&permit);
    let of_partnership = |what| {
        Some(Gift {
            what,
            place: found.name.clone(),
        })
    };
    let gift = match form.get("role") {
        "reviewer" => of_partnership(What::Reviewing(&permit)),
        "coordinator" => of_partnership(What::Role(grant(), Role::Coordinator(id.clone()))),
        kind @ ("headteacher" | "contributor") => {
            let school = reader.parsed::<SchoolId>("school", "Choose a school");
            let role = school.clone().map(|s| {
                if kind == "headteacher" {
                    Role::Headteacher(s)
                } else {
                    Role::Contributor(s)
                }
            });
            let within = role.filter(|r| policy::may_be_given_in_partnership(r, &facts));
            if school.is_some() && within.is_none() {
                reader.error("school", "Choose a school that belongs to this partnership");
            }
            let name = found
                .members
                .iter()
                .find(|m| Some(&m.school) == school.as_ref())
                .map(|m| m.name.clone());
            within.zip(name).map(|(role, place)| Gift {
                what: What::Role(grant(), role),
                place,
            })
        }
        _ => {
            reader.error("role", "Choose a role");
            None
        }
    };
    let (invitee, gift) = reader.finish(invitee.zip(gift))?;
    invite::send(
        app,
        user,
        &gift,
        &invitee,
        form.get("form_key"),
        &format!("/partnerships/{id}/people"),
    )
    .await
}

/// Ends a role in the partnership.
pub async fn end(
    app: &App,
    user: &User,
    id: &PartnershipId,
    person: &PersonId,
    role: &RoleId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = partnership::find(app, user, id).await?;
    let facts = found.facts(user.today);
    let permit = policy::partnership::<act::InviteToPartnership>(&user.actor, &facts)?;
    once(app, form).await?;
    let line = find_role(app, user, id, person, role).await?;
    if !policy::may_be_given_in_partnership(&line.held.role, &facts) {
        return Err(Error::NotFound);
    }
    let location = format!("/partnerships/{id}/people");
    end_role::end(
        app,
        user,
        &GrantPermit::Partnership(&permit),
        &line,
        form,
        &location,
    )
    .await
}

/// Records when a reviewer was trained and at which schools of the partnership the reviewer works.
pub async fn set_training(
    app: &App,
    user: &User,
    id: &PartnershipId,
    person: &PersonId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = partnership::find(app, user, id).await?;
    let facts = found.facts(user.today);
    let permit = policy::partnership::<act::InviteToPartnership>(&user.actor, &facts)?;
    once(app, form).await?;
    if find(app, user, id, person).await?.reviewer.is_none() {
        return Err(Error::NotFound);
    }
    let mut reader = Reader::new(form);
    let trained_on = reader.optional_date("trained", "the day of the training");
    if trained_on.is_some_and(|d| d > user.today) {
        reader.error(
            "trained-day",
            "The day of the training must be today or in the past",
        );
    }
    let works_at = reader.every::<SchoolId>("works_at", "Choose schools from the list");
    if works_at.iter().any(|s| !facts.schools.contains(s)) {
        reader.error("works_at", "Choose schools that belong to this partnership");
    }
    let seen = reader.version();
    let (trained_on, works_at) = reader.finish(Some((trained_on, works_at)))?;
    let mut write = Write::new(&user.meta());
    write.push(reviewers::set_training(
        &permit, &facts, person, seen, trained_on, &works_at,
    ));
    write.audit(
        "recorded a reviewer's training",
        format!("person:{person}"),
        format!("partnership:{id}"),
    );
    write.once(form.get("form_key"), &format!("/partnerships/{id}/people"));
    Ok(app.store.commit(write).await?)
}

/// Takes a person off the partnership's reviewers. Teams of reviews under way stay as they are.
pub async fn end_reviewing(
    app: &App,
    user: &User,
    id: &PartnershipId,
    person: &PersonId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = partnership::find(app, user, id).await?;
    let permit =
        policy::partnership::<act::InviteToPartnership>(&user.actor, &found.facts(user.today))?;
    once(app, form).await?;
    if find(app, user, id, person).await?.reviewer.is_none() {
        return Err(Error::NotFound);
    }
    let mut write = Write::new(&user.meta());
    write.push(reviewers::end_reviewing(&permit, person));
    write.audit(
        "ended reviewing",
        format!("person:{person}"),
        format!("partnership:{id}"),
    );
    write.once(form.get("form_key"), &format!("/partnerships/{id}/people"));
    Ok(app.store.commit(write).await?)
}

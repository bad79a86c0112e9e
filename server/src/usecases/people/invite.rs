//! The one way by which people come in and roles are given: person if new, role, one-time link and mail in one write.
//!
//! Called by the use cases of administrators, coordinators and headteachers, which bring the permit and have checked
//! that the role lies within it.

use crate::auth::links;
use crate::email::queue::{self, InvitationWords};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use chrono::NaiveDate;
use domain::calendar::london_date;
use domain::forms::FieldErrors;
use domain::ids::PersonId;
use domain::people::invitation::Invitee;
use domain::people::{HeldRole, Role};
use domain::policy::{Permit, act};
use store::Write;
use store::people::{self, GrantPermit, Person, reviewers};

/// What is said when there is nothing to give.
const HELD_ALREADY: &str = "This person has this role already";

/// What a person is invited to.
#[derive(Debug)]
pub struct Gift<'a> {
    /// Leave to give it, and what it is.
    pub what: What<'a>,
    /// Name of the partnership, school, local authority or trust; empty for an administrator.
    pub place: String,
}

/// A role, or a place among the reviewers of a partnership.
#[derive(Debug)]
pub enum What<'a> {
    /// A role that lies within the permit.
    Role(GrantPermit<'a>, Role),
    /// Reviewing for the permit's partnership.
    Reviewing(&'a Permit<act::InviteToPartnership>),
}

impl Gift<'_> {
    /// To follow "as": "headteacher of Ashby Primary School".
    fn in_words(&self) -> String {
        match &self.what {
            What::Role(_, role) => role.role_kind().in_words(&self.place),
            What::Reviewing(_) => format!("a reviewer for {}", self.place),
        }
    }

    /// For the audit: ids, no names.
    fn for_audit(&self) -> String {
        match &self.what {
            What::Role(_, role) => role.to_string(),
            What::Reviewing(permit) => format!("reviewer:{}", permit.record()),
        }
    }

    /// Where the invitation's link leads.
    fn first_page(&self) -> String {
        match &self.what {
            What::Role(_, role) => first_page(role),
            What::Reviewing(_) => "/me/reviewer".to_owned(),
        }
    }

    async fn is_held_by(
        &self,
        app: &App,
        person: &PersonId,
        today: NaiveDate,
    ) -> Result<bool, Error> {
        match &self.what {
            What::Role(_, role) => {
                let found = app.store.find_person(person).await?;
                Ok(found.is_some_and(|(_, held)| holds(&held, role, today)))
            }
            What::Reviewing(permit) => {
                let found = app.store.find_account(person).await?;
                Ok(found.is_some_and(|r| {
                    r.profile
                        .reviewer_for
                        .iter()
                        .any(|p| p.as_str() == permit.record())
                }))
            }
        }
    }

    fn put(&self, write: &mut Write, person: &PersonId, ground: &str, today: NaiveDate) {
        match &self.what {
            What::Role(permit, role) => grant(write, permit, person, role, ground, today),
            What::Reviewing(permit) => {
                write.push(reviewers::make_reviewer(permit, person));
            }
        }
    }
}

/// True when the role counts today or is yet to begin, without an end.
pub(super) fn holds(held: &[HeldRole], role: &Role, today: NaiveDate) -> bool {
    held.iter()
        .any(|h| h.role == *role && h.until.is_none_or(|until| until >= today))
}

/// Adds a role from today on to `write`; a head or contributor also gets the school as place of work, so that nobody
/// is ever paired with the own school.
pub(super) fn grant(
    write: &mut Write,
    permit: &GrantPermit<'_>,
    person: &PersonId,
    role: &Role,
    ground: &str,
    today: NaiveDate,
) {
    let held = HeldRole {
        id: new_id(),
        role: role.clone(),
        from: today,
        until: None,
        why: ground.to_owned(),
    };
    write.push(people::grant(permit, person, &held));
    if let Role::Headteacher(school) | Role::Contributor(school) = role {
        write.push(reviewers::add_place_of_work(person, school));
    }
}

/// The page that suits a person who comes in with a new role: a coordinator begins with the partnership, everybody
/// else at home, where the next task stands.
pub(super) fn first_page(role: &Role) -> String {
    match role {
        Role::Coordinator(id) => format!("/partnerships/{id}"),
        _ => "/".to_owned(),
    }
}

/// Gives `gift` to the person with this address, who is made when new, and sends the link. `location` is where the
/// form leads.
pub(super) async fn send(
    app: &App,
    user: &User,
    gift: &Gift<'_>,
    invitee: &Invitee,
    form_key: &str,
    location: &str,
) -> Result<(), Error> {
    let mut tried_again = false;
    loop {
        let write = draft(app, user, gift, invitee, form_key, location).await?;
        match app.store.commit(write).await {
            // Somebody else invited the same new person in this moment: now the person is there.
            Err(store::Error::Duplicate(index)) if index == "person_email" && !tried_again => {
                tried_again = true
            }
            outcome => {
                outcome?;
                app.wake.notify_one();
                return Ok(());
            }
        }
    }
}

async fn draft(
    app: &App,
    user: &User,
    gift: &Gift<'_>,
    invitee: &Invitee,
    form_key: &str,
    location: &str,
) -> Result<Write, Error> {
    let mut write = Write::new(&user.meta());
    let person = match app
        .store
        .find_person_by_email(invitee.email.as_str())
        .await?
    {
        Some(known) => {
            if gift.is_held_by(app, &known.id, user.today).await? {
                return Err(FieldErrors::one("email", HELD_ALREADY).into());
            }
            known
        }
        None => {
            let new = Person {
                id: new_id(),
                name: invitee.name.clone(),
                email: invitee.email.to_string(),
                reviewer: false,
            };
            write.push(people::create(&new.id, &new.name, &new.email, user.now));
            new
        }
    };
    gift.put(&mut write, &person.id, &invitee.ground, user.today);
    let link = links::create(
        &mut write,
        app,
        &person.id,
        links::INVITATION_LASTS,
        &gift.first_page(),
    );
    let inviter = user.ctx.person.as_ref().map_or("", |p| p.name.as_str());
    let words = InvitationWords {
        invited_by: inviter,
        role_in_words: &gift.in_words(),
        why: &format!("{inviter} entered your address to invite you."),
        link: &link,
        valid_until: london_date(user.now + links::INVITATION_LASTS),
    };
    queue::invitation(&mut write, &person, &words)?;
    write.audit("invited", format!("person:{}", person.id), gift.for_audit());
    write.once(form_key, location);
    Ok(write)
}

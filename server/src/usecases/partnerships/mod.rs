//! Partnerships: found, named, described, joined and left.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use domain::forms::{RawForm, Reader};
use domain::ids::{PartnershipId, SchoolId};
use domain::policy::{self, Denied, act};
use store::Write;
use store::partnerships::{self, Partnership, PartnershipLine};

/// The partnerships that the person finds in lists.
pub async fn list(app: &App, user: &User) -> Result<Vec<PartnershipLine>, Error> {
    Ok(app
        .store
        .list_partnerships(&policy::partnership_scope(&user.actor), user.today)
        .await?)
}

/// The partnership, when the person may see it.
pub async fn find(app: &App, user: &User, id: &PartnershipId) -> Result<Partnership, Error> {
    let found = app
        .store
        .find_partnership(id)
        .await?
        .ok_or(Error::NotFound)?;
    policy::partnership::<act::SeePartnership>(&user.actor, &found.facts(user.today))?;
    Ok(found)
}

/// A partnership's name and vision, as typed into a form.
struct Described {
    name: String,
    vision: String,
}

fn described(form: &RawForm) -> Result<Described, Error> {
    let mut reader = Reader::new(form);
    let name = reader.line("name", "Enter the partnership's name");
    let vision = reader.optional_text("vision");
    Ok(reader.finish(Some(Described { name, vision }))?)
}

/// Sets up a partnership; whoever does becomes its coordinator unless an administrator.
pub async fn create(app: &App, user: &User, form: &RawForm) -> Result<PartnershipId, Error> {
    let permit = policy::site::<act::CreatePartnership>(&user.actor)?;
    let d = described(form)?;
    let id: PartnershipId = new_id();
    let mut write = Write::new(&user.meta());
    write.push(partnerships::create(
        &permit, &id, &d.name, &d.vision, user.now,
    ));
    if policy::site::<act::ManagePeople>(&user.actor).is_err() {
        write.push(store::people::become_coordinator(
            &permit,
            &id,
            &new_id(),
            user.today,
        ));
    }
    write.audit("created", format!("partnership:{id}"), "");
    write.once(form.get("form_key"), &format!("/partnerships/{id}"));
    app.store.commit(write).await?;
    Ok(id)
}

/// Changes name and vision; a conflict when somebody else saved since the form was shown.
pub async fn edit(app: &App, user: &User, id: &PartnershipId, form: &RawForm) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let permit =
        policy::partnership::<act::EditPartnership>(&user.actor, &found.facts(user.today))?;
    let d = described(form)?;
    let seen = form.get("version").parse().unwrap_or(0);
    let mut write = Write::new(&user.meta());
    write.push(partnerships::edit(
        &permit, seen, &d.name, &d.vision, user.now,
    ));
    write.audit("edited", format!("partnership:{id}"), "name and vision");
    write.once(form.get("form_key"), &format!("/partnerships/{id}"));
    Ok(app.store.commit(write).await?)
}

/// Adds a school from a day on.
pub async fn add_school(
    app: &App,
    user: &User,
    id: &PartnershipId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let permit = policy::partnership::<act::ManageMembers>(&user.actor, &found.facts(user.today))?;
    // The checks below would refuse a second post of the same form, whose first has done its work.
    crate::usecases::stop_repeated(app, form).await?;
    let mut reader = Reader::new(form);
    let school = reader.parsed::<SchoolId>("school", "Choose a school");
    let joined = reader.date("joined", "the day the school joins");
    let there = |m: &store::partnerships::Member| {
        Some(&m.school) == school.as_ref() && m.left.is_none_or(|l| l >= user.today)
    };
    if found.members.iter().any(there) {
        reader.error("school", "This school is already in the partnership");
    }
    let (school, joined) = reader.finish(school.zip(joined))?;
    let mut write = Write::new(&user.meta());
    write.push(partnerships::add_member(&permit, &school, joined));
    write.audit("added a school", format!("partnership:{id}"), &school);
    write.once(form.get("form_key"), &format!("/partnerships/{id}"));
    Ok(app.store.commit(write).await?)
}

/// Says on which day a school leaves.
pub async fn end_membership(
    app: &App,
    user: &User,
    id: &PartnershipId,
    school: &SchoolId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let permit = policy::partnership::<act::ManageMembers>(&user.actor, &found.facts(user.today))?;
    crate::usecases::stop_repeated(app, form).await?;
    let member = found
        .members
        .iter()
        .find(|m| m.school == *school && m.left.is_none())
        .ok_or(Error::from(Denied::Hidden))?;
    let mut reader = Reader::new(form);
    let left = reader.date("left", "the last day in the partnership");
    if left.is_some_and(|l| l < member.joined) {
        reader.error(
            "left-day",
            "The last day must be on or after the day the school joined",
        );
    }
    let left = reader.finish(left)?;
    let mut write = Write::new(&user.meta());
    write.push(partnerships::end_membership(&permit, school, left));
    write.audit("ended a membership", format!("partnership:{id}"), school);
    write.once(form.get("form_key"), &format!("/partnerships/{id}"));
    Ok(app.store.commit(write).await?)
}

//! The timetable of a visit: begun from the usual day, changed item by item, agreed by head and lead.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::reviews::{Around, proposed_dates::comes, tell};
use crate::usecases::stop_repeated;
use crate::usecases::visits::{first_save, load_review};
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{PersonId, ReviewId, TimetableItemId};
use domain::notices::NoticeKind;
use domain::personal_data::{self, Accepted};
use domain::policy::{self, Permit, ReviewRelation, act};
use domain::timetable::{DayForm, Item, ItemForm, Plan, moved, template, usual_day, warnings};
use store::Write;
use store::calendars::visit_changed;
use store::reviews::Review;
use store::timetables::{self, AgreeingSide, Timetable};

/// A timetable with the review to which it belongs.
#[derive(Debug)]
pub struct Found {
    /// The review.
    pub review: Review,
    /// The timetable, once somebody has begun it.
    pub timetable: Option<Timetable>,
}

impl Found {
    /// Those who come, with their names, the lead first.
    pub fn team(&self) -> Vec<(PersonId, String)> {
        comes(&self.review)
            .map(|m| (m.person.clone(), m.name.clone()))
            .collect()
    }

    /// What a careful planner would notice.
    pub fn warnings(&self) -> Vec<String> {
        let team = self.team();
        self.timetable
            .as_ref()
            .map(|t| {
                warnings(&Plan {
                    items: &t.items,
                    team: &team,
                    day: t.day,
                })
            })
            .unwrap_or_default()
    }

    /// The item of this id.
    pub fn item(&self, id: &TimetableItemId) -> Option<&Item> {
        self.timetable.as_ref()?.items.iter().find(|i| i.id == *id)
    }
}

async fn load(app: &App, user: &User, id: &ReviewId) -> Result<Found, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::SeeTimetable>(&user.actor, &review.facts)?;
    let timetable = app.store.find_timetable(id).await?;
    Ok(Found { review, timetable })
}

/// The timetable, for whoever may read it.
pub async fn find(app: &App, user: &User, id: &ReviewId) -> Result<Found, Error> {
    load(app, user, id).await
}

/// The timetable, when the person may change it.
pub async fn open(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Found, Permit<act::EditTimetable>), Error> {
    let found = load(app, user, id).await?;
    let permit = policy::review::<act::EditTimetable>(&user.actor, &found.review.facts)?;
    Ok((found, permit))
}

/// One item, when the person may change it; not found when it has gone or belongs to another review.
pub async fn open_item(
    app: &App,
    user: &User,
    id: &ReviewId,
    item: &TimetableItemId,
) -> Result<(Found, Item), Error> {
    let (found, _) = open(app, user, id).await?;
    let item = found.item(item).cloned().ok_or(Error::NotFound)?;
    Ok((found, item))
}

/// Begins it: with the usual day (`from` is `template`) or empty.
pub async fn begin(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (found, permit) = open(app, user, id).await?;
    if found.timetable.is_some() {
        // Somebody else was faster; what they have begun is there to go on with.
        return Ok(());
    }
    let ids: Vec<PersonId> = found.team().into_iter().map(|(id, _)| id).collect();
    let items = match form.get("from") {
        "template" => template(&ids),
        "empty" => Vec::new(),
        _ => return Err(FieldErrors::one("from", "Choose how to begin").into()),
    };
    let items: Vec<_> = items.into_iter().map(|i| (new_id(), i)).collect();
    let mut write = Write::new(&user.meta());
    for statement in timetables::begin(&permit, usual_day(), &items, user.now) {
        write.push(statement);
    }
    write.audit("began the timetable", format!("review:{id}"), "");
    write.once(form.get("form_key"), &format!("/reviews/{id}/timetable"));
    match app.store.commit(write).await {
        Err(store::Error::Duplicate(_)) => Ok(()),
        other => Ok(other?),
    }
}

/// Tells those who had agreed that the plan is another now, and counts the change.
async fn note_change(
    app: &App,
    user: &User,
    found: &Found,
    permit: &Permit<act::EditTimetable>,
    write: &mut Write,
) -> Result<(), Error> {
    let Some(timetable) = &found.timetable else {
        return Err(Error::NotFound);
    };
    write.push(timetables::changed(permit, user.now));
    let mut people = Vec::new();
    if timetable.head_agreed.is_some() {
        people.extend(Around::load(app, user, &found.review).await?.heads());
    }
    if timetable.lead_agreed.is_some() {
        people.extend(leads(&found.review));
    }
    tell(
        write,
        &found.review,
        NoticeKind::TimetableChanged,
        people,
        &found.review.school_name,
        "/timetable",
    );
    Ok(())
}

fn leads(review: &Review) -> Vec<PersonId> {
    comes(review)
        .filter(|m| m.lead)
        .map(|m| m.person.clone())
        .collect()
}

async fn commit(app: &App, write: Write) -> Result<(), Error> {
    app.store.commit(write).await.map_err(first_save)?;
    app.wake.notify_one();
    Ok(())
}

/// Asks about what looks like personal data in the words of an item.
fn ask(form: &RawForm) -> Result<Accepted, Error> {
    let mut reader = Reader::new(form);
    let accepted = personal_data::ask(&mut reader, &["title", "place", "with"]);
    Ok(reader.finish(Some(accepted))?)
}

/// Adds an item.
pub async fn add(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (found, permit) = open(app, user, id).await?;
    let team: Vec<PersonId> = found.team().into_iter().map(|(id, _)| id).collect();
    let read = ItemForm::parse(form, &team)?;
    let accepted = ask(form)?;
    let mut write = Write::new(&user.meta());
    record(&mut write, &accepted, format!("review:{id}"));
    note_change(app, user, &found, &permit, &mut write).await?;
    write.push(timetables::add_item(&permit, &new_id(), &read.item));
    write.audit(
        "added to the timetable",
        format!("review:{id}"),
        read.item.kind.as_str(),
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/timetable"));
    commit(app, write).await
}

/// Changes an item; what comes later moves along where that is asked for.
pub async fn change(
    app: &App,
    user: &User,
    id: &ReviewId,
    item: &TimetableItemId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (found, permit) = open(app, user, id).await?;
    let before = found.item(item).cloned().ok_or(Error::NotFound)?;
    let mut team: Vec<PersonId> = found.team().into_iter().map(|(id, _)| id).collect();
    if let domain::timetable::Who::Some(people) = &before.who {
        // Who has left the team since may stand in the item until somebody takes them out.
        team.extend(people.iter().cloned());
    }
    let read = ItemForm::parse(form, &team)?;
    let accepted = ask(form)?;
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    record(&mut write, &accepted, format!("review:{id}"));
    note_change(app, user, &found, &permit, &mut write).await?;
    write.push(timetables::change_item(&permit, item, seen, &read.item));
    let shift = read.shift(&before);
    if read.move_later && shift != 0 {
        let items = found.timetable.as_ref().map_or(&[][..], |t| &t.items);
        let later = moved(items, before.ends, shift, item).map_err(|name| {
            FieldErrors::one(
                "ends",
                format!("With this end, “{name}” would leave the day. Move it by hand first"),
            )
        })?;
        for (other, starts, ends) in later {
            write.push(timetables::move_item(&permit, &other, starts, ends));
        }
    }
    write.audit("changed the timetable", format!("review:{id}"), item);
    write.once(form.get("form_key"), &format!("/reviews/{id}/timetable"));
    commit(app, write).await
}

/// Removes an item.
pub async fn remove(
    app: &App,
    user: &User,
    id: &ReviewId,
    item: &TimetableItemId,
) -> Result<(), Error> {
    let (found, permit) = open(app, user, id).await?;
    found.item(item).ok_or(Error::NotFound)?;
    let mut write = Write::new(&user.meta());
    note_change(app, user, &found, &permit, &mut write).await?;
    write.push(timetables::remove_item(&permit, item));
    write.audit("removed from the timetable", format!("review:{id}"), item);
    match commit(app, write).await {
        Err(Error::Conflict) => Err(Error::NotFound),
        other => other,
    }
}

/// Sets when the day begins and ends.
pub async fn set_day(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (found, permit) = open(app, user, id).await?;
    let read = DayForm::parse(form)?;
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    write.push(timetables::set_day(&permit, seen, (read.starts, read.ends)));
    note_change(app, user, &found, &permit, &mut write).await?;
    if found.review.visit_date.is_some() {
        write.push(visit_changed(&permit, user.now));
    }
    write.audit("changed the hours of the visit", format!("review:{id}"), "");
    write.once(form.get("form_key"), &format!("/reviews/{id}/timetable"));
    commit(app, write).await
}

/// For which side the person agrees.
pub fn side(user: &User, review: &Review) -> AgreeingSide {
    let relations = review.facts.relations(&user.actor);
    if relations.contains(&ReviewRelation::Headteacher) {
        AgreeingSide::School
    } else {
        AgreeingSide::Team
    }
}

/// Agrees the timetable as it was shown. [`Error::Conflict`] when it has changed since.
pub async fn agree(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = load(app, user, id).await?;
    let permit = policy::review::<act::AgreeTimetable>(&user.actor, &found.review.facts)?;
    let Some(timetable) = &found.timetable else {
        return Err(Error::NotFound);
    };
    if timetable.items.is_empty() {
        return Err(Error::Forbidden(
            "The timetable is empty. Add what happens on the day first.".into(),
        ));
    }
    let side = side(user, &found.review);
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    write.push(timetables::agree(&permit, side, seen, user.now));
    let (other_agreed, others, verb) = match side {
        AgreeingSide::School => (
            timetable.lead_agreed.is_some(),
            leads(&found.review),
            "agreed the timetable for the school",
        ),
        AgreeingSide::Team => (
            timetable.head_agreed.is_some(),
            Around::load(app, user, &found.review).await?.heads(),
            "agreed the timetable for the team",
        ),
    };
    if !other_agreed {
        tell(
            &mut write,
            &found.review,
            NoticeKind::TimetableToAgree,
            others,
            &found.review.school_name,
            "/timetable",
        );
    }
    write.audit(verb, format!("review:{id}"), "");
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/timetable?done=agreed"),
    );
    commit(app, write).await
}

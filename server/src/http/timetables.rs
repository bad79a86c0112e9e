//! The timetable of a visit: the page, one item, the hours of the day, agreeing.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{moment, page_with, see_other};
use super::reviews::{borrowed, trail};
use super::visits::team_links;
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::calendars::has_event;
use crate::usecases::timetables::{self as uc, Found};
use crate::usecases::visits::milestones;
use ::app::pages::reviews::words;
use ::app::pages::timetables as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{PersonId, ReviewId, TimetableItemId};
use domain::milestones::MilestoneKey;
use domain::policy::{ReviewAction as A, ReviewRelation as R, can_review};
use domain::timetable::{Item, ItemForm, Who, clock};
use leptos::prelude::*;
use store::timetables::{AgreeingSide, Timetable};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/timetable", show)
        .post("/reviews/{id}/timetable/begin", begin)
        .post("/reviews/{id}/timetable/agree", agree)
        .get("/reviews/{id}/timetable/new", ask_new)
        .post("/reviews/{id}/timetable/new", add)
        .get("/reviews/{id}/timetable/day", ask_day)
        .post("/reviews/{id}/timetable/day", set_day)
        .get("/reviews/{id}/timetable/items/{item}", ask_item)
        .post("/reviews/{id}/timetable/items/{item}", change)
        .post("/reviews/{id}/timetable/items/{item}/remove", remove)
}

fn href(id: &ReviewId) -> String {
    format!("/reviews/{id}/timetable")
}

/// Who of the team takes part, in words.
fn who_words(who: &Who, team: &[(PersonId, String)]) -> String {
    match who {
        Who::Everyone => "The whole team".to_owned(),
        Who::Some(people) => {
            let mut names: Vec<&str> = team
                .iter()
                .filter(|(id, _)| people.contains(id))
                .map(|(_, name)| name.as_str())
                .collect();
            let gone = people
                .iter()
                .filter(|p| !team.iter().any(|(id, _)| id == *p))
                .count();
            if gone > 0 {
                names.push("somebody who has left the team");
            }
            names.join(", ")
        }
    }
}

fn line(item: &Item, team: &[(PersonId, String)], change: Option<String>) -> pages::Line {
    pages::Line {
        time: format!("{} to {}", clock(item.starts), clock(item.ends)),
        what: item.name().to_owned(),
        place: item.place.clone(),
        with: item.with.clone(),
        who: who_words(&item.who, team),
        size: match item.size {
            None => String::new(),
            Some(1) => "1 person".to_owned(),
            Some(n) => format!("{n} people"),
        },
        change,
    }
}

/// The lines of a whole timetable, for reading: in the pack.
pub(super) fn reading_lines(
    timetable: &Timetable,
    team: &[(PersonId, String)],
) -> Vec<pages::Line> {
    timetable
        .items
        .iter()
        .map(|i| line(i, team, None))
        .collect()
}

/// GET /reviews/{id}/timetable
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let found = uc::find(&app, &user, &id.parse()?).await?;
    let done = (query.get("done") == "agreed").then_some("You have agreed the timetable.");
    Ok(timetable_page(
        &app,
        &user,
        &found,
        StatusCode::OK,
        query.get("for"),
        done,
        None,
    ))
}

fn timetable_page(
    app: &App,
    user: &User,
    found: &Found,
    status: StatusCode,
    only: &str,
    done: Option<&'static str>,
    other: Option<String>,
) -> Response {
    let review = &found.review;
    let id = &review.facts.id;
    let href = href(id);
    let can = |action| can_review(&user.actor, action, &review.facts);
    let team = found.team();
    let whose = team.iter().find(|(person, _)| person.as_str() == only);
    let timetable = found.timetable.as_ref();
    let may_edit = can(A::EditTimetable);
    let items = timetable.map_or(&[][..], |t| &t.items);
    let lines = items
        .iter()
        .filter(|i| whose.is_none_or(|(person, _)| i.who.has(person)))
        .map(|i| line(i, &team, may_edit.then(|| format!("{href}/items/{}", i.id))))
        .collect();
    let mut views = vec![(
        "Whole team".to_owned(),
        whose.is_some().then(|| href.clone()),
    )];
    views.extend(team.iter().map(|(person, name)| {
        let here = whose.is_some_and(|(w, _)| w == person);
        (
            name.clone(),
            (!here).then(|| format!("{href}?for={person}")),
        )
    }));
    let relations = review.facts.relations(&user.actor);
    let in_team = relations.contains(&R::Lead) || relations.contains(&R::Reviewer);
    let hours = timetable.map_or_else(domain::timetable::usual_day, |t| t.day);
    let by = |agreed: &Option<(String, chrono::DateTime<chrono::Utc>)>| {
        agreed
            .as_ref()
            .map(|(name, at)| format!("Agreed by {name} at {}", moment(*at)))
    };
    let agree = timetable.filter(|t| can(A::AgreeTimetable) && !t.items.is_empty());
    let agree = agree.and_then(|t| match uc::side(user, review) {
        AgreeingSide::School => t
            .head_agreed
            .is_none()
            .then_some("Agree the timetable for the school"),
        AgreeingSide::Team => t
            .lead_agreed
            .is_none()
            .then_some("Agree the timetable for the team"),
    });
    let planner = may_edit || can(A::AgreeTimetable);
    let view = pages::TimetableView {
        school: review.school_name.clone(),
        day: review.visit_date.map(words::weekday),
        hours: format!("{} to {}", clock(hours.0), clock(hours.1)),
        links: if in_team {
            team_links(user, review, "timetable")
        } else {
            Vec::new()
        },
        href: href.clone(),
        begun: timetable.is_some(),
        lines,
        views,
        whose: whose.map(|(_, name)| name.clone()),
        warnings: if planner {
            found.warnings()
        } else {
            Vec::new()
        },
        agreed: timetable.map_or_else(Vec::new, |t| {
            vec![
                pages::Agreed {
                    side: "The school",
                    by: by(&t.head_agreed),
                },
                pages::Agreed {
                    side: "The team",
                    by: by(&t.lead_agreed),
                },
            ]
        }),
        changed_after: timetable.is_some_and(|t| t.changed_after),
        saved: timetable
            .map(|t| format!("Last changed by {} at {}.", t.saved.0, moment(t.saved.1)))
            .unwrap_or_default(),
        may_edit,
        agree,
        version: timetable.map_or(0, |t| t.version),
        form_key: new_secret(),
        calendar: has_event(review, user).then(|| format!("/reviews/{id}/visit.ics")),
        due: milestones(review)
            .get(MilestoneKey::VisitPlan)
            .map(words::weekday),
        done,
        other,
        who: vec![
            format!("The headteacher and contributors of {}", review.school_name),
            "The reviewers who have accepted, until the review closes".to_owned(),
            format!("The coordinators of {}", review.partnership_name),
        ],
    };
    let trail = trail(review);
    page_with(
        app,
        &user.ctx,
        status,
        format!("Timetable: {}", review.school_name),
        &borrowed(&trail),
        || view! { <pages::Timetable view/> },
    )
}

/// POST /reviews/{id}/timetable/begin
async fn begin(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    uc::begin(&app, &user, &id, &form).await?;
    Ok(see_other(href(&id)))
}

/// POST /reviews/{id}/timetable/agree
async fn agree(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::agree(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("{}?done=agreed", href(&id)))),
        Err(Error::Conflict) => {
            let found = uc::find(&app, &user, &id).await?;
            let other = found.timetable.as_ref().map(|t| {
                format!(
                    "{} changed the timetable while you were reading. You have not agreed it. Look at it again.",
                    t.saved.0
                )
            });
            let status = StatusCode::CONFLICT;
            Ok(timetable_page(&app, &user, &found, status, "", None, other))
        }
        Err(e) => Err(e),
    }
}

fn with_key(mut form: RawForm) -> RawForm {
    if !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    form
}

fn item_page(
    app: &App,
    user: &User,
    found: &Found,
    item: Option<&Item>,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let review = &found.review;
    let back = href(&review.facts.id);
    let mut team: Vec<(String, String)> = found
        .team()
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    if let Some(Who::Some(people)) = item.map(|i| &i.who) {
        for person in people {
            if !team.iter().any(|(id, _)| id == person.as_str()) {
                team.push((person.to_string(), "Somebody who has left the team".into()));
            }
        }
    }
    let other = (status == StatusCode::CONFLICT).then(|| {
        let now = item.map(|i| {
            format!(
                " It now reads: {}, {} to {}.",
                i.name(),
                clock(i.starts),
                clock(i.ends)
            )
        });
        format!(
            "Somebody else changed this in the meantime.{} Yours has not been saved. It still stands below.",
            now.unwrap_or_default()
        )
    });
    let view = pages::ItemFormView {
        school: review.school_name.clone(),
        team,
        remove: item.map(|i| format!("{back}/items/{}/remove", i.id)),
        other,
        back,
    };
    let mut trail = trail(review);
    trail.push(("Timetable".to_owned(), href(&review.facts.id)));
    let title = if item.is_some() {
        "Change a part of the day"
    } else {
        "Add to the day"
    };
    page_with(app, &user.ctx, status, title, &borrowed(&trail), || {
        view! { <pages::Item view form errors/> }
    })
}

/// GET /reviews/{id}/timetable/new
async fn ask_new(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (found, _) = uc::open(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    // After what is there: most people plan from the morning on.
    if let Some(last) = found.timetable.as_ref().and_then(|t| t.items.last()) {
        form.set("starts", clock(last.ends));
    }
    form.set("people", "everyone");
    Ok(item_page(
        &app,
        &user,
        &found,
        None,
        StatusCode::OK,
        with_key(form),
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/timetable/new
async fn add(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::add(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(href(&id))),
        Err(Error::Invalid(errors)) => {
            let (found, _) = uc::open(&app, &user, &id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let form = with_key(form);
            Ok(item_page(&app, &user, &found, None, status, form, errors))
        }
        Err(e) => Err(e),
    }
}

/// GET /reviews/{id}/timetable/items/{item}
async fn ask_item(
    State(app): State<App>,
    user: User,
    Path((id, item)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (found, item) = uc::open_item(&app, &user, &id.parse()?, &item.parse()?).await?;
    let mut form = RawForm::default();
    ItemForm::fill(&mut form, &item);
    Ok(item_page(
        &app,
        &user,
        &found,
        Some(&item),
        StatusCode::OK,
        with_key(form),
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/timetable/items/{item}
async fn change(
    State(app): State<App>,
    user: User,
    Path((id, item)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let (id, item): (ReviewId, TimetableItemId) = (id.parse()?, item.parse()?);
    let (status, errors) = match uc::change(&app, &user, &id, &item, &form).await {
        Ok(()) => return Ok(see_other(href(&id))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    let (found, current) = uc::open_item(&app, &user, &id, &item).await?;
    if status == StatusCode::CONFLICT {
        // Saving again means choosing this text, so the form carries the newer version.
        form.set("version", current.version.to_string());
        form.set("form_key", new_secret());
    }
    let form = with_key(form);
    Ok(item_page(
        &app,
        &user,
        &found,
        Some(&current),
        status,
        form,
        errors,
    ))
}

/// POST /reviews/{id}/timetable/items/{item}/remove
async fn remove(
    State(app): State<App>,
    user: User,
    Path((id, item)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (id, item) = (id.parse()?, item.parse()?);
    uc::remove(&app, &user, &id, &item).await?;
    Ok(see_other(href(&id)))
}

/// GET /reviews/{id}/timetable/day
async fn ask_day(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (found, _) = uc::open(&app, &user, &id.parse()?).await?;
    let timetable = found.timetable.as_ref().ok_or(Error::NotFound)?;
    let mut form = RawForm::default();
    form.set("starts", clock(timetable.day.0));
    form.set("ends", clock(timetable.day.1));
    form.set("version", timetable.version.to_string());
    let form = with_key(form);
    Ok(day_page(
        &app,
        &user,
        &found,
        StatusCode::OK,
        form,
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/timetable/day
async fn set_day(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let (status, errors) = match uc::set_day(&app, &user, &id, &form).await {
        Ok(()) => return Ok(see_other(href(&id))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    let (found, _) = uc::open(&app, &user, &id).await?;
    let timetable = found.timetable.as_ref().ok_or(Error::NotFound)?;
    if status == StatusCode::CONFLICT {
        form.set("version", timetable.version.to_string());
        form.set("form_key", new_secret());
    }
    let form = with_key(form);
    Ok(day_page(&app, &user, &found, status, form, errors))
}

fn day_page(
    app: &App,
    user: &User,
    found: &Found,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let review = &found.review;
    let view = pages::DayView {
        school: review.school_name.clone(),
        other: (status == StatusCode::CONFLICT).then(|| {
            "Somebody else changed the timetable in the meantime. Your times have not been saved. They still stand below.".to_owned()
        }),
        back: href(&review.facts.id),
    };
    let mut trail = trail(review);
    trail.push(("Timetable".to_owned(), href(&review.facts.id)));
    page_with(
        app,
        &user.ctx,
        status,
        "When the day begins and ends",
        &borrowed(&trail),
        || view! { <pages::Day view form errors/> },
    )
}

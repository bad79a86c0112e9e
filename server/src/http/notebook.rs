//! The notebook of the visit day, its printed sheets, and the script that opens it without a network.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{page_with, see_other};
use super::visits::{TRAIL, team_links, team_names};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::notebook::{self as uc, Opened};
use ::app::pages::notebook as pages;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::forms::{FieldErrors, RawForm};
use domain::framework::Framework;
use domain::ids::ReviewId;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/notebook", show)
        .post("/reviews/{id}/notebook", add)
        .post("/reviews/{id}/notebook/sync", sync)
        .get("/reviews/{id}/notebook/sheets", sheets)
}

/// Principles with their strands, as code and title.
fn groups(framework: &Framework) -> Vec<pages::StrandGroup> {
    framework
        .principles
        .iter()
        .map(|p| pages::StrandGroup {
            title: format!("{} {}", p.number, p.title),
            about: p.about.clone(),
            strands: p
                .strands
                .iter()
                .map(|s| (s.code.to_string(), s.title.clone()))
                .collect(),
        })
        .collect()
}

fn time(at: chrono::DateTime<chrono::Utc>) -> String {
    at.with_timezone(&chrono_tz::Europe::London)
        .format("%-I:%M%P")
        .to_string()
}

/// `copy`: the page as a device keeps it for when there is no network, without anything that has been written.
async fn notebook(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    mut form: RawForm,
    errors: FieldErrors,
    copy: bool,
) -> Result<Response, Error> {
    let own = |review: &store::reviews::Review| pages::Device {
        person: user.actor.person.to_string(),
        review: id.to_string(),
        school: review.school_name.clone(),
        copy,
    };
    let found = match uc::open_notebook(app, user, id).await? {
        Opened::Ready(found) => *found,
        Opened::NotNow(review, words) => {
            let device = own(&review);
            let title = format!("Notebook: {}", review.school_name);
            let status = StatusCode::FORBIDDEN;
            return Ok(page_with(app, &user.ctx, status, title, &TRAIL, || {
                view! { <pages::NotNow device words/> }
            }));
        }
    };
    let review = &found.loaded.review;
    let framework = &found.loaded.framework;
    let added = form.has("added") && status == StatusCode::OK;
    form.set("form_key", new_secret());
    let title_of = |code| framework.strand(&code).map(|s| s.title.clone());
    let today = found
        .today
        .into_iter()
        .filter(|_| !copy)
        .map(|n| pages::OwnNoteView {
            photo: format!("/reviews/{id}/evidence/{}#files", n.id),
            id: n.id.to_string(),
            strand: format!("{} {}", n.strand, title_of(n.strand).unwrap_or_default()),
            kind: n.kind,
            stance: n.stance,
            text: n.text,
            heard: n.heard.map(domain::notebook::Heard::in_words),
            at: time(n.written_at),
            remove: format!("/reviews/{id}/notes/{}/remove", n.strand),
        })
        .collect();
    let view = pages::NotebookView {
        links: team_links(user, review, "notebook"),
        href: format!("/reviews/{id}/notebook"),
        device: own(review),
        groups: groups(framework),
        today,
        added,
    };
    let title = format!("Notebook: {}", view.device.school);
    Ok(page_with(app, &user.ctx, status, title, &TRAIL, || {
        view! { <pages::Notebook view form errors/> }
    }))
}

/// GET /reviews/{id}/notebook
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let copy = query.get("copy") == "device";
    // What the last note leaves for the next one; a text does not come in by a link.
    let mut form = RawForm::default();
    for name in ["added", "strand", "kind", "heard_kind", "heard_size"] {
        if query.has(name) {
            form.set(name, query.get(name));
        }
    }
    let id = id.parse()?;
    let errors = FieldErrors::new();
    notebook(&app, &user, &id, StatusCode::OK, form, errors, copy).await
}

/// POST /reviews/{id}/notebook
async fn add(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::add_note(&app, &user, &id, &form).await {
        Ok(location) => Ok(see_other(location)),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            notebook(&app, &user, &id, status, form, errors, false).await
        }
        Err(e) => Err(e),
    }
}

/// POST /reviews/{id}/notebook/sync: JSON in, JSON out; what is refused as a whole gets the page that anybody gets.
async fn sync(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let body = match body {
        Ok(body) if json => Ok(body),
        Ok(_) => Err(Error::BadRequest(
            "This address takes the notes that a device has kept, and nothing else.".into(),
        )),
        Err(e) if e.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Error::TooLarge(
            "These are more notes than can be saved at once.".into(),
        )),
        Err(_) => Err(Error::BadRequest(
            "The notes did not arrive as a whole. They are still on your device.".into(),
        )),
    };
    let answer = uc::sync_notes(&app, &user, &id, body).await?;
    Ok(Json(answer).into_response())
}

/// GET /reviews/{id}/notebook/sheets
async fn sheets(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let loaded = uc::open_sheets(&app, &user, &id).await?;
    let review = &loaded.review;
    let view = pages::SheetsView {
        school: review.school_name.clone(),
        visit: review.visit_date,
        team: team_names(review),
        groups: groups(&loaded.framework),
    };
    let title = format!("Sheets for the visit: {}", view.school);
    let up = format!("/reviews/{id}/notebook");
    let trail = [TRAIL[0], TRAIL[1], ("Notebook", up.as_str())];
    Ok(page_with(
        &app,
        &user.ctx,
        StatusCode::OK,
        title,
        &trail,
        || view! { <pages::Sheets view/> },
    ))
}

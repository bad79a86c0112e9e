//! The register import for administrators: upload, look, apply, watch.

use super::Routes;
use super::ctx::User;
use super::form::multipart;
use super::page::{moment, page, page_with, see_other};
use crate::error::Error;
use crate::imports::LineError;
use crate::state::App;
use crate::usecases::schools::import_register::Report;
use crate::usecases::schools::uploads::{self, LINKS, REGISTER, State as Stage};
use ::app::pages::schools::register as pages;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::forms::FieldErrors;
use domain::ids::ImportId;
use domain::policy::{self, act};
use leptos::prelude::*;
use tokio::io::AsyncWriteExt;

/// Most bytes of an upload, both files together: more than twice the register of today.
const UPLOAD_LIMIT: usize = 150 * 1024 * 1024;

const HOME: (&str, &str) = ("Home", "/");
const LIST: (&str, &str) = ("Register", "/admin/register");
const TITLE: &str = "Import the register of schools";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/admin/register", new)
        .post_file("/admin/register", UPLOAD_LIMIT, upload)
        .get("/admin/register/{id}", show)
        .post("/admin/register/{id}", apply)
}

/// GET /admin/register
async fn new(State(app): State<App>, user: User) -> Result<Response, Error> {
    policy::site::<act::ImportRegister>(&user.actor)?;
    uploads::sweep(&app, user.now).await;
    form(&app, &user, StatusCode::OK, FieldErrors::new()).await
}

async fn form(
    app: &App,
    user: &User,
    status: StatusCode,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let source = app
        .store
        .find_register_date()
        .await?
        .map(|d| super::schools::source_in_words(&d));
    Ok(page_with(
        app,
        &user.ctx,
        status,
        TITLE,
        &[HOME],
        || view! { <pages::UploadForm errors source/> },
    ))
}

/// POST /admin/register
async fn upload(State(app): State<App>, user: User, request: Request) -> Result<Response, Error> {
    // First of all, so that nobody else can fill the disk.
    policy::site::<act::ImportRegister>(&user.actor)?;
    let parts = multipart(request).await?;
    let (id, folder) = uploads::begin(&app, &user).await?;
    let kept = match receive(parts, &folder).await {
        Ok((name, links_name)) => uploads::keep(&app, &user, &id, name, links_name).await,
        Err(e) => Err(e),
    };
    match kept {
        Ok(()) => Ok(see_other(format!("/admin/register/{id}"))),
        Err(e) => {
            uploads::discard(&app, &id).await;
            match e {
                Error::Invalid(errors) => {
                    form(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, errors).await
                }
                other => Err(other),
            }
        }
    }
}

/// Streams the two files into the folder; their names, where they were chosen.
async fn receive(
    mut parts: Multipart,
    folder: &std::path::Path,
) -> Result<(Option<String>, Option<String>), Error> {
    let (mut register, mut links) = (None, None);
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        let (file, name) = match field.name() {
            Some("register") => (REGISTER, &mut register),
            Some("links") => (LINKS, &mut links),
            _ => continue,
        };
        // A field without a chosen file comes with an empty name.
        if let Some(chosen) = field.file_name().map(short_name).filter(|n| !n.is_empty()) {
            write(field, &folder.join(file)).await?;
            *name = Some(chosen);
        }
    }
    Ok((register, links))
}

async fn write(mut field: Field<'_>, path: &std::path::Path) -> Result<(), Error> {
    let mut file = tokio::fs::File::create(path).await.map_err(uploads::disk)?;
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        file.write_all(&chunk).await.map_err(uploads::disk)?;
    }
    file.flush().await.map_err(uploads::disk)
}

/// The last part of a file's name, without what cannot be shown, at most 120 characters.
fn short_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn broken(e: MultipartError) -> Error {
    if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge("The files are larger than 150 MB. The register is smaller; check that you have chosen the right files.".into())
    } else {
        Error::BadRequest("The files did not arrive as a whole. Go back and try again.".into())
    }
}

/// GET /admin/register/{id}
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ImportId = id.parse()?;
    let standing = uploads::find(&app, &user, &id).await?;
    let upload = standing.upload;
    let stage = match (upload.state, standing.progress) {
        (Stage::Done(report), None) => pages::Stage::Done(counts(report)),
        (Stage::Waiting(report), None) => pages::Stage::Waiting(counts(report)),
        (Stage::Failed(words), None) => pages::Stage::Failed(words),
        (Stage::Comparing | Stage::Applying, None) => pages::Stage::Interrupted,
        (state, Some(p)) => pages::Stage::Running {
            applying: matches!(state, Stage::Applying),
            rows: p.rows,
            percent: (p.bytes * 100).checked_div(p.of).unwrap_or(0),
        },
    };
    let refresh = matches!(stage, pages::Stage::Running { .. });
    let title = pages::title(&stage);
    let view = pages::ImportView {
        action: format!("/admin/register/{id}"),
        name: upload.name,
        links_name: upload.links_name,
        uploaded: moment(upload.at),
        stage,
    };
    let mut response = page(
        &app,
        &user.ctx,
        title,
        &[HOME, LIST],
        || view! { <pages::Import view/> },
    );
    if refresh {
        // The page itself cannot ask to be loaded again without a script or an element in its head.
        response
            .headers_mut()
            .insert(header::REFRESH, HeaderValue::from_static("2"));
    }
    Ok(response)
}

/// POST /admin/register/{id}
async fn apply(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ImportId = id.parse()?;
    uploads::start(&app, &user, &id).await?;
    Ok(see_other(format!("/admin/register/{id}")))
}

/// Lines of faults that a page lists.
const LISTED: usize = 50;

fn counts(report: Report) -> pages::Counts {
    let s = report.summary;
    let lines = |errors: Vec<LineError>| {
        errors
            .into_iter()
            .take(LISTED)
            .map(|e| (e.line, e.message))
            .collect()
    };
    pages::Counts {
        read: s.read,
        created: s.created,
        updated: s.updated,
        unchanged: s.unchanged,
        closed: s.closed,
        faulty: s.error_count(),
        changes: s.changes_anything() || report.successions.as_ref().is_some_and(|l| l.found > 0),
        skipped: s.skipped.into_iter().collect(),
        errors: lines(s.errors),
        links: report.successions.map(|l| pages::Links {
            found: l.found,
            applied: l.applied,
            before: l.before,
            waiting: l.waiting,
            not_held: l.not_held,
            unclear: l.unclear,
            apart: l
                .apart
                .iter()
                .map(|(from, to)| (from.to_string(), to.to_string()))
                .collect(),
            errors: lines(l.errors),
        }),
    }
}

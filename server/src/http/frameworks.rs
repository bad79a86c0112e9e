//! Framework versions: to read, to download, and for administrators to bring in and publish.

use super::Routes;
use super::ctx::User;
use super::form::{Form, multipart};
use super::page::{page, page_with, see_other};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::frameworks as uc;
use ::app::pages::frameworks as pages;
use axum::extract::{Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::forms::{FieldErrors, RawForm};
use domain::framework::MAX_FILE_BYTES;
use domain::ids::FrameworkId;
use domain::policy::{self, SiteAction, act, can_site};
use leptos::prelude::*;
use std::sync::Arc;
use store::frameworks::FrameworkRecord;

/// A file of the largest size, its text a second time in the form's field, and what stands around them.
const IMPORT_LIMIT: usize = 2 * MAX_FILE_BYTES + 64 * 1024;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/frameworks", list)
        .get("/frameworks/import", import)
        .post_file("/frameworks/import", IMPORT_LIMIT, bring_in)
        .get("/frameworks/{id}", show)
        .get("/frameworks/{id}/file", file)
        .get("/frameworks/{id}/publish", confirm_publish)
        .post("/frameworks/{id}/publish", publish)
        .get("/frameworks/{id}/delete", confirm_delete)
        .post("/frameworks/{id}/delete", delete)
}

const HOME: (&str, &str) = ("Home", "/");
const LIST: (&str, &str) = ("Frameworks", "/frameworks");

/// GET /frameworks
async fn list(State(app): State<App>, user: User) -> Result<Response, Error> {
    let may_import = can_site(&user.actor, SiteAction::ManageFrameworks);
    let lines = uc::list(&app, &user)
        .await?
        .into_iter()
        .map(|l| pages::Line {
            href: format!("/frameworks/{}", l.id),
            title: l.title,
            number: l.number,
            published: l.published_at.map(day),
        })
        .collect();
    Ok(page(
        &app,
        &user.ctx,
        "Inclusion frameworks",
        &[HOME],
        || view! { <pages::List lines may_import/> },
    ))
}

fn day(at: chrono::DateTime<chrono::Utc>) -> String {
    domain::calendar::london_date(at)
        .format("%-d %B %Y")
        .to_string()
}

fn name(found: &FrameworkRecord) -> String {
    format!("{}, version {}", found.line.title, found.line.number)
}

/// GET /frameworks/{id}
async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::find(&app, &user, &id.parse()?).await?;
    let framework = match found.line.published_at {
        Some(_) => uc::load(&app, &found.line.id).await?,
        None => Arc::new(uc::read(&found)?),
    };
    let href = format!("/frameworks/{}", found.line.id);
    let published = found.line.published_at.map(day);
    let may_manage = can_site(&user.actor, SiteAction::ManageFrameworks);
    Ok(page(&app, &user.ctx, name(&found), &[HOME, LIST], || {
        view! { <pages::Show framework href published may_manage/> }
    }))
}

/// GET /frameworks/{id}/file: as it was imported, comments included.
async fn file(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::find(&app, &user, &id.parse()?).await?;
    // The key is small letters, digits and hyphens, so it needs no quoting rules.
    let disposition = format!(
        "attachment; filename=\"{}-{}.toml\"",
        found.line.key, found.line.number
    );
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned());
    Ok((
        [kind, (header::CONTENT_DISPOSITION, disposition)],
        found.text,
    )
        .into_response())
}

/// GET /frameworks/import
async fn import(State(app): State<App>, user: User) -> Result<Response, Error> {
    policy::site::<act::ManageFrameworks>(&user.actor)?;
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    Ok(import_page(
        &app,
        &user,
        StatusCode::OK,
        form,
        FieldErrors::new(),
    ))
}

/// POST /frameworks/import
async fn bring_in(State(app): State<App>, user: User, request: Request) -> Result<Response, Error> {
    policy::site::<act::ManageFrameworks>(&user.actor)?;
    let body = multipart(request).await?;
    let form = match read(body).await {
        Ok(form) => form,
        Err(Error::Invalid(errors)) => {
            let mut form = RawForm::default();
            form.set("form_key", new_secret());
            return Ok(import_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
                errors,
            ));
        }
        Err(e) => return Err(e),
    };
    match uc::import(&app, &user, &form).await {
        Ok(id) => Ok(see_other(format!("/frameworks/{id}"))),
        Err(Error::Invalid(errors)) => {
            // A second post of the form whose first went through finds its own draft in the way.
            if let Some(location) = app.store.posted(form.get("form_key")).await? {
                return Ok(see_other(location));
            }
            Ok(import_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                form,
                errors,
            ))
        }
        Err(e) => Err(e),
    }
}

fn import_page(
    app: &App,
    user: &User,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    page_with(
        app,
        &user.ctx,
        status,
        "Import a framework file",
        &[HOME, LIST],
        || {
            view! { <pages::Import form errors/> }
        },
    )
}

/// The fields of the form, with the file's text in place of the pasted one where a file was chosen.
async fn read(mut body: Multipart) -> Result<RawForm, Error> {
    let broken = |e: axum::extract::multipart::MultipartError| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Error::TooLarge("A framework file can have up to 1 MB.".into())
        }
        _ => Error::BadRequest("The form did not arrive as a whole. Go back and try again.".into()),
    };
    let mut form = RawForm::default();
    let mut file = None;
    while let Some(field) = body.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        if name == "file" && bytes.is_empty() {
            continue;
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| {
            FieldErrors::one(
                "text",
                "The file is not plain text in UTF-8. In your editor, choose to save it as plain text with the encoding UTF-8.",
            )
        })?;
        if name == "file" {
            file = Some(text);
        } else {
            form.add(&name, text);
        }
    }
    if let Some(text) = file {
        form.set("text", text);
    }
    Ok(form)
}

/// The draft that is to be published or deleted.
async fn draft(app: &App, user: &User, id: &str) -> Result<FrameworkRecord, Error> {
    policy::site::<act::ManageFrameworks>(&user.actor)?;
    let id: FrameworkId = id.parse()?;
    let found = uc::find(app, user, &id).await?;
    if found.line.published_at.is_some() {
        return Err(Error::Forbidden(
            "This version has been published. A published version never changes.".into(),
        ));
    }
    Ok(found)
}

/// GET /frameworks/{id}/publish
async fn confirm_publish(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = draft(&app, &user, &id).await?;
    let (name, back) = (name(&found), format!("/frameworks/{id}"));
    Ok(page(
        &app,
        &user.ctx,
        "Publish a framework",
        &[HOME, LIST],
        || {
            view! { <pages::Publish name back form_key=new_secret()/> }
        },
    ))
}

/// POST /frameworks/{id}/publish
async fn publish(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: FrameworkId = id.parse()?;
    uc::publish(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/frameworks/{id}")))
}

/// GET /frameworks/{id}/delete
async fn confirm_delete(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = draft(&app, &user, &id).await?;
    let (name, back) = (name(&found), format!("/frameworks/{id}"));
    Ok(page(
        &app,
        &user.ctx,
        "Delete a draft",
        &[HOME, LIST],
        || {
            view! { <pages::Delete name back form_key=new_secret()/> }
        },
    ))
}

/// POST /frameworks/{id}/delete
async fn delete(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    uc::delete_draft(&app, &user, &id.parse()?, &form).await?;
    Ok(see_other("/frameworks"))
}

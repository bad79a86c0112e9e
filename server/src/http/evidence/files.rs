//! A file of a piece: given out, replaced, removed.

use super::form::AWAY_NOTHING_KEPT;
use super::upload::{Sent, receive};
use super::{piece, view};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, Query};
use crate::http::page::{page_with, see_other};
use crate::http::reviews::borrowed;
use crate::state::{App, new_secret};
use crate::usecases::evidence as uc;
use ::app::pages::evidence as pages;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::evidence::files::content_disposition;
use domain::forms::FieldErrors;
use domain::ids::{EvidenceId, FileId, ReviewId};
use leptos::prelude::*;

/// What a file may do when a browser opens it all the same: nothing.
const SANDBOX: &str = "sandbox; default-src 'none'";

/// GET /reviews/{id}/evidence/{evidence}/files/{file}?version=…
pub async fn download(
    State(app): State<App>,
    user: User,
    Path((id, evidence, file)): Path<(String, String, String)>,
    Query(query): Query,
) -> Result<Response, Error> {
    let (id, evidence, file) = (id.parse()?, evidence.parse()?, file.parse()?);
    let number = match query.get("version") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    let found = uc::download(&app, &user, &id, &evidence, &file, number).await?;
    let named = HeaderValue::try_from(content_disposition(&found.revision.name))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(found.revision.kind.media_type()),
        ),
        (header::CONTENT_DISPOSITION, named),
        (
            header::CONTENT_LENGTH,
            HeaderValue::from(found.revision.size),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(SANDBOX),
        ),
    ];
    Ok((headers, Body::from_stream(found.bytes)).into_response())
}

/// The piece and the file's name, when the person may change it now.
async fn changeable(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    file: &FileId,
) -> Result<(uc::Shown, String), Error> {
    uc::open_to_write(app, user, id).await?;
    let shown = uc::find_piece(app, user, id, evidence).await?;
    if !shown.access.may_change(user, &shown.piece) {
        return Err(Error::Forbidden(
            "Only those who added this evidence can change it.".into(),
        ));
    }
    let found = shown.piece.newest().find(|r| r.file == *file);
    let name = found.ok_or(Error::NotFound)?.name.clone();
    Ok((shown, name))
}

/// GET /reviews/{id}/evidence/{evidence}/files/{file}/replace
pub async fn ask_replace(
    State(app): State<App>,
    user: User,
    Path((id, evidence, file)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let (id, evidence, file) = (id.parse()?, evidence.parse()?, file.parse()?);
    let (shown, name) = changeable(&app, &user, &id, &evidence, &file).await?;
    Ok(render(
        &app,
        &user,
        StatusCode::OK,
        &shown,
        name,
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/evidence/{evidence}/files/{file}/replace
pub async fn replace(
    State(app): State<App>,
    user: User,
    Path((id, evidence, file)): Path<(String, String, String)>,
    sent: Sent,
) -> Result<Response, Error> {
    let (id, evidence, file): (ReviewId, EvidenceId, FileId) =
        (id.parse()?, evidence.parse()?, file.parse()?);
    let (shown, name) = changeable(&app, &user, &id, &evidence, &file).await?;
    let received = receive(&app, &user, &id, sent).await?;
    let again = |status, errors| Ok(render(&app, &user, status, &shown, name, errors));
    if let Some(fault) = &received.fault {
        tracing::error!(reason = %fault, "a file could not be taken");
        return again(
            StatusCode::SERVICE_UNAVAILABLE,
            FieldErrors::one("files", AWAY_NOTHING_KEPT),
        );
    }
    if let Some(words) = received.refusals() {
        return again(
            StatusCode::UNPROCESSABLE_ENTITY,
            FieldErrors::one("files", words),
        );
    }
    let (form, files) = (&received.form, &received.files);
    match uc::replace_file(&app, &user, &id, &evidence, &file, form, files).await {
        Ok(location) => Ok(see_other(location)),
        Err(Error::Invalid(errors)) => again(StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Unavailable(why)) => {
            tracing::error!(reason = %why, "a file could not be kept");
            again(
                StatusCode::SERVICE_UNAVAILABLE,
                FieldErrors::one("files", AWAY_NOTHING_KEPT),
            )
        }
        Err(e) => Err(e),
    }
}

fn render(
    app: &App,
    user: &User,
    status: StatusCode,
    shown: &uc::Shown,
    name: String,
    errors: FieldErrors,
) -> Response {
    let (who, who_note) = view::who(&shown.access, shown.piece.side);
    let title = format!("Replace {name}");
    let view = pages::ReplaceView {
        school: shown.access.review.school_name.clone(),
        name,
        hint: view::files_hint(app),
        form_key: new_secret(),
        back: format!(
            "/reviews/{}/evidence/{}",
            shown.access.review.facts.id, shown.piece.id
        ),
        who,
        who_note,
    };
    let trail = view::trail(&shown.access);
    page_with(app, &user.ctx, status, title, &borrowed(&trail), || {
        view! { <pages::Replace view errors/> }
    })
}

/// GET /reviews/{id}/evidence/{evidence}/files/{file}/remove
pub async fn ask_remove(
    State(app): State<App>,
    user: User,
    Path((id, evidence, file)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let (id, evidence, file) = (id.parse()?, evidence.parse()?, file.parse()?);
    let (shown, name) = changeable(&app, &user, &id, &evidence, &file).await?;
    let (who, who_note) = view::who(&shown.access, shown.piece.side);
    let view = pages::ConfirmView {
        school: shown.access.review.school_name.clone(),
        title: format!("Remove {name}?"),
        text: "The file goes for good, with every version of it. What the evidence says stays."
            .to_owned(),
        button: "Remove file",
        form_key: new_secret(),
        back: format!("/reviews/{id}/evidence/{evidence}"),
        who,
        who_note,
    };
    Ok(piece::confirm(&app, &user, &shown, view))
}

/// POST /reviews/{id}/evidence/{evidence}/files/{file}/remove
pub async fn remove(
    State(app): State<App>,
    user: User,
    Path((id, evidence, file)): Path<(String, String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, evidence, file) = (id.parse()?, evidence.parse()?, file.parse()?);
    let location = uc::remove_file(&app, &user, &id, &evidence, &file, &form).await?;
    Ok(see_other(location))
}

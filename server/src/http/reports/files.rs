//! The report as a file, for whoever may read its page.

use super::super::ctx::User;
use crate::error::Error;
use crate::state::App;
use crate::usecases::reports::{FileKind, make_file};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

async fn answer(app: &App, user: &User, id: &str, kind: FileKind) -> Result<Response, Error> {
    let file = make_file(app, user, &id.parse()?, kind).await?;
    let media = match kind {
        FileKind::Pdf => "application/pdf",
        FileKind::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    };
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, Bytes::copy_from_slice(&file.bytes)).into_response())
}

/// GET /reviews/{id}/report.pdf
pub(super) async fn pdf(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    answer(&app, &user, &id, FileKind::Pdf).await
}

/// GET /reviews/{id}/report.docx
pub(super) async fn word(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    answer(&app, &user, &id, FileKind::Word).await
}

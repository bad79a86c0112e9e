//! The body of a posted form as a `RawForm`, whatever its fields are.

use crate::error::Error;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use domain::forms::RawForm;

/// Most bytes of an ordinary form; uploads have limits of their own.
pub const FORM_LIMIT: usize = 2 * 1024 * 1024;

/// A posted form.
#[derive(Debug)]
pub struct Form(pub RawForm);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let kind = request
            .headers()
            .get(axum::http::header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = Bytes::from_request(request, state).await.map_err(|e| {
            if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                Error::TooLarge(
                    "The text is longer than can be saved at once. Go back and shorten it.".into(),
                )
            } else {
                Error::BadRequest(
                    "The form did not arrive as a whole. Go back and try again.".into(),
                )
            }
        })?;
        if !body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Error::BadRequest(
                "This page takes an ordinary form only.".into(),
            ));
        }
        let pairs = form_urlencoded::parse(&body).into_owned().collect();
        Ok(Self(RawForm::new(pairs)))
    }
}

/// The parts of a form with files. Asked for after the permission, so that who has none is told nothing about the form.
pub async fn multipart(request: Request) -> Result<Multipart, Error> {
    Multipart::from_request(request, &()).await.map_err(|_| {
        Error::BadRequest("This page takes a form with files only. Go back and try again.".into())
    })
}

/// The query string as a `RawForm`.
#[derive(Debug)]
pub struct Query(pub RawForm);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Query {
    type Rejection = Error;
    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &S,
    ) -> Result<Self, Error> {
        let text = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect();
        Ok(Self(RawForm::new(pairs)))
    }
}

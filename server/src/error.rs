//! The one error of the web: each kind has one status and one page in plain words; logged once, here.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::forms::FieldErrors;
use domain::policy::Denied;

/// Why a request did not get what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the actor may not know of it: 404.
    #[error("not found")]
    NotFound,
    /// The actor sees the record but may not do this, or not now; the words say which: 403.
    #[error("{0}")]
    Forbidden(String),
    /// The form is not right; the page is shown again with every value: 422.
    #[error("the form is not right")]
    Invalid(FieldErrors),
    /// Somebody else saved first; the page is shown again with both texts: 409.
    #[error("changed by somebody else")]
    Conflict,
    /// The same form was posted before: on to where it led, 303.
    #[error("already done")]
    Repeated(String),
    /// Nobody is signed in: on to the sign-in page, which leads back to this path.
    #[error("not signed in")]
    SignInFirst(String),
    /// What was sent is larger than can be taken: 413.
    #[error("{0}")]
    TooLarge(String),
    /// What was sent is not a form: 400.
    #[error("{0}")]
    BadRequest(String),
    /// The database or another service is away: 503.
    #[error("not available: {0}")]
    Unavailable(String),
    /// A fault of ours: 500 with the request's reference.
    #[error("{0}")]
    Internal(String),
}

impl From<store::Error> for Error {
    fn from(e: store::Error) -> Self {
        match e {
            store::Error::NotFound => Self::NotFound,
            store::Error::Conflict => Self::Conflict,
            store::Error::Repeated(location) => Self::Repeated(location),
            store::Error::Unavailable(words) => Self::Unavailable(words),
            store::Error::Duplicate(what) => {
                Self::Internal(format!("unexpected duplicate: {what}"))
            }
            store::Error::Refused(what) => {
                Self::Internal(format!("refused by the database: {what}"))
            }
            store::Error::Internal(words) => Self::Internal(words),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::NotFound,
            Denied::NotYours => {
                Self::Forbidden("Your role does not allow this. If you think it should, ask the coordinator of your partnership.".into())
            }
            Denied::NotNow(words) => Self::Forbidden(words.into()),
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

/// An id in the path that is not one: there is nothing there.
impl From<domain::ids::InvalidId> for Error {
    fn from(_: domain::ids::InvalidId) -> Self {
        Self::NotFound
    }
}

/// What the error page says; put into the response's extensions, so that `http::page::dress_errors` can show it with
/// the visitor's own navigation and the request's reference.
#[derive(Debug, Clone)]
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// What happened and what to do next.
    pub text: String,
    /// True when the reference helps somebody to find it in the log.
    pub reference: bool,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, title, text, reference) = match self {
            Self::Repeated(location) => return Redirect::to(&location).into_response(),
            Self::SignInFirst(path) => {
                let query: String = form_urlencoded::Serializer::new(String::new())
                    .append_pair("next", &path)
                    .finish();
                return Redirect::to(&format!("/sign-in?{query}")).into_response();
            }
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Page not found",
                "If you typed the address, check it is correct. If you followed a link, the page may have been removed, or it may belong to a partnership that you are not part of.".to_owned(),
                false,
            ),
            Self::Forbidden(words) => (StatusCode::FORBIDDEN, "You cannot do this now", words, false),
            Self::Invalid(errors) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "There is a problem with what was sent",
                errors.items().iter().map(|(_, m)| m.clone()).collect::<Vec<_>>().join(". "),
                false,
            ),
            Self::Conflict => (
                StatusCode::CONFLICT,
                "Somebody else changed this first",
                "Nothing of yours was saved. Go back, load the page again, and look at what has changed.".to_owned(),
                false,
            ),
            Self::TooLarge(words) => (StatusCode::PAYLOAD_TOO_LARGE, "This is too large", words, false),
            Self::BadRequest(words) => (StatusCode::BAD_REQUEST, "We could not read what was sent", words, false),
            Self::Unavailable(words) => {
                tracing::error!(reason = %words, "not available");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "Quintet is not available at the moment",
                    "Nothing was saved. Go back, keep what you have typed, and try again in a few minutes.".to_owned(),
                    true,
                )
            }
            Self::Internal(words) => {
                tracing::error!(reason = %words, "fault");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something went wrong on our side",
                    "Nothing was saved. Try again. If it happens again, tell whoever runs Quintet for you and give the reference below.".to_owned(),
                    true,
                )
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Words {
            title,
            text,
            reference,
        });
        response
    }
}

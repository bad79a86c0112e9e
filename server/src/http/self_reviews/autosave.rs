//! What a strand's page posts while somebody writes. The page's script asks for JSON and is told what to say; anybody
//! else gets the ordinary pages.

use super::strand::parse;
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::moment;
use crate::state::App;
use crate::usecases::self_reviews::{self as uc, Autosaved};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::forms::FieldErrors;
use domain::personal_data;
use serde_json::json;
use store::self_reviews::StrandEntry;

/// POST /reviews/{id}/self-review/{strand}/autosave. Fields: `level`, `narrative`, `version`, `form_key`, `turn`.
pub async fn save(
    State(app): State<App>,
    user: User,
    Path((id, strand)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Result<Response, Error> {
    let asks_for_json = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("application/json"));
    let (id, code) = parse(&id, &strand)?;
    let (status, said) = match uc::autosave(&app, &user, &id, code, &form).await {
        Ok(Autosaved::Saved(version)) => {
            let said = format!("Saved at {} as a draft.", clock(user.now));
            let told = json!({ "version": version.to_string(), "said": said });
            return Ok(Json(told).into_response());
        }
        Ok(Autosaved::Conflict(theirs)) if asks_for_json => {
            (StatusCode::CONFLICT, conflict_words(&user, &theirs))
        }
        Ok(Autosaved::Conflict(_)) => return Err(Error::Conflict),
        Err(Error::Invalid(errors)) if asks_for_json => {
            (StatusCode::UNPROCESSABLE_ENTITY, refusal_words(&errors))
        }
        Err(Error::Forbidden(why)) if asks_for_json => {
            let said = format!("{why} What you write now is not saved. Copy it if you need it.");
            (StatusCode::FORBIDDEN, said)
        }
        Err(e) => return Err(e),
    };
    Ok((status, Json(json!({ "said": said }))).into_response())
}

/// Why it was not saved. A question is answered on the page to which the button leads.
fn refusal_words(errors: &FieldErrors) -> String {
    let question = |field: &str| field.starts_with(personal_data::FIELD);
    let asks = errors.items().iter().any(|(field, _)| question(field));
    let words: Vec<&str> = errors
        .items()
        .iter()
        .filter(|(field, _)| !question(field))
        .map(|(_, words)| words.as_str())
        .collect();
    let end = match asks {
        true => " Take it out, or press “Save as draft” to say that it is not about a pupil.",
        false => "",
    };
    format!("Not saved by itself. {}{end}", words.join(" "))
}

/// "2:05pm", in London.
fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&chrono_tz::Europe::London)
        .format("%-I:%M%P")
        .to_string()
}

fn conflict_words(user: &User, theirs: &StrandEntry) -> String {
    let who = if theirs.by == user.actor.person {
        "You saved this strand in another window".to_owned()
    } else {
        format!("{} saved this strand", theirs.saved_by)
    };
    format!(
        "{who} at {} while this page was open. Your text is still here and is not saved any more. Compare the two texts and choose.",
        moment(theirs.saved_at)
    )
}

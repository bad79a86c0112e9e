//! Reads a form with files: texts into a `RawForm`, each file to the disk while it arrives.
//!
//! What is wrong with one file does not touch the others, and what is wrong with the storage does not touch the texts:
//! the form is read to its end whatever happens, so that the page can be shown again with everything typed.

use crate::error::Error;
use crate::files::FILES_AT_ONCE;
use crate::files::incoming::{Incoming, Outcome};
use crate::http::ctx::User;
use crate::http::form::FORM_LIMIT;
use crate::state::App;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use domain::forms::RawForm;
use domain::ids::{FileId, ReviewId};

/// A posted form, with files or without; not read yet.
#[derive(Debug)]
pub enum Sent {
    /// An ordinary form.
    Plain(RawForm),
    /// One with files.
    Parts(Multipart),
}

impl FromRequest<App> for Sent {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return match Multipart::from_request(request, app).await {
                Ok(parts) => Ok(Self::Parts(parts)),
                Err(_) => Err(Error::BadRequest(
                    "The form did not arrive as a whole. Go back and try again.".into(),
                )),
            };
        }
        if !kind.starts_with("application/x-www-form-urlencoded") && !kind.is_empty() {
            return Err(Error::BadRequest(
                "This page takes an ordinary form only.".into(),
            ));
        }
        // The route takes files of any size; texts have the limit of every form.
        let body = axum::body::to_bytes(request.into_body(), FORM_LIMIT)
            .await
            .map_err(|_| too_long())?;
        let pairs = form_urlencoded::parse(&body).into_owned().collect();
        Ok(Self::Plain(RawForm::new(pairs)))
    }
}

/// What came with a form.
#[derive(Debug, Default)]
pub struct Received {
    /// The texts. `kept` holds the ids of all files that wait.
    pub form: RawForm,
    /// Files that were found good: those of this form, and those that waited from the one before.
    pub files: Vec<Incoming>,
    /// Why the others were not taken, in words.
    pub refused: Vec<String>,
    /// Set when the disk is full or the storage is away.
    pub fault: Option<String>,
}

impl Received {
    /// What is said beside the field for files; none when there is nothing to say.
    pub fn refusals(&self) -> Option<String> {
        (!self.refused.is_empty()).then(|| format!("{}.", self.refused.join(". ")))
    }
}

/// Reads the form. The caller has asked the policy.
pub async fn receive(
    app: &App,
    user: &User,
    review: &ReviewId,
    sent: Sent,
) -> Result<Received, Error> {
    let mut received = Received::default();
    match sent {
        Sent::Plain(form) => received.form = form,
        Sent::Parts(mut parts) => {
            let mut texts = 0;
            let mut room = FILES_AT_ONCE;
            while let Some(field) = parts.next_field().await.map_err(broken)? {
                let name = field.name().unwrap_or_default().to_owned();
                match field.file_name().map(str::to_owned) {
                    // A field without a chosen file comes with an empty name.
                    Some(file) if name == "files" && !file.is_empty() => {
                        if room == 0 {
                            received.refused.push(format!("“{file}” is one too many: {FILES_AT_ONCE} files can be sent at once"));
                            drain(field).await?;
                            continue;
                        }
                        room -= 1;
                        file_arrives(app, user, review, field, &file, &mut received).await?;
                    }
                    Some(_) => drain(field).await?,
                    None => {
                        let text = read_text(field, &mut texts).await?;
                        received.form.add(&name, text);
                    }
                }
            }
        }
    }
    add_kept(app, user, review, &mut received).await;
    Ok(received)
}

/// Files that arrived with an earlier try of the same form and are still wanted.
async fn add_kept(app: &App, user: &User, review: &ReviewId, received: &mut Received) {
    let wanted: Vec<FileId> = received
        .form
        .all("kept")
        .into_iter()
        .filter_map(|id| id.parse().ok())
        .take(FILES_AT_ONCE)
        .collect();
    let mut files = Vec::new();
    for id in wanted {
        let found = app
            .files
            .find_incoming(&id, &user.actor.person, review)
            .await;
        files.extend(found.filter(|f| !files.contains(f)));
    }
    files.append(&mut received.files);
    received.files = files;
}

async fn file_arrives(
    app: &App,
    user: &User,
    review: &ReviewId,
    mut field: Field<'_>,
    name: &str,
    received: &mut Received,
) -> Result<(), Error> {
    let mut arriving = match app.files.begin(name).await {
        Ok(arriving) => arriving,
        Err(e) => {
            received.fault = Some(e.to_string());
            return drain(field).await;
        }
    };
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) => {
                if let Err(e) = arriving.write(&chunk).await {
                    arriving.give_up().await;
                    received.fault = Some(e.to_string());
                    return drain(field).await;
                }
            }
            Ok(None) => break,
            Err(e) => {
                arriving.give_up().await;
                return Err(broken(e));
            }
        }
    }
    match app.files.finish(arriving, &user.actor.person, review).await {
        Ok(Outcome::Taken(file)) => received.files.push(file),
        Ok(Outcome::Refused(words)) => received.refused.push(words),
        Err(e) => received.fault = Some(e.to_string()),
    }
    Ok(())
}

/// Reads what is not wanted, so that what comes after it can be read.
async fn drain(mut field: Field<'_>) -> Result<(), Error> {
    while field.chunk().await.map_err(broken)?.is_some() {}
    Ok(())
}

/// A text; all texts of a form together have the limit of an ordinary form.
async fn read_text(mut field: Field<'_>, total: &mut usize) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        *total += chunk.len();
        if *total > FORM_LIMIT {
            return Err(too_long());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn too_long() -> Error {
    Error::TooLarge("The text is longer than can be saved at once. Go back and shorten it.".into())
}

fn broken(e: MultipartError) -> Error {
    if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge("The files are too large. Go back and send them one by one.".into())
    } else {
        Error::BadRequest("The files did not arrive as a whole. Go back and try again.".into())
    }
}

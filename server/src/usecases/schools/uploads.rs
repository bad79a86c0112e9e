//! Register files that were uploaded: each waits in a folder of its own until it is applied or a day old.
//!
//! How far the work has got is kept in memory while it runs; what came of it stands in a small file beside the upload,
//! so that its page still tells after a restart.

use super::import_register::{
    ImportError, Occasion, Progress, Report, Source, apply, check_files, preview,
};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use chrono::{DateTime, Duration, Utc};
use domain::forms::FieldErrors;
use domain::ids::ImportId;
use domain::policy::{self, Permit, act};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

/// How long an upload waits to be applied.
const WAITS: Duration = Duration::hours(24);

/// What is known of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Name of the establishment file where it came from.
    pub name: String,
    /// Name of the links file, if there is one.
    pub links_name: Option<String>,
    /// When it was uploaded.
    pub at: DateTime<Utc>,
    /// How it stands.
    pub state: State,
}

/// How an upload stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being compared with what is held.
    Comparing,
    /// Compared; waits for somebody to apply it.
    Waiting(Report),
    /// Being applied. After a restart nobody works on it any more; applying again goes on with it.
    Applying,
    /// Applied.
    Done(Report),
    /// Failed, for the reason given; may be applied again.
    Failed(String),
}

/// An upload with how far the work on it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The upload.
    pub upload: Upload,
    /// Present while something works on it.
    pub progress: Option<Progress>,
}

/// What is being worked on in this process.
static RUNNING: LazyLock<Mutex<BTreeMap<ImportId, Progress>>> = LazyLock::new(Mutex::default);

fn running() -> std::sync::MutexGuard<'static, BTreeMap<ImportId, Progress>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder for an upload that is about to arrive. Call [`keep`] or [`discard`] when it has.
pub async fn begin(app: &App, user: &User) -> Result<(ImportId, PathBuf), Error> {
    policy::site::<act::ImportRegister>(&user.actor)?;
    sweep(app, user.now).await;
    let id: ImportId = new_id();
    let folder = folder(app, &id);
    tokio::fs::create_dir_all(&folder).await.map_err(disk)?;
    // Until it has arrived, so that one that breaks off is swept away like any other.
    let state = State::Failed("The file did not arrive as a whole.".into());
    save(
        app,
        &id,
        &Upload {
            name: String::new(),
            links_name: None,
            at: user.now,
            state,
        },
    )
    .await?;
    Ok((id, folder))
}

/// Forgets an upload.
pub async fn discard(app: &App, id: &ImportId) {
    // Nothing depends on it: the sweep comes by again.
    let _ = tokio::fs::remove_dir_all(folder(app, id)).await;
}

/// Takes an upload that has arrived as a whole, refuses a wrong file in words, and begins to compare it.
pub async fn keep(
    app: &App,
    user: &User,
    id: &ImportId,
    name: Option<String>,
    links_name: Option<String>,
) -> Result<(), Error> {
    let permit = policy::site::<act::ImportRegister>(&user.actor)?;
    let Some(name) = name else {
        return Err(FieldErrors::one("register", "Choose the register file").into());
    };
    let upload = Upload {
        name,
        links_name,
        at: user.now,
        state: State::Comparing,
    };
    let source = source(app, id, &upload);
    let checked = source.clone();
    match tokio::task::spawn_blocking(move || check_files(&checked)).await {
        Ok(Ok(())) => {}
        Ok(Err(ImportError::Links(e))) => {
            return Err(FieldErrors::one("links", e.to_string()).into());
        }
        Ok(Err(e)) => return Err(FieldErrors::one("register", e.to_string()).into()),
        Err(e) => return Err(Error::Internal(e.to_string())),
    }
    save(app, id, &upload).await?;
    work(app, id, upload, permit, None);
    Ok(())
}

/// How an upload stands.
pub async fn find(app: &App, user: &User, id: &ImportId) -> Result<Standing, Error> {
    policy::site::<act::ImportRegister>(&user.actor)?;
    // In this order: work that ends in between is seen as ended, with its result.
    let progress = running().get(id).copied();
    let text = tokio::fs::read(folder(app, id).join(ABOUT))
        .await
        .map_err(|_| Error::NotFound)?;
    let upload: Upload =
        serde_json::from_slice(&text).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(Standing { upload, progress })
}

/// Begins to apply an upload; does nothing when that is under way or done.
pub async fn start(app: &App, user: &User, id: &ImportId) -> Result<(), Error> {
    let permit = policy::site::<act::ImportRegister>(&user.actor)?;
    let Standing {
        mut upload,
        progress,
    } = find(app, user, id).await?;
    if progress.is_some() || matches!(upload.state, State::Done(_)) {
        return Ok(());
    }
    if upload.state == State::Comparing {
        // The program was stopped while it compared.
        work(app, id, upload, permit, None);
        return Ok(());
    }
    upload.state = State::Applying;
    save(app, id, &upload).await?;
    let occasion = Occasion {
        by: Some(user.actor.person.clone()),
        now: user.now,
        request: user.request_id.clone(),
    };
    work(app, id, upload, permit, Some(occasion));
    Ok(())
}

/// Compares or, with an occasion, applies, in the background.
fn work(
    app: &App,
    id: &ImportId,
    mut upload: Upload,
    permit: Permit<act::ImportRegister>,
    occasion: Option<Occasion>,
) {
    if running().insert(id.clone(), Progress::default()).is_some() {
        return;
    }
    let (app, id) = (app.clone(), id.clone());
    tokio::spawn(async move {
        let source = source(&app, &id, &upload);
        let told = |p: Progress| {
            running().insert(id.clone(), p);
        };
        let applied = occasion.is_some();
        let outcome = match &occasion {
            Some(occasion) => apply(&app.store, &permit, &source, occasion, &told).await,
            None => preview(&app.store, &permit, &source, &told).await,
        };
        upload.state = match outcome {
            Ok(report) if applied => State::Done(report),
            Ok(report) => State::Waiting(report),
            Err(e) => {
                tracing::warn!(reason = %e, "an import of the register failed");
                State::Failed(e.to_string())
            }
        };
        if let Err(e) = save(&app, &id, &upload).await {
            tracing::error!(reason = %e, "the result of an import could not be kept");
        }
        if matches!(upload.state, State::Done(_)) {
            for file in [Some(&source.register), source.links.as_ref()]
                .into_iter()
                .flatten()
            {
                let _ = tokio::fs::remove_file(file).await;
            }
        }
        running().remove(&id);
    });
}

/// Removes uploads that are more than a day old and on which nothing works.
pub async fn sweep(app: &App, now: DateTime<Utc>) {
    let Ok(mut entries) = tokio::fs::read_dir(root(app)).await else {
        return;
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let Ok(id) = entry.file_name().to_string_lossy().parse::<ImportId>() else {
            continue;
        };
        if running().contains_key(&id) {
            continue;
        }
        let about = tokio::fs::read(entry.path().join(ABOUT)).await.ok();
        let upload = about.and_then(|text| serde_json::from_slice::<Upload>(&text).ok());
        if upload.is_some_and(|upload| now - upload.at > WAITS) {
            discard(app, &id).await;
        }
    }
}

const ABOUT: &str = "about.json";

fn root(app: &App) -> PathBuf {
    app.settings.data.join("imports")
}

fn folder(app: &App, id: &ImportId) -> PathBuf {
    root(app).join(id.as_str())
}

/// Name of the establishment file in an upload's folder.
pub const REGISTER: &str = "register.csv";
/// Name of the links file in an upload's folder.
pub const LINKS: &str = "links.csv";

fn source(app: &App, id: &ImportId, upload: &Upload) -> Source {
    let folder = folder(app, id);
    Source {
        register: folder.join(REGISTER),
        links: upload.links_name.as_ref().map(|_| folder.join(LINKS)),
        name: upload.name.clone(),
    }
}

/// Writes the description beside the upload, as a whole or not at all.
async fn save(app: &App, id: &ImportId, upload: &Upload) -> Result<(), Error> {
    let text = serde_json::to_vec(upload).map_err(|e| Error::Internal(e.to_string()))?;
    let folder = folder(app, id);
    let new = folder.join("about.new");
    tokio::fs::write(&new, text).await.map_err(disk)?;
    tokio::fs::rename(&new, folder.join(ABOUT))
        .await
        .map_err(disk)
}

/// A fault of the disk.
pub fn disk(e: std::io::Error) -> Error {
    Error::Internal(format!("the folder for uploads: {e}"))
}

//! Files that people upload: taken in piece by piece, looked into, kept in a folder or in S3, given out again.
//!
//! The way of a file: [`incoming`] writes it to this machine's disk while it arrives; [`look`] refuses what its bytes
//! do not make good; [`picture`] draws pictures anew; [`clamd`] asks the virus checker, if there is one; then
//! [`Files::keep`] puts it into the storage, and only then a row in the database says that it is there. What was
//! stored and got no row is swept. Holds no policy and no page.

pub mod clamd;
pub mod incoming;
mod look;
mod package;
mod pdf;
mod picture;
mod search;
mod sound;

use crate::config::FileSettings;
use crate::error::Error;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

/// Most files in one form.
pub const FILES_AT_ONCE: usize = 10;
/// How many pictures are drawn at the same time: each may take up to 200 MB of memory.
const DRAWING: usize = 2;
/// How long a storage elsewhere may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the sweep rests.
const SWEEP_EVERY: Duration = Duration::from_secs(6 * 3600);

/// The storage for files and what stands before it; cheap to clone.
#[derive(Clone)]
pub struct Files {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn ObjectStore>,
    incoming: PathBuf,
    limit: u64,
    clamd: Option<String>,
    drawing: Semaphore,
    swept: Mutex<Option<Instant>>,
}

impl Files {
    /// From the settings; makes the folders that are not there. The error is in words for a technician.
    pub fn from_settings(settings: &FileSettings, data: &Path) -> Result<Self, Error> {
        let store: Arc<dyn ObjectStore> = match settings.files_url.as_deref() {
            None => local(&data.join("files"))?,
            Some(url) => match url.split_once("://") {
                Some(("s3", rest)) => s3(url, rest)?,
                Some(("file", path)) => local(Path::new(path))?,
                _ => {
                    return Err(Error::Unavailable(format!(
                        "--files-url is s3://bucket/prefix or file:///folder, not {url}"
                    )));
                }
            },
        };
        let limit = settings.file_limit_mb * 1024 * 1024;
        Ok(Self::new(store, data, limit, settings.clamd.clone()))
    }

    /// With a given storage; files that arrive wait in `data/incoming`. `limit` is the most bytes of one file.
    pub fn new(
        store: Arc<dyn ObjectStore>,
        data: &Path,
        limit: u64,
        clamd: Option<String>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                store,
                incoming: data.join("incoming"),
                limit,
                clamd,
                drawing: Semaphore::new(DRAWING),
                swept: Mutex::new(None),
            }),
        }
    }

    /// In a folder, without a virus checker, 25 MB a file: how it runs without settings.
    pub fn in_folder(data: &Path) -> Result<Self, Error> {
        Ok(Self::new(
            local(&data.join("files"))?,
            data,
            25 * 1024 * 1024,
            None,
        ))
    }

    /// Most bytes of one file.
    pub fn limit(&self) -> u64 {
        self.inner.limit
    }

    /// True when there is a virus checker.
    pub fn has_virus_check(&self) -> bool {
        self.inner.clamd.is_some()
    }

    fn incoming(&self) -> &Path {
        &self.inner.incoming
    }

    /// Asks the virus checker about a file on this machine; [`clamd::Verdict::None`] when there is no checker.
    pub async fn check(&self, path: &Path) -> clamd::Verdict {
        match &self.inner.clamd {
            Some(address) => clamd::scan(address, path).await,
            None => clamd::Verdict::None,
        }
    }

    /// Puts a file into the storage, as a whole or not at all.
    pub async fn keep(&self, from: &Path, blob: &str) -> Result<(), Error> {
        let mut file = tokio::fs::File::open(from).await.map_err(disk)?;
        let mut writer = BufWriter::new(self.inner.store.clone(), Key::from(blob));
        if let Err(e) = tokio::io::copy(&mut file, &mut writer).await {
            // Parts that have gone out are given up; if that fails as well, the storage forgets them by its own rules.
            let _ = writer.abort().await;
            return Err(away(e));
        }
        writer.shutdown().await.map_err(away)
    }

    /// The bytes of a stored file, piece by piece.
    pub async fn open(
        &self,
        blob: &str,
    ) -> Result<BoxStream<'static, object_store::Result<Bytes>>, Error> {
        let found = self.inner.store.get(&Key::from(blob)).await;
        Ok(found.map_err(away)?.into_stream())
    }

    /// Copies a stored file to this machine's disk, for the virus check.
    pub async fn fetch(&self, blob: &str, to: &Path) -> Result<(), Error> {
        let mut stream = self.open(blob).await?;
        if let Some(folder) = to.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(disk)?;
        }
        let mut file = tokio::fs::File::create(to).await.map_err(disk)?;
        while let Some(chunk) = stream.next().await {
            file.write_all(&chunk.map_err(away)?).await.map_err(disk)?;
        }
        file.flush().await.map_err(disk)
    }

    /// A place on this machine's disk for a while.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.incoming().join(format!("{name}.scratch"))
    }

    /// Removes bytes that no row needs. That they are gone already, or cannot be reached, does not matter: the sweep
    /// comes by again.
    pub async fn discard(&self, blob: &str) {
        if let Err(e) = self.inner.store.delete(&Key::from(blob)).await {
            tracing::info!(reason = %e, "stored bytes could not be removed");
        }
    }

    /// Every stored file that is older than `before`, in batches.
    pub async fn list_before(
        &self,
        before: DateTime<Utc>,
        batch: usize,
    ) -> Result<Vec<Vec<String>>, Error> {
        let mut listed = self.inner.store.list(Some(&Key::from(BLOBS)));
        let mut out = vec![Vec::new()];
        while let Some(meta) = listed.next().await {
            let meta = meta.map_err(away)?;
            if meta.last_modified >= before {
                continue;
            }
            match out.last_mut() {
                Some(last) if last.len() < batch => last.push(meta.location.to_string()),
                _ => out.push(vec![meta.location.to_string()]),
            }
        }
        out.retain(|b| !b.is_empty());
        Ok(out)
    }

    /// True when the sweep has rested long enough; it then counts as begun.
    pub fn wants_sweep(&self) -> bool {
        let mut swept = self
            .inner
            .swept
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let due = swept.is_none_or(|at| at.elapsed() >= SWEEP_EVERY);
        if due {
            *swept = Some(Instant::now());
        }
        due
    }
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Files({})", self.inner.store)
    }
}

/// The folder of the storage in which everything lies.
const BLOBS: &str = "evidence";

/// A new place in the storage.
pub fn new_blob() -> String {
    let id: domain::ids::FileId = crate::state::new_id();
    let tail: domain::ids::FileId = crate::state::new_id();
    format!("{BLOBS}/{id}{tail}")
}

fn local(folder: &Path) -> Result<Arc<dyn ObjectStore>, Error> {
    std::fs::create_dir_all(folder).map_err(|e| {
        Error::Unavailable(format!(
            "The folder for files, {}, cannot be made: {e}",
            folder.display()
        ))
    })?;
    let store = LocalFileSystem::new_with_prefix(folder)
        .map_err(away)?
        .with_fsync(true);
    Ok(Arc::new(store))
}

/// S3, with the usual AWS environment variables. It gives up after [`PATIENCE`], since somebody waits for the answer.
fn s3(url: &str, rest: &str) -> Result<Arc<dyn ObjectStore>, Error> {
    let retry = RetryConfig {
        max_retries: 2,
        retry_timeout: PATIENCE,
        ..RetryConfig::default()
    };
    let options = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(5))
        .with_allow_http(std::env::var("AWS_ALLOW_HTTP").is_ok_and(|v| v == "true"));
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let store = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_retry(retry)
        .with_client_options(options)
        .build()
        .map_err(|e| Error::Unavailable(format!("--files-url {url}: {e}")))?;
    let prefix = prefix.trim_matches('/');
    Ok(if prefix.is_empty() {
        Arc::new(store)
    } else {
        Arc::new(PrefixStore::new(store, prefix))
    })
}

/// The storage cannot be reached, or is full.
fn away(e: impl std::fmt::Display) -> Error {
    Error::Unavailable(format!("the storage for files: {e}"))
}

/// This machine's disk cannot be written, or is full.
fn disk(e: std::io::Error) -> Error {
    Error::Unavailable(format!("the folder for files that arrive: {e}"))
}

#[cfg(test)]
mod tests;

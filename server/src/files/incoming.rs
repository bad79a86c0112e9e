//! Files that have arrived and wait to be kept: on this machine's disk, each with a note of whose it is.
//!
//! A form that comes back because of its text keeps its files here, so that nobody has to choose them again. What
//! nobody came back for is removed after a day.

use super::clamd::Verdict;
use super::look::{Trouble, look};
use super::picture::redraw;
use super::{Files, disk};
use crate::error::Error;
use crate::state::new_id;
use chrono::{DateTime, Duration, Utc};
use domain::evidence::files::{FileKind, clean_name, size_in_words};
use domain::ids::{FileId, PersonId, ReviewId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

/// A file that has arrived and was found good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its id here.
    pub id: FileId,
    person: PersonId,
    review: ReviewId,
    /// Its name, cleaned.
    pub name: String,
    extension: String,
    /// Bytes, as it will be kept.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// True when the virus checker has passed it.
    pub checked: bool,
}

impl Incoming {
    /// What it is.
    pub fn kind(&self) -> FileKind {
        FileKind::by_extension(&self.extension).unwrap_or(FileKind::Text)
    }
}

/// What came of a file.
#[derive(Debug)]
pub enum Outcome {
    /// It is good.
    Taken(Incoming),
    /// It is not, in words for the person, with its name.
    Refused(String),
}

/// A file that is arriving.
#[derive(Debug)]
pub struct Arriving {
    id: FileId,
    name: String,
    kind: Result<FileKind, String>,
    path: PathBuf,
    file: Option<tokio::fs::File>,
    size: u64,
    limit: u64,
}

/// Why a file was refused, with its name.
fn said(name: &str, words: &str) -> String {
    format!("“{name}” {words}")
}

impl Files {
    /// A file of this name begins to arrive. One whose name is refused is read to its end and not written.
    pub async fn begin(&self, name: &str) -> Result<Arriving, Error> {
        let name = clean_name(name);
        let kind = FileKind::by_name(&name);
        let id: FileId = new_id();
        let path = self.incoming().join(format!("{id}.part"));
        let file = if kind.is_ok() {
            tokio::fs::create_dir_all(self.incoming())
                .await
                .map_err(disk)?;
            Some(tokio::fs::File::create(&path).await.map_err(disk)?)
        } else {
            None
        };
        Ok(Arriving {
            id,
            name,
            kind,
            path,
            file,
            size: 0,
            limit: self.limit(),
        })
    }

    /// The file has arrived as a whole: it is looked into, a picture is drawn anew, the virus checker is asked.
    pub async fn finish(
        &self,
        arriving: Arriving,
        person: &PersonId,
        review: &ReviewId,
    ) -> Result<Outcome, Error> {
        let outcome = self.judge(&arriving, person, review).await;
        if !matches!(outcome, Ok(Outcome::Taken(_))) {
            remove(&arriving.path).await;
            remove(&self.body(&arriving.id)).await;
        }
        outcome
    }

    async fn judge(
        &self,
        arriving: &Arriving,
        person: &PersonId,
        review: &ReviewId,
    ) -> Result<Outcome, Error> {
        let name = &arriving.name;
        let refused = |words: &str| Ok(Outcome::Refused(said(name, words)));
        let kind = match &arriving.kind {
            Ok(kind) => *kind,
            Err(why) => return refused(why),
        };
        if arriving.size > arriving.limit {
            return refused(&format!(
                "is larger than {}. Make it smaller, or link to it",
                size_in_words(arriving.limit)
            ));
        }
        let body = self.body(&arriving.id);
        let permit = if kind.is_picture() {
            Some(self.inner.drawing.acquire().await)
        } else {
            None
        };
        let (from, to) = (arriving.path.clone(), body.clone());
        let looked = tokio::task::spawn_blocking(move || prepare(&from, &to, kind)).await;
        drop(permit);
        let (size, sha256) = match looked {
            Ok(Ok(found)) => found,
            Ok(Err(Trouble::Refused(words))) => return refused(&words),
            Ok(Err(Trouble::Disk(e))) => return Err(disk(e)),
            // A file on which a library fell over is a file that nobody should open.
            Err(e) => {
                tracing::warn!(reason = %e, "a file could not be looked into");
                return refused("cannot be read. Open it, save it again, and add the new file");
            }
        };
        let checked = match self.check(&body).await {
            Verdict::None => false,
            Verdict::Clean => true,
            Verdict::Found(what) => {
                tracing::warn!(%what, "the virus checker found something in a file that was sent");
                return refused("was refused by the virus check");
            }
            Verdict::Away(why) => {
                tracing::warn!(reason = %why, "the virus checker is away; the file is held");
                false
            }
        };
        let incoming = Incoming {
            id: arriving.id.clone(),
            person: person.clone(),
            review: review.clone(),
            name: name.clone(),
            extension: kind.extension().to_owned(),
            size,
            sha256,
            checked,
        };
        let text = serde_json::to_vec(&incoming).map_err(|e| Error::Internal(e.to_string()))?;
        tokio::fs::write(self.note(&incoming.id), text)
            .await
            .map_err(disk)?;
        Ok(Outcome::Taken(incoming))
    }

    /// A file that waits, when it is this person's for this review.
    pub async fn find_incoming(
        &self,
        id: &FileId,
        person: &PersonId,
        review: &ReviewId,
    ) -> Option<Incoming> {
        let text = tokio::fs::read(self.note(id)).await.ok()?;
        let found: Incoming = serde_json::from_slice(&text).ok()?;
        (found.person == *person && found.review == *review).then_some(found)
    }

    /// Puts a file that waits into the storage.
    pub async fn keep_incoming(&self, incoming: &Incoming, blob: &str) -> Result<(), Error> {
        self.keep(&self.body(&incoming.id), blob).await
    }

    /// Forgets a file that waited.
    pub async fn forget_incoming(&self, id: &FileId) {
        remove(&self.note(id)).await;
        remove(&self.body(id)).await;
    }

    /// Removes what has waited for more than a day.
    pub async fn sweep_incoming(&self, now: DateTime<Utc>) {
        let Ok(mut entries) = tokio::fs::read_dir(self.incoming()).await else {
            return;
        };
        while let Ok(Some(entry)) = entries.next_entry().await {
            let written = entry.metadata().await.and_then(|m| m.modified());
            if written.is_ok_and(|at| now - DateTime::<Utc>::from(at) > Duration::hours(24)) {
                remove(&entry.path()).await;
            }
        }
    }

    fn body(&self, id: &FileId) -> PathBuf {
        self.incoming().join(id.as_str())
    }
    fn note(&self, id: &FileId) -> PathBuf {
        self.incoming().join(format!("{id}.json"))
    }
}

impl Arriving {
    /// The next piece. More than the limit is counted and not written.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.size += piece.len() as u64;
        if self.size > self.limit {
            self.file = None;
        }
        match &mut self.file {
            Some(file) => {
                file.write_all(piece).await.map_err(disk)?;
                // So that what is looked into next is what was written.
                file.flush().await.map_err(disk)
            }
            None => Ok(()),
        }
    }

    /// Gives it up, when the rest did not come.
    pub async fn give_up(self) {
        remove(&self.path).await;
    }
}

/// Looks into the file, draws a picture anew, and says how large it is and its hash.
fn prepare(from: &Path, to: &Path, kind: FileKind) -> Result<(u64, String), Trouble> {
    look(from, kind)?;
    if kind.is_picture() {
        redraw(from, to, kind)?;
        std::fs::remove_file(from)?;
    } else {
        std::fs::rename(from, to)?;
    }
    let mut hash = Sha256::new();
    let mut file = std::fs::File::open(to)?;
    let size = std::io::copy(&mut file, &mut hash)?;
    Ok((size, hex::encode(hash.finalize())))
}

/// Removes a file. That it is gone already is what was wanted.
async fn remove(path: &Path) {
    let _ = tokio::fs::remove_file(path).await;
}

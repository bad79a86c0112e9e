//! What every handler and job has at hand.

use crate::clock::Clock;
use crate::email::Mailer;
use crate::files::Files;
use domain::framework::Framework;
use domain::ids::FrameworkId;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use store::Store;
use tokio::sync::Notify;

/// The running program; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Settings that do not change while it runs.
    pub settings: Arc<Settings>,
    /// How mail leaves.
    pub mailer: Mailer,
    /// Where files that people upload are kept.
    pub files: Files,
    /// Wakes the jobs, so that mail leaves at once and not at the next tick.
    pub wake: Arc<Notify>,
    /// Published framework versions that have been read already; they never change.
    pub frameworks: FrameworkCache,
}

/// Framework versions by id, parsed. Only `usecases::frameworks` reads and fills it.
pub type FrameworkCache = Arc<RwLock<HashMap<FrameworkId, Arc<Framework>>>>;

/// Settings that do not change while the program runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of the website as people type it, without a slash at its end.
    pub base_url: String,
    /// True when this is the demonstration.
    pub demo: bool,
    /// Folder for mail that is written to files.
    pub data: PathBuf,
    /// True when mail goes to a mail server and not into the data folder.
    pub smtp: bool,
}

impl Settings {
    /// True when people reach the website by HTTPS, so that cookies can be bound to it.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

impl App {
    /// A link as people can follow it from an e-mail.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.base_url)
    }
}

/// A new random id: 16 characters of `a-z2-7`, 80 bits.
pub fn new_id<T: std::str::FromStr>() -> T
where
    T::Err: std::fmt::Debug,
{
    use rand::Rng;
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut rng = rand::rng();
    let text: String = (0..16)
        .map(|_| char::from(LETTERS[rng.random_range(0..32)]))
        .collect();
    match text.parse() {
        Ok(id) => id,
        Err(e) => unreachable!("letters and digits are an id: {e:?}"),
    }
}

/// A secret of 256 bits as text for a URL or cookie.
pub fn new_secret() -> String {
    use base64::Engine;
    use rand::RngCore;
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a secret: its SHA-256, in hexadecimal digits.
pub fn hash_secret(secret: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(secret.as_bytes()))
}

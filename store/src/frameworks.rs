//! Framework versions: the file itself is the record. It is parsed by whoever reads it, never here.
//!
//! A published version never changes and is never removed: an event of the database refuses both.

use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::framework::Framework;
use domain::ids::FrameworkId;
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// One framework version without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkLine {
    /// The version's id.
    pub id: FrameworkId,
    /// Names the framework across its versions.
    pub key: String,
    /// Counts from 1.
    pub number: u32,
    /// What people call it.
    pub title: String,
    /// When it was published; a draft has not been.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was brought in.
    pub created_at: DateTime<Utc>,
}

/// One framework version with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkRecord {
    /// What lists show of it.
    pub line: FrameworkLine,
    /// The file as it was imported, comments included.
    pub text: String,
}

#[derive(SurrealValue)]
struct LineRow {
    id: RecordId,
    key: String,
    version_number: i64,
    title: String,
    published_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct TextRow {
    text: String,
}

impl TryFrom<LineRow> for FrameworkLine {
    type Error = crate::Error;
    fn try_from(row: LineRow) -> Result<Self> {
        Ok(Self {
            id: key(&row.id)?,
            key: row.key,
            number: u32::try_from(row.version_number).unwrap_or(0),
            title: row.title,
            published_at: row.published_at,
            created_at: row.created_at,
        })
    }
}

#[derive(SurrealValue)]
struct VersionVars {
    key: String,
    number: i64,
}

const LIST: &str = "SELECT id, key, version_number, title, published_at, created_at FROM framework
    WHERE $drafts OR state = 'published' ORDER BY title, key, version_number DESC";
const FIND: &str = "SELECT id, key, version_number, title, published_at, created_at FROM $framework; SELECT text FROM $framework;";
const VERSION: &str =
    "SELECT id, key, version_number, title, published_at, created_at FROM framework
    WHERE key = $key AND version_number = $number LIMIT 1";

impl Store {
    /// Every published version, newest first within a framework.
    pub async fn list_published_frameworks(
        &self,
        _permit: &Permit<act::SeeFrameworks>,
    ) -> Result<Vec<FrameworkLine>> {
        self.list_frameworks(false).await
    }

    /// Every version, drafts too.
    pub async fn list_all_frameworks(
        &self,
        _permit: &Permit<act::ManageFrameworks>,
    ) -> Result<Vec<FrameworkLine>> {
        self.list_frameworks(true).await
    }

    async fn list_frameworks(&self, drafts: bool) -> Result<Vec<FrameworkLine>> {
        let rows: Vec<LineRow> = self.read(LIST, [("drafts", drafts)]).await?.take(0)?;
        rows.into_iter().map(FrameworkLine::try_from).collect()
    }

    /// One version with its text.
    pub async fn find_framework(&self, id: &FrameworkId) -> Result<Option<FrameworkRecord>> {
        let mut response = self
            .read(FIND, [("framework", rid("framework", id))])
            .await?;
        let line: Option<LineRow> = response.take(0)?;
        let text: Option<TextRow> = response.take(1)?;
        line.zip(text)
            .map(|(line, text)| {
                Ok(FrameworkRecord {
                    line: line.try_into()?,
                    text: text.text,
                })
            })
            .transpose()
    }

    /// The version with this key and number, draft or published.
    pub async fn find_framework_version(
        &self,
        key: &str,
        number: u32,
    ) -> Result<Option<FrameworkLine>> {
        let vars = VersionVars {
            key: key.to_owned(),
            number: i64::from(number),
        };
        let row: Option<LineRow> = self.read(VERSION, vars).await?.take(0)?;
        row.map(FrameworkLine::try_from).transpose()
    }
}

const CREATE: &str = "CREATE $id SET key = $key, version_number = $number, title = $title, state = $state, text = $text,
    checksum = $checksum, created_at = $now, published_at = $published_at RETURN NONE";

/// A new version of `text`, which `framework` was read from: as a draft, or published at once. A second record with
/// its key and number is `Error::Duplicate("framework_version")`.
pub fn create(
    _permit: &Permit<act::ManageFrameworks>,
    id: &FrameworkId,
    framework: &Framework,
    text: &str,
    published: bool,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(CREATE)
        .bind("id", rid("framework", id))
        .bind("key", framework.key.clone())
        .bind("number", i64::from(framework.version))
        .bind("title", framework.title.clone())
        .bind(
            "state",
            if published { "published" } else { "draft" }.to_owned(),
        )
        .bind("text", text.to_owned())
        .bind("checksum", domain::framework::checksum(text))
        .bind("now", now)
        .bind("published_at", published.then_some(now))
}

/// Publishes a draft; a conflict when it is none any more.
pub fn publish(
    _permit: &Permit<act::ManageFrameworks>,
    id: &FrameworkId,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded("UPDATE $framework SET state = 'published', published_at = $now, version += 1 WHERE state = 'draft'")
        .bind("framework", rid("framework", id))
        .bind("now", now)
}

/// Deletes a draft; a conflict when it is none any more.
pub fn delete_draft(_permit: &Permit<act::ManageFrameworks>, id: &FrameworkId) -> Statement {
    Statement::guarded("DELETE $framework WHERE state = 'draft' RETURN BEFORE")
        .bind("framework", rid("framework", id))
}

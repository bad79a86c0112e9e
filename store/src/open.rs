//! Opening a database: embedded on disk, in memory for tests, or a SurrealDB server.

use crate::error::{Error, checked};
use crate::{Result, migrate};
use chrono::{DateTime, Utc};
use std::path::Path;
use std::time::{Duration, Instant};
use surrealdb::engine::any::{Any, connect};
use surrealdb::types::{SurrealValue, Value, Variables};
use surrealdb::{IndexedResults, Surreal};

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Surreal<Any>,
}

/// What kind of data a database holds; decided once, when it is first filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing has been put in yet.
    Empty,
    /// Real schools and people.
    Real,
    /// Invented data, to be looked at.
    Demonstration,
}

/// How long a start waits for another process, or for its own first opening, to let go of the folder.
const LOCK_WAIT: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the embedded database in `folder`, which is made when it is missing.
    ///
    /// The folder is opened, closed cleanly and opened again, so that the engine's write-ahead log is retired before
    /// new writes come: without that, SurrealKV 0.21 lost acknowledged writes after a kill (docs/ENGINE.md).
    pub async fn open_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)
            .map_err(|e| Error::Unavailable(format!("{}: {e}", folder.display())))?;
        let url = format!(
            "surrealkv://{}?sync=every",
            folder.join("database").display()
        );
        let first = connect(url.as_str()).await.map_err(locked(folder))?;
        drop(first);
        let since = Instant::now();
        let db = loop {
            match connect(url.as_str()).await {
                Ok(db) => break db,
                Err(e) if e.message().contains("already locked") && since.elapsed() < LOCK_WAIT => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Err(e) => return Err(locked(folder)(e)),
            }
        };
        Self::ready(db).await
    }

    /// Waits until the engine has let go of the database in `folder`, at most ten seconds: after the last handle is
    /// dropped it still writes what it holds, which a runtime that ends at once would cut short.
    pub async fn wait_until_closed(folder: &Path) {
        let lock = folder.join("database").join("LOCK");
        let since = Instant::now();
        while since.elapsed() < LOCK_WAIT {
            let Ok(file) = std::fs::File::open(&lock) else {
                return;
            };
            if file.try_lock().is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tracing::warn!("the database was not closed in time; it mends itself at the next start");
    }

    /// Connects to `url`: `ws://…` or `wss://…` for a SurrealDB server, `mem://` for a test.
    pub async fn connect(url: &str) -> Result<Self> {
        let db = connect(url)
            .await
            .map_err(|e| Error::Unavailable(e.message().to_owned()))?;
        Self::ready(db).await
    }

    async fn ready(db: Surreal<Any>) -> Result<Self> {
        db.use_ns("quintet").use_db("quintet").await?;
        Ok(Self { db })
    }

    /// Applies missing migrations; returns their names.
    pub async fn migrate(&self, now: DateTime<Utc>) -> Result<Vec<String>> {
        migrate::migrate(&self.db, migrate::MIGRATIONS, now).await
    }

    /// Names of migrations that have not been applied.
    pub async fn missing_migrations(&self) -> Result<Vec<String>> {
        migrate::missing(&self.db).await
    }

    /// What kind of data is in the database.
    pub async fn kind(&self) -> Result<Kind> {
        let kind: Option<String> = self
            .read("SELECT VALUE value FROM ONLY setting:kind", ())
            .await?
            .take(0)?;
        match kind.as_deref() {
            Some("demonstration") => Ok(Kind::Demonstration),
            Some(_) => Ok(Kind::Real),
            None => Ok(Kind::Empty),
        }
    }

    /// Marks an empty database as real or as a demonstration; refuses to change what it is.
    pub async fn set_kind(&self, kind: Kind) -> Result<()> {
        let wanted = match kind {
            Kind::Empty => return Ok(()),
            Kind::Real => "real",
            Kind::Demonstration => "demonstration",
        };
        match self.kind().await? {
            Kind::Empty => {
                self.read(
                    "CREATE setting:kind SET value = $value",
                    [("value", wanted)],
                )
                .await?;
                Ok(())
            }
            held if held == kind => Ok(()),
            _ => Err(Error::Refused(
                "invented data never mixes with real data".into(),
            )),
        }
    }

    /// Runs a query that reads (or a single statement outside a [`crate::Write`]) and checks every statement.
    ///
    /// `vars` is `()`, an array of pairs of name and value, or a struct whose fields are the names.
    pub(crate) async fn read<V: SurrealValue>(
        &self,
        sql: &'static str,
        vars: V,
    ) -> Result<IndexedResults> {
        Ok(checked(self.db.query(sql).bind(variables(vars)?).await?)?)
    }
}

/// Names and values of a query, from any of the shapes that [`Store::read`] takes.
fn variables(vars: impl SurrealValue) -> Result<Variables> {
    let fault = || Error::Internal("values of a query are (), pairs, or a struct".to_owned());
    match vars.into_value() {
        Value::None | Value::Null => Ok(Variables::new()),
        Value::Object(object) => Ok(Variables::from(object)),
        Value::Array(pairs) => pairs
            .into_iter()
            .map(|pair| match pair {
                Value::Array(pair) => {
                    match <[Value; 2]>::try_from(pair.into_iter().collect::<Vec<_>>()) {
                        Ok([Value::String(name), value]) => Ok((name, value)),
                        _ => Err(fault()),
                    }
                }
                _ => Err(fault()),
            })
            .collect(),
        _ => Err(fault()),
    }
}

/// Words for a folder that cannot be opened.
fn locked(folder: &Path) -> impl Fn(surrealdb::Error) -> Error + '_ {
    move |e| {
        let folder = folder.display();
        if e.message().contains("already locked") {
            Error::Unavailable(format!(
                "{folder} is in use by another process. Stop that one first, or give another folder with --data."
            ))
        } else {
            Error::Unavailable(format!("{folder} cannot be opened: {}", e.message()))
        }
    }
}

/// Settings that the program keeps for itself.
impl Store {
    /// The stored value of a setting.
    pub async fn find_setting(&self, name: &str) -> Result<Option<String>> {
        Ok(self
            .read(
                "SELECT VALUE value FROM ONLY type::record('setting', $name)",
                [("name", name.to_owned())],
            )
            .await?
            .take(0)?)
    }
}

/// Stores the value of a setting.
pub fn set_setting(name: &str, text: &str) -> crate::Statement {
    crate::Statement::new("UPSERT type::record('setting', $name) SET value = $text RETURN NONE")
        .bind("name", name.to_owned())
        .bind("text", text.to_owned())
}

/// For the demonstration and for tests, which put whole worlds into an empty database at once.
impl Store {
    /// Runs a script in one transaction, with values for its `$names`.
    pub async fn seed<'a, V: SurrealValue>(
        &self,
        script: &str,
        vars: impl IntoIterator<Item = (&'a str, V)>,
    ) -> Result<()> {
        let vars: Variables = vars
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into_value()))
            .collect();
        checked(
            self.db
                .query(format!("BEGIN;\n{script};\nCOMMIT;"))
                .bind(vars)
                .await?,
        )?;
        Ok(())
    }

    /// What a query returns, as JSON.
    pub async fn inspect(&self, query: &str) -> Result<serde_json::Value> {
        let value: Value = checked(self.db.query(query.to_owned()).await?)?.take(0)?;
        Ok(value.into_json_value())
    }
}

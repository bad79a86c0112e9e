//! One transaction for a change, its audit event and its notices.
//!
//! A [`Write`] is plain data: statements with their values. That makes the retry after a conflict trivial, since
//! nothing has to be decided again: the versions in the statements settle whether the decision still holds.

use crate::error::{Error, checked, is_retryable};
use crate::{Result, Store, rid};
use chrono::{DateTime, Utc};
use domain::ids::PersonId;
use std::time::Duration;
use surrealdb::types::{SurrealValue, Variables};

/// Who does it, when, in which request: goes into the audit event of each write.
#[derive(Debug, Clone)]
pub struct Meta {
    /// The signed-in person; none for the operator's commands and jobs.
    pub by: Option<PersonId>,
    /// The time of the request or job.
    pub now: DateTime<Utc>,
    /// The request's id, as in the log.
    pub request: String,
}

/// One SurrealQL statement (or several) with its values.
#[derive(Debug, Clone)]
pub struct Statement {
    sql: &'static str,
    vars: Variables,
    must_change: bool,
}

impl Statement {
    /// A statement that may change any number of records.
    pub fn new(sql: &'static str) -> Self {
        Self {
            sql,
            vars: Variables::new(),
            must_change: false,
        }
    }

    /// A statement that must change at least one record, since it filters on a version or a state; when it changes
    /// none, the whole transaction is given up with [`Error::Conflict`]. It must return what it changed, so no
    /// `RETURN NONE`, and it must be the only statement of its text.
    pub fn guarded(sql: &'static str) -> Self {
        Self {
            sql,
            vars: Variables::new(),
            must_change: true,
        }
    }

    /// Binds a value to `$name`.
    #[must_use]
    pub fn bind(mut self, name: &str, value: impl SurrealValue) -> Self {
        self.vars.insert(name, value);
        self
    }
}

/// Changes that belong together.
#[derive(Debug)]
pub struct Write {
    meta: Meta,
    statements: Vec<Statement>,
    posted: Option<(String, String)>,
}

const AUDIT: &str = "CREATE audit SET at = $at, by = $by, verb = $verb, record = $record, detail = $detail, request = $request RETURN NONE";
const POSTED: &str = "CREATE type::record('posted', $key) SET person = $by, location = $location, at = $at RETURN NONE";

impl Write {
    /// An empty write by whoever `meta` names.
    pub fn new(meta: &Meta) -> Self {
        Self {
            meta: meta.clone(),
            statements: Vec::new(),
            posted: None,
        }
    }

    /// Who, when, in which request.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Adds a statement.
    pub fn push(&mut self, statement: Statement) -> &mut Self {
        self.statements.push(statement);
        self
    }

    /// Adds the audit event: a verb in the past tense (`submitted`), the record (`review:abc`), and a detail without
    /// anything that people have written.
    pub fn audit(
        &mut self,
        verb: &'static str,
        record: impl ToString,
        detail: impl ToString,
    ) -> &mut Self {
        let statement = Statement::new(AUDIT)
            .bind("at", self.meta.now)
            .bind("by", self.meta.by.as_ref().map(|p| rid("person", p)))
            .bind("verb", verb)
            .bind("record", record.to_string())
            .bind("detail", detail.to_string())
            .bind("request", self.meta.request.clone());
        self.push(statement)
    }

    /// Makes the write happen once for a form: a second post with the same `key` writes nothing and gets
    /// [`Error::Repeated`] with the `location` of the first.
    pub fn once(&mut self, key: &str, location: &str) -> &mut Self {
        if !key.is_empty() {
            self.posted = Some((key.to_owned(), location.to_owned()));
        }
        self
    }

    /// True when there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

/// How often a transaction that lost against another is tried again.
const TRIES: u32 = 12;

impl Store {
    /// Commits everything in `write`, or nothing.
    pub async fn commit(&self, mut write: Write) -> Result<()> {
        if let Some((key, location)) = write.posted.take() {
            if let Some(first) = self.posted(&key).await? {
                return Err(Error::Repeated(first));
            }
            let statement = Statement::new(POSTED)
                .bind("key", key.clone())
                .bind("by", write.meta.by.as_ref().map(|p| rid("person", p)))
                .bind("location", location)
                .bind("at", write.meta.now);
            write.statements.insert(0, statement);
            return match self.commit_statements(&write.statements).await {
                // Two posts at the same moment: one of them has won, and the other finds where it led.
                Err(e) => match self.posted(&key).await? {
                    Some(first) => Err(Error::Repeated(first)),
                    None => Err(e),
                },
                Ok(()) => Ok(()),
            };
        }
        self.commit_statements(&write.statements).await
    }

    async fn commit_statements(&self, statements: &[Statement]) -> Result<()> {
        let mut pause = Duration::from_millis(3);
        for _ in 1..TRIES {
            match self.attempt(statements).await {
                Err(Failure::Retry) => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_millis(200));
                }
                Err(Failure::Final(e)) => return Err(e),
                Ok(()) => return Ok(()),
            }
        }
        match self.attempt(statements).await {
            Err(Failure::Retry) => Err(Error::Unavailable("too many people write at once".into())),
            Err(Failure::Final(e)) => Err(e),
            Ok(()) => Ok(()),
        }
    }

    /// One try at the whole transaction.
    async fn attempt(&self, statements: &[Statement]) -> std::result::Result<(), Failure> {
        let tx = self.db.clone().begin().await?;
        for statement in statements {
            let outcome = async {
                let mut response =
                    checked(tx.query(statement.sql).bind(statement.vars.clone()).await?)?;
                if statement.must_change {
                    let changed: surrealdb::types::Value = response.take(0)?;
                    let none = match &changed {
                        surrealdb::types::Value::Array(rows) => rows.is_empty(),
                        surrealdb::types::Value::None | surrealdb::types::Value::Null => true,
                        _ => false,
                    };
                    if none {
                        return Err(Failure::Final(Error::Conflict));
                    }
                }
                Ok(())
            }
            .await;
            if let Err(failure) = outcome {
                // The transaction is given up; that this succeeds does not matter, since it is never committed.
                let _ = tx.cancel().await;
                return Err(failure);
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// Where the first post of a form led. A use case whose own checks would refuse the second post (the role is
    /// there already) asks this first. A form without a key was never posted before.
    pub async fn posted(&self, key: &str) -> Result<Option<String>> {
        if key.is_empty() {
            return Ok(None);
        }
        Ok(self
            .read(
                "SELECT VALUE location FROM ONLY type::record('posted', $key)",
                [("key", key.to_owned())],
            )
            .await?
            .take(0)?)
    }
}

enum Failure {
    Retry,
    Final(Error),
}

impl From<surrealdb::Error> for Failure {
    fn from(e: surrealdb::Error) -> Self {
        if is_retryable(&e) {
            Self::Retry
        } else {
            Self::Final(e.into())
        }
    }
}

//! Numbered migrations, embedded, each applied once in one transaction with its checksum. Forward only.

use crate::error::{Error, checked, is_retryable};
use sha2::{Digest, Sha256};
use surrealdb::{Surreal, engine::any::Any, types::SurrealValue};

/// Name and text, in order. A file that has been released is never changed; the checksum would tell.
pub(crate) const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_foundations",
        include_str!("../../migrations/0001_foundations.surql"),
    ),
    (
        "0002_evidence",
        include_str!("../../migrations/0002_evidence.surql"),
    ),
    (
        "0003_self_reviews",
        include_str!("../../migrations/0003_self_reviews.surql"),
    ),
    (
        "0004_pairing",
        include_str!("../../migrations/0004_pairing.surql"),
    ),
    (
        "0005_visits",
        include_str!("../../migrations/0005_visits.surql"),
    ),
    (
        "0006_notebook",
        include_str!("../../migrations/0006_notebook.surql"),
    ),
    (
        "0007_reports",
        include_str!("../../migrations/0007_reports.surql"),
    ),
];

const TABLE: &str = "
    DEFINE TABLE IF NOT EXISTS migration SCHEMAFULL;
    DEFINE FIELD IF NOT EXISTS name ON migration TYPE string READONLY;
    DEFINE FIELD IF NOT EXISTS checksum ON migration TYPE string READONLY;
    DEFINE FIELD IF NOT EXISTS applied_at ON migration TYPE datetime READONLY;";

#[derive(SurrealValue)]
struct Applied {
    name: String,
    checksum: String,
}

/// Applies what has not been applied; returns the names of what it applied. `now` is recorded.
pub(crate) async fn migrate(
    db: &Surreal<Any>,
    list: &[(&str, &str)],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<String>, Error> {
    checked(db.query(TABLE).await?)?;
    let mut done = Vec::new();
    for (name, text) in list {
        let checksum = hex::encode(Sha256::digest(text.as_bytes()));
        for attempt in 0.. {
            let applied: Option<Applied> = db
                .query("SELECT name, checksum FROM ONLY type::record('migration', $name)")
                .bind(("name", *name))
                .await?
                .take(0)?;
            if let Some(applied) = applied {
                if applied.checksum != checksum {
                    return Err(Error::Internal(format!(
                        "migration {} was changed after it was applied",
                        applied.name
                    )));
                }
                break;
            }
            // Schema, data and bookkeeping in one transaction; a second process loses with a conflict and reads again.
            let script = format!(
                "BEGIN;\nCREATE type::record('migration', $m_name) SET name = $m_name, checksum = $m_sum, applied_at = $m_at RETURN NONE;\n{text};\nCOMMIT;"
            );
            let response = db
                .query(script)
                .bind(("m_name", *name))
                .bind(("m_sum", checksum.clone()))
                .bind(("m_at", now))
                .await?;
            match checked(response) {
                Ok(_) => {
                    done.push((*name).to_owned());
                    break;
                }
                Err(e) if (is_retryable(&e) || e.is_already_exists()) && attempt < 20 => {
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
                Err(e) => return Err(Error::Internal(format!("migration {name}: {e}"))),
            }
        }
    }
    Ok(done)
}

/// Names of migrations that this program knows and the database lacks.
pub(crate) async fn missing(db: &Surreal<Any>) -> Result<Vec<String>, Error> {
    let response = db.query("SELECT VALUE name FROM migration").await?;
    let applied: Vec<String> = match checked(response) {
        Ok(mut response) => response.take(0)?,
        // The table itself is not there yet.
        Err(_) => Vec::new(),
    };
    Ok(MIGRATIONS
        .iter()
        .filter(|(name, _)| !applied.iter().any(|a| a == name))
        .map(|(name, _)| (*name).to_owned())
        .collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use surrealdb::engine::any::connect;

    async fn fresh() -> Surreal<Any> {
        let db = connect("mem://").await.unwrap();
        db.use_ns("quintet").use_db("quintet").await.unwrap();
        db
    }

    #[tokio::test]
    async fn migrations_apply_to_nothing_and_a_second_time_do_nothing() {
        let db = fresh().await;
        let now = chrono::DateTime::UNIX_EPOCH;
        assert_eq!(missing(&db).await.unwrap().len(), MIGRATIONS.len());
        assert_eq!(
            migrate(&db, MIGRATIONS, now).await.unwrap().len(),
            MIGRATIONS.len()
        );
        assert!(migrate(&db, MIGRATIONS, now).await.unwrap().is_empty());
        assert!(missing(&db).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_was_found_before_rests_on_the_teams_notes_of_its_strand() {
        let db = fresh().await;
        let now = chrono::DateTime::UNIX_EPOCH;
        let (released, later) = MIGRATIONS.split_at(1);
        migrate(&db, released, now).await.unwrap();
        db.query(
            "CREATE evidence:note SET review = review:r1, side = 'peer', strand = '1.4', kind = 'pupil_voice', stance = 'supports', text = 'Heard', added_by = person:p, added_at = d'2027-01-11T09:00:00Z';
             CREATE evidence:own SET review = review:r1, side = 'self', strand = '1.4', kind = 'data', stance = 'supports', text = 'Counted', added_by = person:p, added_at = d'2027-01-11T09:00:00Z';
             CREATE evidence:other SET review = review:r1, side = 'peer', strand = '2.1', kind = 'data', stance = 'supports', text = 'Seen', added_by = person:p, added_at = d'2027-01-11T09:00:00Z';
             CREATE finding:f SET review = review:r1, kind = 'strength', strand = '1.4', text = 'Pupils are asked', saved_by = person:p, saved_at = d'2027-01-11T09:00:00Z'",
        )
        .await
        .unwrap()
        .check()
        .unwrap();
        migrate(&db, later, now).await.unwrap();
        let rests_on: Vec<String> = db
            .query("SELECT VALUE rests_on.map(|$e| record::id($e)) FROM ONLY finding:f")
            .await
            .unwrap()
            .take(0)
            .unwrap();
        assert_eq!(rests_on, ["note"]);
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_nothing_behind() {
        let db = fresh().await;
        let bad = [("0001_bad", "DEFINE TABLE half SCHEMAFULL; THROW 'no'")];
        assert!(
            migrate(&db, &bad, chrono::DateTime::UNIX_EPOCH)
                .await
                .is_err()
        );
        let tables: Vec<String> = db
            .query("RETURN object::keys((INFO FOR DB).tables)")
            .await
            .unwrap()
            .take(0)
            .unwrap();
        assert!(tables.contains(&"migration".to_owned()));
        assert!(!tables.contains(&"half".to_owned()));
    }

    #[tokio::test]
    async fn a_migration_that_was_changed_after_release_is_refused() {
        let db = fresh().await;
        let now = chrono::DateTime::UNIX_EPOCH;
        migrate(&db, &[("0001_x", "DEFINE TABLE x SCHEMAFULL")], now)
            .await
            .unwrap();
        let changed = migrate(&db, &[("0001_x", "DEFINE TABLE x SCHEMALESS")], now).await;
        assert!(changed.unwrap_err().to_string().contains("was changed"));
    }
}

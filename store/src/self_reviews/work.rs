//! Who writes which strand and how far they are, single entries for pages that save by themselves, and what the school
//! wrote in the cycle before.

use super::{EntryRow, Reader, SOMEBODY, StrandEntry, entry, place, strand};
use crate::{Result, Statement, Store, opt_key, rid};
use chrono::{DateTime, Utc};
use domain::framework::StrandCode;
use domain::ids::PersonId;
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// Who works on a strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandWork {
    /// Which strand.
    pub strand: StrandCode,
    /// Who has it, with the name.
    pub person: Option<(PersonId, String)>,
    /// Name of who said that it is ready for the head, and when.
    pub ready: Option<(String, DateTime<Utc>)>,
}

/// What the school wrote in an earlier cycle of the same framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Name of that cycle.
    pub cycle: String,
    /// Strands that were saved then, by code.
    pub entries: Vec<StrandEntry>,
}

impl Earlier {
    /// What was written for a strand, where anything was.
    pub fn text(&self, code: StrandCode) -> Option<&StrandEntry> {
        self.entries
            .iter()
            .find(|e| e.strand == code && !e.narrative.is_empty())
    }
}

#[derive(SurrealValue)]
pub(super) struct WorkRow {
    strand: String,
    person: Option<RecordId>,
    person_name: Option<String>,
    ready_by_name: Option<String>,
    ready_at: Option<DateTime<Utc>>,
}

impl TryFrom<WorkRow> for StrandWork {
    type Error = crate::Error;
    fn try_from(row: WorkRow) -> Result<Self> {
        Ok(Self {
            strand: strand(&row.strand)?,
            person: opt_key(row.person.as_ref())?.zip(row.person_name),
            ready: row
                .ready_at
                .map(|at| (row.ready_by_name.unwrap_or_else(|| SOMEBODY.to_owned()), at)),
        })
    }
}

const ONE: &str = "
    SELECT strand, level, not_explored, narrative, version, saved_by, saved_by.name AS saved_by_name, saved_at, page, page_turn
        FROM $entry WHERE review = $review AND side = 'self'";

// The school is that of the review whose reading has been allowed: whoever may read its self-review belongs to it.
const EARLIER: &str = "
    LET $current = (SELECT VALUE { school: school, starts: cycle.starts_on, framework: cycle.framework.key } FROM ONLY $review);
    LET $last = (SELECT id, cycle.name AS cycle_name, cycle.starts_on AS starts FROM review
        WHERE school = $current.school AND id != $review AND self_review != 'not_started' AND cycle.state != 'draft'
        AND cycle.framework.key = $current.framework AND cycle.starts_on < $current.starts
        AND array::len((SELECT VALUE id FROM strand_entry WHERE review = $parent.id AND side = 'self' LIMIT 1)) > 0 ORDER BY starts DESC, id LIMIT 1)[0];
    RETURN $last.cycle_name;
    SELECT strand, level, not_explored, narrative, version, saved_by, saved_by.name AS saved_by_name, saved_at, page, page_turn
        FROM strand_entry WHERE review = $last.id AND side = 'self' ORDER BY strand;";

#[derive(SurrealValue)]
struct OneVars {
    entry: RecordId,
    review: RecordId,
}

impl Store {
    /// What is saved for one strand.
    pub async fn find_self_entry(
        &self,
        reader: &Reader<'_>,
        code: StrandCode,
    ) -> Result<Option<StrandEntry>> {
        let vars = OneVars {
            entry: rid("strand_entry", place(reader.review(), code)),
            review: rid("review", reader.review()),
        };
        let row: Option<EntryRow> = self.read(ONE, vars).await?.take(0)?;
        row.map(entry).transpose()
    }

    /// What the same school wrote in the last cycle before this one with the same framework, whichever its version;
    /// none when there was none.
    pub async fn find_earlier_self_review(
        &self,
        permit: &Permit<act::ReadSelfReview>,
    ) -> Result<Option<Earlier>> {
        let mut response = self
            .read(EARLIER, [("review", rid("review", permit.record()))])
            .await?;
        let cycle: Option<String> = response.take(2)?;
        let rows: Vec<EntryRow> = response.take(3)?;
        let Some(cycle) = cycle else { return Ok(None) };
        let entries = rows.into_iter().map(entry).collect::<Result<_>>()?;
        Ok(Some(Earlier { cycle, entries }))
    }
}

/// Notes on the save of a strand from which page it was made and the how-manieth of that page it is.
pub fn from_page(save: Statement, page: &str, turn: u32) -> Statement {
    let known = !page.is_empty();
    save.bind("page", known.then(|| page.to_owned()))
        .bind("turn", known.then(|| i64::from(turn)))
}

/// Belongs into each write that gives strands out: a conflict when they were given out since version `seen`, or when
/// the self-review can no longer be changed.
pub fn touch_shares(permit: &Permit<act::GiveStrands>, seen: u32) -> Statement {
    Statement::guarded(
        "UPDATE $review SET shares_version += 1, version += 1 WHERE shares_version = $seen
            AND self_review IN ['not_started', 'in_progress', 'returned']",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen))
}

/// Gives a strand to somebody, or to nobody. Whoever has it from now on has not yet said that it is ready.
pub fn give_strand(
    permit: &Permit<act::GiveStrands>,
    code: StrandCode,
    person: Option<&PersonId>,
) -> Statement {
    Statement::new(
        "UPSERT $work SET review = $review, strand = $strand, person = $person, ready_by = NONE, ready_at = NONE RETURN NONE",
    )
    .bind("work", rid("strand_work", place(permit.record(), code)))
    .bind("review", rid("review", permit.record()))
    .bind("strand", code.to_string())
    .bind("person", person.map(|p| rid("person", p)))
}

/// Says that a strand is ready for the head.
pub fn mark_ready(
    permit: &Permit<act::EditSelfReview>,
    code: StrandCode,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "UPSERT $work SET review = $review, strand = $strand, ready_by = $by, ready_at = $now RETURN NONE",
    )
    .bind("work", rid("strand_work", place(permit.record(), code)))
    .bind("review", rid("review", permit.record()))
    .bind("strand", code.to_string())
    .bind("by", Some(rid("person", permit.by())))
    .bind("now", Some(now))
}

/// Says that it is not ready after all.
pub fn take_ready_back(permit: &Permit<act::EditSelfReview>, code: StrandCode) -> Statement {
    Statement::new(
        "UPDATE $work SET ready_by = NONE, ready_at = NONE WHERE review = $review RETURN NONE",
    )
    .bind("work", rid("strand_work", place(permit.record(), code)))
    .bind("review", rid("review", permit.record()))
}

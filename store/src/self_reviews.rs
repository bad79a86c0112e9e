//! The school's side of a review: agreement, self-review by strand with its evidence, enquiry questions, the day of the
//! visit, and putting a review off. Also the people around a school, who hear of these things.
//!
//! A save of a strand touches the review as well: it raises the review's version and filters on the state of the
//! self-review, so that nothing is saved into one that has been submitted in the same moment.

mod work;

pub use work::{
    Earlier, StrandWork, from_page, give_strand, mark_ready, take_ready_back, touch_shares,
};

use crate::{Error, Result, Statement, Store, key, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::evidence::{EvidenceKind, Stance};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, FileId, PersonId, ReviewId};
use domain::policy::{Permit, act};
use domain::self_reviews::drafts::LastSave;
use domain::self_reviews::{Judgement, NewEvidence, QuestionsForm, StrandForm};
use domain::states::{ReviewState, SelfReviewState};
use surrealdb::types::{RecordId, SurrealValue};

/// What a school has saved for one strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandEntry {
    /// The strand.
    pub strand: StrandCode,
    /// What was chosen.
    pub judgement: Judgement,
    /// What is written.
    pub narrative: String,
    /// Counts the saves.
    pub version: u32,
    /// Name of who saved last.
    pub saved_by: String,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// Who saved last.
    pub by: PersonId,
    /// The opened page from which it was saved, and the how-manieth save of that page it was.
    pub page: Option<(String, u32)>,
}

impl StrandEntry {
    /// The last save, as the rules for drafts need it.
    pub fn last_save(&self) -> LastSave<'_> {
        LastSave {
            version: self.version,
            by: &self.by,
            page: self.page.as_ref().map(|(key, _)| key.as_str()),
            turn: self.page.as_ref().map_or(0, |(_, turn)| *turn),
        }
    }

    /// Level and text as the form has them.
    pub fn as_form(&self) -> StrandForm {
        StrandForm {
            judgement: self.judgement,
            narrative: self.narrative.clone(),
        }
    }
}

/// Evidence that the school has added, as one strand sees it: a piece for two strands stands there twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The strand.
    pub strand: StrandCode,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// What it shows.
    pub text: String,
    /// A web address.
    pub link: Option<String>,
    /// Its files by name, as far as they can be opened.
    pub files: Vec<(FileId, String)>,
    /// Name of who added it.
    pub added_by: String,
    /// When.
    pub added_at: DateTime<Utc>,
}

/// Everything of a self-review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelfReview {
    /// Strands that have been saved, by code.
    pub entries: Vec<StrandEntry>,
    /// Evidence by strand, in the order in which it was added.
    pub evidence: Vec<Evidence>,
    /// Who has which strand, and which are ready for the head.
    pub work: Vec<StrandWork>,
    /// Counts how often the strands were given out.
    pub shares_version: u32,
}

/// Leave to read a self-review: the school's own, or the team's once the pack is released.
#[derive(Debug)]
pub enum Reader<'a> {
    /// Head and contributors.
    School(&'a Permit<act::ReadSelfReview>),
    /// The review team.
    Team(&'a Permit<act::ReadPack>),
}

impl Reader<'_> {
    fn review(&self) -> &str {
        match self {
            Self::School(p) => p.record(),
            Self::Team(p) => p.record(),
        }
    }
}

/// The enquiry questions with who saved them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Questions {
    /// The questions.
    pub questions: Vec<String>,
    /// Codes of the strands to be looked at.
    pub focus: Vec<String>,
    /// Counts the saves, from 0.
    pub version: u32,
    /// Name of who saved last, and when.
    pub saved: Option<(String, DateTime<Utc>)>,
}

/// Somebody with a role around a review's school: who hears of what happens, and who is named under "who can see".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHolder {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// `coordinator`, `headteacher` or `contributor`.
    pub kind: String,
}

#[derive(SurrealValue)]
struct EntryRow {
    strand: String,
    level: Option<i64>,
    not_explored: bool,
    narrative: String,
    version: i64,
    saved_by: RecordId,
    saved_by_name: Option<String>,
    saved_at: DateTime<Utc>,
    page: Option<String>,
    page_turn: Option<i64>,
}

#[derive(SurrealValue)]
struct EvidenceRow {
    id: RecordId,
    strands: Vec<String>,
    kind: String,
    stance: String,
    text: String,
    link: Option<String>,
    added_by_name: Option<String>,
    added_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct FileRow {
    evidence: RecordId,
    file: String,
    name: String,
}

#[derive(SurrealValue)]
struct QuestionsRow {
    questions: Vec<String>,
    focus: Vec<String>,
    questions_version: i64,
    questions_saved_by_name: Option<String>,
    questions_saved_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct HolderRow {
    person: RecordId,
    name: String,
    kind: String,
}

const READ: &str = "
    SELECT strand, level, not_explored, narrative, version, saved_by, saved_by.name AS saved_by_name, saved_at, page, page_turn
        FROM strand_entry WHERE review = $review AND side = 'self' ORDER BY strand;
    SELECT id, strands, kind, stance, text, link, added_by.name AS added_by_name, added_at
        FROM evidence WHERE review = $review AND side = 'self' ORDER BY added_at, id;
    SELECT evidence, file, name, number, added_at FROM evidence_file
        WHERE review = $review AND side = 'self' AND state = 'stored' ORDER BY added_at, file, number;
    SELECT strand, person, person.name AS person_name, ready_by.name AS ready_by_name, ready_at
        FROM strand_work WHERE review = $review ORDER BY strand;
    RETURN $review.shares_version;";

const QUESTIONS: &str = "SELECT questions, focus, questions_version, questions_saved_by.name AS questions_saved_by_name, questions_saved_at FROM $review";

const HOLDERS: &str = "
    LET $r = (SELECT VALUE { partnership: record::id(partnership), school: record::id(school) } FROM ONLY $review);
    SELECT person, person.name AS name, kind FROM role
        WHERE ((kind = 'coordinator' AND scope = $r.partnership) OR (kind IN ['headteacher', 'contributor'] AND scope = $r.school))
        AND since <= $today AND (until = NONE OR until >= $today) ORDER BY name, person;";

/// A name that is gone leaves its place, not the text.
const SOMEBODY: &str = "somebody who has left";

impl Store {
    /// Everything that the school has saved.
    pub async fn find_self_review(&self, reader: &Reader<'_>) -> Result<SelfReview> {
        let mut response = self
            .read(READ, [("review", rid("review", reader.review()))])
            .await?;
        let entries: Vec<EntryRow> = response.take(0)?;
        let evidence: Vec<EvidenceRow> = response.take(1)?;
        let files: Vec<FileRow> = response.take(2)?;
        let mut pieces = Vec::new();
        for row in evidence {
            pieces.extend(piece(row, &files)?);
        }
        let work: Vec<work::WorkRow> = response.take(3)?;
        let shares_version: Option<i64> = response.take(4)?;
        Ok(SelfReview {
            work: work
                .into_iter()
                .map(StrandWork::try_from)
                .collect::<Result<_>>()?,
            shares_version: shares_version
                .and_then(|v| u32::try_from(v).ok())
                .unwrap_or(0),
            entries: entries.into_iter().map(entry).collect::<Result<_>>()?,
            evidence: pieces,
        })
    }

    /// How many strands the school has saved: a count, no text, for those who see the review.
    pub async fn count_self_entries(&self, permit: &Permit<act::SeeReview>) -> Result<u64> {
        let ids: Vec<RecordId> = self
            .read(
                "SELECT VALUE id FROM strand_entry WHERE review = $review AND side = 'self'",
                [("review", rid("review", permit.record()))],
            )
            .await?
            .take(0)?;
        Ok(ids.len() as u64)
    }

    /// The enquiry questions as their form needs them. The caller has asked the policy.
    pub async fn find_questions(&self, review: &ReviewId) -> Result<Questions> {
        let row: Option<QuestionsRow> = self
            .read(QUESTIONS, [("review", rid("review", review))])
            .await?
            .take(0)?;
        let row = row.ok_or(Error::NotFound)?;
        Ok(Questions {
            questions: row.questions,
            focus: row.focus,
            version: u32::try_from(row.questions_version).unwrap_or(0),
            saved: row.questions_saved_by_name.zip(row.questions_saved_at),
        })
    }

    /// Coordinators of the partnership, heads and contributors of the school, on a day. By name.
    pub async fn list_people_around_review(
        &self,
        review: &ReviewId,
        today: NaiveDate,
    ) -> Result<Vec<RoleHolder>> {
        #[derive(SurrealValue)]
        struct Vars {
            review: RecordId,
            today: String,
        }
        let vars = Vars {
            review: rid("review", review),
            today: today.to_string(),
        };
        let rows: Vec<HolderRow> = self.read(HOLDERS, vars).await?.take(1)?;
        rows.into_iter()
            .map(|r| {
                Ok(RoleHolder {
                    person: key(&r.person)?,
                    name: r.name,
                    kind: r.kind,
                })
            })
            .collect()
    }
}

fn entry(row: EntryRow) -> Result<StrandEntry> {
    Ok(StrandEntry {
        strand: strand(&row.strand)?,
        judgement: Judgement::from_parts(row.level, row.not_explored),
        narrative: row.narrative,
        version: u32::try_from(row.version).unwrap_or(0),
        saved_by: row.saved_by_name.unwrap_or_else(|| SOMEBODY.to_owned()),
        saved_at: row.saved_at,
        by: key(&row.saved_by)?,
        page: row.page.map(|page| {
            let turn = row.page_turn.and_then(|n| u32::try_from(n).ok());
            (page, turn.unwrap_or(0))
        }),
    })
}

/// A piece once for each of its strands.
fn piece(row: EvidenceRow, files: &[FileRow]) -> Result<Vec<Evidence>> {
    let unknown = |what: &str| Error::Internal(format!("{what:?} is not a kind of evidence"));
    // By file, since revisions share it; the newest name counts.
    let mut named: Vec<(FileId, String)> = Vec::new();
    for f in files.iter().filter(|f| f.evidence == row.id) {
        let id: FileId = f.file.parse().map_err(|_| unknown(&f.file))?;
        named.retain(|(other, _)| *other != id);
        named.push((id, f.name.clone()));
    }
    let mut out = Vec::new();
    for code in &row.strands {
        out.push(Evidence {
            id: key(&row.id)?,
            strand: strand(code)?,
            kind: row.kind.parse().map_err(|_| unknown(&row.kind))?,
            stance: row.stance.parse().map_err(|_| unknown(&row.stance))?,
            text: row.text.clone(),
            link: row.link.clone(),
            files: named.clone(),
            added_by: row
                .added_by_name
                .clone()
                .unwrap_or_else(|| SOMEBODY.to_owned()),
            added_at: row.added_at,
        });
    }
    Ok(out)
}

pub(crate) fn strand(text: &str) -> Result<StrandCode> {
    text.parse()
        .map_err(|_| Error::Internal(format!("{text:?} is not a strand")))
}

/// The agreement, with the words as they were shown. A conflict when another head has just accepted.
pub fn accept_agreement(
    permit: &Permit<act::AcceptAgreement>,
    words: &str,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $review SET agreed_at = $now, agreed_by = $by, agreed_text = $words, version += 1 WHERE agreed_at = NONE",
    )
    .bind("review", rid("review", permit.record()))
    .bind("now", Some(now))
    .bind("by", Some(rid("person", permit.by())))
    .bind("words", Some(words.to_owned()))
}

/// Belongs into each write to strands and evidence: begins the self-review if need be, and fails with a conflict when
/// it can no longer be changed.
pub fn touch(permit: &Permit<act::EditSelfReview>) -> Statement {
    Statement::guarded(
        "UPDATE $review SET self_review = IF self_review = 'not_started' { 'in_progress' } ELSE { self_review }, version += 1
            WHERE self_review IN ['not_started', 'in_progress', 'returned']",
    )
    .bind("review", rid("review", permit.record()))
}

/// Saves a strand that was shown as version `seen`; 0 for one that nobody had saved, where a second first save is
/// [`Error::Duplicate`].
pub fn save_strand(
    permit: &Permit<act::EditSelfReview>,
    code: StrandCode,
    seen: u32,
    form: &StrandForm,
    now: DateTime<Utc>,
) -> Statement {
    let id = place(permit.record(), code);
    let statement = if seen == 0 {
        Statement::new(
            "CREATE $entry SET review = $review, side = 'self', strand = $strand, level = $level, not_explored = $not_explored,
                narrative = $narrative, saved_by = $by, saved_at = $now, page = $page, page_turn = $turn RETURN NONE",
        )
        .bind("strand", code.to_string())
    } else {
        Statement::guarded(
            "UPDATE $entry SET level = $level, not_explored = $not_explored, narrative = $narrative, saved_by = $by,
                saved_at = $now, page = $page, page_turn = $turn, version += 1 WHERE version = $seen AND review = $review AND side = 'self'",
        )
        .bind("seen", i64::from(seen))
    };
    statement
        .bind("entry", rid("strand_entry", id))
        .bind("page", None::<String>)
        .bind("turn", None::<i64>)
        .bind("review", rid("review", permit.record()))
        .bind(
            "level",
            form.judgement.level().map(|l| i64::from(l.number())),
        )
        .bind("not_explored", form.judgement == Judgement::NotExplored)
        .bind("narrative", form.narrative.clone())
        .bind("by", rid("person", permit.by()))
        .bind("now", now)
}

/// The id of a strand's entry and of who works on it: the review's, the side, the code with a dash.
fn place(review: &str, code: StrandCode) -> String {
    format!("{review}-self-{}-{}", code.principle(), code.strand())
}

/// Adds evidence to a strand of the school's side.
pub fn add_evidence(
    permit: &Permit<act::EditSelfReview>,
    id: &EvidenceId,
    code: StrandCode,
    new: &NewEvidence,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, side = 'self', strand = $strand, kind = $kind, stance = $stance, text = $text,
            link = $link, added_by = $by, added_at = $now RETURN NONE",
    )
    .bind("id", rid("evidence", id))
    .bind("review", rid("review", permit.record()))
    .bind("strand", code.to_string())
    .bind("kind", new.kind.as_str().to_owned())
    .bind("stance", new.stance.as_str().to_owned())
    .bind("text", new.text.clone())
    .bind("link", new.link.clone())
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Takes evidence of the school's side away, with its files. What has already gone is not missed.
pub fn remove_evidence(
    permit: &Permit<act::EditSelfReview>,
    id: &EvidenceId,
    code: StrandCode,
) -> Statement {
    Statement::new("DELETE $id WHERE review = $review AND side = 'self' AND $strand IN strands")
        .bind("id", rid("evidence", id))
        .bind("review", rid("review", permit.record()))
        .bind("strand", code.to_string())
}

/// The head submits, with the sentence that was ticked.
pub fn submit(
    permit: &Permit<act::SubmitSelfReview>,
    from: SelfReviewState,
    attested: &str,
    now: DateTime<Utc>,
) -> Result<Statement> {
    moves(from, SelfReviewState::Submitted)?;
    Ok(Statement::guarded(
        "UPDATE $review SET self_review = 'submitted', submitted_at = $now, submitted_by = $by, attested = $attested, returned_reason = NONE,
            version += 1 WHERE version = $seen AND self_review = $from",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("from", from.as_str().to_owned())
    .bind("attested", Some(attested.to_owned()))
    .bind("now", Some(now))
    .bind("by", Some(rid("person", permit.by()))))
}

/// The coordinator sends it back. When it was submitted stays in the audit; the record counts as not submitted.
pub fn return_to_school(permit: &Permit<act::ReturnSelfReview>, reason: &str) -> Statement {
    Statement::guarded(
        "UPDATE $review SET self_review = 'returned', returned_reason = $reason, submitted_at = NONE, submitted_by = NONE, attested = NONE,
            version += 1 WHERE version = $seen AND self_review = 'submitted'",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("reason", Some(reason.to_owned()))
}

/// The pack goes to the team and the self-review is locked. The review's own state is moved by
/// [`crate::reviews::set_state`] in the same write, which also checks the version.
pub fn lock(permit: &Permit<act::ReleasePack>, now: DateTime<Utc>) -> Statement {
    Statement::guarded("UPDATE $review SET self_review = 'locked', released_at = $now WHERE self_review = 'submitted'")
        .bind("review", rid("review", permit.record()))
        .bind("now", Some(now))
}

/// Saves questions and focus that were shown as version `seen`.
pub fn save_questions(
    permit: &Permit<act::EditQuestions>,
    seen: u32,
    form: &QuestionsForm,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE $review SET questions = $questions, focus = $focus, questions_saved_at = $now, questions_saved_by = $by,
            questions_version += 1, version += 1 WHERE questions_version = $seen",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("questions", form.questions.clone())
    .bind("focus", form.focus.iter().map(ToString::to_string).collect::<Vec<_>>())
    .bind("now", Some(now))
    .bind("by", Some(rid("person", permit.by())))
}

/// Fixes the day of the visit in place of the one that the form was shown with. A review whose team is confirmed has
/// its date agreed by this; any other keeps its state.
pub fn set_visit_date(
    permit: &Permit<act::AgreeVisitDate>,
    was: Option<NaiveDate>,
    day: NaiveDate,
) -> Statement {
    Statement::guarded(
        "UPDATE $review SET visit_date = $day, state = IF state = 'team_confirmed' { 'date_agreed' } ELSE { state },
            version += 1 WHERE visit_date = $was AND version = $seen",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("was", was.map(|d| d.to_string()))
    .bind("day", Some(day.to_string()))
}

/// Why a review was put off or given up, and where it stood. Goes with [`crate::reviews::set_state`] in one write.
pub fn note_pause(
    permit: &Permit<act::PostponeReview>,
    now_in: ReviewState,
    before: Option<ReviewState>,
    reason: Option<&str>,
) -> Statement {
    Statement::guarded(
        "UPDATE $review SET state_before = $was_in, state_reason = $reason WHERE state = $now_in",
    )
    .bind("review", rid("review", permit.record()))
    .bind("now_in", now_in.as_str().to_owned())
    .bind("was_in", before.map(|s| s.as_str().to_owned()))
    .bind("reason", reason.map(str::to_owned))
}

fn moves(from: SelfReviewState, to: SelfReviewState) -> Result<()> {
    if from.may_become(to) {
        Ok(())
    } else {
        Err(Error::Internal(format!(
            "a self-review cannot go from {from} to {to}"
        )))
    }
}

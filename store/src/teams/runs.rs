//! Suggestions that were asked for: created by a coordinator, worked out by a job under a lease, taken or thrown away.

use crate::reviews::state;
use crate::{Error, Result, Statement, Store, key, opt_key, rid};
use chrono::{DateTime, Utc};
use domain::ids::{CycleId, PersonId};
use domain::pairing::RunState;
use domain::policy::{Permit, act};
use surrealdb::types::{RecordId, SurrealValue};

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// The cycle.
    pub cycle: CycleId,
    /// How it stands.
    pub state: RunState,
    /// True when planned teams do not matter to it.
    pub afresh: bool,
    /// Who asked for it.
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// When it came to its end.
    pub ended_at: Option<DateTime<Utc>>,
    /// How often it was begun.
    pub attempts: u32,
    /// What the coordinator wants of it while it runs.
    pub wish: Wish,
    /// How far it is, of a thousand.
    pub done: u32,
    /// Cost of the best answer so far.
    pub cost: u64,
    /// What every answer costs at least.
    pub bound: u64,
    /// The version of the cycle's teams that it was worked out for.
    pub teams_version: u32,
    /// The suggestion's text.
    pub answer: String,
    /// Why there is none, in words.
    pub failure: Option<String>,
}

/// What a coordinator wants of a run that is being worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// That it comes to its end.
    Finish,
    /// The best answer so far.
    Take,
    /// That it stops without an answer.
    Cancel,
}

impl Wish {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Finish => "",
            Self::Take => "take",
            Self::Cancel => "cancel",
        }
    }
}

#[derive(SurrealValue)]
struct RunRow {
    id: RecordId,
    cycle: RecordId,
    state: String,
    afresh: bool,
    asked_by: Option<RecordId>,
    asked_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    attempts: i64,
    wish: String,
    done: i64,
    cost: i64,
    bound: i64,
    teams_version: i64,
    answer: String,
    failure: Option<String>,
}

impl TryFrom<RunRow> for Run {
    type Error = Error;
    fn try_from(row: RunRow) -> Result<Self> {
        let small = |n: i64| u32::try_from(n).unwrap_or(0);
        let large = |n: i64| u64::try_from(n).unwrap_or(0);
        Ok(Self {
            id: key(&row.id)?,
            cycle: key(&row.cycle)?,
            state: state(&row.state)?,
            afresh: row.afresh,
            asked_by: opt_key(row.asked_by.as_ref())?,
            asked_at: row.asked_at,
            ended_at: row.ended_at,
            attempts: small(row.attempts),
            wish: wish(&row.wish),
            done: small(row.done),
            cost: large(row.cost),
            bound: large(row.bound),
            teams_version: small(row.teams_version),
            answer: row.answer,
            failure: row.failure,
        })
    }
}

fn wish(text: &str) -> Wish {
    match text {
        "take" => Wish::Take,
        "cancel" => Wish::Cancel,
        _ => Wish::Finish,
    }
}

impl Store {
    /// The run that was asked for last in a cycle.
    pub async fn find_last_run(&self, cycle: &CycleId) -> Result<Option<Run>> {
        let rows: Vec<RunRow> = self
            .read(
                "SELECT * FROM pairing_run WHERE cycle = $cycle ORDER BY asked_at DESC, id LIMIT 1",
                [("cycle", rid("cycle", cycle))],
            )
            .await?
            .take(0)?;
        rows.into_iter().next().map(Run::try_from).transpose()
    }

    /// Runs that wait, and those whose lease is over, the oldest first.
    pub async fn list_due_runs(&self, now: DateTime<Utc>) -> Result<Vec<Run>> {
        let rows: Vec<RunRow> = self
            .read(
                "SELECT * FROM pairing_run WHERE state = 'queued' OR (state = 'running' AND leased_until < $now) ORDER BY asked_at, id LIMIT 20",
                [("now", now)],
            )
            .await?
            .take(0)?;
        rows.into_iter().map(Run::try_from).collect()
    }

    /// What is wanted of a run; none when it is no longer being worked out.
    pub async fn find_wish(&self, run: &str) -> Result<Option<Wish>> {
        let found: Option<String> = self
            .read(
                "SELECT VALUE wish FROM pairing_run WHERE id = $run AND state = 'running'",
                [("run", rid("pairing_run", run))],
            )
            .await?
            .take(0)?;
        Ok(found.as_deref().map(wish))
    }
}

/// Asks for a suggestion. One that was worked out and not taken is thrown away. Comes after `lock`, so that there are
/// never two.
pub fn create(
    permit: &Permit<act::PairCycle>,
    id: &str,
    afresh: bool,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "UPDATE pairing_run SET state = 'dropped', ended_at = $now WHERE cycle = $cycle AND state = 'done' RETURN NONE;
         CREATE $id SET cycle = $cycle, state = 'queued', afresh = $afresh, asked_by = $by, asked_at = $now RETURN NONE",
    )
    .bind("id", rid("pairing_run", id))
    .bind("cycle", rid("cycle", permit.record()))
    .bind("afresh", afresh)
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Says what is wanted of a run. One that nobody has begun is cancelled at once.
pub fn set_wish(
    permit: &Permit<act::PairCycle>,
    id: &str,
    wish: Wish,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE pairing_run SET wish = $wish,
            ended_at = IF state = 'queued' AND $wish = 'cancel' { $now } ELSE { ended_at },
            state = IF state = 'queued' AND $wish = 'cancel' { 'cancelled' } ELSE { state }
            WHERE id = $id AND cycle = $cycle AND state IN ['queued', 'running']",
    )
    .bind("id", rid("pairing_run", id))
    .bind("cycle", rid("cycle", permit.record()))
    .bind("wish", wish.as_str().to_owned())
    .bind("now", now)
}

/// Ends a run whose suggestion the coordinator has looked at: `Taken` or `Dropped`.
pub fn end(
    permit: &Permit<act::PairCycle>,
    id: &str,
    to: RunState,
    now: DateTime<Utc>,
) -> Statement {
    Statement::guarded(
        "UPDATE pairing_run SET state = $to, ended_at = $now WHERE id = $id AND cycle = $cycle AND state = 'done'",
    )
    .bind("id", rid("pairing_run", id))
    .bind("cycle", rid("cycle", permit.record()))
    .bind("to", to.as_str().to_owned())
    .bind("now", now)
}

/// Takes a run to work on it until `until`; a conflict when somebody else has.
pub fn claim(run: &Run, holder: &str, now: DateTime<Utc>, until: DateTime<Utc>) -> Statement {
    Statement::guarded(
        "UPDATE pairing_run SET state = 'running', holder = $holder, leased_until = $until, attempts += 1, done = 0
            WHERE id = $id AND attempts = $seen AND (state = 'queued' OR (state = 'running' AND leased_until < $now))",
    )
    .bind("id", rid("pairing_run", &run.id))
    .bind("seen", i64::from(run.attempts))
    .bind("holder", holder.to_owned())
    .bind("now", now)
    .bind("until", until)
}

/// How far a run is, with the lease renewed; a conflict when it is no longer ours.
pub fn progress(
    id: &str,
    holder: &str,
    at: domain::pairing::Progress,
    until: DateTime<Utc>,
) -> Statement {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Statement::guarded(
        "UPDATE pairing_run SET done = $done, cost = $cost, bound = $bound, leased_until = $until
            WHERE id = $id AND holder = $holder AND state = 'running'",
    )
    .bind("id", rid("pairing_run", id))
    .bind("holder", holder.to_owned())
    .bind("done", i64::from(at.done))
    .bind("cost", whole(at.cost))
    .bind("bound", whole(at.bound))
    .bind("until", until)
}

/// How a run came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is a suggestion, for teams of this version.
    Answer {
        /// The suggestion's text.
        text: String,
        /// Version of the teams.
        teams_version: u32,
    },
    /// The coordinator cancelled it.
    Cancelled,
    /// It failed, in words.
    Failed(String),
    /// The program is stopping: somebody else goes on with it.
    Again,
}

/// Ends the work on a run.
pub fn finish(id: &str, holder: &str, outcome: Outcome, now: DateTime<Utc>) -> Statement {
    let (to, answer, version, failure) = match outcome {
        Outcome::Answer {
            text,
            teams_version,
        } => (RunState::Done, text, teams_version, None),
        Outcome::Cancelled => (RunState::Cancelled, String::new(), 0, None),
        Outcome::Failed(words) => (RunState::Failed, String::new(), 0, Some(words)),
        Outcome::Again => (RunState::Queued, String::new(), 0, None),
    };
    let ended = matches!(to, RunState::Cancelled | RunState::Failed).then_some(now);
    Statement::guarded(
        "UPDATE pairing_run SET state = $to, answer = $answer, teams_version = $teams, failure = $failure, ended_at = $ended,
            holder = '', leased_until = NONE, done = IF $to = 'done' { 1000 } ELSE { done },
            attempts = IF $to = 'queued' { attempts - 1 } ELSE { attempts }
            WHERE id = $id AND holder = $holder AND state = 'running'",
    )
    .bind("id", rid("pairing_run", id))
    .bind("holder", holder.to_owned())
    .bind("to", to.as_str().to_owned())
    .bind("answer", answer)
    .bind("teams", i64::from(version))
    .bind("failure", failure)
    .bind("ended", ended)
}

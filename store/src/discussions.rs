//! Levels of school, peers and team side by side, and the team's discussion by strand.
//!
//! Reads take an id: the caller has asked the policy about the review, and hides what the reader may not see yet.
//! Writes take a permit.

use crate::visits::{level, strand};
use crate::{Result, Statement, Store, key, rid};
use chrono::{DateTime, Utc};
use domain::framework::{Level, StrandCode};
use domain::ids::{PersonId, PostId, ReviewId};
use domain::policy::{Permit, act};
use domain::visits::levels::Given;
use surrealdb::types::{RecordId, SurrealValue};

/// The level that one reviewer gives to a strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerLevel {
    /// The strand.
    pub strand: StrandCode,
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// What was given: a level, or "not explored".
    pub given: Given,
    /// Why.
    pub reason: String,
    /// Its version.
    pub version: u32,
    /// When it was saved.
    pub at: DateTime<Utc>,
}

/// The level on which the team agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedLevel {
    /// The strand.
    pub strand: StrandCode,
    /// What was agreed.
    pub given: Given,
    /// Why it differs.
    pub reason: String,
    /// True when the reason was written to be read by the school.
    pub for_school: bool,
    /// Its version.
    pub version: u32,
    /// Name of who saved it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every level of a review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// The school's own.
    pub own: Vec<(StrandCode, Given)>,
    /// Those of single reviewers, by strand and name.
    pub peers: Vec<PeerLevel>,
    /// The team's.
    pub agreed: Vec<AgreedLevel>,
}

/// A level to be saved, with its reason.
#[derive(Debug, Clone)]
pub struct NewLevel {
    /// The strand.
    pub strand: StrandCode,
    /// The level; none when the strand was not explored.
    pub level: Option<Level>,
    /// Why.
    pub reason: String,
    /// The version that the form was shown with; 0 when there was none yet.
    pub seen: u32,
}

/// One contribution to the discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The strand.
    pub strand: StrandCode,
    /// The text.
    pub text: String,
    /// Who is named.
    pub mentions: Vec<PersonId>,
    /// Who wrote it.
    pub by: PersonId,
    /// Name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct OwnRow {
    strand: String,
    level: Option<i64>,
    not_explored: bool,
}

#[derive(SurrealValue)]
struct PeerRow {
    strand: String,
    person: RecordId,
    name: Option<String>,
    level: Option<i64>,
    not_explored: bool,
    reason: String,
    version: i64,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct AgreedRow {
    strand: String,
    level: Option<i64>,
    not_explored: bool,
    narrative: String,
    for_school: bool,
    version: i64,
    by: Option<String>,
    saved_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct PostRow {
    id: RecordId,
    strand: String,
    text: String,
    mentions: Vec<RecordId>,
    added_by: RecordId,
    by_name: Option<String>,
    added_at: DateTime<Utc>,
}

const LEVELS: &str = "
    SELECT strand, level, not_explored FROM strand_entry WHERE review = $review AND side = 'self' ORDER BY strand;
    SELECT strand, person, person.name AS name, level, not_explored, reason, version, saved_at FROM peer_level
        WHERE review = $review ORDER BY strand, name, person;
    SELECT strand, level, not_explored, narrative, for_school, version, saved_by.name AS by, saved_at FROM strand_entry
        WHERE review = $review AND side = 'peer' ORDER BY strand;";
const POSTS: &str = "SELECT id, strand, text, mentions, added_by, added_by.name AS by_name, added_at FROM discussion_post
    WHERE review = $review ORDER BY strand, added_at, id";

fn given(number: Option<i64>, not_explored: bool) -> Result<Given> {
    Ok(Given::from_parts(
        number.map(level).transpose()?,
        not_explored,
    ))
}

fn version(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

impl Store {
    /// Every level of a review, in one query.
    pub async fn find_levels(&self, review: &ReviewId) -> Result<Levels> {
        let mut response = self
            .read(LEVELS, [("review", rid("review", review))])
            .await?;
        let own: Vec<OwnRow> = response.take(0)?;
        let peers: Vec<PeerRow> = response.take(1)?;
        let agreed: Vec<AgreedRow> = response.take(2)?;
        Ok(Levels {
            own: own
                .into_iter()
                .map(|r| Ok((strand(&r.strand)?, given(r.level, r.not_explored)?)))
                .collect::<Result<_>>()?,
            peers: peers
                .into_iter()
                .map(|r| {
                    Ok(PeerLevel {
                        strand: strand(&r.strand)?,
                        person: key(&r.person)?,
                        name: r.name.unwrap_or_default(),
                        given: given(r.level, r.not_explored)?,
                        reason: r.reason,
                        version: version(r.version),
                        at: r.saved_at,
                    })
                })
                .collect::<Result<_>>()?,
            agreed: agreed
                .into_iter()
                .map(|r| {
                    Ok(AgreedLevel {
                        strand: strand(&r.strand)?,
                        given: given(r.level, r.not_explored)?,
                        reason: r.narrative,
                        for_school: r.for_school,
                        version: version(r.version),
                        by: r.by.unwrap_or_default(),
                        at: r.saved_at,
                    })
                })
                .collect::<Result<_>>()?,
        })
    }

    /// The whole discussion of a review, by strand, oldest first.
    pub async fn list_posts(&self, review: &ReviewId) -> Result<Vec<Post>> {
        let rows: Vec<PostRow> = self
            .read(POSTS, [("review", rid("review", review))])
            .await?
            .take(0)?;
        rows.into_iter()
            .map(|r| {
                Ok(Post {
                    id: key(&r.id)?,
                    strand: strand(&r.strand)?,
                    text: r.text,
                    mentions: r.mentions.iter().map(key).collect::<Result<_>>()?,
                    by: key(&r.added_by)?,
                    by_name: r.by_name.unwrap_or_default(),
                    at: r.added_at,
                })
            })
            .collect()
    }
}

fn place(code: StrandCode) -> String {
    code.to_string().replace('.', "-")
}

fn bind(statement: Statement, permit_by: &PersonId, review: &str, new: &NewLevel) -> Statement {
    statement
        .bind("review", rid("review", review))
        .bind("strand", new.strand.to_string())
        .bind("level", new.level.map(|l| i64::from(l.number())))
        .bind("not_explored", new.level.is_none())
        .bind("reason", new.reason.clone())
        .bind("by", rid("person", permit_by))
}

/// Saves the level of the permit's person. A conflict when it was saved in another window since the form was shown;
/// when both save the first one at the same time, the second is `Error::Duplicate`.
pub fn set_peer_level(
    permit: &Permit<act::SetPeerLevels>,
    new: &NewLevel,
    now: DateTime<Utc>,
) -> Statement {
    let statement = if new.seen == 0 {
        Statement::new(
            "CREATE $id SET review = $review, person = $by, strand = $strand, level = $level, not_explored = $not_explored,
                reason = $reason, saved_at = $now RETURN NONE",
        )
    } else {
        Statement::guarded(
            "UPDATE $id SET level = $level, not_explored = $not_explored, reason = $reason, saved_at = $now, version += 1
                WHERE version = $seen AND review = $review AND person = $by AND strand = $strand",
        )
        .bind("seen", i64::from(new.seen))
    };
    let id = format!("{}-{}-{}", permit.record(), permit.by(), place(new.strand));
    bind(statement, permit.by(), permit.record(), new)
        .bind("id", rid("peer_level", id))
        .bind("now", now)
}

/// Saves the level on which the team agrees; it and its reason stand in the report. A conflict when it was saved since
/// the form was shown; when two save the first one at the same time, the second is `Error::Duplicate`.
pub fn set_agreed_level(
    permit: &Permit<act::SetAgreedLevels>,
    new: &NewLevel,
    now: DateTime<Utc>,
) -> Statement {
    let statement = if new.seen == 0 {
        Statement::new(
            "CREATE $id SET review = $review, side = 'peer', strand = $strand, level = $level, not_explored = $not_explored,
                narrative = $reason, for_school = true, saved_by = $by, saved_at = $now RETURN NONE",
        )
    } else {
        Statement::guarded(
            "UPDATE $id SET level = $level, not_explored = $not_explored, narrative = $reason, for_school = true,
                saved_by = $by, saved_at = $now, version += 1 WHERE version = $seen AND review = $review AND strand = $strand",
        )
        .bind("seen", i64::from(new.seen))
    };
    let id = format!("{}-peer-{}", permit.record(), place(new.strand));
    bind(statement, permit.by(), permit.record(), new)
        .bind("id", rid("strand_entry", id))
        .bind("now", now)
}

/// Adds a contribution.
pub fn add_post(
    permit: &Permit<act::Discuss>,
    id: &PostId,
    code: StrandCode,
    text: &str,
    mentions: &[PersonId],
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "CREATE $id SET review = $review, strand = $strand, text = $text, mentions = $mentions, added_by = $by,
            added_at = $now RETURN NONE",
    )
    .bind("id", rid("discussion_post", id))
    .bind("review", rid("review", permit.record()))
    .bind("strand", code.to_string())
    .bind("text", text.to_owned())
    .bind(
        "mentions",
        mentions.iter().map(|p| rid("person", p)).collect::<Vec<_>>(),
    )
    .bind("by", rid("person", permit.by()))
    .bind("now", now)
}

/// Removes a contribution that the permit's person has written.
pub fn remove_post(permit: &Permit<act::Discuss>, id: &PostId) -> Statement {
    Statement::guarded("DELETE $id WHERE review = $review AND added_by = $by RETURN BEFORE")
        .bind("id", rid("discussion_post", id))
        .bind("review", rid("review", permit.record()))
        .bind("by", rid("person", permit.by()))
}

//! Reviewers' profiles: who reviews for a partnership, and what each of them and their coordinator says of the work.

use super::ReviewerProfile;
use crate::{Result, Statement, Store, date, key, opt_date, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{PartnershipId, PersonId, SchoolId};
use domain::policy::{PartnershipFacts, Permit, act};
use std::collections::BTreeMap;
use surrealdb::types::{RecordId, SurrealValue};

/// A person as a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The person.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// True once made a reviewer, also when no partnership is left.
    pub reviewer: bool,
    /// Version of the person's record.
    pub version: u32,
    /// The profile.
    pub profile: ReviewerProfile,
    /// The partnerships for which the person reviews, by name.
    pub partnerships: Vec<(PartnershipId, String)>,
    /// Schools named in the profile, as interest, post or place of work, with their names.
    pub schools: Vec<(SchoolId, String)>,
    /// Days of the week on which the person can visit, 1 for Monday; empty means any.
    pub weekdays: Vec<u32>,
    /// When the person cannot visit, one day or range a line.
    pub away: String,
    /// Posts held in the last years, with their last days.
    pub posts: Vec<(SchoolId, NaiveDate)>,
    /// When the person rated the fictional school.
    pub calibrated_at: Option<DateTime<Utc>>,
}

#[derive(Clone, SurrealValue)]
struct PostRow {
    school: RecordId,
    until: String,
}

/// A reviewer's levels for the fictional school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibration {
    /// Key of the pack.
    pub pack: String,
    /// Strand → level.
    pub levels: BTreeMap<String, u8>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct Named {
    id: RecordId,
    name: Option<String>,
}

#[derive(SurrealValue)]
struct ReviewerRow {
    id: RecordId,
    name: String,
    email: String,
    reviewer: bool,
    version: i64,
    trained_on: Option<String>,
    phases: Vec<String>,
    expertise: Vec<String>,
    max_load: i64,
    interests: Vec<RecordId>,
    works_at: Vec<RecordId>,
    reviewer_for: Vec<RecordId>,
    partnerships: Vec<Named>,
    schools: Vec<Named>,
    weekdays: Vec<i64>,
    away: String,
    posts: Vec<PostRow>,
    calibrated_at: Option<DateTime<Utc>>,
}

fn keys<T: std::str::FromStr>(ids: &[RecordId]) -> Result<Vec<T>> {
    ids.iter().map(key).collect()
}

fn named<T: std::str::FromStr>(rows: Vec<Named>) -> Result<Vec<(T, String)>> {
    rows.into_iter()
        .map(|n| Ok((key(&n.id)?, n.name.unwrap_or_default())))
        .collect()
}

impl TryFrom<ReviewerRow> for Reviewer {
    type Error = crate::Error;
    fn try_from(row: ReviewerRow) -> Result<Self> {
        Ok(Self {
            id: key(&row.id)?,
            name: row.name,
            email: row.email,
            reviewer: row.reviewer,
            version: u32::try_from(row.version).unwrap_or(0),
            profile: ReviewerProfile {
                trained_on: opt_date(row.trained_on.as_deref())?,
                phases: row.phases,
                expertise: row.expertise,
                max_load: u32::try_from(row.max_load).unwrap_or(0),
                interests: keys(&row.interests)?,
                works_at: keys(&row.works_at)?,
                reviewer_for: keys(&row.reviewer_for)?,
            },
            partnerships: named(row.partnerships)?,
            schools: named(row.schools)?,
            weekdays: row
                .weekdays
                .into_iter()
                .filter_map(|day| u32::try_from(day).ok())
                .collect(),
            away: row.away,
            posts: row
                .posts
                .iter()
                .map(|post| Ok((key(&post.school)?, date(&post.until)?)))
                .collect::<Result<_>>()?,
            calibrated_at: row.calibrated_at,
        })
    }
}

macro_rules! reviewer {
    () => {
        "SELECT id, name, email, reviewer, version, trained_on, phases, expertise, max_load, interests, works_at, reviewer_for,
            weekdays, away, posts, type::record('calibration', record::id(id)).at AS calibrated_at,
            (SELECT id, name FROM $parent.reviewer_for ORDER BY name) AS partnerships,
            (SELECT id, name FROM array::union(array::union($parent.interests, $parent.works_at), $parent.posts.school ?? []) ORDER BY name) AS schools
         FROM person WHERE "
    };
}

const ONE: &str = concat!(reviewer!(), "id = $person");
const OF_PARTNERSHIP: &str = concat!(
    reviewer!(),
    "reviewer AND reviewer_for CONTAINS $partnership ORDER BY name, id"
);

impl Store {
    /// A person's account with the reviewer's profile. The caller shows it to the person or to an administrator.
    pub async fn find_account(&self, person: &PersonId) -> Result<Option<Reviewer>> {
        let row: Option<ReviewerRow> = self
            .read(ONE, [("person", rid("person", person))])
            .await?
            .take(0)?;
        row.map(Reviewer::try_from).transpose()
    }

    /// The levels that a person gave the fictional school. The caller shows them to nobody else.
    pub async fn find_calibration(&self, person: &PersonId) -> Result<Option<Calibration>> {
        #[derive(SurrealValue)]
        struct Row {
            pack: String,
            levels: BTreeMap<String, i64>,
            at: DateTime<Utc>,
        }
        let row: Option<Row> = self
            .read(
                "SELECT pack, levels, at FROM $calibration",
                [("calibration", rid("calibration", person))],
            )
            .await?
            .take(0)?;
        Ok(row.map(|row| Calibration {
            pack: row.pack,
            levels: row
                .levels
                .into_iter()
                .filter_map(|(strand, level)| Some((strand, u8::try_from(level).ok()?)))
                .collect(),
            at: row.at,
        }))
    }

    /// Who reviews for a partnership, by name.
    pub async fn list_reviewers(&self, permit: &Permit<act::SeePeople>) -> Result<Vec<Reviewer>> {
        let rows: Vec<ReviewerRow> = self
            .read(
                OF_PARTNERSHIP,
                [("partnership", rid("partnership", permit.record()))],
            )
            .await?
            .take(0)?;
        rows.into_iter().map(Reviewer::try_from).collect()
    }

    /// The text of the framework that was published last: reviewers name their strengths by its strands.
    pub async fn newest_framework(&self) -> Result<Option<String>> {
        #[derive(SurrealValue)]
        struct Text {
            text: String,
        }
        let row: Option<Text> = self
            .read(
                "SELECT text, published_at, version_number FROM framework WHERE state = 'published' ORDER BY published_at DESC, version_number DESC LIMIT 1",
                (),
            )
            .await?
            .take(0)?;
        Ok(row.map(|r| r.text))
    }
}

/// Makes a person a reviewer for the permit's partnership. Schools at which the person is head or contributor are
/// taken over as places of work, so that nobody is paired with the own school.
pub fn make_reviewer(permit: &Permit<act::InviteToPartnership>, person: &PersonId) -> Statement {
    Statement::new(
        "UPDATE $person SET reviewer = true, reviewer_for = array::union(reviewer_for, [$partnership]),
            works_at = array::union(works_at, (SELECT VALUE type::record('school', scope) FROM role
                WHERE person = $person AND kind IN ['headteacher', 'contributor'] AND until = NONE)),
            version += 1 RETURN NONE",
    )
    .bind("person", rid("person", person))
    .bind("partnership", rid("partnership", permit.record()))
}

/// Takes the permit's partnership off those for which a person reviews. Teams stay as they are.
pub fn end_reviewing(permit: &Permit<act::InviteToPartnership>, person: &PersonId) -> Statement {
    Statement::guarded(
        "UPDATE $person SET reviewer_for = array::complement(reviewer_for, [$partnership]), version += 1
            WHERE reviewer_for CONTAINS $partnership",
    )
    .bind("person", rid("person", person))
    .bind("partnership", rid("partnership", permit.record()))
}

/// A head or contributor works at the school: for pairing, should the person ever review.
pub fn add_place_of_work(person: &PersonId, school: &SchoolId) -> Statement {
    Statement::new("UPDATE $person SET works_at = array::union(works_at, [$school]) RETURN NONE")
        .bind("person", rid("person", person))
        .bind("school", rid("school", school))
}

/// What the coordinator says of a reviewer of the partnership: the day of training and which of its schools the
/// person works at. Places of work outside the partnership stay.
pub fn set_training(
    permit: &Permit<act::InviteToPartnership>,
    facts: &PartnershipFacts,
    person: &PersonId,
    seen: u32,
    trained_on: Option<NaiveDate>,
    works_at: &[SchoolId],
) -> Statement {
    Statement::guarded(
        "UPDATE $person SET trained_on = $trained_on, works_at = array::union(array::complement(works_at, $members), $works_at), version += 1
            WHERE version = $seen AND reviewer_for CONTAINS $partnership",
    )
    .bind("person", rid("person", person))
    .bind("partnership", rid("partnership", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("trained_on", trained_on.map(|d| d.to_string()))
    .bind("members", facts.schools.iter().map(|s| rid("school", s)).collect::<Vec<_>>())
    .bind("works_at", works_at.iter().map(|s| rid("school", s)).collect::<Vec<_>>())
}

/// The part of the profile that the reviewer writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPart {
    /// Phases that the person knows.
    pub phases: Vec<String>,
    /// Codes of the strands in which the person is strong.
    pub expertise: Vec<String>,
    /// Most visits in one cycle.
    pub max_load: u32,
    /// Schools with a declared interest.
    pub interests: Vec<SchoolId>,
    /// Days of the week, 1 for Monday; empty means any.
    pub weekdays: Vec<u32>,
    /// When the person cannot visit, one day or range a line.
    pub away: String,
    /// Posts held in the last years, with their last days.
    pub posts: Vec<(SchoolId, NaiveDate)>,
}

/// Saves the reviewer's own part of the profile, of the version that the form was shown with.
pub fn set_own_profile(
    permit: &Permit<act::EditReviewerProfile>,
    seen: u32,
    part: &OwnPart,
) -> Statement {
    let posts: Vec<PostRow> = part
        .posts
        .iter()
        .map(|(school, until)| PostRow {
            school: rid("school", school),
            until: until.to_string(),
        })
        .collect();
    Statement::guarded(
        "UPDATE $person SET phases = $phases, expertise = $expertise, max_load = $max_load, interests = $interests,
            weekdays = $weekdays, away = $away, posts = $posts, version += 1 WHERE version = $seen AND reviewer",
    )
    .bind("person", rid("person", permit.record()))
    .bind("seen", i64::from(seen))
    .bind("phases", part.phases.clone())
    .bind("expertise", part.expertise.clone())
    .bind("max_load", i64::from(part.max_load))
    .bind("interests", part.interests.iter().map(|s| rid("school", s)).collect::<Vec<_>>())
    .bind("weekdays", part.weekdays.iter().map(|d| i64::from(*d)).collect::<Vec<_>>())
    .bind("away", part.away.clone())
    .bind("posts", posts)
}

/// Stores the levels that a reviewer gave the fictional school; they are given once.
pub fn calibrate(
    permit: &Permit<act::EditReviewerProfile>,
    pack: &str,
    levels: &BTreeMap<String, u8>,
    now: DateTime<Utc>,
) -> Statement {
    let levels: BTreeMap<String, i64> = levels
        .iter()
        .map(|(strand, level)| (strand.clone(), i64::from(*level)))
        .collect();
    Statement::new(
        "CREATE $id SET person = $person, pack = $pack, levels = $levels, at = $now RETURN NONE",
    )
    .bind("id", rid("calibration", permit.record()))
    .bind("person", rid("person", permit.record()))
    .bind("pack", pack.to_owned())
    .bind("levels", levels)
    .bind("now", now)
}

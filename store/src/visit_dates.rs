//! Days proposed for a visit, the team's answers, and visits that lie near them.
//!
//! Reads take an id: the caller has asked the policy about the review. Writes take a permit.

use crate::{Result, Statement, Store, date, key, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::parse_closed_days;
use domain::ids::{PersonId, ReviewId};
use domain::pairing::Days;
use domain::policy::{Permit, act};
use domain::visit_date::proposals::{DayAnswer, ProposedDay};
use std::collections::BTreeMap;
use surrealdb::types::{RecordId, SurrealValue};

/// A proposal with what has been said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The days, in order.
    pub days: Vec<ProposedDay>,
    /// Its version.
    pub version: u32,
    /// Name of who proposed them.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What each member of the team has said, with the answers to days that are no longer proposed.
    pub answers: BTreeMap<PersonId, BTreeMap<NaiveDate, DayAnswer>>,
}

/// A visit of another school that is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearVisit {
    /// Its day.
    pub day: NaiveDate,
    /// The school.
    pub school_name: String,
    /// True when the same partnership runs it.
    pub same_partnership: bool,
    /// Its team, as far as it has accepted.
    pub team: Vec<PersonId>,
}

/// What is known around proposed days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Visits to come of the same partnership, and of members of the team.
    pub visits: Vec<NearVisit>,
    /// Name of each member of the team with the days on which they can visit, by their profile.
    pub days: Vec<(String, Days)>,
}

#[derive(SurrealValue)]
struct PersonRow {
    name: String,
    weekdays: Vec<i64>,
    away: String,
}

#[derive(SurrealValue)]
struct ProposalRow {
    days: Vec<String>,
    notes: Vec<String>,
    version: i64,
    by: Option<String>,
    proposed_at: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct AnswerRow {
    person: RecordId,
    days: Vec<String>,
    answers: Vec<String>,
}

#[derive(SurrealValue)]
struct NearRow {
    visit_date: String,
    school_name: String,
    same: bool,
    team: Vec<RecordId>,
}

#[derive(SurrealValue)]
struct Vars {
    review: RecordId,
    proposal: RecordId,
    today: String,
}

const FIND: &str = "
    SELECT days, notes, version, proposed_by.name AS by, proposed_at FROM $proposal;
    SELECT person, days, answers FROM visit_answer WHERE review = $review;
    LET $partnership = (SELECT VALUE partnership FROM ONLY $review);
    LET $people = (SELECT VALUE person FROM team_member WHERE review = $review AND state = 'accepted');
    SELECT visit_date, school.name AS school_name, partnership = $partnership AS same,
        (SELECT VALUE person FROM team_member WHERE review = $parent.id AND state = 'accepted') AS team
        FROM review WHERE id != $review AND visit_date != NONE AND visit_date >= $today
            AND state NOT IN ['cancelled', 'postponed', 'closed']
            AND (partnership = $partnership
                OR id IN (SELECT VALUE review FROM team_member WHERE person IN $people AND state = 'accepted'))
        ORDER BY visit_date, school_name;
    SELECT name, weekdays, away FROM person WHERE id IN $people ORDER BY name;";

impl Store {
    /// The proposal of a review, if there is one, and what is known around it.
    pub async fn find_proposal(
        &self,
        review: &ReviewId,
        today: NaiveDate,
    ) -> Result<(Option<Proposal>, Near)> {
        let vars = Vars {
            review: rid("review", review),
            proposal: rid("visit_proposal", review),
            today: today.to_string(),
        };
        let mut response = self.read(FIND, vars).await?;
        let row: Option<ProposalRow> = response.take(0)?;
        let answers: Vec<AnswerRow> = response.take(1)?;
        let near: Vec<NearRow> = response.take(4)?;
        let people: Vec<PersonRow> = response.take(5)?;
        let proposal = row.map(|row| proposal(row, answers)).transpose()?;
        let visits = near
            .into_iter()
            .map(|r| {
                Ok(NearVisit {
                    day: date(&r.visit_date)?,
                    school_name: r.school_name,
                    same_partnership: r.same,
                    team: r.team.iter().map(key).collect::<Result<_>>()?,
                })
            })
            .collect::<Result<_>>()?;
        let days = people
            .into_iter()
            .map(|p| {
                // Lines that cannot be read were refused when the profile was saved; one that slipped through is no day.
                let away = parse_closed_days(&p.away).unwrap_or_default();
                let days = Days {
                    weekdays: p
                        .weekdays
                        .iter()
                        .filter_map(|d| u32::try_from(*d).ok())
                        .collect(),
                    away: away.into_iter().map(|d| (d.from, d.to)).collect(),
                };
                (p.name, days)
            })
            .collect();
        Ok((proposal, Near { visits, days }))
    }
}

fn proposal(row: ProposalRow, answers: Vec<AnswerRow>) -> Result<Proposal> {
    let days = row
        .days
        .iter()
        .zip(row.notes)
        .map(|(day, note)| {
            Ok(ProposedDay {
                day: date(day)?,
                note,
            })
        })
        .collect::<Result<_>>()?;
    let answers = answers
        .into_iter()
        .map(|a| {
            let said = a
                .days
                .iter()
                .zip(&a.answers)
                .map(|(day, answer)| Ok((date(day)?, crate::visits::stored(answer)?)))
                .collect::<Result<_>>()?;
            Ok((key(&a.person)?, said))
        })
        .collect::<Result<_>>()?;
    Ok(Proposal {
        days,
        version: u32::try_from(row.version).unwrap_or(0),
        by: row.by.unwrap_or_default(),
        at: row.proposed_at,
        answers,
    })
}

/// Saves a proposal over the one of version `seen`; 0 when there was none. Answers are kept: they are about days.
pub fn propose(
    permit: &Permit<act::ProposeVisitDates>,
    seen: u32,
    days: &[ProposedDay],
    now: DateTime<Utc>,
) -> Statement {
    let statement = if seen == 0 {
        Statement::new(
            "CREATE $id SET review = $review, days = $days, notes = $notes, proposed_by = $by, proposed_at = $now RETURN NONE",
        )
    } else {
        Statement::guarded(
            "UPDATE $id SET days = $days, notes = $notes, proposed_by = $by, proposed_at = $now, version += 1
                WHERE version = $seen",
        )
        .bind("seen", i64::from(seen))
    };
    statement
        .bind("id", rid("visit_proposal", permit.record()))
        .bind("review", rid("review", permit.record()))
        .bind(
            "days",
            days.iter().map(|d| d.day.to_string()).collect::<Vec<_>>(),
        )
        .bind(
            "notes",
            days.iter().map(|d| d.note.clone()).collect::<Vec<_>>(),
        )
        .bind("by", rid("person", permit.by()))
        .bind("now", now)
}

/// Saves what the permit's person says, over what they have said before.
pub fn answer(
    permit: &Permit<act::AnswerVisitDates>,
    answers: &BTreeMap<NaiveDate, DayAnswer>,
    now: DateTime<Utc>,
) -> Statement {
    Statement::new(
        "UPSERT $id SET review = $review, person = $by, days = $days, answers = $answers, answered_at = $now RETURN NONE",
    )
    .bind(
        "id",
        rid(
            "visit_answer",
            format!("{}-{}", permit.record(), permit.by()),
        ),
    )
    .bind("review", rid("review", permit.record()))
    .bind("by", rid("person", permit.by()))
    .bind(
        "days",
        answers.keys().map(ToString::to_string).collect::<Vec<_>>(),
    )
    .bind(
        "answers",
        answers
            .values()
            .map(|a| a.as_str().to_owned())
            .collect::<Vec<_>>(),
    )
    .bind("now", now)
}

/// Fixes one of the proposed days. A conflict when another day was agreed since the form was shown, or when the school
/// no longer proposes it.
pub fn choose(
    permit: &Permit<act::ChooseVisitDate>,
    was: Option<NaiveDate>,
    day: NaiveDate,
) -> [Statement; 2] {
    let still =
        Statement::guarded("SELECT VALUE id FROM $proposal WHERE days CONTAINS $day FOR UPDATE")
            .bind("proposal", rid("visit_proposal", permit.record()))
            .bind("day", day.to_string());
    let fix = Statement::guarded(
        "UPDATE $review SET visit_date = $day, state = IF state = 'team_confirmed' { 'date_agreed' } ELSE { state },
            version += 1 WHERE visit_date = $was AND version = $seen",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("was", was.map(|d| d.to_string()))
    .bind("day", Some(day.to_string()));
    [still, fix]
}

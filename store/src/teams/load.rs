//! Reads every team of a cycle with what pairing looks at. Rows are private to this file.

use super::{CycleTeams, Host, Place, Reviewer, School, TeamSettings};
use crate::reviews::state;
use crate::{Error, Result, Store, date, key, opt_date, opt_key, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CycleId, PersonId, ReviewId, SchoolId};
use domain::policy::CycleFacts;
use std::collections::{BTreeMap, BTreeSet};
use surrealdb::types::{RecordId, SurrealValue};

#[derive(SurrealValue)]
struct CycleRow {
    id: RecordId,
    version: i64,
    partnership: RecordId,
    partnership_name: String,
    name: String,
    state: String,
    framework_text: String,
    team_size: i64,
    team_min: i64,
    max_km: Option<i64>,
    teams_version: i64,
    pairing_rules: String,
    visits_from: String,
    visits_until: String,
}

#[derive(SurrealValue)]
struct HostRow {
    id: RecordId,
    state: String,
    school: RecordId,
    school_name: String,
    focus: Vec<String>,
    visit_date: Option<String>,
    facilitator: Option<RecordId>,
}

#[derive(SurrealValue)]
struct PlaceRow {
    review: RecordId,
    person: RecordId,
    name: String,
    lead: bool,
    state: String,
    by_hand: bool,
    reasons: Vec<String>,
    override_reason: Option<String>,
    answer_reason: Option<String>,
    conflict: Option<String>,
    conflict_waived: Option<String>,
    invited_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct ReviewerRow {
    id: RecordId,
    name: String,
    available: bool,
    trained_on: Option<String>,
    phases: Vec<String>,
    expertise: Vec<String>,
    max_load: i64,
    interests: Vec<RecordId>,
    works_at: Vec<RecordId>,
    weekdays: Vec<i64>,
    away: String,
    posts: Vec<PostRow>,
    calibrated: bool,
}

#[derive(SurrealValue)]
struct PostRow {
    school: RecordId,
    until: String,
}

#[derive(SurrealValue)]
struct StrengthRow {
    school: RecordId,
    strand: String,
}

#[derive(SurrealValue)]
struct RoleRow {
    person: RecordId,
    kind: String,
    scope: String,
    since: String,
    until: Option<String>,
}

#[derive(SurrealValue)]
struct SchoolRow {
    id: RecordId,
    name: String,
    trust: Option<RecordId>,
    trust_name: Option<String>,
    federation: Option<String>,
    phase: String,
    status: String,
    easting: Option<i64>,
    northing: Option<i64>,
}

#[derive(SurrealValue)]
struct PairRow {
    person: RecordId,
    school: RecordId,
}

#[derive(SurrealValue)]
struct NameRow {
    person: RecordId,
    name: String,
}

const LOAD: &str = "
    LET $partnership = (SELECT VALUE partnership FROM ONLY $cycle);
    LET $starts = (SELECT VALUE starts_on FROM ONLY $cycle);
    LET $reviews = (SELECT VALUE id FROM review WHERE cycle = $cycle AND state NOT IN ['cancelled', 'closed']);
    LET $members = (SELECT VALUE person FROM team_member WHERE review IN $reviews);
    LET $people = (SELECT VALUE id FROM person WHERE (reviewer = true AND reviewer_for CONTAINS $partnership) OR id IN $members);
    LET $roles = (SELECT person, kind, scope, since, until FROM role WHERE person IN $people AND kind IN ['headteacher', 'contributor', 'governor', 'trust-lead']);
    LET $previous = (SELECT id, starts_on FROM cycle WHERE partnership = $partnership AND id != $cycle AND state != 'draft' AND starts_on < $starts ORDER BY starts_on DESC LIMIT 1).id;
    LET $earlier = (SELECT VALUE id FROM review WHERE cycle IN $previous);
    LET $schools = array::union(
        array::union((SELECT VALUE school FROM $reviews), array::flatten((SELECT VALUE works_at FROM $people))),
        (SELECT VALUE type::record('school', scope) FROM $roles WHERE kind != 'trust-lead'));
    LET $scope = IF $partnership = NONE { '' } ELSE { record::id($partnership) };
    SELECT id, version, partnership, partnership.name AS partnership_name, name, state, framework.text AS framework_text,
        team_size, team_min, max_km, teams_version, pairing_rules, visits_from, visits_until FROM $cycle;
    SELECT id, state, school, school.name AS school_name, focus, visit_date, facilitator FROM $reviews ORDER BY school_name, id;
    SELECT review, person, person.name AS name, lead, state, by_hand, reasons, override_reason, answer_reason, conflict,
        conflict_waived, invited_at FROM team_member WHERE review IN $reviews ORDER BY lead DESC, name;
    SELECT id, name, (reviewer = true AND reviewer_for CONTAINS $partnership) AS available, trained_on, phases, expertise, max_load, interests, works_at,
        weekdays, away, posts, record::exists(type::record('calibration', record::id(id))) AS calibrated FROM $people ORDER BY name, id;
    SELECT * FROM $roles;
    SELECT id, name, trust, trust.name AS trust_name, federation, phase, status, easting, northing FROM $schools;
    SELECT person, review.school AS school FROM team_member WHERE review IN $earlier AND state = 'accepted';
    SELECT person, person.name AS name FROM role WHERE kind = 'coordinator' AND scope = $scope
        AND since <= $today AND (until = NONE OR until >= $today) ORDER BY name;
    SELECT review.school AS school, strand FROM finding WHERE kind = 'strength' AND review IN (SELECT VALUE id FROM review
        WHERE school IN $schools AND final_at != NONE AND (cycle.audiences CONTAINS 'coordinator' OR shared_with CONTAINS 'coordinator'));";
/// Where the answers begin, after the ten LETs.
const FIRST: usize = 10;

/// For so many days after a role or post at a school has ended, a visit there is to be avoided: three years, our proposal.
const RECENT_DAYS: i64 = 1_096;

#[derive(SurrealValue)]
struct LoadVars {
    cycle: RecordId,
    today: String,
}

impl Store {
    /// Every team of the cycle with what pairing needs to know, in one query.
    pub async fn find_cycle_teams(
        &self,
        cycle: &CycleId,
        today: NaiveDate,
    ) -> Result<Option<CycleTeams>> {
        let vars = LoadVars {
            cycle: rid("cycle", cycle),
            today: today.to_string(),
        };
        let mut response = self.read(LOAD, vars).await?;
        let row: Option<CycleRow> = response.take(FIRST)?;
        let Some(row) = row else { return Ok(None) };
        let hosts: Vec<HostRow> = response.take(FIRST + 1)?;
        let places: Vec<PlaceRow> = response.take(FIRST + 2)?;
        let people: Vec<ReviewerRow> = response.take(FIRST + 3)?;
        let roles: Vec<RoleRow> = response.take(FIRST + 4)?;
        let schools: Vec<SchoolRow> = response.take(FIRST + 5)?;
        let earlier: Vec<PairRow> = response.take(FIRST + 6)?;
        let coordinators: Vec<NameRow> = response.take(FIRST + 7)?;
        let strengths: Vec<StrengthRow> = response.take(FIRST + 8)?;
        let hosts = with_teams(hosts, places)?;
        let mut schools: BTreeMap<SchoolId, School> =
            schools.into_iter().map(school).collect::<Result<_>>()?;
        for row in strengths {
            if let Some(school) = schools.get_mut(&key(&row.school)?) {
                school.strengths.insert(row.strand);
            }
        }
        Ok(Some(CycleTeams {
            cycle: CycleFacts {
                id: key(&row.id)?,
                version: small(row.version),
                partnership: key(&row.partnership)?,
                state: state(&row.state)?,
                schools: hosts.iter().map(|h| h.school.clone()).collect(),
            },
            cycle_name: row.name,
            partnership_name: row.partnership_name,
            framework_text: row.framework_text,
            version: small(row.teams_version),
            settings: TeamSettings {
                size: small(row.team_size),
                least: small(row.team_min),
                max_km: row.max_km.map(small),
            },
            rules: row.pairing_rules,
            visits: (date(&row.visits_from)?, date(&row.visits_until)?),
            hosts,
            reviewers: people
                .into_iter()
                .map(|p| reviewer(p, &roles, today))
                .collect::<Result<_>>()?,
            schools,
            last_cycle: earlier
                .iter()
                .map(|p| Ok((key(&p.person)?, key(&p.school)?)))
                .collect::<Result<_>>()?,
            coordinators: coordinators
                .into_iter()
                .map(|c| Ok((key(&c.person)?, c.name)))
                .collect::<Result<_>>()?,
        }))
    }

    /// The heads of a school on a day, to whom news of its review goes.
    pub async fn list_heads_of(
        &self,
        school: &SchoolId,
        today: NaiveDate,
    ) -> Result<Vec<PersonId>> {
        #[derive(SurrealValue)]
        struct Vars {
            school: String,
            today: String,
        }
        let vars = Vars {
            school: school.to_string(),
            today: today.to_string(),
        };
        let people: Vec<RecordId> = self
            .read(
                "SELECT VALUE person FROM role WHERE kind = 'headteacher' AND scope = $school AND since <= $today AND (until = NONE OR until >= $today)",
                vars,
            )
            .await?
            .take(0)?;
        people.iter().map(key).collect()
    }
}

/// A stored count; never negative by the forms that write it.
fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(0)
}

fn with_teams(rows: Vec<HostRow>, places: Vec<PlaceRow>) -> Result<Vec<Host>> {
    let mut teams: BTreeMap<ReviewId, Vec<Place>> = BTreeMap::new();
    for p in places {
        teams.entry(key(&p.review)?).or_default().push(Place {
            person: key(&p.person)?,
            name: p.name,
            lead: p.lead,
            state: state(&p.state)?,
            by_hand: p.by_hand,
            reasons: p.reasons,
            override_reason: p.override_reason,
            answer_reason: p.answer_reason,
            conflict: p.conflict,
            conflict_waived: p.conflict_waived,
            invited_at: p.invited_at,
        });
    }
    rows.into_iter()
        .map(|row| {
            let review = key(&row.id)?;
            Ok(Host {
                team: teams.remove(&review).unwrap_or_default(),
                review,
                state: state(&row.state)?,
                school: key(&row.school)?,
                name: row.school_name,
                focus: row.focus,
                visit_date: opt_date(row.visit_date.as_deref())?,
                facilitator: opt_key(row.facilitator.as_ref())?,
            })
        })
        .collect()
}

fn reviewer(row: ReviewerRow, roles: &[RoleRow], today: NaiveDate) -> Result<Reviewer> {
    let mut works_at: BTreeSet<SchoolId> = row.works_at.iter().map(key).collect::<Result<_>>()?;
    let (mut worked_at, mut leads_trusts) = (BTreeSet::new(), BTreeSet::new());
    for role in roles.iter().filter(|r| r.person == row.id) {
        let unreadable =
            |_| Error::Internal(format!("{:?} is not the scope of a role", role.scope));
        let ended = opt_date(role.until.as_deref())?.filter(|until| *until < today);
        if date(&role.since)? > today {
            continue;
        }
        match (role.kind.as_str(), ended) {
            ("trust-lead", None) => {
                leads_trusts.insert(role.scope.parse().map_err(unreadable)?);
            }
            ("trust-lead", Some(_)) => {}
            (_, None) => {
                works_at.insert(role.scope.parse().map_err(unreadable)?);
            }
            (_, Some(until)) if (today - until).num_days() <= RECENT_DAYS => {
                worked_at.insert(role.scope.parse().map_err(unreadable)?);
            }
            _ => {}
        }
    }
    for post in &row.posts {
        if (today - date(&post.until)?).num_days() <= RECENT_DAYS {
            worked_at.insert(key(&post.school)?);
        }
    }
    Ok(Reviewer {
        weekdays: row.weekdays.into_iter().map(small).collect(),
        away: row.away,
        calibrated: row.calibrated,
        person: key(&row.id)?,
        name: row.name,
        available: row.available,
        trained_on: opt_date(row.trained_on.as_deref())?,
        phases: row.phases,
        expertise: row.expertise,
        max_load: small(row.max_load),
        interests: row.interests.iter().map(key).collect::<Result<_>>()?,
        works_at,
        worked_at,
        leads_trusts,
    })
}

fn school(row: SchoolRow) -> Result<(SchoolId, School)> {
    let place = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    let facts = School {
        name: row.name,
        trust: opt_key(row.trust.as_ref())?.zip(row.trust_name),
        federation: row.federation,
        phase: row.phase,
        status: row.status,
        place: place(row.easting).zip(place(row.northing)),
        strengths: BTreeSet::new(),
    };
    Ok((key(&row.id)?, facts))
}

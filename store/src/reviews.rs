//! Reviews: the record itself, its facts for the policy, lists by scope, and its changes of state.

use crate::{Error, Result, Statement, Store, key, opt_date, opt_key, rid};
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{WorkingCalendar, parse_closed_days};
use domain::concerns::Told;
use domain::ids::{CycleId, PartnershipId, PersonId, ReviewId, SchoolId};
use domain::milestones::{MilestoneDates, MilestoneKey, MilestonePlan};
use domain::policy::{Permit, ReviewFacts, ReviewScope, TeamFacts};
use domain::quality::Assurance;
use domain::states::{CycleState, InvitationState, ReviewState, SelfReviewState};
use domain::tasks::{Progress, Share, Task, school_tasks_of, tasks_of};
use domain::visibility::Audience;
use std::collections::{BTreeMap, BTreeSet};
use surrealdb::types::{RecordId, SurrealValue};

/// A review with what its pages need beside the policy's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// For the policy.
    pub facts: ReviewFacts,
    /// Name of the school.
    pub school_name: String,
    /// Name of the cycle.
    pub cycle_name: String,
    /// Name of the partnership.
    pub partnership_name: String,
    /// The framework version of the cycle.
    pub framework: domain::ids::FrameworkId,
    /// The cycle's provisional first and last day for visits.
    pub visits_from: NaiveDate,
    /// The last day for visits.
    pub visits_until: NaiveDate,
    /// First day of the cycle.
    pub starts_on: NaiveDate,
    /// Days on which no school of the cycle works, as typed.
    pub closed_days: String,
    /// Milestone key → working days from the visit.
    pub offsets: BTreeMap<String, i64>,
    /// What the partnership adds to the agreement.
    pub terms: String,
    /// True when reviewers give their own level before they see the school's.
    pub own_levels_first: bool,
    /// The policy of the cycle, without what the school has added.
    pub cycle_audiences: BTreeSet<Audience>,
    /// Audiences that the head has added.
    pub shared_with: BTreeSet<Audience>,
    /// The agreed day of the visit.
    pub visit_date: Option<NaiveDate>,
    /// Enquiry questions.
    pub questions: Vec<String>,
    /// Codes of the strands that the host wants looked at.
    pub focus: Vec<String>,
    /// Names of the team, with who they are.
    pub team: Vec<Member>,
    /// Name of the moderator, once one has been chosen.
    pub moderator_name: Option<String>,
    /// Why the self-review was returned.
    pub returned_reason: Option<String>,
    /// The sentence with which the head submitted it, and the head's name.
    pub attested: Option<(String, String)>,
    /// Why the review was postponed or cancelled.
    pub state_reason: Option<String>,
    /// The state before it was postponed.
    pub state_before: Option<ReviewState>,
    /// What the head accepted, and when.
    pub agreed: Option<(String, DateTime<Utc>)>,
    /// Name of the head who accepted.
    pub agreed_by: Option<String>,
    /// When each step happened, as far as it has.
    pub times: Times,
    /// What the tasks need to know beside the facts.
    pub progress: Progress,
}

impl Review {
    /// The working days of the cycle: weekends, bank holidays and the cycle's closed days taken out. Lines of closed
    /// days that cannot be read were refused when the cycle was saved; none of them counts if one slipped through.
    pub fn calendar(&self) -> WorkingCalendar {
        WorkingCalendar::england()
            .with_closed(&parse_closed_days(&self.closed_days).unwrap_or_default())
    }

    /// The date of each milestone, from the agreed day of the visit or, until there is one, the provisional day of
    /// the cycle. A milestone that the cycle does not name keeps its default.
    pub fn milestone_dates(&self, calendar: &WorkingCalendar) -> MilestoneDates {
        let offsets = MilestoneKey::ALL
            .into_iter()
            .map(|key| {
                let stored = self
                    .offsets
                    .get(key.as_str())
                    .and_then(|days| i32::try_from(*days).ok());
                (key, stored.unwrap_or(key.default_offset()))
            })
            .collect();
        let plan = MilestonePlan::new(&offsets).unwrap_or_default();
        plan.dates(calendar, self.visit_date.unwrap_or(self.visits_from))
    }

    /// Every task of the review, with owner, date and status.
    pub fn tasks(&self) -> Vec<Task> {
        tasks_of(
            &self.facts,
            &self.progress,
            &self.milestone_dates(&self.calendar()),
        )
    }

    /// What the school has given to its own people to do; not for anybody outside it.
    pub fn school_tasks(&self) -> Vec<Task> {
        school_tasks_of(
            &self.facts,
            &self.progress,
            &self.milestone_dates(&self.calendar()),
        )
    }
}

/// When the steps of a review happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times {
    /// Self-review submitted.
    pub submitted: Option<DateTime<Utc>>,
    /// Pack released.
    pub released: Option<DateTime<Utc>>,
    /// Questions saved.
    pub questions: Option<DateTime<Utc>>,
    /// Visit recorded.
    pub visited: Option<DateTime<Utc>>,
    /// Quality assurance passed.
    pub moderated: Option<DateTime<Utc>>,
    /// Draft handed to the school.
    pub reported: Option<DateTime<Utc>>,
    /// Accuracy check finished by the head.
    pub checked: Option<DateTime<Utc>>,
    /// Report final.
    pub finalised: Option<DateTime<Utc>>,
    /// Plan agreed.
    pub planned: Option<DateTime<Utc>>,
    /// Impact recorded.
    pub impact: Option<DateTime<Utc>>,
    /// Closed.
    pub closed: Option<DateTime<Utc>>,
}

/// A member of a review team, with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// True for the lead.
    pub lead: bool,
    /// The answer to the invitation.
    pub state: InvitationState,
    /// Why the pair was made.
    pub reasons: Vec<String>,
    /// What was to be avoided.
    pub concerns: Vec<String>,
    /// Why the coordinator made it all the same.
    pub override_reason: Option<String>,
    /// Why the person declined.
    pub answer_reason: Option<String>,
    /// When the invitation went out.
    pub invited_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct ReviewRow {
    id: RecordId,
    version: i64,
    cycle: RecordId,
    partnership: RecordId,
    school: RecordId,
    state: String,
    state_before: Option<String>,
    state_reason: Option<String>,
    self_review: String,
    agreed_at: Option<DateTime<Utc>>,
    agreed_text: Option<String>,
    agreed_by_name: Option<String>,
    returned_reason: Option<String>,
    attested: Option<String>,
    submitted_by_name: Option<String>,
    questions: Vec<String>,
    focus: Vec<String>,
    visit_date: Option<String>,
    facilitator: Option<RecordId>,
    moderator: Option<RecordId>,
    moderator_name: Option<String>,
    shared_with: Vec<String>,
    submitted_at: Option<DateTime<Utc>>,
    released_at: Option<DateTime<Utc>>,
    questions_saved_at: Option<DateTime<Utc>>,
    visited_at: Option<DateTime<Utc>>,
    moderated_at: Option<DateTime<Utc>>,
    reported_at: Option<DateTime<Utc>>,
    checked_at: Option<DateTime<Utc>>,
    final_at: Option<DateTime<Utc>>,
    plan_agreed_at: Option<DateTime<Utc>>,
    impact_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    school_name: String,
    la: RecordId,
    trust: Option<RecordId>,
    cycle_name: String,
    cycle_state: String,
    cycle_audiences: Vec<String>,
    framework: RecordId,
    levels: bool,
    quality: bool,
    told: Vec<String>,
    visits_from: String,
    visits_until: String,
    starts_on: String,
    closed_days: String,
    offsets: BTreeMap<String, i64>,
    terms: String,
    own_levels_first: bool,
    partnership_name: String,
}

#[derive(SurrealValue)]
struct MemberRow {
    review: RecordId,
    person: RecordId,
    name: String,
    lead: bool,
    state: String,
    reasons: Vec<String>,
    concerns: Vec<String>,
    override_reason: Option<String>,
    answer_reason: Option<String>,
    invited_at: Option<DateTime<Utc>>,
}

#[derive(SurrealValue)]
struct ShareRow {
    review: RecordId,
    person: RecordId,
    strand: String,
    saved: bool,
    ready: bool,
}

#[derive(SurrealValue)]
struct PlanRow {
    review: RecordId,
    head: bool,
    lead: bool,
}

#[derive(SurrealValue)]
struct PartnerRow {
    partnership: RecordId,
    school: RecordId,
}

// What a review is read with. The two constants differ only in which reviews they take.
macro_rules! select {
    ($condition:literal) => {
        select!(from concat!("review WHERE ", $condition))
    };
    (from $source:expr) => {
        concat!(
            "LET $found = (SELECT VALUE id FROM ", $source, ");
            SELECT *, agreed_by.name AS agreed_by_name, submitted_by.name AS submitted_by_name, moderator.name AS moderator_name, school.name AS school_name, school.la AS la, school.trust AS trust,
                cycle.name AS cycle_name, cycle.state AS cycle_state, cycle.audiences AS cycle_audiences,
                cycle.framework AS framework, cycle.levels AS levels, cycle.quality AS quality, cycle.told AS told, cycle.visits_from AS visits_from,
                cycle.visits_until AS visits_until, cycle.starts_on AS starts_on, cycle.closed_days AS closed_days,
                cycle.offsets AS offsets, cycle.terms AS terms, cycle.own_levels_first AS own_levels_first,
                partnership.name AS partnership_name
                FROM $found ORDER BY school_name, id;
            SELECT review, person, person.name AS name, lead, state, reasons, concerns, override_reason, answer_reason, invited_at
                FROM team_member WHERE review IN $found ORDER BY lead DESC, name;
            LET $running = array::distinct((SELECT VALUE partnership FROM $found));
            SELECT partnership, school FROM membership WHERE partnership IN $running
                AND joined <= $today AND (left = NONE OR left >= $today);
            RETURN array::distinct((SELECT VALUE review FROM action_update WHERE review IN $found
                AND review.plan_agreed_at != NONE AND added_at > review.plan_agreed_at));
            RETURN array::distinct((SELECT VALUE review FROM action WHERE review IN $found
                AND state IN ['proposed', 'agreed', 'in_progress', 'blocked']));
            SELECT review, person, strand, record::exists(type::record('strand_entry', record::id(id))) AS saved,
                ready_at != NONE AS ready FROM strand_work WHERE review IN $found AND person != NONE
                AND review.self_review IN ['not_started', 'in_progress', 'returned'] AND person IN (SELECT VALUE person FROM role
                    WHERE kind IN ['headteacher', 'contributor'] AND scope = record::id($parent.review.school)
                    AND since <= $today AND (until = NONE OR until >= $today)) ORDER BY strand;
            SELECT review, head_agreed_at != NONE AS head, lead_agreed_at != NONE AS lead
                FROM $found.map(|$r| type::record('timetable', record::id($r)));"
        )
    };
}

const FIND: &str = select!("id = $review");
const OF_CYCLE: &str = select!("cycle = $cycle");
const NAMED: &str = select!(from "$reviews");
const IN_SCOPE: &str = select!(
    "($everything OR partnership IN $partnerships OR school IN $schools OR school.la IN $las OR school.trust IN $trusts
        OR ($team != NONE AND moderator = $team) OR id IN (SELECT VALUE review FROM team_member WHERE person = $team AND state != 'planned' AND state != 'declined'))
        AND (cycle.state != 'draft' OR partnership IN $partnerships)"
);

#[derive(SurrealValue)]
struct FindVars {
    review: RecordId,
    today: String,
}

#[derive(SurrealValue)]
struct CycleVars {
    cycle: RecordId,
    today: String,
}

#[derive(SurrealValue)]
struct NamedVars {
    reviews: Vec<RecordId>,
    today: String,
}

#[derive(SurrealValue)]
struct ScopeVars {
    everything: bool,
    partnerships: Vec<RecordId>,
    schools: Vec<RecordId>,
    las: Vec<RecordId>,
    trusts: Vec<RecordId>,
    team: Option<RecordId>,
    today: String,
}

impl Store {
    /// The review, with everything that decides who may do what, in one query.
    pub async fn find_review(&self, id: &ReviewId, today: NaiveDate) -> Result<Option<Review>> {
        let vars = FindVars {
            review: rid("review", id),
            today: today.to_string(),
        };
        Ok(reviews(self.read(FIND, vars).await?)?.pop())
    }

    /// Every review of a cycle, by name of the school. The caller has asked the policy about the cycle.
    pub async fn list_reviews_of_cycle(
        &self,
        permit: &Permit<domain::policy::act::SeeBoard>,
        today: NaiveDate,
    ) -> Result<Vec<Review>> {
        let vars = CycleVars {
            cycle: rid("cycle", permit.record()),
            today: today.to_string(),
        };
        reviews(self.read(OF_CYCLE, vars).await?)
    }

    /// Every review of a cycle, for a job that goes through the cycles one by one.
    pub async fn list_reviews_for_job(
        &self,
        _: &ReviewScope,
        cycle: &CycleId,
        today: NaiveDate,
    ) -> Result<Vec<Review>> {
        let vars = CycleVars {
            cycle: rid("cycle", cycle),
            today: today.to_string(),
        };
        reviews(self.read(OF_CYCLE, vars).await?)
    }

    /// The reviews of these ids, for a job.
    pub async fn list_named_reviews_for_job(
        &self,
        _: &ReviewScope,
        ids: &[ReviewId],
        today: NaiveDate,
    ) -> Result<Vec<Review>> {
        let vars = NamedVars {
            reviews: ids.iter().map(|r| rid("review", r)).collect(),
            today: today.to_string(),
        };
        reviews(self.read(NAMED, vars).await?)
    }

    /// The reviews in scope, by name of the school.
    pub async fn list_reviews(&self, scope: &ReviewScope, today: NaiveDate) -> Result<Vec<Review>> {
        let vars = ScopeVars {
            everything: scope.everything(),
            partnerships: scope
                .partnerships()
                .iter()
                .map(|p| rid("partnership", p))
                .collect(),
            schools: scope.schools().iter().map(|s| rid("school", s)).collect(),
            las: scope
                .las()
                .iter()
                .map(|l| rid("local_authority", l))
                .collect(),
            trusts: scope.trusts().iter().map(|t| rid("trust", t)).collect(),
            team: scope.team().map(|p| rid("person", p)),
            today: today.to_string(),
        };
        reviews(self.read(IN_SCOPE, vars).await?)
    }
}

/// Puts the three parts of the response together.
fn reviews(mut response: surrealdb::IndexedResults) -> Result<Vec<Review>> {
    let rows: Vec<ReviewRow> = response.take(1)?;
    let members: Vec<MemberRow> = response.take(2)?;
    let partners: Vec<PartnerRow> = response.take(4)?;
    let updated: Vec<RecordId> = response.take(5)?;
    let unfinished: Vec<RecordId> = response.take(6)?;
    let given: Vec<ShareRow> = response.take(7)?;
    let plans: Vec<PlanRow> = response.take(8)?;
    let mut teams: BTreeMap<ReviewId, Vec<Member>> = BTreeMap::new();
    for row in members {
        teams.entry(key(&row.review)?).or_default().push(Member {
            person: key(&row.person)?,
            name: row.name,
            lead: row.lead,
            state: state(&row.state)?,
            reasons: row.reasons,
            concerns: row.concerns,
            override_reason: row.override_reason,
            answer_reason: row.answer_reason,
            invited_at: row.invited_at,
        });
    }
    let mut shares: BTreeMap<ReviewId, Vec<Share>> = BTreeMap::new();
    for row in given {
        shares.entry(key(&row.review)?).or_default().push(Share {
            person: key(&row.person)?,
            strand: crate::self_reviews::strand(&row.strand)?,
            saved: row.saved,
            ready: row.ready,
        });
    }
    let mut schools: BTreeMap<PartnershipId, BTreeSet<SchoolId>> = BTreeMap::new();
    for row in partners {
        schools
            .entry(key(&row.partnership)?)
            .or_default()
            .insert(key(&row.school)?);
    }
    rows.into_iter()
        .map(|row| {
            let team = teams.remove(&key::<ReviewId>(&row.id)?).unwrap_or_default();
            let partner_schools = schools
                .get(&key::<PartnershipId>(&row.partnership)?)
                .cloned()
                .unwrap_or_default();
            let progress = Progress {
                questions: !row.questions.is_empty(),
                checked: row.checked_at.is_some(),
                timetable_head: plans.iter().any(|p| p.review == row.id && p.head),
                timetable_lead: plans.iter().any(|p| p.review == row.id && p.lead),
                updated: updated.contains(&row.id) || !unfinished.contains(&row.id),
                shares: shares
                    .remove(&key::<ReviewId>(&row.id)?)
                    .unwrap_or_default(),
            };
            review(row, team, partner_schools, progress)
        })
        .collect()
}

fn review(
    row: ReviewRow,
    team: Vec<Member>,
    partner_schools: BTreeSet<SchoolId>,
    progress: Progress,
) -> Result<Review> {
    let cycle_audiences = audiences(&row.cycle_audiences)?;
    let shared_with = audiences(&row.shared_with)?;
    let facts = ReviewFacts {
        id: key(&row.id)?,
        version: u32::try_from(row.version).unwrap_or(0),
        cycle: key::<CycleId>(&row.cycle)?,
        partnership: key(&row.partnership)?,
        school: key(&row.school)?,
        la: key(&row.la)?,
        trust: opt_key(row.trust.as_ref())?,
        cycle_state: state::<CycleState>(&row.cycle_state)?,
        levels: row.levels,
        state: state(&row.state)?,
        self_review: state::<SelfReviewState>(&row.self_review)?,
        agreed: row.agreed_at.is_some(),
        dated: row.visit_date.is_some(),
        checked: row.checked_at.is_some(),
        team: team
            .iter()
            .map(|m| TeamFacts {
                person: m.person.clone(),
                lead: m.lead,
                state: m.state,
            })
            .collect(),
        facilitator: opt_key(row.facilitator.as_ref())?,
        assurance: Assurance {
            used: row.quality,
            moderator: opt_key(row.moderator.as_ref())?,
        },
        told: told(&row.told)?,
        audiences: cycle_audiences.union(&shared_with).copied().collect(),
        partner_schools,
    };
    Ok(Review {
        facts,
        school_name: row.school_name,
        cycle_name: row.cycle_name,
        partnership_name: row.partnership_name,
        framework: key(&row.framework)?,
        visits_from: crate::date(&row.visits_from)?,
        visits_until: crate::date(&row.visits_until)?,
        starts_on: crate::date(&row.starts_on)?,
        closed_days: row.closed_days,
        offsets: row.offsets,
        terms: row.terms,
        own_levels_first: row.own_levels_first,
        cycle_audiences,
        shared_with,
        visit_date: opt_date(row.visit_date.as_deref())?,
        questions: row.questions,
        focus: row.focus,
        team,
        moderator_name: row.moderator_name,
        returned_reason: row.returned_reason,
        attested: row.attested.map(|words| {
            let name = row
                .submitted_by_name
                .unwrap_or_else(|| "the headteacher".to_owned());
            (words, name)
        }),
        state_reason: row.state_reason,
        state_before: row.state_before.as_deref().map(state).transpose()?,
        agreed: row.agreed_text.zip(row.agreed_at),
        agreed_by: row.agreed_by_name,
        times: Times {
            submitted: row.submitted_at,
            released: row.released_at,
            questions: row.questions_saved_at,
            visited: row.visited_at,
            moderated: row.moderated_at,
            reported: row.reported_at,
            checked: row.checked_at,
            finalised: row.final_at,
            planned: row.plan_agreed_at,
            impact: row.impact_at,
            closed: row.closed_at,
        },
        progress,
    })
}

/// A stored state as its type.
pub(crate) fn state<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse()
        .map_err(|_| Error::Internal(format!("{text:?} is not a state")))
}

/// Stored audiences as their type.
pub(crate) fn audiences(list: &[String]) -> Result<BTreeSet<Audience>> {
    list.iter()
        .map(|a| {
            a.parse()
                .map_err(|_| Error::Internal(format!("{a:?} is not an audience")))
        })
        .collect()
}

/// Who is told of a concern, as their type.
pub(crate) fn told(list: &[String]) -> Result<BTreeSet<Told>> {
    list.iter()
        .map(|t| {
            t.parse()
                .map_err(|_| Error::Internal(format!("{t:?} is nobody to tell")))
        })
        .collect()
}

/// Moves the review from the state that the permit's decision was made on to another; fails with a conflict when it
/// has moved since. The tables in `domain::states` say which moves there are.
pub fn set_state<A>(permit: &Permit<A>, from: ReviewState, to: ReviewState) -> Result<Statement> {
    if from != to && !from.may_become(to) {
        return Err(Error::Internal(format!(
            "a review cannot go from {from} to {to}"
        )));
    }
    Ok(Statement::guarded(
        "UPDATE $review SET state = $to, version += 1 WHERE version = $seen AND state = $from",
    )
    .bind("review", rid("review", permit.record()))
    .bind("seen", i64::from(permit.version()))
    .bind("from", from.as_str().to_owned())
    .bind("to", to.as_str().to_owned()))
}

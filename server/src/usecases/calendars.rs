//! Visits as events for calendars: one file for one visit, and a private calendar a person at a secret address.
//!
//! What stands in a calendar is computed as the pages are, through the policy: days, names of schools and own tasks,
//! never what anybody has written.

use crate::error::Error;
use crate::http::ctx::{Ctx, User};
use crate::state::{App, hash_secret, new_secret};
use crate::usecases::reviews::find as find_review;
use crate::usecases::stop_repeated;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use documents::calendar::{Entry, Method, When, calendar_file};
use domain::calendar::london_instant;
use domain::forms::RawForm;
use domain::ids::ReviewId;
use domain::people::Actor;
use domain::policy::{self, AccountFacts, Permit, ReviewAction, ReviewRelation, act, can_review};
use domain::states::ReviewState;
use domain::timetable::usual_day;
use store::Write;
use store::calendars::{self, VisitEvent};
use store::reviews::Review;

/// Visits that lie longer ago leave a private calendar.
const KEPT: Duration = Duration::days(400);

/// True for those in whose calendar the visit belongs: the team that comes, the head and contributors of the school.
fn takes_part(review: &Review, actor: &Actor) -> bool {
    use ReviewRelation as R;
    let relations = review.facts.relations(actor);
    [R::Headteacher, R::Contributor, R::Lead, R::Reviewer]
        .iter()
        .any(|r| relations.contains(r))
}

/// True when the person can take the visit into a calendar.
pub fn has_event(review: &Review, user: &User) -> bool {
    review.visit_date.is_some()
        && takes_part(review, &user.actor)
        && can_review(&user.actor, ReviewAction::SeeReview, &review.facts)
}

fn event(app: &App, review: &Review, actor: &Actor, known: &VisitEvent) -> Option<Entry> {
    let day = review.visit_date?;
    let id = &review.facts.id;
    let (from, until): (NaiveTime, NaiveTime) = known.hours.unwrap_or_else(usual_day);
    let lead = review
        .facts
        .relations(actor)
        .contains(&ReviewRelation::Lead);
    let cancelled = matches!(
        review.facts.state,
        ReviewState::Postponed | ReviewState::Cancelled
    );
    let changed = known
        .changed_at
        .or(review.agreed.as_ref().map(|(_, at)| *at))
        .unwrap_or_else(|| london_instant(review.starts_on, NaiveTime::MIN));
    let role = if lead { "You lead the team.\n" } else { "" };
    Some(Entry {
        // One for each person: what is in one calendar is nobody else's event.
        uid: format!("visit-{id}-{}@quintet", actor.person),
        sequence: known.sequence,
        changed,
        when: When::Span(london_instant(day, from), london_instant(day, until)),
        summary: format!("Peer review visit: {}", review.school_name),
        place: review.school_name.clone(),
        description: format!(
            "{role}{}, {}.\nTimetable and pack: {}",
            review.cycle_name,
            review.partnership_name,
            app.link(&format!("/reviews/{id}"))
        ),
        url: app.link(&format!("/reviews/{id}")),
        cancelled,
        busy: !cancelled,
    })
}

/// The file of one visit, for those who take part in it.
pub async fn visit_file(app: &App, user: &User, id: &ReviewId) -> Result<String, Error> {
    let review = find_review(app, user, id).await?;
    if !has_event(&review, user) {
        return Err(Error::NotFound);
    }
    let known = app
        .store
        .list_visit_events(std::slice::from_ref(id))
        .await?
        .remove(id);
    let entry = known
        .and_then(|k| event(app, &review, &user.actor, &k))
        .ok_or(Error::NotFound)?;
    let method = if entry.cancelled {
        Method::Cancel
    } else {
        Method::Publish
    };
    Ok(calendar_file(method, "Peer review visit", &[entry]))
}

/// The private calendar at this address: the visits in which its person takes part, and the person's open tasks.
pub async fn feed(app: &App, ctx: &Ctx, secret: &str) -> Result<String, Error> {
    let found = app.store.find_by_feed(&hash_secret(secret)).await?;
    let (person, roles) = found.ok_or(Error::NotFound)?;
    let actor = Actor::new(person.id, &roles, ctx.today);
    let scope = policy::review_scope(&actor);
    let reviews = if scope.everything() {
        // An administrator has no part in reviews.
        Vec::new()
    } else {
        app.store.list_reviews(&scope, ctx.today).await?
    };
    let since = ctx.today - KEPT;
    let ids: Vec<ReviewId> = reviews.iter().map(|r| r.facts.id.clone()).collect();
    let known = app.store.list_visit_events(&ids).await?;
    let mut entries = Vec::new();
    for review in &reviews {
        if !can_review(&actor, ReviewAction::SeeReview, &review.facts) {
            continue;
        }
        let recent = review.visit_date.is_some_and(|day| day >= since);
        if recent && takes_part(review, &actor) {
            entries.extend(
                known
                    .get(&review.facts.id)
                    .and_then(|k| event(app, review, &actor, k)),
            );
        }
        entries.extend(tasks(app, review, &actor));
    }
    Ok(calendar_file(Method::Publish, "Quintet", &entries))
}

/// The person's open tasks of a review, each on the day on which it is due.
fn tasks(app: &App, review: &Review, actor: &Actor) -> Vec<Entry> {
    review
        .tasks()
        .into_iter()
        .filter(|t| t.is_open() && t.owner.is_held_by(actor))
        .map(|t| {
            let path = t.key.path(&review.facts.id);
            Entry {
                uid: format!(
                    "task-{}-{:?}-{}@quintet",
                    review.facts.id, t.key, actor.person
                ),
                // A task has no history of its own: the feed as a whole replaces the one before.
                sequence: 0,
                changed: london_instant(t.due, NaiveTime::MIN),
                when: When::Day(t.due),
                summary: format!("{}: {}", t.key.title(), review.school_name),
                place: String::new(),
                description: format!("Due on this day, in {}.", review.cycle_name),
                url: app.link(&path),
                cancelled: false,
                busy: false,
            }
        })
        .collect()
}

/// Since when the person has had a private calendar.
pub async fn find(app: &App, user: &User) -> Result<Option<DateTime<Utc>>, Error> {
    keep(user)?;
    Ok(app.store.find_feed(&user.actor.person).await?)
}

fn keep(user: &User) -> Result<Permit<act::KeepCalendar>, Error> {
    let facts = AccountFacts {
        person: user.actor.person.clone(),
        version: 0,
        reviewer: false,
    };
    Ok(policy::account::<act::KeepCalendar>(&user.actor, &facts)?)
}

/// Makes a private calendar, or a new address for it; the address is given once and kept nowhere.
pub async fn create(app: &App, user: &User, form: &RawForm) -> Result<String, Error> {
    stop_repeated(app, form).await?;
    let permit = keep(user)?;
    let secret = new_secret();
    let mut write = Write::new(&user.meta());
    for statement in calendars::create_feed(&permit, &hash_secret(&secret), user.now) {
        write.push(statement);
    }
    write.audit(
        "made a private calendar address",
        format!("person:{}", user.actor.person),
        "",
    );
    write.once(form.get("form_key"), "/me/calendar");
    app.store.commit(write).await?;
    Ok(app.link(&format!("/calendar/{secret}.ics")))
}

/// Switches the private calendar off.
pub async fn end(app: &App, user: &User) -> Result<(), Error> {
    let permit = keep(user)?;
    let mut write = Write::new(&user.meta());
    write.push(calendars::end_feed(&permit));
    write.audit(
        "switched the private calendar off",
        format!("person:{}", user.actor.person),
        "",
    );
    Ok(app.store.commit(write).await?)
}

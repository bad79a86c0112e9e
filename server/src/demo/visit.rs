//! Visits of the demonstration in mid-flight: a timetable that waits for the lead, days that were proposed, a discussion
//! with levels that differ, and a review of the year before.

use crate::error::Error;
use chrono::{DateTime, Duration, Utc};
use domain::calendar::london_date;
use domain::ids::{PersonId, ReviewId};
use domain::states::InvitationState;
use domain::timetable::{ItemKind, Who, template};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Store;
use store::reviews::Review;

#[derive(Deserialize)]
struct Texts {
    post: Vec<PostText>,
    levels: BTreeMap<String, Vec<i64>>,
    reasons: BTreeMap<String, String>,
    earlier: Earlier,
}

#[derive(Deserialize)]
struct PostText {
    strand: String,
    by: usize,
    mentions: Vec<usize>,
    text: String,
}

#[derive(Deserialize)]
struct Earlier {
    school: String,
    actions: Vec<(String, String, String)>,
}

const CYCLE: &str = "wend-cycle";
const PARTNERSHIP: &str = "wend-valley";

/// Adds it to the world that is there already.
pub(super) async fn seed(store: &Store, now: DateTime<Utc>) -> Result<(), Error> {
    let texts: Texts = toml::from_str(include_str!("visit.toml"))
        .map_err(|e| Error::Internal(format!("texts of the visits: {e}")))?;
    // The pack has been released; the timetable waits for the lead. In the next school it is agreed by both.
    let (soon, talking, dated) = (
        find(store, now, "review-990105").await?,
        find(store, now, "review-990104").await?,
        find(store, now, "review-990106").await?,
    );
    let (mut timetables, mut items) = (Vec::new(), Vec::new());
    for (review, head, both) in [(&soon, "head5", false), (&talking, "head4", true)] {
        let team = team(review);
        timetables.push(json!({
            "review": review.facts.id, "head": head, "lead": team.first(), "both": both,
        }));
        items.extend(day(review, &team));
    }
    let unsaid: Vec<Value> = ["2.2", "5.2"]
        .into_iter()
        .map(|strand| json!({ "review": talking.facts.id, "strand": strand }))
        .collect();
    let visit = json!({
        "now": now.to_rfc3339(),
        "cycle": CYCLE,
        "timetables": timetables,
        "items": items,
        "proposals": [proposal(&dated)],
        "open": texts.levels.keys().map(|strand| json!({ "review": talking.facts.id, "strand": strand })).collect::<Vec<_>>(),
        "unsaid": unsaid,
        "levels": levels(&talking, &texts),
        "posts": posts(&talking, &texts, now),
        "earlier": earlier(&texts.earlier, now),
    });
    store
        .seed(include_str!("visit.surql"), [("visit", visit)])
        .await?;
    Ok(())
}

async fn find(store: &Store, now: DateTime<Utc>, id: &str) -> Result<Review, Error> {
    let id: ReviewId = id.parse()?;
    store
        .find_review(&id, london_date(now))
        .await?
        .ok_or_else(|| Error::Internal(format!("the demonstration has no {id}")))
}

fn team(review: &Review) -> Vec<PersonId> {
    review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Accepted)
        .map(|m| m.person.clone())
        .collect()
}

/// The usual day with places.
fn day(review: &Review, team: &[PersonId]) -> Vec<Value> {
    template(team)
        .into_iter()
        .map(|i| {
            let place = match i.kind {
                ItemKind::LearningWalk => "From reception",
                ItemKind::PupilPanel => "Library",
                ItemKind::ParentPanel => "Community room",
                ItemKind::Staff => "Staff room",
                ItemKind::Senco => "SENCO's office",
                _ => "Meeting room",
            };
            let people: Vec<&PersonId> = match &i.who {
                Who::Everyone => Vec::new(),
                Who::Some(people) => people.iter().collect(),
            };
            json!({
                "review": review.facts.id, "kind": i.kind.as_str(), "title": i.title,
                "starts": i.starts.format("%H:%M").to_string(), "ends": i.ends.format("%H:%M").to_string(),
                "place": place, "with": i.with, "everyone": i.who == Who::Everyone, "people": people,
                "size": i.size,
            })
        })
        .collect()
}

/// Three days, of which the last was chosen.
fn proposal(review: &Review) -> Value {
    let calendar = review.calendar();
    let chosen = review.visit_date.unwrap_or(review.visits_from);
    let days = [-2, -1, 0].map(|n| calendar.add_working_days(chosen, n).to_string());
    let answers: Vec<Value> = team(review)
        .into_iter()
        .enumerate()
        .map(|(n, person)| {
            let said = match n {
                0 => ["can", "if_needed", "can"],
                1 => ["cannot", "can", "can"],
                _ => ["can", "cannot", "if_needed"],
            };
            json!({ "person": person, "answers": said })
        })
        .collect();
    json!({
        "review": review.facts.id, "head": "head6", "days": days,
        "notes": ["", "Until 2pm only", "The school council meets on this day"], "answers": answers,
    })
}

fn levels(review: &Review, texts: &Texts) -> Vec<Value> {
    let team = team(review);
    let mut out = Vec::new();
    for (strand, given) in &texts.levels {
        for (person, level) in team.iter().zip(given) {
            out.push(json!({
                "id": format!("{}-{person}-{}", review.facts.id, strand.replace('.', "-")),
                "review": review.facts.id, "person": person, "strand": strand, "level": level,
                "reason": if *level == 0 { "" } else { texts.reasons.get(strand).map_or("", String::as_str) },
            }));
        }
    }
    out
}

fn posts(review: &Review, texts: &Texts, now: DateTime<Utc>) -> Vec<Value> {
    let team = team(review);
    let member = |n: usize| team.get(n % team.len().max(1));
    texts
        .post
        .iter()
        .enumerate()
        .map(|(n, post)| {
            let ago = i64::try_from(texts.post.len() - n).unwrap_or(1);
            json!({
                "review": review.facts.id, "strand": post.strand, "text": post.text, "by": member(post.by),
                "mentions": post.mentions.iter().filter_map(|m| member(*m)).collect::<Vec<_>>(),
                "at": (now - Duration::hours(ago)).to_rfc3339(),
            })
        })
        .collect()
}

fn earlier(texts: &Earlier, now: DateTime<Utc>) -> Value {
    let day = |ago: i64| london_date(now - Duration::days(ago));
    let at = |ago: i64| format!("{}T10:00:00Z", day(ago));
    json!({
        "cycle": "wend-first", "review": format!("review-{}-first", texts.school), "partnership": PARTNERSHIP,
        "name": "Wend Valley first visits", "school": texts.school, "head": "head5", "at": at(420), "done": at(300),
        "starts_on": day(420).to_string(), "visit": day(370).to_string(), "ends_on": day(200).to_string(),
        "actions": texts.actions.iter().map(|(title, strand, state)| json!({ "title": title, "strand": strand, "state": state })).collect::<Vec<_>>(),
    })
}

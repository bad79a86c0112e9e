//! Invariants over the whole database: what must be true whatever people do and whenever the machine stops.

use crate::{Result, Store};
use surrealdb::types::Value;

/// One invariant: what must hold, and a query that finds what breaks it (ids, at most a few).
struct Invariant {
    name: &'static str,
    query: &'static str,
}

const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "every role belongs to a person",
        query: "SELECT VALUE id FROM role WHERE !record::exists(person) LIMIT 20",
    },
    Invariant {
        name: "every membership joins a partnership and a school",
        query: "SELECT VALUE id FROM membership WHERE !record::exists(partnership) OR !record::exists(school) LIMIT 20",
    },
    Invariant {
        name: "no school leaves a partnership before it joins",
        query: "SELECT VALUE id FROM membership WHERE left != NONE AND left < joined LIMIT 20",
    },
    Invariant {
        name: "every review has its cycle, partnership and school",
        query: "SELECT VALUE id FROM review WHERE !record::exists(cycle) OR !record::exists(school) OR !record::exists(partnership) LIMIT 20",
    },
    Invariant {
        name: "a review belongs to the partnership of its cycle",
        query: "SELECT VALUE id FROM review WHERE cycle.partnership != partnership LIMIT 20",
    },
    Invariant {
        name: "a cycle uses a framework that exists",
        query: "SELECT VALUE id FROM cycle WHERE !record::exists(framework) LIMIT 20",
    },
    Invariant {
        name: "a launched cycle uses a published framework",
        query: "SELECT VALUE id FROM cycle WHERE state != 'draft' AND framework.state != 'published' LIMIT 20",
    },
    Invariant {
        name: "no self-review was submitted without the agreement",
        query: "SELECT VALUE id FROM review WHERE self_review IN ['submitted', 'locked'] AND agreed_at = NONE LIMIT 20",
    },
    Invariant {
        name: "a pack is released only with a locked self-review",
        query: "SELECT VALUE id FROM review WHERE state IN ['preparing', 'visited', 'drafting', 'accuracy_check', 'final', 'workshop_held', 'impact_reviewed', 'closed'] AND self_review != 'locked' LIMIT 20",
    },
    Invariant {
        name: "no report is final without its accuracy check",
        query: "SELECT VALUE id FROM review WHERE state IN ['final', 'workshop_held', 'impact_reviewed', 'closed'] AND (checked_at = NONE OR final_at = NONE) LIMIT 20",
    },
    Invariant {
        name: "every point of a final report's accuracy check is answered",
        query: "SELECT VALUE id FROM accuracy_point WHERE answer = NONE AND review.final_at != NONE LIMIT 20",
    },
    Invariant {
        name: "nobody moderates the own team's report",
        query: "SELECT VALUE id FROM team_member WHERE state = 'accepted' AND review.state = 'in_quality_assurance' AND review.moderator = person LIMIT 20",
    },
    Invariant {
        name: "what a school has shared stands in its ledger",
        query: "SELECT VALUE id FROM review WHERE shared_with ANYINSIDE ['coordinator', 'partnership_heads', 'la_lead', 'trust_lead', 'governors'] AND array::len(shared_with) != array::len((SELECT id FROM report_share WHERE review = $parent.id AND ended_at = NONE)) LIMIT 20",
    },
    Invariant {
        name: "the versions of a report are numbered without a gap",
        query: "SELECT VALUE review FROM (SELECT review, count() AS n, math::max(number) AS last FROM report_version GROUP BY review) WHERE n != last LIMIT 20",
    },
    Invariant {
        name: "nobody reviews the school where they work",
        query: "SELECT VALUE id FROM team_member WHERE state != 'declined' AND review.school INSIDE person.works_at AND review.visited_at = NONE LIMIT 20",
    },
    Invariant {
        name: "a team has at most one lead who has accepted",
        query: "SELECT VALUE review FROM (SELECT review, count() AS n FROM team_member WHERE lead = true AND state = 'accepted' GROUP BY review) WHERE n > 1 LIMIT 20",
    },
    Invariant {
        name: "every strand entry belongs to a review",
        query: "SELECT VALUE id FROM strand_entry WHERE !record::exists(review) LIMIT 20",
    },
    Invariant {
        name: "every piece of evidence belongs to a review",
        query: "SELECT VALUE id FROM evidence WHERE !record::exists(review) LIMIT 20",
    },
    Invariant {
        name: "every piece of evidence is about a strand",
        query: "SELECT VALUE id FROM evidence WHERE array::is_empty(strands) OR strand NOT IN strands LIMIT 20",
    },
    Invariant {
        name: "every file belongs to a piece of evidence of the same side",
        query: "SELECT VALUE id FROM evidence_file WHERE !record::exists(evidence) OR evidence.side != side OR evidence.review != review LIMIT 20",
    },
    Invariant {
        name: "every action belongs to the school of its review",
        query: "SELECT VALUE id FROM action WHERE review.school != school LIMIT 20",
    },
    Invariant {
        name: "a blocked or dropped action has a reason",
        query: "SELECT VALUE id FROM action WHERE state IN ['blocked', 'dropped'] AND (reason = NONE OR reason = '') LIMIT 20",
    },
    Invariant {
        name: "every notice is for a person",
        query: "SELECT VALUE id FROM notice WHERE !record::exists(person) LIMIT 20",
    },
    Invariant {
        name: "every notice that was told of names its e-mail",
        query: "SELECT VALUE id FROM notice WHERE message != NONE AND !record::exists(message) LIMIT 20",
    },
    Invariant {
        name: "nobody got two daily e-mails on one day",
        query: "SELECT VALUE person FROM (SELECT person, time::format(created_at, '%Y-%m-%d') AS day, count() AS n FROM message WHERE kind = 'daily' GROUP BY person, day) WHERE n > 1 LIMIT 20",
    },
    Invariant {
        name: "every sent e-mail has the relay's word for it",
        query: "SELECT VALUE id FROM message WHERE state = 'sent' AND array::len((SELECT id FROM delivery WHERE message = $parent.id AND outcome = 'accepted')) = 0 LIMIT 20",
    },
    Invariant {
        name: "no two people have one address",
        query: "SELECT VALUE email FROM (SELECT email, count() AS n FROM person GROUP BY email) WHERE n > 1 LIMIT 20",
    },
    Invariant {
        name: "no two schools have one URN",
        query: "SELECT VALUE urn FROM (SELECT urn, count() AS n FROM school GROUP BY urn) WHERE n > 1 LIMIT 20",
    },
];

/// A broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// What must hold.
    pub name: &'static str,
    /// What breaks it, as the database writes ids; at most twenty.
    pub records: Vec<String>,
}

impl Store {
    /// Tries every invariant; returns how many there are and which are broken.
    pub async fn check_invariants(&self) -> Result<(usize, Vec<Broken>)> {
        let mut broken = Vec::new();
        for invariant in INVARIANTS {
            let found: Value = self.read(invariant.query, ()).await?.take(0)?;
            let records: Vec<String> = match found {
                Value::Array(rows) => rows
                    .into_iter()
                    .map(|r| surrealdb::types::ToSql::to_sql(&r))
                    .collect(),
                _ => Vec::new(),
            };
            if !records.is_empty() {
                broken.push(Broken {
                    name: invariant.name,
                    records,
                });
            }
        }
        Ok((INVARIANTS.len(), broken))
    }
}

//! One invented review as far as it has got, with what school and team have written.

use super::world::{self, Days, at};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How far a review of the demonstration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Self-review begun; the team has been invited, not everybody has answered.
    InProgress,
    /// Self-review submitted; waits for the coordinator to release the pack.
    Submitted,
    /// The team reads the pack.
    PackReleased,
    /// The lead writes the report.
    Drafting,
    /// The head checks the draft.
    AccuracyCheck,
    /// The report is final; the workshop is next.
    Final,
    /// The plan is agreed and worked on.
    PlanAgreed,
    /// Over.
    Closed,
}

impl Stage {
    fn state(self) -> (&'static str, &'static str) {
        match self {
            Self::InProgress => ("proposed", "in_progress"),
            Self::Submitted => ("date_agreed", "submitted"),
            Self::PackReleased => ("preparing", "locked"),
            Self::Drafting => ("drafting", "locked"),
            Self::AccuracyCheck => ("accuracy_check", "locked"),
            Self::Final => ("final", "locked"),
            Self::PlanAgreed => ("workshop_held", "locked"),
            Self::Closed => ("closed", "locked"),
        }
    }
}

#[derive(Deserialize)]
struct StrandText {
    primary: String,
    secondary: String,
    level: i64,
    kind: String,
    note: String,
    visit: String,
}

/// Strand, what works.
const STRENGTHS: [(&str, &str); 3] = [
    (
        "2.1",
        "Clear models and checks for understanding are part of most lessons. Pupils with additional needs take part in the same work as everybody else.",
    ),
    (
        "1.4",
        "Pupils are asked, and can say what has changed because of it.",
    ),
    (
        "5.1",
        "Leaders at every level speak of inclusion as their own work and can show it in their plans.",
    ),
];

/// Strand, what would be even better.
const EVEN_BETTER: [(&str, &str); 2] = [
    (
        "4.1",
        "Even better if families who are new to English heard about plans at the same time, and as fully, as others.",
    ),
    (
        "3.2",
        "Even better if each intervention had a measure of impact, so that time goes to what works.",
    ),
];

/// Strand, recommendation, action, owner, measure, cost in pence, funding.
const NEXT_STEPS: [(&str, &str, &str, &str, &str, i64, &str); 3] = [
    (
        "4.1",
        "Offer plan meetings with an interpreter, and send the main letters in the five most spoken languages.",
        "Book interpreters for plan meetings and translate the ten most used letters",
        "Deputy headteacher",
        "Families new to English attend plan meetings as often as others by the end of the summer term",
        120_000,
        "SEN notional budget",
    ),
    (
        "3.2",
        "Agree entry and exit measures for each intervention, and stop those that show no effect after two terms.",
        "Write a one-page measure for each intervention and review all of them in a half-day",
        "SENCO",
        "Every intervention has entry, exit and impact recorded for a full term",
        45_000,
        "School improvement budget",
    ),
    (
        "1.2",
        "Plan a welcome for children who join in the middle of a year.",
        "Set up a first-week plan with a key adult for each mid-year arrival",
        "Assistant headteacher, inclusion",
        "Every mid-year arrival has a key adult on the first day, and the family is called in the second week",
        0,
        "",
    ),
];

/// Rows by table, as `world.surql` reads them.
#[derive(Default)]
pub(super) struct Records {
    tables: BTreeMap<&'static str, Vec<Value>>,
}

impl Records {
    fn push(&mut self, table: &'static str, row: Value) {
        self.tables.entry(table).or_default().push(row);
    }

    /// Puts every table into the world; empty tables as empty lists.
    pub fn write_into(mut self, world: &mut Value) {
        for table in [
            "reviews",
            "team",
            "strands",
            "evidence",
            "findings",
            "recommendations",
            "reports",
            "actions",
            "updates",
        ] {
            world[table] = Value::Array(self.tables.remove(table).unwrap_or_default());
        }
    }

    /// Adds the review of school number `index`, whose visit is `visit` working days from today, by the reviewers with
    /// the numbers in `team` (the first leads).
    #[allow(clippy::too_many_arguments)]
    pub fn add(
        &mut self,
        days: &Days,
        cycle: &str,
        partnership: &str,
        index: usize,
        school: &str,
        name: &str,
        phase: &str,
        stage: Stage,
        visit: i32,
        team: [usize; 3],
    ) -> Result<(), String> {
        let id = format!("review-{school}");
        let head = format!("head{}", index + 1);
        let lead = format!("reviewer{}", team[0] + 1);
        let (state, self_review) = stage.state();
        let on = |offset: i32| days.day(visit + offset);
        // Nothing lies in the future: a step that is planned later than today happened today.
        let when = |reached: Stage, offset: i32| -> Value {
            if stage >= reached {
                json!(at(on(offset).min(days.day(0))))
            } else {
                Value::Null
            }
        };
        let audiences: BTreeSet<_> = if cycle == "wend-cycle" {
            [
                domain::visibility::Audience::Coordinator,
                domain::visibility::Audience::PartnershipHeads,
            ]
            .into()
        } else {
            [
                domain::visibility::Audience::Coordinator,
                domain::visibility::Audience::LaLead,
            ]
            .into()
        };
        let agreed = at(on(-42).min(days.day(-1)));
        self.push("reviews", json!({
            "id": id, "cycle": cycle, "partnership": partnership, "school": school, "head": head, "state": state, "self_review": self_review,
            "at": at(on(-50).min(days.day(-1))), "agreed_at": agreed, "agreed_text": domain::visibility::in_words(&audiences).join("\n"),
            "questions": [
                "To what extent do families who are new to English take part in decisions about support?",
                "To what extent do our interventions make a difference that lasts?",
            ],
            "focus": ["4.1", "3.2"],
            "visit_date": on(0).to_string(),
            "submitted_at": when(Stage::Submitted, -6), "released_at": when(Stage::PackReleased, -4), "visited_at": when(Stage::Drafting, 0),
            "reported_at": when(Stage::AccuracyCheck, 4), "final_at": when(Stage::Final, 9), "plan_agreed_at": when(Stage::PlanAgreed, 15),
            "impact_at": when(Stage::Closed, 60), "closed_at": when(Stage::Closed, 65),
        }));
        for (place, number) in team.iter().enumerate() {
            let open = stage == Stage::InProgress && place == 2;
            self.push("team", json!({
                "review": id, "person": format!("reviewer{}", number + 1), "lead": place == 0,
                "state": if open { "invited" } else { "accepted" }, "at": at(on(-45).min(days.day(-2))),
                "reasons": world::reasons(place == 0, *number, index),
            }));
        }
        self.self_review(days, &id, &head, phase, stage, on(-10).min(days.day(-1)))?;
        if stage >= Stage::Drafting {
            self.visit(&id, &lead, on(0), stage, name)?;
        }
        if stage >= Stage::Final {
            self.plan(days, &id, school, &head, &lead, stage, visit);
        }
        Ok(())
    }

    fn texts() -> Result<BTreeMap<String, StrandText>, String> {
        toml::from_str(include_str!("texts.toml")).map_err(|e| e.to_string())
    }

    /// What the school has written: all strands, or the first six while it is being drafted.
    fn self_review(
        &mut self,
        days: &Days,
        review: &str,
        head: &str,
        phase: &str,
        stage: Stage,
        last: NaiveDate,
    ) -> Result<(), String> {
        let count = if stage == Stage::InProgress {
            6
        } else {
            usize::MAX
        };
        let _ = days;
        for (strand, text) in Self::texts()?.into_iter().take(count) {
            let narrative = if phase == "Primary" {
                &text.primary
            } else {
                &text.secondary
            };
            self.push("strands", json!({ "id": format!("{review}-self-{}", strand.replace('.', "-")), "review": review, "side": "self",
                "strand": strand, "level": text.level, "narrative": narrative, "person": head, "at": at(last) }));
            self.push("evidence", json!({ "review": review, "side": "self", "strand": strand, "kind": text.kind, "stance": "supports",
                "text": text.note, "person": head, "at": at(last) }));
        }
        Ok(())
    }

    /// What the team has noted and found.
    fn visit(
        &mut self,
        review: &str,
        lead: &str,
        day: NaiveDate,
        stage: Stage,
        name: &str,
    ) -> Result<(), String> {
        for (n, (strand, text)) in Self::texts()?.into_iter().enumerate() {
            let kind = [
                "learning_walk",
                "pupil_voice",
                "staff_voice",
                "parent_voice",
            ][n % 4];
            self.push("evidence", json!({ "review": review, "side": "peer", "strand": strand, "kind": kind,
                "stance": if text.level >= 3 { "supports" } else { "challenges" }, "text": text.visit, "person": lead, "at": at(day) }));
            self.push("strands", json!({ "id": format!("{review}-peer-{}", strand.replace('.', "-")), "review": review, "side": "peer",
                "strand": strand, "level": if strand == "1.3" { 3 } else { text.level }, "narrative": "", "person": lead, "at": at(day) }));
        }
        for (kind, findings) in [
            ("strength", &STRENGTHS[..]),
            ("even_better_if", &EVEN_BETTER[..]),
        ] {
            for (position, (strand, text)) in findings.iter().enumerate() {
                self.push("findings", json!({ "review": review, "kind": kind, "strand": strand, "text": text, "person": lead, "at": at(day), "position": position }));
            }
        }
        for (position, step) in NEXT_STEPS.iter().enumerate() {
            let made = stage == Stage::Closed;
            self.push("recommendations", json!({
                "id": format!("{review}-rec{position}"), "review": review, "strand": step.0, "text": step.1, "person": lead, "at": at(day), "position": position,
                "impact": if made { json!(["made", "some", "made"][position]) } else { Value::Null },
                "impact_text": "Leaders showed us what has changed since the visit. Families and staff described the same change in their own words.",
            }));
        }
        self.push("reports", json!({
            "review": review, "person": lead, "at": at(day),
            "summary": format!("{name} knows its children well and is honest about what it still wants to change. Teaching routines are shared and seen in most lessons, and adults plan to step back so that children can work alone.\n\nThe school asked us to look at how families who are new to English take part, and at what its interventions achieve. We read the self-review, visited lessons in every phase of the day, and listened to pupils, to parents and carers, and to staff.\n\nWhat we saw agrees with the school's own view in most strands. In knowing the whole child we saw more than the school had claimed."),
            "answers": "Families who are new to English trust the school and are welcomed warmly. They take part less in decisions, because letters and meetings are in English.\n\nInterventions are well run. For four of six the school can say what difference they make; for the others it knows only who attended.",
        }));
        Ok(())
    }

    /// What the school has made of the recommendations.
    #[allow(clippy::too_many_arguments)]
    fn plan(
        &mut self,
        days: &Days,
        review: &str,
        school: &str,
        head: &str,
        lead: &str,
        stage: Stage,
        visit: i32,
    ) {
        let _ = lead;
        if stage < Stage::PlanAgreed {
            return;
        }
        for (n, step) in NEXT_STEPS.iter().enumerate() {
            let state = match (stage, n) {
                (Stage::Closed, _) => "impact_evidenced",
                (_, 0) => "in_progress",
                (_, 1) => "agreed",
                _ => "done",
            };
            // One action of the running cycle is overdue.
            let due = if n == 1 {
                days.day(visit + 30)
            } else {
                days.day(visit + 70)
            };
            let saved = at(days.day(visit + 15));
            let id = format!("{review}-action{n}");
            self.push("actions", json!({
                "id": id, "review": review, "school": school, "recommendation": format!("{review}-rec{n}"), "strand": step.0, "title": step.2,
                "owner": step.3, "due": due.to_string(), "success": step.4, "cost_pence": step.5, "funding": step.6, "state": state, "person": head, "at": saved,
            }));
            if n != 1 {
                self.push("updates", json!({ "action": id, "review": review, "state": state, "person": head,
                    "at": at(days.day(visit + 25).min(days.day(0))), "text": "First step taken: the plan has been shared with staff and the first meetings have been held." }));
            }
        }
    }
}

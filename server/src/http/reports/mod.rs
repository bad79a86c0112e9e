//! Findings, the report in every state, the accuracy check, sharing.

mod accuracy;
mod findings;
mod report;
mod share;

use super::Routes;
use super::ctx::User;
use super::page::moment;
use super::visits::{level_name, team_names};
use crate::usecases::reports::{FullReport, Reading};
use ::app::pages::reports as pages;
use domain::evidence::FindingKind;
use domain::framework::{Framework, StrandCode};
use domain::policy::{ReviewAction, can_review};
use store::reports::Point;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/findings", findings::show)
        .get("/reviews/{id}/findings/new", findings::new)
        .post("/reviews/{id}/findings/new", findings::create)
        .get("/reviews/{id}/findings/{finding}", findings::edit)
        .post("/reviews/{id}/findings/{finding}", findings::save)
        .post("/reviews/{id}/findings/{finding}/remove", findings::remove)
        .get(
            "/reviews/{id}/recommendations/new",
            findings::new_recommendation,
        )
        .post(
            "/reviews/{id}/recommendations/new",
            findings::create_recommendation,
        )
        .get(
            "/reviews/{id}/recommendations/{recommendation}",
            findings::edit_recommendation,
        )
        .post(
            "/reviews/{id}/recommendations/{recommendation}",
            findings::save_recommendation,
        )
        .post(
            "/reviews/{id}/recommendations/{recommendation}/remove",
            findings::remove_recommendation,
        )
        .get("/reviews/{id}/report", report::show)
        .post("/reviews/{id}/report", report::save)
        .get("/reviews/{id}/report/send", report::ask_send)
        .post("/reviews/{id}/report/send", report::send)
        .get("/reviews/{id}/report/back", report::ask_back)
        .post("/reviews/{id}/report/back", report::back)
        .get("/reviews/{id}/report/finish", report::ask_finish)
        .post("/reviews/{id}/report/finish", report::finish)
        .get("/reviews/{id}/report/accuracy", accuracy::show)
        .post("/reviews/{id}/report/accuracy", accuracy::raise)
        .post("/reviews/{id}/report/accuracy/remove", accuracy::remove)
        .post("/reviews/{id}/report/accuracy/finish", accuracy::finish)
        .get("/reviews/{id}/report/points/{point}", accuracy::ask_answer)
        .post("/reviews/{id}/report/points/{point}", accuracy::answer)
        .get("/reviews/{id}/report/share", share::ask)
        .post("/reviews/{id}/report/share", share::save)
}

const HOME: (&str, &str) = ("Home", "/");

/// Code and title of a strand.
fn strand_name(framework: &Framework, code: StrandCode) -> String {
    framework
        .strand(&code)
        .map_or_else(|| code.to_string(), |s| format!("{code} {}", s.title))
}

/// The report as it is shown. On how many notes a finding rests is the team's own business.
fn document(report: &FullReport) -> pages::DocumentView {
    let review = &report.loaded.review;
    let framework = &report.loaded.framework;
    let team_reads = matches!(report.reading, Reading::Writing | Reading::Answering);
    let of = |kind: FindingKind| {
        report
            .findings
            .iter()
            .filter(|f| f.kind == kind)
            .map(|f| pages::FindingText {
                strand: strand_name(framework, f.strand),
                text: f.text.clone(),
                notes: team_reads.then(|| report.notes.get(&f.strand).copied().unwrap_or(0)),
            })
            .collect()
    };
    let levels = framework
        .strands()
        .filter_map(|s| {
            let name = |list: &[store::visits::StrandEntry]| {
                level_name(framework, list.iter().find(|e| e.strand == s.code))
            };
            let (school, team) = (name(&report.school_levels), name(&report.team_levels));
            (school.is_some() || team.is_some()).then(|| pages::LevelLine {
                strand: strand_name(framework, s.code),
                school: school.unwrap_or_else(|| "None given".into()),
                team: team.unwrap_or_else(|| "None given".into()),
            })
        })
        .collect();
    pages::DocumentView {
        school: review.school_name.clone(),
        partnership: review.partnership_name.clone(),
        cycle: review.cycle_name.clone(),
        visit: review.visit_date,
        final_on: review.times.finalised.map(moment),
        team: team_names(review),
        summary: report
            .text
            .as_ref()
            .map(|t| t.summary.clone())
            .unwrap_or_default(),
        questions: review.questions.clone(),
        answers: report
            .text
            .as_ref()
            .map(|t| t.answers.clone())
            .unwrap_or_default(),
        strengths: of(FindingKind::Strength),
        even_better: of(FindingKind::EvenBetterIf),
        recommendations: report
            .recommendations
            .iter()
            .map(|r| pages::Recommended {
                strand: strand_name(framework, r.strand),
                text: r.text.clone(),
            })
            .collect(),
        levels,
    }
}

/// A point with what the reader may do with it.
fn point_view(point: &Point, report: &FullReport, user: &User) -> pages::PointView {
    let facts = &report.loaded.review.facts;
    let can = |action| can_review(&user.actor, action, facts);
    let own =
        point.by == user.actor.person && point.answer.is_none() && can(ReviewAction::CheckAccuracy);
    pages::PointView {
        passage: point.passage.clone(),
        correction: point.correction.clone(),
        raised: format!("Raised by {} at {}", point.by_name, moment(point.at)),
        answer: point.answer.clone().map(|(answer, reason)| {
            let who = point
                .answered
                .as_ref()
                .map_or_else(String::new, |(name, at)| {
                    format!("Answered by {name} at {}", moment(*at))
                });
            (answer, reason, who)
        }),
        answer_href: can(ReviewAction::AnswerAccuracy)
            .then(|| format!("/reviews/{}/report/points/{}", facts.id, point.id)),
        remove: own.then(|| {
            let action = format!("/reviews/{}/report/accuracy/remove", facts.id);
            (action, vec![("point".to_owned(), point.id.to_string())])
        }),
    }
}

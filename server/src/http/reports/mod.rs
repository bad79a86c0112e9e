//! Findings, the report in every state, its quality assurance and accuracy check, versions, files, sharing.

mod accuracy;
mod evidence;
mod files;
mod findings;
mod quality;
mod report;
mod share;
mod versions;

use super::Routes;
use super::ctx::User;
use super::page::moment;
use super::visits::{level_name, team_names};
use crate::state::new_secret;
use crate::usecases::reports::{Evidence, FullReport, rests_on};
use ::app::pages::reports as pages;
use domain::evidence::FindingKind;
use domain::framework::{Framework, StrandCode};
use domain::ids::EvidenceId;
use domain::policy::{ReviewAction, can_review};
use domain::quality::checks;
use domain::reports::{Place, corrected};
use store::reports::{Point, QualityPoint};
use store::visits::Side;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/findings", findings::show)
        .get("/reviews/{id}/findings/new", findings::new)
        .post("/reviews/{id}/findings/new", findings::create)
        .get("/reviews/{id}/findings/{finding}", findings::edit)
        .post("/reviews/{id}/findings/{finding}", findings::save)
        .post("/reviews/{id}/findings/{finding}/remove", findings::remove)
        .get("/reviews/{id}/findings/{finding}/evidence", evidence::ask)
        .post("/reviews/{id}/findings/{finding}/evidence", evidence::save)
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
        .get("/reviews/{id}/moderator", quality::ask_moderator)
        .post("/reviews/{id}/moderator", quality::choose_moderator)
        .get("/reviews/{id}/report", report::show)
        .post("/reviews/{id}/report", report::save)
        .get("/reviews/{id}/report.pdf", files::pdf)
        .get("/reviews/{id}/report.docx", files::word)
        .get("/reviews/{id}/report/send", report::ask_send)
        .post("/reviews/{id}/report/send", report::send)
        .get("/reviews/{id}/report/back", report::ask_back)
        .post("/reviews/{id}/report/back", report::back)
        .get("/reviews/{id}/report/finish", report::ask_finish)
        .post("/reviews/{id}/report/finish", report::finish)
        .get("/reviews/{id}/report/quality", quality::show)
        .post("/reviews/{id}/report/quality", quality::raise)
        .post("/reviews/{id}/report/quality/remove", quality::remove)
        .post("/reviews/{id}/report/quality/reply", quality::reply)
        .post("/reviews/{id}/report/quality/return", quality::send_back)
        .post("/reviews/{id}/report/quality/pass", quality::pass)
        .get("/reviews/{id}/report/accuracy", accuracy::show)
        .post("/reviews/{id}/report/accuracy", accuracy::raise)
        .post("/reviews/{id}/report/accuracy/remove", accuracy::remove)
        .post("/reviews/{id}/report/accuracy/finish", accuracy::finish)
        .get("/reviews/{id}/report/points/{point}", accuracy::ask_answer)
        .post("/reviews/{id}/report/points/{point}", accuracy::answer)
        .post("/reviews/{id}/report/points/{point}/apply", accuracy::apply)
        .get("/reviews/{id}/report/versions", versions::show)
        .get("/reviews/{id}/report/share", share::ask)
        .post("/reviews/{id}/report/share", share::save)
        .post("/reviews/{id}/report/share/end", share::end)
}

const HOME: (&str, &str) = ("Home", "/");

/// Code and title of a strand.
fn strand_name(framework: &Framework, code: StrandCode) -> String {
    framework
        .strand(&code)
        .map_or_else(|| code.to_string(), |s| format!("{code} {}", s.title))
}

/// "Pupil voice, by the team".
fn evidence_words(kind: domain::evidence::EvidenceKind, side: Side) -> String {
    let side = match side {
        Side::Team => "by the team",
        Side::School => "from the school",
    };
    format!("{}, {side}", kind.in_words())
}

/// Each piece of evidence on which a finding rests, for those who know it.
fn evidence_lines(evidence: &Evidence, ids: &[EvidenceId]) -> Vec<pages::EvidenceLine> {
    evidence
        .of(ids)
        .map(|i| pages::EvidenceLine {
            what: evidence_words(i.kind, i.side),
            text: i.text.clone(),
        })
        .collect()
}

/// The report as it is shown: the team and its moderator see the evidence itself, all others of which kinds it is.
fn document(report: &FullReport) -> pages::DocumentView {
    let review = report.review();
    let framework = &report.loaded.framework;
    let of = |kind: FindingKind| {
        report
            .parts
            .findings
            .iter()
            .filter(|f| f.kind == kind)
            .map(|f| pages::FindingText {
                strand: strand_name(framework, f.strand),
                text: f.text.clone(),
                rests_on: if report.reading.knows_evidence() {
                    pages::RestsOn::Evidence(evidence_lines(&report.evidence, &f.rests_on))
                } else {
                    pages::RestsOn::Kinds(rests_on(&report.evidence.kinds(&f.rests_on)))
                },
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
    let text = report.parts.text.as_ref();
    pages::DocumentView {
        school: review.school_name.clone(),
        partnership: review.partnership_name.clone(),
        cycle: review.cycle_name.clone(),
        visit: review.visit_date,
        final_on: review.times.finalised.map(moment),
        team: team_names(review),
        summary: text.map(|t| t.summary.clone()).unwrap_or_default(),
        questions: review.questions.clone(),
        answers: text.map(|t| t.answers.clone()).unwrap_or_default(),
        strengths: of(FindingKind::Strength),
        even_better: of(FindingKind::EvenBetterIf),
        recommendations: report
            .parts
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

/// What to look at, with links for those who write.
fn check_lines(report: &FullReport, writes: bool) -> Vec<pages::CheckLine> {
    let id = &report.review().facts.id;
    checks(&report.contents())
        .iter()
        .map(|c| pages::check_line(c, &report.loaded.framework, id, writes))
        .collect()
}

/// Links to the report as a file, and to its versions where the reader may see them.
fn file_links(report: &FullReport, user: &User, draft: bool) -> pages::FileLinks {
    let facts = &report.review().facts;
    let href = format!("/reviews/{}/report", facts.id);
    let versions =
        report.parts.last_version > 0 && can_review(&user.actor, ReviewAction::ReadVersions, facts);
    pages::FileLinks {
        versions: versions.then(|| format!("{href}/versions")),
        href,
        draft,
    }
}

/// A place of a report in words, to follow "in".
fn place_words(report: &FullReport, place: &Place) -> String {
    let framework = &report.loaded.framework;
    match place {
        Place::Summary => "the summary".to_owned(),
        Place::Answers => "the answers to your questions".to_owned(),
        Place::Finding(id) => {
            let found = report.parts.findings.iter().find(|f| f.id == *id);
            found.map_or_else(
                || "a finding that has been removed".to_owned(),
                |f| format!("the finding on {}", strand_name(framework, f.strand)),
            )
        }
        Place::Recommendation(id) => {
            let found = report.parts.recommendations.iter().find(|r| r.id == *id);
            found.map_or_else(
                || "a recommendation that has been removed".to_owned(),
                |r| format!("the recommendation on {}", strand_name(framework, r.strand)),
            )
        }
    }
}

/// A point with what the reader may do with it.
fn point_view(point: &Point, report: &FullReport, user: &User) -> pages::PointView {
    let facts = &report.review().facts;
    let can = |action| can_review(&user.actor, action, facts);
    let own =
        point.by == user.actor.person && point.answer.is_none() && can(ReviewAction::CheckAccuracy);
    let answers = can(ReviewAction::AnswerAccuracy);
    let contents = report.contents();
    let stands = point
        .place
        .as_ref()
        .filter(|_| !point.applied)
        .and_then(|p| contents.text_at(p))
        .and_then(|text| corrected(text, &point.passage, &point.correction))
        .is_some();
    let address = format!("/reviews/{}/report/points/{}", facts.id, point.id);
    let version = point
        .report_version
        .filter(|n| *n > 0)
        .map_or_else(String::new, |n| format!(" on version {n}"));
    pages::PointView {
        place: point
            .place
            .as_ref()
            .map(|p| place_words(report, p))
            .unwrap_or_default(),
        passage: point.passage.clone(),
        correction: point.correction.clone(),
        reason: point.reason.clone(),
        raised: format!(
            "Raised by {} at {}{version}",
            point.by_name,
            moment(point.at)
        ),
        answer: point.answer.clone().map(|(answer, reason)| {
            let who = point
                .answered
                .as_ref()
                .map_or_else(String::new, |(name, at)| {
                    format!("Answered by {name} at {}", moment(*at))
                });
            (answer, reason, who)
        }),
        apply: (answers && stands).then(|| {
            let fields = vec![("form_key".to_owned(), new_secret())];
            (format!("{address}/apply"), fields)
        }),
        answer_href: (answers && !point.applied).then_some(address),
        remove: own.then(|| {
            let action = format!("/reviews/{}/report/accuracy/remove", facts.id);
            (action, vec![("point".to_owned(), point.id.to_string())])
        }),
    }
}

/// A point of the moderator with what the reader may do with it.
fn quality_point_view(
    point: &QualityPoint,
    report: &FullReport,
    user: &User,
) -> pages::QualityPointView {
    let facts = &report.review().facts;
    let can = |action| can_review(&user.actor, action, facts);
    let page = format!("/reviews/{}/report/quality", facts.id);
    let own = point.by == user.actor.person
        && point.reply.is_none()
        && point.report_version == report.parts.last_version
        && can(ReviewAction::ModerateReport);
    let replies = point.reply.is_none() && can(ReviewAction::EditReport);
    pages::QualityPointView {
        id: point.id.to_string(),
        text: point.text.clone(),
        raised: format!(
            "Raised by {} at {} on version {}",
            point.by_name,
            moment(point.at),
            point.report_version
        ),
        reply: point
            .reply
            .clone()
            .map(|(text, name, at)| (text, format!("Answered by {name} at {}", moment(at)))),
        remove: own.then(|| format!("{page}/remove")),
        answer: replies.then(|| (format!("{page}/reply"), new_secret())),
    }
}

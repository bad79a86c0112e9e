//! The report as a file: the same text that its page shows to the same person, as PDF or Word.
//!
//! Typesetting keeps a core busy for a second or more, so it runs outside the asynchronous threads, a few at a time and
//! with a limit, and what was made is kept for a while: the same text gives the same file.

use super::full::{FullReport, Reading, find_report};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::Loaded;
use chrono::{DateTime, Utc};
use documents::block::Document;
use documents::report::{Finding, Levels, Recommendation, Report, Standing};
use domain::evidence::{EvidenceKind, FindingKind};
use domain::forms::capital;
use domain::framework::{Framework, StrandCode};
use domain::ids::ReviewId;
use domain::reports::PointAnswer;
use domain::states::InvitationState;
use domain::visibility::list;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use store::reviews::Review;
use store::visits::StrandEntry;
use tokio::sync::Semaphore;

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// PDF/UA-1.
    Pdf,
    /// Word.
    Word,
}

/// A file to be downloaded.
#[derive(Debug)]
pub struct ReportFile {
    /// Name: letters, digits, dashes and its ending.
    pub name: String,
    /// What is in it.
    pub bytes: Arc<Vec<u8>>,
}

/// How long a file may take.
const LIMIT: Duration = Duration::from_secs(60);
/// Files that are made at the same time. More would take each other's time and that of everybody's pages.
static PLACES: Semaphore = Semaphore::const_new(2);
/// Files that are kept.
const KEPT: usize = 24;
type Kept = VecDeque<(FileKind, Document, Arc<Vec<u8>>)>;
// By the whole text: what is found for a reader is made of exactly what this reader may read now.
static FILES: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// The report as a file, for whoever may read its page.
pub async fn make_file(
    app: &App,
    user: &User,
    id: &ReviewId,
    kind: FileKind,
) -> Result<ReportFile, Error> {
    let report = find_report(app, user, id).await?;
    let document = describe(&report, user.now).document();
    let school = slug(&report.review().school_name);
    let (draft, ending) = (
        if report.reading == Reading::Final {
            ""
        } else {
            "draft-"
        },
        match kind {
            FileKind::Pdf => "pdf",
            FileKind::Word => "docx",
        },
    );
    let name = format!("{draft}report-{school}.{ending}");
    if let Some(bytes) = kept(kind, &document) {
        return Ok(ReportFile { name, bytes });
    }
    let away = |_| Error::Unavailable("the report could not be typeset in time".into());
    let made = tokio::time::timeout(LIMIT, async {
        let place = PLACES.acquire().await;
        let work = tokio::task::spawn_blocking(move || {
            // Kept until it is done, also when nobody waits for it any more.
            let _place = place;
            make(kind, &document).map(|bytes| (document, Arc::new(bytes)))
        });
        work.await
            .map_err(|e| Error::Internal(format!("typesetting: {e}")))?
    });
    let (document, bytes) = made.await.map_err(away)??;
    keep(kind, document, bytes.clone());
    Ok(ReportFile { name, bytes })
}

fn make(kind: FileKind, document: &Document) -> Result<Vec<u8>, Error> {
    let too_long = || {
        Error::TooLarge(
            "The report is too long for a file. Print the page instead, or shorten the report."
                .into(),
        )
    };
    match kind {
        FileKind::Pdf => documents::pdf::render(document).map_err(|e| match e {
            documents::pdf::Error::TooLong(_) => too_long(),
            other => Error::Internal(other.to_string()),
        }),
        FileKind::Word => documents::word::render(document).map_err(|e| match e {
            documents::word::Error::TooLong(_) => too_long(),
            other => Error::Internal(other.to_string()),
        }),
    }
}

fn kept(kind: FileKind, document: &Document) -> Option<Arc<Vec<u8>>> {
    let files = FILES.lock().ok()?;
    files
        .iter()
        .find(|(k, d, _)| *k == kind && d == document)
        .map(|(_, _, bytes)| bytes.clone())
}

fn keep(kind: FileKind, document: Document, bytes: Arc<Vec<u8>>) {
    if let Ok(mut files) = FILES.lock() {
        files.push_front((kind, document, bytes));
        files.truncate(KEPT);
    }
}

/// A name as part of a file's name.
fn slug(name: &str) -> String {
    let dashed: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let parts: Vec<&str> = dashed.split('-').filter(|p| !p.is_empty()).collect();
    let short: String = parts.join("-").chars().take(60).collect();
    if short.is_empty() {
        "school".to_owned()
    } else {
        short
    }
}

/// The report as the document wants it.
fn describe(report: &FullReport, now: DateTime<Utc>) -> Report {
    let Loaded { review, framework } = &report.loaded;
    let contents = report.contents();
    let of = |kind: FindingKind| {
        contents
            .findings
            .iter()
            .filter(|f| f.kind == kind)
            .map(|f| Finding {
                strand: report.strand_name(f.strand),
                text: f.text.to_owned(),
                rests_on: rests_on(&f.rests_on),
            })
            .collect()
    };
    let finalised = review
        .times
        .finalised
        .filter(|_| report.reading == Reading::Final);
    Report {
        school: review.school_name.clone(),
        partnership: review.partnership_name.clone(),
        cycle: review.cycle_name.clone(),
        framework: framework.title.clone(),
        visit: review.visit_date,
        team: team(review),
        readers: readers(review, report.reading),
        summary: contents.summary.to_owned(),
        questions: review.questions.clone(),
        answers: contents.answers.to_owned(),
        strengths: of(FindingKind::Strength),
        even_better: of(FindingKind::EvenBetterIf),
        recommendations: contents
            .recommendations
            .iter()
            .map(|r| Recommendation {
                strand: report.strand_name(r.strand),
                text: r.text.to_owned(),
            })
            .collect(),
        levels: levels(report, framework),
        made: made(report),
        standing: finalised.map_or(Standing::Draft, Standing::Final),
        version: finalised
            .map(|_| report.parts.last_version)
            .filter(|n| *n > 0),
        changed: finalised.unwrap_or_else(|| changed(report).unwrap_or(now)),
    }
}

/// "Rests on learning walk and pupil voice."
pub(crate) fn rests_on(kinds: &[EvidenceKind]) -> String {
    let kinds: BTreeSet<EvidenceKind> = kinds.iter().copied().collect();
    let words: Vec<String> = kinds.iter().map(|k| k.in_words().to_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.is_empty() {
        String::new()
    } else {
        format!("Rests on {}.", list(&words))
    }
}

fn team(review: &Review) -> Vec<String> {
    let comes = review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Accepted);
    comes
        .map(|m| {
            let lead = if m.lead { " (lead reviewer)" } else { "" };
            format!("{}{lead}", m.name)
        })
        .collect()
}

/// Groups, not names: a file outlives the people who hold a role today.
fn readers(review: &Review, reading: Reading) -> Vec<String> {
    if reading != Reading::Final {
        return vec![
            "The review team".to_owned(),
            "A moderator, where the cycle has quality assurance".to_owned(),
            format!(
                "The headteacher of {}, in the accuracy check",
                review.school_name
            ),
        ];
    }
    let mut out = vec![
        format!("The headteacher and contributors of {}", review.school_name),
        "The review team, until the review closes".to_owned(),
    ];
    out.extend(review.facts.audiences.iter().map(|a| capital(a.in_words())));
    out
}

fn levels(report: &FullReport, framework: &Framework) -> Vec<Levels> {
    let name = |entries: &[StrandEntry], code: StrandCode| {
        let entry = entries.iter().find(|e| e.strand == code)?;
        match entry.level {
            Some(level) => Some(framework.level(level).name.clone()),
            None if entry.not_explored => Some("Not explored".to_owned()),
            None => None,
        }
    };
    framework
        .strands()
        .filter_map(|s| {
            let school = name(&report.school_levels, s.code);
            let team = name(&report.team_levels, s.code);
            (school.is_some() || team.is_some()).then(|| Levels {
                strand: report.strand_name(s.code),
                school: school.unwrap_or_else(|| "None given".into()),
                team: team.unwrap_or_else(|| "None given".into()),
            })
        })
        .collect()
}

/// How the report was made, a sentence each.
fn made(report: &FullReport) -> Vec<String> {
    let review = report.review();
    let mut out = vec![format!(
        "{} reviewed itself against {}, and the team read its self-review.",
        review.school_name, report.loaded.framework.title
    )];
    let visit = review
        .visit_date
        .map_or_else(String::new, |d| format!(" on {}", d.format("%-d %B %Y")));
    let kinds: BTreeSet<EvidenceKind> = report
        .contents()
        .findings
        .iter()
        .flat_map(|f| f.rests_on.clone())
        .collect();
    let count = team(review).len();
    out.push(format!(
        "{count} {} from other schools visited{visit}.",
        if count == 1 { "reviewer" } else { "reviewers" }
    ));
    if !kinds.is_empty() {
        let words: Vec<String> = kinds.iter().map(|k| k.in_words().to_lowercase()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        out.push(format!("The findings rest on {}.", list(&words)));
    }
    if review.times.moderated.is_some() {
        out.push("A moderator from outside the team read the draft.".to_owned());
    }
    if review.times.checked.is_some() && report.reading == Reading::Final {
        let points = &report.parts.points;
        let accepted = points
            .iter()
            .filter(|p| matches!(p.answer, Some((PointAnswer::Accepted, _))))
            .count();
        out.push(match points.len() {
            0 => "The school checked the draft for accuracy and raised no point.".to_owned(),
            n => format!(
                "The school checked the draft for accuracy. It raised {n} {}, of which {accepted} {} accepted.",
                if n == 1 { "point" } else { "points" },
                if accepted == 1 { "was" } else { "were" },
            ),
        });
    }
    out.push("Staff are spoken of by their role, and no pupil is named.".to_owned());
    out
}

/// When a text of the report was last saved.
fn changed(report: &FullReport) -> Option<DateTime<Utc>> {
    let findings = report.parts.findings.iter().map(|f| f.saved.1);
    let recommendations = report.parts.recommendations.iter().map(|r| r.saved.1);
    let text = report.parts.text.iter().map(|t| t.saved.1);
    findings.chain(recommendations).chain(text).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_holds_nothing_but_letters_digits_and_dashes() {
        for (name, slugged) in [
            ("St Mary’s C.E. Primary", "st-mary-s-c-e-primary"),
            ("../../etc/passwd\r\nX: y", "etc-passwd-x-y"),
            ("\"; filename=x", "filename-x"),
            ("学校", "school"),
        ] {
            assert_eq!(slug(name), slugged);
        }
        assert!(slug(&"a b ".repeat(100)).len() <= 60);
    }

    #[test]
    fn the_kinds_of_evidence_are_named_once() {
        let kinds = [
            EvidenceKind::PupilVoice,
            EvidenceKind::LearningWalk,
            EvidenceKind::PupilVoice,
        ];
        assert_eq!(rests_on(&kinds), "Rests on learning walk and pupil voice.");
        assert_eq!(rests_on(&[]), "");
    }
}

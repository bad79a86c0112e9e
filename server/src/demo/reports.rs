//! Reports of the demonstration in depth: one with its moderator, one in its accuracy check after quality assurance, one
//! final and shared, each with the versions that were handed on; and that a safeguarding protocol was started.

use crate::error::Error;
use chrono::{DateTime, Utc};
use domain::calendar::{WorkingCalendar, london_date};
use domain::cycles::accepted_words;
use domain::framework::{FIVE_PRINCIPLES, parse};
use domain::ids::ReviewId;
use domain::reports::{Contents, FindingPart, RecommendationPart, snapshot};
use serde_json::json;
use store::Store;

/// Whose reports have versions: in quality assurance, in the accuracy check, final.
const REVIEWS: [&str; 3] = ["review-990102", "review-990103", "review-990101"];

/// Adds everything to the demonstration's world.
pub(super) async fn add(store: &Store, now: DateTime<Utc>) -> Result<(), Error> {
    let calendar = WorkingCalendar::england();
    let today = calendar.next_working(london_date(now));
    let audiences = [
        domain::visibility::Audience::Coordinator,
        domain::visibility::Audience::PartnershipHeads,
    ];
    let words = accepted_words(&audiences.into(), true, &domain::concerns::Told::ALL.into());
    let setting = json!({
        "now": now.to_rfc3339(),
        "visit": calendar.add_working_days(today, -6).to_string(),
        "words": words.join("\n"),
    });
    store
        .seed(include_str!("reports.surql"), [("setting", setting)])
        .await?;
    let mut texts = Vec::new();
    for review in REVIEWS {
        texts.push(json!({ "review": review, "text": text_of(store, &review.parse()?).await? }));
    }
    store
        .seed(
            include_str!("reports_versions.surql"),
            [("texts", json!(texts)), ("now", json!(now.to_rfc3339()))],
        )
        .await?;
    Ok(())
}

/// The whole report as one text, as it would be kept when it is handed on.
async fn text_of(store: &Store, review: &ReviewId) -> Result<String, Error> {
    let parts = store.find_report_parts(review).await?;
    let framework = parse(FIVE_PRINCIPLES)
        .map_err(|_| Error::Internal("the framework of the demonstration".into()))?;
    let text = parts.text.as_ref();
    let contents = Contents {
        summary: text.map_or("", |t| t.summary.as_str()),
        answers: text.map_or("", |t| t.answers.as_str()),
        asked: true,
        findings: parts
            .findings
            .iter()
            .map(|f| FindingPart {
                id: f.id.clone(),
                kind: f.kind,
                strand: f.strand,
                text: &f.text,
                rests_on: Vec::new(),
            })
            .collect(),
        recommendations: parts
            .recommendations
            .iter()
            .map(|r| RecommendationPart {
                id: r.id.clone(),
                strand: r.strand,
                text: &r.text,
            })
            .collect(),
        ..Contents::default()
    };
    Ok(snapshot(&contents, |code| {
        let title = framework.strand(&code).map_or("", |s| s.title.as_str());
        format!("{code} {title}")
    }))
}

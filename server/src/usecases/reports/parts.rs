//! Findings and recommendations: written and removed by the team, both in the same way.

use super::full::{FullReport, Reading, load};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::visits::{WRITING, load_framework, load_review, read_strand};
use domain::evidence::FindingKind;
use domain::forms::{RawForm, Reader};
use domain::ids::{FindingId, RecommendationId, ReviewId};
use domain::personal_data;
use domain::policy::{self, act};
use store::Write;
use store::reports::{self, Part, PartText};
use store::visits::while_in;

/// A finding or a recommendation, new or existing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartId {
    /// A finding; a new one without an id.
    Finding(Option<FindingId>),
    /// A recommendation; a new one without an id.
    Recommendation(Option<RecommendationId>),
}

impl PartId {
    /// True for a finding.
    pub fn is_finding(&self) -> bool {
        matches!(self, Self::Finding(_))
    }

    /// True when it is not stored yet.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Finding(None) | Self::Recommendation(None))
    }

    fn noun(&self) -> &'static str {
        if self.is_finding() {
            "finding"
        } else {
            "recommendation"
        }
    }

    /// The record that is named; a new one gets an id.
    fn record(&self) -> Part {
        match self {
            Self::Finding(id) => Part::Finding(id.clone().unwrap_or_else(new_id)),
            Self::Recommendation(id) => Part::Recommendation(id.clone().unwrap_or_else(new_id)),
        }
    }
}

/// Findings and recommendations with what they rest on, for the team.
pub async fn find_findings(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadVisitNotes>(&user.actor, &review.facts)?;
    load(app, review, Reading::Team).await
}

/// Adds a finding or a recommendation, or changes the one that is named. Returns where to go on: for a new finding the
/// evidence on which it rests.
pub async fn save_part(
    app: &App,
    user: &User,
    id: &ReviewId,
    part: &PartId,
    form: &RawForm,
) -> Result<String, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let mut reader = Reader::new(form);
    let kind = if part.is_finding() {
        let wrong = "Say whether this is a strength or an “even better if”";
        reader.parsed::<FindingKind>("kind", wrong).map(Some)
    } else {
        Some(None)
    };
    let strand = read_strand(&mut reader, &framework);
    let text = reader.text("text", &format!("Write the {}", part.noun()));
    let seen = reader.version();
    let before = before(app, id, part).await?;
    let accepted = personal_data::ask_since(&mut reader, &[("text", &before)]);
    let (kind, strand) = reader.finish(kind.zip(strand))?;
    let text = PartText { kind, strand, text };
    let target = part.record();
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    let verb = if part.is_new() {
        write.push(reports::add_part(&permit, &target, &text, user.now));
        ["added a finding", "added a recommendation"]
    } else {
        write.push(reports::edit_part(&permit, &target, seen, &text, user.now));
        ["changed a finding", "changed a recommendation"]
    };
    let verb = verb[usize::from(!part.is_finding())];
    write.audit(verb, format!("review:{id}"), strand);
    record(&mut write, &accepted, format!("review:{id}"));
    let next = match (&target, part.is_new()) {
        (Part::Finding(finding), true) => format!("/reviews/{id}/findings/{finding}/evidence"),
        _ => format!("/reviews/{id}/findings"),
    };
    write.once(form.get("form_key"), &next);
    app.store.commit(write).await?;
    Ok(next)
}

/// The text that is stored of a part; empty for a new one.
async fn before(app: &App, id: &ReviewId, part: &PartId) -> Result<String, Error> {
    if part.is_new() {
        return Ok(String::new());
    }
    let parts = app.store.find_report_parts(id).await?;
    let text = match part {
        PartId::Finding(id) => {
            let found = parts.findings.iter().find(|f| Some(&f.id) == id.as_ref());
            found.map(|f| f.text.clone())
        }
        PartId::Recommendation(id) => {
            let found = parts
                .recommendations
                .iter()
                .find(|r| Some(&r.id) == id.as_ref());
            found.map(|r| r.text.clone())
        }
    };
    Ok(text.unwrap_or_default())
}

/// Removes the version of a finding or recommendation that was shown.
pub async fn remove_part(
    app: &App,
    user: &User,
    id: &ReviewId,
    part: &PartId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    write.push(reports::remove_part(&permit, &part.record(), seen));
    let verb = if part.is_finding() {
        "removed a finding"
    } else {
        "removed a recommendation"
    };
    write.audit(verb, format!("review:{id}"), "");
    write.once(form.get("form_key"), &format!("/reviews/{id}/findings"));
    Ok(app.store.commit(write).await?)
}

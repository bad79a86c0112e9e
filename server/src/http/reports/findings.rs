//! The pages for findings and recommendations: one form and one way through it for both.

use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{moment, page, page_with, see_other};
use super::super::visits::{TRAIL, team_links};
use super::{check_lines, evidence_lines, strand_name};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports::{self as uc, FullReport, PartId};
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::evidence::FindingKind;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::policy::{self, ReviewAction, act, can_review};
use domain::reports::RECOMMENDATIONS;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How many pieces of evidence the team has for each strand that has any.
fn counts(report: &FullReport) -> BTreeMap<StrandCode, usize> {
    report
        .loaded
        .framework
        .strands()
        .map(|s| (s.code, report.evidence.of_team(s.code)))
        .filter(|(_, n)| *n > 0)
        .collect()
}

/// GET /reviews/{id}/findings
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let report = uc::find_findings(&app, &user, &id).await?;
    let review = report.review();
    let framework = &report.loaded.framework;
    let of = |kind: FindingKind| {
        report
            .parts
            .findings
            .iter()
            .filter(|f| f.kind == kind)
            .map(|f| pages::FindingLine {
                strand: strand_name(framework, f.strand),
                text: f.text.clone(),
                rests_on: Some(evidence_lines(&report.evidence, &f.rests_on)),
                href: format!("/reviews/{id}/findings/{}", f.id),
                evidence: Some(format!("/reviews/{id}/findings/{}/evidence", f.id)),
            })
            .collect()
    };
    let recommendations = report
        .parts
        .recommendations
        .iter()
        .map(|r| pages::FindingLine {
            strand: strand_name(framework, r.strand),
            text: r.text.clone(),
            rests_on: None,
            href: format!("/reviews/{id}/recommendations/{}", r.id),
            evidence: None,
        })
        .collect();
    let open = counts(&report)
        .iter()
        .filter(|(code, _)| !report.parts.findings.iter().any(|f| f.strand == **code))
        .map(|(code, n)| {
            (
                strand_name(framework, *code),
                *n,
                format!("/reviews/{id}/findings/new?strand={code}"),
            )
        })
        .collect();
    let may = can_review(&user.actor, ReviewAction::EditFindings, &review.facts);
    let drafted = can_review(&user.actor, ReviewAction::ReadDraftReport, &review.facts);
    let view = pages::FindingsView {
        links: team_links(&user, review, "findings"),
        school: review.school_name.clone(),
        strengths: of(FindingKind::Strength),
        even_better: of(FindingKind::EvenBetterIf),
        recommendations,
        open,
        add: may.then(|| format!("/reviews/{id}")),
        suggested: RECOMMENDATIONS,
        // They lead to the report, which there is not before the visit.
        checks: if may && drafted {
            check_lines(&report, true)
        } else {
            Vec::new()
        },
    };
    Ok(page(
        &app,
        &user.ctx,
        format!("Findings: {}", view.school),
        &TRAIL,
        || view! { <pages::Findings view/> },
    ))
}

/// What is stored of the record that a form is for.
struct Stored {
    kind: Option<FindingKind>,
    strand: String,
    text: String,
    version: u32,
    saved: (String, DateTime<Utc>),
}

fn title(part: &PartId) -> &'static str {
    match (part.is_finding(), part.is_new()) {
        (true, true) => "Add a finding",
        (true, false) => "Change a finding",
        (false, true) => "Add a recommendation",
        (false, false) => "Change a recommendation",
    }
}

/// The address of an existing record, below the review.
fn address(part: &PartId) -> Option<String> {
    match part {
        PartId::Finding(Some(id)) => Some(format!("findings/{id}")),
        PartId::Recommendation(Some(id)) => Some(format!("recommendations/{id}")),
        _ => None,
    }
}

fn stored(part: &PartId, report: &FullReport) -> Option<Stored> {
    match part {
        PartId::Finding(Some(id)) => {
            let found = report.parts.findings.iter().find(|f| f.id == *id)?;
            Some(Stored {
                kind: Some(found.kind),
                strand: found.strand.to_string(),
                text: found.text.clone(),
                version: found.version,
                saved: found.saved.clone(),
            })
        }
        PartId::Recommendation(Some(id)) => {
            let found = report.parts.recommendations.iter().find(|r| r.id == *id)?;
            Some(Stored {
                kind: None,
                strand: found.strand.to_string(),
                text: found.text.clone(),
                version: found.version,
                saved: found.saved.clone(),
            })
        }
        _ => None,
    }
}

/// The form, filled with what was typed, or with what is stored.
async fn form_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    part: &PartId,
    status: StatusCode,
    typed: (Option<RawForm>, FieldErrors),
) -> Result<Response, Error> {
    let found = uc::find_findings(app, user, id).await?;
    let review = found.review();
    policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let stored = stored(part, &found);
    if stored.is_none() && !part.is_new() {
        return Err(Error::NotFound);
    }
    let (typed, errors) = typed;
    let mut form = typed.unwrap_or_default();
    if let Some(s) = &stored {
        if !form.has("text") {
            form.set("kind", s.kind.map_or("", FindingKind::as_str));
            form.set("strand", s.strand.clone());
            form.set("text", s.text.clone());
            form.set("version", s.version.to_string());
        }
        if status == StatusCode::CONFLICT {
            // Both texts are shown; saving again means choosing this one, so the form now carries the newer version.
            form.set("version", s.version.to_string());
        }
    }
    if status == StatusCode::CONFLICT || !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let other = stored
        .filter(|_| status == StatusCode::CONFLICT)
        .map(|s| pages::FormOther {
            text: s.text,
            who: s.saved.0,
            when: moment(s.saved.1),
        });
    let title = title(part);
    let finding = part.is_finding();
    let remove = address(part).map(|at| format!("/reviews/{id}/{at}/remove"));
    let school = review.school_name.clone();
    let back = format!("/reviews/{id}/findings");
    let notes = counts(&found);
    let framework = found.loaded.framework;
    Ok(page_with(app, &user.ctx, status, title, &TRAIL, || {
        view! { <pages::FindingForm title school finding framework notes form errors other remove back/> }
    }))
}

/// A new record's form, with what the address says of it.
async fn new_page(
    app: &App,
    user: &User,
    id: &str,
    part: &PartId,
    query: &RawForm,
) -> Result<Response, Error> {
    let mut form = RawForm::default();
    form.set("kind", query.get("kind"));
    form.set("strand", query.get("strand"));
    let typed = (Some(form), FieldErrors::new());
    form_page(app, user, &id.parse()?, part, StatusCode::OK, typed).await
}

/// An existing record's form.
async fn edit_page(app: &App, user: &User, id: &str, part: &PartId) -> Result<Response, Error> {
    let typed = (None, FieldErrors::new());
    form_page(app, user, &id.parse()?, part, StatusCode::OK, typed).await
}

/// Saves, and goes on; or shows the form again with everything that was typed.
async fn post(
    app: &App,
    user: &User,
    id: &str,
    part: &PartId,
    form: RawForm,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let (status, errors) = match uc::save_part(app, user, &id, part, &form).await {
        Ok(next) => return Ok(see_other(next)),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) if !part.is_new() => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    form_page(app, user, &id, part, status, (Some(form), errors)).await
}

async fn remove_one(
    app: &App,
    user: &User,
    id: &str,
    part: &PartId,
    form: &RawForm,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::remove_part(app, user, &id, part, form).await?;
    Ok(see_other(format!("/reviews/{id}/findings")))
}

/// GET /reviews/{id}/findings/new
pub(super) async fn new(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    new_page(&app, &user, &id, &PartId::Finding(None), &query).await
}

/// POST /reviews/{id}/findings/new
pub(super) async fn create(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    post(&app, &user, &id, &PartId::Finding(None), form).await
}

/// GET /reviews/{id}/findings/{finding}
pub(super) async fn edit(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
) -> Result<Response, Error> {
    let part = PartId::Finding(Some(finding.parse()?));
    edit_page(&app, &user, &id, &part).await
}

/// POST /reviews/{id}/findings/{finding}
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let part = PartId::Finding(Some(finding.parse()?));
    post(&app, &user, &id, &part, form).await
}

/// POST /reviews/{id}/findings/{finding}/remove
pub(super) async fn remove(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let part = PartId::Finding(Some(finding.parse()?));
    remove_one(&app, &user, &id, &part, &form).await
}

/// GET /reviews/{id}/recommendations/new
pub(super) async fn new_recommendation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    new_page(&app, &user, &id, &PartId::Recommendation(None), &query).await
}

/// POST /reviews/{id}/recommendations/new
pub(super) async fn create_recommendation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    post(&app, &user, &id, &PartId::Recommendation(None), form).await
}

/// GET /reviews/{id}/recommendations/{recommendation}
pub(super) async fn edit_recommendation(
    State(app): State<App>,
    user: User,
    Path((id, which)): Path<(String, String)>,
) -> Result<Response, Error> {
    let part = PartId::Recommendation(Some(which.parse()?));
    edit_page(&app, &user, &id, &part).await
}

/// POST /reviews/{id}/recommendations/{recommendation}
pub(super) async fn save_recommendation(
    State(app): State<App>,
    user: User,
    Path((id, which)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let part = PartId::Recommendation(Some(which.parse()?));
    post(&app, &user, &id, &part, form).await
}

/// POST /reviews/{id}/recommendations/{recommendation}/remove
pub(super) async fn remove_recommendation(
    State(app): State<App>,
    user: User,
    Path((id, which)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let part = PartId::Recommendation(Some(which.parse()?));
    remove_one(&app, &user, &id, &part, &form).await
}

//! On what a finding rests.

use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page_with, see_other};
use super::super::visits::TRAIL;
use super::{evidence_words, strand_name};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports as uc;
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{FindingId, ReviewId};
use leptos::prelude::*;

async fn evidence_page(
    app: &App,
    user: &User,
    (id, finding): (&ReviewId, &FindingId),
    status: StatusCode,
    typed: Option<RawForm>,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let (report, found) = uc::find_resting(app, user, id, finding).await?;
    let conflict = status == StatusCode::CONFLICT;
    let mut form = typed.unwrap_or_else(|| {
        let mut form = RawForm::default();
        for evidence in &found.rests_on {
            form.add("evidence", evidence.to_string());
        }
        form
    });
    if conflict || !form.has("version") {
        form.set("version", found.version.to_string());
    }
    if conflict || !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let framework = &report.loaded.framework;
    // Evidence of several strands stands once, under the first of them; of the finding's own strand first of all.
    let group = |code| pages::EvidenceGroup {
        strand: strand_name(framework, code),
        items: report
            .evidence
            .items
            .iter()
            .filter(|i| {
                let first = if i.strands.contains(&found.strand) {
                    Some(found.strand)
                } else {
                    i.strands.first().copied()
                };
                first == Some(code)
            })
            .map(|i| {
                (
                    i.id.to_string(),
                    evidence_words(i.kind, i.side),
                    i.text.clone(),
                )
            })
            .collect(),
    };
    let others = framework
        .strands()
        .filter(|s| s.code != found.strand)
        .map(|s| group(s.code))
        .filter(|g| !g.items.is_empty())
        .collect();
    let view = pages::RestingView {
        school: report.review().school_name.clone(),
        kind: found.kind.in_words().to_owned(),
        strand: strand_name(framework, found.strand),
        text: found.text.clone(),
        own: group(found.strand),
        others,
        conflict,
        back: format!("/reviews/{id}/findings"),
    };
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "What does this finding rest on?",
        &TRAIL,
        || view! { <pages::Resting view form errors/> },
    ))
}

/// GET /reviews/{id}/findings/{finding}/evidence
pub(super) async fn ask(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
) -> Result<Response, Error> {
    let at = (&id.parse()?, &finding.parse()?);
    evidence_page(&app, &user, at, StatusCode::OK, None, FieldErrors::new()).await
}

/// POST /reviews/{id}/findings/{finding}/evidence
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, finding) = (id.parse::<ReviewId>()?, finding.parse::<FindingId>()?);
    let (status, errors) = match uc::rest_on_evidence(&app, &user, &id, &finding, &form).await {
        Ok(()) => return Ok(see_other(format!("/reviews/{id}/findings"))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    evidence_page(&app, &user, (&id, &finding), status, Some(form), errors).await
}

//! The pages for findings and recommendations.

use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{moment, page, page_with, see_other};
use super::super::visits::{TRAIL, team_links};
use super::strand_name;
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports as uc;
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::evidence::FindingKind;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{FindingId, RecommendationId, ReviewId};
use domain::policy::{self, ReviewAction, act, can_review};
use domain::reports::RECOMMENDATIONS;
use leptos::prelude::*;

/// GET /reviews/{id}/findings
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let found = uc::find_findings(&app, &user, &id).await?;
    let review = &found.loaded.review;
    let framework = &found.loaded.framework;
    let notes = |code| found.notes.get(&code).copied().unwrap_or(0);
    let of = |kind: FindingKind| {
        found
            .findings
            .iter()
            .filter(|f| f.kind == kind)
            .map(|f| pages::FindingLine {
                strand: strand_name(framework, f.strand),
                text: f.text.clone(),
                notes: notes(f.strand),
                href: format!("/reviews/{id}/findings/{}", f.id),
            })
            .collect()
    };
    let recommendations = found
        .recommendations
        .iter()
        .map(|r| pages::FindingLine {
            strand: strand_name(framework, r.strand),
            text: r.text.clone(),
            notes: notes(r.strand),
            href: format!("/reviews/{id}/recommendations/{}", r.id),
        })
        .collect();
    let open = found
        .notes
        .iter()
        .filter(|(code, _)| !found.findings.iter().any(|f| f.strand == **code))
        .map(|(code, n)| {
            (
                strand_name(framework, *code),
                *n,
                format!("/reviews/{id}/findings/new?strand={code}"),
            )
        })
        .collect();
    let may = can_review(&user.actor, ReviewAction::EditFindings, &review.facts);
    let view = pages::FindingsView {
        links: team_links(&user, review, "findings"),
        school: review.school_name.clone(),
        strengths: of(FindingKind::Strength),
        even_better: of(FindingKind::EvenBetterIf),
        recommendations,
        open,
        add: may.then(|| format!("/reviews/{id}")),
        suggested: RECOMMENDATIONS,
    };
    Ok(page(
        &app,
        &user.ctx,
        format!("Findings: {}", view.school),
        &TRAIL,
        || view! { <pages::Findings view/> },
    ))
}

/// A finding or a recommendation, new or existing.
enum What {
    NewFinding,
    Finding(FindingId),
    NewRecommendation,
    Recommendation(RecommendationId),
}

/// What is stored of the record that a form is for.
struct Stored {
    kind: Option<FindingKind>,
    strand: String,
    text: String,
    version: u32,
    saved: (String, DateTime<Utc>),
}

impl What {
    fn title(&self) -> &'static str {
        match self {
            Self::NewFinding => "Add a finding",
            Self::Finding(_) => "Change a finding",
            Self::NewRecommendation => "Add a recommendation",
            Self::Recommendation(_) => "Change a recommendation",
        }
    }
    fn is_finding(&self) -> bool {
        matches!(self, Self::NewFinding | Self::Finding(_))
    }
    fn is_new(&self) -> bool {
        matches!(self, Self::NewFinding | Self::NewRecommendation)
    }
    fn remove(&self, review: &ReviewId) -> Option<String> {
        match self {
            Self::Finding(id) => Some(format!("/reviews/{review}/findings/{id}/remove")),
            Self::Recommendation(id) => {
                Some(format!("/reviews/{review}/recommendations/{id}/remove"))
            }
            _ => None,
        }
    }
    fn stored(&self, found: &uc::Findings) -> Option<Stored> {
        match self {
            Self::Finding(id) => found.findings.iter().find(|f| f.id == *id).map(|f| Stored {
                kind: Some(f.kind),
                strand: f.strand.to_string(),
                text: f.text.clone(),
                version: f.version,
                saved: f.saved.clone(),
            }),
            Self::Recommendation(id) => {
                found
                    .recommendations
                    .iter()
                    .find(|r| r.id == *id)
                    .map(|r| Stored {
                        kind: None,
                        strand: r.strand.to_string(),
                        text: r.text.clone(),
                        version: r.version,
                        saved: r.saved.clone(),
                    })
            }
            _ => None,
        }
    }
}

/// The form, filled with what was typed, or with what is stored.
async fn form_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    what: What,
    status: StatusCode,
    typed: (Option<RawForm>, FieldErrors),
) -> Result<Response, Error> {
    let found = uc::find_findings(app, user, id).await?;
    let review = &found.loaded.review;
    policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let stored = what.stored(&found);
    if stored.is_none() && !what.is_new() {
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
    let title = what.title();
    let finding = what.is_finding();
    let remove = what.remove(id);
    let school = review.school_name.clone();
    let back = format!("/reviews/{id}/findings");
    let (framework, notes) = (found.loaded.framework, found.notes);
    Ok(page_with(app, &user.ctx, status, title, &TRAIL, || {
        view! { <pages::FindingForm title school finding framework notes form errors other remove back/> }
    }))
}

/// After a post: on to the findings, or the form again.
async fn answer(
    app: &App,
    user: &User,
    id: &ReviewId,
    what: What,
    form: RawForm,
    done: Result<(), Error>,
) -> Result<Response, Error> {
    match done {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/findings"))),
        Err(Error::Invalid(errors)) => {
            form_page(
                app,
                user,
                id,
                what,
                StatusCode::UNPROCESSABLE_ENTITY,
                (Some(form), errors),
            )
            .await
        }
        Err(Error::Conflict) if !what.is_new() => {
            form_page(
                app,
                user,
                id,
                what,
                StatusCode::CONFLICT,
                (Some(form), FieldErrors::new()),
            )
            .await
        }
        Err(e) => Err(e),
    }
}

/// GET /reviews/{id}/findings/new
pub(super) async fn new(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let mut form = RawForm::default();
    form.set("kind", query.get("kind"));
    form.set("strand", query.get("strand"));
    form_page(
        &app,
        &user,
        &id.parse()?,
        What::NewFinding,
        StatusCode::OK,
        (Some(form), FieldErrors::new()),
    )
    .await
}

/// POST /reviews/{id}/findings/new
pub(super) async fn create(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let done = uc::save_finding(&app, &user, &id, None, &form).await;
    answer(&app, &user, &id, What::NewFinding, form, done).await
}

/// GET /reviews/{id}/findings/{finding}
pub(super) async fn edit(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
) -> Result<Response, Error> {
    let what = What::Finding(finding.parse()?);
    form_page(
        &app,
        &user,
        &id.parse()?,
        what,
        StatusCode::OK,
        (None, FieldErrors::new()),
    )
    .await
}

/// POST /reviews/{id}/findings/{finding}
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, finding) = (id.parse()?, finding.parse::<FindingId>()?);
    let done = uc::save_finding(&app, &user, &id, Some(&finding), &form).await;
    answer(&app, &user, &id, What::Finding(finding), form, done).await
}

/// POST /reviews/{id}/findings/{finding}/remove
pub(super) async fn remove(
    State(app): State<App>,
    user: User,
    Path((id, finding)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, finding) = (id.parse::<ReviewId>()?, finding.parse::<FindingId>()?);
    uc::remove_finding(&app, &user, &id, &finding, &form).await?;
    Ok(see_other(format!("/reviews/{id}/findings")))
}

/// GET /reviews/{id}/recommendations/new
pub(super) async fn new_recommendation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    form_page(
        &app,
        &user,
        &id.parse()?,
        What::NewRecommendation,
        StatusCode::OK,
        (None, FieldErrors::new()),
    )
    .await
}

/// POST /reviews/{id}/recommendations/new
pub(super) async fn create_recommendation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let done = uc::save_recommendation(&app, &user, &id, None, &form).await;
    answer(&app, &user, &id, What::NewRecommendation, form, done).await
}

/// GET /reviews/{id}/recommendations/{recommendation}
pub(super) async fn edit_recommendation(
    State(app): State<App>,
    user: User,
    Path((id, which)): Path<(String, String)>,
) -> Result<Response, Error> {
    let what = What::Recommendation(which.parse()?);
    form_page(
        &app,
        &user,
        &id.parse()?,
        what,
        StatusCode::OK,
        (None, FieldErrors::new()),
    )
    .await
}

/// POST /reviews/{id}/recommendations/{recommendation}
pub(super) async fn save_recommendation(
    State(app): State<App>,
    user: User,
    Path((id, which)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, which) = (id.parse()?, which.parse::<RecommendationId>()?);
    let done = uc::save_recommendation(&app, &user, &id, Some(&which), &form).await;
    answer(&app, &user, &id, What::Recommendation(which), form, done).await
}

/// POST /reviews/{id}/recommendations/{recommendation}/remove
pub(super) async fn remove_recommendation(
    State(app): State<App>,
    user: User,
    Path((id, which)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, which) = (id.parse::<ReviewId>()?, which.parse::<RecommendationId>()?);
    uc::remove_recommendation(&app, &user, &id, &which, &form).await?;
    Ok(see_other(format!("/reviews/{id}/findings")))
}

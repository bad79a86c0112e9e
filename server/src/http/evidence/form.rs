//! The form for a piece of evidence: a new one with its files, and a saved one.

use super::upload::{Received, Sent, receive};
use super::{piece, view};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, Query};
use crate::http::page::{page_with, see_other};
use crate::http::reviews::{borrowed, fresh_form};
use crate::state::App;
use crate::usecases::evidence::{self as uc, Access};
use ::app::components::Choice;
use ::app::pages::evidence as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::evidence::Side;
use domain::evidence::files::size_in_words;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{EvidenceId, ReviewId};
use leptos::prelude::*;

/// Said when the storage is away.
pub(super) const AWAY: &str = "The place where files are kept cannot be reached, or is full. Nothing was saved. What you typed, and the files that arrived, are still here: try again in a few minutes, or leave the files out.";

/// The same where the form holds nothing but files.
pub(super) const AWAY_NOTHING_KEPT: &str = "The place where files are kept cannot be reached, or is full. Nothing was saved. Choose the files again in a few minutes.";

/// GET /reviews/{id}/evidence/new?strand=…
pub async fn new(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let (access, writer) = uc::open_to_write(&app, &user, &id.parse()?).await?;
    let mut form = fresh_form();
    for field in ["strand", "kind"] {
        if !query.get(field).is_empty() {
            form.set(field, query.get(field));
        }
    }
    let view = edit_view(&app, &access, writer.side(), &[]);
    Ok(render(
        &app,
        &user,
        StatusCode::OK,
        &access,
        view,
        form,
        FieldErrors::new(),
    ))
}

/// POST /reviews/{id}/evidence/new
pub async fn add(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let (access, writer) = uc::open_to_write(&app, &user, &id).await?;
    let received = receive(&app, &user, &id, sent).await?;
    let again = |status, mut errors: FieldErrors, received: Received| {
        if let Some(words) = received.refusals() {
            errors.add("files", words);
        }
        let view = edit_view(&app, &access, writer.side(), &received.files);
        Ok(render(
            &app,
            &user,
            status,
            &access,
            view,
            received.form,
            errors,
        ))
    };
    if let Some(fault) = &received.fault {
        tracing::error!(reason = %fault, "files could not be taken");
        let errors = FieldErrors::one("files", AWAY);
        return again(StatusCode::SERVICE_UNAVAILABLE, errors, received);
    }
    match uc::add_piece(
        &app,
        &user,
        &access,
        &writer,
        &received.form,
        &received.files,
    )
    .await
    {
        Ok(saved) => match received.refusals() {
            None => Ok(see_other(format!("{}?done=added", saved.location))),
            // Saved with what was good; what was not is said on the piece's own page, where it can be added.
            Some(words) => {
                let errors = FieldErrors::one("files", words);
                piece::render_with(&app, &user, &id, &saved.evidence, errors, "added").await
            }
        },
        Err(Error::Invalid(errors)) => again(StatusCode::UNPROCESSABLE_ENTITY, errors, received),
        Err(Error::Unavailable(why)) => {
            tracing::error!(reason = %why, "evidence could not be saved");
            let errors = FieldErrors::one("files", AWAY);
            again(StatusCode::SERVICE_UNAVAILABLE, errors, received)
        }
        // The pack was handed in, or the report sent, while this was being written.
        Err(Error::Conflict) => {
            let errors = FieldErrors::one(
                "",
                "The review has moved on while you were writing, and evidence can no longer be added. Copy your text if you need it elsewhere.",
            );
            again(StatusCode::CONFLICT, errors, received)
        }
        Err(e) => Err(e),
    }
}

/// GET /reviews/{id}/evidence/{evidence}/edit
pub async fn edit(
    State(app): State<App>,
    user: User,
    Path((id, evidence)): Path<(String, String)>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::open_to_write(&app, &user, &id).await?;
    let shown = changeable(&app, &user, &id, &evidence.parse()?).await?;
    let mut form = fresh_form();
    shown.piece.form.fill(&mut form);
    form.set("version", shown.piece.version.to_string());
    let view = saved_view(&app, &shown, None);
    Ok(render(
        &app,
        &user,
        StatusCode::OK,
        &shown.access,
        view,
        form,
        FieldErrors::new(),
    ))
}

/// The piece, when the person may change it now.
async fn changeable(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
) -> Result<uc::Shown, Error> {
    let shown = uc::find_piece(app, user, id, evidence).await?;
    if shown.access.may_change(user, &shown.piece) {
        return Ok(shown);
    }
    Err(Error::Forbidden(
        "Only those who added this evidence can change it.".into(),
    ))
}

/// POST /reviews/{id}/evidence/{evidence}/edit
pub async fn change(
    State(app): State<App>,
    user: User,
    Path((id, evidence)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let (id, evidence): (ReviewId, EvidenceId) = (id.parse()?, evidence.parse()?);
    match uc::change_piece(&app, &user, &id, &evidence, &form).await {
        Ok(location) => Ok(see_other(location)),
        Err(Error::Invalid(errors)) => {
            let shown = changeable(&app, &user, &id, &evidence).await?;
            let view = saved_view(&app, &shown, None);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(render(
                &app,
                &user,
                status,
                &shown.access,
                view,
                form,
                errors,
            ))
        }
        Err(Error::Conflict) => {
            let shown = changeable(&app, &user, &id, &evidence).await?;
            let who = shown
                .piece
                .changed
                .as_ref()
                .map_or("Somebody", |(name, _)| name);
            let notice = format!(
                "{who} changed this while you were writing. Their text is: “{}” What is in the form below is yours. Saving again puts it in place of theirs.",
                shown.piece.form.text
            );
            form.set("version", shown.piece.version.to_string());
            form.set("form_key", crate::state::new_secret());
            let view = saved_view(&app, &shown, Some(notice));
            let status = StatusCode::CONFLICT;
            Ok(render(
                &app,
                &user,
                status,
                &shown.access,
                view,
                form,
                FieldErrors::new(),
            ))
        }
        Err(e) => Err(e),
    }
}

fn saved_view(app: &App, shown: &uc::Shown, notice: Option<String>) -> pages::EditView {
    let mut view = edit_view(app, &shown.access, shown.piece.side, &[]);
    view.title = "Change evidence";
    view.files = None;
    view.notice = notice;
    view.back = format!(
        "/reviews/{}/evidence/{}",
        shown.access.review.facts.id, shown.piece.id
    );
    view
}

fn edit_view(
    app: &App,
    access: &Access,
    side: Side,
    kept: &[crate::files::incoming::Incoming],
) -> pages::EditView {
    let whose = match side {
        Side::School => "our",
        Side::Team => "the school’s",
    };
    let (who, who_note) = view::who(access, side);
    pages::EditView {
        school: access.review.school_name.clone(),
        title: "Add evidence",
        strands: view::strand_choices(access),
        kinds: view::kind_choices(),
        stances: vec![
            Choice::new("supports", format!("Supports {whose} judgement")),
            Choice::new("challenges", format!("Challenges {whose} judgement")),
        ],
        themes: view::theme_choices(),
        files: Some(view::files_hint(app)),
        kept: kept
            .iter()
            .map(|f| pages::KeptFile {
                id: f.id.to_string(),
                words: format!(
                    "{} ({}, {})",
                    f.name,
                    f.kind().in_words(),
                    size_in_words(f.size)
                ),
            })
            .collect(),
        notice: None,
        back: format!(
            "/reviews/{}/evidence?side={}",
            access.review.facts.id,
            side.as_str()
        ),
        who,
        who_note,
    }
}

fn render(
    app: &App,
    user: &User,
    status: StatusCode,
    access: &Access,
    view: pages::EditView,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let trail = view::trail(access);
    page_with(
        app,
        &user.ctx,
        status,
        view.title,
        &borrowed(&trail),
        || {
            view! { <pages::EvidenceForm view form errors/> }
        },
    )
}

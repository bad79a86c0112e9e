//! One piece: shown, given more files, removed.

use super::form::AWAY_NOTHING_KEPT;
use super::upload::{Sent, receive};
use super::view;
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, Query};
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::borrowed;
use crate::state::{App, new_secret};
use crate::usecases::evidence as uc;
use ::app::pages::evidence as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::FieldErrors;
use domain::ids::{EvidenceId, ReviewId};
use leptos::prelude::*;
use store::evidence::Revision;

/// GET /reviews/{id}/evidence/{evidence}
pub async fn show(
    State(app): State<App>,
    user: User,
    Path((id, evidence)): Path<(String, String)>,
    Query(query): Query,
) -> Result<Response, Error> {
    let (id, evidence) = (id.parse()?, evidence.parse()?);
    let shown = uc::find_piece(&app, &user, &id, &evidence).await?;
    Ok(render(
        &app,
        &user,
        StatusCode::OK,
        &shown,
        FieldErrors::new(),
        done(query.get("done")),
    ))
}

/// Words after something was done here, from the fixed list that addresses may name.
fn done(what: &str) -> Option<String> {
    Some(
        match what {
            "added" => "The evidence is saved.",
            "saved" => "Your changes are saved.",
            "files" => "The files are added.",
            "replaced" => "The new version is saved. The earlier one is kept.",
            "file-removed" => "The file is removed.",
            _ => return None,
        }
        .to_owned(),
    )
}

/// The page with what was wrong with some of the files; what was good has been saved.
pub(super) async fn render_with(
    app: &App,
    user: &User,
    id: &ReviewId,
    evidence: &EvidenceId,
    errors: FieldErrors,
    what: &str,
) -> Result<Response, Error> {
    let shown = uc::find_piece(app, user, id, evidence).await?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(render(app, user, status, &shown, errors, done(what)))
}

/// POST /reviews/{id}/evidence/{evidence}: more files.
pub async fn add_files(
    State(app): State<App>,
    user: User,
    Path((id, evidence)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Error> {
    let (id, evidence): (ReviewId, EvidenceId) = (id.parse()?, evidence.parse()?);
    uc::open_to_write(&app, &user, &id).await?;
    let shown = uc::find_piece(&app, &user, &id, &evidence).await?;
    if !shown.access.may_change(&user, &shown.piece) {
        return Err(Error::Forbidden(
            "Only those who added this evidence can change it.".into(),
        ));
    }
    let received = receive(&app, &user, &id, sent).await?;
    let away = |why: &str| {
        tracing::error!(reason = %why, "files could not be kept");
        let errors = FieldErrors::one("files", AWAY_NOTHING_KEPT);
        Ok(render(
            &app,
            &user,
            StatusCode::SERVICE_UNAVAILABLE,
            &shown,
            errors,
            None,
        ))
    };
    if let Some(fault) = &received.fault {
        return away(fault);
    }
    let refusals = received.refusals();
    if received.files.is_empty()
        && let Some(words) = refusals
    {
        let errors = FieldErrors::one("files", words);
        return Ok(render(
            &app,
            &user,
            StatusCode::UNPROCESSABLE_ENTITY,
            &shown,
            errors,
            None,
        ));
    }
    match uc::add_files(&app, &user, &id, &evidence, &received.form, &received.files).await {
        Ok(location) => match refusals {
            None => Ok(see_other(location)),
            Some(words) => {
                let errors = FieldErrors::one("files", words);
                render_with(&app, &user, &id, &evidence, errors, "files").await
            }
        },
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(render(&app, &user, status, &shown, errors, None))
        }
        Err(Error::Unavailable(why)) => away(&why),
        Err(e) => Err(e),
    }
}

fn render(
    app: &App,
    user: &User,
    status: StatusCode,
    shown: &uc::Shown,
    errors: FieldErrors,
    done: Option<String>,
) -> Response {
    let (access, piece) = (&shown.access, &shown.piece);
    let id = &access.review.facts.id;
    let line = view::piece_line(access, piece);
    let may = access.may_change(user, piece);
    let files = piece
        .newest()
        .map(|newest| {
            let base = format!("{}/files/{}", line.href, newest.file);
            let older: Vec<&Revision> = piece
                .files
                .iter()
                .filter(|r| r.file == newest.file && r.number != newest.number)
                .collect();
            pages::FileView {
                newest: view::file_line(id, piece, newest, false),
                facts: view::facts(newest),
                older: older
                    .into_iter()
                    .map(|r| {
                        (
                            view::file_line(id, piece, r, true),
                            view::facts(r).join(" "),
                        )
                    })
                    .collect(),
                change: may.then(|| (format!("{base}/replace"), format!("{base}/remove"))),
            }
        })
        .collect();
    let (who, who_note) = view::who(access, piece.side);
    let view = pages::PieceView {
        school: access.review.school_name.clone(),
        side: piece.side.in_words(),
        changed: piece
            .changed
            .as_ref()
            .map(|(name, at)| format!("By {name} at {}", moment(*at))),
        files,
        add: may.then(|| view::files_hint(app)),
        change: may.then(|| {
            (
                format!("{}/edit", line.href),
                format!("{}/remove", line.href),
            )
        }),
        form_key: new_secret(),
        done,
        unchecked: !app.files.has_virus_check(),
        back: format!("/reviews/{id}/evidence?side={}", piece.side.as_str()),
        who,
        who_note,
        piece: line,
    };
    let trail = view::trail(access);
    let title = view.piece.kind;
    page_with(app, &user.ctx, status, title, &borrowed(&trail), || {
        view! { <pages::Piece view errors/> }
    })
}

/// GET /reviews/{id}/evidence/{evidence}/remove
pub async fn ask_remove(
    State(app): State<App>,
    user: User,
    Path((id, evidence)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (id, evidence): (ReviewId, EvidenceId) = (id.parse()?, evidence.parse()?);
    uc::open_to_write(&app, &user, &id).await?;
    let shown = uc::find_piece(&app, &user, &id, &evidence).await?;
    if !shown.access.may_change(&user, &shown.piece) {
        return Err(Error::Forbidden(
            "Only those who added this evidence can remove it.".into(),
        ));
    }
    let files = match shown.piece.newest().count() {
        0 => String::new(),
        1 => " Its file goes with it, with every version.".to_owned(),
        n => format!(" Its {n} files go with it, with every version."),
    };
    let strands = match shown.piece.form.strands.as_slice() {
        [one] => format!("strand {one}"),
        many => format!(
            "strands {}",
            domain::visibility::list(
                &many
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
            )
        ),
    };
    let (who, who_note) = view::who(&shown.access, shown.piece.side);
    let view = pages::ConfirmView {
        school: shown.access.review.school_name.clone(),
        title: "Remove this evidence?".to_owned(),
        text: format!(
            "{} for {strands} goes for good.{files}",
            shown.piece.form.kind.in_words()
        ),
        button: "Remove evidence",
        form_key: new_secret(),
        back: format!("/reviews/{id}/evidence/{evidence}"),
        who,
        who_note,
    };
    Ok(confirm(&app, &user, &shown, view))
}

/// A question before something goes.
pub(super) fn confirm(
    app: &App,
    user: &User,
    shown: &uc::Shown,
    view: pages::ConfirmView,
) -> Response {
    let trail = view::trail(&shown.access);
    let title = view.title.clone();
    page_with(
        app,
        &user.ctx,
        StatusCode::OK,
        title,
        &borrowed(&trail),
        || {
            view! { <pages::Confirm view/> }
        },
    )
}

/// POST /reviews/{id}/evidence/{evidence}/remove
pub async fn remove(
    State(app): State<App>,
    user: User,
    Path((id, evidence)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let location = uc::remove_piece(&app, &user, &id.parse()?, &evidence.parse()?, &form).await?;
    Ok(see_other(location))
}

//! Sharing a final report, and who can read it.

use super::super::ctx::User;
use super::super::form::{Form, Query};
use super::super::page::{moment, page_with, see_other};
use super::HOME;
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::reports::{self as uc, Readers};
use crate::usecases::settle;
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::ReviewId;
use domain::visibility::Audience;
use leptos::prelude::*;
use store::reviews::Review;

/// The groups that can read the report, with names; those that the head added are marked.
pub(super) fn readers_view(review: &Review, readers: &Readers) -> pages::ReadersView {
    let mut groups = vec![(
        format!("the headteacher of {}", review.school_name),
        readers.heads.clone(),
    )];
    if !readers.contributors.is_empty() {
        groups.push((
            "contributors of the school".to_owned(),
            readers.contributors.clone(),
        ));
    }
    if !review.facts.state.is_over() {
        groups.push((
            "the review team, until the review closes".to_owned(),
            readers.team.clone(),
        ));
    }
    for (audience, names) in &readers.audiences {
        let words = if review.cycle_audiences.contains(audience) {
            audience.in_words().to_owned()
        } else {
            format!("{} (shared by the school)", audience.in_words())
        };
        groups.push((words, names.clone()));
    }
    let note = "The cycle’s policy names them, as the school accepted it, together with whom the school has added. Nobody else can read the report, and only the school can share it further.";
    pages::ReadersView {
        groups,
        note: note.to_owned(),
    }
}

async fn share_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    status: StatusCode,
    typed: Option<RawForm>,
    (errors, done): (FieldErrors, Option<&'static str>),
) -> Result<Response, Error> {
    let sharing = uc::find_sharing(app, user, id).await?;
    let review = &sharing.review;
    // Names of everybody whom a line or a choice means today, in one query.
    let mut audiences: Vec<Audience> = sharing.open.iter().copied().collect();
    audiences.extend(sharing.ledger.iter().map(|s| s.audience));
    audiences.sort_unstable();
    audiences.dedup();
    let named = uc::name_audiences(app, review, &audiences, user.today).await?;
    let names = |audience: Audience| -> Vec<String> {
        named
            .iter()
            .find(|(a, _)| *a == audience)
            .map(|(_, names)| names.clone())
            .unwrap_or_default()
    };
    let mut form = typed.unwrap_or_default();
    let conflict = status == StatusCode::CONFLICT;
    if conflict || !form.has("version") {
        form.set("version", review.facts.version.to_string());
    }
    if conflict || !form.has("form_key") {
        form.set("form_key", new_secret());
    }
    let by = |at, name: &Option<String>| match name {
        Some(name) => format!("{}, by {name}", moment(at)),
        None => moment(at),
    };
    let back = format!("/reviews/{id}/report");
    let view = pages::SharingView {
        school: review.school_name.clone(),
        readers: readers_view(review, &sharing.readers),
        ledger: sharing
            .ledger
            .iter()
            .map(|s| pages::ShareLine {
                id: s.id.to_string(),
                audience: s.audience,
                names: names(s.audience),
                reason: s.reason.clone(),
                since: by(s.since, &s.by),
                ended: s
                    .ended
                    .as_ref()
                    .map(|(at, name)| by(*at, &Some(name.clone()))),
            })
            .collect(),
        policy: review.cycle_audiences.iter().copied().collect(),
        choices: sharing.open.iter().map(|a| (*a, names(*a))).collect(),
        href: format!("{back}/share"),
        conflict,
        done,
        keys: sharing.ledger.iter().map(|_| new_secret()).collect(),
        back: back.clone(),
    };
    let trail = [HOME, (review.school_name.as_str(), back.as_str())];
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Share the report",
        &trail,
        || view! { <pages::Share view form errors/> },
    ))
}

/// GET /reviews/{id}/report/share
pub(super) async fn ask(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let done = match query.get("done") {
        "shared" => Some("The report is shared. Those who can now read it are told by e-mail."),
        "ended" => Some("Taken back. They can no longer read the report."),
        _ => None,
    };
    let shown = (FieldErrors::new(), done);
    share_page(&app, &user, &id.parse()?, StatusCode::OK, None, shown).await
}

/// POST /reviews/{id}/report/share
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::share_report(&app, &user, &id, &form).await;
    let (status, errors) = match settle(&app, &form, done).await {
        Ok(()) => {
            return Ok(see_other(format!("/reviews/{id}/report/share?done=shared")));
        }
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    share_page(&app, &user, &id, status, Some(form), (errors, None)).await
}

/// POST /reviews/{id}/report/share/end
pub(super) async fn end(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let done = uc::end_sharing(&app, &user, &id, &form).await;
    settle(&app, &form, done).await?;
    Ok(see_other(format!("/reviews/{id}/report/share?done=ended")))
}

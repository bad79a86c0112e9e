//! One strand of a self-review: shown, saved as a draft, shown again with both texts when two people saved it.

use super::desk::desk;
use super::view::{evidence, judgement};
use super::{SAVED, strand_title};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, Query};
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::{borrowed, trail, who};
use crate::state::{App, new_secret};
use crate::usecases::self_reviews::{self as uc, ReadAll};
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::evidence::EvidenceKind;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::{Level, StrandCode};
use domain::ids::ReviewId;
use domain::policy::{self, Denied, act};
use leptos::prelude::*;

/// GET /reviews/{id}/self-review/{strand}
pub async fn show(
    State(app): State<App>,
    user: User,
    Path((id, strand)): Path<(String, String)>,
    Query(query): Query,
) -> Result<Response, Error> {
    let (id, code) = parse(&id, &strand)?;
    let own = uc::read_own(&app, &user, &id).await?;
    let entry = own.entry(code);
    let mut form = RawForm::default();
    form.set("version", entry.map_or(0, |e| e.version).to_string());
    form.set("form_key", new_secret());
    if let Some(entry) = entry {
        form.set("level", entry.judgement.as_field());
        form.set("narrative", entry.narrative.clone());
    }
    let done = (query.get("done") == "saved").then_some(SAVED);
    let shown = Shown {
        form,
        errors: FieldErrors::new(),
        other: None,
        done,
    };
    render(&app, &user, StatusCode::OK, &own, code, shown).await
}

/// POST /reviews/{id}/self-review/{strand}
pub async fn save(
    State(app): State<App>,
    user: User,
    Path((id, strand)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let (id, code) = parse(&id, &strand)?;
    match uc::save_strand(&app, &user, &id, code, &form).await {
        Ok(location) => Ok(see_other(location)),
        Err(Error::Invalid(errors)) => {
            let own = uc::read_own(&app, &user, &id).await?;
            let shown = Shown {
                form,
                errors,
                other: None,
                done: None,
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&app, &user, status, &own, code, shown).await
        }
        Err(Error::Conflict) => {
            let own = uc::read_own(&app, &user, &id).await?;
            let Some(theirs) = own.entry(code) else {
                return Err(Error::Conflict);
            };
            // Saving again means choosing what now stands in the field, so the form carries the newer version.
            form.set("version", theirs.version.to_string());
            form.set("form_key", new_secret());
            let other = Some(pages::StrandOther {
                narrative: theirs.narrative.clone(),
                judgement: judgement(&own.framework, theirs.judgement),
                saved_by: theirs.saved_by.clone(),
                saved_at: moment(theirs.saved_at),
            });
            let shown = Shown {
                form,
                errors: FieldErrors::new(),
                other,
                done: None,
            };
            render(&app, &user, StatusCode::CONFLICT, &own, code, shown).await
        }
        // The head submitted while this was being written: the text is shown, so that it is not lost.
        Err(Error::Forbidden(why)) => too_late(&app, &user, &id, why, &form).await,
        Err(e) => Err(e),
    }
}

pub(super) fn parse(id: &str, strand: &str) -> Result<(ReviewId, StrandCode), Error> {
    Ok((id.parse()?, strand.parse().map_err(|_| Error::NotFound)?))
}

async fn too_late(
    app: &App,
    user: &User,
    id: &ReviewId,
    why: String,
    form: &RawForm,
) -> Result<Response, Error> {
    let Ok(own) = uc::read_own(app, user, id).await else {
        return Err(Error::Forbidden(why));
    };
    let trail = trail(&own.review);
    let text = form.get("narrative").to_owned();
    let back = format!("/reviews/{id}/self-review");
    let title = "Your text was not saved";
    Ok(page_with(
        app,
        &user.ctx,
        StatusCode::FORBIDDEN,
        title,
        &borrowed(&trail),
        || {
            view! { <pages::TooLate why text back/> }
        },
    ))
}

/// What varies between showing, refusing and conflict.
struct Shown {
    form: RawForm,
    errors: FieldErrors,
    other: Option<pages::StrandOther>,
    done: Option<&'static str>,
}

async fn render(
    app: &App,
    user: &User,
    status: StatusCode,
    own: &ReadAll,
    code: StrandCode,
    shown: Shown,
) -> Result<Response, Error> {
    let strand = own.framework.strand(&code).ok_or(Error::NotFound)?;
    let review = &own.review;
    let entry = own.entry(code);
    let closed = match policy::review::<act::EditSelfReview>(&user.actor, &review.facts) {
        Ok(_) => None,
        Err(Denied::NotNow(why)) => Some((
            why.to_owned(),
            entry
                .map(|e| judgement(&own.framework, e.judgement))
                .unwrap_or_default(),
        )),
        Err(denied) => return Err(denied.into()),
    };
    let saved = entry.map(|e| format!("Last saved by {} at {}.", e.saved_by, moment(e.saved_at)));
    let saved = match (saved, &closed) {
        (Some(words), None) => format!("{words} It is a draft until the self-review is submitted."),
        (Some(words), Some(_)) => words,
        (None, _) => String::new(),
    };
    let plain = status == StatusCode::OK && closed.is_none();
    let desk = desk(app, user, own, code, closed.is_none(), plain).await?;
    let view = pages::StrandView {
        desk,
        school: review.school_name.clone(),
        title: strand_title(strand),
        about: strand.about.clone(),
        levels: Level::ALL
            .into_iter()
            .map(|level| pages::LevelChoice {
                number: level.number(),
                name: own.framework.level(level).name.clone(),
                descriptor: strand.descriptor(level).to_owned(),
            })
            .collect(),
        uses_levels: review.facts.levels,
        prompts: [strand.see.clone(), strand.hear.clone(), strand.read.clone()],
        kinds: EvidenceKind::ALL
            .iter()
            .map(|k| (k.as_str(), k.in_words()))
            .collect(),
        saved,
        done: shown.done,
        add_evidence: format!("/reviews/{}/evidence/new?strand={code}", review.facts.id),
        evidence: own
            .evidence(code)
            .map(|e| (e.id.to_string(), evidence(&review.facts.id, e)))
            .collect(),
        other: shown.other,
        back: format!("/reviews/{}/self-review", review.facts.id),
        closed,
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let mut trail = trail(review);
    trail.push(("Self-review".to_owned(), view.back.clone()));
    let title = view.title.clone();
    let (form, errors) = (shown.form, shown.errors);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        title,
        &borrowed(&trail),
        || {
            view! { <pages::Strand view form errors/> }
        },
    ))
}

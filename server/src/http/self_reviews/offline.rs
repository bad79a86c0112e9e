//! The form for working without a network: to download, to print, to bring back.

use super::view::judgement;
use super::{principle_title, strand_title};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, multipart};
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::{borrowed, fresh_form, shown, trail, who};
use crate::state::App;
use crate::usecases::self_reviews::{self as uc, PreviewRow, ReadAll};
use ::app::components::TagColour;
use ::app::pages::reviews::words;
use ::app::pages::self_reviews as pages;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use documents::self_review_form::MAX_UPLOAD;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::Level;
use domain::policy::{self, Denied, act};
use domain::self_reviews::offline::Change;
use leptos::prelude::*;

/// Most bytes of the request that brings a form: the file, and what a browser puts around it.
pub const UPLOAD: usize = MAX_UPLOAD + 64 * 1024;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET /reviews/{id}/self-review/form
pub async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let own = uc::read_own(&app, &user, &id.parse()?).await?;
    ask(&app, &user, StatusCode::OK, &own, FieldErrors::new())
}

fn ask(
    app: &App,
    user: &User,
    status: StatusCode,
    own: &ReadAll,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let review = &own.review;
    let base = format!("/reviews/{}/self-review", review.facts.id);
    let closed = match policy::review::<act::EditSelfReview>(&user.actor, &review.facts) {
        Ok(_) => None,
        Err(Denied::NotNow(why)) => Some(why.to_owned()),
        Err(denied) => return Err(denied.into()),
    };
    let view = pages::OfflineView {
        school: review.school_name.clone(),
        file: format!("{base}/form.xlsx"),
        print: format!("{base}/form/print"),
        closed,
        back: base.clone(),
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let mut trail = trail(review);
    trail.push(("Self-review".to_owned(), base));
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Work on the self-review offline",
        &borrowed(&trail),
        || view! { <pages::Offline view errors/> },
    ))
}

/// GET /reviews/{id}/self-review/form.xlsx
pub async fn download(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (own, bytes) = uc::download_form(&app, &user, &id.parse()?).await?;
    let name = file_name(&own.review.school_name);
    Ok((
        [
            (header::CONTENT_TYPE, XLSX.to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"self-review-{name}.xlsx\""),
            ),
        ],
        bytes,
    )
        .into_response())
}

/// A school's name as part of a file's: small letters, digits, hyphens.
fn file_name(school: &str) -> String {
    let plain: String = school
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().take(8).collect();
    words.join("-")
}

/// POST /reviews/{id}/self-review/form
pub async fn upload(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let id = id.parse()?;
    // First of all, so that nobody else makes us read their files.
    let own = uc::review_form(&app, &user, &id).await?;
    let bytes = receive(multipart(request).await?).await?;
    let read = match bytes {
        Some(bytes) => uc::read_form(&app, &user, &id, bytes).await,
        None => Err(FieldErrors::one("file", "Choose the form that you filled in").into()),
    };
    match read {
        Ok((own, preview)) => show_preview(
            &app,
            &user,
            StatusCode::OK,
            &own,
            preview,
            fresh_form(),
            FieldErrors::new(),
        ),
        Err(Error::Invalid(errors)) => {
            ask(&app, &user, StatusCode::UNPROCESSABLE_ENTITY, &own, errors)
        }
        Err(e) => Err(e),
    }
}

/// The file of the field `file`; none when nothing was chosen.
async fn receive(mut parts: Multipart) -> Result<Option<Vec<u8>>, Error> {
    let mut found = None;
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        if field.name() == Some("file") && field.file_name().is_some_and(|n| !n.is_empty()) {
            found = Some(field.bytes().await.map_err(broken)?.to_vec());
        }
    }
    Ok(found)
}

fn broken(e: MultipartError) -> Error {
    if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge("The file is larger than 5 MB. The form itself is much smaller: take out what was pasted into it, such as pictures, and upload it again.".into())
    } else {
        Error::BadRequest("The file did not arrive as a whole. Go back and try again.".into())
    }
}

/// POST /reviews/{id}/self-review/form/apply
pub async fn apply(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let failed = match uc::apply_form(&app, &user, &id, &form).await {
        Ok(_) => {
            return Ok(see_other(format!(
                "/reviews/{id}/self-review?done=imported"
            )));
        }
        Err(failed) => failed,
    };
    let Some(again) = failed.preview else {
        return Err(failed.error);
    };
    let (own, preview) = *again;
    match failed.error {
        Error::Invalid(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_preview(&app, &user, status, &own, preview, form, errors)
        }
        Error::Conflict => show_preview(
            &app,
            &user,
            StatusCode::CONFLICT,
            &own,
            preview,
            fresh_form(),
            FieldErrors::new(),
        ),
        other => Err(other),
    }
}

fn show_preview(
    app: &App,
    user: &User,
    status: StatusCode,
    own: &ReadAll,
    preview: uc::Preview,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let review = &own.review;
    let base = format!("/reviews/{}/self-review", review.facts.id);
    let changing: Vec<&PreviewRow> = preview
        .rows
        .iter()
        .filter(|r| r.change != Change::Unchanged)
        .collect();
    let same = preview.rows.len() - changing.len();
    let strands = |n: usize| match n {
        1 => "1 strand".to_owned(),
        n => format!("{n} strands"),
    };
    let count = match (changing.len(), same) {
        (0, _) => "Nothing would change: what the form says is what is saved.".to_owned(),
        (n, 0) => format!("{} would change. Nothing has been changed yet.", strands(n)),
        (n, same) => format!(
            "{} would change, and {} would stay as they are. Nothing has been changed yet.",
            strands(n),
            strands(same)
        ),
    };
    let view = pages::PreviewView {
        school: review.school_name.clone(),
        count,
        overtaken: status == StatusCode::CONFLICT,
        strands: changing
            .iter()
            .filter_map(|r| strand_view(own, r))
            .collect(),
        refused: preview
            .refused
            .into_iter()
            .map(|r| pages::RefusedRow {
                line: r.line,
                code: r.code,
                why: r.why,
            })
            .collect(),
        action: format!("{base}/form/apply"),
        back: format!("{base}/form"),
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    let mut trail = trail(review);
    trail.push(("Self-review".to_owned(), base));
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "What the form would change",
        &borrowed(&trail),
        || view! { <pages::Preview view form errors/> },
    ))
}

fn strand_view(own: &ReadAll, row: &PreviewRow) -> Option<pages::PreviewStrand> {
    let strand = own.framework.strand(&row.code)?;
    let words = |j| judgement(&own.framework, j);
    let both = row.change == Change::Conflict;
    Some(pages::PreviewStrand {
        title: strand_title(strand),
        place: format!("{}-{}", row.code.principle(), row.code.strand()),
        status: match row.change {
            Change::New => ("New", TagColour::Green),
            Change::Conflict => ("Changed on both sides", TagColour::Orange),
            Change::Changed | Change::Unchanged => ("Changed", TagColour::Blue),
        },
        file: (words(row.file.judgement), row.file.narrative.clone()),
        saved: row
            .saved
            .as_ref()
            .map(|s| (words(s.judgement), s.narrative.clone())),
        saved_by: row
            .saved
            .as_ref()
            .map(|s| format!("Saved by {} at {}", s.saved_by, moment(s.saved_at)))
            .unwrap_or_default(),
        both,
        take: match row.take {
            Some(true) if both => "file",
            Some(false) if both => "saved",
            _ => "",
        },
        carried: (
            row.file.judgement.as_field(),
            row.saved.as_ref().map_or(0, |s| s.version),
        ),
    })
}

/// GET /reviews/{id}/self-review/form/print
pub async fn print(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let own = uc::read_own(&app, &user, &id.parse()?).await?;
    let review = &own.review;
    let principles = own
        .framework
        .principles
        .iter()
        .map(|p| {
            let strands = p
                .strands
                .iter()
                .map(|s| {
                    let entry = own.entry(s.code);
                    pages::PrintStrand {
                        title: strand_title(s),
                        about: s.about.clone(),
                        levels: Level::ALL
                            .into_iter()
                            .map(|l| {
                                let name = &own.framework.level(l).name;
                                (format!("{} {name}", l.number()), s.descriptor(l).to_owned())
                            })
                            .collect(),
                        prompts: [&s.see, &s.hear, &s.read]
                            .into_iter()
                            .flatten()
                            .cloned()
                            .collect(),
                        judgement: entry
                            .map(|e| judgement(&own.framework, e.judgement))
                            .unwrap_or_default(),
                        narrative: entry.map(|e| e.narrative.clone()).unwrap_or_default(),
                    }
                })
                .collect();
            (principle_title(p), strands)
        })
        .collect();
    let view = pages::PrintView {
        school: review.school_name.clone(),
        about: format!("{}, {}", review.cycle_name, words::day(user.today)),
        uses_levels: review.facts.levels,
        principles,
        back: format!("/reviews/{}/self-review/form", review.facts.id),
        who: who::of_self_review(review, &own.around),
        who_note: who::SELF_REVIEW_NOTE.to_owned(),
    };
    Ok(shown(
        &app,
        &user,
        review,
        "The form to print",
        || view! { <pages::Print view/> },
    ))
}

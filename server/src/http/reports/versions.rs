//! The versions of a report, and what changed between two of them.

use super::super::ctx::User;
use super::super::form::Query;
use super::super::page::{moment, page};
use super::HOME;
use crate::error::Error;
use crate::state::App;
use crate::usecases::reports::{Change, Comparison, find_versions};
use ::app::pages::reports as pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ReviewId;
use leptos::prelude::*;
use store::reports::Version;

/// GET /reviews/{id}/report/versions
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let found = find_versions(&app, &user, &id).await?;
    let back = format!("/reviews/{id}/report");
    let mut lines: Vec<pages::VersionLine> = Vec::new();
    for version in &found.versions {
        let before = lines.last().map(|l| l.number);
        lines.push(pages::VersionLine {
            number: version.number,
            what: domain::forms::capital(version.hand_over.in_words()),
            by: format!("{}, {}", version.by, moment(version.at)),
            changes: before
                .map(|from| format!("{back}/versions?from={from}&to={}#compared", version.number)),
        });
    }
    let asked = query.has("from") || query.has("to");
    let of = |name: &str| {
        let number: u32 = query.get(name).trim().parse().ok()?;
        found.versions.iter().find(|v| v.number == number)
    };
    let pair = of("from").zip(of("to"));
    let missing = (asked && pair.is_none())
        .then(|| "Choose two of these versions to see what changed between them.".to_owned());
    let compared = match pair {
        Some((old, new)) => Some(compare(old.clone(), new.clone()).await?),
        None => None,
    };
    let school = found.review.school_name.clone();
    let mut who = vec![if found.all {
        "The review team, every version".to_owned()
    } else {
        "The review team".to_owned()
    }];
    who.push(format!(
        "The headteacher of {school}, the versions that the school was sent"
    ));
    if found.review.facts.assurance.used {
        who.push("The moderator, while the draft is in quality assurance".to_owned());
    }
    let view = pages::VersionsView {
        school: school.clone(),
        versions: lines,
        compared,
        missing,
        who,
        back,
    };
    let hub = format!("/reviews/{id}");
    Ok(page(
        &app,
        &user.ctx,
        format!("Versions of the report: {school}"),
        &[HOME, (&school, &hub)],
        || view! { <pages::Versions view/> },
    ))
}

/// Compares outside the asynchronous threads: long texts take their time.
async fn compare(old: Version, new: Version) -> Result<pages::ComparedView, Error> {
    let numbers = (old.number, new.number);
    let found = tokio::task::spawn_blocking(move || Comparison::new(&old.text, &new.text))
        .await
        .map_err(|e| Error::Internal(format!("comparing versions: {e}")))?;
    let mark = |change| match change {
        Change::Same => pages::Mark::Same,
        Change::Added => pages::Mark::Added,
        Change::Removed => pages::Mark::Removed,
    };
    Ok(pages::ComparedView {
        numbers,
        counts: (found.added, found.removed),
        paragraphs: found
            .paragraphs
            .into_iter()
            .map(|p| pages::Compared {
                heading: p.heading,
                pieces: p.pieces.into_iter().map(|(c, w)| (mark(c), w)).collect(),
            })
            .collect(),
    })
}

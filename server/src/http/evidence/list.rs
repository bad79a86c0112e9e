//! The list of a side's evidence, and the matrix.

use super::view;
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Query;
use crate::http::page::page;
use crate::http::reviews::{borrowed, trail};
use crate::state::App;
use crate::usecases::evidence::{self as uc, Access};
use ::app::pages::evidence as pages;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::evidence::matrix::{Gap, Matrix};
use domain::evidence::{EvidenceKind, Side};
use domain::forms::RawForm;
use domain::ids::ReviewId;
use leptos::prelude::*;

/// GET /reviews/{id}/evidence
pub async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let listed = uc::list_pieces(&app, &user, &id, &query).await?;
    let access = &listed.access;
    let base = format!("/reviews/{id}/evidence");
    let sides = access
        .reads
        .iter()
        .map(|side| pages::SideLink {
            text: side.in_words(),
            href: (*side != listed.side).then(|| format!("{base}?side={}", side.as_str())),
        })
        .collect();
    let (who, who_note) = view::who(access, listed.side);
    let view = pages::ListView {
        school: access.review.school_name.clone(),
        title: listed.side.in_words(),
        sides,
        side: listed.side.as_str(),
        strands: view::strand_choices(access),
        kinds: view::kind_choices(),
        themes: view::theme_filter(),
        pieces: listed
            .pieces
            .iter()
            .map(|p| view::piece_line(access, p))
            .collect(),
        total: listed.total,
        filtered: ["strand", "kind", "theme"]
            .iter()
            .any(|f| !query.get(f).is_empty()),
        page: (listed.page, listed.pages),
        pages_href: pages_href(&base, listed.side, &query),
        add: (access.writes == Some(listed.side)).then(|| format!("{base}/new")),
        matrix: format!("{base}/matrix"),
        back: back(access),
        done: (query.get("done") == "removed").then_some("The evidence is removed."),
        who,
        who_note,
    };
    let trail = trail(&access.review);
    Ok(page(&app, &user.ctx, view.title, &borrowed(&trail), || {
        view! { <pages::List view query/> }
    }))
}

/// The address of a page of the same list, without its number.
fn pages_href(base: &str, side: Side, query: &RawForm) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("side", side.as_str());
    for field in ["strand", "kind", "theme"] {
        if !query.get(field).is_empty() {
            pairs.append_pair(field, query.get(field));
        }
    }
    format!("{base}?{}&page=", pairs.finish())
}

fn back(access: &Access) -> (String, String) {
    let id = &access.review.facts.id;
    match access.own() {
        Side::School => (
            "Back to the self-review".to_owned(),
            format!("/reviews/{id}/self-review"),
        ),
        Side::Team => (
            "Back to the team’s notes".to_owned(),
            format!("/reviews/{id}/notes"),
        ),
    }
}

/// GET /reviews/{id}/evidence/matrix
pub async fn matrix(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let (access, matrix) = uc::count_matrix(&app, &user, &id).await?;
    let both = access.reads.len() > 1;
    let base = format!("/reviews/{id}/evidence");
    let rows = matrix
        .rows
        .iter()
        .map(|row| {
            let of_strand =
                |side: Side| format!("{base}?side={}&strand={}", side.as_str(), row.strand);
            pages::MatrixRow {
                title: view::strand_name(&access, row.strand),
                href: of_strand(access.own()),
                cells: EvidenceKind::ALL
                    .iter()
                    .zip(&row.counts)
                    .map(|(kind, count)| {
                        // The list shows one side: where the own one has nothing, the other.
                        let side = if count.team > 0 && both {
                            Side::Team
                        } else {
                            Side::School
                        };
                        pages::MatrixCell {
                            count: *count,
                            href: format!("{}&kind={}", of_strand(side), kind.as_str()),
                        }
                    })
                    .collect(),
                gaps: row.gaps.clone(),
            }
        })
        .collect();
    let (who, who_note) = view::who(&access, access.own());
    let view = pages::MatrixView {
        school: access.review.school_name.clone(),
        kinds: EvidenceKind::ALL.iter().map(|k| k.in_words()).collect(),
        rows,
        totals: matrix.totals.clone(),
        both,
        summary: summary(&matrix),
        add: access.writes.map(|_| format!("{base}/new")),
        back: base,
        who,
        who_note,
    };
    let trail = view::trail(&access);
    let title = "What the judgements rest on";
    Ok(page(&app, &user.ctx, title, &borrowed(&trail), || {
        view! { <pages::MatrixPage view/> }
    }))
}

/// What stands out, most serious first.
fn summary(matrix: &Matrix) -> Vec<String> {
    let strands = |n: usize| match n {
        1 => "1 strand".to_owned(),
        n => format!("{n} strands"),
    };
    let mut out = Vec::new();
    for (gap, words) in [
        (Gap::JudgedOnNothing, "judged without any evidence"),
        (Gap::JudgedOnOneSource, "judged on one source only"),
        (Gap::NoEvidence, "without evidence and without a judgement"),
        (
            Gap::NoPupilVoice,
            "with evidence, but without the voice of pupils",
        ),
        (
            Gap::NoParentVoice,
            "with evidence, but without the voice of parents and carers",
        ),
    ] {
        match matrix.strands_with(gap) {
            0 => {}
            n => out.push(format!("{} {words}", strands(n))),
        }
    }
    if out.is_empty() {
        out.push("Every strand rests on several kinds of evidence, with the voices of pupils and of parents and carers.".to_owned());
    }
    out
}

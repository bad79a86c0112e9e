//! Reading evidence: a list by strand, kind and theme, one piece, and the counts.

use super::{Access, open};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::evidence::matrix::{Matrix, matrix};
use domain::evidence::{Side, Theme, ThemeGroup};
use domain::forms::RawForm;
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, ReviewId};
use store::evidence::{Filter, Piece};

/// How many pieces stand on a page.
pub const PER_PAGE: usize = 20;

/// A page of a list.
#[derive(Debug)]
pub struct Listed {
    /// The review and what the person may do.
    pub access: Access,
    /// Whose evidence.
    pub side: Side,
    /// The pieces of this page.
    pub pieces: Vec<Piece>,
    /// How many there are in all, under this filter.
    pub total: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many pages.
    pub pages: usize,
}

/// A piece with what the person may do.
#[derive(Debug)]
pub struct Shown {
    /// The review.
    pub access: Access,
    /// The piece.
    pub piece: Piece,
}

/// What an address asks for: `side`, `strand`, `kind`, `theme` (one theme or a group of them). What cannot be read
/// narrows nothing.
fn read_filter(query: &RawForm) -> Filter {
    let theme = query.get("theme");
    let themes = match (theme.parse::<ThemeGroup>(), theme.parse::<Theme>()) {
        (Ok(group), _) => group.themes().collect(),
        (_, Ok(theme)) => vec![theme],
        _ => Vec::new(),
    };
    Filter {
        strand: query.get("strand").parse().ok(),
        kind: query.get("kind").parse().ok(),
        themes,
    }
}

/// A page of one side's evidence: the own side's, or the one that the address names.
pub async fn list_pieces(
    app: &App,
    user: &User,
    id: &ReviewId,
    query: &RawForm,
) -> Result<Listed, Error> {
    let access = open(app, user, id).await?;
    let asked: Option<Side> = query.get("side").parse().ok();
    let side = match asked {
        // A side that one may not read is not there.
        Some(side) if !access.reads.contains(&side) => return Err(Error::NotFound),
        Some(side) => side,
        None => access.own(),
    };
    let filter = read_filter(query);
    let page = query
        .get("page")
        .parse::<usize>()
        .unwrap_or(1)
        .clamp(1, 100_000);
    let (pieces, total) = app
        .store
        .list_evidence(id, side, &filter, (page - 1) * PER_PAGE, PER_PAGE)
        .await?;
    Ok(Listed {
        access,
        side,
        pieces,
        total,
        page,
        pages: total.div_ceil(PER_PAGE).max(1),
    })
}

/// One piece, of a side that the person may read.
pub async fn find_piece(
    app: &App,
    user: &User,
    id: &ReviewId,
    piece: &EvidenceId,
) -> Result<Shown, Error> {
    let access = open(app, user, id).await?;
    let piece = app
        .store
        .find_evidence(id, &access.reads, piece)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Shown { access, piece })
}

/// The matrix over the sides that the person may read, with the strands that have been judged by them.
pub async fn count_matrix(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Access, Matrix), Error> {
    let access = open(app, user, id).await?;
    let pieces = app.store.list_evidence_counts(id, &access.reads).await?;
    let mut judged: Vec<StrandCode> = Vec::new();
    for side in &access.reads {
        let side = match side {
            Side::School => store::visits::Side::School,
            Side::Team => store::visits::Side::Team,
        };
        let entries = app.store.list_strand_entries(id, side).await?;
        judged.extend(
            entries
                .iter()
                .filter(|e| e.level.is_some())
                .map(|e| e.strand),
        );
    }
    let matrix = matrix(&access.framework, &pieces, &judged);
    Ok((access, matrix))
}

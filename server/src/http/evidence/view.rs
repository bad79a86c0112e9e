//! From evidence as it is stored to evidence as it is read.

use crate::http::page::moment;
use crate::http::reviews::who;
use crate::state::App;
use crate::usecases::evidence::Access;
use ::app::components::Choice;
use ::app::pages::evidence as pages;
use domain::evidence::files::{FileState, LIST_IN_WORDS, size_in_words};
use domain::evidence::{EvidenceKind, Side, Theme, ThemeGroup};
use domain::framework::{Strand, StrandCode};
use domain::ids::ReviewId;
use store::evidence::{Piece, Revision};

/// The hint of a field for files.
pub fn files_hint(app: &App) -> String {
    let virus = if app.files.has_virus_check() {
        "Each is checked for viruses."
    } else {
        "Files are not checked for viruses here."
    };
    format!(
        "{LIST_IN_WORDS}. Up to {} each, {} at once. No photographs of pupils and no pupils’ names. {virus}",
        size_in_words(app.files.limit()),
        crate::files::FILES_AT_ONCE
    )
}

/// "1.1 Early identification".
pub fn strand_name(access: &Access, code: StrandCode) -> String {
    access
        .framework
        .strand(&code)
        .map_or_else(|| code.to_string(), strand_title)
}

fn strand_title(strand: &Strand) -> String {
    format!("{} {}", strand.code, strand.title)
}

/// The strands to choose from.
pub fn strand_choices(access: &Access) -> Vec<Choice> {
    access
        .framework
        .strands()
        .map(|s| Choice::new(s.code.to_string(), strand_title(s)))
        .collect()
}

/// The kinds to choose from.
pub fn kind_choices() -> Vec<Choice> {
    EvidenceKind::ALL
        .iter()
        .map(|k| Choice::new(k.as_str(), k.in_words()))
        .collect()
}

/// The themes to tick.
pub fn theme_choices() -> Vec<Choice> {
    Theme::ALL
        .iter()
        .map(|t| Choice::new(t.as_str(), t.in_full()))
        .collect()
}

/// Themes and whole groups, to filter by.
pub fn theme_filter() -> Vec<Choice> {
    let mut out = Vec::new();
    for group in ThemeGroup::ALL {
        let themes: Vec<Theme> = group.themes().collect();
        out.push(Choice::new(group.as_str(), group.in_words()));
        if themes.len() > 1 {
            out.extend(themes.iter().map(|t| Choice::new(t.as_str(), t.in_full())));
        }
    }
    out
}

/// Who reads a side.
pub fn who(access: &Access, side: Side) -> (Vec<String>, String) {
    match side {
        Side::School => (
            who::of_self_review(&access.review, &access.around),
            who::SELF_REVIEW_NOTE.to_owned(),
        ),
        Side::Team => (
            vec!["The review team, until the review closes".to_owned()],
            "The school, coordinators and everybody else never see the team’s evidence. What comes of it stands in the report.".to_owned(),
        ),
    }
}

fn piece_href(review: &ReviewId, piece: &Piece) -> String {
    format!("/reviews/{review}/evidence/{}", piece.id)
}

/// A revision as it is listed. `number` names an earlier revision.
pub fn file_line(review: &ReviewId, piece: &Piece, r: &Revision, earlier: bool) -> pages::FileLine {
    let href = format!("{}/files/{}", piece_href(review, piece), r.file);
    let href = if earlier {
        format!("{href}?version={}", r.number)
    } else {
        href
    };
    pages::FileLine {
        name: r.name.clone(),
        about: format!("{}, {}", r.kind.in_words(), size_in_words(r.size)),
        href: (r.state == FileState::Stored).then_some(href),
        state: r.state,
    }
}

/// Who added a revision, when, and what its bytes are.
pub fn facts(r: &Revision) -> Vec<String> {
    let check = match (r.state, r.checked_at) {
        (FileState::Stored, Some(at)) => format!(" Checked for viruses at {}.", moment(at)),
        _ => String::new(),
    };
    vec![
        format!(
            "Version {}, added by {} at {}.{check}",
            r.number,
            r.by_name,
            moment(r.at)
        ),
        format!("SHA-256 {}", r.sha256),
    ]
}

/// A piece as it is listed.
pub fn piece_line(access: &Access, piece: &Piece) -> pages::PieceLine {
    let review = &access.review.facts.id;
    pages::PieceLine {
        href: piece_href(review, piece),
        kind: piece.form.kind.in_words(),
        stance: piece.form.stance,
        strands: piece
            .form
            .strands
            .iter()
            .map(|code| strand_name(access, *code))
            .collect(),
        themes: piece.form.themes.iter().map(|t| t.in_full()).collect(),
        text: piece.form.text.clone(),
        link: piece.form.link.clone(),
        files: piece
            .newest()
            .map(|r| file_line(review, piece, r, false))
            .collect(),
        added: format!("Added by {} at {}", piece.by_name, moment(piece.at)),
    }
}

/// The pages above one of evidence.
pub fn trail(access: &Access) -> Vec<(String, String)> {
    let mut trail = crate::http::reviews::trail(&access.review);
    trail.push((
        "Evidence".to_owned(),
        format!("/reviews/{}/evidence", access.review.facts.id),
    ));
    trail
}

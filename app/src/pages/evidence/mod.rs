//! Evidence with its files: the list, the form, one piece, what is asked before something goes, and the matrix.
//!
//! Holds no decision: what may be done comes as a value.

mod confirm;
mod form;
mod list;
mod matrix;
mod piece;
mod replace;

pub use confirm::{Confirm, ConfirmView};
pub use form::{EditView, EvidenceForm, KeptFile};
pub use list::{List, ListView};
pub use matrix::{MatrixCell, MatrixPage, MatrixRow, MatrixView};
pub use piece::{FileView, Piece, PieceView};
pub use replace::{Replace, ReplaceView};

use crate::components::{Tag, TagColour};
use domain::evidence::Stance;
use domain::evidence::files::FileState;
use leptos::prelude::*;

/// A file as it is listed.
#[derive(Debug, Clone)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// "Word document, 120 KB".
    pub about: String,
    /// Where it can be opened; none while it waits or when it was refused.
    pub href: Option<String>,
    /// Where it stands.
    pub state: FileState,
}

/// A piece as it is listed.
#[derive(Debug, Clone)]
pub struct PieceLine {
    /// Its page.
    pub href: String,
    /// Kind in words.
    pub kind: &'static str,
    /// Which way it points.
    pub stance: Stance,
    /// "1.1 Early identification".
    pub strands: Vec<String>,
    /// Themes in full.
    pub themes: Vec<String>,
    /// What it shows.
    pub text: String,
    /// A web address.
    pub link: Option<String>,
    /// The newest revision of each file.
    pub files: Vec<FileLine>,
    /// Who added it and when.
    pub added: String,
}

/// Whose evidence one reads, with where the other is.
#[derive(Debug, Clone)]
pub struct SideLink {
    /// "The school’s evidence".
    pub text: &'static str,
    /// Its address; none for the one that is shown.
    pub href: Option<String>,
}

/// Supports or challenges, as a tag.
fn stance_tag(stance: Stance) -> impl IntoView {
    let colour = match stance {
        Stance::Supports => TagColour::Green,
        Stance::Challenges => TagColour::Orange,
    };
    view! { <Tag text=stance.in_words() colour=colour/> }
}

/// A file with its link and its state in words.
fn file_line(file: FileLine) -> AnyView {
    let state = match file.state {
        FileState::Stored => None,
        FileState::Held => Some(("Waits for its virus check", TagColour::Yellow)),
        FileState::Refused => Some(("Refused by the virus check", TagColour::Red)),
    };
    let name = match file.href {
        Some(href) => view! { <a class="govuk-link" href=href>{file.name}</a> }.into_any(),
        None => view! { <span>{file.name}</span> }.into_any(),
    };
    view! {
        {name}
        {format!(" ({})", file.about)}
        {state.map(|(text, colour)| view! { " " <Tag text colour=colour/> })}
    }
    .into_any()
}

/// Files under each other; nothing when there are none.
fn file_list(files: Vec<FileLine>) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    let items = files
        .into_iter()
        .map(|f| view! { <li>{file_line(f)}</li> })
        .collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
}

/// Links between the sides; nothing where there is one.
fn side_links(sides: Vec<SideLink>) -> AnyView {
    if sides.len() < 2 {
        return ().into_any();
    }
    let items = sides
        .into_iter()
        .map(|s| match s.href {
            Some(href) => {
                view! { <li><a class="govuk-link" href=href>{s.text}</a></li> }.into_any()
            }
            None => view! { <li><strong aria-current="page">{s.text}</strong></li> }.into_any(),
        })
        .collect_view();
    view! { <nav aria-label="Whose evidence"><ul class="govuk-list">{items}</ul></nav> }.into_any()
}

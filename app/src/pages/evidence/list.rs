//! One side's evidence, by strand, kind and theme.

use super::{PieceLine, SideLink, file_list, side_links, stance_tag};
use crate::components::{
    BannerKind, Button, ButtonKind, Choice, LinkButton, NotificationBanner, Pagination, Select,
    WhoCanSee, paragraphs,
};
use domain::forms::RawForm;
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct ListView {
    /// The school.
    pub school: String,
    /// "The school’s evidence".
    pub title: &'static str,
    /// The sides that the reader may see.
    pub sides: Vec<SideLink>,
    /// The value of the side shown, for the filter.
    pub side: &'static str,
    /// Strands, kinds and themes to choose from.
    pub strands: Vec<Choice>,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// Themes and groups of them.
    pub themes: Vec<Choice>,
    /// The pieces of this page.
    pub pieces: Vec<PieceLine>,
    /// How many there are.
    pub total: usize,
    /// True when something is filtered.
    pub filtered: bool,
    /// The page and how many there are.
    pub page: (usize, usize),
    /// Address of a page without its number.
    pub pages_href: String,
    /// Where evidence is added, when it may be.
    pub add: Option<String>,
    /// The matrix.
    pub matrix: String,
    /// Back.
    pub back: (String, String),
    /// What has just been done.
    pub done: Option<&'static str>,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. Filter fields: `strand`, `kind`, `theme`.
#[component]
pub fn List(
    /// Everything on it.
    view: ListView,
    /// The filter as it was chosen.
    query: RawForm,
) -> impl IntoView {
    let count = match (view.total, view.filtered) {
        (0, false) => "No evidence has been added yet.".to_owned(),
        (0, true) => "Nothing fits what you chose.".to_owned(),
        (1, _) => "1 piece of evidence".to_owned(),
        (n, _) => format!("{n} pieces of evidence"),
    };
    let pieces = view.pieces.into_iter().map(block).collect_view();
    view! {
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{view.title}</h1>
        {side_links(view.sides)}
        {view.add.map(|href| view! { <LinkButton text="Add evidence" href/> })}
        <p class="govuk-body">
            <a class="govuk-link" href=view.matrix>"See which kinds of evidence each strand rests on"</a>
        </p>
        <form method="get" class="quintet-no-print">
            <input type="hidden" name="side" value=view.side/>
            <Select name="strand" label="Strand" prompt="All strands" choices=view.strands value=query.get("strand").to_owned()/>
            <Select name="kind" label="Kind" prompt="All kinds" choices=view.kinds value=query.get("kind").to_owned()/>
            <Select name="theme" label="Theme" prompt="All themes" choices=view.themes value=query.get("theme").to_owned()/>
            <Button text="Show" kind=ButtonKind::Secondary/>
        </form>
        <p class="govuk-body" role="status"><strong>{count}</strong></p>
        {pieces}
        <Pagination page=view.page.0 pages=view.page.1 href=view.pages_href/>
        <p class="govuk-body"><a class="govuk-link" href=view.back.1>{view.back.0}</a></p>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

fn block(piece: PieceLine) -> impl IntoView {
    let title = format!("{}: {}", piece.kind, piece.strands.join(", "));
    let themes = (!piece.themes.is_empty()).then(
        || view! { <p class="govuk-body-s">{format!("Themes: {}", piece.themes.join("; "))}</p> },
    );
    let link = piece.link.map(|l| {
        view! { <p class="govuk-body"><a class="govuk-link" href=l.clone() rel="noopener noreferrer">{l.clone()}</a></p> }
    });
    view! {
        <article class="quintet-note">
            <h2 class="govuk-heading-s"><a class="govuk-link" href=piece.href>{title}</a></h2>
            <p class="govuk-body-s">{stance_tag(piece.stance)}</p>
            {paragraphs(&piece.text)}
            {link}
            {file_list(piece.files)}
            {themes}
            <p class="govuk-body-s">{piece.added}</p>
        </article>
    }
}

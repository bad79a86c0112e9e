//! One piece of evidence: what it shows, its files with their revisions, and what can be done with it.

use super::{FileLine, PieceLine, file_line, stance_tag};
use crate::components::{
    BannerKind, Button, ButtonGroup, ButtonKind, Details, ErrorSummary, FileUpload, LinkButton,
    NotificationBanner, SummaryList, SummaryRow, WhoCanSee, paragraphs,
};
use domain::evidence::files::accept;
use domain::forms::FieldErrors;
use leptos::prelude::*;

/// A file with its revisions.
#[derive(Debug, Clone)]
pub struct FileView {
    /// The newest revision.
    pub newest: FileLine,
    /// "Added by … at …, SHA-256 …".
    pub facts: Vec<String>,
    /// Older revisions, newest first, each with its facts.
    pub older: Vec<(FileLine, String)>,
    /// Where it is replaced and removed, when it may be.
    pub change: Option<(String, String)>,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct PieceView {
    /// The school.
    pub school: String,
    /// The piece.
    pub piece: PieceLine,
    /// Whose it is, in words.
    pub side: &'static str,
    /// Who changed it last, and when.
    pub changed: Option<String>,
    /// Its files.
    pub files: Vec<FileView>,
    /// The hint of the file field, when files may be added.
    pub add: Option<String>,
    /// Where it is changed and removed, when it may be.
    pub change: Option<(String, String)>,
    /// A fresh form key.
    pub form_key: String,
    /// What has just been done.
    pub done: Option<String>,
    /// True when files are not checked for viruses here.
    pub unchecked: bool,
    /// The list.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. The form for files posts to the piece's own address, with the field `files`.
#[component]
pub fn Piece(
    /// Everything on it.
    view: PieceView,
    /// What is wrong with the files that were sent.
    errors: FieldErrors,
) -> impl IntoView {
    let piece = view.piece.clone();
    let mut rows = vec![
        SummaryRow::view("Stance", stance_tag(piece.stance)),
        SummaryRow::view("Strands", lines(piece.strands)),
    ];
    if !piece.themes.is_empty() {
        rows.push(SummaryRow::view("Themes", lines(piece.themes)));
    }
    if let Some(l) = piece.link {
        rows.push(SummaryRow::view(
            "Link",
            view! { <a class="govuk-link" href=l.clone() rel="noopener noreferrer">{l.clone()}</a> },
        ));
    }
    rows.push(SummaryRow::text("Added", piece.added));
    if let Some(changed) = view.changed {
        rows.push(SummaryRow::text("Changed", changed));
    }
    let none = view.files.is_empty() && view.add.is_none();
    let files = view.files.into_iter().map(file).collect_view();
    let unchecked = (view.unchecked && !none).then(|| {
        view! { <p class="govuk-hint">"Files are not checked for viruses here. Open them only on a computer that does so itself."</p> }
    });
    let add = view.add.map(|hint| {
        view! {
            <form method="post" action=piece.href.clone() enctype="multipart/form-data" novalidate>
                <input type="hidden" name="form_key" value=view.form_key/>
                <FileUpload
                    name="files"
                    label="Add files"
                    hint=hint
                    error=errors.get("files")
                    accept=accept()
                    multiple=true
                />
                <Button text="Add files" kind=ButtonKind::Secondary/>
            </form>
        }
    });
    let change = view.change.map(|(edit, remove)| {
        view! {
            <ButtonGroup>
                <LinkButton text="Change" href=edit kind=ButtonKind::Secondary/>
                <a class="govuk-link" href=remove>"Remove this evidence"</a>
            </ButtonGroup>
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <span class="govuk-caption-l">{format!("{}: {}", view.school, view.side)}</span>
        <h1 class="govuk-heading-l">{piece.kind}</h1>
        {paragraphs(&piece.text)}
        <SummaryList rows/>
        {change}
        {(!none).then(|| view! { <h2 class="govuk-heading-m" id="files-section">"Files"</h2> })}
        {unchecked}
        {files}
        {add}
        <p class="govuk-body"><a class="govuk-link" href=view.back>"All evidence"</a></p>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

fn lines(items: Vec<String>) -> impl IntoView {
    items
        .into_iter()
        .map(|text| view! { <div>{text}</div> })
        .collect_view()
}

fn file(view: FileView) -> impl IntoView {
    let name = view.newest.name.clone();
    let change = view.change.map(|(replace, remove)| {
        let hidden = name.clone();
        let hidden_again = name.clone();
        view! {
            <p class="govuk-body-s">
                <a class="govuk-link" href=replace>"Replace" <span class="govuk-visually-hidden">{format!(" {hidden}")}</span></a>
                " "
                <a class="govuk-link" href=remove>"Remove" <span class="govuk-visually-hidden">{format!(" {hidden_again}")}</span></a>
            </p>
        }
    });
    let facts = view
        .facts
        .into_iter()
        .map(|text| view! { <p class="govuk-body-s">{text}</p> })
        .collect_view();
    let older = (!view.older.is_empty()).then(|| {
        let items = view
            .older
            .into_iter()
            .map(|(line, facts)| view! { <li>{file_line(line)} <br/> <span class="govuk-body-s">{facts}</span></li> })
            .collect_view();
        view! { <Details summary="Earlier versions"><ul class="govuk-list">{items}</ul></Details> }
    });
    view! {
        <div class="quintet-note">
            <p class="govuk-body">{file_line(view.newest)}</p>
            {facts}
            {change}
            {older}
        </div>
    }
}

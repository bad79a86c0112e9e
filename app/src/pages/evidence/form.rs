//! The form for a piece of evidence. New pieces take files with it; saved ones get theirs on their own page.

use crate::components::{
    Button, ButtonGroup, Checkboxes, Choice, Details, ErrorSummary, FileUpload, InsetText, Limit,
    PersonalDataQuestion, Radios, Select, TextArea, TextInput, WhoCanSee,
};
use domain::evidence::files::accept;
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A file that has arrived already and waits for the rest of the form.
#[derive(Debug, Clone)]
pub struct KeptFile {
    /// Its id.
    pub id: String,
    /// "plan.pdf (PDF document, 120 KB)".
    pub words: String,
}

/// Everything on the page beside what was typed.
#[derive(Debug, Clone)]
pub struct EditView {
    /// The school.
    pub school: String,
    /// "Add evidence".
    pub title: &'static str,
    /// The strands.
    pub strands: Vec<Choice>,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// Stances, in the words of the side.
    pub stances: Vec<Choice>,
    /// Themes in full.
    pub themes: Vec<Choice>,
    /// The hint of the file field; none on the page of a saved piece.
    pub files: Option<String>,
    /// Files that have arrived already.
    pub kept: Vec<KeptFile>,
    /// Said above the form.
    pub notice: Option<String>,
    /// Back, without saving.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. Fields: `text`, `kind`, `stance`, `strand`, `theme`, `link`, `files`, `kept`.
#[component]
pub fn EvidenceForm(
    /// Everything beside what was typed.
    view: EditView,
    /// What was typed, or is saved.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let ticked =
        |name: &str| -> Vec<String> { form.all(name).into_iter().map(str::to_owned).collect() };
    let enctype = view.files.as_ref().map(|_| "multipart/form-data");
    let kept = (!view.kept.is_empty()).then(|| {
        let values: Vec<String> = view.kept.iter().map(|k| k.id.clone()).collect();
        let choices = view
            .kept
            .iter()
            .map(|k| Choice::new(k.id.clone(), k.words.clone()))
            .collect();
        view! {
            <Checkboxes
                name="kept"
                label="Files that have arrived"
                hint="They are added when you save. Untick one to leave it out."
                choices=choices
                values=values
                small=true
            />
        }
    });
    let files = view.files.clone().map(|hint| {
        view! {
            {kept}
            <FileUpload
                name="files"
                label="Files (optional)"
                hint=hint
                error=errors.get("files")
                accept=accept()
                multiple=true
            />
        }
    });
    let themes_open = !form.all("theme").is_empty() || errors.get("theme").is_some();
    let (themes_ticked, theme_error) = (ticked("theme"), errors.get("theme").map(str::to_owned));
    let themes = view! {
        <Details summary="Themes of the call for evidence (optional)" open=themes_open>
            <Checkboxes
                name="theme"
                label="Themes"
                choices=view.themes
                values=themes_ticked
                error=theme_error
                small=true
            />
        </Details>
    };
    let strands_ticked = ticked("strand");
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{view.title}</h1>
        {view.notice.map(|words| view! { <InsetText>{words}</InsetText> })}
        <form method="post" enctype=enctype novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <TextArea
                name="text"
                label="What does it show?"
                hint="Do not name pupils or give dates of birth, UPNs or case notes. Speak of staff by their role."
                value=form.get("text").to_owned()
                error=errors.get("text")
                rows=4
                limit=Limit::Characters(2_000)
            />
            <Select
                name="kind"
                label="Kind of evidence"
                prompt="Choose a kind"
                choices=view.kinds
                value=form.get("kind").to_owned()
                error=errors.get("kind")
            />
            <Radios
                name="stance"
                label="What does it do?"
                choices=view.stances
                value=form.get("stance").to_owned()
                error=errors.get("stance")
                small=true
            />
            <Checkboxes
                name="strand"
                label="Which strands is it about?"
                hint="Choose all that fit."
                choices=view.strands
                values=strands_ticked
                error=errors.get("strand")
                small=true
            />
            {themes}
            <TextInput
                name="link"
                label="Link (optional)"
                hint="A web address that readers can open, such as https://www.example.org/policy"
                value=form.get("link").to_owned()
                error=errors.get("link")
                kind="url"
            />
            {files}
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <ButtonGroup>
                <Button text="Save"/>
                <a class="govuk-link" href=view.back>"Cancel"</a>
            </ButtonGroup>
        </form>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

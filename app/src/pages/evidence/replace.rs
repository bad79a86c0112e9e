//! A newer version in place of a file.

use crate::components::{Button, ButtonGroup, ErrorSummary, FileUpload, WhoCanSee};
use domain::evidence::files::accept;
use domain::forms::FieldErrors;
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct ReplaceView {
    /// The school.
    pub school: String,
    /// The present name.
    pub name: String,
    /// The hint of the file field.
    pub hint: String,
    /// A fresh form key.
    pub form_key: String,
    /// Back, without doing it.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. Field: `files`, one file.
#[component]
pub fn Replace(
    /// Everything on it.
    view: ReplaceView,
    /// What is wrong with the file that was sent.
    errors: FieldErrors,
) -> impl IntoView {
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{format!("Replace {}", view.name)}</h1>
        <p class="govuk-body">"The earlier version is kept and can still be opened."</p>
        <form method="post" enctype="multipart/form-data" novalidate>
            <input type="hidden" name="form_key" value=view.form_key/>
            <FileUpload name="files" label="The new version" hint=view.hint error=errors.get("files") accept=accept()/>
            <ButtonGroup>
                <Button text="Replace"/>
                <a class="govuk-link" href=view.back>"Cancel"</a>
            </ButtonGroup>
        </form>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

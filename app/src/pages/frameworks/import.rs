//! Bringing a framework file in.

use crate::components::{Button, ErrorSummary, FileUpload, TextArea};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The form: a file, or its text. After a fault the text stands in the field, so that it can be mended there.
#[component]
pub fn Import(
    /// What was sent.
    form: RawForm,
    /// What is wrong: `text`, or one a fault of the file, `line-1` and so on.
    errors: FieldErrors,
) -> impl IntoView {
    let faults = errors
        .items()
        .iter()
        .filter(|(field, _)| field.starts_with("line-"))
        .count();
    // Every fault lies in the one field, so each leads there.
    let summary = errors
        .items()
        .iter()
        .map(|(_, message)| ("text".to_owned(), message.clone()))
        .collect::<Vec<_>>();
    let beside = match faults {
        0 => errors.get("text").map(str::to_owned),
        1 => Some("The file has 1 fault. It is named at the top of this page.".to_owned()),
        n => Some(format!(
            "The file has {n} faults. They are listed at the top of this page."
        )),
    };
    view! {
        <ErrorSummary errors=summary/>
        <h1 class="govuk-heading-l">"Import a framework file"</h1>
        <p class="govuk-body">
            "Start from a file that you have "
            <a class="govuk-link" href="/frameworks">"downloaded from a version here"</a>
            ", change it in a plain text editor, and raise its version number by one. The file is checked as a whole and comes in as a draft."
        </p>
        <form method="post" enctype="multipart/form-data" novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <FileUpload
                name="file"
                label="Framework file"
                hint="A TOML file of up to 1 MB. If you choose a file, the text below is not used."
                accept=".toml,.txt,text/plain"
            />
            <TextArea
                name="text"
                label="Or its text"
                hint="Paste the whole file."
                value=form.get("text").to_owned()
                error=beside
                rows=20
            />
            <Button text="Check and import as a draft"/>
        </form>
    }
}

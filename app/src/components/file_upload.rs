//! Files from a person's own machine.

use super::field::{Field, MaybeText, class_with_error, described_by};
use leptos::prelude::*;

/// A field for one file or several. Its form needs `enctype="multipart/form-data"`.
#[component]
pub fn FileUpload(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// A line under the label: which kinds, how large.
    #[prop(into, optional)]
    hint: MaybeText,
    /// What is wrong.
    #[prop(into, optional)]
    error: MaybeText,
    /// Which files the dialogue offers first, such as `.csv,text/csv`.
    #[prop(into, optional)]
    accept: MaybeText,
    /// Whether several files may be chosen.
    #[prop(optional)]
    multiple: bool,
    /// `s`, `m`, `l` or `xl`; small without it.
    #[prop(into, optional)]
    label_size: MaybeText,
    /// Whether the label is the page's only heading.
    #[prop(optional)]
    page_heading: bool,
) -> impl IntoView {
    let input = view! {
        <input
            class=class_with_error("govuk-file-upload", &error)
            id=name.clone()
            name=name.clone()
            type="file"
            accept=accept.into_inner()
            multiple=multiple
            aria-describedby=described_by(&name, &hint, &error, None)
        />
    };
    view! {
        <Field name label label_size page_heading hint error>
            {input}
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn hint_and_error_are_named() {
        let html = render(|| {
            view! {
                <FileUpload
                    name="register"
                    label="Schools register"
                    hint="A CSV file"
                    error="Choose a file"
                    accept=".csv"
                />
            }
        });
        assert!(
            html.contains(r#"aria-describedby="register-hint register-error""#),
            "{html}"
        );
        assert!(html.contains(r#"type="file" accept=".csv""#), "{html}");
        assert!(!html.contains("multiple"), "{html}");
    }
}

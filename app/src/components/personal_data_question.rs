//! The box with which a form goes on whose text looks like personal data.

use domain::forms::{FieldErrors, RawForm};
use domain::personal_data::{FIELD, asked};
use leptos::prelude::*;

/// Renders nothing unless the form was asked about (see `domain::personal_data::ask`). Put it right above the button
/// that saves. The error beside each field says what was found and why it matters; this is how to go on all the same.
#[component]
pub fn PersonalDataQuestion(
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let Some((digest, ticked)) = asked(&form, &errors) else {
        return ().into_any();
    };
    let id = format!("{FIELD}-{digest}");
    let (hint, wrong) = (format!("{id}-hint"), format!("{id}-error"));
    let message = errors.get(&id).map(|message| {
        view! {
            <p id=wrong.clone() class="govuk-error-message">
                <span class="govuk-visually-hidden">"Error: "</span>
                {message.to_owned()}
            </p>
        }
    });
    let class = if message.is_some() {
        "govuk-form-group govuk-form-group--error"
    } else {
        "govuk-form-group"
    };
    view! {
        <div class=class>
            <fieldset class="govuk-fieldset" aria-describedby=format!("{hint} {wrong}")>
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
                    "Could somebody tell which pupil is meant?"
                </legend>
                <div id=hint.clone() class="govuk-hint">
                    "Reviews are read by people from other schools. If you go on, your name and what kind of text it was are recorded, not the text."
                </div>
                {message}
                <div class="govuk-checkboxes govuk-checkboxes--small">
                    <div class="govuk-checkboxes__item">
                        <input class="govuk-checkboxes__input" id=id.clone() name=FIELD type="checkbox" value=digest checked=ticked/>
                        <label class="govuk-label govuk-checkboxes__label" for=id>
                            "This is not about a pupil who could be recognised; save it as it is"
                        </label>
                    </div>
                </div>
            </fieldset>
        </div>
    }
    .into_any()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::render;
    use domain::forms::Reader;

    #[test]
    fn the_box_is_where_the_summary_leads_and_only_when_there_is_a_question() {
        let mut form = RawForm::default();
        form.set("text", "Ahmed, 9");
        let mut reader = Reader::new(&form);
        let _ = domain::personal_data::ask(&mut reader, &["text"]);
        let errors = reader.finish(Some(())).unwrap_err();
        let (id, _) = errors.items().last().unwrap().clone();
        let (shown, asked) = (form.clone(), errors.clone());
        let html = render(move || view! { <PersonalDataQuestion form=shown errors=asked/> });
        assert!(
            html.contains(&format!(r#"id="{id}" name="personal_data_ok""#)),
            "{html}"
        );
        let none = render(move || view! { <PersonalDataQuestion form errors=FieldErrors::new()/> });
        assert_eq!(none, "");
    }
}

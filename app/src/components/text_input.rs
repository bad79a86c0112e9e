//! One line of text.

use super::field::{Field, MaybeText, class_with_error, described_by};
use leptos::prelude::*;

/// A field for one line: a name, an address, a number. It is as wide as its answer is expected to be.
#[component]
pub fn TextInput(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What was typed, returned letter by letter.
    #[prop(into, optional)]
    value: String,
    /// A line under the label.
    #[prop(into, optional)]
    hint: MaybeText,
    /// What is wrong.
    #[prop(into, optional)]
    error: MaybeText,
    /// `text` without it; also `email`, `tel`, `url`, `password`, `search`. For numbers keep `text` and
    /// set `inputmode` to `numeric`.
    #[prop(into, optional)]
    kind: MaybeText,
    /// Which keyboard a phone shows: `numeric`, `decimal`, `email`.
    #[prop(into, optional)]
    inputmode: MaybeText,
    /// What a browser may fill in: `email`, `name`, `one-time-code`.
    #[prop(into, optional)]
    autocomplete: MaybeText,
    /// Width in characters: 2, 3, 4, 5, 10, 20 or 30. The whole column without it.
    #[prop(optional)]
    width: u8,
    /// What stands before the field, such as `£`.
    #[prop(into, optional)]
    prefix: MaybeText,
    /// `s`, `m`, `l` or `xl`; small without it.
    #[prop(into, optional)]
    label_size: MaybeText,
    /// Whether the label is the page's only heading.
    #[prop(optional)]
    page_heading: bool,
) -> impl IntoView {
    let mut class = class_with_error("govuk-input", &error);
    if width > 0 {
        class.push_str(&format!(" govuk-input--width-{width}"));
    }
    let kind = kind.or("text");
    // A spelling checker underlines addresses and names of people, and some send what is typed away.
    let spellcheck = matches!(kind.as_str(), "email" | "url" | "password").then_some("false");
    let input = view! {
        <input
            class=class
            id=name.clone()
            name=name.clone()
            type=kind
            value=value
            inputmode=inputmode.into_inner()
            autocomplete=autocomplete.into_inner()
            spellcheck=spellcheck
            aria-describedby=described_by(&name, &hint, &error, None)
        />
    };
    let input = match prefix.into_inner() {
        Some(prefix) => view! {
            <div class="govuk-input__wrapper">
                <div class="govuk-input__prefix" aria-hidden="true">{prefix}</div>
                {input}
            </div>
        }
        .into_any(),
        None => input.into_any(),
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
    fn the_error_is_next_to_the_field_and_named_by_it() {
        let html = render(|| {
            view! {
                <TextInput
                    name="email"
                    label="Email address"
                    value="sam@"
                    hint="We send you a link."
                    error=Some("Enter an email address".to_owned())
                    kind="email"
                />
            }
        });
        assert!(
            html.contains(r#"class="govuk-form-group govuk-form-group--error""#),
            "{html}"
        );
        assert!(html.contains(r#"for="email""#), "{html}");
        assert!(html.contains(r#"id="email""#), "{html}");
        assert!(
            html.contains(r#"aria-describedby="email-hint email-error""#),
            "{html}"
        );
        assert!(
            html.contains(r#"<p id="email-error" class="govuk-error-message">"#),
            "{html}"
        );
        assert!(html.contains(r#"value="sam@""#), "{html}");
        assert!(html.contains("govuk-input--error"), "{html}");
    }

    #[test]
    fn without_an_error_nothing_speaks_of_one() {
        let html = render(|| view! { <TextInput name="town" label="Town" width=10/> });
        assert!(!html.contains("error"), "{html}");
        assert!(!html.contains("aria-describedby"), "{html}");
        assert!(
            html.contains(r#"class="govuk-input govuk-input--width-10""#),
            "{html}"
        );
    }

    #[test]
    fn what_was_typed_cannot_leave_its_attribute() {
        let html = render(|| {
            view! { <TextInput name="a" label="A" value="\"><script>x</script>"/> }
        });
        assert!(!html.contains("<script>"), "{html}");
    }
}

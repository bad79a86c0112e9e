//! One answer out of many.

use super::field::{Choice, Field, MaybeText, class_with_error, described_by};
use leptos::prelude::*;

/// A drop-down list. Prefer `Radios` for up to seven answers.
#[component]
pub fn Select(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    label: String,
    /// The answers, in the order they are shown.
    choices: Vec<Choice>,
    /// The value of the chosen answer, or nothing.
    #[prop(into, optional)]
    value: String,
    /// A first line that is no answer, such as “Choose a school”. It sends an empty value.
    #[prop(into, optional)]
    prompt: MaybeText,
    /// A line under the question.
    #[prop(into, optional)]
    hint: MaybeText,
    /// What is wrong.
    #[prop(into, optional)]
    error: MaybeText,
    /// `s`, `m`, `l` or `xl`; small without it.
    #[prop(into, optional)]
    label_size: MaybeText,
    /// Whether the question is the page's only heading.
    #[prop(optional)]
    page_heading: bool,
) -> impl IntoView {
    let prompt = prompt
        .into_inner()
        .map(|prompt| view! { <option value="">{prompt}</option> });
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = !value.is_empty() && value == choice.value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    let select = view! {
        <select
            class=class_with_error("govuk-select", &error)
            id=name.clone()
            name=name.clone()
            aria-describedby=described_by(&name, &hint, &error, None)
        >
            {prompt}
            {options}
        </select>
    };
    view! {
        <Field name label label_size page_heading hint error>
            {select}
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn the_chosen_answer_stays_chosen_and_the_error_is_named() {
        let html = render(|| {
            view! {
                <Select
                    name="school"
                    label="School"
                    prompt="Choose a school"
                    choices=vec![Choice::new("1", "Oakfield"), Choice::new("2", "Hillside")]
                    value="2"
                    error="Choose another school"
                />
            }
        });
        assert!(
            html.contains(r#"<option value="">Choose a school</option>"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<option value="2" selected>Hillside</option>"#),
            "{html}"
        );
        assert_eq!(html.matches(" selected").count(), 1, "{html}");
        assert!(
            html.contains(r#"aria-describedby="school-error""#),
            "{html}"
        );
    }
}

//! One answer out of a few.

use super::field::{Choice, FieldGroup, MaybeText, choice_id};
use leptos::prelude::*;

/// A set of radio buttons. None is chosen beforehand unless `value` says which.
#[component]
pub fn Radios(
    /// The field's name. The first choice has it as its id.
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
    /// A line under the question.
    #[prop(into, optional)]
    hint: MaybeText,
    /// What is wrong.
    #[prop(into, optional)]
    error: MaybeText,
    /// Side by side instead of one under the other: for two short answers such as yes and no.
    #[prop(optional)]
    inline: bool,
    /// Smaller circles, for lists that people use often.
    #[prop(optional)]
    small: bool,
    /// `s`, `m`, `l` or `xl`; small without it.
    #[prop(into, optional)]
    label_size: MaybeText,
    /// Whether the question is the page's only heading.
    #[prop(optional)]
    page_heading: bool,
) -> impl IntoView {
    let mut class = String::from("govuk-radios");
    if inline {
        class.push_str(" govuk-radios--inline");
    }
    if small {
        class.push_str(" govuk-radios--small");
    }
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = choice_id(&name, index);
            let hint_id = choice.hint.is_some().then(|| format!("{id}-item-hint"));
            let hint = choice.hint.into_inner().map(|hint| {
                view! {
                    <div id=hint_id.clone() class="govuk-hint govuk-radios__hint">{hint}</div>
                }
            });
            view! {
                <div class="govuk-radios__item">
                    <input
                        class="govuk-radios__input"
                        id=id.clone()
                        name=name.clone()
                        type="radio"
                        checked=!value.is_empty() && value == choice.value
                        value=choice.value
                        aria-describedby=hint_id.clone()
                    />
                    <label class="govuk-label govuk-radios__label" for=id>{choice.label}</label>
                    {hint}
                </div>
            }
        })
        .collect_view();
    view! {
        <FieldGroup name legend=label legend_size=label_size page_heading hint error>
            <div class=class>{items}</div>
        </FieldGroup>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    fn levels() -> Vec<Choice> {
        vec![
            Choice::new("secure", "Secure").hint("It happens in every class"),
            Choice::new("developing", "Developing"),
        ]
    }

    #[test]
    fn the_error_summary_finds_the_first_choice_by_the_fields_name() {
        let html = render(|| {
            view! { <Radios name="level" label="Level" choices=levels() error="Choose a level"/> }
        });
        assert!(
            html.contains(r#"id="level" name="level" type="radio""#),
            "{html}"
        );
        assert!(html.contains(r#"id="level-2" name="level""#), "{html}");
        assert!(html.contains(r#"for="level-2""#), "{html}");
        assert!(
            html.contains(r#"<fieldset aria-describedby="level-error" class="govuk-fieldset">"#),
            "{html}"
        );
        assert!(!html.contains("checked"), "{html}");
    }

    #[test]
    fn the_chosen_answer_stays_chosen() {
        let html = render(|| {
            view! { <Radios name="level" label="Level" choices=levels() value="developing"/> }
        });
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert!(html.contains(r#"checked value="developing""#), "{html}");
    }
}

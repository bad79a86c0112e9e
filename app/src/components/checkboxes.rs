//! Any number of answers out of a few.

use super::field::{Choice, FieldGroup, MaybeText, choice_id};
use leptos::prelude::*;

/// A set of checkboxes. Each sends the same name, so the form receives a list.
#[component]
pub fn Checkboxes(
    /// The field's name. The first choice has it as its id.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    label: String,
    /// The answers, in the order they are shown.
    choices: Vec<Choice>,
    /// The values of the ticked answers.
    #[prop(optional)]
    values: Vec<String>,
    /// A line under the question.
    #[prop(into, optional)]
    hint: MaybeText,
    /// What is wrong.
    #[prop(into, optional)]
    error: MaybeText,
    /// Smaller boxes, for long lists.
    #[prop(optional)]
    small: bool,
    /// `s`, `m`, `l` or `xl`; small without it.
    #[prop(into, optional)]
    label_size: MaybeText,
    /// Whether the question is the page's only heading.
    #[prop(optional)]
    page_heading: bool,
) -> impl IntoView {
    let class = if small {
        "govuk-checkboxes govuk-checkboxes--small"
    } else {
        "govuk-checkboxes"
    };
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = choice_id(&name, index);
            let hint_id = choice.hint.is_some().then(|| format!("{id}-item-hint"));
            let hint = choice.hint.into_inner().map(|hint| {
                view! {
                    <div id=hint_id.clone() class="govuk-hint govuk-checkboxes__hint">{hint}</div>
                }
            });
            view! {
                <div class="govuk-checkboxes__item">
                    <input
                        class="govuk-checkboxes__input"
                        id=id.clone()
                        name=name.clone()
                        type="checkbox"
                        checked=values.contains(&choice.value)
                        value=choice.value
                        aria-describedby=hint_id.clone()
                    />
                    <label class="govuk-label govuk-checkboxes__label" for=id>{choice.label}</label>
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

    #[test]
    fn every_ticked_answer_stays_ticked_and_the_first_has_the_fields_id() {
        let html = render(|| {
            view! {
                <Checkboxes
                    name="days"
                    label="Days"
                    choices=vec![
                        Choice::new("mon", "Monday"),
                        Choice::new("tue", "Tuesday").hint("Market day"),
                        Choice::new("wed", "Wednesday"),
                    ]
                    values=vec!["mon".to_owned(), "wed".to_owned()]
                    error="Choose two days"
                />
            }
        });
        assert!(
            html.contains(r#"id="days" name="days" type="checkbox" checked"#),
            "{html}"
        );
        assert!(
            html.contains(r#"id="days-3" name="days" type="checkbox" checked"#),
            "{html}"
        );
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
        assert!(
            html.contains(r#"aria-describedby="days-2-item-hint""#),
            "{html}"
        );
        assert!(html.contains(r#"aria-describedby="days-error""#), "{html}");
    }
}

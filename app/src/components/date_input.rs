//! A date in three fields.

use super::field::{FieldGroup, MaybeText};
use leptos::prelude::*;

/// Day, month and year as people write them. The form receives `{name}-day`, `{name}-month` and
/// `{name}-year`; the error summary links to `#{name}-day`.
#[component]
pub fn DateInput(
    /// The name from which those of the three fields are made.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    label: String,
    /// The day as it was typed.
    #[prop(into, optional)]
    day: String,
    /// The month as it was typed.
    #[prop(into, optional)]
    month: String,
    /// The year as it was typed.
    #[prop(into, optional)]
    year: String,
    /// A line under the question, best an example: “For example, 27 3 2027”.
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
    let error_class = if error.is_some() {
        " govuk-input--error"
    } else {
        ""
    };
    let fields = [
        ("day", "Day", day, 2),
        ("month", "Month", month, 2),
        ("year", "Year", year, 4),
    ]
    .into_iter()
    .map(|(part, label, value, width)| {
        let id = format!("{name}-{part}");
        view! {
            <div class="govuk-date-input__item">
                <div class="govuk-form-group">
                    <label class="govuk-label govuk-date-input__label" for=id.clone()>{label}</label>
                    <input
                        class=format!(
                            "govuk-input govuk-date-input__input govuk-input--width-{width}{error_class}",
                        )
                        id=id.clone()
                        name=id
                        type="text"
                        inputmode="numeric"
                        value=value
                    />
                </div>
            </div>
        }
    })
    .collect_view();
    view! {
        <FieldGroup name=name.clone() legend=label legend_size=label_size page_heading hint error>
            <div class="govuk-date-input" id=name>{fields}</div>
        </FieldGroup>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn the_three_parts_keep_what_was_typed_under_their_own_names() {
        let html = render(|| {
            view! {
                <DateInput
                    name="visit"
                    label="When is the visit?"
                    day="31"
                    month="xi"
                    year="27"
                    error="The month must be a number"
                />
            }
        });
        for (part, value) in [("day", "31"), ("month", "xi"), ("year", "27")] {
            assert!(html.contains(&format!(r#"for="visit-{part}""#)), "{html}");
            assert!(
                html.contains(&format!(
                    r#"id="visit-{part}" name="visit-{part}" type="text" inputmode="numeric" value="{value}""#
                )),
                "{html}"
            );
        }
        assert!(html.contains(r#"aria-describedby="visit-error""#), "{html}");
        assert_eq!(html.matches("govuk-input--error").count(), 3, "{html}");
    }
}

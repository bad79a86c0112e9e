//! Everything that is wrong with a form, at the top of the page.

use leptos::prelude::*;

/// Lists the errors of a form, each a link to its field. Renders nothing where there is none.
///
/// Put it first inside the main content, and begin the page's title with “Error: ”. The browser puts the
/// focus on it when the page opens, so that those who cannot see it hear it.
#[component]
pub fn ErrorSummary(
    /// The id of the field (see [`super::field`]) and the words, in the order of the fields. An empty id
    /// gives words without a link, for what no one field is to blame for.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    if errors.is_empty() {
        return ().into_any();
    }
    let items = errors
        .into_iter()
        .map(|(field, message)| {
            let message = if field.is_empty() {
                message.into_any()
            } else {
                view! { <a href=format!("#{field}")>{message}</a> }.into_any()
            };
            view! { <li>{message}</li> }
        })
        .collect_view();
    view! {
        <div class="govuk-error-summary" tabindex="-1" autofocus>
            <div role="alert">
                <h2 class="govuk-error-summary__title">"There is a problem"</h2>
                <div class="govuk-error-summary__body">
                    <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                </div>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn each_error_links_to_its_field() {
        let html = render(|| {
            view! {
                <ErrorSummary errors=vec![
                    ("visit-day".to_owned(), "Enter a date".to_owned()),
                    (String::new(), "Somebody else has saved this".to_owned()),
                ]/>
            }
        });
        assert!(
            html.contains(r##"<li><a href="#visit-day">Enter a date</a></li>"##),
            "{html}"
        );
        assert!(
            html.contains("<li>Somebody else has saved this</li>"),
            "{html}"
        );
        assert!(html.contains("There is a problem"), "{html}");
    }

    #[test]
    fn no_error_no_summary() {
        assert_eq!(render(|| view! { <ErrorSummary errors=vec![]/> }), "");
    }
}

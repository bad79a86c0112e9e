//! Who reads what is written on a page.

use super::field::MaybeText;
use leptos::prelude::*;

/// A box that names everybody who can see what the page holds. It stands on every page where people
/// write about a school.
#[component]
pub fn WhoCanSee(
    /// Each a person, a role or a group, in words: “You and the other leaders of Oakfield School”.
    people: Vec<String>,
    /// Who cannot, or when this changes: “The local authority sees dates only.”
    #[prop(into, optional)]
    note: MaybeText,
    /// The id of its heading, where a page has two of them.
    #[prop(into, optional)]
    id: MaybeText,
) -> impl IntoView {
    let id = id.or("who-can-see");
    let items = people
        .into_iter()
        .map(|person| view! { <li>{person}</li> })
        .collect_view();
    let note = note
        .into_inner()
        .map(|note| view! { <p class="govuk-body">{note}</p> });
    view! {
        <section class="quintet-who" aria-labelledby=id>
            <h2 class="govuk-heading-s quintet-who__title" id=id.clone()>
                <svg
                    class="quintet-who__icon"
                    viewBox="0 0 24 24"
                    aria-hidden="true"
                    focusable="false"
                >
                    <path
                        d="M1.5 12C4 7.5 7.8 5.3 12 5.3S20 7.5 22.5 12C20 16.5 16.2 18.7 12 18.7S4 16.5 1.5 12Z"
                        fill="none"
                        stroke="currentColor"
                        stroke-width="2"
                    ></path>
                    <circle cx="12" cy="12" r="3.5" fill="currentColor"></circle>
                </svg>
                "Who can see this"
            </h2>
            <ul class="govuk-list govuk-list--bullet">{items}</ul>
            {note}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn everybody_is_named_under_a_heading() {
        let html = render(|| {
            view! { <WhoCanSee people=vec!["You".to_owned(), "Your reviewers".to_owned()] note="Nobody else."/> }
        });
        assert!(
            html.contains("<li>You</li><li>Your reviewers</li>"),
            "{html}"
        );
        assert!(html.contains(r#"aria-labelledby="who-can-see""#), "{html}");
        assert!(html.contains("Nobody else."), "{html}");
    }
}

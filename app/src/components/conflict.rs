//! Two people wrote in one field. Nothing is thrown away: both texts are shown.

use leptos::prelude::*;

/// Shows what this person wrote beside what another saved meanwhile, for one field.
///
/// Put it before the field itself, which is to hold the person's own text, in a form that carries the
/// version just saved: pressing save then knowingly puts that text in place of the other.
#[component]
pub fn Conflict(
    /// The field's name, from which ids are made.
    #[prop(into)]
    name: String,
    /// What the field is called.
    #[prop(into)]
    label: String,
    /// What this person wrote.
    #[prop(into)]
    yours: String,
    /// What the other saved.
    #[prop(into)]
    theirs: String,
    /// Who the other is.
    #[prop(into)]
    who: String,
    /// When the other saved, in words: “today at 10:42”.
    #[prop(into)]
    when: String,
) -> impl IntoView {
    let title_id = format!("{name}-conflict");
    view! {
        <section aria-labelledby=title_id>
            <h2 class="govuk-heading-m" id=title_id.clone()>
                {format!("{who} changed “{label}” while you were writing")}
            </h2>
            <p class="govuk-body">
                "Both texts are below and nothing has been lost. The field under them holds your text. "
                {format!("To keep what {who} wrote, copy it into the field. ")}
                "Then save. What is in the field when you save is what everybody sees."
            </p>
            <div class="quintet-compare">
                <div class="quintet-compare__side quintet-compare__side--yours">
                    <h3 class="govuk-heading-s">"Your text, not saved yet"</h3>
                    {text(yours)}
                </div>
                <div class="quintet-compare__side">
                    <h3 class="govuk-heading-s">{format!("{who}’s text, saved {when}")}</h3>
                    {text(theirs)}
                </div>
            </div>
        </section>
    }
}

fn text(text: String) -> impl IntoView {
    if text.trim().is_empty() {
        view! { <p class="quintet-text quintet-text--none">"Nothing is written here."</p> }
            .into_any()
    } else {
        view! { <p class="quintet-text">{text}</p> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn both_texts_are_shown_whole_with_name_and_time() {
        let html = render(|| {
            view! {
                <Conflict
                    name="narrative"
                    label="Narrative"
                    yours="Mine <1>"
                    theirs=""
                    who="Jo Ellis"
                    when="today at 10:42"
                />
            }
        });
        assert!(html.contains("Mine &lt;1&gt;"), "{html}");
        assert!(html.contains("Nothing is written here."), "{html}");
        assert!(
            html.contains("Jo Ellis’s text, saved today at 10:42"),
            "{html}"
        );
        assert!(
            html.contains(r#"aria-labelledby="narrative-conflict""#),
            "{html}"
        );
    }
}

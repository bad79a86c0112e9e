//! Facts about one thing, each with its name.

use super::field::MaybeText;
use leptos::prelude::*;

/// What one may do with a fact, as a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryAction {
    /// The verb: “Change”.
    pub text: String,
    /// Read out after the verb: “visit date”.
    pub about: String,
    /// Where it leads.
    pub href: String,
}

/// One fact.
pub struct SummaryRow {
    key: String,
    value: AnyView,
    actions: Vec<SummaryAction>,
}

impl SummaryRow {
    /// A fact in plain words. Line breaks in `value` are kept; an empty one reads “Not given”.
    pub fn text(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        let view = if value.trim().is_empty() {
            view! { <span class="quintet-text--none">"Not given"</span> }.into_any()
        } else if value.contains('\n') {
            view! { <p class="quintet-text">{value}</p> }.into_any()
        } else {
            value.into_any()
        };
        Self::view(key, view)
    }

    /// A fact that is more than words: links, tags, a list.
    pub fn view(key: impl Into<String>, value: impl IntoAny) -> Self {
        Self {
            key: key.into(),
            value: value.into_any(),
            actions: Vec::new(),
        }
    }

    /// Adds a link. `about` is read out after `text` and says which fact it is for.
    pub fn action(
        mut self,
        text: impl Into<String>,
        about: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        self.actions.push(SummaryAction {
            text: text.into(),
            about: about.into(),
            href: href.into(),
        });
        self
    }
}

/// A list of facts, in a card where it has a title.
#[component]
pub fn SummaryList(
    /// The facts, in the order they are shown.
    rows: Vec<SummaryRow>,
    /// The card's title. Without it there is no card.
    #[prop(into, optional)]
    title: MaybeText,
    /// Links in the card's head, for the whole of it.
    #[prop(optional)]
    actions: Vec<SummaryAction>,
) -> impl IntoView {
    let any_actions = rows.iter().any(|row| !row.actions.is_empty());
    let rows = rows
        .into_iter()
        .map(|row| {
            let class = if any_actions && row.actions.is_empty() {
                "govuk-summary-list__row govuk-summary-list__row--no-actions"
            } else {
                "govuk-summary-list__row"
            };
            let actions = links(
                row.actions,
                "govuk-summary-list__actions-list",
                "govuk-summary-list__actions-list-item",
            )
            .map(|links| view! { <dd class="govuk-summary-list__actions">{links}</dd> });
            view! {
                <div class=class>
                    <dt class="govuk-summary-list__key">{row.key}</dt>
                    <dd class="govuk-summary-list__value">{row.value}</dd>
                    {actions}
                </div>
            }
        })
        .collect_view();
    let list = view! { <dl class="govuk-summary-list">{rows}</dl> };
    match title.into_inner() {
        None => list.into_any(),
        Some(title) => {
            let actions = links(
                actions,
                "govuk-summary-card__actions",
                "govuk-summary-card__action",
            );
            view! {
                <div class="govuk-summary-card">
                    <div class="govuk-summary-card__title-wrapper">
                        <h2 class="govuk-summary-card__title">{title}</h2>
                        {actions}
                    </div>
                    <div class="govuk-summary-card__content">{list}</div>
                </div>
            }
            .into_any()
        }
    }
}

/// A list of links, or the one link in a plain box, or nothing.
fn links(actions: Vec<SummaryAction>, list: &'static str, item: &'static str) -> Option<AnyView> {
    let mut links: Vec<_> = actions
        .into_iter()
        .map(|action| {
            view! {
                <a class="govuk-link" href=action.href>
                    {action.text}
                    <span class="govuk-visually-hidden">{format!(" {}", action.about)}</span>
                </a>
            }
        })
        .collect();
    match links.len() {
        0 => None,
        1 => links
            .pop()
            .map(|link| view! { <div class=list>{link}</div> }.into_any()),
        _ => {
            let links = links
                .into_iter()
                .map(|link| view! { <li class=item>{link}</li> })
                .collect_view();
            Some(view! { <ul class=list>{links}</ul> }.into_any())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn a_change_link_says_what_it_changes() {
        let html = render(|| {
            view! {
                <SummaryList rows=vec![
                    SummaryRow::text("Visit date", "12 May 2027").action("Change", "visit date", "/v/1"),
                    SummaryRow::text("Town", ""),
                ]/>
            }
        });
        assert!(
            html.contains(
                r#"href="/v/1" class="govuk-link">Change<span class="govuk-visually-hidden"> visit date</span></a>"#
            ),
            "{html}"
        );
        assert!(
            html.contains("govuk-summary-list__row--no-actions"),
            "{html}"
        );
        assert!(html.contains("Not given"), "{html}");
    }

    #[test]
    fn a_title_makes_a_card() {
        let html = render(|| {
            view! { <SummaryList title="Oakfield" rows=vec![SummaryRow::text("URN", "100001")]/> }
        });
        assert!(
            html.contains(r#"<h2 class="govuk-summary-card__title">Oakfield</h2>"#),
            "{html}"
        );
    }
}

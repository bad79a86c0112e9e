//! News at the top of a page: what has just been done, or what matters beyond the page.

use super::field::MaybeText;
use leptos::prelude::*;

/// What kind of news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something to know.
    #[default]
    Important,
    /// What the person wanted has been done. Read out at once.
    Success,
}

/// A banner. Put it first inside the main content, one on a page; a second needs an `id` of its own.
#[component]
pub fn NotificationBanner(
    /// The news, in a sentence.
    #[prop(into)]
    text: String,
    /// Important without it.
    #[prop(optional)]
    kind: BannerKind,
    /// The id of its title.
    #[prop(into, optional)]
    id: MaybeText,
    /// More under the sentence: paragraphs, a link of class `govuk-notification-banner__link`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, role, title) = match kind {
        BannerKind::Important => ("govuk-notification-banner", "region", "Important"),
        BannerKind::Success => (
            "govuk-notification-banner govuk-notification-banner--success",
            "alert",
            "Success",
        ),
    };
    let id = id.or("notification-banner-title");
    view! {
        <div class=class role=role aria-labelledby=id>
            <div class="govuk-notification-banner__header">
                <h2 class="govuk-notification-banner__title" id=id.clone()>{title}</h2>
            </div>
            <div class="govuk-notification-banner__content">
                <p class="govuk-notification-banner__heading">{text}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn success_is_read_out_at_once_and_news_is_a_landmark() {
        let html = render(|| {
            view! { <NotificationBanner text="Saved" kind=BannerKind::Success/> }
        });
        assert!(
            html.contains(r#"role="alert" aria-labelledby="notification-banner-title""#),
            "{html}"
        );
        let html = render(
            || view! { <NotificationBanner text="Soon" id="soon">"More"</NotificationBanner> },
        );
        assert!(
            html.contains(r#"role="region" aria-labelledby="soon""#),
            "{html}"
        );
        assert!(
            html.contains(r#"id="soon" class="govuk-notification-banner__title">Important"#),
            "{html}"
        );
    }
}

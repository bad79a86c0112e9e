//! Buttons: those of a form, links that look like one, and a whole form that is one button.

use super::field::MaybeText;
use leptos::prelude::*;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do on the page.
    #[default]
    Primary,
    /// Something else one may do.
    Secondary,
    /// What cannot be taken back.
    Warning,
    /// A button that reads as a link, for small things.
    Link,
    /// The same on a dark background.
    InverseLink,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "govuk-button",
            Self::Secondary => "govuk-button govuk-button--secondary",
            Self::Warning => "govuk-button govuk-button--warning",
            Self::Link => "quintet-link-button",
            Self::InverseLink => "quintet-link-button quintet-link-button--inverse",
        }
    }
}

/// A button that sends the form it stands in.
#[component]
pub fn Button(
    /// What it does, as a verb: “Save and continue”.
    #[prop(into)]
    text: String,
    /// Primary without it.
    #[prop(optional)]
    kind: ButtonKind,
    /// Sent with the form when this button was pressed, and not another.
    #[prop(into, optional)]
    name: MaybeText,
    /// The value that goes with `name`.
    #[prop(into, optional)]
    value: MaybeText,
    /// Read out after the text where several buttons on a page say the same: “Remove” “Oakfield School”.
    #[prop(into, optional)]
    about: MaybeText,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=kind.class()
            name=name.into_inner()
            value=value.into_inner()
        >
            {text}
            {hidden(about)}
        </button>
    }
}

/// A link that looks like a button: a step to another page that changes nothing.
#[component]
pub fn LinkButton(
    /// What the next page is for.
    #[prop(into)]
    text: String,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Primary without it.
    #[prop(optional)]
    kind: ButtonKind,
    /// Whether this starts something longer; it then has an arrow.
    #[prop(optional)]
    start: bool,
) -> impl IntoView {
    let class = if start {
        format!("{} govuk-button--start", kind.class())
    } else {
        kind.class().to_owned()
    };
    let arrow = start.then(|| {
        view! {
            <svg
                class="govuk-button__start-icon"
                width="17.5"
                height="19"
                viewBox="0 0 33 40"
                aria-hidden="true"
                focusable="false"
            >
                <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"></path>
            </svg>
        }
    });
    view! { <a href=href draggable="false" class=class>{text}{arrow}</a> }
}

/// A form that is one button: it posts to `action` with the given hidden fields.
#[component]
pub fn PostButton(
    /// What it does, as a verb.
    #[prop(into)]
    text: String,
    /// Where the form is posted to.
    #[prop(into)]
    action: String,
    /// Primary without it.
    #[prop(optional)]
    kind: ButtonKind,
    /// Hidden fields: name and value.
    #[prop(optional)]
    fields: Vec<(String, String)>,
    /// Read out after the text where several buttons on a page say the same.
    #[prop(into, optional)]
    about: MaybeText,
) -> impl IntoView {
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let inline = matches!(kind, ButtonKind::Link | ButtonKind::InverseLink);
    view! {
        <form method="post" action=action class=inline.then_some("quintet-inline-form")>
            {fields}
            <Button text kind about/>
        </form>
    }
}

/// Buttons side by side, under each other on a phone.
#[component]
pub fn ButtonGroup(
    /// `Button`, `LinkButton`, or plain links of class `govuk-link`.
    children: Children,
) -> impl IntoView {
    view! { <div class="govuk-button-group">{children()}</div> }
}

fn hidden(text: MaybeText) -> Option<impl IntoView> {
    text.into_inner()
        .map(|text| view! { <span class="govuk-visually-hidden">{format!(" {text}")}</span> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn a_form_button_submits_and_has_no_name_unless_given_one() {
        let html = render(|| view! { <Button text="Save"/> });
        assert_eq!(
            html,
            r#"<button type="submit" class="govuk-button">Save</button>"#
        );
        let html = render(|| {
            view! { <Button text="Remove" kind=ButtonKind::Warning name="remove" value="12" about="Oakfield"/> }
        });
        assert!(html.contains(r#"name="remove" value="12""#), "{html}");
        assert!(
            html.contains(r#"Remove<span class="govuk-visually-hidden"> Oakfield</span>"#),
            "{html}"
        );
    }

    #[test]
    fn what_changes_something_is_posted() {
        let html = render(|| {
            view! {
                <PostButton
                    text="Sign out"
                    action="/sign-out"
                    kind=ButtonKind::Link
                    fields=vec![("version".to_owned(), "3".to_owned())]
                />
            }
        });
        assert!(
            html.starts_with(
                r#"<form method="post" action="/sign-out" class="quintet-inline-form">"#
            ),
            "{html}"
        );
        assert!(
            html.contains(r#"<input type="hidden" name="version" value="3">"#),
            "{html}"
        );
    }
}

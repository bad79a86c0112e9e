//! The state of a thing, in a word or two.

use leptos::prelude::*;

/// The colours. Colour never says anything alone: the word does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColour {
    /// Under way.
    #[default]
    Blue,
    /// Not begun, or over and done with.
    Grey,
    /// Good.
    Green,
    /// Late, refused, broken.
    Red,
    /// Due soon.
    Orange,
    /// Waiting for somebody.
    Yellow,
    /// Received.
    Purple,
    /// New.
    Teal,
    /// Sent.
    Magenta,
}

impl TagColour {
    fn class(self) -> &'static str {
        match self {
            Self::Blue => "govuk-tag",
            Self::Grey => "govuk-tag govuk-tag--grey",
            Self::Green => "govuk-tag govuk-tag--green",
            Self::Red => "govuk-tag govuk-tag--red",
            Self::Orange => "govuk-tag govuk-tag--orange",
            Self::Yellow => "govuk-tag govuk-tag--yellow",
            Self::Purple => "govuk-tag govuk-tag--purple",
            Self::Teal => "govuk-tag govuk-tag--teal",
            Self::Magenta => "govuk-tag govuk-tag--magenta",
        }
    }
}

/// A tag.
#[component]
pub fn Tag(
    /// The word: “In progress”.
    #[prop(into)]
    text: String,
    /// Blue without it.
    #[prop(optional)]
    colour: TagColour,
) -> impl IntoView {
    view! { <strong class=colour.class()>{text}</strong> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn a_tag_is_blue_unless_told_otherwise() {
        assert_eq!(
            render(|| view! { <Tag text="Draft"/> }),
            r#"<strong class="govuk-tag">Draft</strong>"#
        );
        assert_eq!(
            render(|| view! { <Tag text="Late" colour=TagColour::Red/> }),
            r#"<strong class="govuk-tag govuk-tag--red">Late</strong>"#
        );
    }
}

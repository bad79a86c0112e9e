//! What people have written, as paragraphs. Plain text only: nothing in it is taken for HTML.

use leptos::prelude::*;

/// One paragraph for each block of text between empty lines; single line ends are kept as breaks.
pub fn paragraphs(text: &str) -> AnyView {
    text.split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .map(|block| {
            let lines = block
                .lines()
                .enumerate()
                .map(|(i, line)| {
                    let line = line.to_owned();
                    view! { {(i > 0).then(|| view! { <br/> })} {line} }
                })
                .collect_view();
            view! { <p class="govuk-body">{lines}</p> }
        })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_it_was_typed_and_never_as_html() {
        let html = crate::render(|| paragraphs("One\ntwo\n\n<b>three</b>"));
        assert!(
            html.contains("One<br>two") || html.contains("One<br/>two") || html.contains("<br>"),
            "{html}"
        );
        assert!(html.contains("&lt;b&gt;three"), "{html}");
        assert_eq!(html.matches("<p ").count(), 2, "{html}");
    }
}

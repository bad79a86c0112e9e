//! Turns a view into HTML, once, on the server. Holds nothing about any page.

use leptos::prelude::*;

/// Renders a view to HTML.
///
/// The view is built inside an owner of its own, which is dropped with everything it held before this
/// returns. The framework's `<!>` markers, which only a browser that takes over the whole page needs, are
/// left out. Inside islands, which the browser does take over, they become comments that are valid HTML.
pub fn render<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    without_markers(&render_marked(view))
}

/// The same with the framework's markers, for what is yet to be put into a larger whole.
pub(crate) fn render_marked<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

/// Escapes text for places where the framework does not: the inside of a `<textarea>`, which it
/// writes as it finds it.
pub(crate) fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
    out
}

/// Between texts and after lists, and in place of an empty view of erased type.
const MARKERS: [&str; 2] = ["<!>", "<!--<() />-->"];
const ISLAND_OPEN: &str = "<leptos-island";
const ISLAND_CLOSE: &str = "</leptos-island>";

/// What people typed cannot hold a marker or an island's tag, since its `<` is escaped.
pub(crate) fn without_markers(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(ISLAND_OPEN) {
        let length = rest[start..]
            .find(ISLAND_CLOSE)
            .map_or(rest.len() - start, |end| end + ISLAND_CLOSE.len());
        push_without_markers(&mut out, &rest[..start]);
        out.push_str(&rest[start..start + length].replace("<!>", "<!---->"));
        rest = &rest[start + length..];
    }
    push_without_markers(&mut out, rest);
    out
}

fn push_without_markers(out: &mut String, mut html: &str) {
    while let Some(start) = html.find("<!") {
        let (before, rest) = html.split_at(start);
        out.push_str(before);
        match MARKERS.iter().find_map(|marker| rest.strip_prefix(marker)) {
            Some(after) => html = after,
            None => {
                out.push_str("<!");
                html = &rest[2..];
            }
        }
    }
    out.push_str(html);
}

/// Whether this HTML holds an island, so that the page has to load the script.
pub(crate) fn has_island(html: &str) -> bool {
    html.contains(ISLAND_OPEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_become_valid_comments_inside_islands_and_go_elsewhere() {
        let html = "a<!>b<leptos-island x>c<!>d</leptos-island>e<!>f<leptos-island>g<!></leptos-island><!><!--<() />-->";
        assert_eq!(
            without_markers(html),
            "ab<leptos-island x>c<!---->d</leptos-island>ef<leptos-island>g<!----></leptos-island>"
        );
    }

    #[test]
    fn text_is_escaped_in_elements_and_attributes() {
        let evil = "</p><script>alert(1)</script>\" onload=\"x";
        let html = render(|| view! { <p title=evil.to_owned()>{evil.to_owned()}</p> });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&quot; onload=&quot;x\">"), "{html}");
    }
}

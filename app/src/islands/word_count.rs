//! How many words stand in a text field, kept up while somebody writes.

// `#[island]` makes a public struct of its own for what the browser reads, and writes no words for it
#![allow(missing_docs)]

use leptos::prelude::*;

/// Words as people count them: what stands between spaces.
pub fn count_words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

/// A number with commas, as people write it: `1,000`.
pub(crate) fn thousands(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn message(written: u32, least: u32, most: u32) -> String {
    let words = if written == 1 { "word" } else { "words" };
    format!(
        "You have written {} {words}; the programme asks for {} to {}.",
        thousands(written),
        thousands(least),
        thousands(most)
    )
}

/// The count under a text field. `TextArea` renders it; a page need not.
#[island]
pub fn WordCount(
    /// The id of the text field. The count's own id is `{field}-count`.
    field: String,
    /// How many words stand in the field when the page opens.
    written: u32,
    /// The fewest words asked for.
    least: u32,
    /// The most words asked for.
    most: u32,
) -> impl IntoView {
    let (count, set_count) = signal(written);
    let id = format!("{field}-count");
    #[cfg(feature = "hydrate")]
    in_browser::follow(&field, set_count);
    #[cfg(not(feature = "hydrate"))]
    let _ = set_count;
    view! {
        <div id=id class="govuk-hint govuk-character-count__message" aria-live="polite">
            {move || message(count.get(), least, most)}
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod in_browser {
    use super::count_words;
    use leptos::leptos_dom::helpers::debounce;
    use leptos::prelude::*;
    use leptos::web_sys::HtmlTextAreaElement;
    use std::time::Duration;
    use wasm_bindgen::{JsCast, closure::Closure};

    /// A screen reader says the count when the writer pauses, and not at every letter.
    const PAUSE: Duration = Duration::from_millis(700);

    /// Counts again whenever the field has changed, and once now: a browser may have put back what was
    /// typed before the page was left.
    pub(super) fn follow(field: &str, set_count: WriteSignal<u32>) {
        let Some(field) = document()
            .get_element_by_id(field)
            .and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok())
        else {
            return;
        };
        let mut recount = debounce(PAUSE, {
            let field = field.clone();
            move |()| set_count.set(count_words(&field.value()))
        });
        recount(());
        let listener = Closure::<dyn FnMut()>::new(move || recount(()));
        // It can only fail for an element that is none
        let _ = field.add_event_listener_with_callback("input", listener.as_ref().unchecked_ref());
        // The field stays as long as the page does, and so does its listener
        listener.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_spaces() {
        assert_eq!(count_words(""), 0);
        assert_eq!(count_words("  one\n\ntwo\u{a0}three – four's  "), 5);
    }

    #[test]
    fn the_count_is_said_in_plain_words() {
        assert_eq!(
            message(1, 500, 1000),
            "You have written 1 word; the programme asks for 500 to 1,000."
        );
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}

//! Several lines of text.

use super::field::{Field, MaybeText, class_with_error, described_by};
use crate::islands::word_count::{WordCount, count_words};
use crate::render::escape_text;
use leptos::prelude::*;

/// The most that a text may hold. It is said in words under the field; the server checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// At most so many words.
    Words(u32),
    /// At most so many characters.
    Characters(u32),
}

impl Limit {
    fn words(self) -> String {
        match self {
            Self::Words(n) => format!("You can write up to {} words.", thousands(n)),
            Self::Characters(n) => format!("You can write up to {} characters.", thousands(n)),
        }
    }
}

/// How many words a programme asks for. Shown with a count that follows the typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordRange {
    /// The fewest.
    pub least: u32,
    /// The most.
    pub most: u32,
}

/// A number with commas, as people write it: `1,000`.
fn thousands(n: u32) -> String {
    crate::islands::word_count::thousands(n)
}

/// A field for several lines. Always use this and never a bare `<textarea>` in a view: the framework
/// writes the inside of that element unescaped.
#[component]
pub fn TextArea(
    /// The field's name and id.
    #[prop(into)]
    name: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// What was typed, returned letter by letter.
    #[prop(into, optional)]
    value: String,
    /// A line under the label.
    #[prop(into, optional)]
    hint: MaybeText,
    /// What is wrong.
    #[prop(into, optional)]
    error: MaybeText,
    /// Height in lines.
    #[prop(default = 5)]
    rows: u8,
    /// The most the text may hold, said under the field.
    #[prop(optional)]
    limit: Option<Limit>,
    /// How many words are asked for, with a count under the field.
    #[prop(optional)]
    words: Option<WordRange>,
    /// `s`, `m`, `l` or `xl`; small without it.
    #[prop(into, optional)]
    label_size: MaybeText,
    /// Whether the label is the page's only heading.
    #[prop(optional)]
    page_heading: bool,
) -> impl IntoView {
    let below = if words.is_some() {
        Some("count")
    } else {
        limit.map(|_| "limit")
    };
    let count = words.map(|range| {
        view! {
            <WordCount
                field=name.clone()
                written=count_words(&value)
                least=range.least
                most=range.most
            />
        }
    });
    let limit = limit.filter(|_| words.is_none()).map(|limit| {
        view! {
            <div id=format!("{name}-limit") class="govuk-hint govuk-character-count__message">
                {limit.words()}
            </div>
        }
    });
    // A browser drops one line break right after the opening tag. This one is for it to drop, so that
    // a text that begins with an empty line comes back as it was.
    let inside = format!("\n{}", escape_text(&value));
    let textarea = view! {
        <textarea
            class=class_with_error("govuk-textarea", &error)
            id=name.clone()
            name=name.clone()
            rows=rows.to_string()
            aria-describedby=described_by(&name, &hint, &error, below)
        >
            {inside}
        </textarea>
    };
    let field = view! {
        <Field name label label_size page_heading hint error>
            {textarea}
            {count}
            {limit}
        </Field>
    };
    if below.is_some() {
        view! { <div class="govuk-character-count">{field}</div> }.into_any()
    } else {
        field.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn what_was_typed_cannot_leave_the_field() {
        let html = render(|| {
            view! { <TextArea name="notes" label="Notes" value="</textarea><script>x</script> &amp; y"/> }
        });
        assert!(
            html.contains(
                ">\n&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt; &amp;amp; y</textarea>"
            ),
            "{html}"
        );
    }

    #[test]
    fn a_first_empty_line_and_an_empty_text_come_back_as_they_were() {
        let html =
            render(|| view! { <TextArea name="notes" label="Notes" value="\nSecond line"/> });
        assert!(html.contains(">\n\nSecond line</textarea>"), "{html}");
        let html = render(|| view! { <TextArea name="notes" label="Notes"/> });
        assert!(html.contains(">\n</textarea>"), "{html}");
    }

    #[test]
    fn hint_error_and_limit_are_named_in_the_order_they_are_read() {
        let html = render(|| {
            view! {
                <TextArea
                    name="notes"
                    label="Notes"
                    hint="What you saw"
                    error="Write what you saw"
                    limit=Limit::Words(1000)
                />
            }
        });
        assert!(
            html.contains(r#"aria-describedby="notes-hint notes-error notes-limit""#),
            "{html}"
        );
        assert!(html.contains("You can write up to 1,000 words."), "{html}");
    }

    #[test]
    fn the_count_is_there_before_any_script_runs() {
        let html = render(|| {
            view! {
                <TextArea
                    name="report"
                    label="Report"
                    value="Five words are written here"
                    words=WordRange { least: 500, most: 1000 }
                />
            }
        });
        assert!(html.contains("<leptos-island"), "{html}");
        assert!(html.contains(r#"id="report-count""#), "{html}");
        assert!(html.contains("You have written 5 words"), "{html}");
    }
}

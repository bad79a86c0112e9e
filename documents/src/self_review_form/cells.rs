//! Texts in cells: kept from being taken for formulas, here and in whatever a cell is copied into.

use std::borrow::Cow;

/// True for the characters with which a formula, or a trick with one, begins.
fn is_dangerous(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r')
}

/// True when the text, without the apostrophes in front of it, begins like a formula.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(is_dangerous)
}

/// The text as it goes into a cell: with an apostrophe in front when it begins like a formula.
///
/// A text that already has apostrophes there gets one more, so that [`unguard`] always gives back what went in.
pub fn guard(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_formula(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_like_a_formula_does_not_stay_one() {
        for formula in [
            "=1+1",
            "+44 20",
            "- a list",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "=HYPERLINK(\"https://a.b\")",
        ] {
            let cell = guard(formula);
            assert!(cell.starts_with('\''), "{formula:?}");
            assert_eq!(unguard(&cell), formula);
        }
        for plain in ["", "Text", "'tis", "1.1", "“=”"] {
            assert_eq!(guard(plain), plain);
            assert_eq!(unguard(plain), plain);
        }
        // Typed by hand, as people do who know the trick.
        assert_eq!(unguard("'=1+1"), "=1+1");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn what_comes_back_is_what_went_in(text in "['=+@\t\r a-]{0,8}.{0,4}") {
            let cell = guard(&text).into_owned();
            prop_assert!(!cell.starts_with(is_dangerous));
            prop_assert_eq!(unguard(&cell), text.as_str());
        }
    }
}

//! Words that other people typed, made safe to stand in a mail.
//!
//! A name or a title can hold a line break, a character that turns the reading direction round, or four
//! thousand letters. HTML escaping is askama's work; what it does not do is done here, by type, so that no
//! template can forget it. Nothing here knows a message or a template.

use std::fmt;

/// The longest run of words that a mail repeats from a record, in characters.
const LONGEST_WORDS: usize = 500;
/// The column after which the text part is broken.
const TEXT_COLUMNS: usize = 76;

/// One line of words: no line breaks, no control or direction characters, runs of spaces made one, at most 500
/// characters (then an ellipsis).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// The words as a plain string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same words cut to at most `characters`, the last of them an ellipsis where something was cut.
    #[must_use]
    pub fn cut_to(&self, characters: usize) -> Self {
        Self(cut(&self.0, characters))
    }
}

impl From<&str> for Words {
    fn from(typed: &str) -> Self {
        let visible: String = typed
            .chars()
            .map(|c| if breaks_a_line(c) { ' ' } else { c })
            .filter(|c| !misleads_the_eye(*c))
            .collect();
        let one_spaced = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        Self(cut(&one_spaced, LONGEST_WORDS))
    }
}

impl From<String> for Words {
    fn from(typed: String) -> Self {
        Self::from(typed.as_str())
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An absolute address on our own site, built from the base URL.
///
/// White space, control characters, quotes and angle brackets are percent-encoded, so that a link stays one
/// word in the text part and one attribute in the HTML part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

impl From<&str> for Link {
    fn from(address: &str) -> Self {
        let mut safe = String::with_capacity(address.len());
        for c in address.trim().chars() {
            if c.is_whitespace()
                || c.is_control()
                || misleads_the_eye(c)
                || matches!(c, '"' | '\'' | '<' | '>')
            {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    safe.push_str(&format!("%{byte:02X}"));
                }
            } else {
                safe.push(c);
            }
        }
        Self(safe)
    }
}

impl From<String> for Link {
    fn from(address: String) -> Self {
        Self::from(address.as_str())
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Characters that show nothing and change how their neighbours read: direction marks, zero-width space and
/// byte-order mark. The joiners U+200C and U+200D stay, some scripts spell names with them.
fn misleads_the_eye(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn cut(words: &str, characters: usize) -> String {
    if words.chars().count() <= characters {
        return words.to_owned();
    }
    let kept: String = words.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Tidies a rendered text part: lines of at most 76 columns broken between words, a link alone on its line
/// never broken, continuation lines indented like their first (after a list mark, under its words), at most
/// one empty line in a row, one line break at the end.
pub(super) fn tidy_text(rendered: &str) -> String {
    let mut tidy = String::with_capacity(rendered.len() + 64);
    let mut empty_lines = 0;
    for line in rendered.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if empty_lines > 0 && !tidy.is_empty() {
            tidy.push('\n');
        }
        empty_lines = 0;
        wrap_line(line, &mut tidy);
    }
    tidy
}

fn wrap_line(line: &str, out: &mut String) {
    let indent = line.len() - line.trim_start().len();
    let (first, rest) = line.split_at(indent);
    let (mark, words) = match rest.strip_prefix("- ") {
        Some(words) => ("- ", words),
        None => ("", rest),
    };
    let continuation = " ".repeat(indent + mark.len());
    out.push_str(first);
    out.push_str(mark);
    let mut column = indent + mark.len();
    let mut line_is_empty = true;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        if !line_is_empty && column + 1 + width > TEXT_COLUMNS {
            out.push('\n');
            out.push_str(&continuation);
            column = continuation.len();
            line_is_empty = true;
        }
        if !line_is_empty {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
        line_is_empty = false;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_line_whatever_was_typed() {
        assert_eq!(
            Words::from("Priya\r\nBcc: all@example.org\u{2028}Shah\u{202E}\0").as_str(),
            "Priya Bcc: all@example.org Shah"
        );
        assert_eq!(Words::from("  \t\n ").as_str(), "");
    }

    #[test]
    fn names_keep_the_letters_that_spell_them() {
        for name in [
            "Siân Ó Briain-D’Arcy",
            "Zoë",
            "محمد",
            "می\u{200C}خواهم",
            "👩\u{200D}🏫",
        ] {
            assert_eq!(Words::from(name).as_str(), name);
        }
    }

    #[test]
    fn very_long_words_are_cut_with_an_ellipsis() {
        let cut = Words::from("é".repeat(4_000));
        assert_eq!(cut.as_str().chars().count(), 500);
        assert!(cut.as_str().ends_with('…'));
        assert_eq!(Words::from("abc def").cut_to(5).as_str(), "abc…");
    }

    #[test]
    fn a_link_stays_one_word_and_one_attribute() {
        let link = Link::from("https://q.example/s/1?next=\"a b\"\n<x>'");
        assert_eq!(
            link.to_string(),
            "https://q.example/s/1?next=%22a%20b%22%0A%3Cx%3E%27"
        );
        assert_eq!(
            Link::from("https://q.example/a?b=1&c=%20#d").to_string(),
            "https://q.example/a?b=1&c=%20#d"
        );
    }

    #[test]
    fn text_is_wrapped_between_words_and_links_stay_whole() {
        let long_link = format!("  https://quintet.example/{}", "x".repeat(120));
        let text = format!(
            "\n\n- {}\n\n\n\n{long_link}\n\n",
            "seven by eleven ".repeat(12)
        );
        let tidy = tidy_text(&text);
        let lines: Vec<&str> = tidy.lines().collect();
        assert!(lines[0].starts_with("- seven"));
        assert!(lines[1].starts_with("  ") && !lines[1].starts_with("   "));
        assert!(
            lines
                .iter()
                .all(|l| l.chars().count() <= TEXT_COLUMNS || *l == long_link)
        );
        assert_eq!(lines.iter().filter(|l| l.is_empty()).count(), 1);
        assert_eq!(lines.last(), Some(&long_link.as_str()));
        assert!(tidy.ends_with("x\n"));
    }
}

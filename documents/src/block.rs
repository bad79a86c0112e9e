//! A text document as a list of parts, whatever file it becomes: headings, texts, lists, facts and tables.
//!
//! People's words come in as they were typed. What no file can show (control characters, marks that turn the direction
//! of the line) is taken out here, once for all files. Holds no layout.

use chrono::{DateTime, Utc};

/// Most characters that a document may have. A report at the limits of its forms has about half of it; whoever
/// has more is told so in words rather than kept waiting.
pub const MOST_CHARACTERS: usize = 600_000;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Document {
    /// Title, as in the file's properties and at its top.
    pub title: String,
    /// What it is, in a sentence, for the file's properties.
    pub about: String,
    /// A word across every page and the beginning of it, such as `Draft`; none when the document is final.
    pub mark: Option<String>,
    /// At the foot of every page, beside the page's number.
    pub foot: String,
    /// When what it says was last changed.
    pub changed: DateTime<Utc>,
    /// The parts, in order.
    pub blocks: Vec<Block>,
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// A heading of level 1 (below the title) or 2.
    Heading(u8, String),
    /// A text: paragraphs between empty lines, lines within them kept.
    Text(String),
    /// What is said of the part above, in smaller letters.
    Small(String),
    /// A text that is set apart.
    Note(String),
    /// A list of short texts.
    Bullets(Vec<String>),
    /// A numbered list.
    Numbered(Vec<Item>),
    /// Names and values: a name, and one or several lines.
    Facts(Vec<(String, String)>),
    /// A table with a row of headings. Every row has as many cells as there are columns.
    Table {
        /// Headings of the columns.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

/// An item of a numbered list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// What it is about, above the text; may be empty.
    pub about: String,
    /// The text.
    pub text: String,
}

impl Document {
    /// Characters in all parts together.
    #[must_use]
    pub fn characters(&self) -> usize {
        let mut count = 0;
        let mut add = |text: &str| count += text.chars().count();
        add(&self.title);
        for block in &self.blocks {
            match block {
                Block::Heading(_, text)
                | Block::Text(text)
                | Block::Small(text)
                | Block::Note(text) => add(text),
                Block::Bullets(items) => items.iter().for_each(|i| add(i)),
                Block::Numbered(items) => items.iter().for_each(|i| {
                    add(&i.about);
                    add(&i.text);
                }),
                Block::Facts(facts) => facts.iter().for_each(|(name, value)| {
                    add(name);
                    add(value);
                }),
                Block::Table { columns, rows } => {
                    columns.iter().for_each(|c| add(c));
                    rows.iter().flatten().for_each(|c| add(c));
                }
            }
        }
        count
    }
}

/// True for what no page can show: control characters, and marks that turn the direction of what follows them, with
/// which a text could make another look as if it said something else.
fn is_unprintable(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let nothing = matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE;
    c.is_control() || turns || nothing || ('\u{E0000}'..='\u{E0FFF}').contains(&c)
}

/// A text as paragraphs of lines, without what cannot be shown. No paragraph and no line is empty.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for line in text
        .replace("\r\n", "\n")
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
    {
        let line = one_line(line);
        if line.is_empty() {
            open = false;
        } else if open && let Some(last) = out.last_mut() {
            last.push(line);
        } else {
            out.push(vec![line]);
            open = true;
        }
    }
    out
}

/// A text on one line, without what cannot be shown.
pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_unprintable(*c))
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_paragraphs_of_lines_and_loses_only_what_cannot_be_shown() {
        assert_eq!(
            paragraphs(" One\r\ntwo\n\n\n\u{202E}Three\u{0}\tfour \n \n"),
            [vec!["One", "two"], vec!["Three four"]]
        );
        assert!(paragraphs("\n \u{FEFF}\u{7}\n").is_empty());
        assert_eq!(
            one_line("#read(\"/etc/passwd\")] <b>&"),
            "#read(\"/etc/passwd\")] <b>&"
        );
    }
}

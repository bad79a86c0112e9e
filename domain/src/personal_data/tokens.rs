//! Words, numbers and marks of a text, with where they stand. Knows no rule.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes between them.
    Word,
    /// Digits 0 to 9.
    Number,
    /// One other character that is not white space.
    Mark,
}

/// A word, a number or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) kind: Kind,
    /// True when white space stands before it.
    pub(super) spaced: bool,
    /// True when it is the first of a line.
    pub(super) first: bool,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
    /// True for the mark `c`.
    pub(super) fn is_mark(&self, c: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(c)
    }
    /// True for a word that is one of `words` (small letters), in any case.
    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }
    /// The number, when it is one of at most four digits.
    pub(super) fn number(&self) -> Option<u32> {
        (self.kind == Kind::Number && self.text.len() <= 4)
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

/// From the first of `tokens` to the last.
pub(super) fn span(tokens: &[Token<'_>]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.start..last.end(),
        _ => 0..0,
    }
}

/// Letters, and the accents that some systems write as characters of their own.
fn in_word(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

fn kind_of(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Number
    } else if in_word(c) {
        Kind::Word
    } else {
        Kind::Mark
    }
}

/// All tokens of `text`.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let (mut spaced, mut first) = (true, true);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            spaced = true;
            first |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        let kind = kind_of(c);
        let end = at + length(text.get(at..).unwrap_or_default(), kind);
        out.push(Token {
            text: text.get(at..end).unwrap_or_default(),
            start: at,
            kind,
            spaced,
            first,
        });
        (spaced, first) = (false, false);
        at = end;
    }
    out
}

/// How many bytes the token at the beginning of `rest` has; at least one character's.
fn length(rest: &str, kind: Kind) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = chars.next().map_or(0, |(_, c)| c.len_utf8());
    if kind == Kind::Mark {
        return end;
    }
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’')
            && kind == Kind::Word
            && chars.peek().is_some_and(|(_, next)| in_word(*next));
        if kind_of(c) != kind && !inner {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

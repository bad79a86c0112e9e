//! What may stand in a text of a framework, and how a text from a file is quoted back.

/// Why a text cannot be accepted. The words continue a sentence: "the title of strand 1.2 …".
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextProblem {
    Empty,
    TooLong { length: usize },
    Control(char),
    Invisible(char),
    Lost,
}

/// The text as it is kept: one line, trimmed, every run of white space a single space.
///
/// Editors wrap long lines and word processors leave non-breaking spaces; neither means anything here. What
/// cannot be seen and is not white space is refused: it can turn words round on the screen or hide a difference.
/// `max` counts characters.
pub(super) fn clean(raw: &str, max: usize) -> Result<String, TextProblem> {
    for c in raw.chars() {
        match c {
            '\n' | '\r' | '\t' => {}
            '\u{fffd}' => return Err(TextProblem::Lost),
            c if c.is_control() => return Err(TextProblem::Control(c)),
            c if is_invisible(c) => return Err(TextProblem::Invisible(c)),
            _ => {}
        }
    }
    let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    match length {
        0 => Err(TextProblem::Empty),
        _ if length > max => Err(TextProblem::TooLong { length }),
        _ => Ok(text),
    }
}

/// Characters without a shape: soft hyphen, zero-width and direction marks, byte order mark, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

impl TextProblem {
    /// The end of the sentence that begins with the name of the text.
    pub(super) fn predicate(&self, max: usize) -> String {
        match self {
            Self::Empty => "is empty".to_owned(),
            Self::TooLong { length } => {
                format!("is too long: {length} characters, and {max} is the most")
            }
            Self::Control(c) => format!("contains a control character ({})", name(*c)),
            Self::Invisible(c) => {
                format!("contains an invisible character ({}): delete it", name(*c))
            }
            Self::Lost => "contains a character that was lost when the file was saved: \
                           type it again and save as UTF-8"
                .to_owned(),
        }
    }
}

fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A piece of the file to be quoted in a message: cut short, and with nothing in it that cannot be seen.
pub(super) fn excerpt(raw: &str) -> String {
    const MOST: usize = 40;
    let mut shown: String = raw
        .chars()
        .take(MOST)
        .map(|c| {
            if c.is_control() || is_invisible(c) || c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    if raw.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// The known name that a mistyped one most likely stands for: at most two letters wrong, missing or too many.
pub(super) fn closest<'k>(typed: &str, known: &[&'k str]) -> Option<&'k str> {
    // Names are short; a long one is not a slip of the finger, and comparing it would cost time.
    if typed.len() > 24 {
        return None;
    }
    let typed = typed.to_lowercase();
    known
        .iter()
        .map(|name| (distance(&typed, name), *name))
        .filter(|(distance, name)| *distance <= 2 && *distance <= name.len() / 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Levenshtein distance, by rows.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

//! From the text of a framework file to a [`Framework`], or to everything that is wrong with it.
//!
//! The limits below are ours. They keep a descriptor readable on a phone and an import small; raise them freely.

use toml::de::DeTable;

use super::levels::{self, FOUR_ONLY};
use super::problems::Problems;
use super::section::{Field, Section};
use super::text::excerpt;
use super::{Framework, FrameworkError, Level, Principle, Strand, StrandCode};

/// The largest file that is read, in bytes. The first framework has about 30,000.
pub const MAX_FILE_BYTES: usize = 1_000_000;

const MAX_PRINCIPLES: u32 = 9;
const MAX_PROMPTS: usize = 6;

const KEY: Field = Field::new("key", "key", 40);
const TITLE: Field = Field::new("title", "title", 100);
const SUMMARY: Field = Field::new("summary", "summary", 1_000);
const GUIDANCE: Field = Field::new("guidance", "guidance", 2_000);
const ATTRIBUTION: Field = Field::new("attribution", "attribution", 1_000);
const CHANGES: Field = Field::new("changes", "note of changes", 1_000);
const ABOUT: Field = Field::new("about", "\"about\" sentence", 300);
const CODE: Field = Field::new("code", "code", 40);
const QUESTION: Field = Field::new("question", "example question", 300);
const SEE: Field = Field::new("see", "things to see", 200);
const HEAR: Field = Field::new("hear", "things to hear", 200);
const READ: Field = Field::new("read", "things to read", 200);
const DESCRIPTORS: [Field; Level::COUNT] = [
    Field::new("level_1", "descriptor for level 1", 400),
    Field::new("level_2", "descriptor for level 2", 400),
    Field::new("level_3", "descriptor for level 3", 400),
    Field::new("level_4", "descriptor for level 4", 400),
];

const HEADER_NAMES: [&str; 9] = [
    "key",
    "title",
    "version",
    "summary",
    "guidance",
    "attribution",
    "changes",
    "levels",
    "principles",
];
const PRINCIPLE_NAMES: [&str; 4] = ["number", "title", "about", "strands"];
const STRAND_NAMES: [&str; 11] = [
    "code", "title", "about", "question", "level_1", "level_2", "level_3", "level_4", "see",
    "hear", "read",
];

/// Reads a framework file (TOML; `domain/frameworks/five-principles.toml` shows every field).
///
/// Texts come out as one line with single spaces. A byte order mark and any line endings are accepted.
///
/// # Errors
///
/// All problems at once, in the order of the file, each with its line; at most 200 and a last entry that counts
/// the rest. A file that is not TOML has one: until it can be read, nothing more can be said about it. The list
/// is never empty.
pub fn parse(text: &str) -> Result<Framework, Vec<FrameworkError>> {
    if text.len() > MAX_FILE_BYTES {
        let message = format!(
            "the file is too large: {} bytes, and {MAX_FILE_BYTES} is the most",
            text.len()
        );
        return Err(vec![FrameworkError { line: 1, message }]);
    }
    let mut problems = Problems::new(text);
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => return Err(vec![syntax_error(text, &error, &problems)]),
    };
    let header = Section::new("the framework", 0..0, document.get_ref());
    let framework = read_framework(&header, &mut problems);
    problems.finish(framework)
}

fn syntax_error(text: &str, error: &toml::de::Error, problems: &Problems) -> FrameworkError {
    let span = error.span().unwrap_or(0..0);
    let line = problems.line(&span);
    let mut message = format!(
        "the file cannot be read here: {}",
        one_line(error.message())
    );
    let written = text.lines().nth(line as usize - 1).unwrap_or_default();
    if written.contains(['“', '”', '„']) {
        message.push_str(". Use straight double quotes, not curly ones");
    }
    FrameworkError { line, message }
}

/// The reader's own words, without line breaks; they may name a character of the file.
fn one_line(reason: &str) -> String {
    reason
        .split(|c: char| c.is_control())
        .collect::<Vec<_>>()
        .join(" ")
}

fn read_framework(header: &Section<'_>, problems: &mut Problems) -> Framework {
    header.check_names(&HEADER_NAMES, problems);
    let key = header.text(&KEY, problems);
    if !key.is_empty() && !is_key(&key) {
        let message =
            "the key of the framework may have small letters, digits and single hyphens only";
        problems.at(&header.place(KEY.key), message);
    }
    Framework {
        key,
        title: header.text(&TITLE, problems),
        version: header
            .number("version", 1..=9_999, "must be from 1 to 9999", problems)
            .unwrap_or_default(),
        summary: header.text(&SUMMARY, problems),
        guidance: header.text(&GUIDANCE, problems),
        attribution: header.text(&ATTRIBUTION, problems),
        changes: header.text(&CHANGES, problems),
        levels: levels::read(header, problems),
        principles: read_principles(header, problems),
    }
}

fn is_key(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

fn read_principles(header: &Section<'_>, problems: &mut Problems) -> Vec<Principle> {
    let parts = header.parts("principles", "this principle", problems);
    if parts.is_empty() {
        problems.at(
            &header.place("principles"),
            "the framework has no principles",
        );
    }
    let mut order = Order::default();
    // One past the limit is enough to report; a file of thousands is not read to its end.
    if let Some(extra) = parts.get(MAX_PRINCIPLES as usize) {
        let message = format!(
            "there are {} principles, and {MAX_PRINCIPLES} is the most",
            parts.len()
        );
        problems.at(&extra.span, message);
    }
    let mut principles = Vec::new();
    for mut part in parts.into_iter().take(MAX_PRINCIPLES as usize) {
        let number = part
            .number(
                "number",
                1..=MAX_PRINCIPLES,
                "must be from 1 to 9",
                problems,
            )
            .and_then(|number| u8::try_from(number).ok());
        if let Some(number) = number {
            part.name = format!("principle {number}");
            order.check((number, 0), &part, "number", problems);
        }
        part.check_names(&PRINCIPLE_NAMES, problems);
        principles.push(Principle {
            number: number.unwrap_or_default(),
            title: part.text(&TITLE, problems),
            about: part.text(&ABOUT, problems),
            strands: read_strands(&part, number, problems),
        });
    }
    principles
}

fn read_strands(
    principle: &Section<'_>,
    number: Option<u8>,
    problems: &mut Problems,
) -> Vec<Strand> {
    let parts = principle.parts("strands", "this strand", problems);
    if parts.is_empty() {
        problems.at(
            &principle.place("strands"),
            format!("{} has no strands", principle.name),
        );
    }
    let mut order = Order::default();
    parts
        .into_iter()
        .filter_map(|part| read_strand(part, number, &mut order, problems))
        .collect()
}

/// `None` if the strand has no usable code, which has then been noted.
fn read_strand(
    mut part: Section<'_>,
    principle: Option<u8>,
    order: &mut Order,
    problems: &mut Problems,
) -> Option<Strand> {
    let code = read_code(&part, principle, problems);
    if let Some(code) = code {
        part.name = format!("strand {code}");
        order.check((code.principle(), code.strand()), &part, CODE.key, problems);
    }
    check_strand_names(&part, problems);
    let title = part.text(&TITLE, problems);
    let about = part.text(&ABOUT, problems);
    let descriptors = DESCRIPTORS.map(|field| part.text(&field, problems));
    let see = part.texts(&SEE, MAX_PROMPTS, problems);
    let hear = part.texts(&HEAR, MAX_PROMPTS, problems);
    let read = part.texts(&READ, MAX_PROMPTS, problems);
    let question = part.text(&QUESTION, problems);
    Some(Strand {
        code: code?,
        title,
        about,
        descriptors,
        see,
        hear,
        read,
        question,
    })
}

fn read_code(
    part: &Section<'_>,
    principle: Option<u8>,
    problems: &mut Problems,
) -> Option<StrandCode> {
    let text = part.text(&CODE, problems);
    if text.is_empty() {
        return None;
    }
    let place = part.place(CODE.key);
    let code = match text.parse::<StrandCode>() {
        Ok(code) => code,
        Err(error) => {
            problems.at(
                &place,
                format!("\"{}\" is not a strand code: {error}", excerpt(&text)),
            );
            return None;
        }
    };
    if let Some(number) = principle.filter(|number| *number != code.principle()) {
        let message = format!(
            "strand {code} stands under principle {number}: its code must begin with {number}"
        );
        problems.at(&place, message);
    }
    Some(code)
}

/// As [`Section::check_names`], with a word on levels for somebody who adds a fifth.
fn check_strand_names(part: &Section<'_>, problems: &mut Problems) {
    const EXTRA_LEVELS: [&str; 4] = ["level_0", "level_5", "level_6", "level_7"];
    for extra in EXTRA_LEVELS.into_iter().filter(|extra| part.has(extra)) {
        problems.at(
            &part.place(extra),
            format!("{} has a {extra}, but {FOUR_ONLY}", part.name),
        );
    }
    part.check_other_names(&STRAND_NAMES, &EXTRA_LEVELS, problems);
}

/// Checks that numbers rise from part to part, which also finds those that are used twice.
#[derive(Default)]
struct Order {
    seen: Vec<((u8, u8), u32)>,
}

impl Order {
    /// Notes a problem if `number` was used before or should have come earlier. `key` names its field.
    fn check(&mut self, number: (u8, u8), part: &Section<'_>, key: &str, problems: &mut Problems) {
        let place = part.place(key);
        let first = self
            .seen
            .iter()
            .find(|(seen, _)| *seen == number)
            .map(|(_, line)| *line);
        if let Some(first) = first {
            problems.at(
                &place,
                format!("{} is there twice, first on line {first}", part.name),
            );
            return;
        }
        if self.seen.iter().any(|(seen, _)| *seen > number) {
            problems.at(
                &place,
                format!("{} stands after a higher one: put them in order", part.name),
            );
        }
        self.seen.push((number, problems.line(&place)));
    }
}

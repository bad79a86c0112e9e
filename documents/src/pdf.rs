//! A document as PDF/UA-1: tagged, with title and language, fonts embedded.
//!
//! The layout is `pdf.typ`. Every text reaches it as a value, never as markup, and its world has no files, no packages
//! and no network: there is one source, and nothing else can be found. Typesetting takes a second or more of one core,
//! so callers run it outside their asynchronous threads.

use crate::block::{Block, Document, MOST_CHARACTERS, one_line, paragraphs};
use chrono::Datelike;
use std::sync::LazyLock;
use typst::World;
use typst::foundations::{Array, Dict, IntoValue, Smart, Value};
use typst::text::Coverage;
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_as_lib::{TypstEngine, TypstTemplateMainFile};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The document has more characters than [`MOST_CHARACTERS`]: how many.
    #[error("the document has {0} characters, more than {MOST_CHARACTERS}")]
    TooLong(usize),
    /// The layout itself is at fault.
    #[error("the document could not be typeset: {0}")]
    Typesetting(String),
}

/// The family of all texts. What it lacks is taken from the other fonts that are built in.
const FAMILY: &str = "Libertinus Serif";

/// Longest run without a space; a longer one gets places at which the line may break, so that it stays on the page.
const LONGEST_WORD: usize = 40;

/// How careful to be with characters. Each document is tried with the first; a text that mixes scripts within one
/// letter may need the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// Every character that one of the fonts has.
    AnyFont,
    /// Every character that the main font has.
    MainFont,
    /// Letters of English and its neighbours.
    Latin,
}

struct Engine {
    typst: TypstEngine<TypstTemplateMainFile>,
    any: Vec<Coverage>,
    main: Vec<Coverage>,
}

// Reading the fonts is the dear part, and they never change.
static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

impl Engine {
    fn new() -> Self {
        let typst = TypstEngine::builder()
            .main_file(include_str!("pdf.typ"))
            .search_fonts_with(TypstKitFontOptions::new().include_system_fonts(false))
            .build();
        let (mut any, mut main) = (Vec::new(), Vec::new());
        // The world always opens: it holds the one source. Without fonts every character is written by its number.
        let _ = typst.with_world(|world| {
            let book = world.book();
            for info in (0..).map_while(|n| book.info(n)) {
                any.push(info.coverage.clone());
                if info.family == FAMILY && main.is_empty() {
                    main.push(info.coverage.clone());
                }
            }
        });
        Self { typst, any, main }
    }

    fn shows(&self, c: char, care: Care) -> bool {
        let has = |fonts: &[Coverage]| fonts.iter().any(|f| f.contains(u32::from(c)));
        match care {
            Care::AnyFont => has(&self.any),
            Care::MainFont => has(&self.main) && !is_mark(c),
            Care::Latin => {
                matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{17E}' | '\u{2018}'..='\u{201D}')
            }
        }
    }

    /// The text as the fonts can show it. A character that none of them has stands there by its number, `[U+1F600]`:
    /// a reader sees that something was there, and PDF/UA allows no empty boxes.
    fn showable(&self, text: &str, care: Care) -> String {
        let mut out = String::with_capacity(text.len());
        let mut run = 0;
        for c in text.chars() {
            if c == '\u{AD}'
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{2060}'..='\u{2064}')
            {
                // Invisible, and of use only between characters that may not be there any more.
                continue;
            }
            run = if c == ' ' { 0 } else { run + 1 };
            if self.shows(c, care) {
                out.push(c);
            } else {
                out.push_str(&format!("[U+{:04X}]", u32::from(c)));
                run += 7;
            }
            if run >= LONGEST_WORD {
                out.push('\u{200B}');
                run = 0;
            }
        }
        out
    }
}

/// True for a mark that combines with the letter before it.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// The document as a PDF that conforms to PDF/UA-1 (and says so).
///
/// # Errors
/// See [`Error`]. No text, however odd, makes it fail.
pub fn render(document: &Document) -> Result<Vec<u8>, Error> {
    let characters = document.characters();
    if characters > MOST_CHARACTERS {
        return Err(Error::TooLong(characters));
    }
    let mut failure = String::new();
    for care in [Care::AnyFont, Care::MainFont, Care::Latin] {
        match typeset(document, care) {
            Ok(bytes) => return Ok(bytes),
            Err(reason) => failure = reason,
        }
    }
    Err(Error::Typesetting(failure))
}

fn typeset(document: &Document, care: Care) -> Result<Vec<u8>, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| e.message().to_string())?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {}", document.title, document.changed)),
        creator: Smart::Custom(Some("Quintet".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let laid_out = ENGINE
        .typst
        .compile_with_input(inputs(document, care))
        .output
        .map_err(|e| e.to_string())?;
    typst_pdf::pdf(&laid_out, &options).map_err(|faults| {
        let words: Vec<&str> = faults.iter().map(|f| f.message.as_str()).collect();
        words.join("; ")
    })
}

fn inputs(document: &Document, care: Care) -> Dict {
    let line = |text: &str| ENGINE.showable(&one_line(text), care).into_value();
    let mut out = Dict::new();
    out.insert("title".into(), line(&document.title));
    out.insert("about".into(), line(&document.about));
    out.insert(
        "mark".into(),
        line(document.mark.as_deref().unwrap_or_default()),
    );
    out.insert("foot".into(), line(&document.foot));
    out.insert(
        "year".into(),
        i64::from(document.changed.year()).into_value(),
    );
    out.insert(
        "month".into(),
        i64::from(document.changed.month()).into_value(),
    );
    out.insert("day".into(), i64::from(document.changed.day()).into_value());
    // A heading without words would be announced and say nothing: PDF/UA forbids it.
    let speaks = |b: &&Block| !matches!(b, Block::Heading(_, words) if ENGINE.showable(&one_line(words), care).trim().is_empty());
    let shown = document.blocks.iter().filter(speaks);
    let blocks: Array = shown.map(|b| block(b, care)).collect();
    out.insert("blocks".into(), blocks.into_value());
    out
}

fn block(block: &Block, care: Care) -> Value {
    let line = |text: &str| ENGINE.showable(&one_line(text), care).into_value();
    let text = |text: &str| -> Value {
        let all: Array = paragraphs(text)
            .into_iter()
            .map(|lines| {
                let lines: Array = lines
                    .iter()
                    .map(|l| ENGINE.showable(l, care).into_value())
                    .collect();
                lines.into_value()
            })
            .collect();
        all.into_value()
    };
    let mut out = Dict::new();
    let mut set = |name: &str, value: Value| out.insert(name.into(), value);
    match block {
        Block::Heading(level, words) => {
            set("kind", "heading".into_value());
            set("level", i64::from((*level).clamp(1, 2)).into_value());
            set("text", line(words));
        }
        Block::Text(words) => {
            set("kind", "text".into_value());
            set("text", text(words));
        }
        Block::Small(words) => {
            set("kind", "small".into_value());
            set("text", text(words));
        }
        Block::Note(words) => {
            set("kind", "note".into_value());
            set("text", text(words));
        }
        Block::Bullets(items) => {
            set("kind", "bullets".into_value());
            set(
                "items",
                items
                    .iter()
                    .map(|i| text(i))
                    .collect::<Array>()
                    .into_value(),
            );
        }
        Block::Numbered(items) => {
            set("kind", "numbered".into_value());
            let items: Array = items
                .iter()
                .map(|i| {
                    let mut item = Dict::new();
                    item.insert("about".into(), line(&i.about));
                    item.insert("text".into(), text(&i.text));
                    item.into_value()
                })
                .collect();
            set("items", items.into_value());
        }
        Block::Facts(facts) => {
            set("kind", "facts".into_value());
            let facts: Array = facts
                .iter()
                .map(|(name, value)| {
                    let mut fact = Dict::new();
                    fact.insert("name".into(), line(name));
                    fact.insert("value".into(), text(value));
                    fact.into_value()
                })
                .collect();
            set("facts", facts.into_value());
        }
        Block::Table { columns, rows } => {
            set("kind", "table".into_value());
            set(
                "columns",
                columns
                    .iter()
                    .map(|c| line(c))
                    .collect::<Array>()
                    .into_value(),
            );
            let cells: Array = rows.iter().flatten().map(|c| text(c)).collect();
            set("cells", cells.into_value());
        }
    }
    out.into_value()
}

//! A document as a Word file: real heading styles, lists and table headers, title and language, so that it can be
//! read aloud, searched and restyled.
//!
//! The library writes most of it. What it cannot write (language, title, rows that are repeated as headings) is put
//! into the parts before they are packed; people's texts are escaped by then, so no text can look like such a place.

use crate::block::{Block, Document, MOST_CHARACTERS, one_line, paragraphs};
use chrono::SecondsFormat;
use docx_rs::{
    AbstractNumbering, BreakType, Docx, Footer, Header, IndentLevel, Level, LevelJc, LevelText,
    LineSpacing, NumPages, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph,
    Run, RunFonts, SpecialIndentType, Start, Style, StyleType, Table, TableCell, TableRow,
    WidthType, XMLDocx,
};
use std::io::Cursor;

/// Why there is no Word file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The document has more characters than [`MOST_CHARACTERS`]: how many.
    #[error("the document has {0} characters, more than {MOST_CHARACTERS}")]
    TooLong(usize),
    /// The file could not be put together.
    #[error("the file could not be written: {0}")]
    Writing(String),
}

/// The purple of headings, without its mark.
const PURPLE: &str = "532A5C";
/// Twentieths of a point between the margins of an A4 page.
const WIDTH: usize = 9_070;
/// The numbering of bullets; numbered lists count from the next one, each beginning at 1.
const BULLETS: usize = 2;

/// The document as a Word file.
///
/// # Errors
/// See [`Error`].
pub fn render(document: &Document) -> Result<Vec<u8>, Error> {
    let characters = document.characters();
    if characters > MOST_CHARACTERS {
        return Err(Error::TooLong(characters));
    }
    let mut docx = styled(document).add_paragraph(styled_line("Title", &document.title));
    let mut lists = BULLETS;
    for block in &document.blocks {
        docx = add(docx, block, &mut lists);
    }
    let mut parts = docx.build();
    complete(&mut parts, document);
    let mut file = Cursor::new(Vec::new());
    parts
        .pack(&mut file)
        .map_err(|e| Error::Writing(e.to_string()))?;
    Ok(file.into_inner())
}

fn spacing(before: u32, after: u32) -> LineSpacing {
    LineSpacing::new().before(before).after(after)
}

/// An empty document with its styles, page, header and footer.
fn styled(document: &Document) -> Docx {
    let heading = |id: &str, name: &str, level: usize, size: usize, before: u32| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .size(size)
            .bold()
            .color(PURPLE)
            .line_spacing(spacing(before, 120))
            .outline_lvl(level)
    };
    let title = Style::new("Title", StyleType::Paragraph)
        .name("Title")
        .based_on("Normal")
        .next("Normal")
        .size(48)
        .bold()
        .color(PURPLE)
        .line_spacing(spacing(0, 240));
    let plain = |id: &str, name: &str| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
    };
    let foot = Paragraph::new()
        .style("Footer")
        .add_run(Run::new().add_text(format!("{} Page ", one_line(&document.foot))))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" of "))
        .add_num_pages(NumPages::new());
    let mut docx = Docx::new()
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(22)
        .default_line_spacing(LineSpacing::new().after(140).line(276))
        .page_size(11_906, 16_838)
        .page_margin(PageMargin {
            top: 1_418,
            left: 1_418,
            bottom: 1_418,
            right: 1_418,
            header: 709,
            footer: 709,
            gutter: 0,
        })
        .add_style(title)
        .add_style(heading("Heading1", "heading 1", 0, 32, 360))
        .add_style(heading("Heading2", "heading 2", 1, 25, 240))
        .add_style(plain("ListBullet", "List Bullet"))
        .add_style(plain("ListNumber", "List Number"))
        .add_style(plain("Note", "Note").bold())
        .add_style(plain("Small", "Small").size(20).color("3A3A3A"))
        .add_style(plain("Header", "header").size(20).bold().color("942514"))
        .add_style(plain("Footer", "footer").size(18).color("3A3A3A"))
        .add_abstract_numbering(numbering(BULLETS, NumberFormat::new("bullet"), "•"))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
        .footer(Footer::new().add_paragraph(foot));
    if let Some(mark) = &document.mark {
        docx = docx.header(Header::new().add_paragraph(styled_line("Header", mark)));
    }
    docx
}

fn numbering(id: usize, format: NumberFormat, text: &str) -> AbstractNumbering {
    let level = Level::new(
        0,
        Start::new(1),
        format,
        LevelText::new(text),
        LevelJc::new("left"),
    );
    AbstractNumbering::new(id).add_level(level.indent(
        Some(567),
        Some(SpecialIndentType::Hanging(425)),
        None,
        None,
    ))
}

fn styled_line(style: &str, text: &str) -> Paragraph {
    Paragraph::new()
        .style(style)
        .add_run(Run::new().add_text(one_line(text)))
}

/// A run of lines with breaks between them.
fn run(lines: &[String]) -> Run {
    lines
        .iter()
        .enumerate()
        .fold(Run::new(), |run, (at, line)| {
            let run = if at > 0 {
                run.add_break(BreakType::TextWrapping)
            } else {
                run
            };
            run.add_text(line)
        })
}

fn add(mut docx: Docx, block: &Block, lists: &mut usize) -> Docx {
    match block {
        Block::Heading(_, text) if one_line(text).is_empty() => docx,
        Block::Heading(level, text) => {
            let style = if *level <= 1 { "Heading1" } else { "Heading2" };
            docx.add_paragraph(styled_line(style, text).keep_next(true))
        }
        Block::Text(text) => texts(docx, "Normal", text),
        Block::Small(text) => texts(docx, "Small", text),
        Block::Note(text) => texts(docx, "Note", text),
        Block::Bullets(items) => items.iter().fold(docx, |docx, item| {
            list_item(docx, "ListBullet", BULLETS, "", item)
        }),
        Block::Numbered(items) => {
            *lists += 1;
            docx = docx
                .add_abstract_numbering(numbering(*lists, NumberFormat::new("decimal"), "%1."))
                .add_numbering(Numbering::new(*lists, *lists));
            items.iter().fold(docx, |docx, item| {
                list_item(docx, "ListNumber", *lists, &item.about, &item.text)
            })
        }
        Block::Facts(facts) => facts.iter().fold(docx, |docx, (name, value)| {
            let name = Run::new().add_text(format!("{}: ", one_line(name))).bold();
            let lines: Vec<String> = paragraphs(value).into_iter().flatten().collect();
            docx.add_paragraph(Paragraph::new().add_run(name).add_run(run(&lines)))
        }),
        Block::Table { columns, rows } => docx
            .add_table(table(columns, rows))
            .add_paragraph(Paragraph::new()),
    }
}

fn texts(docx: Docx, style: &str, text: &str) -> Docx {
    paragraphs(text).iter().fold(docx, |docx, lines| {
        docx.add_paragraph(Paragraph::new().style(style).add_run(run(lines)))
    })
}

/// An item: its first paragraph carries the number, the others stand below it.
fn list_item(docx: Docx, style: &str, list: usize, about: &str, text: &str) -> Docx {
    let all = paragraphs(text);
    let first = all.first().map(Vec::as_slice).unwrap_or_default();
    let mut paragraph = Paragraph::new()
        .style(style)
        .numbering(NumberingId::new(list), IndentLevel::new(0));
    if !about.is_empty() {
        let about = Run::new().add_text(one_line(about)).bold();
        paragraph = paragraph.add_run(about.add_break(BreakType::TextWrapping));
    }
    let docx = docx.add_paragraph(paragraph.add_run(run(first)));
    all.iter().skip(1).fold(docx, |docx, lines| {
        let more = Paragraph::new()
            .style(style)
            .indent(Some(567), None, None, None)
            .add_run(run(lines));
        docx.add_paragraph(more)
    })
}

fn table(columns: &[String], rows: &[Vec<String>]) -> Table {
    let count = columns.len().max(1);
    // The first column is as wide as two others.
    let one = WIDTH / (count + 1);
    let width = |at: usize| if at == 0 { one * 2 } else { one };
    let grid = (0..count).map(width).collect();
    let head = columns.iter().enumerate().map(|(at, text)| {
        let words = Run::new().add_text(one_line(text)).bold();
        TableCell::new()
            .width(width(at), WidthType::Dxa)
            .add_paragraph(Paragraph::new().add_run(words))
    });
    let body = rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(at, text)| {
            let lines: Vec<String> = paragraphs(text).into_iter().flatten().collect();
            TableCell::new()
                .width(width(at), WidthType::Dxa)
                .add_paragraph(Paragraph::new().add_run(run(&lines)))
        });
        TableRow::new(cells.collect())
    });
    // Only the row of headings is kept in one piece: by this mark `complete` knows it.
    let head = TableRow::new(head.collect()).cant_split();
    let rows = std::iter::once(head).chain(body).collect();
    Table::new(rows).set_grid(grid).width(WIDTH, WidthType::Dxa)
}

/// Puts in what the library does not write.
fn complete(parts: &mut XMLDocx, document: &Document) {
    replace(
        &mut parts.document,
        "<w:trPr><w:cantSplit /></w:trPr>",
        "<w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>",
    );
    let language =
        "<w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\" /></w:rPr></w:rPrDefault>";
    replace(&mut parts.styles, "</w:rPr></w:rPrDefault>", language);
    let when = document.changed.to_rfc3339_opts(SecondsFormat::Secs, true);
    parts.doc_props.core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>Quintet</dc:creator><dc:description>{}</dc:description><dc:language>en-GB</dc:language><cp:lastModifiedBy>Quintet</cp:lastModifiedBy><dcterms:created xsi:type=\"dcterms:W3CDTF\">{when}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{when}</dcterms:modified></cp:coreProperties>",
        escape(&one_line(&document.title)),
        escape(&one_line(&document.about)),
    )
    .into_bytes();
}

fn replace(part: &mut Vec<u8>, from: &str, to: &str) {
    *part = String::from_utf8_lossy(part).replace(from, to).into_bytes();
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

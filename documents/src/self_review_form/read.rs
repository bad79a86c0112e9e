//! Reads a form back, cell by cell and never as a whole table: a file may claim a million columns.

use super::open::unpack;
use super::{
    CODE, EDITION, HIDDEN, KIND, LEVEL, NARRATIVE, NOT_EXPLORED, ReadError, ReadForm, ReadRow,
    SHEET, unguard,
};
use calamine::{DataRef, Reader, Xlsx, open_workbook_from_rs};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Most rows and columns that are looked at.
const MAX_ROWS: u32 = 300;
const MAX_COLUMNS: u32 = 60;
/// Most cells with something in them, wherever they are.
const MAX_CELLS: usize = 20_000;
/// Longest text of a cell, in characters: a spreadsheet itself takes 32,767.
const MAX_CELL: usize = 40_000;
/// Longest texts of a sheet together, in bytes.
const MAX_TEXT: usize = 8 * 1024 * 1024;
/// The headings stand in one of the first rows.
const HEADINGS_WITHIN: u32 = 10;

type Book = Xlsx<Cursor<Vec<u8>>>;
/// Texts by row and column, from 0.
type Cells = BTreeMap<(u32, u32), String>;

/// Reads an uploaded form. The file is taken for hostile: see [`ReadError`] for what is refused.
pub fn read(bytes: &[u8]) -> Result<ReadForm, ReadError> {
    let unpacked = unpack(bytes)?;
    // The library multiplies the numbers of rows and columns as they stand in the file, and panics where they are made
    // up; a file must not be able to do that to us.
    std::panic::catch_unwind(|| read_book(unpacked)).unwrap_or(Err(ReadError::NotASpreadsheet))
}

fn read_book(unpacked: Vec<u8>) -> Result<ReadForm, ReadError> {
    let mut book: Book =
        open_workbook_from_rs(Cursor::new(unpacked)).map_err(|_| ReadError::NotASpreadsheet)?;
    let names = book.sheet_names();
    let has = |name: &str| names.iter().any(|n| n == name);
    if !has(HIDDEN) {
        return Err(ReadError::NotTheForm);
    }
    let hidden = hidden(&cells(&mut book, HIDDEN)?)?;
    // A program may have renamed the sheet for its own ends; then it is the first one.
    let sheet = match names.iter().find(|n| *n != HIDDEN) {
        _ if has(SHEET) => SHEET.to_owned(),
        Some(first) => first.clone(),
        None => return Err(ReadError::NoColumns),
    };
    let cells = cells(&mut book, &sheet)?;
    let rows = rows(&cells, &hidden)?;
    Ok(ReadForm {
        review: hidden.review,
        rows,
    })
}

/// The texts of a sheet.
fn cells(book: &mut Book, sheet: &str) -> Result<Cells, ReadError> {
    let broken = |_| ReadError::NotASpreadsheet;
    let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut out = Cells::new();
    let (mut seen, mut length) = (0, 0);
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        seen += 1;
        if seen > MAX_CELLS {
            return Err(ReadError::TooMuchInside);
        }
        let (row, column) = cell.get_position();
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            continue;
        }
        let text = text(cell.get_value());
        length += text.len();
        if text.chars().count() > MAX_CELL || length > MAX_TEXT {
            return Err(ReadError::TooMuchInside);
        }
        if !text.is_empty() {
            out.insert((row, column), text);
        }
    }
    Ok(out)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::DateTime(d) => d.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// What the hidden sheet remembers.
struct Hidden {
    review: String,
    /// Code → version and fingerprint of what was downloaded.
    downloaded: BTreeMap<String, (u32, String)>,
    /// True when the form asks for levels.
    levels: bool,
}

fn hidden(cells: &Cells) -> Result<Hidden, ReadError> {
    let at = |row, column| cells.get(&(row, column)).map_or("", |t| t.trim());
    if at(0, 0) != KIND || at(0, 1) != EDITION || at(1, 1).is_empty() {
        return Err(ReadError::NotTheForm);
    }
    let downloaded = (3..MAX_ROWS)
        .filter(|row| !at(*row, 0).is_empty())
        .map(|row| {
            let version = at(row, 1).parse().unwrap_or(0);
            (at(row, 0).to_owned(), (version, at(row, 2).to_owned()))
        })
        .collect();
    Ok(Hidden {
        review: at(1, 1).to_owned(),
        downloaded,
        levels: !at(3, 4).is_empty(),
    })
}

fn rows(cells: &Cells, hidden: &Hidden) -> Result<Vec<ReadRow>, ReadError> {
    let column = |row: u32, heading: &str| {
        (0..MAX_COLUMNS).find(|c| {
            cells
                .get(&(row, *c))
                .is_some_and(|t| t.trim().eq_ignore_ascii_case(heading))
        })
    };
    let found = (0..HEADINGS_WITHIN).find_map(|row| {
        let all = [CODE, LEVEL, NOT_EXPLORED, NARRATIVE].map(|heading| column(row, heading));
        let [Some(code), level, Some(not_explored), Some(narrative)] = all else {
            return None;
        };
        // Only a form of a cycle without levels has no such column.
        (level.is_some() || !hidden.levels).then_some((row, code, level, not_explored, narrative))
    });
    let Some((head, code, level, not_explored, narrative)) = found else {
        return Err(ReadError::NoColumns);
    };
    let at = |row: u32, column: u32| {
        cells
            .get(&(row, column))
            .map(|t| unguard(t).to_owned())
            .unwrap_or_default()
    };
    let rows = (head + 1..MAX_ROWS)
        .map(|row| {
            let code = at(row, code).trim().to_owned();
            let (version, fingerprint) = hidden.downloaded.get(&code).cloned().unwrap_or_default();
            ReadRow {
                line: row + 1,
                level: level.map(|c| at(row, c)).unwrap_or_default(),
                not_explored: at(row, not_explored),
                narrative: at(row, narrative),
                code,
                version,
                fingerprint,
            }
        })
        .filter(|r| {
            [&r.code, &r.level, &r.not_explored, &r.narrative]
                .iter()
                .any(|t| !t.trim().is_empty())
        })
        .collect();
    Ok(rows)
}

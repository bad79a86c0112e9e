//! The two files of the register as streams of typed rows with line numbers. Nothing is kept of a row once it is
//! given out but one bit: whether its URN has been seen.

use std::io::{self, Read};

use domain::register::{Columns, LinkColumns, LinkOutcome, MissingColumns, RowOutcome, Urn};

use super::decoding::{OpenError, Utf8Reader};
use super::records::{NumberedRecord, Record, Records};

/// One row of a file and the line on which it starts, counted from 1; the header is on line 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedRow<T> {
    /// The line.
    pub line: u64,
    /// What the row is.
    pub outcome: T,
}

/// Reads an establishment file, row by row.
///
/// As an iterator it gives each row in the file's order. An `Err` means that the file itself failed (a disk, a
/// connection), and ends the iteration: what follows is not known, so the import must not be called complete.
#[derive(Debug)]
pub struct RegisterReader<R> {
    columns: Columns,
    rows: Rows<R>,
    seen: SeenUrns,
}

/// Reads a links file, row by row, as [`RegisterReader`] reads establishments.
#[derive(Debug)]
pub struct LinksReader<R> {
    columns: LinkColumns,
    rows: Rows<R>,
}

impl<R: Read> RegisterReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`OpenError`] in words for the person who chose the file.
    pub fn open(source: R) -> Result<Self, OpenError> {
        let (columns, rows) = Rows::open(source, Columns::from_header)?;
        Ok(Self {
            columns,
            rows,
            seen: SeenUrns::default(),
        })
    }

    /// Bytes read so far. It runs ahead of the rows by up to 70 KB, and equals the file's size at the end.
    pub fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }
}

impl<R: Read> Iterator for RegisterReader<R> {
    type Item = io::Result<NumberedRow<RowOutcome>>;

    fn next(&mut self) -> Option<Self::Item> {
        let (columns, seen) = (&self.columns, &mut self.seen);
        self.rows.next_with(|line, fields| match fields {
            Err(message) => RowOutcome::Faulty { line, message },
            Ok(fields) => match columns.row(line, fields) {
                RowOutcome::School(school) if !seen.is_new(school.urn) => {
                    let message = format!("URN {} is on an earlier line already", school.urn);
                    RowOutcome::Faulty { line, message }
                }
                other => other,
            },
        })
    }
}

impl<R: Read> LinksReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`OpenError`] in words for the person who chose the file.
    pub fn open(source: R) -> Result<Self, OpenError> {
        let (columns, rows) = Rows::open(source, LinkColumns::from_header)?;
        Ok(Self { columns, rows })
    }

    /// Bytes read so far, as [`RegisterReader::bytes_read`].
    pub fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }
}

impl<R: Read> Iterator for LinksReader<R> {
    type Item = io::Result<NumberedRow<LinkOutcome>>;

    fn next(&mut self) -> Option<Self::Item> {
        let columns = &self.columns;
        self.rows.next_with(|line, fields| match fields {
            Err(message) => LinkOutcome::Faulty { line, message },
            Ok(fields) => columns.row(line, fields),
        })
    }
}

/// What both files have in common.
#[derive(Debug)]
struct Rows<R> {
    records: Records<Utf8Reader<R>>,
    failed: bool,
}

impl<R: Read> Rows<R> {
    fn open<C>(
        source: R,
        columns: impl FnOnce(&[&str]) -> Result<C, MissingColumns>,
    ) -> Result<(C, Self), OpenError> {
        let mut records = Records::new(Utf8Reader::open(source)?);
        let NumberedRecord { record, .. } = records.read_next()?.ok_or(OpenError::Empty)?;
        let header = match record {
            Record::Fields(header) => header,
            Record::Faulty(cause) => return Err(OpenError::Header(cause)),
        };
        let headings: Vec<&str> = header.iter().collect();
        let columns = columns(&headings).map_err(|missing| match headings.as_slice() {
            [line] if line.contains(';') => OpenError::Separator("semicolons"),
            [line] if line.contains('\t') => OpenError::Separator("tabs"),
            _ => OpenError::MissingColumns(missing),
        })?;
        Ok((
            columns,
            Self {
                records,
                failed: false,
            },
        ))
    }

    fn bytes_read(&self) -> u64 {
        self.records.source().bytes_read()
    }

    fn next_with<T>(
        &mut self,
        read: impl FnOnce(u64, Result<&[&str], String>) -> T,
    ) -> Option<io::Result<NumberedRow<T>>> {
        if self.failed {
            return None;
        }
        match self.records.read_next() {
            Ok(None) => None,
            Ok(Some(NumberedRecord { line, record })) => {
                let outcome = match record {
                    Record::Fields(fields) => read(line, Ok(&fields.iter().collect::<Vec<_>>())),
                    Record::Faulty(cause) => read(line, Err(cause)),
                };
                Some(Ok(NumberedRow { line, outcome }))
            }
            Err(error) => {
                self.failed = true;
                Some(Err(error))
            }
        }
    }
}

/// One bit for every URN that there can be: 122 KB, however long the file.
#[derive(Debug)]
struct SeenUrns(Vec<u64>);

impl Default for SeenUrns {
    fn default() -> Self {
        Self(vec![0; Urn::MAX as usize / 64 + 1])
    }
}

impl SeenUrns {
    fn is_new(&mut self, urn: Urn) -> bool {
        let number = urn.get() as usize;
        let Some(word) = self.0.get_mut(number / 64) else {
            return true;
        };
        let bit = 1_u64 << (number % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

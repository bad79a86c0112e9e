//! Text to records: lines, lines that belong together because of a quoted line break, and their fields.
//!
//! What the `csv` crate cannot promise is decided here, before it sees a record: no record takes more than
//! [`LONGEST_RECORD`] bytes or [`MOST_LINES`] lines of memory, and a quote that is never closed costs the one line
//! on which it stands, not the rest of the file.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

/// Longest record in bytes. The longest real ones have about 4,000.
pub const LONGEST_RECORD: usize = 1024 * 1024;
/// Most lines that one record may take through quoted line breaks.
pub const MOST_LINES: usize = 20;

/// One record, or why there is none where one should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// The fields, unquoted.
    Fields(csv::StringRecord),
    /// The cause.
    Faulty(String),
}

/// A record and the line on which it starts, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedRecord {
    /// The line.
    pub line: u64,
    /// What it holds.
    pub record: Record,
}

/// One line without its end, or the knowledge that it was too long to keep.
#[derive(Debug)]
struct Line {
    number: u64,
    text: Vec<u8>,
    too_long: bool,
}

/// Reads records from UTF-8 text. Lines end with LF, CR LF or CR; empty ones are passed over.
#[derive(Debug)]
pub struct Records<R> {
    source: BufReader<R>,
    lines_read: u64,
    after_cr: bool,
    /// Fields of the first record, once it is read.
    width: Option<usize>,
    splitter: Splitter,
    /// Lines that were read while looking for the end of a quote that has none.
    put_back: VecDeque<Line>,
}

impl<R: Read> Records<R> {
    /// Reads from the source's beginning.
    pub fn new(source: R) -> Self {
        Self {
            source: BufReader::new(source),
            lines_read: 0,
            after_cr: false,
            width: None,
            splitter: Splitter::default(),
            put_back: VecDeque::new(),
        }
    }

    /// The source, for asking how far it was read.
    pub fn source(&self) -> &R {
        self.source.get_ref()
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// Those of the source. After one, nothing sensible can be read on.
    pub fn read_next(&mut self) -> io::Result<Option<NumberedRecord>> {
        loop {
            let Some(first) = self.next_line()? else {
                return Ok(None);
            };
            if !first.too_long && first.text.trim_ascii().is_empty() {
                continue;
            }
            let line = first.number;
            return Ok(Some(NumberedRecord {
                line,
                record: self.record_from(first)?,
            }));
        }
    }

    fn record_from(&mut self, first: Line) -> io::Result<Record> {
        if first.too_long {
            return Ok(Record::Faulty(format!(
                "the line is longer than {LONGEST_RECORD} bytes"
            )));
        }
        let mut quoting = Quoting::default();
        let mut stray = quoting.take(&first.text);
        let mut following: Vec<Line> = Vec::new();
        let mut length = first.text.len();
        while quoting == Quoting::Inside {
            let next = self.next_line()?;
            let fits = next.as_ref().is_some_and(|line| {
                !line.too_long
                    && length + line.text.len() < LONGEST_RECORD
                    && following.len() + 1 < MOST_LINES
            });
            following.extend(next);
            let Some(last) = following.last().filter(|_| fits) else {
                return Ok(self.never_closed(following));
            };
            length += last.text.len() + 1;
            stray |= quoting.take(b"\n");
            stray |= quoting.take(&last.text);
        }
        let mut bytes = first.text;
        for line in &following {
            bytes.push(b'\n');
            bytes.extend_from_slice(&line.text);
        }
        if bytes.contains(&0) {
            return Ok(Record::Faulty("the line contains a NUL byte".to_owned()));
        }
        let record = self.splitter.split(bytes);
        let Record::Fields(fields) = &record else {
            return Ok(record);
        };
        // A stray mark that finds its match on a later line must not swallow the lines between: quoted line breaks
        // are believed only if the quotes end where a field ends, and the record is as wide as the header.
        let as_wide = self.width.is_none_or(|width| width == fields.len());
        if !following.is_empty() && (stray || !as_wide) {
            return Ok(self.never_closed(following));
        }
        self.width.get_or_insert(fields.len());
        Ok(record)
    }

    fn never_closed(&mut self, following: Vec<Line>) -> Record {
        for line in following.into_iter().rev() {
            self.put_back.push_front(line);
        }
        Record::Faulty("a quotation mark is opened and not closed on the same line".to_owned())
    }

    fn next_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.put_back.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Line {
            number: self.lines_read + 1,
            text: Vec::new(),
            too_long: false,
        };
        let mut anything = false;
        loop {
            let available = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if available.is_empty() {
                self.lines_read += u64::from(anything);
                return Ok(anything.then_some(line));
            }
            if self.after_cr {
                self.after_cr = false;
                if available.first() == Some(&b'\n') {
                    self.source.consume(1);
                    continue;
                }
            }
            anything = true;
            let end = available
                .iter()
                .position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &available[..end.unwrap_or(available.len())];
            if line.text.len() + part.len() > LONGEST_RECORD {
                line.too_long = true;
                line.text = Vec::new();
            }
            if !line.too_long {
                line.text.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            if let Some(end) = end {
                self.after_cr = available[end] == b'\r';
            }
            self.source.consume(used);
            if end.is_some() {
                self.lines_read += 1;
                return Ok(Some(line));
            }
        }
    }
}

/// Where in a record we are, by the rules of RFC 4180: a quotation mark counts only where a field begins, and a
/// doubled one inside quotes is a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Quoting {
    #[default]
    FieldStart,
    Unquoted,
    Inside,
    /// After a mark inside quotes: the end of the quotes, unless another mark follows.
    MaybeClosed,
}

impl Quoting {
    /// Goes through some text. True if quotes ended in it with more of their field to follow, as they do where the
    /// end was meant to be the beginning of other quotes.
    fn take(&mut self, text: &[u8]) -> bool {
        let mut stray = false;
        for byte in text {
            stray |= *self == Self::MaybeClosed && !matches!(byte, b'"' | b',');
            *self = match (*self, byte) {
                (Self::FieldStart | Self::MaybeClosed, b'"')
                | (Self::Inside, b'\0'..=b'!' | b'#'..) => Self::Inside,
                (Self::Inside, b'"') => Self::MaybeClosed,
                (_, b',') => Self::FieldStart,
                _ => Self::Unquoted,
            };
        }
        stray
    }
}

/// Takes one record at a time apart. The `csv` crate builds tables for each of its readers, which costs as much as
/// reading a row does, so one reader is fed record by record.
#[derive(Debug)]
struct Splitter {
    reader: csv::Reader<Feed>,
    fed: u64,
}

/// What is left of the record in hand. To the reader its end would be the end of the file, so it is not asked past
/// the line break that every record is given.
#[derive(Debug, Default)]
struct Feed {
    record: Vec<u8>,
    taken: usize,
}

impl Read for Feed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.record.get(self.taken..).unwrap_or_default();
        let length = rest.read(out)?;
        self.taken += length;
        Ok(length)
    }
}

impl Default for Splitter {
    fn default() -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(Feed::default());
        Self { reader, fed: 0 }
    }
}

impl Splitter {
    fn split(&mut self, mut record: Vec<u8>) -> Record {
        record.push(b'\n');
        self.fed += record.len() as u64;
        *self.reader.get_mut() = Feed { record, taken: 0 };
        let mut fields = csv::StringRecord::new();
        let read = self.reader.read_record(&mut fields);
        let whole = self.reader.position().byte() == self.fed;
        if matches!(read, Ok(true)) && whole {
            return Record::Fields(fields);
        }
        // Whatever the reader holds back must not run into the next record.
        *self = Self::default();
        Record::Faulty("the line cannot be taken apart into values".to_owned())
    }
}

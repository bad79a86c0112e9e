//! Everything that is wrong with a framework file, with line numbers. Collects; decides nothing.

use std::fmt;
use std::ops::Range;

/// The most problems that are reported for one file. A file with more is not a file that somebody mistyped,
/// and a page that listed them all would help nobody.
const MAX_PROBLEMS: usize = 200;

/// One thing that is wrong with a framework file, in words for the person who edits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkError {
    /// The line of the file, counted from 1. Something that is missing is reported at the start of the part
    /// that should have it.
    pub line: u32,
    /// What is wrong, without the line: "strand 1.2 has no descriptor for level 3". Plain English, and free of
    /// control characters even where it quotes the file.
    pub message: String,
}

impl fmt::Display for FrameworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for FrameworkError {}

/// Collects problems, and knows the line of each place in the text.
pub(super) struct Problems {
    /// The offset in bytes at which each line begins.
    line_starts: Vec<usize>,
    found: Vec<FrameworkError>,
    left_out: usize,
}

impl Problems {
    pub(super) fn new(text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(offset, _)| offset + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Self {
            line_starts,
            found: Vec::new(),
            left_out: 0,
        }
    }

    /// The line, from 1, of the place where a span begins.
    pub(super) fn line(&self, span: &Range<usize>) -> u32 {
        let line = self
            .line_starts
            .partition_point(|start| *start <= span.start);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// Notes a problem at the place where `span` begins.
    pub(super) fn at(&mut self, span: &Range<usize>, message: impl Into<String>) {
        if !self.is_full() {
            let line = self.line(span);
            self.found.push(FrameworkError {
                line,
                message: message.into(),
            });
        } else {
            self.leave_out();
        }
    }

    /// Whether as many problems are noted as will be listed.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= MAX_PROBLEMS
    }

    /// Counts a problem that is not listed.
    pub(super) fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// `value` if nothing was wrong, otherwise all problems in the order of the file.
    pub(super) fn finish<T>(mut self, value: T) -> Result<T, Vec<FrameworkError>> {
        if self.found.is_empty() {
            return Ok(value);
        }
        self.found.sort_by_key(|error| error.line);
        if self.left_out > 0 {
            let line = self.found.last().map_or(1, |error| error.line);
            let message = format!("{} more problems are not listed here", self.left_out);
            self.found.push(FrameworkError { line, message });
        }
        Err(self.found)
    }
}

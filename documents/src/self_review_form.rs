//! The self-review as a spreadsheet, for schools that write without a network: made, and read back.
//!
//! One row a strand. A hidden sheet remembers which review the file belongs to and what stood there when it was
//! downloaded, so that nothing is replaced unseen. Cells are texts and never formulas: what begins like a formula gets an
//! apostrophe in front, which is taken away again when the file comes back.
//!
//! Knows cells and sheets only. What a row means, and whether it may be taken, is decided in `domain::self_reviews`.

mod cells;
mod open;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use cells::{guard, unguard};
pub use open::MAX_UPLOAD;
pub use read::read;
pub use write::write;

use chrono::NaiveDate;

/// A form to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The id of the review that it belongs to.
    pub review: String,
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// The day on which it is made.
    pub made: NaiveDate,
    /// The answers of the column "Level", each beginning with its number; empty in cycles without levels.
    pub levels: Vec<String>,
    /// The headings of the four descriptions.
    pub descriptions: [String; 4],
    /// One a strand, in the order of the framework.
    pub rows: Vec<FormRow>,
}

/// One strand of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What it looks at.
    pub about: String,
    /// What a school at each level is like.
    pub descriptors: [String; 4],
    /// What one might see, hear and read, one a line.
    pub prompts: String,
    /// The chosen level, one of the form's; empty when none is.
    pub level: String,
    /// True when the strand is not explored.
    pub not_explored: bool,
    /// The text.
    pub narrative: String,
    /// The version that is saved; 0 when none is.
    pub version: u32,
    /// The fingerprint of level and text.
    pub fingerprint: String,
}

/// A form as it came back, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadForm {
    /// The id of the review that it belongs to, as the file says.
    pub review: String,
    /// Rows with anything in them, from the top.
    pub rows: Vec<ReadRow>,
}

/// One row as it came back. Texts are as typed: trimmed of nothing, checked for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadRow {
    /// The row's number in the spreadsheet, from 1.
    pub line: u32,
    /// The strand's code.
    pub code: String,
    /// The cell "Level".
    pub level: String,
    /// The cell "Not explored".
    pub not_explored: String,
    /// The cell with the text.
    pub narrative: String,
    /// The version that was downloaded; 0 when the hidden sheet does not know the strand.
    pub version: u32,
    /// The fingerprint of what was downloaded; empty when the hidden sheet does not know the strand.
    pub fingerprint: String,
}

/// Why a form cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the spreadsheet cannot be made: {0}")]
pub struct WriteError(String);

/// Why a file cannot be read, in words for whoever uploaded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it.
    #[error(
        "The file is empty. Choose the spreadsheet that you downloaded from here and filled in."
    )]
    Empty,
    /// More bytes than [`MAX_UPLOAD`].
    #[error(
        "The file is larger than 5 MB. The form itself is much smaller: take out what was pasted into it, such as pictures."
    )]
    TooLarge,
    /// No spreadsheet of this kind, or a broken one.
    #[error(
        "This is not a spreadsheet that can be read. Upload the form as an Excel file (.xlsx), not as a PDF, a Word file or an older Excel file (.xls)."
    )]
    NotASpreadsheet,
    /// It holds more than a form can.
    #[error(
        "There is more in this file than the form can hold. Download the form again, and copy your texts into it."
    )]
    TooMuchInside,
    /// A spreadsheet, but none that was made here.
    #[error(
        "This spreadsheet is not the form that was downloaded from here: the hidden sheet by which it is recognised is missing. Download the form again, and copy your texts into it."
    )]
    NotTheForm,
    /// The form with its columns taken out or renamed.
    #[error(
        "The columns “Code”, “Level”, “Not explored” and “What you do, and how you know” are not all there. Download the form again, and copy your texts into it."
    )]
    NoColumns,
}

// What both sides have to agree on.
const SHEET: &str = "Self-review";
const HIDDEN: &str = "Quintet";
const KIND: &str = "quintet self-review form";
const EDITION: &str = "1";
const CODE: &str = "Code";
const LEVEL: &str = "Level";
const NOT_EXPLORED: &str = "Not explored";
const NARRATIVE: &str = "What you do, and how you know";

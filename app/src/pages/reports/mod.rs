//! A team's findings, the report in every state, the school's accuracy check, and sharing.

mod accuracy;
mod document;
mod finding_form;
mod findings;
mod share;
mod write;

pub use accuracy::{Accuracy, AnswerPoint, PointView, Points};
pub use document::{
    Document, DocumentView, Draft, DraftView, FinalReport, FindingText, LevelLine, ReaderList,
    ReadersView, Recommended,
};
pub use finding_form::{FindingForm, FormOther};
pub use findings::{FindingLine, Findings, FindingsView};
pub use share::Share;
pub use write::{ReportOther, SendReport, SendView, WriteReport, WriteView, warning_words};

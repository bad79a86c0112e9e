//! The personal-data question on the server's side. A use case asks with `domain::personal_data::ask` while it reads
//! the form, and writes the answer into the audit log with what it saves.

use domain::personal_data::Accepted;
use store::Write;

/// Records that somebody went on past the question: which kinds of text, in which fields, and never the words. Adds
/// nothing when there was no question.
pub fn record(write: &mut Write, accepted: &Accepted, record: impl ToString) {
    if let Some(detail) = accepted.detail() {
        write.audit("saved text that looks like personal data", record, detail);
    }
}

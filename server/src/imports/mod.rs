//! Reading files that come from outside: the national register of schools and its links.
//!
//! Must not hold: what a field means (that is `domain::register`), the database, or a whole file in memory.

pub mod decoding;
pub mod records;
pub mod register_file;
pub mod summary;

#[cfg(test)]
mod hostile_files;
#[cfg(test)]
mod tests;

pub use decoding::OpenError;
pub use register_file::{LinksReader, NumberedRow, RegisterReader};
pub use summary::{ImportSummary, LineError};

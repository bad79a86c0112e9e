//! The few parts of pages that run in the browser. Each renders on the server first and works without a
//! script; what it does in the browser only makes it nicer.
//!
//! Only plain values: an island knows no domain type, since everything it names is downloaded.

pub mod autosave;
pub mod notebook;
pub mod word_count;

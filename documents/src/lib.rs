//! Files that people keep: PDF/UA and Word, spreadsheets and calendars. Plain values in, bytes out; no database, no
//! request, no decision about who may have one.
//!
//! A text document is written once, as [`block::Document`], and comes out as PDF by [`pdf`] and as Word by [`word`].

pub mod block;
pub mod pdf;
pub mod report;
pub mod word;

pub mod self_review_form;

pub mod calendar;

//! Files that people keep: PDF/UA and Word, spreadsheets and calendars. Plain values in, bytes out; no database, no
//! request, no decision about who may have one.

pub mod calendar;

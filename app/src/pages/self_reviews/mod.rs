//! The self-review: its list of strands, one strand, the check before submitting, the whole of it to read, and the
//! enquiry questions.

mod check;
mod list;
mod questions;
mod read;
mod strand;
mod too_late;

pub use check::{Check, CheckGap, CheckView};
pub use list::{List, ListPrinciple, ListStrand, ListView};
pub use questions::{FocusStrand, Questions, QuestionsOther, QuestionsView};
pub use read::{Read, ReadEvidence, ReadPage, ReadPageView, ReadPrinciple, ReadStrand, ReadView};
pub use strand::{LevelChoice, Strand, StrandOther, StrandView};
pub use too_late::TooLate;

//! The self-review: its list of strands, who writes which, one strand, last cycle's texts, the form for working offline,
//! the check before submitting, the whole of it to read, and the enquiry questions.

mod carry_over;
mod check;
mod desk;
mod list;
mod offline;
mod questions;
mod read;
mod shares;
mod strand;
mod too_late;

pub use carry_over::{CarryOver, CarryOverView};
pub use check::{Check, CheckGap, CheckView};
pub use desk::{Desk, EarlierText};
pub use list::{List, ListPrinciple, ListStrand, ListView};
pub use offline::{
    Offline, OfflineView, Preview, PreviewStrand, PreviewView, Print, PrintStrand, PrintView,
    RefusedRow,
};
pub use questions::{FocusStrand, Questions, QuestionsOther, QuestionsView};
pub use read::{Read, ReadEvidence, ReadPage, ReadPageView, ReadPrinciple, ReadStrand, ReadView};
pub use shares::{SharePrinciple, ShareStrand, Shares, SharesView};
pub use strand::{LevelChoice, Strand, StrandOther, StrandView};
pub use too_late::TooLate;

//! The review of one school: its hub, the agreement, the day of the visit, and putting it off.

mod agreement;
mod confirm;
mod dates;
mod hub;
mod visit_date;
pub mod words;

pub use agreement::{Agreement, AgreementView};
pub use confirm::{Confirm, ConfirmView, ReasonField};
pub use dates::{DateAnswers, Dates, DatesView, ProposeDates, ProposeDatesView, ProposedDayView};
pub use hub::{Deed, Fact, Hub, HubView, MilestoneLine};
pub use visit_date::{
    AskVisitDate, AskVisitDateView, PreviewLine, PreviewVisitDate, PreviewVisitDateView,
};

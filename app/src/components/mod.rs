//! GOV.UK components, one a file, and a few of our own in the same manner.
//!
//! They render from plain values and belong to no area: no domain types, no requests, no decisions.
//! Styles are in `style/src`; a component that is new here may need its stylesheet named there.
//! Components that take part in forms keep the contract written in [`field`].

mod back_link;
mod breadcrumbs;
mod button;
mod checkboxes;
mod conflict;
mod date_input;
mod details;
mod error_summary;
pub mod field;
mod file_upload;
mod inset_text;
mod notification_banner;
mod pagination;
mod panel;
mod paragraphs;
mod personal_data_question;
mod radios;
mod select;
mod summary_list;
mod table;
mod tag;
mod task_list;
mod text_area;
mod text_input;
mod warning_text;
mod who_can_see;

pub use back_link::BackLink;
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{Button, ButtonGroup, ButtonKind, LinkButton, PostButton};
pub use checkboxes::Checkboxes;
pub use conflict::Conflict;
pub use date_input::DateInput;
pub use details::Details;
pub use error_summary::ErrorSummary;
pub use field::{Choice, MaybeText};
pub use file_upload::FileUpload;
pub use inset_text::InsetText;
pub use notification_banner::{BannerKind, NotificationBanner};
pub use pagination::Pagination;
pub use panel::Panel;
pub use paragraphs::paragraphs;
pub use personal_data_question::PersonalDataQuestion;
pub use radios::Radios;
pub use select::Select;
pub use summary_list::{SummaryAction, SummaryList, SummaryRow};
pub use table::{Cell, Column, Table};
pub use tag::{Tag, TagColour};
pub use task_list::{Status, Task, TaskList};
pub use text_area::{Limit, TextArea, WordRange};
pub use text_input::TextInput;
pub use warning_text::WarningText;
pub use who_can_see::WhoCanSee;

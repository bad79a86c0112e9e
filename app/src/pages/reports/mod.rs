//! A team's findings, the report in every state, its quality assurance and accuracy check, versions and sharing.

mod accuracy;
mod checks;
mod document;
mod evidence;
mod finding_form;
mod findings;
mod moderate;
mod reader;
mod share;
mod versions;
mod write;

pub use accuracy::{Accuracy, AccuracyView, AnswerPoint, Markable, PointView, Points};
pub use checks::{CheckLine, check_line};
pub use document::{
    Document, DocumentView, EvidenceLine, FindingText, LevelLine, Recommended, RestsOn,
};
pub use evidence::{EvidenceGroup, Resting, RestingView};
pub use finding_form::{FindingForm, FormOther};
pub use findings::{FindingLine, Findings, FindingsView};
pub use moderate::{ChooseModerator, Moderate, ModerateView, QualityPointView, QualityPoints};
pub use reader::{Draft, DraftView, FileLinks, Files, FinalReport, ReaderList, ReadersView};
pub use share::{Share, ShareLine, SharingView};
pub use versions::{Compared, ComparedView, Mark, VersionLine, Versions, VersionsView};
pub use write::{ReportOther, SendReport, SendView, WriteReport, WriteView};

//! From evidence to a final report: findings, the draft, quality assurance, the school's accuracy check, sharing, and
//! the report as a file.

mod check_accuracy;
mod evidence;
mod files;
mod full;
mod hand_over;
mod moderate;
mod parts;
mod readers;
mod share_report;
mod versions;

pub use check_accuracy::{
    answer_point, apply_correction, find_check, finish_check, raise_point, remove_point,
};
pub use evidence::{Evidence, EvidenceItem, find_resting, rest_on_evidence};
pub(crate) use files::rests_on;
pub use files::{FileKind, ReportFile, make_file};
pub use full::{FullReport, Reading, find_report};
pub use hand_over::{
    find_finishing, find_sending, find_taking_back, finish_report, save_report, send_report,
    take_back,
};
pub use moderate::{
    choose_moderator, find_choosing, find_moderation, pass_report, raise_quality_point,
    remove_quality_point, reply_to_quality_point, return_report,
};
pub use parts::{PartId, find_findings, remove_part, save_part};
pub use readers::{Readers, list_readers, name_audiences};
pub use share_report::{Sharing, end_sharing, find_sharing, share_report};
pub use versions::{Change, Comparison, Paragraph, Versions, find_versions};

use crate::error::Error;
use crate::state::{App, new_id};
use domain::ids::PersonId;
use domain::notices::NoticeKind;
use domain::policy::ReviewFacts;
use domain::states::InvitationState;
use store::Write;
use store::mail::{NewNotice, create_notice};
use store::reviews::Review;

/// Queues a notice about the review's report for each of `people`.
fn tell(
    write: &mut Write,
    review: &Review,
    kind: NoticeKind,
    people: impl IntoIterator<Item = PersonId>,
    link: &str,
) {
    let now = write.meta().now;
    for person in people {
        let notice = NewNotice {
            id: new_id(),
            person,
            kind,
            review: Some(review.facts.id.clone()),
            cycle: Some(review.facts.cycle.clone()),
            detail: review.school_name.clone(),
            link: link.to_owned(),
        };
        write.push(create_notice(&notice, now));
    }
}

/// The leads who have accepted.
fn leads(facts: &ReviewFacts) -> impl Iterator<Item = PersonId> + '_ {
    facts
        .team
        .iter()
        .filter(|m| m.lead && m.state == InvitationState::Accepted)
        .map(|m| m.person.clone())
}

/// Commits a write with notices and wakes the mail.
async fn commit(app: &App, write: Write) -> Result<(), Error> {
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// A record that has gone, has been answered, or is somebody else's: there is no such thing to change.
fn gone(result: Result<(), store::Error>) -> Result<(), Error> {
    match result {
        Err(store::Error::Conflict) => Err(Error::NotFound),
        other => Ok(other?),
    }
}

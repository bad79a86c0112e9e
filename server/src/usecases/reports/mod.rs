//! From notes to a final report: findings, the draft, the school's accuracy check, sharing.

mod check_accuracy;
mod findings;
mod readers;
mod recommendations;
mod report;
mod share_report;

pub use check_accuracy::{answer_point, find_check, finish_check, raise_point, remove_point};
pub use findings::{Findings, find_findings, remove_finding, save_finding};
pub use readers::{Readers, list_readers, name_audiences};
pub use recommendations::{remove_recommendation, save_recommendation};
pub use report::{
    FullReport, Reading, find_finishing, find_report, find_sending, find_taking_back,
    finish_report, save_report, send_report, take_back,
};
pub use share_report::{find_sharing, share_report};

use crate::state::new_id;
use domain::ids::PersonId;
use domain::notices::NoticeKind;
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

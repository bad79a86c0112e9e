//! The report and what belongs to it: its parts, the points of moderator and school, versions, and who has it.
//!
//! Reads take an id: the caller has asked the policy about the review. Writes take a permit and filter on the version
//! of the record that is changed. The evidence on which findings rest is in [`crate::visits`].

mod accuracy;
mod parts;
mod quality;
mod readers;
mod sharing;
mod text;
mod versions;

pub use accuracy::{
    NewPoint, Point, add_point, answer_point, apply_to_part, apply_to_text, finish_check,
    mark_applied, remove_point, while_checking,
};
pub use parts::{
    Finding, Part, PartText, Recommendation, add_part, edit_part, remove_part, set_evidence,
};
pub use quality::{
    QualityPoint, Reviewer, add_quality_point, pass_on, remove_quality_point, reply, send_back,
    set_moderator, while_moderating,
};
pub use readers::Holder;
pub use sharing::{Share, end_share, share};
pub use text::{ReportText, finish, hand_over, save_correction, save_draft, take_back};
pub use versions::{Version, freeze, still_as_read};

use crate::{Result, Store, rid};
use domain::ids::ReviewId;

/// A report with everything that was written to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportParts {
    /// Its own text, once something has been saved.
    pub text: Option<ReportText>,
    /// Findings, by strand.
    pub findings: Vec<Finding>,
    /// Recommendations, in the order in which they were added.
    pub recommendations: Vec<Recommendation>,
    /// The school's points, in the order in which they were raised.
    pub points: Vec<Point>,
    /// The moderator's points, in the order in which they were raised.
    pub quality_points: Vec<QualityPoint>,
    /// The number of the last version that was handed on; 0 before the first.
    pub last_version: u32,
}

const PARTS: &str = "
    SELECT summary, answers, version, saved_by.name AS saved_by_name, saved_at FROM $report;
    SELECT id, kind, strand, text, rests_on, version, saved_by.name AS saved_by_name, saved_at, position FROM finding
        WHERE review = $review ORDER BY strand, position, id;
    SELECT id, strand, text, version, saved_by.name AS saved_by_name, saved_at, position FROM recommendation
        WHERE review = $review ORDER BY position, id;
    SELECT id, place, passage, correction, reason, report_version, raised_by, raised_by.name AS raised_by_name, raised_at,
        answer, answer_text, answered_by.name AS answered_by_name, answered_at, applied_at FROM accuracy_point
        WHERE review = $review ORDER BY raised_at, id;
    SELECT id, text, report_version, raised_by, raised_by.name AS raised_by_name, raised_at, reply,
        replied_by.name AS replied_by_name, replied_at FROM quality_point WHERE review = $review ORDER BY raised_at, id;
    RETURN count((SELECT id FROM report_version WHERE review = $review));";

impl Store {
    /// Everything that was written to a report, in one query.
    pub async fn find_report_parts(&self, review: &ReviewId) -> Result<ReportParts> {
        let vars = [
            ("report", rid("report", review)),
            ("review", rid("review", review)),
        ];
        let mut found = self.read(PARTS, vars).await?;
        let text: Option<text::ReportRow> = found.take(0)?;
        let findings: Vec<parts::FindingRow> = found.take(1)?;
        let recommendations: Vec<parts::RecommendationRow> = found.take(2)?;
        let points: Vec<accuracy::PointRow> = found.take(3)?;
        let quality_points: Vec<quality::PointRow> = found.take(4)?;
        let versions: Option<i64> = found.take(5)?;
        Ok(ReportParts {
            text: text.map(Into::into),
            findings: all(findings)?,
            recommendations: all(recommendations)?,
            points: all(points)?,
            quality_points: all(quality_points)?,
            last_version: number(versions.unwrap_or(0)),
        })
    }
}

/// Every row as its type.
fn all<R, T: TryFrom<R, Error = crate::Error>>(rows: Vec<R>) -> Result<Vec<T>> {
    rows.into_iter().map(T::try_from).collect()
}

/// A stored version or count.
fn number(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

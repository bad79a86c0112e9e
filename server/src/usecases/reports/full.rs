//! The whole report as one reader may see it.

use super::evidence::Evidence;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::{Loaded, hide_levels, load_framework, load_review};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::policy::{self, Permit, ReviewAction, act, can_review};
use domain::reports::{Contents, FindingPart, HandOver, RecommendationPart, snapshot};
use store::reports::{self, ReportParts};
use store::reviews::Review;
use store::visits::{Side, StrandEntry};
use store::{Statement, Write};

/// As what the person reads the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The lead writes it.
    Writing,
    /// The lead answers the school's points.
    Answering,
    /// The moderator reads it.
    Moderating,
    /// The team reads the draft.
    Team,
    /// The school reads the draft in its accuracy check.
    School,
    /// It is final.
    Final,
}

impl Reading {
    /// True for those who know the evidence itself; the others learn of which kinds it is.
    pub fn knows_evidence(self) -> bool {
        matches!(
            self,
            Self::Writing | Self::Answering | Self::Moderating | Self::Team
        )
    }
}

/// The whole report.
#[derive(Debug)]
pub struct FullReport {
    /// Review and framework.
    pub loaded: Loaded,
    /// As what the person reads it.
    pub reading: Reading,
    /// What was written to it.
    pub parts: ReportParts,
    /// The evidence of both sides.
    pub evidence: Evidence,
    /// The school's levels; empty when the cycle does not use levels.
    pub school_levels: Vec<StrandEntry>,
    /// The team's levels; empty when the cycle does not use levels.
    pub team_levels: Vec<StrandEntry>,
}

impl FullReport {
    /// The review.
    pub fn review(&self) -> &Review {
        &self.loaded.review
    }

    /// The texts and what they rest on, for the rules.
    pub fn contents(&self) -> Contents<'_> {
        let text = self.parts.text.as_ref();
        Contents {
            summary: text.map_or("", |t| t.summary.as_str()),
            answers: text.map_or("", |t| t.answers.as_str()),
            asked: !self.review().questions.is_empty(),
            findings: self
                .parts
                .findings
                .iter()
                .map(|f| FindingPart {
                    id: f.id.clone(),
                    kind: f.kind,
                    strand: f.strand,
                    text: f.text.as_str(),
                    rests_on: self.evidence.kinds(&f.rests_on),
                })
                .collect(),
            recommendations: self
                .parts
                .recommendations
                .iter()
                .map(|r| RecommendationPart {
                    id: r.id.clone(),
                    strand: r.strand,
                    text: r.text.as_str(),
                })
                .collect(),
            levelled: self
                .team_levels
                .iter()
                .filter(|e| e.level.is_some())
                .map(|e| e.strand)
                .collect(),
            pupils_heard: self.evidence.pupils_heard(),
        }
    }

    /// Code and title of a strand.
    pub fn strand_name(&self, code: StrandCode) -> String {
        self.loaded
            .framework
            .strand(&code)
            .map_or_else(|| code.to_string(), |s| format!("{code} {}", s.title))
    }

    /// Keeps the report as the next version, in a write that hands it on: what is kept is what was read.
    pub(super) fn freeze<A>(&self, write: &mut Write, permit: &Permit<A>, hand_over: HandOver) {
        let text = snapshot(&self.contents(), |code| self.strand_name(code));
        let now = write.meta().now;
        let statements: [Statement; 2] = [
            reports::still_as_read(permit, &self.parts),
            reports::freeze(permit, hand_over, &text, now),
        ];
        for statement in statements {
            write.push(statement);
        }
    }
}

/// As what the person may read the report now.
fn reading(user: &User, review: &Review) -> Result<Reading, Error> {
    let can = |action| can_review(&user.actor, action, &review.facts);
    Ok(if can(ReviewAction::EditReport) {
        Reading::Writing
    } else if can(ReviewAction::AnswerAccuracy) {
        Reading::Answering
    } else if can(ReviewAction::ModerateReport) {
        Reading::Moderating
    } else if can(ReviewAction::ReadDraftReport) {
        if can(ReviewAction::ReadVisitNotes) {
            Reading::Team
        } else {
            Reading::School
        }
    } else {
        policy::review::<act::ReadReport>(&user.actor, &review.facts)?;
        Reading::Final
    })
}

/// The report as far as the person may read it now.
pub async fn find_report(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    let reading = reading(user, &review)?;
    let mut full = load(app, review, reading).await?;
    // A reviewer who has not given the own level yet sees those of others nowhere.
    let Loaded { review, framework } = &full.loaded;
    let hidden = hide_levels(app, user, review, framework, &mut full.school_levels).await?;
    full.team_levels.retain(|e| !hidden.contains(&e.strand));
    Ok(full)
}

/// The report of a review about which the policy has been asked.
pub(super) async fn load(app: &App, review: Review, reading: Reading) -> Result<FullReport, Error> {
    let id = review.facts.id.clone();
    let levels = review.facts.levels;
    let framework = load_framework(app, &review).await?;
    let entries = async |side| -> Result<Vec<StrandEntry>, Error> {
        if levels {
            Ok(app.store.list_strand_entries(&id, side).await?)
        } else {
            Ok(Vec::new())
        }
    };
    Ok(FullReport {
        reading,
        parts: app.store.find_report_parts(&id).await?,
        evidence: Evidence::load(app, &id).await?,
        school_levels: entries(Side::School).await?,
        team_levels: entries(Side::Team).await?,
        loaded: Loaded { review, framework },
    })
}

//! From a self-review as it is stored to one as it is read.

use super::{principle_title, strand_title};
use crate::http::page::moment;
use crate::usecases::self_reviews::ReadAll;
use ::app::pages::self_reviews as pages;
use domain::evidence::Stance;
use domain::framework::Framework;
use domain::ids::ReviewId;
use domain::self_reviews::Judgement;
use store::reviews::Review;
use store::self_reviews::Evidence;

/// "Level 2, Developing", "Not explored", or nothing.
pub fn judgement(framework: &Framework, judgement: Judgement) -> String {
    match judgement {
        Judgement::Open => String::new(),
        Judgement::NotExplored => "Not explored".to_owned(),
        Judgement::Level(level) => {
            format!("Level {}, {}", level.number(), framework.level(level).name)
        }
    }
}

/// Who submitted the self-review, when, and the sentence that was ticked.
pub(crate) fn attested(review: &Review) -> Option<String> {
    let (words, name) = review.attested.as_ref()?;
    let at = review.times.submitted?;
    Some(format!("{name} submitted it at {}: “{words}”", moment(at)))
}

/// A piece of evidence as it is read.
pub fn evidence(review: &ReviewId, e: &Evidence) -> pages::ReadEvidence {
    let href = format!("/reviews/{review}/evidence/{}", e.id);
    pages::ReadEvidence {
        kind: e.kind.in_words(),
        stance: match e.stance {
            Stance::Supports => "Supports our judgement",
            Stance::Challenges => "Challenges our judgement",
        },
        text: e.text.clone(),
        link: e.link.clone(),
        files: e
            .files
            .iter()
            .map(|(file, name)| (name.clone(), format!("{href}/files/{file}")))
            .collect(),
        href,
    }
}

/// The whole self-review for `pages::self_reviews::Read`, on the school's page and in the team's pack.
pub(crate) fn read_view(all: &ReadAll) -> pages::ReadView {
    let principles = all
        .framework
        .principles
        .iter()
        .map(|p| pages::ReadPrinciple {
            title: principle_title(p),
            strands: p
                .strands
                .iter()
                .map(|s| {
                    let entry = all.entry(s.code);
                    pages::ReadStrand {
                        anchor: format!("strand-{}", s.code.to_string().replace('.', "-")),
                        title: strand_title(s),
                        judgement: entry
                            .map(|e| judgement(&all.framework, e.judgement))
                            .unwrap_or_default(),
                        narrative: entry.map(|e| e.narrative.clone()).unwrap_or_default(),
                        saved: entry
                            .map(|e| format!("Saved by {} at {}", e.saved_by, moment(e.saved_at)))
                            .unwrap_or_default(),
                        evidence: all
                            .evidence(s.code)
                            .map(|e| evidence(&all.review.facts.id, e))
                            .collect(),
                    }
                })
                .collect(),
        })
        .collect();
    pages::ReadView { principles }
}

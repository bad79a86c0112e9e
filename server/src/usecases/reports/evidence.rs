//! The evidence on which findings rest: what there is, of both sides, and which of it the team has ticked.

use super::full::{FullReport, Reading, load};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::{WRITING, load_review};
use domain::evidence::EvidenceKind;
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, FindingId, ReviewId};
use domain::policy::{self, act};
use std::collections::BTreeSet;
use store::Write;
use store::reports::{self, Finding};
use store::visits::{Side, while_in};

/// A piece of evidence.
#[derive(Debug, Clone)]
pub struct EvidenceItem {
    /// Its id.
    pub id: EvidenceId,
    /// Whose it is.
    pub side: Side,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// The strands to which it is attached.
    pub strands: BTreeSet<StrandCode>,
    /// What it shows.
    pub text: String,
}

/// All evidence of a review.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The team's, then the school's.
    pub items: Vec<EvidenceItem>,
}

impl Evidence {
    /// All evidence of a review about which the policy has been asked.
    pub(super) async fn load(app: &App, review: &ReviewId) -> Result<Self, Error> {
        let mut items: Vec<EvidenceItem> = Vec::new();
        for side in [Side::Team, Side::School] {
            // A piece that is attached to several strands comes once for each of them.
            for note in app.store.list_notes(review, side).await? {
                match items.iter_mut().find(|i| i.id == note.id) {
                    Some(known) => {
                        known.strands.insert(note.strand);
                    }
                    None => items.push(EvidenceItem {
                        strands: [note.strand].into(),
                        id: note.id,
                        side,
                        kind: note.kind,
                        text: note.text,
                    }),
                }
            }
        }
        Ok(Self { items })
    }

    /// Those of these ids that are still there.
    pub fn of<'a>(&'a self, ids: &'a [EvidenceId]) -> impl Iterator<Item = &'a EvidenceItem> {
        self.items.iter().filter(|i| ids.contains(&i.id))
    }

    /// The kind of each of these that is still there.
    pub fn kinds(&self, ids: &[EvidenceId]) -> Vec<EvidenceKind> {
        self.of(ids).map(|i| i.kind).collect()
    }

    /// How many pieces the team has for a strand.
    pub fn of_team(&self, strand: StrandCode) -> usize {
        self.items
            .iter()
            .filter(|i| i.side == Side::Team && i.strands.contains(&strand))
            .count()
    }

    /// Strands on which the team has heard pupils.
    pub(super) fn pupils_heard(&self) -> BTreeSet<StrandCode> {
        self.items
            .iter()
            .filter(|i| i.side == Side::Team && i.kind == EvidenceKind::PupilVoice)
            .flat_map(|i| i.strands.iter().copied())
            .collect()
    }
}

/// A finding with everything on which it could rest, for the team while it writes.
pub async fn find_resting(
    app: &App,
    user: &User,
    id: &ReviewId,
    finding: &FindingId,
) -> Result<(FullReport, Finding), Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let report = load(app, review, Reading::Team).await?;
    let found = report
        .parts
        .findings
        .iter()
        .find(|f| f.id == *finding)
        .cloned()
        .ok_or(Error::NotFound)?;
    Ok((report, found))
}

/// Says on what a finding rests, over the version that was shown.
pub async fn rest_on_evidence(
    app: &App,
    user: &User,
    id: &ReviewId,
    finding: &FindingId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let ticked: BTreeSet<EvidenceId> = reader
        .every("evidence", "Choose evidence from the list")
        .into_iter()
        .collect();
    let seen = reader.version();
    let ticked: Vec<EvidenceId> = reader.finish(Some(ticked))?.into_iter().collect();
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    write.push(reports::set_evidence(
        &permit, finding, seen, &ticked, user.now,
    ));
    write.audit(
        "said on what a finding rests",
        format!("review:{id}"),
        ticked.len(),
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/findings"));
    Ok(app.store.commit(write).await?)
}

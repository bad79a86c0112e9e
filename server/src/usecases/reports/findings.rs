//! Strengths and "even better ifs", each beside the notes on which it rests.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::visits::{Loaded, WRITING, load_framework, load_review, read_strand};
use domain::evidence::FindingKind;
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::{FindingId, ReviewId};
use domain::policy::{self, act};
use std::collections::BTreeMap;
use store::Write;
use store::reports::{self, Finding, Recommendation};
use store::visits::{Note, Side, while_in};

/// Findings and recommendations with what they rest on.
#[derive(Debug)]
pub struct Findings {
    /// Review and framework.
    pub loaded: Loaded,
    /// By strand.
    pub findings: Vec<Finding>,
    /// In order.
    pub recommendations: Vec<Recommendation>,
    /// How many notes of the team there are for each strand that has any.
    pub notes: BTreeMap<StrandCode, usize>,
}

/// Findings and recommendations, for the team.
pub async fn find_findings(app: &App, user: &User, id: &ReviewId) -> Result<Findings, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let notes = count_notes(&app.store.list_notes(id, Side::Team).await?);
    Ok(Findings {
        findings: app.store.list_findings(id).await?,
        recommendations: app.store.list_recommendations(id).await?,
        loaded: Loaded { review, framework },
        notes,
    })
}

/// Notes by strand, counted.
pub(super) fn count_notes(notes: &[Note]) -> BTreeMap<StrandCode, usize> {
    let mut out = BTreeMap::new();
    for note in notes {
        *out.entry(note.strand).or_insert(0) += 1;
    }
    out
}

/// Adds a finding, or changes the one that is named.
pub async fn save_finding(
    app: &App,
    user: &User,
    id: &ReviewId,
    finding: Option<&FindingId>,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let mut reader = Reader::new(form);
    let kind = reader.parsed::<FindingKind>(
        "kind",
        "Say whether this is a strength or an “even better if”",
    );
    let strand = read_strand(&mut reader, &framework);
    let text = reader.text("text", "Write the finding");
    let seen = reader.version();
    let (kind, strand) = reader.finish(kind.zip(strand))?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    match finding {
        None => {
            write.push(reports::add_finding(
                &permit,
                &new_id(),
                kind,
                strand,
                &text,
                user.now,
            ));
            write.audit("added a finding", format!("review:{id}"), strand);
        }
        Some(finding) => {
            write.push(reports::edit_finding(
                &permit,
                finding,
                seen,
                (kind, strand, &text),
                user.now,
            ));
            write.audit("changed a finding", format!("review:{id}"), strand);
        }
    }
    write.once(form.get("form_key"), &format!("/reviews/{id}/findings"));
    Ok(app.store.commit(write).await?)
}

/// Removes the version of a finding that was shown.
pub async fn remove_finding(
    app: &App,
    user: &User,
    id: &ReviewId,
    finding: &FindingId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    write.push(reports::remove_finding(&permit, finding, seen));
    write.audit("removed a finding", format!("review:{id}"), finding);
    write.once(form.get("form_key"), &format!("/reviews/{id}/findings"));
    Ok(app.store.commit(write).await?)
}

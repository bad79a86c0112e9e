//! Saves a strand as a draft: level and text, new evidence, evidence taken away, all in one write.

use super::read_own;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, ReviewId};
use domain::personal_data;
use domain::policy::{self, act};
use domain::self_reviews::{Judgement, StrandForm, is_given, read_evidence, read_strand};
use store::{Write, self_reviews};

/// What the person wants to do after saving; decides only where the browser is led.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Stay on the strand.
    Stay,
    /// Go to the next one.
    Next,
    /// Stay with the evidence.
    Evidence,
}

impl Then {
    /// From the button that was pressed.
    pub fn of(form: &RawForm) -> Self {
        match form.get("then") {
            "next" => Self::Next,
            "evidence" => Self::Evidence,
            _ if form.has("remove") => Self::Evidence,
            _ => Self::Stay,
        }
    }
}

/// Saves what has changed and returns where to go on. [`Error::Conflict`] when somebody else saved the strand since
/// the form was shown; nothing is then written, evidence neither.
pub async fn save_strand(
    app: &App,
    user: &User,
    id: &ReviewId,
    code: StrandCode,
    form: &RawForm,
) -> Result<String, Error> {
    stop_repeated(app, form).await?;
    let own = read_own(app, user, id).await?;
    let permit = policy::review::<act::EditSelfReview>(&user.actor, &own.review.facts)?;
    own.framework.strand(&code).ok_or(Error::NotFound)?;
    let then = Then::of(form);
    let mut reader = Reader::new(form);
    let version = reader.version();
    let strand = read_strand(&mut reader, own.review.facts.levels);
    let adds = is_given(form) || form.get("then") == "evidence";
    let evidence = if adds {
        read_evidence(&mut reader)
    } else {
        None
    };
    let removed: Option<EvidenceId> = form.get("remove").parse().ok();
    let held = own.entry(code);
    let before = held.map_or("", |h| h.narrative.as_str());
    let accepted =
        personal_data::ask_since(&mut reader, &[("narrative", before), ("evidence_text", "")]);
    let strand = reader.finish(strand)?;

    let empty = strand.judgement == Judgement::Open && strand.narrative.is_empty();
    let same = held.map_or(empty, |h| same(&strand, h));
    // Saving what already stands there is no conflict, whoever wrote it.
    let writes_text = !same;
    let location = location(&own.framework, id, code, then);
    if !writes_text && evidence.is_none() && removed.is_none() {
        if held.is_none() && then == Then::Stay {
            return Err(domain::forms::FieldErrors::one(
                "narrative",
                "There is nothing to save yet. Choose a level, write something or add evidence.",
            )
            .into());
        }
        return Ok(location);
    }
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::touch(&permit));
    if writes_text {
        write.push(self_reviews::save_strand(
            &permit, code, version, &strand, user.now,
        ));
        write.audit("saved a strand", format!("review:{id}"), code);
    }
    if let Some(new) = &evidence {
        write.push(self_reviews::add_evidence(
            &permit,
            &new_id(),
            code,
            new,
            user.now,
        ));
        write.audit("added evidence", format!("review:{id}"), code);
    }
    if let Some(gone) = &removed {
        write.push(self_reviews::remove_evidence(&permit, gone, code));
        write.audit("removed evidence", format!("review:{id}"), code);
    }
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(form.get("form_key"), &location);
    match app.store.commit(write).await {
        // Two people saved the strand for the first time in the same moment.
        Err(store::Error::Duplicate(_)) => Err(Error::Conflict),
        other => {
            other?;
            Ok(location)
        }
    }
}

fn same(typed: &StrandForm, held: &store::self_reviews::StrandEntry) -> bool {
    typed.judgement == held.judgement && typed.narrative == held.narrative
}

/// Where the button leads: the strand itself, the next one of the framework, or after the last one the list.
fn location(
    framework: &domain::framework::Framework,
    id: &ReviewId,
    code: StrandCode,
    then: Then,
) -> String {
    let list = format!("/reviews/{id}/self-review");
    match then {
        Then::Stay => format!("{list}/{code}?done=saved"),
        Then::Evidence => format!("{list}/{code}?done=saved#evidence"),
        Then::Next => {
            let next = framework.strands().map(|s| s.code).find(|c| *c > code);
            next.map_or_else(
                || format!("{list}?done=saved"),
                |next| format!("{list}/{next}?done=saved"),
            )
        }
    }
}

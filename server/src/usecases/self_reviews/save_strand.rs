//! Saves a strand as a draft: level and text, new evidence, evidence taken away, the mark that it is ready, all in one
//! write.

use super::{find_earlier, read_own};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::{EvidenceId, ReviewId};
use domain::personal_data;
use domain::policy::{self, act};
use domain::self_reviews::drafts::{BY_HAND, Basis, ThisSave, basis, page_key};
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
    /// Say that the strand is ready for the head, and go to the list.
    Ready,
    /// Say that it is not ready after all.
    NotReady,
    /// Put last cycle's text into the empty strand, and stay.
    Carry,
}

impl Then {
    /// From the button that was pressed.
    pub fn of(form: &RawForm) -> Self {
        match form.get("then") {
            "next" => Self::Next,
            "evidence" => Self::Evidence,
            "ready" => Self::Ready,
            "not_ready" => Self::NotReady,
            "carry" => Self::Carry,
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
    let mut strand = reader.finish(strand)?;
    if then == Then::Carry {
        strand.narrative = earlier_text(app, user, &own, code, &strand).await?;
    }

    let empty = strand.judgement == Judgement::Open && strand.narrative.is_empty();
    let same = held.map_or(empty, |h| same(&strand, h));
    // Saving what already stands there is no conflict, whoever wrote it.
    let writes_text = !same;
    let location = location(&own.framework, id, code, then);
    let marks = matches!(then, Then::Ready | Then::NotReady);
    let is_ready = own.work(code).is_some_and(|w| w.ready.is_some());
    let marks = marks && is_ready != (then == Then::Ready);
    let nothing = held.is_none() && !writes_text && evidence.is_none();
    if nothing && then == Then::Ready && own.evidence(code).next().is_none() {
        return Err(FieldErrors::one(
            "narrative",
            "There is nothing here yet that could be ready. Choose a level, write something or add evidence.",
        )
        .into());
    }
    if !writes_text && evidence.is_none() && removed.is_none() && !marks {
        if held.is_none() && then == Then::Stay {
            return Err(FieldErrors::one(
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
        let page = page_key(form);
        let this = ThisSave {
            seen: version,
            by: &user.actor.person,
            page,
            turn: BY_HAND,
        };
        // What this page has saved by itself is no conflict with its button.
        let seen = match basis(held.map(|h| h.last_save()).as_ref(), &this) {
            Basis::Version(seen) => seen,
            Basis::Overtaken => version,
        };
        let save = self_reviews::save_strand(&permit, code, seen, &strand, user.now);
        write.push(self_reviews::from_page(save, page, BY_HAND));
        write.audit("saved a strand", format!("review:{id}"), code);
    }
    if marks && then == Then::Ready {
        write.push(self_reviews::mark_ready(&permit, code, user.now));
        write.audit("marked a strand as ready", format!("review:{id}"), code);
    } else if marks {
        write.push(self_reviews::take_ready_back(&permit, code));
        write.audit("marked a strand as not ready", format!("review:{id}"), code);
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

/// Last cycle's text, which goes only where nothing is written.
async fn earlier_text(
    app: &App,
    user: &User,
    own: &super::ReadAll,
    code: StrandCode,
    typed: &StrandForm,
) -> Result<String, Error> {
    let refuse = |words: &str| Err(FieldErrors::one("narrative", words).into());
    if !typed.narrative.is_empty() {
        return refuse(
            "Something is written here already. Copy what you need from last cycle’s text.",
        );
    }
    match find_earlier(app, user, &own.review).await? {
        Some(earlier) => match earlier.text(code) {
            Some(entry) => Ok(entry.narrative.clone()),
            None => refuse("Nothing was written for this strand in the last cycle."),
        },
        None => refuse("There is no earlier self-review to start from."),
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
        Then::Stay | Then::NotReady | Then::Carry => format!("{list}/{code}?done=saved"),
        Then::Ready => format!("{list}?done=ready"),
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

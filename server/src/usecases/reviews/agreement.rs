//! A school accepts the cycle's terms and visibility policy, in the words that it has read.

use super::{Around, commit, find, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, hash_secret};
use crate::usecases::stop_repeated;
use domain::cycles::accepted_words;
use domain::forms::{RawForm, Reader};
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use store::reviews::Review;
use store::{Write, self_reviews};

/// The words to be accepted, as paragraphs between empty lines: what the cycle asks, what the partnership adds, and
/// who will see what.
pub fn words(review: &Review) -> String {
    let mut parts = vec![format!(
        "{} takes part in {} of {}. The school reviews itself, receives a team of peers for a day, owns the report that they write, and agrees a plan. Its own reviewers visit other schools in return.",
        review.school_name, review.cycle_name, review.partnership_name
    )];
    let terms = review.terms.trim();
    if !terms.is_empty() {
        parts.push(terms.replace("\r\n", "\n"));
    }
    parts.extend(accepted_words(
        &review.cycle_audiences,
        review.facts.assurance.used,
        &review.facts.told,
    ));
    if review.facts.levels {
        parts.push(
            "This cycle uses levels. Where the school and the team have given a level for a strand, both stand in the report."
                .to_owned(),
        );
    }
    parts.push(
        "Nobody writes names of pupils, dates of birth, case notes or anything by which a pupil could be recognised. Staff are spoken of by their role."
            .to_owned(),
    );
    parts.join("\n\n")
}

/// Tells one wording from another: hidden in the form, so that nobody accepts words that have changed since.
pub fn fingerprint(words: &str) -> String {
    hash_secret(words)
}

/// The head accepts. [`Error::Conflict`] when the words have changed since the page was shown, or another head was
/// quicker.
pub async fn accept(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::AcceptAgreement>(&user.actor, &review.facts)?;
    let words = words(&review);
    if form.get("shown") != fingerprint(&words) {
        return Err(Error::Conflict);
    }
    let mut reader = Reader::new(form);
    if form.get("accept") != "yes" {
        reader.error(
            "accept",
            "Tick the box to accept the agreement for your school",
        );
    }
    reader.finish(Some(()))?;
    let around = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::accept_agreement(&permit, &words, user.now));
    // With the last school's acceptance the cycle is under way; the statement looks after the one above it.
    write.push(store::cycles::activate_when_all_agreed(
        &permit,
        &review.facts.cycle,
    ));
    write.audit(
        "accepted the agreement",
        format!("review:{id}"),
        &review.facts.school,
    );
    tell(
        &mut write,
        &review,
        NoticeKind::AgreementAccepted,
        around.coordinators(),
        &review.school_name,
        "",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/agreement?done=1"),
    );
    commit(app, write).await
}

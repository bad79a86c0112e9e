//! What the school could do next.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::visits::{WRITING, load_framework, load_review, read_strand};
use domain::forms::{RawForm, Reader};
use domain::ids::{RecommendationId, ReviewId};
use domain::policy::{self, act};
use store::Write;
use store::reports;
use store::visits::while_in;

/// Adds a recommendation, or changes the one that is named.
pub async fn save_recommendation(
    app: &App,
    user: &User,
    id: &ReviewId,
    recommendation: Option<&RecommendationId>,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let mut reader = Reader::new(form);
    let strand = read_strand(&mut reader, &framework);
    let text = reader.text("text", "Write the recommendation");
    let seen = reader.version();
    let strand = reader.finish(strand)?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    match recommendation {
        None => {
            write.push(reports::add_recommendation(
                &permit,
                &new_id(),
                strand,
                &text,
                user.now,
            ));
            write.audit("added a recommendation", format!("review:{id}"), strand);
        }
        Some(which) => {
            write.push(reports::edit_recommendation(
                &permit, which, seen, strand, &text, user.now,
            ));
            write.audit("changed a recommendation", format!("review:{id}"), strand);
        }
    }
    write.once(form.get("form_key"), &format!("/reviews/{id}/findings"));
    Ok(app.store.commit(write).await?)
}

/// Removes the version of a recommendation that was shown.
pub async fn remove_recommendation(
    app: &App,
    user: &User,
    id: &ReviewId,
    recommendation: &RecommendationId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditFindings>(&user.actor, &review.facts)?;
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, WRITING));
    write.push(reports::remove_recommendation(
        &permit,
        recommendation,
        seen,
    ));
    write.audit(
        "removed a recommendation",
        format!("review:{id}"),
        recommendation,
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/findings"));
    Ok(app.store.commit(write).await?)
}

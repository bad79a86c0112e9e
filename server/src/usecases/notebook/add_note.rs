//! A note by the plain form.

use super::write_note;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::visits::{load_framework, load_review};
use domain::forms::RawForm;
use domain::ids::ReviewId;
use domain::notebook::NotebookNote;
use domain::policy::{self, act};

/// What the form keeps for the next note: most of a panel's notes differ in their text alone.
const KEPT: [&str; 4] = ["strand", "kind", "heard_kind", "heard_size"];

/// Adds the note; returns where to go next.
pub async fn add_note(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<String, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AddVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let note = NotebookNote::parse(form, &framework)?;
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("added", "1")
        .extend_pairs(KEPT.map(|name| (name, form.get(name).trim())))
        .finish();
    let location = format!("/reviews/{id}/notebook?{query}");
    let once = (form.get("form_key"), location.as_str());
    let (write, _) = write_note(user, &permit, note, user.now, None, once);
    app.store.commit(write).await?;
    Ok(location)
}

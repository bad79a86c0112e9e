//! The head gives strands to people of the school, all on one page.

use super::{ReadAll, read_own};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use domain::forms::RawForm;
use domain::ids::ReviewId;
use domain::policy::{self, act};
use domain::self_reviews::parse_shares;
use store::{Write, self_reviews};

/// The self-review, when the person may give out its strands now.
pub async fn find_shares(app: &App, user: &User, id: &ReviewId) -> Result<ReadAll, Error> {
    let own = read_own(app, user, id).await?;
    policy::review::<act::GiveStrands>(&user.actor, &own.review.facts)?;
    Ok(own)
}

/// Gives them out as the form says. Strands that stay with whom they are with are not touched, and neither is their
/// mark "ready". [`Error::Conflict`] when another head gave them out since the form was shown.
pub async fn give_strands(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let own = read_own(app, user, id).await?;
    let permit = policy::review::<act::GiveStrands>(&user.actor, &own.review.facts)?;
    let may = own
        .around
        .people_of_school()
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let wanted = parse_shares(form, &own.framework, &may)?;
    let seen = form.get("version").parse().unwrap_or(0);
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::touch_shares(&permit, seen));
    let mut changed = Vec::new();
    for strand in own.framework.strands() {
        let person = wanted.get(&strand.code);
        if own.holder(strand.code).map(|(id, _)| id) != person {
            write.push(self_reviews::give_strand(&permit, strand.code, person));
            changed.push(strand.code.to_string());
        }
    }
    write.audit(
        "gave out strands",
        format!("review:{id}"),
        changed.join(", "),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/self-review?done=given"),
    );
    Ok(app.store.commit(write).await?)
}

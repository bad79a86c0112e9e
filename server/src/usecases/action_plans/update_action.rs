//! Somebody at the school says how far an action has got.

use super::{ReadPlan, find_to_edit, read_plan};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use domain::action_plans::UpdateForm;
use domain::forms::RawForm;
use domain::ids::{ActionId, ReviewId};
use domain::policy::{self, act};
use domain::states::ActionState;
use store::{Write, action_plans};

/// The plan that holds the action, when the person may change it.
pub async fn find_to_update(
    app: &App,
    user: &User,
    id: &ReviewId,
    action: &ActionId,
) -> Result<ReadPlan, Error> {
    let found = find_to_edit(app, user, id).await?;
    found.action(action)?;
    Ok(found)
}

/// Adds an update and moves the action to the state that it names.
///
/// # Errors
/// [`Error::Conflict`] when the action is no longer in the state that the form was shown with (field `from`).
pub async fn update_action(
    app: &App,
    user: &User,
    id: &ReviewId,
    action: &ActionId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = read_plan(app, user, id).await?;
    let permit = policy::review::<act::EditPlan>(&user.actor, &found.review.facts)?;
    let now = found.action(action)?.state;
    if form.get("from").parse::<ActionState>() != Ok(now) {
        return Err(Error::Conflict);
    }
    let update = UpdateForm::parse(form, now, found.is_agreed())?;
    let mut write = Write::new(&user.meta());
    write.push(action_plans::change_state(&permit, action, now, &update)?);
    write.push(action_plans::add_update(&permit, action, &update, user.now));
    write.audit(
        "updated an action",
        format!("action:{action}"),
        update.state,
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/plan/{action}"),
    );
    Ok(app.store.commit(write).await?)
}

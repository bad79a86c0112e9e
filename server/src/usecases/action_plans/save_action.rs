//! An action is added to the plan, or what was typed of it is changed.

use super::{ReadPlan, read_plan};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::stop_repeated;
use domain::action_plans::{ActionForm, Allowed};
use domain::forms::RawForm;
use domain::ids::{ActionId, ReviewId};
use domain::policy::{self, act};
use store::{Write, action_plans};

/// The plan, when the person may change it.
pub async fn find_to_edit(app: &App, user: &User, id: &ReviewId) -> Result<ReadPlan, Error> {
    let found = read_plan(app, user, id).await?;
    policy::review::<act::EditPlan>(&user.actor, &found.review.facts)?;
    Ok(found)
}

/// Adds an action.
///
/// # Errors
/// [`Error::Invalid`] with what is wrong beside each field.
pub async fn create_action(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = read_plan(app, user, id).await?;
    let permit = policy::review::<act::EditPlan>(&user.actor, &found.review.facts)?;
    let typed = ActionForm::parse(
        form,
        Allowed {
            framework: &found.framework,
            recommendations: &found.recommendation_ids(),
            today: user.today,
            due: None,
        },
    )?;
    let action: ActionId = new_id();
    let mut write = Write::new(&user.meta());
    write.push(action_plans::create(
        &permit,
        &found.review.facts.school,
        &action,
        &typed,
        user.now,
    ));
    write.audit(
        "added an action",
        format!("action:{action}"),
        format!("review:{id}"),
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/plan"));
    Ok(app.store.commit(write).await?)
}

/// Changes what was typed of an action.
///
/// # Errors
/// [`Error::Conflict`] when somebody else saved since the form was shown.
pub async fn edit_action(
    app: &App,
    user: &User,
    id: &ReviewId,
    action: &ActionId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = read_plan(app, user, id).await?;
    let permit = policy::review::<act::EditPlan>(&user.actor, &found.review.facts)?;
    let before = found.action(action)?;
    let typed = ActionForm::parse(
        form,
        Allowed {
            framework: &found.framework,
            recommendations: &found.recommendation_ids(),
            today: user.today,
            due: Some(before.form.due),
        },
    )?;
    let seen = form.get("version").parse().unwrap_or(0);
    let mut write = Write::new(&user.meta());
    write.push(action_plans::edit(&permit, action, seen, &typed, user.now));
    write.audit(
        "edited an action",
        format!("action:{action}"),
        format!("review:{id}"),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/plan/{action}"),
    );
    Ok(app.store.commit(write).await?)
}

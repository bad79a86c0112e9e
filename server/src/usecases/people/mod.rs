//! People: signing in, roles, invitations, the own account, reviewers.

pub mod account;
pub mod administration;
pub mod at_school;
pub mod end_role;
pub mod find_place;
pub mod in_partnership;
pub mod invite;
pub mod invite_by_operator;
pub mod sign_in;

use crate::error::Error;
use crate::state::App;
use domain::forms::RawForm;

/// Leads on to where the first post of this form led, before a check refuses the second ("has this role already").
async fn once(app: &App, form: &RawForm) -> Result<(), Error> {
    let key = form.get("form_key");
    match key {
        "" => Ok(()),
        key => match app.store.posted(key).await? {
            Some(location) => Err(Error::Repeated(location)),
            None => Ok(()),
        },
    }
}

//! What people can do, one file a deed, named after it. Each begins with the permission (a permit of
//! `domain::policy`), decides with pure rules, and writes once: change, audit event and notices in one transaction.

pub mod action_plans;
pub mod area;
pub mod calendars;
pub mod concerns;
pub mod cycles;
pub mod demonstration;
pub mod evidence;
pub mod frameworks;
pub mod home;
pub mod messages;
pub mod notebook;
pub mod pairing;
pub mod partnerships;
pub mod people;
pub mod personal_data;
pub mod reports;
pub mod reviews;
pub mod schools;
pub mod self_reviews;
pub mod timetables;
pub mod visits;

use crate::error::Error;
use crate::state::App;
use domain::forms::RawForm;

/// Leads a second post of the same form to where the first one led. Asked before the policy where the deed itself ends
/// the leave to do it: pressing a button twice is not a fault.
pub async fn stop_repeated(app: &App, form: &RawForm) -> Result<(), Error> {
    match form.get("form_key") {
        "" => Ok(()),
        key => match app.store.posted(key).await? {
            Some(location) => Err(Error::Repeated(location)),
            None => Ok(()),
        },
    }
}

/// The answer to a form that was refused because the same form has just done it: two posts at one moment, of which the
/// second finds the state already changed. It is led to where the first one led; every other refusal stays.
pub async fn settle<T>(app: &App, form: &RawForm, done: Result<T, Error>) -> Result<T, Error> {
    match done {
        Err(refused @ (Error::Forbidden(_) | Error::Conflict | Error::NotFound)) => {
            stop_repeated(app, form).await?;
            Err(refused)
        }
        other => other,
    }
}

//! People: signing in, the own account, roles, invitations.

pub mod account;
pub mod calendar;
pub mod calibration;
pub mod directory;
pub mod end_role;
pub mod invite;
pub mod partnership;
pub mod reviewer;
pub mod roles;
pub mod school;
pub mod sign_in;

use leptos::prelude::*;

/// What every form carries: the key by which a double post is known, and the version that it was shown with.
#[component]
pub(crate) fn Hidden(
    /// What was typed, or what the form was filled with.
    form: domain::forms::RawForm,
) -> impl IntoView {
    view! {
        <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
        {form.has("version").then(|| view! { <input type="hidden" name="version" value=form.get("version").to_owned()/> })}
    }
}

/// Said above a form when the record was changed by somebody else, or in another window, since it was opened.
#[component]
pub(crate) fn ChangedMeanwhile(
    /// What stands there now, in words.
    now: String,
) -> impl IntoView {
    view! {
        <crate::components::NotificationBanner text="This was changed while you were writing. Nothing was saved yet.">
            <p class="govuk-body">{now}</p>
            <p class="govuk-body">"Look at what you have entered below, and save again to put it in its place."</p>
        </crate::components::NotificationBanner>
    }
}

/// A civil date as people write it.
pub(crate) fn day(date: chrono::NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

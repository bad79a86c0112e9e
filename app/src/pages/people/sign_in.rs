//! Signing in by a one-time e-mail link.

use crate::components::{Button, ErrorSummary, TextInput};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// Asks for the e-mail address.
#[component]
pub fn Ask(
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">"Sign in"</h1>
        <p class="govuk-body">"We will e-mail you a link that signs you in. You do not need a password."</p>
        <form method="post" action="/sign-in" novalidate>
            <input type="hidden" name="next" value=form.get("next").to_owned()/>
            <TextInput
                name="email"
                label="E-mail address"
                hint="Use the address to which your invitation was sent"
                kind="email"
                autocomplete="email"
                value=form.get("email").to_owned()
                error=errors.get("email")
            />
            <Button text="Send me a link"/>
        </form>
    }
}

/// The same answer for every address.
#[component]
pub fn Sent(
    /// The address as typed.
    email: String,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Check your e-mail"</h1>
        <p class="govuk-body">
            "If " <strong>{email}</strong> " belongs to somebody who uses Quintet, a link is on its way to it."
        </p>
        <p class="govuk-body">"The link can be used once, within 15 minutes."</p>
        <h2 class="govuk-heading-m">"If nothing arrives"</h2>
        <ul class="govuk-list govuk-list--bullet">
            <li>"look in the folder for junk mail"</li>
            <li>"check that you used the address to which your invitation was sent"</li>
            <li>"ask the coordinator of your partnership"</li>
        </ul>
        <p class="govuk-body"><a class="govuk-link" href="/sign-in">"Ask for another link"</a></p>
    }
}

/// The button behind the link.
#[component]
pub fn Enter(
    /// Who signs in.
    name: String,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Sign in to Quintet"</h1>
        <p class="govuk-body">"You are signing in as " <strong>{name}</strong> "."</p>
        <form method="post">
            <Button text="Sign in"/>
        </form>
        <p class="govuk-body">"If this is not you, close this page."</p>
    }
}

/// The link has been used or is too old.
#[component]
pub fn Gone() -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"This link cannot be used"</h1>
        <p class="govuk-body">"It has been used already, or it is too old. Links work once, and only for a short time."</p>
        <p class="govuk-body"><a class="govuk-link" href="/sign-in">"Ask for a new link"</a></p>
    }
}

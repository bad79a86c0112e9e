//! The form by which people are invited and roles are given; which parts it has depends on who invites.

use super::Hidden;
use crate::components::{Button, Choice, ErrorSummary, Radios, Select, TextInput};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// What the form asks.
#[derive(Debug, Clone, Default)]
pub struct Asks {
    /// Name and address: not when the person is given.
    pub person: bool,
    /// The roles that may be given.
    pub roles: Vec<Choice>,
    /// Schools to choose from for the roles at a school; empty when there is nothing to choose.
    pub schools: Vec<Choice>,
    /// Whether the role's place is typed.
    pub place: bool,
    /// Places to choose from, when what was typed is not one of them.
    pub places: Vec<Choice>,
}

/// The form.
#[component]
pub fn Invite(
    /// The page's heading.
    #[prop(into)]
    title: String,
    /// The button.
    #[prop(into)]
    button: String,
    /// What is asked.
    asks: Asks,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let value = |name: &str| form.get(name).to_owned();
    let person = asks.person.then(|| {
        view! {
            <TextInput name="name" label="Name" value=value("name") error=errors.get("name") autocomplete="off"/>
            <TextInput
                name="email"
                label="E-mail address"
                hint="The invitation goes there. If the person uses Quintet already, enter the address used until now."
                kind="email"
                autocomplete="off"
                value=value("email")
                error=errors.get("email")
            />
        }
    });
    let schools = (!asks.schools.is_empty()).then(|| {
        view! {
            <Select
                name="school"
                label="School"
                hint="For a headteacher or a contributor"
                prompt="Choose a school"
                choices=asks.schools.clone()
                value=value("school")
                error=errors.get("school")
            />
        }
    });
    let place = asks.place.then(|| {
        view! {
            <TextInput
                name="place"
                label="School, partnership, local authority or trust"
                hint="Its name, or the URN of a school. Leave this empty for an administrator."
                value=value("place")
                error=errors.get("place")
            />
        }
    });
    let places = (!asks.places.is_empty()).then(|| {
        view! {
            <Radios
                name="scope"
                label="Which one do you mean?"
                hint="If it is not here, enter more of its name above"
                choices=asks.places.clone()
                value=value("scope")
                error=errors.get("scope")
            />
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{title}</h1>
        <form method="post" novalidate>
            <Hidden form=form.clone()/>
            {person}
            <Radios
                name="role"
                label="Role"
                choices=asks.roles.clone()
                value=value("role")
                error=errors.get("role")
            />
            {schools}
            {place}
            {places}
            <TextInput
                name="ground"
                label="On what ground (optional)"
                hint="Such as “named by the governing board”. The person can read it."
                value=value("ground")
                error=errors.get("ground")
            />
            <p class="govuk-body">"The person gets an e-mail with a link that works once, within 14 days. After that, the address is enough to sign in."</p>
            <Button text=button/>
        </form>
    }
}

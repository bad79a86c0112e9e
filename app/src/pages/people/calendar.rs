//! The private calendar: a secret address that a calendar program reads.

use crate::components::{
    BannerKind, ButtonKind, InsetText, NotificationBanner, PostButton, WarningText, WhoCanSee,
};
use leptos::prelude::*;

/// Making it, replacing its address, switching it off.
#[component]
pub fn Calendar(
    /// Since when there has been one, in words.
    since: Option<String>,
    /// The address, right after it was made.
    address: Option<String>,
    /// A form's key.
    form_key: String,
) -> impl IntoView {
    let key = vec![("form_key".to_owned(), form_key)];
    let shown = address.map(|address| {
        view! {
            <NotificationBanner text="Your calendar has an address. It is shown here once." kind=BannerKind::Success/>
            <InsetText><span class="quintet-address">{address}</span></InsetText>
            <p class="govuk-body">"In your calendar program choose “Subscribe to calendar” or “Add calendar from the internet”, and paste this address. Do it now: Quintet does not keep it. If you lose it, make a new one."</p>
        }
    });
    let fresh = shown.is_some();
    let state = match (&since, fresh) {
        (_, true) => ().into_any(),
        (Some(at), _) => view! {
            <p class="govuk-body">{format!("Your calendar has had an address since {at}. The address itself is not stored, so it cannot be shown again.")}</p>
        }
        .into_any(),
        (None, _) => view! { <p class="govuk-body">"You have no calendar address yet."</p> }.into_any(),
    };
    let buttons = if since.is_some() {
        view! {
            <PostButton text="Replace the address with a new one" action="/me/calendar" kind=ButtonKind::Secondary fields=key/>
            <PostButton text="Switch it off" action="/me/calendar/off" kind=ButtonKind::Warning/>
        }
        .into_any()
    } else {
        view! { <PostButton text="Make a calendar address" action="/me/calendar" fields=key/> }
            .into_any()
    };
    view! {
        <h1 class="govuk-heading-l">"Your calendar"</h1>
        {shown}
        <p class="govuk-body">"With a private address your own calendar program shows the visits in which you take part and the days by which you have something to do. It updates itself: when a visit moves, is put off or is cancelled, so does what you see."</p>
        <p class="govuk-body">"It holds days, the names of schools and your own tasks. It never holds what anybody has written."</p>
        {state}
        <WarningText text="Whoever has the address can read your calendar without signing in. Give it to nobody. If somebody else has it, replace it: the old address stops at once."/>
        {buttons}
        <WhoCanSee people=vec!["You, and whoever has the address".to_owned()]/>
    }
}

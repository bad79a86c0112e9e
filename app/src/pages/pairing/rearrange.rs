//! Moving people between teams by hand: choose, look at what it brings, then save.

use super::{OUTDATED, concern_tags};
use crate::components::{
    Button, ButtonKind, Choice, ErrorSummary, InsetText, NotificationBanner, Select, TextArea,
    WarningText, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// What a chosen move brings.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// The move, as a sentence.
    pub what: String,
    /// Who hears of it.
    pub told: Vec<String>,
    /// Hard rules that it would break.
    pub refused: Vec<String>,
    /// What is to be avoided about it.
    pub concerns: Vec<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RearrangeView {
    /// Name of the cycle.
    pub cycle: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Address of this page.
    pub href: String,
    /// Address of the board.
    pub board: String,
    /// Everybody in a team: value and text.
    pub places: Vec<(String, String)>,
    /// Teams to join and people to change places with: value and text.
    pub targets: Vec<(String, String)>,
    /// What the chosen move brings.
    pub check: Option<CheckView>,
    /// True when somebody else changed a team meanwhile.
    pub outdated: bool,
}

/// The form, with the check of what was chosen above it.
#[component]
pub fn Rearrange(
    /// What is on it.
    view: RearrangeView,
    /// What was chosen.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let choices = |list: &[(String, String)]| {
        list.iter()
            .map(|(value, text)| Choice::new(value.clone(), text.clone()))
            .collect::<Vec<_>>()
    };
    let check = view.check.clone().map(|c| check(&view, &form, &errors, c));
    let kind = if check.is_some() {
        ButtonKind::Secondary
    } else {
        ButtonKind::Primary
    };
    let none = view.places.is_empty();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.outdated.then(|| view! {
            <NotificationBanner text=OUTDATED>
                <p class="govuk-body">"Nothing was moved. Look at what it brings now."</p>
            </NotificationBanner>
        })}
        <span class="govuk-caption-l">{view.cycle.clone()}</span>
        <h1 class="govuk-heading-l">"Move people between teams"</h1>
        {none.then(|| view! { <InsetText>"Nobody is in a team yet."</InsetText> })}
        {check}
        <h2 class="govuk-heading-m">"Who and where to"</h2>
        <form method="post" action=view.href.clone() novalidate>
            <Select
                name="who"
                label="Who is to be moved"
                prompt="Choose a person"
                choices=choices(&view.places)
                value=form.get("who").to_owned()
                error=errors.get("who")
            />
            <Select
                name="to"
                label="Where to, or with whom to change places"
                prompt="Choose a school or a person"
                choices=choices(&view.targets)
                value=form.get("to").to_owned()
                error=errors.get("to")
            />
            <div class="govuk-button-group">
                <Button text="See what it brings" kind=kind/>
                <a class="govuk-link" href=view.board.clone()>"Go back to the teams"</a>
            </div>
        </form>
        <WhoCanSee people=vec![format!("The coordinators of {}, and administrators", view.partnership)]/>
    }
}

fn check(view: &RearrangeView, form: &RawForm, errors: &FieldErrors, c: CheckView) -> AnyView {
    let refused = !c.refused.is_empty();
    let clear = !refused && c.concerns.is_empty();
    let reason = !c.concerns.is_empty();
    let hidden = ["who", "to", "version", "form_key"]
        .into_iter()
        .map(|name| view! { <input type="hidden" name=name value=form.get(name).to_owned()/> })
        .collect_view();
    let save = (!refused).then(|| {
        view! {
            <form method="post" action=view.href.clone() novalidate>
                <input type="hidden" name="do" value="save"/>
                {hidden}
                {reason.then(|| view! {
                    <TextArea
                        name="reason"
                        label="Why it is right all the same"
                        hint="Coordinators can read this later."
                        value=form.get("reason").to_owned()
                        error=errors.get("reason")
                        rows=3
                    />
                })}
                <Button text="Make this change"/>
            </form>
        }
    });
    view! {
        <h2 class="govuk-heading-m">"What it brings"</h2>
        <p class="govuk-body">{c.what}</p>
        {c.told.into_iter().map(|t| view! { <p class="govuk-body">{t}</p> }).collect_view()}
        {c.refused.into_iter().map(|r| view! { <WarningText text=r/> }).collect_view()}
        {clear.then(|| view! { <p class="govuk-body">"Nothing new speaks against it."</p> })}
        {reason.then(|| view! { <p class="govuk-body">"This is to be avoided where possible:"</p> })}
        {concern_tags(&c.concerns)}
        {save}
    }
    .into_any()
}

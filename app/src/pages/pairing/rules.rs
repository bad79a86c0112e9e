//! The rules of one cycle's suggestions: how many points each has, and which no suggestion may break.

use super::OUTDATED;
use crate::components::{
    Button, Checkboxes, Choice, Details, ErrorSummary, InsetText, NotificationBanner, TextInput,
    WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A rule with its words.
#[derive(Debug, Clone)]
pub struct RuleView {
    /// The form's field.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What its points are for.
    pub about: &'static str,
    /// The points that it has unless somebody changes them.
    pub usual: u32,
    /// Whether no suggestion may be allowed to break it.
    pub can_be_strict: bool,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RulesView {
    /// Name of the cycle.
    pub cycle: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Address of this page.
    pub href: String,
    /// Address of the board.
    pub board: String,
    /// Every rule, the gravest first.
    pub rules: Vec<RuleView>,
    /// Names of the schools in the order of the ring; empty when there is none.
    pub ring: Vec<String>,
    /// True when somebody else changed something meanwhile.
    pub outdated: bool,
}

/// The form for the rules.
#[component]
pub fn Rules(
    /// What is on it.
    view: RulesView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let fields = view
        .rules
        .iter()
        .map(|r| {
            view! {
                <TextInput
                    name=r.key
                    label=r.name
                    hint=format!("{}. Usually {}.", r.about, r.usual)
                    value=form.get(r.key).to_owned()
                    error=errors.get(r.key)
                    inputmode="numeric"
                    width=3
                />
            }
        })
        .collect_view();
    let strict = view
        .rules
        .iter()
        .filter(|r| r.can_be_strict)
        .map(|r| Choice::new(r.key, r.name).hint(r.about))
        .collect();
    let ticked: Vec<String> = form.all("strict").into_iter().map(str::to_owned).collect();
    let ring = if form.has("ring") {
        vec!["yes".to_owned()]
    } else {
        Vec::new()
    };
    let schools = view
        .ring
        .iter()
        .map(|school| view! { <li>{school.clone()}</li> })
        .collect_view();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.outdated.then(|| view! {
            <NotificationBanner text=OUTDATED>
                <p class="govuk-body">"Nothing of yours was saved. Look at what you have entered, then save again."</p>
            </NotificationBanner>
        })}
        <span class="govuk-caption-l">{view.cycle.clone()}</span>
        <h1 class="govuk-heading-l">"Rules for suggested teams"</h1>
        <InsetText>
            "Some rules always hold: nobody reviews the own school, each team has one trained lead, closed schools are not visited, and nobody is asked again who has declined."
        </InsetText>
        <form method="post" action=view.href.clone() novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <Checkboxes
                name="ring"
                label="Rotation"
                label_size="m"
                choices=vec![Choice::new("yes", "Schools visit each other in a ring").hint("School A reviews B, B reviews C, and so on round to A.")]
                values=ring
            />
            {(!view.ring.is_empty()).then(|| view! {
                <Details summary="The ring as it is now">
                    <ol class="govuk-list govuk-list--number">{schools}</ol>
                    <p class="govuk-body">"Each visits the next one, the last the first."</p>
                </Details>
            })}
            <Checkboxes
                name="strict"
                label="What no suggestion may do"
                hint="You can still do it by hand, with a reason. The more you tick, the sooner there is no answer; you are then told which rules clash."
                label_size="m"
                choices=strict
                values=ticked
                error=errors.get("strict")
            />
            <h2 class="govuk-heading-m">"Points"</h2>
            <p class="govuk-body">"The suggestion with the fewest points is the best. Enter 0 for what does not matter to you, and at most 100."</p>
            {fields}
            <div class="govuk-button-group">
                <Button text="Save the rules"/>
                <a class="govuk-link" href=view.board.clone()>"Go back to the teams"</a>
            </div>
        </form>
        <WhoCanSee people=vec![format!("The coordinators of {}, and administrators", view.partnership)]/>
    }
}

//! The reviewer's own part of the profile.

use super::{ChangedMeanwhile, Hidden};
use crate::components::{
    Button, Checkboxes, Choice, DateInput, ErrorSummary, TextArea, TextInput, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use domain::pairing::WEEKDAYS;
use leptos::prelude::*;

/// The form for phases, strengths, limit and interests.
#[component]
pub fn Edit(
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// Phases to tick.
    phases: Vec<Choice>,
    /// Strands to tick, one group a principle: title and strands.
    strands: Vec<(String, Vec<Choice>)>,
    /// Schools to tick.
    schools: Vec<Choice>,
    /// Posts on record, to be kept.
    posts: Vec<Choice>,
    /// True when the profile was changed since the form was opened.
    conflict: bool,
) -> impl IntoView {
    let ticked = |name: &str| {
        form.all(name)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let expertise = ticked("expertise");
    // One field in several groups: only the first group carries the field's own id and error.
    let groups = strands
        .into_iter()
        .enumerate()
        .map(|(index, (title, choices))| {
            let error = if index == 0 { errors.get("expertise") } else { None };
            view! { <StrandGroup index title choices ticked=expertise.clone() error=error.map(str::to_owned)/> }
        })
        .collect_view();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {conflict.then(|| view! { <ChangedMeanwhile now="Your profile was saved in another window, or by your coordinator.".to_owned()/> })}
        <h1 class="govuk-heading-l">"You as a reviewer"</h1>
        <p class="govuk-body">"Your coordinator uses this to find schools that suit you. You can change it at any time."</p>
        <form method="post" novalidate>
            <Hidden form=form.clone()/>
            <Checkboxes
                name="phases"
                label="In which phases have you worked?"
                choices=phases
                values=ticked("phases")
                error=errors.get("phases")
                label_size="m"
            />
            <h2 class="govuk-heading-m">"Where are your strengths?"</h2>
            <p class="govuk-body">"Tick the strands in which you could help another school most."</p>
            {groups}
            <TextInput
                name="max_load"
                label="Most visits in one cycle"
                hint="A number from 0 to 10. Enter 0 if you cannot visit at the moment."
                inputmode="numeric"
                width=2
                label_size="m"
                value=form.get("max_load").to_owned()
                error=errors.get("max_load")
            />
            <Checkboxes
                name="weekdays"
                label="On which days can you visit?"
                hint="Tick none if any day will do."
                choices=WEEKDAYS.iter().map(|(n, name)| Choice::new(n.to_string(), *name)).collect()
                values=ticked("weekdays")
                error=errors.get("weekdays")
                label_size="m"
            />
            <TextArea
                name="away"
                label="When can you not visit?"
                hint="One day or range on each line, for example: 12 to 16 April 2027"
                value=form.get("away").to_owned()
                error=errors.get("away")
                rows=4
            />
            <h2 class="govuk-heading-m">"Where have you worked in the last three years?"</h2>
            <p class="govuk-body">"Where you work now is recorded by your coordinator. Suggestions avoid schools at which you held a post a short while ago."</p>
            {(!posts.is_empty()).then(|| view! {
                <Checkboxes
                    name="posts"
                    label="Posts on record"
                    hint="Untick what is wrong."
                    choices=posts
                    values=ticked("posts")
                    error=errors.get("posts")
                />
            })}
            <TextInput
                name="post_school"
                label="Another school at which you held a post (optional)"
                hint="Its URN or its whole name."
                value=form.get("post_school").to_owned()
                error=errors.get("post_school")
            />
            <DateInput
                name="post_until"
                label="Last day of that post"
                hint="For example, 31 8 2026"
                day=form.get("post_until-day").to_owned()
                month=form.get("post_until-month").to_owned()
                year=form.get("post_until-year").to_owned()
                error=errors.get("post_until-day")
            />
            <Checkboxes
                name="interests"
                label="Schools with which you have an interest"
                hint="You worked there, a relative works or learns there, or there is another reason why you should not review it."
                choices=schools
                values=ticked("interests")
                error=errors.get("interests")
                label_size="m"
            />
            <TextInput
                name="another"
                label="Another school with which you have an interest"
                hint="Its URN or its whole name. Leave this empty if there is none."
                value=form.get("another").to_owned()
                error=errors.get("another")
            />
            <Button text="Save"/>
        </form>
        <WhoCanSee people=vec![
            "You".to_owned(),
            "The coordinators of the partnerships for which you review".to_owned(),
            "The administrators of this website".to_owned(),
        ]/>
    }
}

/// The strands of one principle. `Checkboxes` takes its ids from the name, which all groups share, so the ids are
/// written here.
#[component]
fn StrandGroup(
    index: usize,
    title: String,
    choices: Vec<Choice>,
    ticked: Vec<String>,
    error: Option<String>,
) -> impl IntoView {
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(n, choice)| {
            let id = match (index, n) {
                (0, 0) => "expertise".to_owned(),
                (index, n) => format!("expertise-{}-{}", index + 1, n + 1),
            };
            view! {
                <div class="govuk-checkboxes__item">
                    <input
                        class="govuk-checkboxes__input"
                        id=id.clone()
                        name="expertise"
                        type="checkbox"
                        checked=ticked.contains(&choice.value)
                        value=choice.value
                    />
                    <label class="govuk-label govuk-checkboxes__label" for=id>{choice.label}</label>
                </div>
            }
        })
        .collect_view();
    let wrong = error.is_some();
    view! {
        <div class=if wrong { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }>
            <fieldset class="govuk-fieldset" aria-describedby=wrong.then_some("expertise-error")>
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{title}</legend>
                {error.map(|text| view! {
                    <p id="expertise-error" class="govuk-error-message">
                        <span class="govuk-visually-hidden">"Error:"</span>
                        " "
                        {text}
                    </p>
                })}
                <div class="govuk-checkboxes govuk-checkboxes--small">{items}</div>
            </fieldset>
        </div>
    }
}

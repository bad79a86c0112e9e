//! The steps of a cycle's life that are confirmed first: launching, adding a school, ending.

use super::long_day;
use crate::components::{
    Button, ButtonGroup, ButtonKind, Choice, ErrorSummary, Radios, WarningText,
};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use domain::states::CycleState;
use leptos::prelude::*;

/// What a launch will do.
#[derive(Debug, Clone)]
pub struct LaunchView {
    /// The cycle's name.
    pub name: String,
    /// Address of its page.
    pub back: String,
    /// Each school with the names of its heads.
    pub schools: Vec<(String, Vec<String>)>,
    /// By when the agreement is to be accepted.
    pub accept_by: Option<NaiveDate>,
    /// The policy as each school accepts it.
    pub words: Vec<String>,
    /// What stands in the way.
    pub obstacles: Vec<String>,
    /// The cycle's version: what is confirmed is what is launched.
    pub version: u32,
    /// Key against a second post.
    pub form_key: String,
}

/// Before a cycle is launched.
#[component]
pub fn Launch(
    /// What will happen.
    view: LaunchView,
    /// What the last try ran into.
    errors: FieldErrors,
) -> impl IntoView {
    let v = view;
    let told: usize = v.schools.iter().map(|(_, heads)| heads.len()).sum();
    let nobody: Vec<&str> = v
        .schools
        .iter()
        .filter(|(_, h)| h.is_empty())
        .map(|(s, _)| s.as_str())
        .collect();
    let warning = (!nobody.is_empty()).then(|| {
        let names = domain::visibility::list(&nobody);
        let text = if nobody.len() == 1 {
            format!("{names} has no headteacher on Quintet, so nobody there will be told. Invite one first, or tell the school yourself.")
        } else {
            format!("{names} have no headteacher on Quintet, so nobody there will be told. Invite one for each first, or tell the schools yourself.")
        };
        view! { <WarningText text/> }
    });
    let schools = v
        .schools
        .iter()
        .map(|(school, heads)| {
            let heads = if heads.is_empty() {
                "nobody".to_owned()
            } else {
                heads.join(", ")
            };
            view! { <li>{format!("{school}: {heads}")}</li> }
        })
        .collect_view();
    let words = v
        .words
        .into_iter()
        .map(|w| view! { <li>{w}</li> })
        .collect_view();
    let accept = v.accept_by.map(|d| {
        view! { <li>{format!("Each school is asked to accept the agreement by {}.", long_day(d))}</li> }
    });
    let obstacles: Vec<(String, String)> = v
        .obstacles
        .iter()
        .map(|o| (String::new(), o.clone()))
        .collect();
    let errors = if obstacles.is_empty() {
        errors
            .items()
            .iter()
            .map(|(_, m)| (String::new(), m.clone()))
            .collect()
    } else {
        obstacles
    };
    let form = v.obstacles.is_empty().then(|| {
        view! {
            <form method="post" novalidate>
                <input type="hidden" name="version" value=v.version.to_string()/>
                <input type="hidden" name="form_key" value=v.form_key/>
                <Button text="Launch the cycle"/>
            </form>
        }
    });
    view! {
        <ErrorSummary errors/>
        <h1 class="govuk-heading-l">{format!("Launch {}?", v.name)}</h1>
        <p class="govuk-body">"When you launch the cycle:"</p>
        <ul class="govuk-list govuk-list--bullet">
            <li>{format!("{} schools each get a review with their own task list.", v.schools.len())}</li>
            <li>{format!("{told} headteachers are told in their next e-mail, which comes once a day at the most.")}</li>
            {accept}
            <li>"The framework, the levels, who may read reports, and the terms can no longer be changed."</li>
        </ul>
        {warning}
        <h2 class="govuk-heading-m">"Who is told"</h2>
        <ul class="govuk-list">{schools}</ul>
        <h2 class="govuk-heading-m">"What each school accepts"</h2>
        <ul class="govuk-list govuk-list--bullet">{words}</ul>
        {form}
        <p class="govuk-body"><a class="govuk-link" href=v.back>"Go back without launching"</a></p>
    }
}

/// Putting a school into a cycle that is under way.
#[component]
pub fn AddSchool(
    /// The cycle's name.
    cycle: String,
    /// Schools that are in the partnership and not in the cycle: id and name.
    schools: Vec<(String, String)>,
    /// What was chosen.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// Address of the cycle's page.
    back: String,
    /// Where schools are added to the partnership.
    partnership: String,
) -> impl IntoView {
    let body = if schools.is_empty() {
        view! {
            <p class="govuk-body">
                "Every school of the partnership is in the cycle. A school that wants to take part joins "
                <a class="govuk-link" href=partnership>"the partnership"</a> " first."
            </p>
            <p class="govuk-body"><a class="govuk-link" href=back>"Go back to the cycle"</a></p>
        }
        .into_any()
    } else {
        let choices = schools
            .into_iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect();
        view! {
            <p class="govuk-body">"The school gets its own review, and its headteachers are told in their next e-mail and asked to accept the agreement."</p>
            <form method="post" novalidate>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                <Radios name="school" label="Which school?" choices value=form.get("school").to_owned() error=errors.get("school")/>
                <ButtonGroup>
                    <Button text="Add the school"/>
                    <a class="govuk-link" href=back>"Cancel"</a>
                </ButtonGroup>
            </form>
        }
        .into_any()
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{cycle}</span>
        <h1 class="govuk-heading-l">"Add a school to the cycle"</h1>
        {body}
    }
}

/// Before a cycle is moved on to closing or closed.
#[component]
pub fn End(
    /// The cycle's name.
    cycle: String,
    /// Address of its page.
    back: String,
    /// Where it will be.
    to: CycleState,
    /// Schools whose review is not over.
    open: Vec<String>,
    /// Key against a second post.
    form_key: String,
) -> impl IntoView {
    let closes = to == CycleState::Closed;
    let (title, what, button) = if closes {
        (
            format!("Close {cycle} for good?"),
            "Everything in it becomes read-only. Reports stay with the schools, and those who may read them still can.",
            "Close the cycle",
        )
    } else {
        (
            format!("Begin to close {cycle}?"),
            "No more schools can be added and no more reviewers paired. Schools and teams can finish what they have begun.",
            "Begin to close",
        )
    };
    let open = if open.is_empty() {
        view! { <p class="govuk-body">"Every review is closed."</p> }.into_any()
    } else {
        let count = open.len();
        let unit = if count == 1 {
            "review is"
        } else {
            "reviews are"
        };
        let items = open
            .into_iter()
            .map(|s| view! { <li>{s}</li> })
            .collect_view();
        let warning = closes.then(|| view! { <WarningText text="What is not finished can no longer be finished, and nobody is reminded of it."/> });
        view! {
            <p class="govuk-body">{format!("{count} {unit} not closed yet:")}</p>
            <ul class="govuk-list govuk-list--bullet">{items}</ul>
            {warning}
        }
        .into_any()
    };
    let kind = if closes {
        ButtonKind::Warning
    } else {
        ButtonKind::Primary
    };
    view! {
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{what}</p>
        {open}
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form_key/>
            <input type="hidden" name="to" value=to.as_str()/>
            <ButtonGroup>
                <Button text=button kind/>
                <a class="govuk-link" href=back>"Go back"</a>
            </ButtonGroup>
        </form>
    }
}

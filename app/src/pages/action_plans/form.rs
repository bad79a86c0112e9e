//! The form for an action, new or changed.

use crate::components::{
    Button, Choice, Conflict, DateInput, Details, ErrorSummary, Select, TextArea, TextInput,
    WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// What somebody else saved in one field while this person was writing.
#[derive(Debug, Clone)]
pub struct Other {
    /// The field's name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What this person typed.
    pub yours: String,
    /// What the other saved.
    pub theirs: String,
    /// Who.
    pub by: String,
    /// When, in words.
    pub at: String,
}

/// The form.
#[derive(Debug, Clone)]
pub struct FormView {
    /// The page's heading.
    pub title: &'static str,
    /// What was typed.
    pub form: RawForm,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// Fields that somebody else has changed meanwhile.
    pub others: Vec<Other>,
    /// Strands: code, and code with title.
    pub strands: Vec<(String, String)>,
    /// Recommendations in full: id, heading, text.
    pub recommendations: Vec<(String, String, String)>,
    /// Who will read it.
    pub who: Vec<String>,
}

/// The page with the form.
#[component]
pub fn ActionFormPage(
    /// The form.
    view: FormView,
) -> impl IntoView {
    let FormView {
        title,
        form,
        errors,
        others,
        strands,
        recommendations,
        who,
    } = view;
    let typed = |name: &str| form.get(name).to_owned();
    let conflicts = others
        .into_iter()
        .map(|o| {
            view! { <Conflict name=o.name label=o.label yours=o.yours theirs=o.theirs who=o.by when=o.at/> }
        })
        .collect_view();
    let texts = recommendations
        .iter()
        .map(|(_, heading, text)| {
            view! { <p class="govuk-body"><strong>{heading.clone()}</strong>": " {text.clone()}</p> }
        })
        .collect_view();
    let any = !recommendations.is_empty();
    let answers = recommendations
        .into_iter()
        .map(|(id, heading, text)| Choice::new(id, format!("{heading}: {}", shorten(&text))))
        .collect::<Vec<_>>();
    let strands = strands
        .into_iter()
        .map(|(code, title)| Choice::new(code, title))
        .collect::<Vec<_>>();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{title}</h1>
        {conflicts}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=typed("version")/>
            <input type="hidden" name="form_key" value=typed("form_key")/>
            <TextInput name="title" label="What will be done" value=typed("title") error=errors.get("title")/>
            <Select
                name="recommendation"
                label="Which recommendation it answers"
                choices=answers
                prompt="None: an action of our own"
                value=typed("recommendation")
                error=errors.get("recommendation")
            />
            {any.then(|| view! { <Details summary="Read the recommendations in full">{texts}</Details> })}
            <Select
                name="strand"
                label="Strand of the framework"
                choices=strands
                prompt="Choose a strand"
                value=typed("strand")
                error=errors.get("strand")
            />
            <TextInput
                name="owner"
                label="Who sees to it"
                hint="A role, not a name. For example, assistant headteacher for inclusion."
                value=typed("owner")
                error=errors.get("owner")
            />
            <DateInput
                name="due"
                label="When it will be done by"
                hint="For example, 27 3 2027"
                day=typed("due-day")
                month=typed("due-month")
                year=typed("due-year")
                error=errors.get("due-day")
            />
            <TextArea
                name="success"
                label="How you will know that it has worked"
                hint="What will be different for pupils, and what will show it. The review team reads this for the impact review. Name no pupils."
                value=typed("success")
                error=errors.get("success")
                rows=4
            />
            <TextInput
                name="cost"
                label="Cost (optional)"
                hint="In pounds, with staff time if you count it. For example, 1,250 or 1,250.50."
                prefix="£"
                width=10
                inputmode="decimal"
                value=typed("cost")
                error=errors.get("cost")
            />
            <TextInput
                name="funding"
                label="Where the money comes from (optional)"
                hint="For example, pupil premium."
                value=typed("funding")
                error=errors.get("funding")
            />
            <Button text="Save the action"/>
        </form>
        <WhoCanSee people=who note="The review team sees the action, how you will know that it has worked, and whether it is done."/>
    }
}

/// So much of a text as fits into a drop-down list on a phone.
fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        line
    } else {
        let cut: String = line.chars().take(MOST).collect();
        format!("{}…", cut.trim_end())
    }
}

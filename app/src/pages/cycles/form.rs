//! The form of a cycle: all of it before the launch, and afterwards what no school has accepted.

use super::long_day;
use crate::components::{
    Button, ButtonGroup, ButtonKind, Checkboxes, Choice, Conflict, DateInput, Details,
    ErrorSummary, InsetText, Radios, TextArea, TextInput,
};
use domain::concerns::Told;
use domain::cycles::Candidate;
use domain::forms::{FieldErrors, RawForm};
use domain::visibility::Audience;
use leptos::prelude::*;

/// What can be chosen before the launch.
#[derive(Debug, Clone)]
pub struct FormChoices {
    /// Framework versions: id, and title with version.
    pub frameworks: Vec<(String, String)>,
    /// Schools of the partnership.
    pub schools: Vec<Candidate>,
    /// The policy that is ticked, in the words that each school accepts.
    pub words: Vec<String>,
    /// Whether the person has asked for these words: they are then shown at once.
    pub words_asked: bool,
}

/// What somebody else saved while this person was writing.
#[derive(Debug, Clone)]
pub struct Other {
    /// Their terms.
    pub terms: String,
    /// Their closed days.
    pub closed_days: String,
    /// Who saved.
    pub saved_by: String,
    /// When, in words.
    pub saved_at: String,
}

/// The form.
#[component]
pub fn Edit(
    /// The page's heading.
    title: String,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// What can be chosen; none once the cycle has been launched.
    choices: Option<FormChoices>,
    /// What somebody else saved in the meantime.
    other: Option<Other>,
    /// Address to go back to.
    back: String,
) -> impl IntoView {
    let launched = choices.is_none();
    let conflict = other.map(|o| conflict(&form, &o, launched));
    let date = |name: &'static str, label: &'static str, hint: &'static str| {
        let part = |p: &str| form.get(&format!("{name}-{p}")).to_owned();
        view! {
            <DateInput
                name
                label
                hint
                day=part("day")
                month=part("month")
                year=part("year")
                error=errors.get(&format!("{name}-day"))
            />
        }
    };
    let (before, after) = match choices {
        Some(choices) => {
            let (framework, policy) = draft_fields(&form, &errors, choices);
            (framework.into_any(), policy.into_any())
        }
        None => (
            view! {
                <InsetText>
                    "The cycle has been launched. Its framework, its levels, its quality assurance, who may read reports, who is told of a concern, and the terms are what the schools accept, so they can no longer be changed."
                </InsetText>
            }
            .into_any(),
            ().into_any(),
        ),
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{title}</h1>
        {conflict}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <TextInput
                name="name"
                label="Name of the cycle"
                hint="For example, Spring and summer 2027"
                value=form.get("name").to_owned()
                error=errors.get("name")
            />
            {before}
            {date("starts_on", "First day of the cycle", "Schools must be in the partnership on this day. For example, 4 1 2027")}
            {date("visits_from", "First day for visits", "Dates are counted from this day until a school has agreed its own")}
            {date("visits_until", "Last day for visits", "For example, 28 5 2027")}
            {date("ends_on", "Last day of the cycle", "After the last impact review, about a term after the visits")}
            <TextArea
                name="closed_days"
                label="Days when schools are closed"
                hint="One day or range a line, such as: 15 February 2027 to 19 February 2027, Half term. Weekends and bank holidays are left out already."
                value=form.get("closed_days").to_owned()
                error=errors.get("closed_days")
                rows=6
            />
            {after}
            <ButtonGroup>
                <Button text=if launched { "Save" } else { "Save as a draft" }/>
                <a class="govuk-link" href=back>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
}

/// The fields of a draft: those above the dates, and those below.
fn draft_fields(
    form: &RawForm,
    errors: &FieldErrors,
    choices: FormChoices,
) -> (impl IntoView, impl IntoView) {
    let frameworks = choices
        .frameworks
        .into_iter()
        .map(|(id, title)| Choice::new(id, title))
        .collect::<Vec<_>>();
    let schools = choices
        .schools
        .iter()
        .map(|c| {
            let choice = Choice::new(c.school.to_string(), c.name.clone());
            match c.left {
                Some(left) => choice.hint(format!("Leaves the partnership on {}", long_day(left))),
                None => choice,
            }
        })
        .collect::<Vec<_>>();
    let ticked = |name: &str| {
        form.all(name)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let told = Told::ALL
        .into_iter()
        .map(|t| Choice::new(t.as_str(), domain::forms::capital(t.in_words())))
        .collect::<Vec<_>>();
    let quality = vec![
        Choice::new("on", "Yes").hint("A reviewer from outside the team reads each draft before the school does. You choose who, for each report"),
        Choice::new("off", "No").hint("The lead reviewer sends each draft to the school"),
    ];
    let levels = vec![
        Choice::new("on", "Yes").hint(
            "Schools choose one of four levels for each strand, and the team may give its own",
        ),
        Choice::new("off", "No").hint("Schools and teams write in words only"),
    ];
    let audiences = Audience::ALL
        .into_iter()
        .map(|a| Choice::new(a.as_str(), domain::forms::capital(a.in_words())))
        .collect::<Vec<_>>();
    let words = choices
        .words
        .into_iter()
        .map(|w| view! { <li>{w}</li> })
        .collect_view();
    let no_schools = schools.is_empty();
    let schools = if no_schools {
        view! { <p class="govuk-body">"No school is in the partnership yet. You can add schools and choose them here later."</p> }.into_any()
    } else {
        view! {
            <Checkboxes
                name="schools"
                label="Which schools take part?"
                hint="Two or more. You can change this until you launch the cycle."
                choices=schools
                values=ticked("schools")
                error=errors.get("schools")
            />
        }
        .into_any()
    };
    let above = view! {
        <Radios
            name="framework"
            label="Which framework do schools review themselves against?"
            choices=frameworks
            value=form.get("framework").to_owned()
            error=errors.get("framework")
        />
        {schools}
        <Radios
            name="levels"
            label="Does the cycle use levels?"
            choices=levels
            value=form.get("levels").to_owned()
            error=errors.get("levels")
        />
        <Checkboxes
            name="own_levels_first"
            label="How do reviewers come to their levels?"
            hint="Only where the cycle uses levels"
            choices=vec![
                Choice::new("yes", "Reviewers enter their own level before they see the school’s")
                    .hint("For each strand, the levels of the school and of other reviewers stay hidden from a reviewer who has not given one"),
            ]
            values=ticked("own_levels_first")
        />
        <Radios
            name="quality"
            label="Does a moderator read each draft report?"
            choices=quality
            value=form.get("quality").to_owned()
            error=errors.get("quality")
        />
        <input type="hidden" name="told_asked" value="1"/>
        <Checkboxes
            name="told"
            label="Who is told when the safeguarding protocol is started at a visit?"
            hint="They are told that it was started, and when; never what about. The team follows the school’s own procedure in any case."
            choices=told
            values=ticked("told")
            error=errors.get("told")
        />
    };
    let below = view! {
        <Checkboxes
            name="audiences"
            label="Who else may read a final report?"
            hint="The school can always read its own, and the team that wrote it until the review closes. A school can share more widely later; nobody else can."
            choices=audiences
            values=ticked("audiences")
            error=errors.get("audiences")
        />
        <Details summary="What each school accepts, in words" open=choices.words_asked>
            <ul class="govuk-list govuk-list--bullet">{words}</ul>
            <Button text="Show the words for what I have ticked" kind=ButtonKind::Secondary name="preview" value="yes"/>
        </Details>
        <TextArea
            name="terms"
            label="Terms in your own words (optional)"
            hint="What else the schools agree to, such as how many days of reviewing each offers. Every school reads and accepts this."
            value=form.get("terms").to_owned()
            error=errors.get("terms")
            rows=8
        />
    };
    (above, below)
}

fn conflict(form: &RawForm, o: &Other, launched: bool) -> impl IntoView + use<> {
    let one = |name: &'static str, label: &'static str, theirs: String| {
        view! {
            <Conflict
                name
                label
                yours=form.get(name).to_owned()
                theirs
                who=o.saved_by.clone()
                when=o.saved_at.clone()
            />
        }
    };
    let same =
        |name: &str, theirs: &str| form.get(name).replace("\r\n", "\n").trim() == theirs.trim();
    // The terms are always shown when they can be changed: that both are the same is worth knowing too.
    let terms = (!launched).then(|| one("terms", "Terms in your own words", o.terms.clone()));
    let closed = (launched || !same("closed_days", &o.closed_days)).then(|| {
        one(
            "closed_days",
            "Days when schools are closed",
            o.closed_days.clone(),
        )
    });
    view! { {terms} {closed} }
}

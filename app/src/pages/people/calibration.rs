//! Rating a fictional school, and then the own levels beside reference levels with their reasons.

use super::Hidden;
use crate::components::{
    Button, Choice, ErrorSummary, InsetText, Radios, SummaryList, SummaryRow, Tag, TagColour,
    WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The own level beside the reference.
#[derive(Debug, Clone)]
pub struct ComparedView {
    /// The own level, with its name.
    pub own: String,
    /// The reference level, with its name.
    pub reference: String,
    /// How many levels lie between them.
    pub away: u8,
    /// Why the reference level fits.
    pub reason: String,
    /// Why the one beside it does not.
    pub not: String,
}

/// One strand of the pack.
#[derive(Debug, Clone)]
pub struct StrandView {
    /// The form's field.
    pub field: String,
    /// Code and title.
    pub title: String,
    /// What the strand is about.
    pub about: String,
    /// What was found: kind and text.
    pub evidence: Vec<(String, String)>,
    /// The levels with their descriptors.
    pub choices: Vec<Choice>,
    /// The comparison, once levels are given.
    pub compared: Option<ComparedView>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct CalibrationView {
    /// The fictional school.
    pub school: String,
    /// What it is like.
    pub about: String,
    /// How many levels are the reference's, and how many are more than one away; none before levels are given.
    pub compared: Option<(usize, usize)>,
    /// The strands.
    pub strands: Vec<StrandView>,
}

/// The pack with a form, or with the comparison.
#[component]
pub fn Calibration(
    /// What is on it.
    view: CalibrationView,
    /// What was chosen.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let done = view.compared.map(|(same, far)| {
        let of = view.strands.len();
        let words = match far {
            0 => "None is more than one level away.".to_owned(),
            1 => "1 is more than one level away: read its reasons with care.".to_owned(),
            n => format!("{n} are more than one level away: read their reasons with care."),
        };
        format!("{same} of your {of} levels are the same as the reference. {words}")
    });
    let waits = done.is_none();
    let strands = view
        .strands
        .iter()
        .map(|s| strand(s, &form, &errors))
        .collect_view();
    let body = if waits {
        view! {
            <form method="post" novalidate>
                <Hidden form=form.clone()/>
                {strands}
                <Button text="Compare with the reference"/>
            </form>
        }
        .into_any()
    } else {
        strands.into_any()
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">"Compare how you rate"</h1>
        {match done {
            Some(words) => view! { <InsetText>{words}</InsetText> }.into_any(),
            None => view! {
                <p class="govuk-body">
                    "Before your first visit, rate an invented school. You then see your levels beside reference levels, with the reasons. It takes about 20 minutes. You cannot pass or fail, and you can visit without it."
                </p>
            }.into_any(),
        }}
        <h2 class="govuk-heading-m">{view.school.clone()}</h2>
        <p class="govuk-body">{view.about.clone()}</p>
        {body}
        <WhoCanSee
            people=vec!["Your levels: only you".to_owned(), "That you have done this: you and the coordinators of your partnerships".to_owned()]
        />
    }
}

/// Where a reviewer who has not done it yet is offered it. It never stands in the way of anything.
#[component]
pub fn OfferCalibration() -> impl IntoView {
    view! {
        <p class="govuk-body">
            "Before your first visit: "
            <a class="govuk-link" href="/me/calibration">"compare how you rate"</a>
            " with an invented school. It takes about 20 minutes."
        </p>
    }
}

fn strand(s: &StrandView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let rows = s
        .evidence
        .iter()
        .map(|(kind, text)| SummaryRow::text(kind.clone(), text.clone()))
        .collect::<Vec<_>>();
    let answer = match &s.compared {
        None => view! {
            <Radios
                name=s.field.clone()
                label=format!("Which level fits best for {}?", s.title)
                choices=s.choices.clone()
                value=form.get(&s.field).to_owned()
                error=errors.get(&s.field)
            />
        }
        .into_any(),
        Some(c) => {
            let (text, colour) = match c.away {
                0 => ("The same", TagColour::Green),
                1 => ("One level away", TagColour::Yellow),
                _ => ("More than one level away", TagColour::Orange),
            };
            view! {
                <p class="govuk-body"><Tag text=text colour=colour/></p>
                <SummaryList rows=vec![
                    SummaryRow::text("Your level", c.own.clone()),
                    SummaryRow::text("Reference", c.reference.clone()),
                    SummaryRow::text("Why", c.reason.clone()),
                    SummaryRow::text("Why not another level", c.not.clone()),
                ]/>
            }
            .into_any()
        }
    };
    view! {
        <h2 class="govuk-heading-m">{s.title.clone()}</h2>
        <p class="govuk-body">{s.about.clone()}</p>
        <SummaryList rows=rows/>
        {answer}
    }
    .into_any()
}

//! The impact review: what was targeted, and what the peers say of it.

use crate::components::{
    Button, Choice, ErrorSummary, InsetText, Radios, SummaryList, SummaryRow, TextArea, WhoCanSee,
    paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use domain::impact::Difference;
use leptos::prelude::*;

/// An action as the impact review sees it.
#[derive(Debug, Clone)]
pub struct TargetActionView {
    /// What was to be done.
    pub title: String,
    /// How the school wanted to know that it has worked.
    pub success: String,
    /// True when the school says that it is done.
    pub done: bool,
}

/// What the team recorded of one recommendation.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// How far it made a difference.
    pub difference: Difference,
    /// What has changed and what shows it.
    pub text: String,
}

/// A recommendation with the actions that answer it.
#[derive(Debug, Clone)]
pub struct TargetView {
    /// Its id, from which the fields are named.
    pub id: String,
    /// Its number, counted from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// The actions.
    pub actions: Vec<TargetActionView>,
    /// What has been recorded.
    pub answer: Option<AnswerView>,
}

/// The impact review of a school.
#[derive(Debug, Clone)]
pub struct ImpactView {
    /// Name of the school.
    pub school: String,
    /// What has happened and what is next.
    pub standing: String,
    /// The recommendations.
    pub targets: Vec<TargetView>,
    /// What was typed; none when the person cannot record.
    pub form: Option<RawForm>,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// Who reads it.
    pub who: Vec<String>,
}

/// The page.
#[component]
pub fn Impact(
    /// The impact review.
    view: ImpactView,
) -> impl IntoView {
    let ImpactView {
        school,
        standing,
        targets,
        form,
        errors,
        who,
    } = view;
    let summary = view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">{school}</span>
            "Impact review"
        </h1>
        <InsetText>{standing}</InsetText>
    };
    let none = targets.is_empty().then(|| view! {
        <p class="govuk-body">"The report made no recommendations, so there is nothing to look at."</p>
    });
    let parts = targets
        .into_iter()
        .map(|t| {
            let field = form.as_ref().map(|raw| {
                let (impact, text) = (format!("impact-{}", t.id), format!("text-{}", t.id));
                view! {
                    <Radios
                        name=impact.clone()
                        label=format!("Has recommendation {} made a difference?", t.number)
                        choices=Difference::ALL.map(|d| Choice::new(d.as_str(), d.in_words())).to_vec()
                        value=raw.get(&impact).to_owned()
                        error=errors.get(&impact)
                    />
                    <TextArea
                        name=text.clone()
                        label=format!("Recommendation {}: what has changed and what shows it", t.number)
                        hint="Look at pupils, not at how much was done. If it is too early, say what to look for. Name no pupils and no staff."
                        value=raw.get(&text).to_owned()
                        error=errors.get(&text)
                        rows=5
                    />
                }
            });
            target(t.number, t.text, t.actions, t.answer, field.into_any())
        })
        .collect_view();
    let body = match form {
        Some(raw) => view! {
            <form method="post" novalidate>
                <input type="hidden" name="form_key" value=raw.get("form_key").to_owned()/>
                {parts}
                <p class="govuk-body">"The school reads this at once. It cannot be changed afterwards."</p>
                <Button text="Record the impact review"/>
            </form>
        }
        .into_any(),
        None => parts.into_any(),
    };
    view! {
        {summary}
        {none}
        {body}
        <WhoCanSee
            people=who
            note="The team sees only what was targeted: the recommendations, what each action was to do, how the school wanted to know that it worked, and whether it is done. The coordinators are told that the impact review has been recorded, not what it says."
        />
    }
}

fn target(
    number: usize,
    text: String,
    actions: Vec<TargetActionView>,
    answer: Option<AnswerView>,
    field: AnyView,
) -> impl IntoView {
    let rows: Vec<SummaryRow> = actions
        .into_iter()
        .map(|a| {
            let done = if a.done {
                "The school says that it is done."
            } else {
                "Not done yet."
            };
            SummaryRow::view(
                a.title,
                view! {
                    <p class="quintet-text">{format!("Success: {}", a.success)}</p>
                    <p class="govuk-hint govuk-!-margin-bottom-0">{done}</p>
                },
            )
        })
        .collect();
    let empty = rows.is_empty();
    view! {
        <h2 class="govuk-heading-m">{format!("Recommendation {number}")}</h2>
        {paragraphs(&text)}
        {if empty {
            view! { <p class="govuk-body">"The plan has no action for it."</p> }.into_any()
        } else {
            view! { <SummaryList rows=rows/> }.into_any()
        }}
        {answer.map(|a| view! {
            <h3 class="govuk-heading-s">{a.difference.in_words()}</h3>
            {paragraphs(&a.text)}
        })}
        {field}
    }
}

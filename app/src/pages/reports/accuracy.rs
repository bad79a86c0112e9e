//! The school's accuracy check, and the lead's answers.

use super::document::{Document, DocumentView};
use crate::components::{
    Button, ButtonKind, Choice, ErrorSummary, InsetText, PostButton, Radios, Tag, TagColour,
    TextArea, WhoCanSee, paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use domain::reports::PointAnswer;
use leptos::prelude::*;

/// A point as it is shown.
#[derive(Debug, Clone)]
pub struct PointView {
    /// What it is about.
    pub passage: String,
    /// What should stand there.
    pub correction: String,
    /// Who raised it and when, in words.
    pub raised: String,
    /// The lead's answer with its reason and who gave it when.
    pub answer: Option<(PointAnswer, String, String)>,
    /// Address of the form for the answer, when the reader may answer.
    pub answer_href: Option<String>,
    /// Address and fields for taking it back, when the reader may.
    pub remove: Option<(String, Vec<(String, String)>)>,
}

/// The points, in the order in which they were raised.
#[component]
pub fn Points(
    /// The points.
    points: Vec<PointView>,
) -> impl IntoView {
    points
        .into_iter()
        .enumerate()
        .map(|(i, p)| {
            let number = i + 1;
            let answered = p.answer.is_some();
            let answer = match p.answer {
                Some((answer, reason, who)) => {
                    let (words, colour) = match answer {
                        PointAnswer::Accepted => ("Accepted", TagColour::Green),
                        PointAnswer::Declined => ("Declined", TagColour::Orange),
                    };
                    view! {
                        <p class="govuk-body"><Tag text=words colour=colour/></p>
                        {paragraphs(&reason)}
                        <p class="govuk-body-s">{who}</p>
                    }
                    .into_any()
                }
                None => view! { <p class="govuk-body"><Tag text="No answer yet" colour=TagColour::Yellow/></p> }.into_any(),
            };
            view! {
                <section class="quintet-note">
                    <h3 class="govuk-heading-s">{format!("Point {number}")}</h3>
                    <p class="govuk-body"><strong>"Passage: "</strong></p>
                    {paragraphs(&p.passage)}
                    <p class="govuk-body"><strong>"Correction: "</strong></p>
                    {paragraphs(&p.correction)}
                    <p class="govuk-body-s">{p.raised}</p>
                    {answer}
                    {p.answer_href.map(|href| view! {
                        <p class="govuk-body">
                            <a class="govuk-link" href=href>
                                {if answered { "Change the answer" } else { "Answer" }}
                                <span class="govuk-visually-hidden">{format!(" to point {number}")}</span>
                            </a>
                        </p>
                    })}
                    {p.remove.map(|(action, fields)| view! {
                        <PostButton text="Take back" action=action kind=ButtonKind::Link fields=fields about=format!("point {number}")/>
                    })}
                </section>
            }
        })
        .collect_view()
}

/// The head's page: the draft, the points, the form for one more, the end of the check.
#[component]
pub fn Accuracy(
    /// The draft.
    document: DocumentView,
    /// The points so far.
    points: Vec<PointView>,
    /// Address of the page.
    href: String,
    /// By when, in words.
    due: Option<String>,
    /// True once the check is finished.
    finished: bool,
    /// Whether to offer the forms.
    may: bool,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// Key of the button that ends the check.
    finish_key: String,
) -> impl IntoView {
    let school = document.school.clone();
    let none = points.is_empty();
    let forms = may.then(|| {
        let end = if none { "Finish: the report is accurate" } else { "Finish the check with these points" };
        view! {
            <h3 class="govuk-heading-s" id="raise">"Raise a point"</h3>
            <form method="post" action=href.clone() novalidate>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                <TextArea
                    name="passage"
                    label="Which part is not right?"
                    hint="Copy the words, or say where they stand."
                    value=form.get("passage").to_owned()
                    error=errors.get("passage")
                    rows=3
                />
                <TextArea
                    name="correction"
                    label="What should stand there?"
                    hint="A fact, and how you know it. The check is about accuracy, not about the team’s judgement."
                    value=form.get("correction").to_owned()
                    error=errors.get("correction")
                    rows=4
                />
                <Button text="Add this point" kind=ButtonKind::Secondary/>
            </form>
            <h2 class="govuk-heading-m">"Finish the accuracy check"</h2>
            <p class="govuk-body">"The lead reviewer then answers every point and makes the report final. You cannot add points after this."</p>
            <PostButton text=end action=format!("{href}/finish") fields=vec![("form_key".to_owned(), finish_key)]/>
        }
    });
    let state = if finished {
        "You have finished the accuracy check. The lead reviewer answers your points and makes the report final; you are told when it is.".to_owned()
    } else {
        format!(
            "This is the team’s draft. Read it, and raise a point for each fact that is not right.{}",
            due.map_or_else(String::new, |d| format!(
                " The report is to be final by {d}."
            ))
        )
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Check the draft report for accuracy"</h1>
        <InsetText>{state}</InsetText>
        <WhoCanSee
            people=vec![format!("The headteacher of {school}"), "The review team".to_owned()]
            note="Nobody else reads the draft or your points. When the report is final, those whom the cycle’s policy names can read it, without the points."
        />
        <Document view=document/>
        <h2 class="govuk-heading-m" id="points">"Your points"</h2>
        {none.then(|| view! { <p class="govuk-body">"No point has been raised."</p> })}
        <Points points/>
        {forms}
    }
}

/// The lead answers one point.
#[component]
pub fn AnswerPoint(
    /// Name of the school.
    school: String,
    /// The point.
    point: PointView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// Address of the report.
    back: String,
) -> impl IntoView {
    let choices = vec![
        Choice::new("accepted", "Accept")
            .hint("You have corrected the report, or will take it back to do so."),
        Choice::new("declined", "Decline").hint("The report stays as it is."),
    ];
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Answer a point of the school"</h1>
        <Points points=vec![PointView { answer_href: None, remove: None, ..point }]/>
        <WhoCanSee people=vec![format!("The headteacher of {school}"), "The review team".to_owned()]/>
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <Radios name="answer" label="Your answer" choices=choices value=form.get("answer").to_owned() error=errors.get("answer")/>
            <TextArea
                name="reason"
                label="Reason"
                hint="What you changed, or why the report stays as it is. The headteacher reads this."
                value=form.get("reason").to_owned()
                error=errors.get("reason")
                rows=4
            />
            <Button text="Save the answer"/>
        </form>
        <p class="govuk-body"><a class="govuk-link" href=back>"Back to the report"</a></p>
    }
}

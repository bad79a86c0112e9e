//! The school's accuracy check: the draft paragraph by paragraph, the points, and the lead's answers.

use super::reader::{FileLinks, Files};
use crate::components::PersonalDataQuestion;
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
    /// Where the passage stands: "Summary"; empty for a point that was written freely.
    pub place: String,
    /// What it is about.
    pub passage: String,
    /// What should stand there.
    pub correction: String,
    /// How the school knows; may be empty.
    pub reason: String,
    /// Who raised it and when, in words.
    pub raised: String,
    /// The lead's answer with its reason and who gave it when.
    pub answer: Option<(PointAnswer, String, String)>,
    /// Address of the form for the answer, when the reader may answer.
    pub answer_href: Option<String>,
    /// Address and fields for putting the correction into the text, when the reader may and the passage still stands.
    pub apply: Option<(String, Vec<(String, String)>)>,
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
            let passage = if p.place.is_empty() {
                "Passage: ".to_owned()
            } else {
                format!("Passage, in {}: ", p.place)
            };
            view! {
                <section class="quintet-note">
                    <h3 class="govuk-heading-s">{format!("Point {number}")}</h3>
                    <p class="govuk-body"><strong>{passage}</strong></p>
                    {paragraphs(&p.passage)}
                    <p class="govuk-body"><strong>"Should be: "</strong></p>
                    {paragraphs(&p.correction)}
                    {(!p.reason.is_empty()).then(|| view! {
                        <p class="govuk-body"><strong>"How the school knows: "</strong></p>
                        {paragraphs(&p.reason)}
                    })}
                    <p class="govuk-body-s">{p.raised}</p>
                    {answer}
                    {p.apply.map(|(action, fields)| view! {
                        <PostButton text="Accept, and put it into the report" action=action kind=ButtonKind::Secondary fields=fields about=format!("point {number}")/>
                    })}
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

/// A paragraph that can be marked.
#[derive(Debug, Clone)]
pub struct Markable {
    /// A heading above it, where a new part of the report begins.
    pub heading: Option<String>,
    /// A smaller heading, where a new finding or recommendation begins.
    pub about: Option<String>,
    /// The paragraph.
    pub text: String,
    /// Below it: the kinds of evidence, in a sentence; may be empty.
    pub rests_on: String,
    /// Address of the form for it, when the reader may mark it.
    pub href: Option<String>,
}

/// The head's page.
#[derive(Debug, Clone)]
pub struct AccuracyView {
    /// Name of the school.
    pub school: String,
    /// The draft, paragraph by paragraph.
    pub paragraphs: Vec<Markable>,
    /// The points so far.
    pub points: Vec<PointView>,
    /// Address of the page.
    pub href: String,
    /// What is left of the time, in words.
    pub due: Option<String>,
    /// True once the check is finished.
    pub finished: bool,
    /// Whether to offer the forms.
    pub may: bool,
    /// The place that was chosen in words, with its paragraph.
    pub chosen: Option<(String, String)>,
    /// The draft as a file.
    pub files: FileLinks,
    /// Key of the button that ends the check.
    pub finish_key: String,
}

/// The head's page: the draft, the form for a passage, the points, the end of the check.
#[component]
pub fn Accuracy(
    /// The page.
    view: AccuracyView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let school = view.school.clone();
    let none = view.points.is_empty();
    let state = if view.finished {
        "You have finished the accuracy check. The lead reviewer answers your points and makes the report final; you are told when it is.".to_owned()
    } else {
        format!(
            "This is the team’s draft. Read it, and say what is wrong beside each paragraph with a fact that is not right.{}",
            view.due.map_or_else(String::new, |d| format!(" {d}."))
        )
    };
    let raise = (view.may && (view.chosen.is_some() || !errors.is_empty())).then(|| {
        let shown = view.chosen.as_ref().map(|(place, paragraph)| {
            view! {
                <p class="govuk-body">{format!("From {place}:")}</p>
                <blockquote class="govuk-inset-text">{paragraphs(paragraph)}</blockquote>
            }
        });
        view! {
            <section aria-labelledby="raise">
                <h2 class="govuk-heading-m" id="raise">"Say what is wrong"</h2>
                {shown}
                <form method="post" action=view.href.clone() novalidate>
                    <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                    <input type="hidden" name="place" value=form.get("place").to_owned()/>
                    <input type="hidden" name="number" value=form.get("number").to_owned()/>
                    <TextArea
                        name="passage"
                        label="Which words are not right?"
                        hint="Leave the words of the paragraph that are not right, and delete the others."
                        value=form.get("passage").to_owned()
                        error=errors.get("passage")
                        rows=4
                    />
                    <TextArea
                        name="correction"
                        label="What should stand there?"
                        hint="The words that should stand in their place, so that the lead reviewer can take them over as they are."
                        value=form.get("correction").to_owned()
                        error=errors.get("correction")
                        rows=3
                    />
                    <TextArea
                        name="reason"
                        label="How do you know? (optional)"
                        hint="The check is about facts, not about the team’s judgement. No pupil by name, staff by role."
                        value=form.get("reason").to_owned()
                        error=errors.get("reason")
                        rows=2
                    />
                    <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
                    <Button text="Add this point" kind=ButtonKind::Secondary/>
                </form>
            </section>
        }
    });
    let end = view.may.then(|| {
        let words = if none { "Finish: the report is accurate" } else { "Finish the check with these points" };
        view! {
            <h2 class="govuk-heading-m">"Finish the accuracy check"</h2>
            <p class="govuk-body">"The lead reviewer then answers every point and makes the report final. You cannot add points after this."</p>
            <PostButton text=words action=format!("{}/finish", view.href) fields=vec![("form_key".to_owned(), view.finish_key)]/>
        }
    });
    let draft = view.paragraphs.into_iter().map(markable).collect_view();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Check the draft report for accuracy"</h1>
        <InsetText>{state}</InsetText>
        <WhoCanSee
            people=vec![format!("The headteacher of {school}"), "The review team".to_owned()]
            note="Nobody else reads the draft or your points. When the report is final, those whom the cycle’s policy names can read it, without the points."
        />
        <Files links=view.files/>
        {raise}
        <h2 class="govuk-heading-l" id="draft">"The draft"</h2>
        {draft}
        <h2 class="govuk-heading-l" id="points">"Your points"</h2>
        {none.then(|| view! { <p class="govuk-body">"No point has been raised."</p> })}
        <Points points=view.points/>
        {end}
    }
}

fn markable(m: Markable) -> impl IntoView {
    let begins = super::document::short(&m.text)
        .chars()
        .take(50)
        .collect::<String>();
    view! {
        {m.heading.map(|h| view! { <h3 class="govuk-heading-m">{h}</h3> })}
        {m.about.map(|a| view! { <h4 class="govuk-heading-s">{a}</h4> })}
        {paragraphs(&m.text)}
        {(!m.rests_on.is_empty()).then(|| view! { <p class="govuk-body-s">{m.rests_on}</p> })}
        {m.href.map(|href| view! {
            <p class="govuk-body-s quintet-no-print">
                <a class="govuk-link" href=href>
                    "Say what is wrong"
                    <span class="govuk-visually-hidden">{format!(" in the paragraph that begins: {begins}")}</span>
                </a>
            </p>
        })}
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
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <Button text="Save the answer"/>
        </form>
        <p class="govuk-body"><a class="govuk-link" href=back>"Back to the report"</a></p>
    }
}

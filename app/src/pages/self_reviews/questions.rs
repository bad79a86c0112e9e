//! The enquiry questions: what the school asks its peers to look at.

use crate::components::{
    BannerKind, Button, ButtonGroup, Checkboxes, Choice, Conflict, Details, ErrorSummary,
    InsetText, NotificationBanner, SummaryList, SummaryRow, TextArea, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A strand that can be asked about.
#[derive(Debug, Clone)]
pub struct FocusStrand {
    /// Its code.
    pub code: String,
    /// "1.1 Early identification".
    pub title: String,
    /// The framework's example of a question.
    pub example: String,
}

/// What somebody else saved in the meantime.
#[derive(Debug, Clone)]
pub struct QuestionsOther {
    /// Their questions, one a line.
    pub questions: String,
    /// Their strands, in words.
    pub focus: String,
    /// Who.
    pub saved_by: String,
    /// When, in words.
    pub saved_at: String,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct QuestionsView {
    /// The school.
    pub school: String,
    /// The framework's strands.
    pub strands: Vec<FocusStrand>,
    /// Who saved last and when; nothing when nobody has.
    pub saved: String,
    /// True when they have been saved just now.
    pub done: bool,
    /// Why they can no longer be changed; they are then shown, not asked for.
    pub closed: Option<String>,
    /// By when they are wanted.
    pub due: Option<String>,
    /// What somebody else saved in the meantime.
    pub other: Option<QuestionsOther>,
    /// Back to the review.
    pub back: String,
    /// Who can see them.
    pub who: Vec<String>,
}

/// The page. Fields: `question-1` to `question-3`, and `focus`.
#[component]
pub fn Questions(
    /// Everything on it.
    view: QuestionsView,
    /// What was typed, or is saved.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let ticked = form
        .all("focus")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let typed = (1..=3)
        .map(|n| form.get(&format!("question-{n}")).to_owned())
        .collect::<Vec<_>>();
    let body = match view.closed {
        Some(why) => closed(why, &typed, &ticked, &view.strands),
        None => {
            let conflict = view
                .other
                .map(|o| conflict(o, &typed, &ticked, &view.strands));
            let fields = typed
                .into_iter()
                .enumerate()
                .map(|(i, value)| {
                    let name = format!("question-{}", i + 1);
                    let label = if i == 0 {
                        "Question 1".to_owned()
                    } else {
                        format!("Question {} (optional)", i + 1)
                    };
                    let error = errors.get(&name).map(str::to_owned);
                    view! { <TextArea name=name label=label value=value error=error rows=2/> }
                })
                .collect_view();
            let examples = view
                .strands
                .iter()
                .map(|s| {
                    let (title, example) = (s.title.clone(), s.example.clone());
                    view! { <li><strong>{title}</strong> <br/> {example}</li> }
                })
                .collect_view();
            let choices = view
                .strands
                .iter()
                .map(|s| Choice::new(s.code.clone(), s.title.clone()))
                .collect();
            view! {
                {conflict}
                <form method="post" novalidate>
                    <input type="hidden" name="version" value=form.get("version").to_owned()/>
                    <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                    <p class="govuk-body">
                        "Ask up to three questions. A good one begins with “To what extent …”: it cannot be answered by yes or no, and it is about something that you want to know."
                    </p>
                    <Details summary="Examples, one for each strand">
                        <ul class="govuk-list govuk-list--spaced">{examples}</ul>
                    </Details>
                    {fields}
                    <Checkboxes
                        name="focus"
                        label="Which strands should your peers look at most?"
                        hint="Choose up to 4. You can leave this empty."
                        choices=choices
                        values=ticked
                        error=errors.get("focus")
                        small=true
                    />
                    <ButtonGroup>
                        <Button text="Save the questions"/>
                        <a class="govuk-link" href=view.back>"Go back"</a>
                    </ButtonGroup>
                </form>
            }
            .into_any()
        }
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view
            .done
            .then(|| {
                view! {
                    <NotificationBanner
                        text="Saved. You can change the questions until the visit."
                        kind=BannerKind::Success
                    />
                }
            })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Enquiry questions"</h1>
        {view.due.map(|due| view! { <p class="govuk-body"><strong>{due}</strong></p> })}
        {(!view.saved.is_empty()).then(|| view! { <p class="govuk-hint">{view.saved}</p> })}
        {body}
        <WhoCanSee people=view.who/>
    }
}

fn titles(codes: &[String], strands: &[FocusStrand]) -> String {
    let titles: Vec<&str> = strands
        .iter()
        .filter(|s| codes.contains(&s.code))
        .map(|s| s.title.as_str())
        .collect();
    titles.join("\n")
}

fn closed(why: String, questions: &[String], focus: &[String], strands: &[FocusStrand]) -> AnyView {
    let questions: Vec<&str> = questions
        .iter()
        .map(String::as_str)
        .filter(|q| !q.is_empty())
        .collect();
    let rows = vec![
        SummaryRow::text("Questions", questions.join("\n")),
        SummaryRow::text("Strands to look at most", titles(focus, strands)),
    ];
    view! { <InsetText>{why}</InsetText> <SummaryList rows=rows/> }.into_any()
}

fn conflict(
    o: QuestionsOther,
    yours: &[String],
    focus: &[String],
    strands: &[FocusStrand],
) -> AnyView {
    let mine: Vec<&str> = yours
        .iter()
        .map(String::as_str)
        .filter(|q| !q.is_empty())
        .collect();
    let join = |questions: &str, focus: &str| format!("{questions}\n\nStrands:\n{focus}");
    view! {
        <Conflict
            name="questions"
            label="Enquiry questions"
            yours=join(&mine.join("\n"), &titles(focus, strands))
            theirs=join(&o.questions, &o.focus)
            who=o.saved_by
            when=o.saved_at
        />
    }
    .into_any()
}

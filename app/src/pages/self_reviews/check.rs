//! The check before submitting: what is thin, with a link to each strand, and the head's word that it is the school's.

use crate::components::{
    Button, ButtonGroup, Checkboxes, Choice, ErrorSummary, InsetText, Status, TagColour, Task,
    TaskList, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A strand that is thin.
#[derive(Debug, Clone)]
pub struct CheckGap {
    /// "1.1 Early identification".
    pub title: String,
    /// Its page.
    pub href: String,
    /// What is thin, in words.
    pub what: String,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct CheckView {
    /// The school.
    pub school: String,
    /// "5 of 17 strands".
    pub count: String,
    /// What is thin.
    pub gaps: Vec<CheckGap>,
    /// True when this person can submit.
    pub may_submit: bool,
    /// Why not, in a sentence.
    pub why_not: String,
    /// The page with the whole of it.
    pub read: String,
    /// Back to the self-review.
    pub back: String,
    /// Who can see it afterwards.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn Check(
    /// Everything on it.
    view: CheckView,
    /// What was ticked.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let ticked = form
        .all("attest")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let tasks = view
        .gaps
        .into_iter()
        .map(|g| {
            Task::new(
                g.title,
                g.href,
                Status::tag("Look again", TagColour::Yellow),
            )
            .hint(g.what)
        })
        .collect::<Vec<_>>();
    let complete = tasks.is_empty();
    let school = view.school.clone();
    let back = view.back.clone();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Check and submit the self-review"</h1>
        <p class="govuk-body">{view.count} " have been saved. " <a class="govuk-link" href=view.read>"Read it all on one page"</a></p>
        {if complete {
            view! { <p class="govuk-body">"Every strand has been looked at."</p> }.into_any()
        } else {
            view! {
                <h2 class="govuk-heading-m">"Look at these again"</h2>
                <p class="govuk-body">"You can submit as it is. Your reviewers learn more from a strand that is filled in."</p>
                <TaskList tasks=tasks/>
            }
                .into_any()
        }}
        {if view.may_submit {
            view! {
                <h2 class="govuk-heading-m">"Submit"</h2>
                <p class="govuk-body">
                    "When you have submitted, nobody can change the self-review unless the coordinator sends it back. The review team reads it from the day the pack is released."
                </p>
                <form method="post" novalidate>
                    <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                    <Checkboxes
                        name="attest"
                        label="Is this your school’s own view?"
                        choices=vec![
                            Choice::new(
                                "yes",
                                format!(
                                    "I have read it. It is the view of {school}, and it names no pupil and gives nothing away by which a pupil could be recognised.",
                                ),
                            ),
                        ]
                        values=ticked
                        error=errors.get("attest")
                    />
                    <ButtonGroup>
                        <Button text="Submit the self-review"/>
                        <a class="govuk-link" href=back>"Go back"</a>
                    </ButtonGroup>
                </form>
            }
                .into_any()
        } else {
            view! {
                <InsetText>{view.why_not}</InsetText>
                <p class="govuk-body"><a class="govuk-link" href=view.back>"Go back"</a></p>
            }
                .into_any()
        }}
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

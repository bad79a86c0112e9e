//! The check before submitting: what is thin, with a link to each strand, what is not explored, and the head's word that
//! it is the school's.

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
    /// "Check and submit the self-review", or "Check the self-review" for those who cannot submit.
    pub title: &'static str,
    /// What is thin.
    pub gaps: Vec<CheckGap>,
    /// Strands that are not explored: title and address.
    pub not_explored: Vec<(String, String)>,
    /// The sentence that is ticked.
    pub attestation: String,
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
    let not_explored = view
        .not_explored
        .into_iter()
        .map(|(title, href)| view! { <li><a class="govuk-link" href=href>{title}</a></li> })
        .collect_view();
    let leaves_out = !not_explored.is_empty();
    let back = view.back.clone();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{view.title}</h1>
        <p class="govuk-body">{view.count} " have been saved. " <a class="govuk-link" href=view.read>"Read it all on one page"</a></p>
        {if complete {
            view! { <p class="govuk-body">"There is nothing that you should look at again."</p> }.into_any()
        } else {
            view! {
                <h2 class="govuk-heading-m">"Look at these again"</h2>
                <p class="govuk-body">"None of this stands in the way of submitting. Your reviewers learn more from a strand that is filled in and rests on more than one source."</p>
                <TaskList tasks=tasks/>
            }
                .into_any()
        }}
        {leaves_out
            .then(|| {
                view! {
                    <h2 class="govuk-heading-m">"Not explored"</h2>
                    <p class="govuk-body">"You have said that nobody has looked at these yet. That is an answer too."</p>
                    <ul class="govuk-list govuk-list--bullet">{not_explored}</ul>
                }
            })}
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
                        hint="The sentence is kept with your name and the time. The review team sees it."
                        choices=vec![Choice::new("yes", view.attestation)]
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

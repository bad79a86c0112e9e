//! Giving strands to people, all on one page.

use crate::components::{Button, ButtonGroup, Choice, ErrorSummary, InsetText, Select, WhoCanSee};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// One strand.
#[derive(Debug, Clone)]
pub struct ShareStrand {
    /// Its field.
    pub field: String,
    /// "1.1 Early identification".
    pub title: String,
    /// Who saved last and when; nothing when nobody has.
    pub saved: String,
}

/// One principle: its title and its strands.
#[derive(Debug, Clone)]
pub struct SharePrinciple {
    /// "1. Knowing children well".
    pub title: String,
    /// Its strands.
    pub strands: Vec<ShareStrand>,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct SharesView {
    /// The school.
    pub school: String,
    /// The principles.
    pub principles: Vec<SharePrinciple>,
    /// People who can have a strand: id and name.
    pub people: Vec<(String, String)>,
    /// True when somebody beside the head can have one.
    pub has_contributors: bool,
    /// Where the head invites contributors.
    pub invite: String,
    /// "Wanted by …", if it is known.
    pub due: Option<String>,
    /// Back to the list.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. Fields: one a strand, `person-1-1`, with a person's id or nothing; hidden `version`.
#[component]
pub fn Shares(
    /// Everything on it.
    view: SharesView,
    /// What was chosen, or is saved.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let principles = view
        .principles
        .into_iter()
        .map(|p| {
            let strands = p
                .strands
                .into_iter()
                .map(|s| {
                    let choices = view
                        .people
                        .iter()
                        .map(|(id, name)| Choice::new(id.clone(), name.clone()))
                        .collect();
                    let value = form.get(&s.field).to_owned();
                    let error = errors.get(&s.field).map(str::to_owned);
                    let hint = (!s.saved.is_empty()).then_some(s.saved);
                    view! {
                        <Select
                            name=s.field
                            label=s.title
                            prompt="Nobody in particular"
                            choices=choices
                            value=value
                            hint=hint
                            error=error
                        />
                    }
                })
                .collect_view();
            view! { <h2 class="govuk-heading-m">{p.title}</h2> {strands} }
        })
        .collect_view();
    let alone = (!view.has_contributors).then(|| {
        let href = view.invite.clone();
        view! {
            <InsetText>
                "Nobody contributes to the self-review yet. " <a class="govuk-link" href=href>"Invite somebody"</a>
                " first, such as your SENCO."
            </InsetText>
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Who writes which strand"</h1>
        <p class="govuk-body">
            "Whoever has a strand finds it on their home page, and is reminded until it is marked as ready. Everybody who contributes can still write in every strand."
        </p>
        {view.due.map(|due| view! { <p class="govuk-body"><strong>{due}</strong></p> })}
        {alone}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {principles}
            <ButtonGroup>
                <Button text="Save"/>
                <a class="govuk-link" href=view.back>"Go back"</a>
            </ButtonGroup>
        </form>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

//! On what a finding rests: the team ticks evidence of both sides.

use crate::components::{
    Button, ButtonGroup, Checkboxes, Choice, Details, ErrorSummary, InsetText, WhoCanSee,
    paragraphs,
};
use crate::pages::visits::count;
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The evidence of one strand that can be ticked.
#[derive(Debug, Clone)]
pub struct EvidenceGroup {
    /// Code and title of the strand.
    pub strand: String,
    /// Id, kind and side in words, and the text of each piece.
    pub items: Vec<(String, String, String)>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RestingView {
    /// Name of the school.
    pub school: String,
    /// What kind of finding it is: "Strength".
    pub kind: String,
    /// Code and title of its strand.
    pub strand: String,
    /// Its text.
    pub text: String,
    /// The evidence of its own strand.
    pub own: EvidenceGroup,
    /// The evidence of all other strands that have any.
    pub others: Vec<EvidenceGroup>,
    /// True when somebody else changed the finding since the form was shown.
    pub conflict: bool,
    /// Address of the findings.
    pub back: String,
}

/// The team says on what a finding rests.
#[component]
pub fn Resting(
    /// The page.
    view: RestingView,
    /// What is ticked.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let ticked: Vec<String> = form
        .all("evidence")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let choices = |group: &EvidenceGroup| -> Vec<Choice> {
        group
            .items
            .iter()
            .map(|(id, what, text)| {
                Choice::new(id.clone(), what.clone()).hint(super::document::short(text))
            })
            .collect()
    };
    let any = !view.own.items.is_empty() || !view.others.is_empty();
    let own = if view.own.items.is_empty() {
        view! { <p class="govuk-body">{format!("There is no evidence for {} yet.", view.own.strand)}</p> }.into_any()
    } else {
        view! {
            <Checkboxes
                name="evidence"
                label=format!("Evidence for {}", view.own.strand)
                choices=choices(&view.own)
                values=ticked.clone()
                error=errors.get("evidence")
                small=true
            />
        }
        .into_any()
    };
    let other_title = (!view.others.is_empty())
        .then(|| view! { <h2 class="govuk-heading-m">"Evidence for other strands"</h2> });
    let back = view.back;
    let others = view
        .others
        .into_iter()
        .enumerate()
        .map(|(at, group)| {
            let open = group.items.iter().any(|(id, _, _)| ticked.contains(id));
            let pieces = count(group.items.len(), "piece", "pieces");
            let boxes = choices(&group)
                .into_iter()
                .enumerate()
                .map(|(n, choice)| other_box(format!("evidence-{}-{n}", at + 2), choice, &ticked))
                .collect_view();
            view! {
                <Details summary=format!("{}: {pieces}", group.strand) open=open>
                    <fieldset class="govuk-fieldset">
                        <legend class="govuk-visually-hidden">{format!("Evidence for {}", group.strand)}</legend>
                        <div class="govuk-checkboxes govuk-checkboxes--small">{boxes}</div>
                    </fieldset>
                </Details>
            }
        })
        .collect_view();
    let without = back.clone();
    let save = any.then(|| {
        view! {
            <ButtonGroup>
                <Button text="Save"/>
                <a class="govuk-link" href=without>"Go on without"</a>
            </ButtonGroup>
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school.clone()}</span>
        <h1 class="govuk-heading-l">"What does this finding rest on?"</h1>
        {view.conflict.then(|| view! {
            <InsetText>"Somebody changed this finding while you were choosing. Nothing of yours was saved. Look at your choice again and save it."</InsetText>
        })}
        <section class="quintet-note">
            <h2 class="govuk-heading-s">{format!("{}: {}", view.kind, view.strand)}</h2>
            {paragraphs(&view.text)}
        </section>
        <p class="govuk-body">"Tick what the team has seen, heard or read for it. Two kinds of evidence, one of them what pupils say, make a finding hard to doubt."</p>
        <WhoCanSee
            people=vec!["The review team and its moderator see each piece of evidence".to_owned(), "The school and its readers see of which kinds it is, not the notes".to_owned()]
        />
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {own}
            {other_title}
            {others}
            {save}
        </form>
        {(!any).then(|| view! { <p class="govuk-body"><a class="govuk-link" href=back>"Back to the findings"</a></p> })}
    }
}

/// A checkbox of the same field as those of the finding's own strand, with an id of its own.
fn other_box(id: String, choice: Choice, ticked: &[String]) -> impl IntoView + use<> {
    let hint_id = format!("{id}-item-hint");
    view! {
        <div class="govuk-checkboxes__item">
            <input
                class="govuk-checkboxes__input"
                id=id.clone()
                name="evidence"
                type="checkbox"
                checked=ticked.contains(&choice.value)
                value=choice.value
                aria-describedby=hint_id.clone()
            />
            <label class="govuk-label govuk-checkboxes__label" for=id>{choice.label}</label>
            <div id=hint_id class="govuk-hint govuk-checkboxes__hint">{choice.hint.into_inner()}</div>
        </div>
    }
}

//! The form for a finding or a recommendation.

use crate::components::PersonalDataQuestion;
use crate::components::{
    Button, ButtonKind, Choice, Conflict, ErrorSummary, PostButton, Radios, Select, TextArea,
};
use crate::pages::visits::count;
use domain::evidence::FindingKind;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::{Framework, StrandCode};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What another member saved while the reader was writing.
#[derive(Debug, Clone)]
pub struct FormOther {
    /// Their text.
    pub text: String,
    /// Who saved.
    pub who: String,
    /// When, in words.
    pub when: String,
}

/// A new or existing finding or recommendation.
#[component]
pub fn FindingForm(
    /// The page's heading.
    title: &'static str,
    /// Name of the school.
    school: String,
    /// True for a finding, which is a strength or an "even better if"; false for a recommendation.
    finding: bool,
    /// The strands to choose from.
    framework: Framework,
    /// How many notes the team has on a strand.
    notes: BTreeMap<StrandCode, usize>,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// What somebody else saved in the meantime.
    other: Option<FormOther>,
    /// Address to which removing is posted, when there is something to remove.
    remove: Option<String>,
    /// Where the reader came from.
    back: String,
) -> impl IntoView {
    let conflict = other.map(|o| {
        view! {
            <Conflict name="text" label="Text" yours=form.get("text").to_owned() theirs=o.text who=o.who when=o.when/>
        }
    });
    let strands = framework
        .strands()
        .map(|s| {
            let n = notes.get(&s.code).copied().unwrap_or(0);
            let words = if n == 0 {
                "no notes".to_owned()
            } else {
                count(n, "note", "notes")
            };
            Choice::new(
                s.code.to_string(),
                format!("{} {} ({words})", s.code, s.title),
            )
        })
        .collect();
    let kind = finding.then(|| {
        let choices = FindingKind::ALL
            .iter()
            .map(|k| Choice::new(k.as_str(), k.in_words()))
            .collect();
        view! {
            <Radios
                name="kind"
                label="What is it?"
                choices=choices
                value=form.get("kind").to_owned()
                error=errors.get("kind")
                inline=true
            />
        }
    });
    let (label, hint) = if finding {
        (
            "Finding",
            "What you found and what it means for children. Staff by role, never by name; no child that could be recognised.",
        )
    } else {
        (
            "Recommendation",
            "One thing that the school could do next, so that it can become an action with a date.",
        )
    };
    let remove = remove.map(|action| {
        let fields = vec![
            ("version".to_owned(), form.get("version").to_owned()),
            ("form_key".to_owned(), format!("{}-remove", form.get("form_key"))),
        ];
        view! {
            <h2 class="govuk-heading-m">"Remove it"</h2>
            <PostButton text="Remove" action=action kind=ButtonKind::Warning fields=fields about=label.to_lowercase()/>
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        {conflict}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {kind}
            <Select
                name="strand"
                label="Strand"
                choices=strands
                value=form.get("strand").to_owned()
                prompt="Choose a strand"
                error=errors.get("strand")
            />
            <TextArea
                name="text"
                label=label
                hint=hint
                value=form.get("text").to_owned()
                error=errors.get("text")
                rows=6
            />
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <Button text="Save"/>
        </form>
        {remove}
        <p class="govuk-body"><a class="govuk-link" href=back>"Back to the findings"</a></p>
    }
}

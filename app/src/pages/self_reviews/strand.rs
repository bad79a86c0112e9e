//! One strand: what the framework says of it, the school's level and text, and its evidence. One form saves all of it,
//! so that nothing typed is lost whichever button is pressed.

use super::desk::{Desk, autosave, earlier_text, ready_button, work_lines};
use super::read::{ReadEvidence, evidence_text};
use crate::components::{
    BannerKind, Button, ButtonGroup, ButtonKind, Cell, Checkboxes, Choice, Column, Conflict,
    Details, ErrorSummary, InsetText, Limit, NotificationBanner, PersonalDataQuestion, Radios,
    Select, Table, TextArea, TextInput, WhoCanSee, paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// One of the four levels, as the framework calls it.
#[derive(Debug, Clone)]
pub struct LevelChoice {
    /// 1 to 4.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// What a school at this level is like in this strand.
    pub descriptor: String,
}

/// What somebody else saved in the meantime.
#[derive(Debug, Clone)]
pub struct StrandOther {
    /// Their text.
    pub narrative: String,
    /// Their level, in words.
    pub judgement: String,
    /// Who.
    pub saved_by: String,
    /// When, in words.
    pub saved_at: String,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct StrandView {
    /// The school.
    pub school: String,
    /// "1.1 Early identification".
    pub title: String,
    /// What it looks at.
    pub about: String,
    /// The levels.
    pub levels: Vec<LevelChoice>,
    /// True when the cycle uses them.
    pub uses_levels: bool,
    /// What one might see, hear and read.
    pub prompts: [Vec<String>; 3],
    /// Kinds of evidence: value and words.
    pub kinds: Vec<(&'static str, &'static str)>,
    /// Who saved last and when; nothing when nobody has.
    pub saved: String,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// The form for evidence with files, or for several strands.
    pub add_evidence: String,
    /// Its evidence, with the id under which it can be removed.
    pub evidence: Vec<(String, ReadEvidence)>,
    /// What somebody else saved in the meantime.
    pub other: Option<StrandOther>,
    /// Back to the list.
    pub back: String,
    /// Why it can no longer be changed, with the level in words; it is then shown, not asked for.
    pub closed: Option<(String, String)>,
    /// Who has it, whether it is ready, what was written before, and how it is saved.
    pub desk: Desk,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. Fields: `level`, `narrative`, `evidence_kind`, `evidence_stance`, `evidence_text`, `evidence_link`; the
/// buttons send `then` (`stay`, `next`, `evidence`, `ready`, `not_ready`, `carry`) or `remove`.
#[component]
pub fn Strand(
    /// Everything on it.
    view: StrandView,
    /// What was typed, or is saved.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let prompts = prompts(&view.prompts);
    let saved =
        (!view.saved.is_empty()).then(|| view! { <p class="govuk-hint">{view.saved.clone()}</p> });
    let body = match view.closed.clone() {
        Some((why, judgement)) => {
            let rows = rows(view.evidence.clone(), false);
            view! {
                <InsetText>{why}</InsetText>
                {(!judgement.is_empty()).then(|| view! { <p class="govuk-body"><strong>{judgement}</strong></p> })}
                {paragraphs(form.get("narrative"))}
                {evidence_table(rows, false)}
            }
            .into_any()
        }
        None => edit(&view, &form, &errors),
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{view.title}</h1>
        <p class="govuk-body-l">{view.about}</p>
        {saved}
        {work_lines(&view.desk)}
        {prompts}
        {body}
        <p class="govuk-body"><a class="govuk-link" href=view.back>"All strands"</a></p>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

fn prompts(prompts: &[Vec<String>; 3]) -> AnyView {
    let lists = [
        "What you might see",
        "What you might hear",
        "What you might read",
    ]
    .into_iter()
    .zip(prompts)
    .map(|(head, items)| {
        let items = items
            .iter()
            .map(|i| view! { <li>{i.clone()}</li> })
            .collect_view();
        view! {
            <h2 class="govuk-heading-s">{head}</h2>
            <ul class="govuk-list govuk-list--bullet">{items}</ul>
        }
    })
    .collect_view();
    view! { <Details summary="What to look for">{lists}</Details> }.into_any()
}

fn edit(view: &StrandView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let conflict = view.other.clone().map(|o| {
        let level = (!o.judgement.is_empty())
            .then(|| view! { <p class="govuk-body">{format!("{} chose: {}.", o.saved_by, o.judgement)}</p> });
        view! {
            <Conflict
                name="narrative"
                label="What you do, and how you know"
                yours=form.get("narrative").to_owned()
                theirs=o.narrative
                who=o.saved_by.clone()
                when=o.saved_at
            />
            {level}
        }
    });
    let rows = rows(view.evidence.clone(), true);
    let ready = ready_button(&view.desk);
    view! {
        {conflict}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            // The first button of a form is the one that the Enter key presses: it must save, not remove.
            <button type="submit" name="then" value="stay" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">
                "Save as draft"
            </button>
            {judgement(view, form, errors)}
            {earlier_text(&view.desk)}
            <TextArea
                name="narrative"
                label="What you do, and how you know"
                hint="Write about the school as a whole. Do not name pupils or give dates of birth, UPNs or anything by which a pupil could be recognised. Speak of staff by their role."
                value=form.get("narrative").to_owned()
                error=errors.get("narrative")
                rows=12
                limit=Limit::Characters(20_000)
            />
            {autosave(&view.desk)}
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <ButtonGroup>
                <Button text="Save and continue" name="then" value="next"/>
                <Button text="Save as draft" kind=ButtonKind::Secondary name="then" value="stay"/>
                {ready}
            </ButtonGroup>
            <h2 class="govuk-heading-m" id="evidence">"Evidence"</h2>
            {evidence_table(rows, true)}
            <p class="govuk-body">
                <a class="govuk-link" href=view.add_evidence.clone()>"Add evidence with files, or for several strands"</a>
                ". Save what you have written first. For a quick note, use the fields below."
            </p>
            {new_evidence(view, form, errors)}
            <Button text="Save and add evidence" kind=ButtonKind::Secondary name="then" value="evidence"/>
        </form>
    }
    .into_any()
}

fn judgement(view: &StrandView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let not_explored = Choice::new("not_explored", "Not explored")
        .hint("Nobody has looked at it yet. This is not the lowest level.");
    if view.uses_levels {
        let mut choices: Vec<Choice> = view
            .levels
            .iter()
            .map(|l| {
                Choice::new(l.number.to_string(), format!("{} {}", l.number, l.name))
                    .hint(l.descriptor.clone())
            })
            .collect();
        choices.push(not_explored);
        view! {
            <Radios
                name="level"
                label="Which description fits best, taken as a whole?"
                choices=choices
                value=form.get("level").to_owned()
                error=errors.get("level")
            />
        }
        .into_any()
    } else {
        let levels = view
            .levels
            .iter()
            .map(|l| {
                let (name, text) = (l.name.clone(), l.descriptor.clone());
                view! { <li><strong>{name}</strong> ": " {text}</li> }
            })
            .collect_view();
        let ticked = form
            .all("level")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        view! {
            <Details summary="What it can look like"><ul class="govuk-list govuk-list--bullet">{levels}</ul></Details>
            <Checkboxes
                name="level"
                label="Have you looked at this strand?"
                choices=vec![not_explored]
                values=ticked
                error=errors.get("level")
            />
        }
        .into_any()
    }
}

fn new_evidence(view: &StrandView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let kinds = view
        .kinds
        .iter()
        .map(|(value, words)| Choice::new(*value, *words))
        .collect();
    let stances = vec![
        Choice::new("supports", "Supports our judgement"),
        Choice::new("challenges", "Challenges our judgement"),
    ];
    view! {
        <Select
            name="evidence_kind"
            label="Kind of evidence"
            prompt="Choose a kind"
            choices=kinds
            value=form.get("evidence_kind").to_owned()
            error=errors.get("evidence_kind")
        />
        <Radios
            name="evidence_stance"
            label="What does it do?"
            choices=stances
            value=form.get("evidence_stance").to_owned()
            error=errors.get("evidence_stance")
            small=true
        />
        <TextArea
            name="evidence_text"
            label="What it shows"
            hint="No names of pupils, no case notes."
            value=form.get("evidence_text").to_owned()
            error=errors.get("evidence_text")
            rows=3
            limit=Limit::Characters(2_000)
        />
        <TextInput
            name="evidence_link"
            label="Link (optional)"
            hint="A web address that your reviewers can open, such as https://www.example.org/policy"
            value=form.get("evidence_link").to_owned()
            error=errors.get("evidence_link")
            kind="url"
        />
    }
    .into_any()
}

fn rows(evidence: Vec<(String, ReadEvidence)>, removable: bool) -> Vec<Vec<Cell>> {
    evidence
        .into_iter()
        .enumerate()
        .map(|(i, (id, e))| {
            let about = format!("evidence {}: {}", i + 1, e.kind.to_lowercase());
            let mut row = vec![Cell::link(e.kind, e.href), Cell::text(e.stance), Cell::view(evidence_text(e.text, e.link, e.files).into_any())];
            if removable {
                row.push(Cell::view(
                    view! { <Button text="Remove" kind=ButtonKind::Link name="remove" value=id about=about/> }.into_any(),
                ));
            }
            row
        })
        .collect()
}

fn evidence_table(rows: Vec<Vec<Cell>>, removable: bool) -> impl IntoView {
    let mut columns = vec![
        Column::new("Kind"),
        Column::new("Stance"),
        Column::new("What it shows"),
    ];
    if removable {
        columns.push(Column::hidden("Remove"));
    }
    view! {
        <Table
            caption="Evidence for this strand"
            caption_hidden=removable
            columns=columns
            rows=rows
            empty="No evidence has been added yet."
        />
    }
}

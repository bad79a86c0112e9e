//! What stands around a strand's form: who has the strand, whether it is ready, last cycle's text, and saving by itself.

use crate::components::{Button, ButtonKind, Details, paragraphs};
use crate::islands::autosave::Autosave;
use leptos::prelude::*;

/// What the school wrote in the cycle before.
#[derive(Debug, Clone)]
pub struct EarlierText {
    /// Name of that cycle.
    pub cycle: String,
    /// "Level 2", "Not explored", or nothing.
    pub judgement: String,
    /// "Saved by Hana One at …".
    pub saved: String,
    /// The text.
    pub narrative: String,
    /// True when the strand is empty, so that the text can be put into it.
    pub can_start: bool,
}

/// What stands around the form.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// Who has the strand, in a sentence; nothing when nobody has.
    pub holder: String,
    /// Who said that it is ready, in a sentence; nothing when nobody has.
    pub ready: String,
    /// Last cycle's text, if there is one.
    pub earlier: Option<EarlierText>,
    /// Where the page saves by itself; nothing when it must not.
    pub autosave: Option<String>,
    /// The most characters that a text may have.
    pub most: u32,
}

/// Who has it and whether it is ready.
pub(super) fn work_lines(desk: &Desk) -> impl IntoView + use<> {
    [desk.holder.clone(), desk.ready.clone()]
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p class="govuk-body">{line}</p> })
        .collect_view()
}

/// Last cycle's text to read, with the button that puts it into an empty strand.
pub(super) fn earlier_text(desk: &Desk) -> Option<AnyView> {
    let earlier = desk.earlier.clone()?;
    let summary = format!("What you wrote in the cycle “{}”", earlier.cycle);
    let judgement = (!earlier.judgement.is_empty())
        .then(|| view! { <p class="govuk-body"><strong>{earlier.judgement}</strong></p> });
    let start = earlier.can_start.then(|| {
        view! {
            <p class="govuk-body">"The text is put into the field, and you go on from there. Choose the level anew."</p>
            <Button
                text="Start from last cycle’s text"
                kind=ButtonKind::Secondary
                name="then"
                value="carry"
            />
        }
    });
    Some(
        view! {
            <Details summary=summary>
                {judgement}
                {paragraphs(&earlier.narrative)}
                <p class="govuk-hint">{earlier.saved}</p>
                {start}
            </Details>
        }
        .into_any(),
    )
}

/// The line that says what is saved, where the page saves by itself.
pub(super) fn autosave(desk: &Desk) -> Option<AnyView> {
    let action = desk.autosave.clone()?;
    let most = desk.most;
    Some(view! { <Autosave action most/> }.into_any())
}

/// Ready for the head, or not after all.
pub(super) fn ready_button(desk: &Desk) -> AnyView {
    let (text, value) = if desk.ready.is_empty() {
        ("Save and mark as ready", "ready")
    } else {
        ("Save and mark as not ready", "not_ready")
    };
    view! { <Button text=text kind=ButtonKind::Secondary name="then" value=value/> }.into_any()
}

//! The notebook of the visit day: a short form for a phone, what waits on the device, own notes of today, and sheets to
//! print for those who write on paper.

mod sheets;

pub use sheets::{Sheets, SheetsView};

use super::visits::{TeamLinks, TeamNav};
use crate::components::{
    BannerKind, Button, ButtonKind, Choice, Details, ErrorSummary, InsetText, NotificationBanner,
    PersonalDataQuestion, PostButton, Radios, Select, Tag, TagColour, TextArea, TextInput,
    WhoCanSee, paragraphs,
};
use crate::islands::notebook::NotebookDevice;
use domain::evidence::{EvidenceKind, Stance};
use domain::forms::{FieldErrors, RawForm};
use domain::notebook::HeardKind;
use leptos::prelude::*;

/// A principle with its strands.
#[derive(Debug, Clone)]
pub struct StrandGroup {
    /// Number and title.
    pub title: String,
    /// What it asks of a school.
    pub about: String,
    /// Code and title of each strand.
    pub strands: Vec<(String, String)>,
}

/// Whose notebook of which review a device has before it.
#[derive(Debug, Clone)]
pub struct Device {
    /// The person's id.
    pub person: String,
    /// The review's id.
    pub review: String,
    /// Name of the school.
    pub school: String,
    /// True for the page that a device keeps.
    pub copy: bool,
}

/// A note of the reader's own.
#[derive(Debug, Clone)]
pub struct OwnNoteView {
    /// Its id.
    pub id: String,
    /// Code and title of its strand.
    pub strand: String,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// Which way it points.
    pub stance: Stance,
    /// What was seen, heard or read.
    pub text: String,
    /// Who was heard.
    pub heard: Option<String>,
    /// The time of day at which it was written.
    pub at: String,
    /// Where the button for removing it posts to.
    pub remove: String,
    /// Where a photo is added to it.
    pub photo: String,
}

/// The notebook.
#[derive(Debug, Clone)]
pub struct NotebookView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// Address of the page.
    pub href: String,
    /// Whose it is.
    pub device: Device,
    /// Strands by principle.
    pub groups: Vec<StrandGroup>,
    /// Own notes of today, the latest first.
    pub today: Vec<OwnNoteView>,
    /// True when a note was just added.
    pub added: bool,
}

/// The notebook.
#[component]
pub fn Notebook(
    /// What is in it.
    view: NotebookView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let Device {
        person,
        review,
        school,
        copy,
    } = view.device;
    let today = if copy {
        view! {
            <InsetText>"This is the notebook as this device keeps it for when there is no network. Load the page again when the network is back to see what you have already sent."</InsetText>
        }
        .into_any()
    } else if view.today.is_empty() {
        view! { <p class="govuk-body">"None yet."</p> }.into_any()
    } else {
        view.today
            .into_iter()
            .map(own_note)
            .collect_view()
            .into_any()
    };
    view! {
        {view.added.then(|| view! { <NotificationBanner text="Your note has been saved." kind=BannerKind::Success/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Notebook"</h1>
        <TeamNav links=view.links/>
        <p class="govuk-body">"One note for one thing that you see, hear or read. A sentence is enough. Once a note is saved you can add a photo of a display to it, never of people."</p>
        {note_form(&view.href, &view.groups, &form, &errors)}
        {device_place(person, review, school, copy)}
        <h2 class="govuk-heading-m" id="today">"Your saved notes of today"</h2>
        {today}
        <h2 class="govuk-heading-m">"No device, or no battery?"</h2>
        <p class="govuk-body">
            <a class="govuk-link" href=format!("{}/sheets", view.href)>"Print sheets to write on"</a>
            ", one page for each principle."
        </p>
        <Details summary="If you are worried about a child">
            <p class="govuk-body">"Tell the school’s designated safeguarding lead at once, in person. Write nothing about it here."</p>
        </Details>
        <WhoCanSee people=vec!["The review team, until the review closes".to_owned()] note="Write about practice, never about one child. Name nobody: staff by their role, panels by their kind and size."/>
    }
}

fn note_form(
    href: &str,
    groups: &[StrandGroup],
    form: &RawForm,
    errors: &FieldErrors,
) -> impl IntoView + use<> {
    let value = |name: &str| form.get(name).to_owned();
    let strands = groups
        .iter()
        .flat_map(|g| &g.strands)
        .map(|(code, title)| Choice::new(code.clone(), format!("{code} {title}")))
        .collect();
    let kinds = EvidenceKind::ALL
        .iter()
        .map(|k| Choice::new(k.as_str(), k.in_words()))
        .collect();
    let stances = Stance::ALL
        .iter()
        .map(|s| Choice::new(s.as_str(), s.in_words()))
        .collect();
    let panels = HeardKind::ALL
        .iter()
        .map(|k| Choice::new(k.as_str(), k.in_words()))
        .collect();
    view! {
        <form method="post" action=href.to_owned() id="notebook-form" novalidate>
            <input type="hidden" name="form_key" value=value("form_key")/>
            <TextArea
                name="text"
                label="What did you see, hear or read?"
                hint="No names of children or staff."
                value=value("text")
                error=errors.get("text")
                rows=4
            />
            <Radios
                name="stance"
                label="Does it support or challenge the school’s judgement?"
                choices=stances
                value=value("stance")
                error=errors.get("stance")
                inline=true
            />
            <Select
                name="strand"
                label="Strand"
                choices=strands
                value=value("strand")
                prompt="Choose one"
                error=errors.get("strand")
            />
            <Select
                name="kind"
                label="Where does it come from?"
                choices=kinds
                value=value("kind")
                prompt="Choose one"
                error=errors.get("kind")
            />
            <Select
                name="heard_kind"
                label="Who was heard? (optional)"
                choices=panels
                value=value("heard_kind")
                prompt="Nobody: I looked or read"
                error=errors.get("heard_kind")
            />
            <TextInput
                name="heard_size"
                label="How many people were heard? (optional)"
                hint="The number only, never names."
                value=value("heard_size")
                error=errors.get("heard_size")
                inputmode="numeric"
                width=3
            />
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <Button text="Save note"/>
        </form>
    }
}

fn own_note(note: OwnNoteView) -> impl IntoView {
    let colour = match note.stance {
        Stance::Supports => TagColour::Green,
        Stance::Challenges => TagColour::Orange,
    };
    let heard = note.heard.map(|h| format!(" ({h})"));
    let fields = vec![("note".to_owned(), note.id.clone())];
    view! {
        <div class="quintet-note" id=format!("note-{}", note.id)>
            <p class="govuk-body-s">
                <strong>{note.kind.in_words()}{heard}</strong>
                " "
                <Tag text=note.stance.in_words() colour=colour/>
            </p>
            {paragraphs(&note.text)}
            <div class="govuk-body-s">
                {format!("{}, {}", note.strand, note.at)}
                " "
                <a class="govuk-link" href=note.photo>
                    "Add a photo of a display"
                    <span class="govuk-visually-hidden">{format!(" to your note of {}", note.at)}</span>
                </a>
                " "
                <PostButton text="Remove" action=note.remove kind=ButtonKind::Link fields=fields about=format!("your note of {}", note.at)/>
            </div>
        </div>
    }
}

/// Where the island says what waits on the device and what has been saved. Without a script it says how saving works.
fn device_place(person: String, review: String, school: String, copy: bool) -> impl IntoView {
    let sign_in = format!("/sign-in?next=/reviews/{review}/notebook");
    view! {
        <div id="notebook-device" class="quintet-device">
            <div role="alert" data-part="errors"></div>
            <p class="govuk-body" role="status" data-part="status">
                "Each note is saved when you press the button, and the page then says so. Where there is no network, write on the printed sheets."
            </p>
            <p class="govuk-body" data-part="sign-in" hidden>
                <a class="govuk-link" href=sign_in>"Sign in again"</a>
            </p>
            <p class="govuk-body" data-part="others" hidden></p>
            <div data-part="notes"></div>
            <p class="govuk-hint" data-part="reopening" hidden></p>
        </div>
        <NotebookDevice person=person review=review school=school copy=copy/>
    }
}

/// What somebody sees of the team when notes cannot be written now: why, and what the device still holds.
#[component]
pub fn NotNow(
    /// Whose notebook it would be.
    device: Device,
    /// Why not.
    words: &'static str,
) -> impl IntoView {
    let Device {
        person,
        review,
        school,
        ..
    } = device;
    view! {
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"You cannot write notes now"</h1>
        <p class="govuk-body">{words}</p>
        <h2 class="govuk-heading-m">"Notes on this device"</h2>
        {device_place(person, review, school, false)}
        <p class="govuk-body"><a class="govuk-link" href="/visits">"Go to your visits"</a></p>
    }
}

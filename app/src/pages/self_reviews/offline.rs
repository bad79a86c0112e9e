//! Working without a network: the form to download, to print, and to bring back; and what a form would change.

use crate::components::{
    Button, ButtonGroup, Choice, ErrorSummary, FileUpload, InsetText, LinkButton,
    PersonalDataQuestion, Radios, Tag, TagColour, WhoCanSee, paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The page with the form's links.
#[derive(Debug, Clone)]
pub struct OfflineView {
    /// The school.
    pub school: String,
    /// The file.
    pub file: String,
    /// The page to print.
    pub print: String,
    /// Why nothing can be brought in now.
    pub closed: Option<String>,
    /// Back to the list.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. The field is `file`.
#[component]
pub fn Offline(
    /// Everything on it.
    view: OfflineView,
    /// What is wrong with an uploaded file.
    errors: FieldErrors,
) -> impl IntoView {
    let upload = match view.closed {
        Some(why) => view! { <InsetText>{why}</InsetText> }.into_any(),
        None => view! {
            <p class="govuk-body">
                "Upload the same file when you have filled it in. You see what would change before anything does. If somebody has written here since the download, you see both texts and choose."
            </p>
            <form method="post" enctype="multipart/form-data" novalidate>
                <FileUpload
                    name="file"
                    label="The form you filled in"
                    hint="An Excel file (.xlsx) of up to 5 MB"
                    error=errors.get("file")
                    accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                />
                <Button text="Show what would change"/>
            </form>
        }
        .into_any(),
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Work on the self-review offline"</h1>
        <h2 class="govuk-heading-m">"Download"</h2>
        <p class="govuk-body">
            "The spreadsheet has one row a strand, with what is saved now. It opens in Excel and in other spreadsheet programs."
        </p>
        <p class="govuk-body">"The file belongs to the school. Keep it where others cannot open it."</p>
        <LinkButton text="Download the form (.xlsx)" href=view.file/>
        <p class="govuk-body"><a class="govuk-link" href=view.print>"A page to print and write on"</a></p>
        <h2 class="govuk-heading-m">"Bring it back"</h2>
        {upload}
        <p class="govuk-body"><a class="govuk-link" href=view.back>"All strands"</a></p>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

/// A strand of an uploaded form.
#[derive(Debug, Clone)]
pub struct PreviewStrand {
    /// "1.1 Early identification".
    pub title: String,
    /// What its fields' names end with: `1-1`.
    pub place: String,
    /// "New", "Changed", "Changed on both sides", and the tag's colour.
    pub status: (&'static str, TagColour),
    /// Level and text in the file.
    pub file: (String, String),
    /// Level and text that are saved; nothing when none are.
    pub saved: Option<(String, String)>,
    /// Who saved that, and when.
    pub saved_by: String,
    /// True when both sides have changed.
    pub both: bool,
    /// The choice: `file`, `saved` or nothing.
    pub take: &'static str,
    /// For the form: the level's value, and the version that is saved.
    pub carried: (String, u32),
}

/// A row that cannot be taken.
#[derive(Debug, Clone)]
pub struct RefusedRow {
    /// Its number in the spreadsheet.
    pub line: u32,
    /// Its first cell.
    pub code: String,
    /// Why.
    pub why: String,
}

/// What an uploaded form would change.
#[derive(Debug, Clone)]
pub struct PreviewView {
    /// The school.
    pub school: String,
    /// What was met, in a sentence: "3 strands would change, 14 stay as they are."
    pub count: String,
    /// True when somebody has saved since the page was shown.
    pub overtaken: bool,
    /// Strands that would change.
    pub strands: Vec<PreviewStrand>,
    /// Rows that cannot be taken.
    pub refused: Vec<RefusedRow>,
    /// Where it is applied.
    pub action: String,
    /// Back to the upload.
    pub back: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page. Fields as `usecases::self_reviews::offline` reads them.
#[component]
pub fn Preview(
    /// Everything on it.
    view: PreviewView,
    /// The form's key.
    form: RawForm,
    /// Choices that are missing.
    errors: FieldErrors,
) -> impl IntoView {
    let refused = (!view.refused.is_empty()).then(|| {
        let rows = view
            .refused
            .into_iter()
            .map(|r| {
                let place = if r.code.is_empty() {
                    format!("Row {}", r.line)
                } else {
                    format!("Row {} ({})", r.line, r.code)
                };
                view! { <li><strong>{place}</strong> ": " {r.why}</li> }
            })
            .collect_view();
        view! {
            <h2 class="govuk-heading-m">"Rows that cannot be taken"</h2>
            <ul class="govuk-list govuk-list--spaced">{rows}</ul>
            <p class="govuk-body">"Put them right in the file and upload it again. The other rows can be taken now."</p>
        }
    });
    let back = view.back.clone();
    let body = if view.strands.is_empty() {
        view! { <p class="govuk-body"><a class="govuk-link" href=back>"Go back"</a></p> }.into_any()
    } else {
        let strands = view
            .strands
            .into_iter()
            .map(|s| strand(s, &errors))
            .collect_view();
        view! {
            <form method="post" action=view.action novalidate>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                {strands}
                <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
                <ButtonGroup>
                    <Button text="Apply these changes"/>
                    <a class="govuk-link" href=back>"Go back and change nothing"</a>
                </ButtonGroup>
            </form>
        }
        .into_any()
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"What the form would change"</h1>
        {view
            .overtaken
            .then(|| {
                view! {
                    <InsetText>
                        "Somebody saved while you were looking at this page. Nothing of the form has been applied. Look at the strands below again."
                    </InsetText>
                }
            })}
        <p class="govuk-body">{view.count}</p>
        {refused}
        {body}
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

fn strand(s: PreviewStrand, errors: &FieldErrors) -> AnyView {
    let (text, colour) = s.status;
    let field = |name: &str| format!("{name}-{}", s.place);
    let asked = errors.get(&field("narrative")).map(|words| {
        view! {
            <p class="govuk-error-message"><span class="govuk-visually-hidden">"Error: "</span> {words.to_owned()}</p>
        }
    });
    let choice = s.both.then(|| {
        let name = field("take");
        let error = errors.get(&name).map(str::to_owned);
        view! {
            <Radios
                name=name
                label="Which text do you keep?"
                choices=vec![
                    Choice::new("file", "The text of the file"),
                    Choice::new("saved", "The text that is saved"),
                ]
                value=s.take.to_owned()
                error=error
                small=true
            />
        }
    });
    let both = s
        .both
        .then(|| view! { <input type="hidden" name=field("both") value="yes"/> });
    let saved = s.saved.map(|(level, text)| {
        view! {
            <div class="quintet-compare__side">
                <h3 class="govuk-heading-s">"Saved now"</h3>
                {said(level, text)}
                <p class="govuk-hint">{s.saved_by}</p>
            </div>
        }
    });
    view! {
        <section class="quintet-strand" id=field("narrative")>
            <h2 class="govuk-heading-m">{s.title} " " <Tag text=text colour=colour/></h2>
            <input type="hidden" name=field("version") value=s.carried.1.to_string()/>
            <input type="hidden" name=field("level") value=s.carried.0/>
            <input type="hidden" name=field("narrative") value=s.file.1.clone()/>
            {both}
            <div class="quintet-compare">
                <div class="quintet-compare__side quintet-compare__side--yours">
                    <h3 class="govuk-heading-s">"In the file"</h3>
                    {said(s.file.0, s.file.1)}
                </div>
                {saved}
            </div>
            {asked}
            {choice}
        </section>
    }
    .into_any()
}

fn said(level: String, text: String) -> impl IntoView {
    let none = text.is_empty();
    let level = if level.is_empty() {
        "No level".to_owned()
    } else {
        level
    };
    view! {
        <p class="govuk-body"><strong>{level}</strong></p>
        {if none {
            view! { <p class="quintet-text quintet-text--none">"Nothing is written here."</p> }.into_any()
        } else {
            paragraphs(&text)
        }}
    }
}

/// A strand to write on.
#[derive(Debug, Clone)]
pub struct PrintStrand {
    /// "1.1 Early identification".
    pub title: String,
    /// What it looks at.
    pub about: String,
    /// The levels: name and description.
    pub levels: Vec<(String, String)>,
    /// What to look for.
    pub prompts: Vec<String>,
    /// What has been chosen, in words; nothing when nothing has.
    pub judgement: String,
    /// What has been written.
    pub narrative: String,
}

/// The form to print.
#[derive(Debug, Clone)]
pub struct PrintView {
    /// The school.
    pub school: String,
    /// The cycle, and the day.
    pub about: String,
    /// True when the cycle uses levels.
    pub uses_levels: bool,
    /// By principle: title and strands.
    pub principles: Vec<(String, Vec<PrintStrand>)>,
    /// Back.
    pub back: String,
    /// Who may see the paper.
    pub who: Vec<String>,
    /// Who may not.
    pub who_note: String,
}

/// The form as a page, with room to write on.
#[component]
pub fn Print(
    /// Everything on it.
    view: PrintView,
) -> impl IntoView {
    let levels = view.uses_levels;
    let principles = view
        .principles
        .into_iter()
        .map(|(title, strands)| {
            let strands = strands
                .into_iter()
                .map(|s| print_strand(s, levels))
                .collect_view();
            view! { <h2 class="govuk-heading-m">{title}</h2> {strands} }
        })
        .collect_view();
    view! {
        <span class="govuk-caption-l">{view.about}</span>
        <h1 class="govuk-heading-l">"Self-review of " {view.school}</h1>
        <p class="govuk-body">
            "Do not name pupils or give dates of birth, UPNs or anything by which a pupil could be recognised. Speak of staff by their role."
        </p>
        <p class="govuk-body quintet-no-print">
            "Print this page with your browser. " <a class="govuk-link" href=view.back>"Go back"</a>
        </p>
        {principles}
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

fn print_strand(s: PrintStrand, levels: bool) -> impl IntoView {
    let descriptions = s
        .levels
        .into_iter()
        .map(|(name, text)| {
            let mark = if levels { "☐ " } else { "" };
            view! { <li>{mark} <strong>{name}</strong> ": " {text}</li> }
        })
        .collect_view();
    let prompts = s
        .prompts
        .into_iter()
        .map(|p| view! { <li>{p}</li> })
        .collect_view();
    let chosen = (!s.judgement.is_empty()).then(
        || view! { <p class="govuk-body">"Chosen so far: " <strong>{s.judgement}</strong></p> },
    );
    view! {
        <section class="quintet-strand quintet-write-on">
            <h3 class="govuk-heading-s">{s.title}</h3>
            <p class="govuk-body">{s.about}</p>
            <ul class="govuk-list">{descriptions} <li>"☐ Not explored"</li></ul>
            <p class="govuk-body">"What to look for:"</p>
            <ul class="govuk-list govuk-list--bullet">{prompts}</ul>
            {chosen}
            {paragraphs(&s.narrative)}
            <div class="quintet-write-on__room" aria-hidden="true"></div>
        </section>
    }
}

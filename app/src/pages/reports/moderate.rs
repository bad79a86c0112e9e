//! Quality assurance: the coordinator's choice, the moderator's page, and the points as the team sees them.

use super::checks::{CheckLine, Checks};
use super::document::{Document, DocumentView};
use super::reader::{FileLinks, Files};
use crate::components::PersonalDataQuestion;
use crate::components::{
    Button, ButtonGroup, ButtonKind, Choice, ErrorSummary, InsetText, PostButton, Radios, Tag,
    TagColour, TextArea, WhoCanSee, paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A point of the moderator.
#[derive(Debug, Clone)]
pub struct QualityPointView {
    /// Its id.
    pub id: String,
    /// What is to be looked at.
    pub text: String,
    /// Who raised it on which version and when, in words.
    pub raised: String,
    /// What the lead has done about it, and who wrote that when.
    pub reply: Option<(String, String)>,
    /// Address to which taking it back is posted, when the reader may.
    pub remove: Option<String>,
    /// Address to which a reply is posted with the key of its form, when the reader may reply.
    pub answer: Option<(String, String)>,
}

/// The moderator's points.
#[component]
pub fn QualityPoints(
    /// In the order in which they were raised.
    points: Vec<QualityPointView>,
) -> impl IntoView {
    points
        .into_iter()
        .enumerate()
        .map(|(at, p)| {
            let number = at + 1;
            let reply = match &p.reply {
                Some((text, who)) => view! {
                    <p class="govuk-body"><Tag text="Answered" colour=TagColour::Green/></p>
                    {paragraphs(text)}
                    <p class="govuk-body-s">{who.clone()}</p>
                }
                .into_any(),
                None => view! { <p class="govuk-body"><Tag text="No answer yet" colour=TagColour::Yellow/></p> }.into_any(),
            };
            let id = p.id.clone();
            let answer = p.answer.map(|(action, key)| {
                view! {
                    <form method="post" action=action novalidate>
                        <input type="hidden" name="point" value=p.id.clone()/>
                        <input type="hidden" name="form_key" value=key/>
                        <TextAreaOf id=format!("reply-{}", p.id) label=format!("What have you done about point {number}?")/>
                        <Button text="Save the answer" kind=ButtonKind::Secondary about=format!("to point {number}")/>
                    </form>
                }
            });
            let remove = p.remove.map(|action| {
                let fields = vec![("point".to_owned(), id)];
                view! {
                    <PostButton text="Take back" action=action kind=ButtonKind::Link fields=fields about=format!("point {number}")/>
                }
            });
            view! {
                <section class="quintet-note">
                    <h3 class="govuk-heading-s">{format!("Point {number}")}</h3>
                    {paragraphs(&p.text)}
                    <p class="govuk-body-s">{p.raised}</p>
                    {reply}
                    {answer}
                    {remove}
                </section>
            }
        })
        .collect_view()
}

/// A short field for one of several replies on a page: every form sends `reply`, every field has an id of its own.
#[component]
fn TextAreaOf(
    /// The field's id.
    id: String,
    /// Its label.
    label: String,
) -> impl IntoView {
    view! {
        <div class="govuk-form-group">
            <label class="govuk-label" for=id.clone()>{label}</label>
            <input class="govuk-input" id=id name="reply" type="text"/>
        </div>
    }
}

/// The moderator's page.
#[derive(Debug, Clone)]
pub struct ModerateView {
    /// The draft.
    pub document: DocumentView,
    /// Address of the page.
    pub href: String,
    /// What to look at.
    pub checks: Vec<CheckLine>,
    /// Points on this and earlier versions.
    pub points: Vec<QualityPointView>,
    /// How many of them are on the present version.
    pub now: usize,
    /// What is left of the time, in words.
    pub due: Option<String>,
    /// The draft as a file.
    pub files: FileLinks,
    /// Keys of the two buttons.
    pub keys: (String, String),
}

/// The moderator reads the draft, raises points, returns it or passes it on.
#[component]
pub fn Moderate(
    /// The page.
    view: ModerateView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let school = view.document.school.clone();
    let none = view.checks.is_empty();
    let state = format!(
        "You moderate this draft. Send it back with points, or pass it on to the school for its accuracy check.{}",
        view.due.map_or_else(String::new, |d| format!(" {d}."))
    );
    let end = if view.now == 0 {
        view! {
            <p class="govuk-body">{format!("Pass the draft on when nothing has to change. {school} then checks it for accuracy.")}</p>
            <PostButton text="Pass it on to the school" action=format!("{}/pass", view.href) fields=vec![("form_key".to_owned(), view.keys.1)]/>
        }
        .into_any()
    } else {
        let words = if view.now == 1 {
            "Send it back with this point".to_owned()
        } else {
            format!("Send it back with these {} points", view.now)
        };
        view! {
            <p class="govuk-body">"The lead reviewer is told, changes the report, and hands it to you again. To pass it on instead, take your points on this version back."</p>
            <PostButton text=words action=format!("{}/return", view.href) fields=vec![("form_key".to_owned(), view.keys.0)]/>
        }
        .into_any()
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Moderate the draft report"</h1>
        <InsetText>{state}</InsetText>
        <WhoCanSee
            people=vec!["You, as the moderator".to_owned(), "The review team".to_owned()]
            note="The school does not see your points. It gets the draft when you pass it on."
        />
        <Files links=view.files/>
        {none.then(|| view! {
            <h2 class="govuk-heading-m" id="checks">"What to look at"</h2>
            <p class="govuk-body">"The checks have found nothing: every finding rests on evidence with a pupil’s voice, and no name stands in the text."</p>
        })}
        <Checks list=view.checks/>
        <h2 class="govuk-heading-l">"The draft"</h2>
        <Document view=view.document/>
        <h2 class="govuk-heading-l" id="points">"Your points"</h2>
        {view.points.is_empty().then(|| view! { <p class="govuk-body">"You have raised no point."</p> })}
        <QualityPoints points=view.points/>
        <form method="post" action=view.href.clone() novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <TextArea
                name="text"
                label="What should the team look at?"
                hint="Say where it stands and what is missing: a fact, evidence, a word that judges people. No pupil by name, staff by role."
                value=form.get("text").to_owned()
                error=errors.get("text")
                rows=4
            />
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <Button text="Add this point" kind=ButtonKind::Secondary/>
        </form>
        <h2 class="govuk-heading-m">"Return it or pass it on"</h2>
        {end}
    }
}

/// The coordinator chooses a moderator.
#[component]
pub fn ChooseModerator(
    /// Name of the school.
    school: String,
    /// Name of the present moderator.
    present: Option<String>,
    /// Who can be chosen: id, name, names of the schools where they work.
    people: Vec<(String, String, Vec<String>)>,
    /// What was chosen.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// Address of the review.
    back: String,
) -> impl IntoView {
    let none = people.is_empty();
    let cancel = back.clone();
    let choices: Vec<Choice> = people
        .into_iter()
        .map(|(id, name, schools)| {
            let choice = Choice::new(id, name);
            if schools.is_empty() {
                choice
            } else {
                choice.hint(schools.join(", "))
            }
        })
        .collect();
    let field = if none {
        view! { <p class="govuk-body">"No reviewer of the partnership is outside this team. Invite one more reviewer, or ask a partnership next to yours."</p> }.into_any()
    } else {
        view! {
            <form method="post" novalidate>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                <Radios
                    name="person"
                    label="Who moderates the report?"
                    hint="Reviewers of the partnership who are not in this team and have no part in the school."
                    choices=choices
                    value=form.get("person").to_owned()
                    error=errors.get("person")
                />
                <ButtonGroup>
                    <Button text="Save"/>
                    <a class="govuk-link" href=cancel>"Cancel"</a>
                </ButtonGroup>
            </form>
        }
        .into_any()
    };
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">"Choose who moderates the report"</h1>
        <p class="govuk-body">"The moderator reads the draft before the school does, sends it back with points or passes it on. The moderator sees the draft and the evidence under its findings while it is in quality assurance, and nothing else of the review."</p>
        {present.map(|name| view! { <InsetText>{format!("At the moment {name} moderates it.")}</InsetText> })}
        <WhoCanSee people=vec![format!("Coordinators, the moderator, and those who see the review of {school}")]/>
        {field}
        {none.then(|| view! { <p class="govuk-body"><a class="govuk-link" href=back>"Back to the review"</a></p> })}
    }
}

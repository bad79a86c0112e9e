//! The strands of a self-review by principle, with how far each is.

use crate::components::{
    BannerKind, InsetText, LinkButton, NotificationBanner, Status, Tag, TagColour, Task, TaskList,
    WhoCanSee, paragraphs,
};
use leptos::prelude::*;

/// One strand.
#[derive(Debug, Clone)]
pub struct ListStrand {
    /// "1.1 Early identification".
    pub title: String,
    /// Its page.
    pub href: String,
    /// How far it is.
    pub status: Status,
    /// Who saved last and when; nothing when nobody has.
    pub saved: String,
}

/// One principle.
#[derive(Debug, Clone)]
pub struct ListPrinciple {
    /// Its number.
    pub number: u8,
    /// "1. Knowing children well".
    pub title: String,
    /// What it asks.
    pub about: String,
    /// Its strands.
    pub strands: Vec<ListStrand>,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct ListView {
    /// The school.
    pub school: String,
    /// The state of the whole.
    pub state: (&'static str, TagColour),
    /// What the state means, and what is next.
    pub state_words: String,
    /// Why it came back, if it has.
    pub returned: Option<String>,
    /// "5 of 17 strands".
    pub count: String,
    /// By when it is wanted.
    pub due: Option<String>,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// How to choose a level, from the framework.
    pub guidance: String,
    /// The principles.
    pub principles: Vec<ListPrinciple>,
    /// The list of evidence.
    pub evidence: String,
    /// The strands that this person has been given, which stand first.
    pub own: Vec<ListStrand>,
    /// The page for checking and submitting, while it can be submitted: what it is for, and its address.
    pub submit: Option<(&'static str, String)>,
    /// What else can be done with the whole of it: text and address.
    pub deeds: Vec<(&'static str, String)>,
    /// The page with the whole of it.
    pub read: String,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn List(
    /// Everything on it.
    view: ListView,
) -> impl IntoView {
    let (state, colour) = view.state;
    let own = view
        .own
        .into_iter()
        .map(|s| Task::new(s.title, s.href, s.status).hint(s.saved))
        .collect::<Vec<_>>();
    let deeds = view
        .deeds
        .into_iter()
        .map(|(text, href)| view! { <li><a class="govuk-link" href=href>{text}</a></li> })
        .collect_view();
    let principles = view
        .principles
        .into_iter()
        .map(|p| {
            let tasks = p
                .strands
                .into_iter()
                .map(|s| Task::new(s.title, s.href, s.status).hint(s.saved))
                .collect::<Vec<_>>();
            view! {
                <h2 class="govuk-heading-m">{p.title}</h2>
                <p class="govuk-body">{p.about}</p>
                <TaskList tasks=tasks id=format!("principle-{}", p.number)/>
            }
        })
        .collect_view();
    view! {
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Self-review"</h1>
        <p class="govuk-body"><Tag text=state colour/> " " {view.count}</p>
        <p class="govuk-body">{view.state_words}</p>
        {view.due.map(|due| view! { <p class="govuk-body"><strong>{due}</strong></p> })}
        {view
            .returned
            .map(|reason| {
                view! {
                    <InsetText>
                        <p class="govuk-body"><strong>"The coordinator has sent it back:"</strong></p>
                        {paragraphs(&reason)}
                    </InsetText>
                }
            })}
        {(!own.is_empty())
            .then(|| {
                view! {
                    <h2 class="govuk-heading-m" id="your-strands">"Your strands"</h2>
                    <TaskList tasks=own id="own"/>
                }
            })}
        <InsetText>{view.guidance}</InsetText>
        {principles}
        {view.submit.map(|(text, href)| view! { <LinkButton text=text href/> })}
        <ul class="govuk-list">
            <li><a class="govuk-link" href=view.read>"Read the whole self-review on one page"</a></li>
            <li><a class="govuk-link" href=view.evidence.clone()>"All evidence, with its files"</a></li>
            <li><a class="govuk-link" href=format!("{}/matrix", view.evidence)>"What the judgements rest on"</a></li>
            {deeds}
        </ul>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

//! The hub of a review: what happened, what is next and by when, what this person can do, who can see it.

use crate::components::{
    BannerKind, Cell, Column, InsetText, NotificationBanner, SummaryList, SummaryRow, Table, Tag,
    TagColour, Task, TaskList, WhoCanSee,
};
use leptos::prelude::*;

/// A fact with what one may do about it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about.
    pub key: &'static str,
    /// The fact, in words.
    pub value: String,
    /// Verb and address, where this person may change it.
    pub change: Option<(&'static str, String)>,
}

/// Something that this person can do or read now.
#[derive(Debug, Clone)]
pub struct Deed {
    /// What it is, as a verb.
    pub text: String,
    /// Where it is done.
    pub href: String,
    /// What it leads to.
    pub hint: &'static str,
}

/// A milestone with its day.
#[derive(Debug, Clone)]
pub struct MilestoneLine {
    /// What is due.
    pub what: &'static str,
    /// The day, in words.
    pub day: String,
    /// "Past", "today" or nothing.
    pub note: &'static str,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct HubView {
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// The review's state.
    pub state: (&'static str, TagColour),
    /// What has just been done.
    pub done: Option<&'static str>,
    /// Why it was put off or given up.
    pub reason: Option<String>,
    /// "Submit the self-review, by 8 March 2027".
    pub next: Option<String>,
    /// The school's task list, for those who work on it.
    pub tasks: Vec<Task>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// What can be read or done.
    pub deeds: Vec<Deed>,
    /// The days of this review.
    pub milestones: Vec<MilestoneLine>,
    /// True while no day of the visit has been agreed.
    pub provisional: bool,
    /// Who can see the page.
    pub who: Vec<String>,
    /// What they cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn Hub(
    /// Everything on it.
    view: HubView,
) -> impl IntoView {
    let (state, colour) = view.state;
    let facts = view
        .facts
        .into_iter()
        .map(|f| {
            let row = SummaryRow::text(f.key, f.value);
            match f.change {
                Some((verb, href)) => row.action(verb, f.key.to_lowercase(), href),
                None => row,
            }
        })
        .collect::<Vec<_>>();
    let deeds = view
        .deeds
        .into_iter()
        .map(|d| {
            view! {
                <li>
                    <a class="govuk-link" href=d.href>{d.text}</a>
                    {(!d.hint.is_empty()).then(|| view! { <br/> <span class="govuk-hint">{d.hint}</span> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let rows = view
        .milestones
        .into_iter()
        .map(|m| {
            let day = if m.note.is_empty() {
                m.day
            } else {
                format!("{} ({})", m.day, m.note)
            };
            vec![Cell::text(m.what), Cell::text(day)]
        })
        .collect::<Vec<_>>();
    view! {
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <span class="govuk-caption-l">{view.cycle}</span>
        <h1 class="govuk-heading-l">{view.school}</h1>
        <p class="govuk-body"><Tag text=state colour/></p>
        {view.reason.map(|reason| view! { <InsetText>{reason}</InsetText> })}
        {view.next.map(|next| view! { <p class="govuk-body-l"><strong>"Next: "</strong>{next}</p> })}
        {(!view.tasks.is_empty())
            .then(|| view! { <h2 class="govuk-heading-m">"What your school does"</h2> <TaskList tasks=view.tasks/> })}
        {(!deeds.is_empty())
            .then(|| {
                view! {
                    <h2 class="govuk-heading-m">"What you can do"</h2>
                    <ul class="govuk-list govuk-list--spaced">{deeds}</ul>
                }
            })}
        <h2 class="govuk-heading-m">"About this review"</h2>
        <SummaryList rows=facts/>
        {(!rows.is_empty())
            .then(|| {
                view! {
                    <h2 class="govuk-heading-m">"Dates"</h2>
                    {view
                        .provisional
                        .then(|| {
                            view! {
                                <p class="govuk-body">
                                    "The day of the visit is not agreed yet. These dates are counted from the first day on which visits can take place, and move when the day is agreed."
                                </p>
                            }
                        })}
                    <Table
                        caption="Dates of this review"
                        caption_hidden=true
                        columns=vec![Column::new("What"), Column::new("By")]
                        rows=rows
                    />
                }
            })}
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

//! A review team's pages up to the visit: own visits, the pack, notes by strand, recording the visit.

mod discussion;
mod notes;
mod pack;
mod strand;

pub use discussion::{
    Discussion, DiscussionView, LevelsView, PeerView, PostView, SideBySide, SideBySideView,
    StrandLine, Thread, ThreadView,
};
pub use notes::{NoteCount, Notes, NotesView};
pub use pack::{EarlierLine, EarlierView, Pack, PackView, StrandReading};
pub use strand::{LevelOther, NoteView, StrandNotes, StrandView};

use crate::components::{Button, Cell, Column, Table, Tag, TagColour};
use chrono::NaiveDate;
use domain::ids::ReviewId;
use domain::visits::{VisitPart, VisitStep};
use leptos::prelude::*;

/// A day as people read it: "4 March 2027".
pub(in crate::pages) fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "1 note", "3 notes".
pub(in crate::pages) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Pages of a review between which its team moves: text and address. The page itself has no address.
pub type TeamLinks = Vec<(String, Option<String>)>;

/// Links between the pages of a review, above each of them.
#[component]
pub fn TeamNav(
    /// In the order in which a review goes through them.
    links: TeamLinks,
) -> impl IntoView {
    let items = links
        .into_iter()
        .map(|(text, href)| match href {
            Some(href) => view! { <li><a class="govuk-link" href=href>{text}</a></li> }.into_any(),
            None => view! { <li><strong aria-current="page">{text}</strong></li> }.into_any(),
        })
        .collect_view();
    view! {
        <nav class="quintet-no-print" aria-label="This review">
            <ul class="govuk-list quintet-team-nav">{items}</ul>
        </nav>
    }
}

/// One visit of the reader's own.
#[derive(Debug, Clone)]
pub struct VisitLine {
    /// The review.
    pub review: ReviewId,
    /// Name of the school.
    pub school: String,
    /// Name of the cycle.
    pub cycle: String,
    /// The agreed day of the visit.
    pub visit: Option<NaiveDate>,
    /// True when the reader leads the team.
    pub lead: bool,
    /// In which part of the list it stands.
    pub part: VisitPart,
    /// What comes next.
    pub step: VisitStep,
    /// By when.
    pub due: Option<NaiveDate>,
    /// True when the step is the reader's to do and its day has passed.
    pub late: bool,
}

/// The next step in words.
pub fn step_words(step: VisitStep) -> &'static str {
    match step {
        VisitStep::AnswerInvitation => "Answer the invitation",
        VisitStep::WaitForDate => "Wait until the team and the day are agreed",
        VisitStep::WaitForPack => "Wait for the school’s pack",
        VisitStep::ReadPack => "Read the pack",
        VisitStep::WriteNotes => "Write your notes",
        VisitStep::RecordVisit => "Record that the visit has taken place",
        VisitStep::WriteFindings => "Write findings with your team",
        VisitStep::WriteReport => "Write the report",
        VisitStep::WaitForModerator => "A moderator is reading the draft report",
        VisitStep::WaitForSchool => "The school is checking the draft report",
        VisitStep::FinishReport => "Answer the school’s points and make the report final",
        VisitStep::WaitForLead => "The lead reviewer is finishing the report",
        VisitStep::WaitForPlan => "The report is final; the school is making its plan",
        VisitStep::RecordImpact => "Record the impact review",
        VisitStep::WaitForClosing => "Nothing more to do: the coordinator closes the review",
        VisitStep::Postponed => "Put off: the coordinator will say when it goes on",
        VisitStep::Cancelled => "Cancelled",
        VisitStep::Over => "Closed: you can no longer read what the school wrote",
    }
}

/// The reader's visits, one table a part. For the page of visits and for a reviewer's home.
#[component]
pub fn MyVisits(
    /// By part.
    visits: Vec<VisitLine>,
) -> impl IntoView {
    if visits.is_empty() {
        return view! {
            <p class="govuk-body">
                "You are in no review team at the moment. When a coordinator invites you, you get an e-mail and the visit appears here."
            </p>
        }
        .into_any();
    }
    let parts = [
        (VisitPart::Invited, "Invitations to answer"),
        (VisitPart::Coming, "Visits to come"),
        (VisitPart::AfterVisit, "After the visit"),
        (VisitPart::Done, "Done"),
    ];
    parts
        .into_iter()
        .filter_map(|(part, title)| {
            let rows: Vec<Vec<Cell>> = visits
                .iter()
                .filter(|v| v.part == part)
                .cloned()
                .map(visit_row)
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <Table
                        caption=title
                        columns=vec![
                            Column::new("School"),
                            Column::new("Day of the visit"),
                            Column::new("You are"),
                            Column::new("Next step"),
                            Column::new("By"),
                        ]
                        rows=rows
                    />
                }
            })
        })
        .collect_view()
        .into_any()
}

fn visit_row(line: VisitLine) -> Vec<Cell> {
    let school = view! {
        {line.school.clone()}
        <br/>
        <span class="govuk-hint">{line.cycle}</span>
    };
    let words = step_words(line.step);
    let step = match line.step.page() {
        Some(page) => {
            let href = format!("/reviews/{}/{page}", line.review);
            view! {
                <a class="govuk-link" href=href>
                    {words}
                    <span class="govuk-visually-hidden">{format!(": {}", line.school)}</span>
                </a>
            }
            .into_any()
        }
        None => words.into_any(),
    };
    let by = view! {
        {line.due.map(day)}
        {line.late.then(|| view! { " " <Tag text="Late" colour=TagColour::Red/> })}
    };
    vec![
        Cell::view(school),
        Cell::text(line.visit.map_or_else(|| "Not agreed yet".to_owned(), day)),
        Cell::text(if line.lead {
            "Lead reviewer"
        } else {
            "Reviewer"
        }),
        Cell::view(step),
        Cell::view(by),
    ]
}

/// The page of a reviewer's own visits.
#[component]
pub fn Visits(
    /// By part.
    visits: Vec<VisitLine>,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"My visits"</h1>
        <MyVisits visits/>
    }
}

/// Asks before something that cannot simply be undone.
#[component]
pub fn Confirm(
    /// The question, as the page's heading.
    #[prop(into)]
    title: String,
    /// What happens, a sentence or two each.
    what: Vec<String>,
    /// The verb on the button.
    #[prop(into)]
    button: String,
    /// The form's key.
    form_key: String,
    /// Where the reader goes who would rather not.
    #[prop(into)]
    back: String,
    /// More above the button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">{title}</h1>
        {what.into_iter().map(|p| view! { <p class="govuk-body">{p}</p> }).collect_view()}
        {children.map(|c| c())}
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form_key/>
            <Button text=button/>
        </form>
        <p class="govuk-body"><a class="govuk-link" href=back>"Go back without doing this"</a></p>
    }
}

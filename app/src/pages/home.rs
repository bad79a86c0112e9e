//! The home page: for visitors, what this is; for people, what to do next.

use crate::components::{
    Cell, Column, InsetText, LinkButton, Status, Table, Tag, TagColour, Task, TaskList,
};
use crate::pages::action_plans::{MyAction, MyActions};
use crate::pages::area::{AreaOverview, AreaView};
use crate::pages::cycles::review_state;
use crate::pages::people::calibration::OfferCalibration;
use crate::pages::visits::{MyVisits, VisitLine};
use chrono::NaiveDate;
use domain::states::ReviewState;
use leptos::prelude::*;

/// What a visitor sees who is not signed in.
#[component]
pub fn Welcome(
    /// Whether this is the demonstration.
    demo: bool,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-xl">"Peer review of inclusion, from self-review to impact"</h1>
        <p class="govuk-body-l">
            "Schools in a partnership look at their own inclusion, visit each other, agree what to do next, and come back to see what has changed."
        </p>
        <ul class="govuk-list govuk-list--bullet">
            <li>"review your school against five principles of inclusive practice, in 17 strands"</li>
            <li>"be visited by trained peers from other schools, who write a short report that belongs to you"</li>
            <li>"turn recommendations into an action plan, and see a term later whether it made a difference"</li>
        </ul>
        {if demo {
            view! { <LinkButton text="Look around as one of the demonstration's people" href="/demo" start=true/> }.into_any()
        } else {
            view! { <LinkButton text="Sign in" href="/sign-in" start=true/> }.into_any()
        }}
        <h2 class="govuk-heading-m">"Who can see what"</h2>
        <p class="govuk-body">
            "A school's self-review and draft report are seen by the school and its review team only. Each partnership says in plain words who may read a final report, and each school accepts that before it starts."
        </p>
    }
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct TaskLine {
    /// What.
    pub title: String,
    /// For which school.
    pub school: String,
    /// In which cycle.
    pub cycle: String,
    /// By when.
    pub due: NaiveDate,
    /// Working days late.
    pub late: Option<u32>,
    /// Begun, saved, not submitted.
    pub begun: bool,
    /// Where.
    pub href: String,
    /// "1.1, 1.3": the strands that it is about, where it is about some.
    pub strands: String,
}

/// A cycle that the person runs.
#[derive(Debug, Clone)]
pub struct CycleLine {
    /// Address of its board.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Schools in it.
    pub schools: usize,
    /// Schools whose report is final.
    pub final_reports: usize,
    /// Tasks that are late.
    pub late: usize,
}

/// The review of a school that the person belongs to.
#[derive(Debug, Clone)]
pub struct OwnReview {
    /// Address of the review.
    pub href: String,
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// How far it is.
    pub state: ReviewState,
}

/// A final report that was shared with the person.
#[derive(Debug, Clone)]
pub struct SharedReport {
    /// Address of the report.
    pub href: String,
    /// The school that it is about.
    pub school: String,
    /// The cycle.
    pub cycle: String,
}

/// A person's home.
#[derive(Clone)]
pub struct HomeView {
    /// The person's name.
    pub name: String,
    /// What the person can do now, oldest first.
    pub tasks: Vec<TaskLine>,
    /// Cycles that the person runs.
    pub cycles: Vec<CycleLine>,
    /// Reviews of the person's own schools.
    pub own: Vec<OwnReview>,
    /// Reports that were shared with a governor.
    pub reports: Vec<SharedReport>,
    /// Visits of a reviewer.
    pub visits: Vec<VisitLine>,
    /// True for a reviewer who has not rated the fictional school yet.
    pub calibrate: bool,
    /// Open actions of the person's schools.
    pub actions: Vec<MyAction>,
    /// Local authorities and trusts that the person watches.
    pub areas: Vec<AreaView>,
    /// Whether the person looks after the site.
    pub administers: bool,
    /// Whether the person has any part in Quintet yet.
    pub has_role: bool,
}

/// "3 working days late".
pub fn late_words(days: u32) -> String {
    if days == 1 {
        "1 working day late".into()
    } else {
        format!("{days} working days late")
    }
}

fn strands_words(task: &TaskLine) -> String {
    match task.strands.as_str() {
        "" => String::new(),
        one if !one.contains(',') => format!("Strand {one}. "),
        several => format!("Strands {several}. "),
    }
}

fn status(task: &TaskLine) -> Status {
    match (task.late, task.begun) {
        (Some(days), _) => Status::tag(late_words(days), TagColour::Red),
        (None, true) => Status::tag("Draft saved", TagColour::Teal),
        (None, false) => Status::tag("To do", TagColour::Blue),
    }
}

/// The home of somebody who is signed in.
#[component]
pub fn Home(
    /// What it shows.
    view: HomeView,
) -> impl IntoView {
    let next = view.tasks.first().cloned();
    let rest: Vec<Task> = view
        .tasks
        .iter()
        .map(|t| {
            Task::new(
                format!("{}: {}", t.title, t.school),
                t.href.clone(),
                status(t),
            )
            .hint(format!(
                "{}By {}, {}",
                strands_words(t),
                t.due.format("%-d %B %Y"),
                t.cycle
            ))
        })
        .collect();
    let cycles = view
        .cycles
        .into_iter()
        .map(|c| {
            vec![
                Cell::link(c.name, c.href),
                Cell::text(c.schools.to_string()),
                Cell::text(c.final_reports.to_string()),
                Cell::text(c.late.to_string()),
            ]
        })
        .collect::<Vec<_>>();
    view! {
        <h1 class="govuk-heading-l">"Hello, " {view.name}</h1>
        {next.map(|t| {
            let when = t.late.map_or_else(String::new, |d| format!(" ({})", late_words(d)));
            view! {
                <InsetText>
                    <p class="govuk-body govuk-!-margin-bottom-1">"Next for you"</p>
                    <p class="govuk-body govuk-!-font-weight-bold govuk-!-margin-bottom-1">
                        <a class="govuk-link" href=t.href.clone()>{t.title.clone()}</a>
                    </p>
                    <p class="govuk-body">
                        {format!("{}{}, by {}{when}", strands_words(&t), t.school, t.due.format("%A %-d %B %Y"))}
                    </p>
                </InsetText>
            }
        })}
        {if rest.is_empty() && view.has_role && !view.administers {
            let words = if view.actions.is_empty() {
                "There is nothing for you to do at the moment. We will e-mail you when there is."
            } else {
                "No step of a review waits for you at the moment. The open actions of your plan are below."
            };
            view! { <p class="govuk-body">{words}</p> }.into_any()
        } else if rest.len() > 1 {
            view! {
                <h2 class="govuk-heading-m">"Everything you can do now"</h2>
                <TaskList tasks=rest/>
            }.into_any()
        } else {
            ().into_any()
        }}
        {(!cycles.is_empty()).then(|| view! {
            <Table
                caption="Cycles you run"
                columns=vec![
                    Column::new("Cycle"),
                    Column::numeric("Schools"),
                    Column::numeric("Final reports"),
                    Column::numeric("Late tasks"),
                ]
                rows=cycles
            />
        })}
        {(!view.own.is_empty()).then(|| {
            let rows = view
                .own
                .into_iter()
                .map(|r| {
                    let (text, colour) = review_state(r.state);
                    vec![
                        Cell::link(r.school, r.href),
                        Cell::text(r.cycle),
                        Cell::view(view! { <Tag text colour/> }),
                    ]
                })
                .collect();
            view! {
                <Table
                    caption="Reviews of your school"
                    columns=vec![Column::new("School"), Column::new("Cycle"), Column::new("State")]
                    rows=rows
                />
            }
        })}
        {(!view.reports.is_empty()).then(|| {
            let items = view
                .reports
                .into_iter()
                .map(|r| view! {
                    <li>
                        <a class="govuk-link" href=r.href>{format!("Report on {}", r.school)}</a>
                        {format!(", {}", r.cycle)}
                    </li>
                })
                .collect_view();
            view! {
                <h2 class="govuk-heading-m">"Reports shared with you"</h2>
                <ul class="govuk-list">{items}</ul>
            }
        })}
        {(!view.actions.is_empty()).then(|| view! { <MyActions actions=view.actions/> })}
        {(!view.visits.is_empty()).then(|| view! { <MyVisits visits=view.visits/> })}
        {view.calibrate.then(|| view! { <OfferCalibration/> })}
        {(!view.areas.is_empty()).then(|| view! { <AreaOverview areas=view.areas/> })}
        {(!view.has_role).then(|| view! {
            <p class="govuk-body">
                "You do not have a role yet. The coordinator of your partnership, or your headteacher, can invite you."
            </p>
        })}
        {view.administers.then(|| view! {
            <h2 class="govuk-heading-m">"Looking after Quintet"</h2>
            <ul class="govuk-list govuk-list--spaced">
                <li><a class="govuk-link" href="/admin/register">"Bring in the register of schools"</a></li>
                <li><a class="govuk-link" href="/partnerships">"Set up a partnership"</a></li>
                <li><a class="govuk-link" href="/admin/people">"Invite people and look at roles"</a></li>
                <li><a class="govuk-link" href="/admin/messages">"See what has been e-mailed"</a></li>
                <li><a class="govuk-link" href="/frameworks">"Frameworks"</a></li>
            </ul>
        })}
    }
}

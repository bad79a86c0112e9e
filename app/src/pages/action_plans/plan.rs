//! The plan as a whole, on screen and in print.

use super::{actions, due_cell, state_tag};
use crate::components::{
    ButtonGroup, ButtonKind, Cell, Column, InsetText, LinkButton, SummaryList, SummaryRow, Table,
    WhoCanSee, paragraphs,
};
use chrono::NaiveDate;
use domain::action_plans::{ActionCounts, Due};
use domain::states::ActionState;
use leptos::prelude::*;

/// One action in a table.
#[derive(Debug, Clone)]
pub struct ActionLine {
    /// Address of its page.
    pub href: String,
    /// What will be done.
    pub title: String,
    /// How the school will know that it has worked.
    pub success: String,
    /// The role that sees to it.
    pub owner: String,
    /// By when.
    pub due: NaiveDate,
    /// How that stands today.
    pub at: Due,
    /// Its state.
    pub state: ActionState,
    /// The latest that was said of it, with who and when; or why it is blocked or dropped.
    pub latest: Option<(String, String)>,
    /// What it costs and from which money, in words.
    pub cost: String,
}

/// A recommendation with its actions; or the actions that answer none.
#[derive(Debug, Clone)]
pub struct Group {
    /// Heading: "Recommendation 1".
    pub heading: String,
    /// The strand and the text of the recommendation.
    pub recommendation: Option<(String, String)>,
    /// Why there is no action for it.
    pub left_reason: Option<String>,
    /// The actions, by date.
    pub actions: Vec<ActionLine>,
    /// Where to add an action for it.
    pub add: Option<String>,
}

/// A plan.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// Address of the plan.
    pub href: String,
    /// Name of the school.
    pub school: String,
    /// What has happened so far.
    pub happened: String,
    /// What is next, by when.
    pub next: Option<String>,
    /// How many actions stand where.
    pub counts: ActionCounts,
    /// Recommendations, then the rest.
    pub groups: Vec<Group>,
    /// What the actions cost by source of money, and in all.
    pub costs: Vec<(String, String)>,
    /// Whether to offer adding an action.
    pub may_edit: bool,
    /// Whether to offer agreeing the plan.
    pub may_agree: bool,
    /// Address of the impact review, once there is one to read.
    pub impact: Option<String>,
    /// Who reads the plan.
    pub who: Vec<String>,
}

/// The page of a plan.
#[component]
pub fn PlanPage(
    /// The plan.
    view: PlanView,
) -> impl IntoView {
    let c = view.counts;
    let finished = c.done + c.dropped;
    let rows = vec![
        SummaryRow::text("Overdue", actions(c.overdue)),
        SummaryRow::text("Due in the next 30 working days", actions(c.soon)),
        SummaryRow::text("Due later", actions(c.open - c.overdue - c.soon)),
        SummaryRow::text("Done or dropped", actions(finished)),
    ];
    let none = c.open + finished == 0;
    let new = format!("{}/new", view.href);
    let agree = format!("{}/agree", view.href);
    let costs: Vec<Vec<Cell>> = view
        .costs
        .into_iter()
        .map(|(source, total)| vec![Cell::text(source), Cell::text(total)])
        .collect();
    view! {
        <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">{view.school}</span>
            "Action plan"
        </h1>
        <p class="govuk-body">{view.happened}</p>
        {view.next.map(|next| view! { <InsetText>{next}</InsetText> })}
        {view.impact.map(|href| view! {
            <p class="govuk-body quintet-no-print"><a class="govuk-link" href=href>"See the impact review"</a></p>
        })}
        {(!none).then(|| view! { <SummaryList rows=rows/> })}
        {(view.may_edit || view.may_agree).then(|| view! {
            <ButtonGroup>
                {view.may_agree.then(|| view! { <LinkButton text="Agree the plan" href=agree/> })}
                {view.may_edit.then(|| view! {
                    <LinkButton text="Add an action" href=new kind=ButtonKind::Secondary/>
                })}
            </ButtonGroup>
        })}
        {view.groups.into_iter().map(group).collect_view()}
        {(!costs.is_empty()).then(|| view! {
            <Table
                caption="What the plan costs"
                columns=vec![Column::new("Source of money"), Column::numeric("Cost")]
                rows=costs
            />
        })}
        <WhoCanSee
            people=view.who
            note="The review team does not see this plan. For the impact review it sees what each action was to do, how you wanted to know that it worked, and whether it is done. Coordinators and the local authority see how many actions are open, overdue and done."
        />
    }
}

fn group(group: Group) -> impl IntoView {
    let empty = group.actions.is_empty();
    let about = group.heading.clone();
    let caption = format!("Actions: {}", group.heading);
    let rows: Vec<Vec<Cell>> = group.actions.into_iter().map(line).collect();
    view! {
        <h2 class="govuk-heading-m">{group.heading}</h2>
        {group.recommendation.map(|(strand, text)| view! {
            <p class="govuk-hint">{strand}</p>
            {paragraphs(&text)}
        })}
        {if empty {
            view! { <p class="govuk-body">"No action yet."</p> }.into_any()
        } else {
            view! {
                <Table
                    caption=caption
                    caption_hidden=true
                    columns=vec![
                        Column::new("Action"),
                        Column::new("Who"),
                        Column::new("By when"),
                        Column::new("How it stands"),
                        Column::new("Cost"),
                    ]
                    rows=rows
                />
            }.into_any()
        }}
        {group.left_reason.map(|reason| view! {
            <p class="govuk-body">{format!("Why there is no action: {reason}")}</p>
        })}
        {group.add.map(|href| view! {
            <p class="govuk-body quintet-no-print">
                <a class="govuk-link" href=href>
                    "Add an action"
                    <span class="govuk-visually-hidden">{format!(" for {about}")}</span>
                </a>
            </p>
        })}
    }
}

fn line(a: ActionLine) -> Vec<Cell> {
    let latest = a.latest.map(|(text, by)| {
        view! {
            <p class="quintet-text govuk-!-margin-bottom-0 govuk-!-margin-top-2">{text}</p>
            <p class="govuk-hint govuk-!-margin-bottom-0">{by}</p>
        }
    });
    let success = format!("Success: {}", a.success);
    vec![
        Cell::view(view! {
            <a class="govuk-link" href=a.href>{a.title}</a>
            <p class="quintet-text govuk-!-font-weight-regular govuk-!-margin-bottom-0 govuk-!-margin-top-2">{success}</p>
        }),
        Cell::text(a.owner),
        Cell::view(due_cell(a.due, a.at)),
        Cell::view(view! { {state_tag(a.state)} {latest} }),
        Cell::text(a.cost),
    ]
}

//! What a local authority or a trust watches: how many schools take part, where each review stands, what is late.

use crate::components::{
    Cell, Column, InsetText, SummaryList, SummaryRow, Table, Tag, TagColour, WhoCanSee,
};
use domain::states::ReviewState;
use leptos::prelude::*;

/// One area.
#[derive(Debug, Clone)]
pub struct AreaView {
    /// Its name.
    pub name: String,
    /// True for a trust, false for a local authority.
    pub is_trust: bool,
    /// Schools in it that are not closed.
    pub schools: u64,
    /// Of those, how many take part in a running cycle.
    pub taking_part: u64,
    /// The share that takes part, in percent; none where the group is too small for a rate.
    pub coverage: Option<u64>,
    /// Tasks that are late.
    pub overdue: u64,
    /// Actions of the schools' plans that are overdue.
    pub actions_overdue: u64,
    /// Its reviews, by name of the school.
    pub reviews: Vec<Line>,
}

/// One review of an area.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of the review's page, when the reader may see it.
    pub href: Option<String>,
    /// Name of the school.
    pub school: String,
    /// Name of the cycle.
    pub cycle: String,
    /// How the review stands.
    pub state: ReviewState,
    /// Tasks that are late.
    pub overdue: u64,
    /// Actions of the plan that are overdue.
    pub actions_overdue: u64,
}

/// The areas that a person watches, one section each. It begins with level 2 headings.
#[component]
pub fn AreaOverview(
    /// The areas.
    areas: Vec<AreaView>,
) -> impl IntoView {
    let sections = areas.into_iter().map(section).collect::<Vec<_>>();
    view! {
        {sections}
        <WhoCanSee
            people=vec!["You, and the others who lead this local authority or trust".to_owned()]
            note="You see where each review stands and how much is late. You do not see what schools or reviewers write, unless a school shares its report with you."
            id="who-sees-area"
        />
    }
}

fn section(area: AreaView) -> AnyView {
    let kind = if area.is_trust {
        "trust"
    } else {
        "local authority"
    };
    let mut facts = vec![
        SummaryRow::text(format!("Schools in the {kind}"), area.schools.to_string()),
        SummaryRow::text(
            "Taking part in a running cycle",
            area.taking_part.to_string(),
        ),
    ];
    if let Some(percent) = area.coverage {
        facts.push(SummaryRow::text("Coverage", format!("{percent}%")));
    }
    facts.push(SummaryRow::text(
        "Tasks that are late",
        area.overdue.to_string(),
    ));
    facts.push(SummaryRow::text(
        "Actions in schools’ plans that are overdue",
        area.actions_overdue.to_string(),
    ));
    let states = by_state(&area.reviews);
    let rows = area
        .reviews
        .into_iter()
        .map(|l| {
            let (words, colour) = state(l.state);
            let name = match l.href {
                Some(href) => Cell::link(l.school, href),
                None => Cell::text(l.school),
            };
            let late = late(l.overdue, l.actions_overdue);
            vec![
                name,
                Cell::text(l.cycle),
                Cell::view(view! { <Tag text=words colour/> }),
                late,
            ]
        })
        .collect();
    let states = states
        .into_iter()
        .map(|(words, count)| vec![Cell::text(words), Cell::text(count.to_string())])
        .collect::<Vec<_>>();
    view! {
        <h2 class="govuk-heading-m">{area.name.clone()}</h2>
        <SummaryList rows=facts/>
        {area.coverage.is_none().then(|| view! {
            <InsetText>
                "No rates are shown for a group of fewer than five schools, so that no single school can be read out of one."
            </InsetText>
        })}
        {(!states.is_empty()).then(|| view! {
            <Table
                caption="Reviews by state"
                caption_size="s"
                columns=vec![Column::new("State"), Column::numeric("Reviews")]
                rows=states
            />
        })}
        <Table
            caption=format!("Reviews in {}", area.name)
            caption_size="s"
            columns=vec![Column::new("School"), Column::new("Cycle"), Column::new("State"), Column::new("Late")]
            rows=rows
            empty="No school here is in a cycle yet."
        />
    }
    .into_any()
}

/// What is late in a review, as tags.
fn late(tasks: u64, actions: u64) -> Cell {
    let said = [(tasks, "task", "late"), (actions, "action", "overdue")];
    let tags: Vec<_> = said
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, noun, word)| {
            let plural = if count == 1 { "" } else { "s" };
            let text = format!("{count} {noun}{plural} {word}");
            view! { <Tag text colour=TagColour::Red/> " " }
        })
        .collect();
    if tags.is_empty() {
        Cell::text("Nothing late")
    } else {
        Cell::view(tags)
    }
}

/// How many reviews are in each state, in the order of the states; states without reviews are left out.
fn by_state(reviews: &[Line]) -> Vec<(&'static str, usize)> {
    ReviewState::ALL
        .iter()
        .map(|s| {
            (
                state(*s).0,
                reviews.iter().filter(|r| r.state == *s).count(),
            )
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// A review's state as people read it.
fn state(state: ReviewState) -> (&'static str, TagColour) {
    use ReviewState as S;
    match state {
        S::Proposed => ("Team or date open", TagColour::Grey),
        S::TeamConfirmed => ("Team confirmed", TagColour::Blue),
        S::DateAgreed => ("Visit date agreed", TagColour::Blue),
        S::Preparing => ("Pack with the team", TagColour::Blue),
        S::Visited => ("Visited", TagColour::Purple),
        S::Drafting => ("Report being written", TagColour::Purple),
        S::InQualityAssurance => ("Report being moderated", TagColour::Purple),
        S::AccuracyCheck => ("Accuracy check", TagColour::Yellow),
        S::Final => ("Report final", TagColour::Green),
        S::WorkshopHeld => ("Action plan agreed", TagColour::Green),
        S::ImpactReviewed => ("Impact reviewed", TagColour::Green),
        S::Closed => ("Closed", TagColour::Grey),
        S::Postponed => ("Postponed", TagColour::Orange),
        S::Cancelled => ("Cancelled", TagColour::Grey),
    }
}
